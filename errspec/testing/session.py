"""
A run of pytest in which every response that a test receives is checked.
"""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Mapping
from typing import Any, NamedTuple

import pytest

from errspec.catalog.catalog import Catalog, builtin
from errspec.display import printable
from errspec.exceptions import ErrspecError
from errspec.files import write
from errspec.redaction import redacted
from errspec.reporters.coverage import ProviderCoverage, as_json, as_markdown, coverage, exercise
from errspec.reporters.differences import FailOn, described, failing
from errspec.response import host
from errspec.testing.assertions import ApiErrors
from errspec.testing.observation.credit import Attempt, Credit
from errspec.testing.observation.hooks import hooks
from errspec.testing.observation.observer import Observer, Received
from errspec.testing.observation.patches import Patches
from errspec.testing.tally import Tally
from errspec.verdict import baseline
from errspec.verdict.contract import check
from errspec.verdict.hosts import Hosts

#: The title of the section with the findings of a test that fails for another reason.
_SECTION = "http responses"
#: A hook around a phase of a test.
Phase = Generator[None, object, Any]


class Marker(NamedTuple):
    """
    What the markers of a test ask for.
    """

    off: bool = False
    expect: tuple[str, ...] = ()
    provider: str | None = None
    #: What is wrong with them.
    fault: str | None = None


_ATTEMPT = pytest.StashKey[Attempt]()
_TALLY = pytest.StashKey[Tally]()
_EXPECTED = pytest.StashKey[set[str]]()


def started(config: pytest.Config, options: Mapping[str, Any]) -> Session:
    """Start a session with the command-line options, and return it. Raises pytest.UsageError."""
    try:
        session = Session(config, options)
    except ErrspecError as error:
        raise pytest.UsageError(str(error)) from error
    session.patches.start()
    config.add_cleanup(session.patches.stop)
    return session


