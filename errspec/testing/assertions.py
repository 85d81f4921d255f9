"""
Assertions about responses, which say what differs, where, and which page documents it.
"""

from __future__ import annotations

from typing import Literal, NoReturn

from errspec.catalog.catalog import Catalog, builtin
from errspec.catalog.wording import Wording
from errspec.reporters.differences import described, failing
from errspec.reporters.result import Result, headline
from errspec.response import Response
from errspec.verdict.contract import check
from errspec.verdict.hosts import Hosts
from errspec.verdict.report import Report


class ApiErrors:
    """
    Assertions about the responses of APIs; also a mixin for ``unittest.TestCase``.

    The attributes ``catalog``, ``lang`` and ``provider`` may be set in a subclass.
    """

    catalog: Catalog | None = None
    lang: str = "en"
    #: The provider of responses whose URL names none.
    provider: str | None = None
    hosts: Hosts | None = None

    def check(self, response: object, provider: str | None = None) -> Report:
        """
        Return the report on a response.

        ``response`` is what ``errspec.check`` takes, and the same exceptions are raised.
        """
        if not isinstance(response, Response):
            response = Response.from_client(response)
        if provider is None and self.hosts is not None:
            provider = self.hosts.at(response.url)
        return check(response, provider or self.provider, catalog=self.catalog, lang=self.lang)

    def assert_conforms(
        self, response: object, provider: str | None = None, *, fail_on: Literal["error", "drift"] = "error"
    ) -> Report:
        """Fail if a response differs from the documentation of its provider; return the report."""
        __tracebackhide__ = True
        report = self.check(response, provider)
        wording = self._wording
        differing = failing(report, fail_on)
        if differing:
            _fail("\n".join([wording.count("kit.failed", 1), *described(report, differing, wording)]))
        if report.other_api or (report.provider is None and report.problem_type is None and report.is_error):
            _fail(wording.say("kit.no-provider", status=Result("", None, None, report).status))
        return report

    def assert_problem(self, response: object, name: str, provider: str | None = None) -> Report:
        """
        Fail if a response is not the problem type ``name``, such as ``acme/refused``, or does not conform.

        Returns the report. Raises NoSuchProvider and NoSuchProblemType.
        """
        __tracebackhide__ = True
        catalog = self.catalog or builtin()
        wanted = catalog.provider(str(name).partition("/")[0]).problem_type(name)
        if provider is None and wanted.provider != "common":
            provider = wanted.provider
        report = self.check(response, provider)
        wording = self._wording
        if report.problem_type != wanted:
            found = headline(Result("", None, None, report), wording)
            about = described(report, report.findings, wording) if report.findings else ()
            _fail("\n".join([wording.say("kit.other-problem", name=wanted.name, found=found), *about]))
        return self.assert_conforms(response, provider)

    @property
    def _wording(self) -> Wording:
        return (self.catalog or builtin()).wording(self.lang)


def _fail(text: str) -> NoReturn:
    __tracebackhide__ = True
    raise AssertionError(text)
