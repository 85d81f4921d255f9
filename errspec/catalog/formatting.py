"""
The text of a JSON Schema, in the layout of the common formatter for schemas.
"""

from __future__ import annotations

import json
from typing import Any

from errspec.catalog.keywords import ORDER, Schema, rewrite

#: The bytes within which a list of plain values stands in its line.
_WIDTH = 80


def text(schema: Schema) -> str:
    """Return a schema as JSON, indented by two spaces (Sourcemeta JSON Schema CLI: fmt)."""
    return _text(rewrite(schema, _ordered), "", 0) + "\n"


def _ordered(copy: dict[str, object]) -> dict[str, object]:
    known = {keyword: copy[keyword] for keyword in ORDER if keyword in copy}
    return {**known, **copy}


def _text(value: Any, indent: str, column: int) -> str:
    """Return a value as JSON; ``column`` is the column of its first byte."""
    deeper = f"{indent}  "
    if isinstance(value, dict) and value:
        names = [f"{deeper}{json.dumps(name, ensure_ascii=False)}: " for name in value]
        members = [
            name + _text(member, deeper, len(name.encode())) for name, member in zip(names, value.values(), strict=True)
        ]
        return "{\n" + ",\n".join(members) + f"\n{indent}}}"
    if isinstance(value, list) and value:
        if not any(isinstance(item, (dict, list)) for item in value):
            line = f"[ {', '.join(json.dumps(item, ensure_ascii=False) for item in value)} ]"
            if column + len(line.encode()) <= _WIDTH:
                return line
        items = [deeper + _text(item, deeper, len(deeper)) for item in value]
        return "[\n" + ",\n".join(items) + f"\n{indent}]"
    return json.dumps(value, ensure_ascii=False)
