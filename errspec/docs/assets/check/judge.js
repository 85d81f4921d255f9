/**
 * The judgment of one response against one provider, in the order of the matching.
 */
"use strict";

{
  const { printable } = errspec.display;
  const { Evidence } = errspec.evidence;
  const { faultFinding, finding } = errspec.findings;
  const { Inspection } = errspec.inspection;
  const { MISSING } = errspec.pointers;
  const { LIMITS } = errspec.reading;
  const { excerpt } = errspec.redaction;
  const { Report } = errspec.report;

  /** The number of characters of a Location that is read. */
  const MOST = 65536;

  /** One response against one provider. */
  class Judge {
    constructor(matcher, shared, response, wording, reading, strict) {
      Object.assign(this, { matcher, shared, response, wording, strict });
      this.inspection = new Inspection(matcher, response, wording, reading);
      this.evidence = new Evidence(matcher, this.inspection);
      this.findings = [];
    }

    /** Return the governing problem type and what differs from it, with the evidence for the provider. */
    verdict() {
      const ruling = { isError: true, offered: [], shape: null, guarded: false, succeeds: false, ...this.ruling() };
      const report = this.report(ruling);
      const evidence = this.strength(ruling);
      const conforms = Number((ruling.isError || ruling.succeeds) && report.conforms);
      return { report, evidence, rank: [this.fit(ruling), conforms, evidence, -report.drift.length] };
    }

    /** Take the steps of the matching in their order. */
    ruling() {
      const { status } = this.response;
      if (status === 0) {
        return { offered: [this.matcher, this.shared].map((each) => each.unanswered).find(({ length }) => length) };
      }
      const redirected = this.redirect(status);
      if (redirected !== null) return redirected;
      const { candidates, successes } = this.matcher.status(status);
      if (successes.some((guard) => this.evidence.succeeds(guard))) return { isError: false, succeeds: true };
      if (!candidates.length && (status === null || status < 400)) return this.underSuccess(status);
      if (status === null || !candidates.length) return this.withoutStatus(status);
      const governing = candidates.find((each) => this.evidence.applies(each) && !this.isWrongFor(each));
      return governing === undefined ? this.general(candidates) : this.governed(governing, candidates);
    }

    /** Return whether an undocumented type is ruled out: it applies only if it finds nothing wrong with the body. */
    isWrongFor({ undocumented, shape }) {
      return undocumented && shape !== null && !shape.accepts(this.inspection.value);
    }

    /** The first type that applies governs alone. */
    governed(candidate, candidates) {
      this.findings.push(...this.inspection.findings(candidate));
      if (candidate.undocumented) {
        const facts = { shape: this.inspection.title(candidate.shape), status: this.response.status };
        this.add("undocumented-response", facts, candidate.source, candidate.shape ? "default" : "status");
      }
      const offered = [...this.undecided(candidates, candidate), candidate];
      return { offered, shape: candidate.shape, guarded: this.evidence.tells(candidate) };
    }

    /** Return the types before the governing one that an unknown header would decide. */
    undecided(candidates, governing) {
      if (this.response.headers !== null) return [];
      const before = candidates.slice(0, candidates.indexOf(governing));
      return before.filter(
        ({ shape, guards }) =>
          shape === governing.shape &&
          guards.some((guard) => guard.headers.length > 0 && guard.bodyHolds(this.inspection.value)),
      );
    }

    /** A redirect whose Location reports an error in its query. */
    redirect(status) {
      const location = this.response.header("location");
      if (!(status >= 300 && status < 400) || location === undefined) return null;
      if (location.length > MOST) {
        this.add("too-large", { size: location.length, limit: MOST }, null, "location");
        return null;
      }
      const pairs = parameters(location);
      if (pairs === null) return null;
      const query = new Map(pairs);
      for (const candidate of this.matcher.status(status).redirects) {
        if (!candidate.recognizes(query) || !candidate.holds(query, this.response, "")) continue;
        for (const name of repeatedNames(pairs)) {
          this.add("duplicate-member", { name: printable(excerpt(name)) }, null, "query");
        }
        // Other parameters belong to the redirect URI itself and are kept (RFC 6749, 3.1.2).
        const differences = this.inspection.shape(candidate, query, "location");
        this.findings.push(...differences.filter(({ code }) => code !== "undocumented-member"));
        this.findings.push(...this.inspection.headers(candidate));
        return { offered: [candidate], shape: candidate.shape, guarded: true };
      }
      return null;
    }

    /** An error body under a status of success; without one the response is not an error. */
    underSuccess(status) {
      const { value } = this.inspection;
      if (value !== MISSING && status !== null) {
        const shape = this.matcher.known(value).find((each) => each.accepts(value));
        if (shape !== undefined) {
          this.add("error-under-success", { shape: this.inspection.title(shape), status });
          return { shape };
        }
      }
      return { isError: false };
    }

    /** The status does not tell: the first type that its guard or its shape alone decides, else all of one shape. */
    withoutStatus(status) {
      const { candidates } = this.matcher.status(null);
      if (status !== null) {
        const statuses = [...new Set(candidates.flatMap((candidate) => candidate.status))].sort();
        this.add("undocumented-status", { status, statuses: statuses.join(", ") });
      }
      const applying = candidates.filter((each) => !each.undocumented && this.evidence.applies(each));
      const general = candidates.filter(({ guards, undocumented }) => !guards.length && !undocumented);
      const isAlone = (shape) => general.filter((candidate) => candidate.shape === shape).length === 1;
      const decisive = applying.find(({ guards, shape }) => guards.length > 0 || isAlone(shape));
      const group = decisive ? [decisive] : applying.filter(({ shape }) => shape === applying[0].shape);
      if (!group.length) {
        this.explainBody(generalTypes(candidates, () => false), candidates);
        return {};
      }
      this.findings.push(...this.inspection.body(group[0]));
      const guarded = decisive !== undefined && this.evidence.tells(decisive);
      return { offered: status === null ? group : [], shape: group[0].shape, guarded };
    }

    /** No type applies: the general types of the status judge, and those that the headers alone tell. */
    general(candidates) {
      const { status, content } = this.response;
      const general = generalTypes(candidates, (candidate) => candidate.isToldBy(this.response));
      if (this.inspection.absent && status !== null && status < 400) return { isError: false };
      this.explainBody(general, candidates);
      let offered = [...general.values()];
      // Anybody may send a header.
      let speaking = offered.filter(({ guards }) => !guards.length);
      if (content === null) {
        // Whatever the headers do not rule out may have been sent.
        offered = candidates.filter((each) => !each.undocumented && each.mayHold(this.response));
        speaking = offered;
      }
      if (offered.length === 1) this.findings.push(...this.inspection.headers(offered[0]));
      const shapes = new Set(offered.map(({ shape }) => shape));
      return { offered, shape: shapes.size === 1 ? [...shapes][0] : null, speaking };
    }

    /** Say why no type applies: the body cannot be read, should be text, or has another shape. */
    explainBody(general, candidates) {
      if (this.inspection.absent) return;
      const { fatal } = this.inspection.reading;
      if (fatal !== null) {
        const shapes = general.size ? [...general.keys()] : candidates.map(({ shape }) => shape);
        const titles = shapes.filter((shape) => shape !== null).map(({ title }) => title);
        this.findings.push(faultFinding(this.wording, fatal, titles));
      } else if (general.size === 1 && general.has(null)) {
        this.add("unexpected-json", {}, general.get(null).source);
      } else {
        this.explainShape(general, candidates);
        this.findings.push(...this.inspection.faults());
      }
    }

    /** Say which shape the body has instead, what one general shape rejects, or which shapes it could have. */
    explainShape(general, candidates) {
      const { status } = this.response;
      const { value } = this.inspection;
      const elsewhere = this.matcher.known(value).find((shape) => !general.has(shape));
      if (elsewhere !== undefined && status !== null) {
        const types = this.matcher.status(null).candidates.filter(({ shape }) => shape === elsewhere);
        const statuses = new Set(types.filter(({ undocumented }) => !undocumented).flatMap((type) => type.status));
        const facts = { shape: this.inspection.title(elsewhere), status, statuses: [...statuses].join(", ") };
        this.add("wrong-shape", facts, [...general.values()].find(({ problemType }) => !problemType.on.length)?.source);
        return;
      }
      if (general.size === 1) {
        const differences = this.inspection.shape([...general.values()][0], value);
        this.findings.push(...differences);
        if (differences.length) return;
      }
      let shapes = [...general.keys()].filter((shape) => shape !== null);
      if (!shapes.length) shapes = candidates.map(({ shape }) => shape).filter((shape) => shape !== null);
      this.add("unknown-shape", { shapes: shapes.map((shape) => this.inspection.title(shape)) });
    }

    add(code, facts, source = null, key = "default") {
      this.findings.push(finding(this.wording, code, facts, { key, source }));
    }

    report({ isError, offered, shape }) {
      let { findings } = this;
      const tooMany = findings.length > LIMITS.findings;
      if (tooMany) {
        // Errors come before drift, so that none is left out.
        const rank = ({ severity }) => Number(severity !== "error");
        findings = [...findings].sort((left, right) => rank(left) - rank(right));
      }
      if (this.strict) findings = findings.map((each) => ({ ...each, severity: "error" }));
      return new Report(isError, this.matcher.id, {
        ...this.named(offered),
        shape,
        findings: findings.slice(0, LIMITS.findings),
        truncated: this.inspection.truncated || tooMany,
      });
    }

    /** Return the type that governs and its candidates: a general type stands for its causes. */
    named(offered) {
      for (const general of offered) {
        const { candidates, id } = general.problemType;
        if (candidates.length && offered.every(({ problemType }) => [id, ...candidates].includes(problemType.id))) {
          const { value, text } = this.inspection;
          const causes = this.matcher.causes(general.problemType);
          const likely = causes.filter((each) => each.seems(value, this.response, text));
          return { problemType: general, candidates: [...new Set([...likely, ...causes])] };
        }
      }
      return offered.length === 1 ? { problemType: offered[0] } : { candidates: offered };
    }

    /** Return 2 for a body that a known shape accepts, 1 for one that is only recognized, and 0 for any other. */
    fit({ succeeds }) {
      if (succeeds) return 2;
      const { value } = this.inspection;
      const known = value === MISSING ? [] : this.matcher.known(value);
      if (known.some((shape) => shape.accepts(value))) return 2;
      return known.length ? 1 : 0;
    }

    /** Return the number of independent signs of the provider. */
    strength({ offered, speaking = offered, guarded, shape, succeeds }) {
      const { value } = this.inspection;
      const isKnown = value !== MISSING && this.matcher.owns(value);
      const isGuarded = guarded && !shape?.isShared;
      const required = speaking.some((candidate) => candidate.required.some((name) => this.response.lower.has(name)));
      return [succeeds, isKnown, isGuarded, this.evidence.hasOwnPhrase(), required].filter(Boolean).length;
    }
  }

  /**
   * Return the general type of each shape; a type that the headers alone tell stands for it.
   *
   * An undocumented type counts only if it is the only one.
   */
  function generalTypes(candidates, isTold) {
    const every = candidates.filter((candidate) => !candidate.guards.length || isTold(candidate));
    const documented = every.filter(({ undocumented }) => !undocumented);
    const general = new Map();
    for (const candidate of documented.length ? documented : every) {
      if (!general.has(candidate.shape)) general.set(candidate.shape, candidate);
    }
    return general;
  }

  /** Return the parameters in the query of a URL as pairs, or null if it is not a URL. */
  function parameters(url) {
    const plain = url.replace(/^[\u0000-\u0020]+/, "").replace(/[\t\r\n]/g, "");
    const [, authority = ""] = /^(?:[A-Za-z][A-Za-z0-9+.-]*:)?\/\/([^/?#]*)/.exec(plain) ?? [];
    if (!isAuthority(authority)) return null;
    const [, query = ""] = /^[^?#]*\?([^#]*)/.exec(plain) ?? [];
    return [...new URLSearchParams(`?${query}`)];
  }

  /** Return the names that are given more than once, in the order of their first mention. */
  function repeatedNames(pairs) {
    const numbers = new Map();
    for (const [name] of pairs) numbers.set(name, (numbers.get(name) ?? 0) + 1);
    return [...numbers].filter(([, number]) => number > 1).map(([name]) => name);
  }

  function isAuthority(text) {
    if (text.includes("[") !== text.includes("]")) return false;
    const normal = text.replace(/[@:#?]/g, "").normalize("NFKC");
    if (normal !== text.replace(/[@:#?]/g, "") && /[/?#@:]/.test(normal)) return false;
    const [, bracketed] = /\[([^\]]*)/.exec(text) ?? [];
    return bracketed === undefined || URL.canParse(`http://[${bracketed}]`);
  }

  errspec.judge = { Judge };
}
