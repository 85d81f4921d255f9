"""
A Retry for urllib3, which sees the headers of a response but not its body.
"""

from __future__ import annotations

from typing import Any

import urllib3
from urllib3.exceptions import MaxRetryError, ResponseError

from errspec.response import Response
from errspec.retry.policy import Policy


class HeaderRetry(urllib3.Retry):
    """
    A ``retries=`` for urllib3 that repeats what the headers alone decide, and requests that did not arrive.

    The other arguments are those of ``urllib3.Retry``. A response that is not repeated is returned.
    """

    def __init__(self, *, policy: Policy, **options: Any) -> None:
        options.setdefault("total", policy.attempts - 1)
        options.setdefault("raise_on_status", False)
        super().__init__(**options)
        self._policy, self._wait = policy, 0.0

    def new(self, **options: Any) -> HeaderRetry:
        """Return a copy with other options."""
        copy: HeaderRetry = super().new(**{"policy": self._policy, **options})
        return copy

    def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:  # noqa: ARG002
        """Return whether the headers are to be looked at, which ``increment`` does."""
        return bool(self.total) and status_code >= 400

    def get_retry_after(self, response: urllib3.BaseHTTPResponse) -> float | None:  # noqa: ARG002
        """Return the wait that the headers ask for, in seconds."""
        return self._wait

    def increment(self, method: str | None = None, url: str | None = None, *args: Any, **known: Any) -> HeaderRetry:
        """Return the state after a response or a failure; raise MaxRetryError if it must not be repeated."""
        response = known.get("response") or (args[0] if args else None)
        seconds = None
        if response is not None and not response.get_redirect_location():
            seen = Response(response.status, response.headers, None, response.reason, method=method)
            found = self._policy.problem(seen)
            seconds = found.retry.seconds if found is not None and found.retry.repeats else None
            if seconds is None:
                reason = ResponseError(ResponseError.SPECIFIC_ERROR.format(status_code=response.status))
                raise MaxRetryError(known.get("_pool"), url or "", reason)  # type: ignore[arg-type]
        new = super().increment(method, url, *args, **known)
        new._wait = seconds or 0.0
        return new
