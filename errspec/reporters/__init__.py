"""
Results in the format that the user asks for: one reporter per module.
"""

from __future__ import annotations

from importlib import import_module
from typing import TextIO

from errspec.catalog.wording import Wording
from errspec.reporters.result import OUTCOMES, Failure, Reporter, Result, Summary

__all__ = ["OUTCOMES", "REPORTERS", "Failure", "Reporter", "Result", "Summary", "reporter"]

#: The module and the class of each reporter, by the name of its format.
REPORTERS = {
    "text": ("errspec.reporters.text", "TextReporter"),
    "json": ("errspec.reporters.json", "JsonReporter"),
    "junit": ("errspec.reporters.junit", "JunitReporter"),
    "sarif": ("errspec.reporters.sarif", "SarifReporter"),
    "github": ("errspec.reporters.github", "GithubReporter"),
    "markdown": ("errspec.reporters.markdown", "MarkdownReporter"),
}


def reporter(name: str, stream: TextIO, wording: Wording) -> Reporter:
    """Return the reporter of a format, which writes to a stream."""
    module, class_name = REPORTERS[name]
    instance: Reporter = getattr(import_module(module), class_name)(stream, wording)
    return instance
