"""
Files that are written whole or not at all, by one run at a time.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from errspec.exceptions import (
    ChangedFile,
    ErrspecError,
    FileInUse,
    ForeignFile,
    GuardedFile,
    InputError,
    LinkedFile,
    ReadOnlyFile,
    SpecialFile,
)

try:
    import fcntl
except ImportError:  # Windows, where an open file can be neither deleted nor renamed
    fcntl = None  # type: ignore[assignment]

#: The extended attribute that is the access control list of a file (Linux: acl(5)).
_ACL = "system.posix_acl_access"
#: How often a run tries to claim a file that other runs release.
_ATTEMPTS = 5
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_OLD = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def write(path: str, content: bytes, *, former: bytes | None = None) -> None:
    """
    Write a file, or replace it and keep its owner, permissions and attributes; raises UnwritableFile and InputError.

    Links are followed. A path that exists but is not a file, such as a device or a pipe, is written to directly. With
    ``former``, only a file is replaced, and only if that is its content.
    """
    target = os.path.realpath(path)
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            if former is not None:
                raise SpecialFile(path)
            with open(path, "wb") as stream:
                stream.write(content)
            return
        status = _status(path, target)
        with claimed(target, path, 0o666 if status is None else 0o600) as (temporary, file):
            if former is not None and _content(target) != former:
                raise ChangedFile(path)
            file.write(content)
            file.flush()
            if status is not None:
                _inherit(path, target, temporary, status)
            if fcntl is None:
                file.close()
            os.replace(temporary, target)
    except ErrspecError:
        raise
    except OSError as error:
        raise InputError(path, error.strerror or str(error)) from error


def tidy(path: str) -> None:
    """Delete what a killed run left beside a file that will be replaced; raises UnwritableFile."""
    if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
        raise SpecialFile(path)
    with suppress(OSError):
        _delete_abandoned(_temporary(os.path.realpath(path)), path)


@contextmanager
def claimed(target: str, path: str, mode: int = 0o600) -> Iterator[tuple[str, IO[bytes]]]:
    """
    Open the temporary file that belongs to a target; no other run has it at the same time.

    The file is deleted in the end, unless it was renamed. What a run that was killed left there is deleted first.
    Raises FileInUse, in which ``path`` is the name of the target, InputError with the folder, and OSError.
    """
    temporary = _temporary(target)
    file = _created(temporary, path, mode)
    with file:
        try:
            yield temporary, file
        finally:
            if file.closed or _is_at(file.fileno(), temporary):
                with suppress(OSError):
                    os.unlink(temporary)


def _temporary(target: str) -> str:
    import hashlib

    folder, name = os.path.split(target)
    return os.path.join(folder, f".errspec-{hashlib.sha256(os.fsencode(name)).hexdigest()[:16]}")


def _created(temporary: str, path: str, mode: int) -> IO[bytes]:
    for _ in range(_ATTEMPTS):
        try:
            descriptor = os.open(temporary, _NEW, mode)
        except FileExistsError:
            _delete_abandoned(temporary, path)
            continue
        except PermissionError as error:
            raise InputError(os.path.dirname(temporary), error.strerror or str(error)) from error
        # another run may have taken the file for an abandoned one before it was locked
        if _lock(descriptor) is not False and _is_at(descriptor, temporary):
            return open(descriptor, "wb")
        os.close(descriptor)
    raise FileInUse(path, temporary)


def _delete_abandoned(temporary: str, path: str) -> None:
    """Delete the temporary file of a run that was killed; raise FileInUse if its run may still write it."""
    try:
        with open(os.open(temporary, _OLD), "rb") as file:
            if fcntl is not None:
                if not _lock(file.fileno()):
                    raise FileInUse(path, temporary)
                if _is_at(file.fileno(), temporary):
                    os.unlink(temporary)
        if fcntl is None:
            os.unlink(temporary)
    except FileNotFoundError:
        pass
    except PermissionError as error:
        raise FileInUse(path, temporary) from error


def _lock(descriptor: int) -> bool | None:
    """Lock an open file until it is closed; return whether that was possible, or None if the system has no locks."""
    if fcntl is None:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return None
    return True


def _is_at(descriptor: int, path: str) -> bool:
    """Return whether an open file is still the one at a path."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.lstat(path))
    except FileNotFoundError:
        return False


def _status(path: str, target: str) -> os.stat_result | None:
    """Return the status of a file that can be replaced, or None if there is none."""
    try:
        status = os.stat(target)
    except FileNotFoundError:
        return None
    if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise ReadOnlyFile(path)
    if status.st_nlink > 1:
        raise LinkedFile(path)
    return status


def _inherit(path: str, target: str, temporary: str, status: os.stat_result) -> None:
    """Give a file the owner, the extended attributes and the permissions of another one."""
    own = os.stat(temporary)
    if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        try:
            os.chown(temporary, status.st_uid, status.st_gid)
        except PermissionError as error:
            raise ForeignFile(path) from error
    former, present = _attributes(target), _attributes(temporary)
    for name in {*former, *present}:
        try:
            if name in former:
                os.setxattr(temporary, name, os.getxattr(target, name))
            elif name == _ACL:  # that of the folder, which can give access to others
                os.removexattr(temporary, name)
        except OSError as error:
            if name == _ACL:
                raise GuardedFile(path) from error
    os.chmod(temporary, stat.S_IMODE(status.st_mode))


def _attributes(path: str) -> list[str]:
    """Return the names of the extended attributes of a file, which not all systems have."""
    with suppress(OSError, AttributeError):
        return os.listxattr(path)
    return []


def _content(target: str) -> bytes | None:
    try:
        with open(target, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
