"""
Whether and when to repeat a request.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from errspec.catalog.catalog import builtin
from errspec.catalog.provider import ProblemType, RetryRule
from errspec.catalog.wording import Wording
from errspec.response import Response
from errspec.verdict.mapping import seconds_in
from errspec.verdict.report import Report

#: The longest wait, in seconds, after which a program repeats a request by itself.
CAP = 3600.0
#: The kinds of retry after which the same request is repeated with nothing else to be done.
REPEATED = ("after", "backoff", "poll")
#: Repeating these methods changes nothing more (RFC 9110, 9.2.2).
_IDEMPOTENT = frozenset(("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"))
#: The kinds of problem with which a provider says that it has not carried out the request.
_REFUSED = frozenset(
    ("authentication", "permission", "quota", "rate", "validation", "conflict", "not-found", "method", "temporary")
)
#: What the statuses without a problem type mean for a retry, with the source.
_BY_STATUS = {
    401: ("after-authentication", "RFC 9110, 15.5.2"),
    408: ("backoff", "RFC 9110, 15.5.9"),
    429: ("backoff", "RFC 6585, 4"),
    502: ("backoff", "RFC 9110, 15.6.3"),
    503: ("backoff", "RFC 9110, 15.6.4"),
    504: ("backoff", "RFC 9110, 15.6.5"),
}
_RETRY_AFTER, _RETRY_AFTER_SOURCE = "Retry-After", "RFC 9110, 10.2.3"


class Retry(NamedTuple):
    """
    Advice on whether and when to repeat a request.

    ``kind`` is ``never``, ``after`` a wait, ``backoff`` with increasing waits, ``poll``, ``after-authentication`` or
    ``after-change``. ``seconds`` is the time to wait, or None if unknown, and ``increase`` is the number of seconds
    that each such response adds to the interval between all later requests. ``attempts`` is the number of times to
    repeat the request before giving up, or None if no source gives one. A program should not wait longer than ``cap``
    seconds. ``safe`` says that repeating the request cannot carry it out twice. ``reason`` is a sentence, and
    ``source`` names the page or RFC; None means that the advice is errspec's own.
    """

    kind: str
    seconds: float | None = None
    increase: float | None = None
    attempts: int | None = None
    cap: float = CAP
    safe: bool = False
    reason: str = ""
    source: str | None = None

    @property
    def repeats(self) -> bool:
        """Whether a program may repeat the request by itself: that is safe, and the wait is within the cap."""
        return self.kind in REPEATED and self.safe and (self.seconds is None or self.seconds <= self.cap)


def retry_of(
    report: Report, kind: str, wording: Wording, *, cap: float = CAP, unsent: bool = False, now: float | None = None
) -> Retry:
    """
    Return whether and when to repeat a request, given the report on its response and the kind of the problem.

    ``cap`` is the longest wait in seconds. ``unsent`` says that the request did not reach the server, and ``now``, in
    seconds since 1970, is the time of the response if it has no Date header.
    """
    response, rule, source, undecided = report.response, *_rule(report)
    said: list[str] = []
    seconds: float | None = rule.seconds
    header = rule.header or _RETRY_AFTER
    text = response.header(header)
    if text is not None and rule.kind in REPEATED:
        found = _wait(text, response, now)
        if found is not None:
            seconds = found
            source = source if rule.header else _RETRY_AFTER_SOURCE
            rule = rule._replace(kind="after" if rule.kind == "backoff" else rule.kind)
        else:
            said.append(wording.say("retry.bad-header", header=header))
    if rule.kind == "after" and seconds is None:  # the documented header is missing or has no usable value
        rule = rule._replace(kind="backoff")
    said = [*_texts(report, rule, undecided, wording), *said]
    if seconds and seconds <= cap and rule.kind in REPEATED:
        said.insert(0, f"{wording.say('report.wait', time=wording.duration(seconds))}.")
    refused = (kind in _REFUSED and not undecided) or (
        rule.kind in ("after", "poll") and report.problem_type is not None
    )
    safe = unsent or (response.method or "").upper() in _IDEMPOTENT or refused
    if rule.kind in REPEATED and not safe:
        said.append(wording.say("retry.unsafe"))
    if seconds is not None and seconds > cap and rule.kind in REPEATED:
        said.append(wording.say("retry.cap", time=wording.duration(seconds), cap=wording.duration(cap)))
    return Retry(rule.kind, seconds, rule.increase, rule.attempts, cap, safe, " ".join(said), source)


def _rule(report: Report) -> tuple[RetryRule, str | None, bool]:
    """Return the rule that applies, its source, and whether the rules of the candidates differ."""
    governing = report.problem_type
    types: Sequence[ProblemType] = (governing,) if governing is not None else report.candidates
    if types:
        rules = {each.retry._replace(header=(each.retry.header or "").lower()) for each in types}
        if len(rules) == 1:
            return types[0].retry, next(map(str, types[0].citations), None), False
        kinds = {rule.kind for rule in rules}
        return RetryRule("backoff" if kinds <= set(REPEATED) else "never"), None, True
    status = report.response.status_code
    if status == 0:
        return RetryRule("backoff"), None, False
    kind, source = _BY_STATUS.get(status or 0, ("never", None))
    return RetryRule(kind), source, False


def _texts(report: Report, rule: RetryRule, undecided: bool, wording: Wording) -> list[str]:
    """Return the sentences that give the reason for a rule."""
    if undecided:
        return [wording.say("retry.undecided")]
    if report.problem_type is None and not report.candidates:
        return [wording.say("retry.unknown")]
    catalog = report.catalog or builtin()
    return [wording.translate(str(catalog.advice["retry"][rule.kind]["description"]))]


def _wait(text: str, response: Response, now: float | None) -> float | None:
    """Return the wait that a header asks for, as a number of seconds or as a date (RFC 9110, 10.2.3), or None."""
    seconds = seconds_in(text)
    if seconds is not None:
        return seconds
    until, sent = _date(text), _date(response.header("date") or "")
    if until is None:
        return None
    since = sent or (datetime.now(UTC) if now is None else datetime.fromtimestamp(now, UTC))
    return max(0.0, (until - since).total_seconds())


def _date(text: str) -> datetime | None:
    """Return the time that an HTTP date represents (RFC 9110, 5.6.7), or None for any other text."""
    try:
        date = parsedate_to_datetime(text)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
