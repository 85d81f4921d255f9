"""
A middleware for the client of aiohttp that repeats requests.
"""

from __future__ import annotations

import asyncio

import aiohttp

from errspec.retry.policy import Policy


def retry(policy: Policy) -> aiohttp.ClientMiddlewareType:
    """Return a middleware for ``aiohttp.ClientSession`` that repeats requests as their responses advise."""

    async def middleware(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
        attempts = policy.begin(request.method)
        while True:
            try:
                response = await handler(request)
                if not policy.reads(response.status):
                    return response
                await response.read()
            except (aiohttp.ClientError, TimeoutError) as error:
                seconds = attempts.after(error)
                if seconds is None:
                    raise
            else:
                seconds = attempts.after(response)
                if seconds is None:
                    return response
                response.release()
            await asyncio.sleep(seconds)

    return middleware
