"""
What tenacity needs to repeat a function as the problems that it meets advise.
"""

from __future__ import annotations

from typing import Any

import tenacity

from errspec.problems.raising import ProblemError
from errspec.retry.policy import Policy

_STATE = "errspec"


def advised(policy: Policy, method: str | None = None) -> dict[str, Any]:
    """
    Return the arguments ``retry``, ``wait``, ``stop`` and ``reraise`` of ``tenacity.retry``.

    The function returns a response, or raises a ProblemError or the exception of a client. ``method`` is the method of
    a request that responses do not name.
    """

    def is_repeated(state: tenacity.RetryCallState) -> bool:
        attempts, _ = getattr(state, _STATE, (policy.begin(method), None))
        outcome = state.outcome
        assert outcome is not None
        error = outcome.exception()
        answer = error.problem if isinstance(error, ProblemError) else outcome.result() if error is None else error
        seconds = attempts.after(answer)
        setattr(state, _STATE, (attempts, seconds))
        return seconds is not None

    def wait(state: tenacity.RetryCallState) -> float:
        _, seconds = getattr(state, _STATE)
        return float(seconds)

    return {"retry": is_repeated, "wait": wait, "stop": tenacity.stop_never, "reraise": True}
