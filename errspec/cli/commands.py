"""
The commands with their modules, and the exit codes.

Each module has a function ``describe``, which describes the arguments to a parser, and a function ``run``, which takes
the options, the catalog and the wording and returns the exit code. A module is loaded only if its command is wanted.
"""

from __future__ import annotations

#: The module of each command, in the order of the help.
COMMANDS = {
    "check": "errspec.cli.check",
    "explain": "errspec.cli.explain",
    "redact": "errspec.cli.redact",
    "providers": "errspec.cli.providers",
    "show": "errspec.cli.show",
    "schema": "errspec.cli.schema",
    "openapi components": "errspec.cli.components",
    "openapi embed": "errspec.cli.embed",
    "openapi remove": "errspec.cli.remove",
    "openapi overlay": "errspec.cli.overlay",
    "docs build": "errspec.cli.docs",
    "mock": "errspec.cli.mock",
    "completion": "errspec.cli.completion",
}
#: The exit codes: success, something fails the check, and invalid input or usage.
OK, FAILED, WRONG = 0, 1, 2
