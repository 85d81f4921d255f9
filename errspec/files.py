"""
Files that are written whole or not at all.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress

from errspec.exceptions import InputError


def write(path: str, content: bytes) -> None:
    """
    Write a file, or replace it and keep its permissions; raises InputError.

    A path that exists but is not a file, such as a device or a pipe, is written to directly.
    """
    target = os.path.realpath(path)
    temporary = os.path.join(os.path.dirname(target), f".errspec-{os.urandom(8).hex()}")
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            with open(path, "wb") as stream:
                stream.write(content)
            return
        mode = stat.S_IMODE(os.stat(target).st_mode) if os.path.exists(target) else None
        allowed = 0o666 if mode is None else mode
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, allowed)) as file:
            file.write(content)
        if mode is not None:
            os.chmod(temporary, mode)
        os.replace(temporary, target)
    except OSError as error:
        with suppress(OSError):
            os.unlink(temporary)
        raise InputError(path, error.strerror or str(error)) from error
