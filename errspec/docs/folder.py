"""
The folder to which the documentation is written: whole or not at all, and never over files of somebody else.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from errspec.catalog.wording import Wording
from errspec.exceptions import OutputError

#: The file that says what a build wrote.
MARKER = ".errspec-docs.json"


def write(path: str | os.PathLike[str], pages: Mapping[str, str], wording: Wording) -> None:
    """
    Write files to a folder in place of a former build, which stays until all of them are written.

    The folder is made where it is missing; raises OutputError where it holds what no build wrote, and OSError where it
    cannot be written.
    """
    folder = Path(path).resolve()
    _refuse_strangers(folder, str(path), wording)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh, former = (folder.with_name(f".{folder.name}.{os.getpid()}.{kind}") for kind in ("new", "old"))
    try:
        for name, text in {**pages, MARKER: _marker(pages)}.items():
            file = fresh / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8", newline="\n")
        _swap(folder, fresh, former)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        if folder.exists():
            shutil.rmtree(former, ignore_errors=True)


def _swap(folder: Path, fresh: Path, former: Path) -> None:
    """
    Put the new folder in the place of the former one; when that fails, the former one is there again.
    """
    if folder.exists():
        folder.rename(former)
    try:
        fresh.rename(folder)
    except BaseException:
        if former.exists() and not folder.exists():
            former.rename(folder)
        raise


def _marker(pages: Mapping[str, str]) -> str:
    return json.dumps({"files": sorted(pages)}, ensure_ascii=False, indent=0) + "\n"


def _refuse_strangers(folder: Path, shown: str, wording: Wording) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise OutputError(shown, wording.say("docs.no-folder"))
    built = {MARKER, *_built(folder / MARKER)}
    for where, folders, files in os.walk(folder):
        below = Path(where).relative_to(folder)
        linked = [name for name in folders if (Path(where) / name).is_symlink()]
        for name in [*files, *linked]:
            if (below / name).as_posix() not in built:
                raise OutputError(shown, wording.say("docs.stranger", file=(below / name).as_posix()))


def _built(marker: Path) -> list[str]:
    """
    What a former build wrote; nothing where there was none.
    """
    try:
        files = json.loads(marker.read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [name for name in files if isinstance(name, str)] if isinstance(files, list) else []
