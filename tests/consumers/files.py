"""
The generated files of schemas, those that are shipped and those of the test provider.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from scripts.artifacts import FOLDER, artifacts
from tests.consumers.inputs import CATALOGS
from tests.support.cases import ROOT

_FOLDER = "json-schema/"
_SUFFIX = ".schema.json"


@cache
def schemas() -> dict[str, str]:
    """
    The text of each schema by its name; the strict ones end with .strict.
    """
    (_, _), (other, _) = CATALOGS
    folder = ROOT / FOLDER / _FOLDER
    found = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob(f"*{_SUFFIX}")}
    made = {name.removeprefix(_FOLDER): text for name, text in artifacts(other).items() if name.startswith(_FOLDER)}
    return {name.removesuffix(_SUFFIX): text for name, text in sorted({**made, **found}.items())}


def written(folder: Path) -> dict[str, Path]:
    """
    Where each schema stands, after it was written into a folder.
    """
    paths = {name: folder / f"{name}{_SUFFIX}" for name in schemas()}
    for name, path in paths.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(schemas()[name], "utf-8")
    return paths
