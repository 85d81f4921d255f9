"""
A program with one mistake on each line that says so, for type checkers.
"""

from __future__ import annotations

import errspec

report = errspec.check(errspec.Response(404), "acme")
errspec.check(errspec.Response("404 Not Found", {}, 5), "acme")  # wrong
errspec.schema("acme/problem", "loose")  # wrong
errspec.openapi.embed({}, "acme", existing="nope")  # wrong
errspec.openapi.embed({}, "acme", attach="everything")  # wrong
report.truncated = True  # wrong
errspec.CATALOG.forms  # wrong
errspec.nothing  # wrong
