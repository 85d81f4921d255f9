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
    """
    target = os.path.realpath(path)
    temporary = ""
    try:
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
