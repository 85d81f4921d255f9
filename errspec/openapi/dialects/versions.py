"""
The versions of OpenAPI.
"""

from __future__ import annotations

#: The versions, each with the number that a document of that version gives.
VERSIONS = {"2.0": "2.0", "3.0": "3.0.4", "3.1": "3.1.1", "3.2": "3.2.0"}
#: The version for which components are made where none is named.
DEFAULT = "3.1"
