"""
What stamina needs to repeat a function as the problems that it meets advise.
"""

from __future__ import annotations

from collections.abc import Callable

from errspec.problems.raising import ProblemError
from errspec.retry.policy import Policy


def advised(policy: Policy, method: str | None = None) -> Callable[[Exception], bool | float]:
    """
    Return a hook for ``on=`` of ``stamina.retry``: whether to repeat, or the seconds to wait before.

    The function raises a ProblemError, or the exception of a client; ``method`` is the method of its request. stamina
    counts the attempts, so those of the policy do not count, and it chooses the waits that no source names.
    """

    def hook(error: Exception) -> bool | float:
        found = error.problem if isinstance(error, ProblemError) else policy.problem(error, method)
        if found is None or not found.retry.repeats:
            return False
        return True if found.retry.seconds is None else found.retry.seconds

    return hook
