"""
How much of a document is read.
"""

from __future__ import annotations

#: The largest document, in bytes.
LARGEST = 32 * 1024 * 1024
#: The deepest nesting.
DEEPEST = 200
#: How many values the aliases of a document may stand for.
MOST = 1_000_000
