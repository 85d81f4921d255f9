"""
What can be chosen from where errors are put into a document.
"""

from __future__ import annotations

#: Which responses are given a provider's errors, and what becomes of those that have a schema of their own.
ATTACH = ("declared", "all")
EXISTING = ("replace", "keep", "fail")
#: The versions of the Overlay Specification, each with the number that an overlay of it gives.
OVERLAYS = {"1.0": "1.0.0", "1.1": "1.1.0"}
