"""
The table in README.md: what each consumer accepts and refuses of what is shipped. The tests hold the tools to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.consumers.consumer import JSON_SCHEMA, Consumer
from tests.consumers.inputs import broken, examples
from tests.consumers.verdicts import CONSUMERS, accepted
from tests.support.cases import ROOT

README = ROOT / "tests" / "consumers" / "README.md"
_HEAD = ("Consumer", "Version", "Reads", "How each body goes through", "Examples accepted", "Broken bodies rejected")
_SECTION = re.compile(r"(?<=<!-- consumers -->\n).*?(?=<!-- end of consumers -->)", re.DOTALL)


def table() -> str:
    """
    The rows, and below them what a consumer cannot do.
    """
    rows = [_HEAD, ("---", "---", "---", "---", "---:", "---:"), *map(_row, CONSUMERS)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    given = [body for body in examples() if body.shipped]
    counts = (len(given), sum(bool(body.text) for body in given), sum(body.schema is not None for body in given))
    notes = [
        "- Of the {} examples, {} have a body, and {} of these bodies are JSON. "
        "Each tool gets only the examples that it can read.".format(*counts)
    ]
    notes += [
        "- Swagger 2.0 cannot express alternatives (`anyOf`, `oneOf`), "
        "so a body that can have several shapes is not checked in detail."
    ]
    names = " and ".join(consumer.name for consumer in CONSUMERS if consumer.headers)
    notes += [
        f"- {names} also check the headers against their schemas, and reject a string where a number is expected."
    ]
    notes += [f"- {consumer.name} {consumer.note}." for consumer in CONSUMERS if consumer.note]
    return "\n".join([*lines, "", *notes]) + "\n"


def _row(consumer: Consumer) -> tuple[str, ...]:
    reads = "JSON Schema 2020-12" if consumer.versions == (JSON_SCHEMA,) else f"OpenAPI {', '.join(consumer.versions)}"
    given = [body for body in examples() if body.shipped and consumer.takes(body)]
    wrong = [body for body in broken() if body.shipped and consumer.takes(body)]
    took = _figures(consumer, lambda openapi: sum(accepted(consumer, body, openapi) for body in given), len(given))
    refused = _figures(
        consumer, lambda openapi: sum(not accepted(consumer, body, openapi) for body in wrong), len(wrong)
    )
    return consumer.name, consumer.version, reads, consumer.way, took, refused


def _figures(consumer: Consumer, count: Callable[[str], int], total: int) -> str:
    """
    A count for all versions, and apart for those that have another.
    """
    counts = {openapi: count(openapi) for openapi in consumer.versions}
    usual = counts[consumer.versions[-1]]
    others = [f"{openapi}: {number} of {total}" for openapi, number in counts.items() if number != usual]
    return "; ".join([f"{usual} of {total}", *others])


def renewed(text: str) -> str:
    """
    Return the text with the table as it is now.
    """
    assert _SECTION.search(text)
    return _SECTION.sub(lambda _: table(), text)


if __name__ == "__main__":
    before = README.read_text("utf-8")
    after = renewed(before)
    README.write_text(after, "utf-8", newline="\n")
    print(f"{README.relative_to(ROOT)} is fresh" if after == before else README.relative_to(ROOT))
