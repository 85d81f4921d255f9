"""
What stamina needs to repeat a call as the problems that it meets advise.
"""

from __future__ import annotations

from collections.abc import Callable

from errspec.problems.raising import ProblemError
from errspec.retry.policy import Policy


def advised(policy: Policy, method: str | None = None) -> Callable[[Exception], bool | float]:
    """
    Return a hook for ``on=`` of ``stamina.retry_context``: the seconds to wait before the next attempt, or False.

    It counts the attempts of one call, so make one for each, and pass ``attempts=None, timeout=None`` to stamina. The
    call raises a ProblemError, or the exception of a client; ``method`` is the method of its request.
    """
    attempts = policy.begin(method)

    def hook(error: Exception) -> bool | float:
        seconds = attempts.after(error.problem if isinstance(error, ProblemError) else error)
        return False if seconds is None else seconds

    return hook
