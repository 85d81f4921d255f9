"""
The cases of the suite, read from their files.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from errspec import Response

ROOT = Path(__file__).parent.parent.parent
SUITE = ROOT / "tests" / "suite"


class Case(NamedTuple):
    """
    One case with the file it stands in.
    """

    file: Path
    target: str
    data: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.file.relative_to(ROOT / 'tests').with_suffix('')}: {self.data['description']}"

    @property
    def shape(self) -> str:
        """
        The name of the target shape.
        """
        path = self.target.removeprefix("schemas/").removeprefix("providers/").removeprefix("tests/fixtures/")
        return path.removesuffix(".schema.json")

    @property
    def provider(self) -> str | None:
        """
        The provider that is asked.
        """
        return self.data.get("provider", self.target.partition("/")[0])

    @property
    def response(self) -> Response:
        """
        The response of the case.
        """
        return response(self.data["response"])


def response(data: dict[str, Any]) -> Response:
    """
    A response as the suite writes it.
    """
    if "body" in data:
        content = json.dumps(data["body"], ensure_ascii=False).encode()
    elif "base64" in data:
        content = base64.b64decode(data["base64"])
    else:
        content = data.get("text", "").encode()
    return Response(
        data.get("status"), data.get("headers", ()), content, data.get("reason"), data.get("url"), data.get("method")
    )


def cases(folder: str | Path) -> Iterator[Case]:
    """
    All cases below a folder of the suite, or below another one.
    """
    for file in sorted((SUITE / folder).rglob("*.json")):
        data = json.loads(file.read_text("utf-8"))
        for test in data["tests"]:
            yield Case(file, data["target"], test)
