"""
Files that are written whole or not at all.
"""

from __future__ import annotations

import os
import shutil
import tempfile

from errspec.exceptions import InputError


def write(path: str, content: bytes) -> None:
    """
    Write a file, in the place of one that is there, with its permissions; raises InputError.

    What is there and is no file, such as a device or a pipe, is written to as it is.
    """
    target = os.path.realpath(path)
    temporary = ""
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            with open(path, "wb") as stream:
                stream.write(content)
            return
        with tempfile.NamedTemporaryFile(dir=os.path.dirname(target), delete=False) as file:
            temporary = file.name
            file.write(content)
        if os.path.exists(target):
            shutil.copymode(target, temporary)
        else:
            os.chmod(temporary, 0o666 & ~_mask())
        os.replace(temporary, target)
    except OSError as error:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
        raise InputError(path, error.strerror or str(error)) from error


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