class Session:
    """
    The checks of one pytest process. With pytest-xdist, the main process adds up the results of all workers.
    """

    def __init__(self, config: pytest.Config, options: Mapping[str, Any]) -> None:
        def path(name: str) -> str:
            return os.path.join(config.invocation_params.dir, name)

        self._config = config
        catalogs = [Catalog.load(path(name)) for name in options["catalog"] or ()]
        self._catalog = builtin().including(*catalogs) if catalogs else builtin()
        self._wording = self._catalog.wording(options["lang"] or "en")
        self._hosts = Hosts(self._catalog, options["provider"] or ())
        self._fail_on: FailOn = options["fail-on"] or "error"
        self._least: float | None = options["cover-fail-under"]
        self._reports = list(map(path, options["cover-report"] or ()))
        self._write_baseline = options["write-baseline"] and path(options["write-baseline"])
        known = options["baseline"]
        self._known = baseline.load(path(known)) if known else frozenset[baseline.KnownFinding]()
        self._tally, self._credit, self._unwritten = Tally(), Credit(), ""
        self._markers: dict[Attempt, Marker] = {}
        self._observer = Observer(self._is_wanted, self._arrived)
        #: The functions that are replaced during the run.
        self.patches = Patches(hooks(self._observer))
        self._credit.install(self.patches)
        #: What the fixture of the same name returns.
        self.api_errors = ApiErrors()
        self.api_errors.catalog, self.api_errors.lang = self._catalog, self._wording.lang
        self.api_errors.hosts = self._hosts

    def _is_wanted(self, url: str | None) -> bool:
        attempt = self._credit.attempt()
        marker = self._markers.get(attempt) if attempt else None
        if (marker and marker.provider) or self._hosts.at(url) is not None:
            return True
        self._tally.others[printable(redacted(host(url or "")))] = None
        return False

    def _arrived(self, received: Received) -> None:
        attempt = self._credit.attempt()
        if attempt is not None and attempt.phase is not None:
            attempt.received.append(received)
        else:
            url, name = printable(redacted(received.url or "")), attempt.name if attempt else ""
            self._tally.late[f"{received.status_code} {url}  {name}".rstrip()] = None

    # tests

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Phase:
        """Begin an attempt, and check what its fixtures received."""
        attempt = item.stash[_ATTEMPT] = Attempt(item.nodeid)
        item.stash[_EXPECTED] = set()
        item._report_sections[:] = [each for each in item._report_sections if each[1] != _SECTION]
        self._markers = {attempt: self._marker(item)}
        self._credit.current = attempt
        return (yield from self._checked(item, "setup"))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Phase:
        """Check what the test received."""
        return (yield from self._checked(item, "call"))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Phase:
        """Check what its fixtures received, and end the attempt."""
        try:
            return (yield from self._checked(item, "teardown"))
        finally:
            item.stash[_ATTEMPT].phase = self._credit.current = None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Phase:
        """Attach the tally of a phase to its report, so that it reaches the process that prints the summary."""
        report: Any = yield
        tally = item.stash.get(_TALLY, None)
        if tally is not None:
            report.errspec = tally.as_dict()
            del item.stash[_TALLY]
        return report

    def _checked(self, item: pytest.Item, phase: str) -> Phase:
        """Run a phase; a failure of the test itself comes before ours."""
        attempt = item.stash[_ATTEMPT]
        attempt.phase = phase
        own: BaseException | None = None
        result = None
        try:
            result = yield
        except BaseException as error:
            own = error
        lines, fails = self._judged(item, attempt)
        if own is not None or getattr(item, "_excinfo", None):  # where unittest keeps its exceptions
            if lines:
                item.add_report_section(phase, _SECTION, "\n".join(lines))
            if own is not None:
                raise own
            return result
        expected = self._markers[attempt].expect if phase == "call" else ()
        missing = [code for code in expected if code not in item.stash[_EXPECTED]]
        if missing:
            lines.append(self._wording.say("kit.not-found", codes=", ".join(missing)))
        fault = self._markers[attempt].fault if phase == "setup" else None
        if fails or missing or fault:
            pytest.fail("\n".join([*lines, fault or ""]).strip(), pytrace=False)
        return result

    def _judged(self, item: pytest.Item, attempt: Attempt) -> tuple[list[str], bool]:
        """Return lines about the responses of a phase that differ, and whether they make the test fail."""
        marker, fails = self._markers[attempt], 0
        tally = item.stash[_TALLY] = Tally()
        lines: list[str] = []
        for received in attempt.take():
            if marker.off:
                continue
            response = received.response()
            provider = marker.provider or self._hosts.at(response.url)
            report = check(response, provider, catalog=self._catalog, lang=self._wording.lang)
            tally.note(report)
            report, accepted = baseline.without(report, self._known)
            tally.accepted += accepted
            item.stash[_EXPECTED].update(each.code for each in report.findings)
            report = report._replace(findings=tuple(each for each in report.findings if each.code not in marker.expect))
            if report.findings:
                about = described(report, report.findings, self._wording)
                tally.findings["\n".join([printable(item.nodeid), *about])] = None
                serious = failing(report, self._fail_on)
                fails += bool(serious)
                lines += described(report, serious or report.findings, self._wording)
        return ([self._wording.count("kit.failed", fails), *lines] if fails else lines), bool(fails)

    def _marker(self, item: pytest.Item) -> Marker:
        """Return what the markers of a test ask for, the closest first."""
        arguments: dict[str, Any] = {}
        wrong: list[str] = []
        for mark in item.iter_markers("errspec"):
            arguments = {**mark.kwargs, **arguments}
            wrong += map(repr, mark.args)
        off, expect, provider = (arguments.get(name) for name in ("off", "expect", "provider"))
        expect = [expect] if isinstance(expect, str) else expect if expect is not None else ()
        if not isinstance(expect, (list, tuple, set)):
            wrong, expect = [*wrong, repr(expect)], ()
        wrong += [repr(each) for each in (off,) if each not in (None, True, False)]
        wrong += [repr(each) for each in (provider,) if each is not None and not isinstance(each, str)]
        codes = self._catalog.messages["codes"]
        names = ("off", "expect", "provider")
        wrong += [str(each) for each in (*expect, *arguments) if str(each) not in codes and each not in names]
        try:
            fault = self._wording.say(
                "kit.marker", found=", ".join(wrong), names=", ".join(names), known=", ".join(codes)
            )
            if wrong:
                return Marker(fault=fault)
            identifier = None if provider is None else self._catalog.provider(provider).id
            return Marker(bool(off), () if off else tuple(expect), identifier)
        except ErrspecError as error:
            return Marker(fault=str(error))

    # the whole run

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add what was seen in a phase, in this process or in another."""
        self._tally.add(getattr(report, "errspec", {}))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Add what a process of pytest-xdist saw outside of tests."""
        self._tally.add(getattr(node, "workeroutput", {}).get("errspec", {}))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the files, and make the run fail if its coverage is too low; in a worker, send the rest."""
        self._tally.failures |= dict.fromkeys(self._observer.failures)
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            left = Tally()
            left.late, left.failures, left.others = self._tally.late, self._tally.failures, self._tally.others
            output["errspec"] = left.as_dict()
            return
        try:
            self._write()
        except (ErrspecError, OSError) as error:
            self._unwritten = printable(str(error))
        too_low = any(map(self._is_too_low, self._coverage)) or (self._least and not self._coverage)
        if (too_low or self._unwritten) and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _write(self) -> None:
        for path in self._reports:
            found = as_json(self._catalog, self._coverage, self._wording)
            document = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
            text = document if path.endswith(".json") else as_markdown(self._catalog, self._coverage, self._wording)
            write(path, text.encode())
        if self._write_baseline:
            baseline.save(self._write_baseline, self._tally.known)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Print the coverage and every finding, including those of tests that are expected to fail."""
        terminalreporter.section("errspec")
        lines = [*self._tally.lines(self._wording)]
        for each in self._coverage:
            lines.append(
                each.sentence(self._wording) + (f" {self._wording.say('kit.missing')}" if each.missing else "")
            )
            lines += [f"    {item.name}  {exercise(self._catalog, item, self._wording)}" for item in each.missing]
            if self._is_too_low(each):
                facts = {"percent": f"{each.percent:.0f}", "least": f"{self._least:g}", "provider": each.provider.name}
                lines.append(self._wording.say("kit.too-low", **facts))
        if self._least and not self._coverage:
            lines.append(self._wording.say("kit.nothing"))
        if self._unwritten:
            lines.append(self._unwritten)
        for line in lines:
            terminalreporter.write_line(line)

    @property
    def _coverage(self) -> list[ProviderCoverage]:
        return coverage(self._catalog, {*self._tally.providers, *self._hosts.providers}, self._tally.met)

    def _is_too_low(self, found: ProviderCoverage) -> bool:
        return self._least is not None and found.percent < self._least
