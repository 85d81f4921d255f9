"""
Results in the form that somebody asked for: one form a module.
"""

from __future__ import annotations

from errspec.formats.result import Failure, Result, Summary

__all__ = ["Failure", "Result", "Summary"]
