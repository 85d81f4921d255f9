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
  const { Response } = errspec.response;
  const { Wording } = errspec.wording;

  /** Return the matcher of the provider whose host a URL names, or null. */
  function ofHost(url, every) {
    const [authority] = url.split("//").slice(1).join("//").split("/");
    const [host] = authority.slice(authority.lastIndexOf("@") + 1).split(":");
    return every.find(({ data }) => data.hosts.includes(host.toLowerCase())) ?? null;
  }

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

  /** Return the report if no provider is recognized, or several fit equally well. */
  function undecided({ status }, wording, { fatal }, tied) {
    if (tied.length) {
      const reports = tied.map(({ report }) => report);
      const candidates = reports.flatMap((report) => [report.problemType ?? [], report.candidates].flat());
      const [{ findings, truncated }] = reports;
      return new Report(reports.some((report) => report.isError), null, { findings, candidates, truncated });
    }
    const isError = status === null || status === 0 || status >= 400;
    const isBrokenJson = ["malformed", "trailing"].includes(fatal?.variant);
    const isBroken = fatal !== null && (isBrokenJson || !["empty-body", "not-json"].includes(fatal.code));
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
    const received = new Response(response);
    const reading = readBody(received);
    const { all } = matchers(data);
    const chosen = provider === null ? ofHost(received.url ?? "", all) : matchers(data).of(provider);
    const judgeOf = (matcher) => new Judge(matcher, received, wording, reading, strict);
    const best = chosen === null ? ranked(all, judgeOf) : [judgeOf(chosen).verdict()];
    const report = best.length === 1 ? best[0].report : undecided(received, wording, reading, best);
    return report.printed(received.status, wording);
  }

  errspec.check = check;
}
