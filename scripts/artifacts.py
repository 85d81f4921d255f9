"""
Everything under ``schemas/generated``, as a function of the catalog.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from errspec.catalog import formatting
from errspec.catalog.catalog import Catalog
from errspec.catalog.forms import standard
from errspec.docs.formats import pages
from errspec.openapi.building.assembly import widenings
from errspec.openapi.building.writing import document, text
from errspec.openapi.options import VERSIONS

FOLDER = "schemas/generated"


def artifacts(catalog: Catalog) -> dict[str, str]:
    """
    Return every generated file, from its path below ``schemas/generated`` to its text.
    """
    return dict([*_schemas(catalog), *_examples(catalog), *_documents(catalog), *_pages(catalog)])


def write(catalog: Catalog, root: Path) -> list[str]:
    """
    Write the files that changed, remove the files that are no longer generated, and return the paths of both.
    """
    wanted = artifacts(catalog)
    folder = root / FOLDER
    present = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    changed = []
    for name, content in wanted.items():
        path = folder / name
        if name not in present or path.read_text("utf-8") != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f"{path.name}.new")
            fresh.write_text(content, "utf-8", newline="\n")
            fresh.replace(path)
            changed.append(name)
    for name in sorted(set(present) - set(wanted)):
        present[name].unlink()
        changed.append(name)
    return changed


def _schemas(catalog: Catalog) -> Iterator[tuple[str, str]]:
    for name in catalog.shapes:
        for form, suffix in (("tolerant", ""), ("strict", ".strict")):
            schema = standard(catalog.schema(name, form))
            yield f"json-schema/{name}{suffix}.schema.json", formatting.text(schema)


def _examples(catalog: Catalog) -> Iterator[tuple[str, str]]:
    for provider in catalog.providers.values():
        for problem_type in provider.problem_types:
            messages = "\n".join(filter(None, (example.http_text for example in problem_type.examples)))
            if messages:
                yield f"examples/{problem_type.name}.http", messages


def _documents(catalog: Catalog) -> Iterator[tuple[str, str]]:
    for provider in catalog.providers:
        for openapi in VERSIONS:
            yield f"openapi/{provider}-{openapi}.yaml", text(document(catalog, provider, openapi), "yaml")
    lines = "".join(f"{pointer}\n" for pointer in widenings(openapi="2.0", catalog=catalog))
    yield "openapi/widened-2.0.txt", lines


def _pages(catalog: Catalog) -> Iterator[tuple[str, str]]:
    for path, content in pages(catalog, kind="md").items():
        yield f"docs/{path}", content
