"""
Everything under ``schemas/generated``, as a function of the catalogue.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from errspec.catalog import Catalog
from errspec.explain import message
from errspec.forms import standard

FOLDER = "schemas/generated"


def artefacts(catalog: Catalog) -> dict[str, str]:
    """
    Every generated file, from its path below ``schemas/generated`` to its text.
    """
    return dict([*_schemas(catalog), *_examples(catalog)])


def write(catalog: Catalog, root: Path) -> list[str]:
    """
    Write what has changed, remove what is no longer generated, and return the paths of both.
    """
    wanted = artefacts(catalog)
    folder = root / FOLDER
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    changed = []
    for name, text in wanted.items():
        path = folder / name
        if name not in found or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f"{path.name}.new")
            fresh.write_text(text, "utf-8", newline="\n")
            fresh.replace(path)
            changed.append(name)
    for name in sorted(set(found) - set(wanted)):
        found[name].unlink()
        changed.append(name)
    return changed


def _schemas(catalog: Catalog) -> Iterator[tuple[str, str]]:
    for name in catalog.shapes:
        for form, suffix in (("tolerant", ""), ("strict", ".strict")):
            schema = standard(catalog.schema(name, form))
            yield f"json-schema/{name}{suffix}.schema.json", json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _examples(catalog: Catalog) -> Iterator[tuple[str, str]]:
    for provider in catalog.providers.values():
        for problem_type in provider.problem_types:
            texts = [message(example) for example in problem_type.examples]
            text = "\n".join(text for text in texts if text)
            if text:
                yield f"examples/{problem_type.name}.http", text
