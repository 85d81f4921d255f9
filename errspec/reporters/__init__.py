"""
Results in the form that somebody asked for: one form a module.
"""

from __future__ import annotations

from importlib import import_module
from typing import TextIO

from errspec.catalog.wording import Wording
from errspec.reporters.result import KINDS, Failure, Result, Summary, Writer, kind

__all__ = ["FORMATS", "KINDS", "Failure", "Result", "Summary", "Writer", "kind", "writer"]

#: The forms by name; each has a module of that name with a class ``Output``.
FORMATS = ("text", "json", "junit", "sarif", "github", "markdown")


def writer(name: str, stream: TextIO, wording: Wording) -> Writer:
    """
    The writer of a form to a stream.
    """
    made: Writer = import_module(f"errspec.reporters.{name}").Output(stream, wording)
    return made
