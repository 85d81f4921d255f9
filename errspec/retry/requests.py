"""
An adapter for requests that repeats requests.
"""

from __future__ import annotations

import time
from typing import Any

import requests
from requests.adapters import BaseAdapter, HTTPAdapter

from errspec.retry.policy import Policy


class RetryAdapter(BaseAdapter):
    """
    An adapter to mount in a ``requests.Session``, which repeats requests as their responses advise.

    ``adapter`` sends them; without one, it is that of requests. A request whose body is a file or a generator is not
    repeated.
    """

    def __init__(self, policy: Policy, adapter: BaseAdapter | None = None) -> None:
        super().__init__()
        self._policy, self._adapter = policy, adapter or HTTPAdapter()

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Send a request until its response is to be returned; raise the exceptions of requests."""
        attempts = self._policy.begin(request.method)
        repeatable = request.body is None or isinstance(request.body, (str, bytes))
        while True:
            try:
                response = self._adapter.send(request, *args, **options)
            except requests.RequestException as error:
                error.request = error.request or request
                seconds = attempts.after(error)
                if seconds is None or not repeatable:
                    raise
            else:
                if not self._policy.reads(response.status_code):
                    return response
                response.content  # noqa: B018  # reads and keeps it
                seconds = attempts.after(response)
                if seconds is None or not repeatable:
                    return response
                response.close()
            time.sleep(seconds)

    def close(self) -> None:
        """Close the adapter that sends the requests."""
        self._adapter.close()
