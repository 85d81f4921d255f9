"""
Run the cases of the suite without pytest, in a fifth of the time: ``python -m tests.verdict``.
"""

from __future__ import annotations

from tests.support.judging import EXCHANGES, FORMS, SHAPES, verify_exchange, verify_shape

for case in EXCHANGES:
    verify_exchange(case)
for case in SHAPES:
    for form in FORMS:
        verify_shape(case, form)
