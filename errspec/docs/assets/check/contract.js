/**
 * The check of a response, and the choice of the provider.
 */
(function (errspec) {
  "use strict";

  const { faultFinding } = errspec.findings;
  const { readBody } = errspec.inspection;
  const { Judge } = errspec.judge;
  const { matchers } = errspec.matching;
  const { printed } = errspec.report;
  const { Response } = errspec.response;
  const { Wording } = errspec.wording;

  /** Return a positive number if the first of two ranks is higher, 0 if they are equal, else a negative one. */
  function compared(one, other) {
    const index = one.findIndex((part, at) => part !== other[at]);
    return index < 0 ? 0 : one[index] - other[index];
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
      const [{ report }] = tied;
      const types = tied.flatMap((verdict) => verdict.report.types);
      const isError = tied.some((verdict) => verdict.report.isError);
      return { ...report, isError, provider: null, shape: null, types, tied: true };
    }
    const isError = status === null || status === 0 || status >= 400;
    const isPlain = fatal === null || fatal.code === "empty-body" || fatal.code === "not-json";
    const isBroken = fatal !== null && (!isPlain || fatal.variant === "malformed" || fatal.variant === "trailing");
    const findings = isError && isBroken ? [faultFinding(wording, fatal)] : [];
    const decided = isError && (status !== null || findings.length > 0);
    return { isError: decided, provider: null, types: [], shape: null, findings, truncated: false };
  }

  /**
   * Check a response against the documentation of its provider, and return a report.
   *
   * The response is {status, reason, headers: [[name, value], …], body, url, method}, where null means unknown and the
   * body is a text or bytes. Nothing in it raises; raises RangeError for an unknown provider or language.
   */
  function check(response, { provider = null, lang = "en", strict = false, data = errspec.data } = {}) {
    const known = matchers(data);
    const wording = new Wording(data, lang);
    const taken = new Response(response);
    const chosen = provider === null ? known.ofHost(taken.url ?? "") : known.of(provider);
    const reading = readBody(taken);
    const judgeOf = (matcher) => new Judge(matcher, taken, wording, reading, strict);
    const finish = (report) => printed(report, taken.status, wording);
    if (chosen !== null) return finish(judgeOf(chosen).verdict().report);
    const best = ranked(known.all, judgeOf);
    return finish(best.length === 1 ? best[0].report : undecided(taken, wording, reading, best));
  }

  errspec.check = check;
})(globalThis.errspec);
