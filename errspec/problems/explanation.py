"""
What an error means, from any text about it: a response, a log line, a traceback, a code, a message or a status.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from errspec.catalog.catalog import Catalog, builtin
from errspec.catalog.distinction import distinction
from errspec.problems.vocabulary import EXACT, GUESSED, NAMED, WRITTEN, Match, Vocabulary, vocabulary
from errspec.recordings import Exchange, ReadingOptions, exchanges, holds_response
from errspec.recordings.fragments import (
    addresses,
    callbacks,
    headers,
    nearest,
    nested,
    statuses,
    suggested,
    unescaped,
    values,
)
from errspec.redaction import excerpt
from errspec.response import Response
from errspec.verdict.contract import check
from errspec.verdict.mapping import wait
from errspec.verdict.matching import covers, matchers

if TYPE_CHECKING:
    from errspec.catalog.provider import ProblemType
    from errspec.verdict.report import Report

#: The number of bytes at the beginning of a text that are looked at.
LOOKED_AT = 1024 * 1024
#: The number of characters at either end of a text in which messages are looked for.
_READ = 32 * 1024
#: The number of characters of the text that are shown, and the messages that say how something was found.
_LONGEST, _BY = 200, "explain.by"
#: The number of responses of a recording, and of URLs, that are explained.
_RESPONSES = 100
#: What words find is decided if nothing else scores as much less this, and if it scores this.
_MARGIN, _SURE = 3.0, 55.0
#: What a status adds to the score of what is found by words; three times as much is lost if it has another one.
_AGREES = 5.0
#: The scores of what is found by its status alone and by a failure of the connection.
_STATUS, _FAILURE = 10.0, 20.0
#: The score of a cause between which and others a response does not decide.
_CAUSE = 80.0
_FAILED = re.compile(
    r"time(?:d|[ _-]?)[ _-]?out|ConnectionError|connection (?:refused|reset|aborted|timed)|ConnectError"
    r"|UnknownHostException|could not resolve host|name or service not known|getaddrinfo|NameResolutionError"
    r"|Max retries exceeded|ECONN(?:REFUSED|RESET)|ETIMEDOUT|ENOTFOUND|curl: \((?:5|6|7|28|35|52|56)\)",
    re.IGNORECASE,
)


_COLOR = re.compile(r"\x1b\[[0-9;]*m")


class Explanation(NamedTuple):
    """
    A problem type that a text may mean.

    ``certainty`` says how it was found: by a whole ``response``, a ``body``, a ``url``, a ``code``, an ``id``, a
    ``message``, a ``status``, or a ``failure`` of the connection. ``score`` is a number from 0 to 100. ``decided`` is
    False if other problem types fit as well; a status alone decides nothing. ``words`` are those by which it was
    found, and ``report`` is the report of the response that the text contains, or None.
    """

    problem_type: ProblemType
    certainty: str
    score: float
    decided: bool
    words: str | None = None
    report: Report | None = None
    catalog: Catalog | None = None
    lang: str = "en"

    @property
    def wait(self) -> float | None:
        """The time to wait in seconds before the request is repeated; None if none is known."""
        return wait(Response() if self.report is None else self.report.response, self.problem_type)

    @property
    def told_by(self) -> str:
        """What tells the problem type from the others of its provider: status, code, header or message."""
        return distinction(self.problem_type, (self.catalog or builtin()).wording(self.lang))

    def as_dict(self, now: datetime | None = None) -> dict[str, Any]:
        """
        Return the explanation as JSON values, which ``schemas/meta/explanation.schema.json`` describes.

        Texts are shortened and without credentials; the time until which to wait counts from now on.
        """
        catalog, problem_type, seconds = self.catalog or builtin(), self.problem_type, self.wait
        wording, kind = catalog.wording(self.lang), problem_type.retry.kind
        said = self.report.as_dict() if self.report else {}
        until = None if seconds is None else (now or datetime.now()).astimezone() + timedelta(seconds=seconds)
        words = excerpt(self.words or "", _LONGEST)
        return {
            "problem_type": problem_type.name,
            "title": wording.translate(problem_type.title),
            "description": wording.translate(problem_type.description),
            "status": list(problem_type.status),
            "certainty": self.certainty,
            "found_by": wording.say(f"{_BY}.{self.certainty}", words=words),
            "score": self.score,
            "decided": self.decided,
            "message": said.get("message"),
            "code": said.get("code"),
            "fields": said.get("fields", []),
            "causes": list(map(wording.translate, problem_type.causes)),
            "solutions": list(map(wording.translate, problem_type.solutions)),
            "retry": {"kind": kind, "title": wording.translate(catalog.advice["retry"][kind]["title"])},
            "wait": seconds,
            "until": until and until.isoformat(timespec="seconds"),
            "told_by": self.told_by,
            "sources": [citation.as_dict() for citation in problem_type.citations],
        }

    def __repr__(self) -> str:
        decided = "" if self.decided else " undecided"
        return f"<Explanation {self.problem_type.name} {self.certainty} {self.score:g}{decided}>"


def explain(
    text: str | bytes, provider: str | None = None, *, catalog: Catalog | None = None, lang: str = "en"
) -> list[Explanation]:
    """
    Return what an error may mean, the likeliest first, from any text about it; an empty list if nothing is found.

    The text may be HTTP text, a recording, a body, a log line, a traceback, a URL, a status, a code, a message or the
    id of a problem type. The first 1,048,576 bytes are looked at, and messages are looked for in the first and the
    last 32,768 characters. Without ``provider``, a host in the text decides. No text raises. Raises NoSuchProvider
    and NoSuchLanguage for invalid arguments.
    """
    catalog = catalog or builtin()
    catalog.wording(lang)
    if provider is not None:
        provider = catalog.provider(provider).id
    # bytes() alone would make as many zeros of a number
    content = (text.encode("utf-8", "replace") if isinstance(text, str) else bytes(memoryview(text)))[:LOOKED_AT]
    found = _Reader(catalog, provider, lang, content).explanations()
    return [each._replace(catalog=catalog, lang=lang) for each in found]


class _Reader:
    """
    The reading of one text.
    """

    def __init__(self, catalog: Catalog, provider: str | None, lang: str, content: bytes) -> None:
        self._catalog, self._lang, self._content = catalog, lang, content
        self._text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
        self._text = _COLOR.sub("", self._text)
        self._provider = provider or next(filter(None, map(matchers(catalog).at, addresses(self._text))), None)
        self._vocabulary: Vocabulary = vocabulary(catalog)
        self._statuses = statuses(self._text)

    def explanations(self) -> list[Explanation]:
        """Return what the responses in the text mean; if there are none, what its words do."""
        reports = [*self._of_recording()]
        if not reports:
            urls = dict.fromkeys(islice(callbacks(self._text), _RESPONSES))
            reports = [("url", self._check(Response(302, {"Location": url}))) for url in urls]
            reports += [("body", self._check(response)) for response in self._bodies()]
            if not any(report.problem_type or report.candidates for _, report in reports):
                reports = [("body", self._check(response._replace(status_code=None))) for response in self._bodies()]
        judged = [*_first_of_each(sorted(self._of_reports(reports), key=lambda each: -each.score))]
        if judged or any(report.other_api or not report.is_error for kind, report in reports if kind == "response"):
            return judged
        return self._of_words() or self._of_failure()

    def _check(self, response: Response) -> Report:
        provider = None if response.url else self._provider
        return check(response, provider, catalog=self._catalog, lang=self._lang)

    def _of_recording(self) -> Iterator[tuple[str, Report]]:
        """Yield the reports of the responses of a recording; a status line alone is none."""
        if not holds_response(BytesIO(self._content)):
            return
        options = ReadingOptions(largest=LOOKED_AT, longest=LOOKED_AT)
        number = 0
        for exchange in exchanges(BytesIO(self._content), "", options):
            if isinstance(exchange, Exchange) and exchange.response.content is not None and number < _RESPONSES:
                number += 1
                bare = exchange.response.headers is None
                report = self._check(exchange.response)
                if report.problem_type or report.candidates or not bare:
                    yield "body" if bare else "response", report

    def _bodies(self) -> Iterator[Response]:
        """Yield the bodies within the text, with the status and the documented headers that stand there too."""
        known = [*matchers(self._catalog).all, matchers(self._catalog).shared]
        names = {
            name
            for matcher in known
            for each in matcher.provider.problem_types
            for name in (*each.headers, *matcher.provider.headers)
        }
        found = headers(self._text, names) or None
        text, last = unescaped(self._text), 0
        alone = self._statuses if len(self._statuses) == 1 else []
        for value, begin, end in values(text):
            near = nearest(text, begin, end, last) or alone
            last = end
            alone = []  # a status far away can be that of the first body only
            for body in nested(value):
                if any(matcher.knows(body) for matcher in known):
                    with suppress(RecursionError):
                        yield Response(near[0] if near else None, found, json.dumps(body, default=str))
                    break

    def _of_reports(self, reports: Iterable[tuple[str, Report]]) -> Iterator[Explanation]:
        """
        Yield the problem types of reports: that of each report, then its candidates, first those with its code.

        A body that any server may send counts only with a code that is documented.
        """
        for certainty, report in reports:
            with_code = self._vocabulary.codes.get(report.said[1] or "", [])
            if certainty == "body" and report.provider is None and report.problem_type and not with_code:
                continue
            named = {each.name for each in with_code}
            candidates = sorted(report.candidates, key=lambda each: each.name not in named)
            types = [each for each in (report.problem_type, *candidates) if each is not None]
            for index, each in enumerate(types):
                decided = each is report.problem_type and len(types) == 1
                yield Explanation(each, certainty, _CAUSE if index else EXACT, decided, None, report)

    def _of_words(self) -> list[Explanation]:
        """Return what the codes, ids and messages of the text mean, then what its statuses do."""
        text = self._text
        part = text if len(text) <= 2 * _READ else f"{text[:_READ]}\n{text[-_READ:]}"
        best: dict[str, Match] = {}
        for match in (*self._vocabulary.named(part), *self._vocabulary.messages(part)):
            problem_type = match.problem_type
            if self._is_wanted(problem_type):
                agrees = any(covers(problem_type.status, status) for status in self._statuses)
                change = 0 if not self._statuses else _AGREES if agrees else -3 * _AGREES
                score = match.score if match.score > NAMED else min(match.score + change, NAMED)
                if problem_type.name not in best or score > best[problem_type.name].score:
                    best[problem_type.name] = match._replace(score=score)
        ranked = sorted(best.values(), key=lambda match: -match.score)
        top = ranked[0].score if ranked else 0
        others = [*self._of_statuses()]
        is_phrase = others and not self._statuses  # such as Forbidden
        is_guess = is_phrase or (ranked and ranked[0].certainty == "code" and top <= GUESSED)
        margin = max(_MARGIN, WRITTEN - top)  # the worse the words fit, the farther away must all others be
        first = top >= _SURE and not is_guess and sum(match.score > top - margin for match in ranked) == 1
        explanations = [
            Explanation(problem_type, certainty, round(score, 1), first and index == 0, words)
            for index, (problem_type, certainty, score, words) in enumerate(ranked)
            if 2 * score >= top
        ]
        return [*_first_of_each((*explanations, *others))]

    def _of_statuses(self) -> Iterator[Explanation]:
        """Yield every documented meaning of the statuses of the text: of each status itself, then of its range."""
        providers = [self._provider] if self._provider else [*self._catalog.providers]
        for status in self._statuses or suggested(self._text):
            found: dict[str, ProblemType] = {}
            for provider in providers:
                report = check(Response(status, None, None), provider, catalog=self._catalog, lang=self._lang)
                documented = matchers(self._catalog).of(provider).provider.problem_types
                likely = (report.problem_type, *report.candidates, *documented)
                found |= {each.name: each for each in likely if each and covers(each.status, status)}
            for each in sorted(found.values(), key=lambda each: str(status) not in each.status):
                yield Explanation(each, "status", _STATUS, False, str(status))

    def _of_failure(self) -> list[Explanation]:
        """Return what a request without a response means, if the text says that there was none."""
        match = _FAILED.search(self._text)
        types = (each for each in self._vocabulary.problem_types if each.location == "none")
        wanted = [each for each in types if self._is_wanted(each) or each.provider == "common"] if match else []
        own = [each for each in wanted if each.provider == self._provider] or wanted
        return [Explanation(each, "failure", _FAILURE, len(own) == 1, match and match[0]) for each in own]

    def _is_wanted(self, problem_type: ProblemType) -> bool:
        return self._provider in (None, problem_type.provider)


def _first_of_each(explanations: Iterable[Explanation]) -> Iterable[Explanation]:
    """Return the first explanation of each problem type."""
    found: dict[str, Explanation] = {}
    for each in explanations:
        found.setdefault(each.problem_type.name, each)
    return found.values()
