"""
Exceptions for error responses, one for each kind of problem.
"""

from __future__ import annotations

from errspec.catalog.catalog import Catalog
from errspec.exceptions import ErrspecError, UnreadBody
from errspec.problems.problem import Problem, problem
from errspec.problems.retry import CAP
from errspec.response import Response


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
    A quota for a long time is used up.
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
    The request contradicts what there is.
    """


class NotFound(ProblemError):
    """
    The address or the resource does not exist.
    """


class MethodNotAllowed(ProblemError):
    """
    The address does not have this method.
    """


class TemporarilyRefused(ProblemError):
    """
    The same request may work shortly.
    """


class Unavailable(ProblemError):
    """
    A server of the provider, or one before it, has failed.
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
    Raise the exception for the error that a response reports, a subclass of ProblemError; do nothing for any other.

    Takes the same arguments as ``problem`` and raises the same exceptions. It can be a hook of requests and of httpx,
    since it reads the body of a stream first and ignores other arguments.
    """
    try:
        answer = response if isinstance(response, Response) else Response.from_client(response)
    except UnreadBody:
        _read(response)
        answer = Response.from_client(response)
    _raise(answer if not isinstance(response, BaseException) else response, provider, catalog, lang, cap)


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
        answer = response if isinstance(response, Response) else Response.from_client(response)
    except UnreadBody:
        read = getattr(response, "aread", None) or getattr(response, "read", None)
        if read is None:
            raise
        await read()
        answer = Response.from_client(response)
    _raise(answer if not isinstance(response, BaseException) else response, provider, catalog, lang, cap)


def _read(response: object) -> None:
    """Let a client read the body of a response that it keeps afterwards; raise UnreadBody if none does."""
    if hasattr(response, "iter_bytes"):  # httpx
        response.read()  # type: ignore[attr-defined]
    elif not (getattr(response, "content", None) or getattr(response, "data", None)):  # requests; urllib3
        kind = type(response)
        raise UnreadBody(f"{kind.__module__}.{kind.__qualname__}")


def _raise(answer: object, provider: str | None, catalog: Catalog | None, lang: str, cap: float) -> None:
    found = problem(answer, provider, catalog=catalog, lang=lang, cap=cap)
    if found is not None:
        raise _BY_KIND.get(found.kind, ProblemError)(found)
