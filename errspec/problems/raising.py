"""
Exceptions for error responses, one for each kind of problem.
"""

from __future__ import annotations

from errspec.catalog.catalog import Catalog
from errspec.exceptions import ErrspecError, UnreadBody
from errspec.problems.problem import Problem, problem
from errspec.problems.retry import CAP


class ProblemError(ErrspecError):
    """
    A response reports an error.
    """

    #: The error.
    problem: Problem

    def __str__(self) -> str:
        found = self.problem.as_dict()
        words = [str(found[name]) for name in ("problem_type", "status", "title") if name in found]
        said = [f"{name}: {found[name]}" for name in ("code", "message", "wait") if name in found]
        return "; ".join([" ".join(words), *said])


class AuthenticationFailed(ProblemError):
    """
    A token, a key or a grant is missing, expired or not accepted.
    """


class PermissionDenied(ProblemError):
    """
    The application or the user is not allowed to do this.
    """


class QuotaExceeded(ProblemError):
    """
    A long-term quota, such as an hourly or monthly one, is used up.
    """


class RateLimited(ProblemError):
    """
    There were too many requests in a short time.
    """


class InvalidRequest(ProblemError):
    """
    The request itself is wrong.
    """


class Conflict(ProblemError):
    """
    The request conflicts with the current state of the resource.
    """


class NotFound(ProblemError):
    """
    The address or the resource does not exist.
    """


class MethodNotAllowed(ProblemError):
    """
    The address does not support this method.
    """


class TemporarilyRefused(ProblemError):
    """
    The same request may succeed if it is repeated shortly.
    """


class Unavailable(ProblemError):
    """
    A server of the provider, or a proxy in front of it, has failed.
    """


class Redirected(ProblemError):
    """
    The response is a redirect that must not be followed.
    """


class NoAnswer(ProblemError):
    """
    No response arrived.
    """


#: The exception for each kind of problem; ``unknown`` has ProblemError itself.
_BY_KIND: dict[str, type[ProblemError]] = {
    "authentication": AuthenticationFailed,
    "permission": PermissionDenied,
    "quota": QuotaExceeded,
    "rate": RateLimited,
    "validation": InvalidRequest,
    "conflict": Conflict,
    "not-found": NotFound,
    "method": MethodNotAllowed,
    "temporary": TemporarilyRefused,
    "unavailable": Unavailable,
    "redirect": Redirected,
    "no-answer": NoAnswer,
}


def raise_for_problem(
    response: object,
    provider: str | None = None,
    *,
    catalog: Catalog | None = None,
    lang: str = "en",
    cap: float = CAP,
    **_: object,
) -> None:
    """
    Raise the matching subclass of ProblemError if the response reports an error; otherwise do nothing.

    Takes the same arguments as ``problem`` and raises the same exceptions. You can use it as a response hook in
    requests and httpx, because it first reads the body of a streamed response, and it ignores extra arguments.
    """
    try:
        _raise(response, provider, catalog, lang, cap)
    except UnreadBody:
        _read(response)
        _raise(response, provider, catalog, lang, cap)


async def araise_for_problem(
    response: object,
    provider: str | None = None,
    *,
    catalog: Catalog | None = None,
    lang: str = "en",
    cap: float = CAP,
    **_: object,
) -> None:
    """Do the same as ``raise_for_problem`` for a response of an asynchronous client."""
    try:
        _raise(response, provider, catalog, lang, cap)
    except UnreadBody:
        read = getattr(response, "aread", None) or getattr(response, "read", None)
        if read is None:
            raise
        await read()
        _raise(response, provider, catalog, lang, cap)


def _read(response: object) -> None:
    """Have the client read the body and keep it, if it can."""
    if hasattr(response, "iter_bytes"):  # httpx
        response.read()  # type: ignore[attr-defined]
    else:
        getattr(response, "content", None) or getattr(response, "data", None)  # requests; urllib3


def _raise(answer: object, provider: str | None, catalog: Catalog | None, lang: str, cap: float) -> None:
    found = problem(answer, provider, catalog=catalog, lang=lang, cap=cap)
    if found is not None:
        raise _BY_KIND.get(found.kind, ProblemError)(found)
