"""
The output folder: written completely or not at all, and never over files that no build wrote.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from errspec.catalog.wording import Wording
from errspec.exceptions import ErrspecError, OutputError
from errspec.files import claimed

#: The file that says what a build wrote, with the checksum of each file.
MARKER = ".errspec-docs.json"


def write(path: str | os.PathLike[str], pages: Mapping[str, str], wording: Wording) -> None:
    """
    Write files to a folder, replacing an earlier build once everything is written.

    The folder is created if it is missing; otherwise it keeps its permissions, and the empty folders that no build
    made. Raises OutputError if it cannot be written or holds files that no build wrote or that were changed after a
    build, and FileInUse if another run is writing to it.
    """
    try:
        _write(Path(path).resolve(), str(path), pages, wording)
    except ErrspecError:
        raise
    except OSError as error:
        raise OutputError(str(path), wording.say("docs.unwritable", reason=error.strerror or str(error))) from error


def _write(folder: Path, path: str, pages: Mapping[str, str], wording: Wording) -> None:
    if not folder.name:
        raise OutputError(path, wording.say("docs.root"))
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh, former = (folder.with_name(f".{folder.name}.errspec.{kind}") for kind in ("new", "old"))
    with claimed(str(folder), path):
        _refuse_strangers(former, str(former), wording)
        if former.exists() and not folder.exists():  # a run was killed between two renamings
            former.rename(folder)
        _refuse_strangers(folder, path, wording)
        _delete(former, wording)
        _delete(fresh, wording, is_finished=False)
        try:
            for name in _lasting(folder, pages):
                (fresh / name).mkdir()
                shutil.copystat(folder / name, fresh / name)
            for name, text in {MARKER: _marker(pages), **pages}.items():
                file = fresh / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, "utf-8", newline="\n")
            _swap(folder, fresh, former)
        except BaseException:
            _delete(fresh, wording, is_finished=False)
            raise
        _delete(former, wording)


def _lasting(folder: Path, pages: Iterable[str]) -> list[str]:
    """Return the folders to keep, parents first: those of new pages and those that no build made."""
    present = [Path(where).relative_to(folder).as_posix() for where, _, _ in os.walk(folder)]
    own = set(present).difference(_parents(_built(folder / MARKER) or ()))
    lasting = own | _parents([*own, *pages])
    return [name for name in present if name in lasting]


def _parents(names: Iterable[str]) -> set[str]:
    """Return the folders of files, each with those around it."""
    return {parent.as_posix() for name in names for parent in PurePosixPath(name).parents}


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
    files = {name: _checksum(text.encode()) for name, text in sorted(pages.items())}
    return json.dumps({"files": files}, ensure_ascii=False, indent=0) + "\n"


def _refuse_strangers(folder: Path, shown: str, wording: Wording, *, is_finished: bool = True) -> None:
    """
    Check that a folder holds only what a build wrote, as it was written; raise OutputError.

    The files of a build that is not finished may be cut off.
    """
    if not os.path.lexists(folder):
        return
    if folder.is_symlink() or not folder.is_dir():
        raise OutputError(shown, wording.say("docs.no-folder"))
    for name, fault in _strangers(folder, is_finished):
        raise OutputError(shown, wording.say(fault, file=name))


def _strangers(folder: Path, is_finished: bool) -> Iterator[tuple[str, str]]:
    """Yield the name of each file that no build wrote or that was edited, with the message for it."""
    built = _built(folder / MARKER)
    for name in sorted(_names(folder), key=lambda name: (name == MARKER, name)):
        file = folder / name
        if name == MARKER and (built is not None or not is_finished):
            continue
        if built is None or name not in built or file.is_symlink() or not file.is_file():
            yield name, "docs.stranger"
        elif is_finished and _checksum(file.read_bytes()) != built[name]:
            yield name, "docs.edited"


def _names(folder: Path) -> Iterator[str]:
    """Yield the names of all files below a folder, and of links to folders."""
    for where, folders, files in os.walk(folder):
        below = Path(where).relative_to(folder)
        linked = [name for name in folders if (Path(where) / name).is_symlink()]
        for name in [*files, *linked]:
            yield (below / name).as_posix()


def _delete(folder: Path, wording: Wording, *, is_finished: bool = True) -> None:
    """Delete a folder with what a build wrote, and nothing else; raise OutputError."""
    _refuse_strangers(folder, str(folder), wording, is_finished=is_finished)
    for name in sorted(_names(folder), key=lambda name: name == MARKER):
        (folder / name).unlink()
    for where, _, _ in os.walk(folder, topdown=False):
        with suppress(OSError):
            os.rmdir(where)


def _built(marker: Path) -> dict[str, str] | None:
    """Return the checksums of the files that an earlier build wrote, or None."""
    try:
        files = json.loads(marker.read_text("utf-8"))["files"] if marker.is_file() else None
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    return files if isinstance(files, dict) else None


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
