"""
The limits for documents.
"""

from __future__ import annotations

#: The largest size, in bytes.
LARGEST = 32 * 1024 * 1024
#: The deepest nesting.
DEEPEST = 200
#: The largest number of values, with those that aliases stand for.
MOST = 1_000_000
