"""
Run the cases of the suite without pytest, in a fifth of the time: ``python -m tests.verdict``.
"""

from __future__ import annotations

from tests.verdict.test_suite import EXCHANGES, SHAPES, test_exchange, test_shape

for case in EXCHANGES:
    test_exchange(case)
for case in SHAPES:
    for form in ("tolerant", "strict"):
        test_shape(case, form)
