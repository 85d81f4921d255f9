"""
The entry point of the pytest plugin: options, marker and fixture. The rest is imported on demand.
"""

from __future__ import annotations

import pytest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from errspec.testing.assertions import ApiErrors
    from errspec.testing.serving import MockServer

_OPTIONS = {
    "provider": (
        "NAME[=HOST]",
        "check responses from HOST, or all unknown hosts, against provider NAME (repeatable)",
    ),
    "catalog": ("FOLDER", "load more providers from a folder (repeatable)"),
    "fail-on": ("WHEN", "choose what makes a test fail: error, drift or never (default: error)"),
    "baseline": ("FILE", "ignore the findings recorded in a file"),
    "write-baseline": ("FILE", "write the findings of this run to a file"),
    "cover-report": ("FILE", "write the error coverage to a file that ends with .json or .md (repeatable)"),
    "cover-fail-under": ("PERCENT", "fail if the tests cover less of a provider's documented errors"),
    "lang": ("LANG", "set the language of the report (default: en)"),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options and the setting of the ini file."""
    group = parser.getgroup("errspec", "documented errors of web APIs")
    group.addoption("--errspec", action="store_true", help="check every response that the tests receive")
    takes = {"fail-on": _when, "cover-fail-under": _percentage, "cover-report": _report}
    for name, (metavar, text) in _OPTIONS.items():
        action = "append" if text.endswith("(repeatable)") else "store"
        group.addoption(f"--errspec-{name}", action=action, metavar=metavar, help=text, type=takes.get(name, str))
    parser.addini("errspec", "check every response that the tests receive", type="bool", default=False)


def _when(text: str) -> str:
    return _valid(text, text in ("error", "drift", "never"), "error, drift or never")


def _percentage(text: str) -> float:
    return float(_valid(text, text.isdecimal() and int(text) <= 100, "a percentage from 0 to 100"))


def _report(text: str) -> str:
    return _valid(text, text.endswith((".json", ".md")), "the name of a file that ends with .json or .md")


def _valid(text: str, is_valid: bool, wanted: str) -> str:
    if not is_valid:
        raise pytest.UsageError(f"invalid value {text!r}: expected {wanted}")
    return text


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker and, if an option enables it, the session that checks responses."""
    config.addinivalue_line(
        "markers",
        "errspec(off=False, expect=None, provider=None): do not check the responses of a test, expect findings with"
        " a code such as missing-header, or name the provider",
    )
    options = {name: config.getoption(f"--errspec-{name}") for name in _OPTIONS}
    if config.getoption("--errspec") or config.getini("errspec") or any(options.values()):
        from errspec.testing.session import started

        config.pluginmanager.register(started(config, options), "errspec-session")


@pytest.fixture
def api_errors(request: pytest.FixtureRequest) -> ApiErrors:
    """Assertions about responses: check, assert_conforms and assert_problem."""
    from errspec.testing.assertions import ApiErrors

    session = request.config.pluginmanager.get_plugin("errspec-session")
    return ApiErrors() if session is None else session.api_errors


@pytest.fixture
def errspec_server() -> Iterator[MockServer]:
    """A mock server whose requests choose their responses, as ``errspec mock`` serves them."""
    from errspec.testing.choosing import server

    with server() as running:
        yield running
