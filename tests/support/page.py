"""
The check in the page beside the one in Python: the cases in which both must agree, and the page in Node.
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from errspec import CATALOG, Catalog, Finding, Report, Response, check
from errspec.catalog.wording import Fact, Message, Sentence
from errspec.docs.checkdata import code, script
from tests.support.cases import ROOT, cases
from tests.support.tools import unavailable

LANGUAGES = ("en", "it")
CATALOGS = {False: CATALOG, True: CATALOG.strict()}


class PageCase(NamedTuple):
    """
    A response with the arguments of ``errspec.check`` in the page, and the report that it must give.
    """

    name: str
    response: dict[str, Any]
    options: dict[str, Any]
    report: dict[str, Any]


def page_cases() -> Iterator[PageCase]:
    """
    Yield every response of the suite and every example, with the provider known and unknown, in all variants.
    """
    for case in (*cases("responses"), *cases("findings")):
        for provider in dict.fromkeys((case.provider, None)):
            yield from variants(str(case), case.response, provider, CATALOGS)
    yield from example_cases(CATALOG)


def example_cases(catalog: Catalog) -> Iterator[PageCase]:
    """
    Yield every example of a catalog in the same way, with and without its status and its headers.
    """
    catalogs = {False: catalog, True: catalog.strict()}
    for provider in catalog.providers.values():
        for problem_type in provider.problem_types:
            for example in problem_type.examples:
                whole = example.response
                bare = Response(None, None, whole.content)
                unknown = Response(whole.status_code, None, whole.content, whole.reason)
                for response in (whole, bare, unknown):
                    for name in (provider.id, None):
                        yield from variants(f"{problem_type}: {example.title}", response, name, catalogs)


def variants(
    name: str, response: Response, provider: str | None, catalogs: Mapping[bool, Catalog]
) -> Iterator[PageCase]:
    """
    Yield one response in the tolerant and in the strict form, in each language.
    """
    for strict, catalog in catalogs.items():
        for lang in LANGUAGES:
            report = check(response, provider, catalog=catalog, lang=lang)
            options = {"provider": provider, "strict": strict, "lang": lang}
            yield PageCase(name, arguments(response), options, printed(report, response, catalog, lang))


def arguments(response: Response) -> dict[str, Any]:
    """
    Return a response as an argument of the page, its bytes in base64.
    """
    content = response.content
    return {
        "status": response.status_code,
        "reason": response.reason,
        "headers": None if response.headers is None else [list(pair) for pair in response.headers],
        "body": None if content is None else {"base64": base64.b64encode(content).decode()},
        "url": response.url,
        "method": response.method,
    }


def printed(report: Report, response: Response, catalog: Catalog, lang: str) -> dict[str, Any]:
    """
    Return a report as the page prints it, with codes, places, message keys and facts.
    """
    problem_type = report.problem_type
    return {
        "status": response.status_code,
        "is_error": report.is_error,
        "conforms": report.conforms,
        "provider": report.provider,
        "problem_type": problem_type and problem_type.name,
        "title": problem_type and catalog.translate(problem_type.title, lang),
        "shape": report.shape,
        "candidates": [candidate.name for candidate in report.candidates],
        "findings": [printed_finding(finding) for finding in report.findings],
        "truncated": report.truncated,
        "other_api": report.other_api,
    }


def printed_finding(finding: Finding) -> dict[str, Any]:
    """
    Return a finding as the page prints it, with its sentence unless that contains a float.

    Python and JavaScript write floats differently, so only the number itself is compared.
    """
    cited = finding.source
    source = cited and {
        "id": cited.source.id,
        "title": cited.source.title,
        "heading": cited.heading,
        "url": cited.source.url,
    }
    facts = {name: written(fact) for name, fact in finding.facts.items()}
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": None if has_float(facts) else finding.message,
        "instance_location": finding.instance_location,
        "keyword_location": finding.keyword_location,
        "keyword": finding.keyword,
        "header": finding.header,
        "source": source,
        "key": finding.key,
        "facts": facts,
    }


def written(fact: Fact) -> Any:
    """
    Return a fact in JSON.
    """
    if isinstance(fact, Message):
        return {"key": fact.key, "facts": {name: written(part) for name, part in fact.facts.items()}}
    if isinstance(fact, Sentence):
        return {"sentence": fact.text, "uncapitalized": fact.uncapitalized}
    return [written(part) for part in fact] if isinstance(fact, tuple) else fact


def has_float(facts: Mapping[str, Any]) -> bool:
    """
    Return whether the value in the facts of a finding is a float.
    """
    value = facts.get("found")
    return isinstance(value, dict) and isinstance(value["facts"].get("text"), float)


def comparable(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """
    Return the findings of the page with numbers as Python reads them, and without the sentences that contain a float.
    """
    for finding in findings:
        value = finding["facts"].get("found")
        text = value["facts"].get("text") if isinstance(value, dict) else None
        if isinstance(text, dict) and "fraction" in text:
            value["facts"]["text"] = float(text["fraction"])
            finding["message"] = None
        elif isinstance(text, dict):
            digits = text["digits"]
            value["facts"]["text"] = int(digits) if len(digits) <= 4000 else Decimal(digits)
    return findings


def in_json(report: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """
    Return a report without keys, facts and the sentences that ``wanted`` leaves out.
    """
    findings = []
    for finding, expected in zip(report["findings"], wanted["findings"], strict=True):
        left_out = {"key", "facts"} if expected["message"] else {"key", "facts", "message"}
        findings.append({name: part for name, part in finding.items() if name not in left_out})
    return {**report, "findings": findings}


class Page:
    """
    The scripts of the page in a process of Node, with the data of a catalog.
    """

    def __init__(self, catalog: Catalog = CATALOG) -> None:
        node = shutil.which("node")
        if node is None:
            unavailable("Node")
        self._process = subprocess.Popen(
            [node or "node", ROOT / "tests" / "node" / "check.js"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        inner = ROOT / "tests" / "node" / "inner.js"
        self._send([code(), script(catalog), inner.read_text("utf-8")])

    def call(self, name: str, *values: Any) -> Any:
        """
        Return the value of a function of the page.
        """
        answer = self._answer(name, *values)
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def check(self, response: Response, **options: Any) -> Any:
        """
        Return the report of the page on a response.
        """
        return self.report(arguments(response), options)

    def report(self, response: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
        """
        Return the report of the page on a response in JSON, ready to be compared.
        """
        report: dict[str, Any] = self.call("check", response, options)
        return {**report, "findings": comparable(report["findings"])}

    def refusal(self, name: str, *values: Any) -> str:
        """
        Return the error that a function of the page raises, as a string.
        """
        return str(self._answer(name, *values)["error"])

    def close(self) -> None:
        """
        End the process of Node.
        """
        self._process.communicate()

    def _answer(self, name: str, *values: Any) -> Any:
        self._send([name, *values])
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def _send(self, request: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
