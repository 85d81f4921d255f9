"""
The output folder: written completely or not at all, and never over files that no build wrote.
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
    Write files to a folder, replacing an earlier build once everything is written.

    The folder is created if it is missing. Raises OutputError if it holds files that no build wrote, and OSError if it
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
    """Put the new folder in place of the earlier one, which comes back if that fails."""
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
    """Return the files that an earlier build wrote."""
    try:
        files = json.loads(marker.read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [name for name in files if isinstance(name, str)] if isinstance(files, list) else []
