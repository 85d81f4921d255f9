"""
Transports for httpx that repeat requests.
"""

from __future__ import annotations

import asyncio
import time

import httpx

from errspec.retry.policy import Policy


class RetryTransport(httpx.BaseTransport):
    """
    A transport for ``httpx.Client`` that repeats requests as their responses advise.

    ``transport`` sends them; without one, it is that of httpx. The body of a request is kept to be sent again.
    """

    def __init__(self, policy: Policy, transport: httpx.BaseTransport | None = None) -> None:
        self._policy, self._transport = policy, transport or httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request until its response is to be returned; raise the exceptions of httpx."""
        request.read()
        attempts = self._policy.begin(request.method)
        while True:
            try:
                response = self._transport.handle_request(request)
            except httpx.TransportError as error:
                error.request = request
                seconds = attempts.after(error)
                if seconds is None:
                    raise
            else:
                if not self._policy.reads(response.status_code):
                    return response
                content = b"".join(response.stream)  # type: ignore[arg-type]
                response.close()
                seconds = attempts.after(_read(response, content, request))
                if seconds is None:
                    return _again(response, content)
            time.sleep(seconds)

    def close(self) -> None:
        """Close the transport that sends the requests."""
        self._transport.close()


class AsyncRetryTransport(httpx.AsyncBaseTransport):
    """
    A transport for ``httpx.AsyncClient`` that does the same as ``RetryTransport``.
    """

    def __init__(self, policy: Policy, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._policy, self._transport = policy, transport or httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request until its response is to be returned; raise the exceptions of httpx."""
        await request.aread()
        attempts = self._policy.begin(request.method)
        while True:
            try:
                response = await self._transport.handle_async_request(request)
            except httpx.TransportError as error:
                error.request = request
                seconds = attempts.after(error)
                if seconds is None:
                    raise
            else:
                if not self._policy.reads(response.status_code):
                    return response
                content = b"".join([part async for part in response.stream])  # type: ignore[union-attr]
                await response.aclose()
                seconds = attempts.after(_read(response, content, request))
                if seconds is None:
                    return _again(response, content)
            await asyncio.sleep(seconds)

    async def aclose(self) -> None:
        """Close the transport that sends the requests."""
        await self._transport.aclose()


def _again(response: httpx.Response, content: bytes) -> httpx.Response:
    """Return a response whose body, as it was received, can be read again."""
    stream = httpx.ByteStream(content)
    return httpx.Response(response.status_code, headers=response.headers, stream=stream, extensions=response.extensions)


def _read(response: httpx.Response, content: bytes, request: httpx.Request) -> httpx.Response:
    """Return the same response with its body read."""
    again = _again(response, content)
    again.request = request
    again.read()
    return again
