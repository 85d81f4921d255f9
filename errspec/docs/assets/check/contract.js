/**
 * The check of a response, and the choice of the provider.
 */
"use strict";

{
  const { faultFinding } = errspec.findings;
  const { readBody } = errspec.inspection;
  const { Judge } = errspec.judge;
  const { matchers } = errspec.matching;
  const { Report } = errspec.report;
  const { Response, host } = errspec.response;
  const { Wording } = errspec.wording;

  /** Return a positive number if the first of two ranks is higher, 0 if they are equal, else a negative one. */
  function compared(rank, other) {
    const index = rank.findIndex((part, at) => part !== other[at]);
    return index < 0 ? 0 : rank[index] - other[index];
  }

  /** Return the verdicts of the providers for which there is evidence: the best, or those that tie. */
  function ranked(every, judgeOf) {
    const judges = every.map(judgeOf).filter((judge) => judge.evidence.mayBeThere());
    const verdicts = judges.map((judge) => judge.verdict()).filter(({ evidence }) => evidence > 0);
    return verdicts.filter(({ rank }) => verdicts.every((other) => compared(rank, other.rank) >= 0));
  }

  /**
   * Return the report of a problem type that does not depend on the provider, or null if there is none.
   *
   * Its candidates are the problem types that it would be with each provider that uses the same shape.
   */
  function ofNoProvider(every, shared, { fatal, value }, judgeOf) {
    const { report } = judgeOf(shared).verdict();
    const { problemType, shape } = report;
    if (problemType === null) return null;
    if (problemType.problemType.in === "body" && (fatal !== null || !shared.known(value).length)) return null;
    const others = shape === null ? [] : every.map((matcher) => judgeOf(matcher).verdict().report);
    const candidates = others
      .filter((other) => other.shape === shape)
      .flatMap((other) => other.problemType ?? other.candidates);
    return Object.assign(report, { provider: null, candidates });
  }

  /** Return the report if no provider is recognized, or several fit equally well. */
  function undecided({ status }, wording, reading, tied) {
    if (tied.length) {
      const reports = tied.map(({ report }) => report);
      const candidates = reports.flatMap((report) => [report.problemType ?? [], report.candidates].flat());
      const [{ findings, truncated }] = reports;
      return new Report(reports.some((report) => report.isError), null, { findings, candidates, truncated });
    }
    const isError = status === null || status >= 400;
    const fatal = reading.fatal ?? reading.faults.find(({ variant }) => variant === "position");
    const isBrokenJson = ["malformed", "comma", "trailing"].includes(fatal?.variant);
    const isBroken = fatal && (isBrokenJson || !["empty-body", "not-json"].includes(fatal.code));
    const findings = isError && isBroken ? [faultFinding(wording, fatal)] : [];
    return new Report(isError && (status !== null || findings.length > 0), null, { findings });
  }

  /**
   * Check a response against the documentation of its provider, and return a report.
   *
   * The response is {status, reason, headers: [[name, value], …], body, url, method}, where null means unknown and the
   * body is a text or bytes. Nothing in it raises; raises RangeError for an unknown provider or language.
   */
  function check(response, { provider = null, lang = "en", strict = false, data = errspec.data } = {}) {
    const wording = new Wording(data, lang);
    const received = new Response(response, data.phrases);
    const reading = readBody(received);
    const { all, shared } = matchers(data);
    const url = received.url ?? "";
    const chosen = provider === null ? matchers(data).at(url) : matchers(data).of(provider);
    if (chosen === null && host(url)) {
      return new Report(false, null, { otherApi: true }).printed(received.status, wording);
    }
    const judgeOf = (matcher) => new Judge(matcher, shared, received, wording, reading, strict);
    const best = chosen === null ? ranked(all, judgeOf) : [judgeOf(chosen).verdict()];
    const common = best.length ? null : ofNoProvider(all, shared, reading, judgeOf);
    const decided = best.length === 1 ? best[0].report : common;
    return (decided ?? undecided(received, wording, reading, best)).printed(received.status, wording);
  }

  errspec.check = check;
}
