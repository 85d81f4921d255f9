"""
What a user does in a loop: make a response and check it.
"""

from __future__ import annotations

import timeit
from collections.abc import Callable

import httpx
import orjson

from errspec import Response, check
from scripts.benchmarks.rounds import rounds, table

PROVIDER = "fattureincloud"
URL = "https://api-v2.fattureincloud.it/c/1/issued_documents"
HEADERS = {"Content-Type": "application/json"}
#: A 422 with two refused fields.
REFUSED = (
    b'{"error":{"message":"Invalid request.","validation_result":{'
    b'"data.entity.name":["The data.entity.name field is required."],'
    b'"data.items_list.0.qty":["The data.items_list.0.qty must be a number."]}}}'
)
WRONG = REFUSED.replace(b'"Invalid request."', b"5")
LIMITED = b'{"error":{"message":"Too many requests."}}'
INVOICE = {
    "id": 12345,
    "type": "invoice",
    "number": 12,
    "date": "2026-01-01",
    "entity": {"id": 1, "name": "Mario Rossi"},
}
AMOUNTS = {"amount_net": 100.0, "amount_vat": 22.0, "amount_gross": 122.0, "currency": {"id": "EUR", "symbol": "E"}}
SUCCESS = orjson.dumps({"data": {**INVOICE, **AMOUNTS}})
FLOOR = "orjson.loads of the 422"


def loops() -> dict[str, Callable[[], object]]:
    """
    The floors, and each loop; a fault is asked for its code and its place, not for its sentence.
    """
    request = httpx.Request("GET", URL)
    more = {"date": "Thu, 26 Nov 2026 10:00:00 GMT", "server": "nginx", "x-request-id": "4f2a"}
    received = httpx.Response(422, headers={**HEADERS, **more}, content=REFUSED, request=request)

    def fault(status: int, body: bytes) -> object:
        [first, *_] = check(Response(status, HEADERS, body), PROVIDER).findings
        return first.code, first.instance_location

    return {
        FLOOR: lambda: orjson.loads(REFUSED),
        "orjson.loads of the success": lambda: orjson.loads(SUCCESS),
        "422, provider known": lambda: check(Response(422, HEADERS, REFUSED), PROVIDER),
        "422, provider unknown": lambda: check(Response(422, HEADERS, REFUSED)),
        "422, from an httpx response": lambda: check(received, PROVIDER),
        "success": lambda: check(Response(200, HEADERS, SUCCESS), PROVIDER),
        "422 with a schema error": lambda: fault(422, WRONG),
        "418, which is drift": lambda: fault(418, REFUSED),
        "429 without its header": lambda: fault(429, LIMITED),
    }


def measure() -> dict[str, list[float]]:
    """
    Seconds for one turn of each loop, for each round.
    """
    functions = loops()
    number = {}
    for name, function in functions.items():
        timeit.timeit(function, number=20)
        number[name] = max(1, int(0.03 / min(timeit.repeat(function, number=100, repeat=3)) * 100))
    times = rounds(functions, number)
    table("Make a response and check it", FLOOR, times, 1e6, "µs")
    return times
