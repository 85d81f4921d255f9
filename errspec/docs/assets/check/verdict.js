/**
 * The verdict on one response: what governs it, where it differs, and whose it is, as errspec.verdict and
 * errspec.contract have it.
 */
(function (errspec) {
  "use strict";

  const { LIMITS, MISSING, beginning, length, read, strip } = errspec.reading;
  const { headerValue, holds } = errspec.faults;
  const { Wording, excerpt, printable, uncapitalised } = errspec.wording;
  const { Response, catalogOf } = errspec.matching;
  /** How many characters of a text the guards look at. */
  const TEXT = 2000;

  /** The body of a response as it was read, MISSING where there is none to look at. */
  function readBody(response) {
    const none = { value: MISSING, first: MISSING, fatal: null, faults: [], text: "" };
    return response.bodyless ? none : read(response.content);
  }

  /** A response with its body read, ready to be held against any problem type of a provider. */
  class Inspection {
    constructor(provider, response, wording, reading) {
      Object.assign(this, { provider, response, wording, reading });
      this.value = reading.fatal ? MISSING : reading.value;
      this.absent = this.value === MISSING && reading.fatal === null;
      this.text = isNested(this.value) ? "" : beginning(reading.text, TEXT);
      this.truncated = false;
    }

    /** All that is not as a problem type documents it. */
    findings(candidate) {
      return [...this.body(candidate), ...this.headers(candidate), ...this.mediaType(candidate)];
    }

    /** What is wrong with the body. */
    body(candidate) {
      if (candidate.shape === null || this.absent) return [];
      return [...this.faults(), ...this.shape(candidate, this.value)];
    }

    /** The faults of the body that do not keep it from being judged. */
    faults() {
      return this.reading.faults.map((fault) => this.wording.faultFinding(fault));
    }

    /** What the tolerant form refuses, or else what the strict form refuses as drift. */
    shape({ shape }, value, whole = "body") {
      const found = [];
      for (const form of ["tolerant", "strict"]) {
        for (const fault of shape.faults(value, form)) {
          if (found.length >= LIMITS.findings) {
            this.truncated = true;
            return found;
          }
          const drift = form === "strict";
          found.push(this.wording.schemaFinding(shape[form], fault, this.provider, { drift, whole }));
        }
        if (found.length) break;
      }
      return found;
    }

    /** What is wrong with the documented headers; nothing where the headers are unknown. */
    headers(candidate) {
      if (this.response.headers === null) return [];
      return candidate.headers.flatMap((header) => this.header(header) ?? []);
    }

    header({ name, lower, required, schema, strict, expected, source }) {
      const text = this.response.header(lower);
      const facts = { header: name, expected: uncapitalised(this.wording.translate(expected)) };
      const cited = { header: name, source: this.provider.cite(source) };
      if (text === undefined) return required ? this.wording.finding("missing-header", facts, cited) : null;
      const value = headerValue(schema, text);
      if (holds(strict, value)) return null;
      facts.found = this.wording.found(text);
      if (holds(schema, value)) {
        return this.wording.finding("undocumented-value", facts, { ...cited, variant: "header" });
      }
      return this.wording.finding("malformed-header", facts, cited);
    }

    /** Whether Content-Type names another media type than the documented ones. */
    mediaType(candidate) {
      const mediaType = this.response.header("content-type");
      if (this.response.headers === null || mediaType === undefined || candidate.covers(mediaType)) return [];
      if (candidate.shape === null && !strip(this.text)) return [];
      const expected = this.wording.alternatives([...candidate.media].sort());
      const facts = { found: this.wording.found(mediaType), expected };
      const variant = candidate.shape === null ? "json" : "default";
      const cited = { variant, header: "Content-Type", source: candidate.source };
      return [this.wording.finding("wrong-media-type", facts, cited)];
    }

    /** The title of a shape in the language of the findings. */
    title(shape) {
      return shape === null ? "" : this.wording.translate(shape.title);
    }
  }

  /** What speaks for a provider, and for a problem type, in a response. */
  class Evidence {
    constructor(provider, seen) {
      Object.assign(this, { provider, seen, response: seen.response });
    }

    /** Whether anything could speak for the provider, found without judging. */
    mayBeThere() {
      const { candidates, redirects, successes } = this.provider.under(this.response.status);
      return (
        (this.seen.value !== MISSING && this.provider.known(this.seen.value).length > 0) ||
        redirects.length > 0 ||
        successes.some((guard) => this.succeeds(guard)) ||
        this.hasWords() ||
        candidates.some(({ required }) => required.some((name) => this.response.lower.has(name))) ||
        candidates.some((candidate) => candidate.guards.length > 0 && this.applies(candidate))
      );
    }

    /** Whether the guard of a success holds, for the first and for the last of members that are given twice. */
    succeeds(guard) {
      const { value, reading, text } = this.seen;
      const { response } = this;
      const reason = response.reason ?? "";
      return (
        guard.holds(value, response, reason, text) &&
        (reading.first === value || guard.holds(reading.first, response, reason, text))
      );
    }

    /** Whether the body has the shape of a problem type, and one of its guards holds. */
    applies(candidate) {
      const { value, absent, text } = this.seen;
      let fits;
      if (candidate.shape === null) fits = !isNested(value);
      else if (absent) fits = candidate.guards.length > 0;
      else fits = value !== MISSING && candidate.recognises(value);
      return fits && candidate.holds(value, this.response, text);
    }

    /** Whether the reason phrase is one that this provider alone would use. */
    hasWords() {
      const reason = strip(this.response.reason ?? "");
      const { candidates } = this.provider.under(this.response.status);
      return reason !== this.usual && candidates.some(({ item }) => item.reason === reason);
    }

    /** The usual reason phrase of the status, which tells nothing. */
    get usual() {
      const { phrases } = this.seen.wording.data;
      return phrases[this.response.status] ?? "";
    }

    /** Whether a guard holds by more than the usual reason phrase of the status. */
    tells(candidate) {
      if (!candidate.guards.length || !this.usual) return candidate.guards.length > 0;
      const reason = (this.response.reason ?? "").replaceAll(this.usual, "");
      return candidate.holds(this.seen.value, this.response, this.seen.text.replaceAll(this.usual, ""), reason);
    }
  }

  /** One response against one provider. */
  class Judge {
    constructor(provider, response, wording, reading, strict) {
      Object.assign(this, { provider, response, wording, strict });
      this.seen = new Inspection(provider, response, wording, reading);
      this.evidence = new Evidence(provider, this.seen);
      this.findings = [];
    }

    /** The governing problem type and what differs from it, in the order of the matching. */
    verdict() {
      const { status } = this.response;
      if (status === 0) return this.end(true, this.provider.unanswered);
      const redirected = this.redirect(status);
      if (redirected !== null) return redirected;
      const documented = this.provider.under(status);
      if (documented.successes.some((guard) => this.evidence.succeeds(guard))) {
        return this.end(false, [], null, { evidence: 1, succeeds: true });
      }
      let { candidates } = documented;
      if (!candidates.length && (status === null || status < 400)) return this.underSuccess(status);
      if (!candidates.length) {
        ({ candidates } = this.provider.under(null));
        const statuses = [...new Set(candidates.flatMap((candidate) => candidate.status))].sort();
        this.add("undocumented-status", { status, statuses: statuses.join(", ") });
      }
      const applying = candidates.filter((candidate) => this.evidence.applies(candidate));
      if (status === null || !documented.candidates.length) return this.withoutStatus(status, candidates, applying);
      const governing = applying.find(
        ({ undocumented, shape }) => !(undocumented && shape !== null && !shape.accepts(this.seen.value)),
      );
      return governing === undefined ? this.general(candidates) : this.govern(governing, candidates);
    }

    govern(candidate, candidates) {
      this.findings.push(...this.seen.findings(candidate));
      if (candidate.undocumented) {
        const facts = { shape: this.seen.title(candidate.shape), status: this.response.status };
        this.add("undocumented-response", facts, candidate.source);
      }
      const offered = [...this.undecided(candidates, candidate), candidate];
      return this.end(true, offered, candidate.shape, { guarded: this.evidence.tells(candidate) });
    }

    /** The types before the governing one that a header would decide, where the headers are unknown. */
    undecided(candidates, governing) {
      if (this.response.headers !== null) return [];
      const before = candidates.slice(0, candidates.indexOf(governing));
      return before.filter(
        ({ shape, guards }) =>
          shape === governing.shape &&
          guards.some((guard) => guard.headers.length > 0 && guard.bodyHolds(this.seen.value)),
      );
    }

    redirect(status) {
      const location = this.response.header("location");
      if (!(status >= 300 && status < 400) || location === undefined) return null;
      const pairs = parameters(location);
      if (pairs === null) return null;
      const query = new Map(pairs);
      for (const candidate of this.provider.under(status).redirects) {
        if (!candidate.recognises(query) || !candidate.holds(query, this.response, "")) continue;
        for (const name of repeatedNames(pairs)) {
          const facts = { name: printable(excerpt(name)) };
          this.add("duplicate-member", facts, null, "query");
        }
        // Other parameters are those of the redirect URI itself, which are kept (RFC 6749, 3.1.2).
        const found = this.seen.shape(candidate, query, "location");
        this.findings.push(...found.filter(({ code }) => code !== "undocumented-member"));
        this.findings.push(...this.seen.headers(candidate));
        return this.end(true, [candidate], candidate.shape, { guarded: true });
      }
      return null;
    }

    /** An error body under a status that says success; no error where there is none. */
    underSuccess(status) {
      if (this.seen.value !== MISSING && status !== null) {
        const shape = this.provider.known(this.seen.value).find((known) => known.accepts(this.seen.value));
        if (shape !== undefined) {
          this.add("error-under-success", { shape: this.seen.title(shape), status });
          return this.end(true, [], shape);
        }
      }
      return this.end(false);
    }

    /** The first type that a guard or its shape alone decides, else the general ones of the first shape. */
    withoutStatus(status, candidates, applying) {
      applying = applying.filter(({ undocumented }) => !undocumented);
      const general = candidates.filter(({ guards, undocumented }) => !guards.length && !undocumented);
      const alone = (shape) => general.filter((candidate) => candidate.shape === shape).length === 1;
      const decisive = applying.find(({ guards, shape }) => guards.length > 0 || alone(shape));
      const group = decisive ? [decisive] : applying.filter(({ shape }) => shape === applying[0].shape);
      if (!group.length) return this.general(candidates, false);
      this.findings.push(...this.seen.body(group[0]));
      const guarded = decisive !== undefined && this.evidence.tells(decisive);
      return this.end(true, status === null ? group : [], group[0].shape, { guarded });
    }

    /** No problem type applies: say why not, by the general type of each documented shape. */
    general(candidates, decided = true) {
      const general = new Map();
      for (const candidate of candidates) {
        const told = decided && candidate.isToldBy(this.response);
        const isGeneral = (told || !candidate.guards.length) && !candidate.undocumented;
        if (isGeneral && !general.has(candidate.shape)) general.set(candidate.shape, candidate);
      }
      let offered = [...general.values()];
      const { status } = this.response;
      const { fatal } = this.seen.reading;
      const textOnly = general.size === 1 && general.has(null);
      if (this.seen.absent) {
        if (status !== null && status < 400) return this.end(false);
      } else if (fatal !== null) {
        const shapes = general.size ? [...general.keys()] : candidates.map(({ shape }) => shape);
        const titles = shapes.filter((shape) => shape !== null).map((shape) => this.seen.title(shape));
        this.findings.push(this.wording.faultFinding(fatal, titles));
      } else if (textOnly) {
        this.add("unexpected-json", {}, offered[0].source);
      } else {
        this.bodyOfNoType(general, candidates);
      }
      if (fatal === null && !textOnly) this.findings.push(...this.seen.faults());
      if (!decided) return this.end(true);
      // A header that anybody sends is no sign of a provider.
      let speaking = offered.filter(({ guards }) => !guards.length);
      if (this.response.content === null) {
        // Whatever the headers do not rule out may have been sent.
        offered = candidates.filter((candidate) => !candidate.undocumented && candidate.mayHold(this.response));
        speaking = offered;
      }
      if (offered.length === 1) this.findings.push(...this.seen.headers(offered[0]));
      const shapes = new Set(offered.map(({ shape }) => shape));
      return this.end(true, offered, shapes.size === 1 ? [...shapes][0] : null, { speaking });
    }

    bodyOfNoType(general, candidates) {
      const { status } = this.response;
      const { value } = this.seen;
      const elsewhere = this.provider.known(value).find((shape) => !general.has(shape));
      if (elsewhere !== undefined && status !== null) {
        const types = this.provider.under(null).candidates.filter(({ shape }) => shape === elsewhere);
        const statuses = new Set(types.filter(({ undocumented }) => !undocumented).flatMap((type) => type.status));
        const facts = { shape: this.seen.title(elsewhere), status, statuses: [...statuses].join(", ") };
        const cited = [...general.values()].find(({ item }) => !item.on.length);
        this.add("wrong-shape", facts, cited?.source);
        return;
      }
      if (general.size === 1) {
        const found = this.seen.shape([...general.values()][0], value);
        if (found.length) {
          this.findings.push(...found);
          return;
        }
      }
      let shapes = [...general.keys()].filter((shape) => shape !== null);
      if (!shapes.length) shapes = candidates.map(({ shape }) => shape).filter((shape) => shape !== null);
      this.add("unknown-shape", { shapes: [...new Set(shapes.map((shape) => this.seen.title(shape)))].join(", ") });
    }

    add(code, facts, source = null, variant = "default") {
      this.findings.push(this.wording.finding(code, facts, { variant, source }));
    }

    /** The verdict: a report with what speaks for its provider. */
    end(isError, offered = [], shape = null, options = {}) {
      const { guarded = false, evidence = 0, succeeds = false, speaking = offered } = options;
      let { findings } = this;
      const more = findings.length > LIMITS.findings;
      if (more) {
        const drift = ({ severity }) => Number(severity !== "error");
        findings = [...findings].sort((one, other) => drift(one) - drift(other));
      }
      if (this.strict) findings = findings.map((finding) => ({ ...finding, severity: "error" }));
      const report = {
        isError,
        provider: this.provider.id,
        types: offered,
        shape: shape && shape.name,
        findings: findings.slice(0, LIMITS.findings),
        truncated: this.seen.truncated || more,
      };
      const known = this.seen.value === MISSING ? [] : this.provider.known(this.seen.value);
      let fit = known.length ? 1 : 0;
      if (succeeds || known.some((one) => one.accepts(this.seen.value))) fit = 2;
      const required = speaking.some((candidate) => candidate.required.some((name) => this.response.lower.has(name)));
      const signs = [known.length > 0, guarded, this.evidence.hasWords(), required].filter(Boolean).length;
      const conforms = report.findings.every(({ severity }) => severity !== "error");
      const drift = report.findings.filter(({ severity }) => severity === "drift").length;
      const weight = evidence + signs;
      const decided = isError || succeeds;
      return { report, evidence: weight, rank: [fit, Number(decided && conforms), weight, -drift] };
    }
  }

  function isNested(value) {
    return value instanceof Map || Array.isArray(value);
  }

  /** The parameters in the query of a URL as pairs, or null where it is no URL. */
  function parameters(url) {
    const plain = url.replace(/^[\u0000-\u0020]+/, "").replace(/[\t\r\n]/g, "");
    const [, authority = ""] = /^(?:[A-Za-z][A-Za-z0-9+.-]*:)?\/\/([^/?#]*)/.exec(plain) ?? [];
    if (!isAuthority(authority)) return null;
    const [, query = ""] = /^[^?#]*\?([^#]*)/.exec(plain) ?? [];
    return [...new URLSearchParams(`?${query}`)];
  }

  /** The names that are given more than once, in the order of their first mention. */
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

  /** Whether the first of two ranks is higher, equal (0) or lower. */
  function compared(one, other) {
    const index = one.findIndex((part, at) => part !== other[at]);
    return index < 0 ? 0 : one[index] - other[index];
  }

  /** The verdicts of the providers for which something speaks, the best of them or those that tie. */
  function ranked(providers, judgeOf) {
    const judges = providers.map(judgeOf).filter((judge) => judge.evidence.mayBeThere());
    const verdicts = judges.map((judge) => judge.verdict()).filter(({ evidence }) => evidence > 0);
    return verdicts.filter(({ rank }) => verdicts.every((other) => compared(rank, other.rank) >= 0));
  }

  /** The report where no provider is recognised, or several fit equally well. */
  function undecided({ status }, wording, { fatal }, tied) {
    if (tied.length) {
      const [{ report }] = tied;
      const types = tied.flatMap((verdict) => verdict.report.types);
      const isError = tied.some((verdict) => verdict.report.isError);
      return { ...report, isError, provider: null, shape: null, types, tied: true };
    }
    const isError = status === null || status === 0 || status >= 400;
    const plain = fatal === null || fatal.code === "empty-body" || fatal.code === "not-json";
    const broken = fatal !== null && (!plain || fatal.variant === "malformed" || fatal.variant === "trailing");
    const findings = isError && broken ? [wording.faultFinding(fatal)] : [];
    const decided = isError && (status !== null || findings.length > 0);
    return { isError: decided, provider: null, types: [], shape: null, findings, truncated: false };
  }

  /** A report as the command prints it in JSON (schemas/meta/report.schema.json), without the place of the response. */
  function printed({ isError, provider, types, shape, findings, truncated, tied = false }, status, wording) {
    const [type] = types.length === 1 && !tied ? types : [null];
    return {
      status,
      is_error: isError,
      conforms: findings.every(({ severity }) => severity !== "error"),
      provider,
      problem_type: type && type.name,
      title: type && wording.translate(type.item.title),
      shape,
      candidates: type ? [] : types.map(({ name }) => name),
      findings,
      truncated,
    };
  }

  /**
   * Judge a response by what its provider documents, and return a report.
   *
   * The response is {status, reason, headers: [[name, value], …], body, url, method}, where null is unknown and the
   * body a text or bytes. Nothing in it makes this raise; raises RangeError for a provider or a language that there is
   * not.
   */
  function check(response, { provider = null, lang = "en", strict = false, data = errspec.data } = {}) {
    const catalog = catalogOf(data);
    const wording = new Wording(data, lang);
    const taken = new Response(response);
    const chosen = provider === null ? catalog.ofHost(taken.url ?? "") : catalog.provider(provider);
    const reading = readBody(taken);
    const judgeOf = (one) => new Judge(one, taken, wording, reading, strict);
    const finish = (report) => printed(report, taken.status, wording);
    if (chosen !== null) return finish(judgeOf(chosen).verdict().report);
    const best = ranked(catalog.providers, judgeOf);
    return finish(best.length === 1 ? best[0].report : undecided(taken, wording, reading, best));
  }

  errspec.verdict = { readBody };
  errspec.check = check;
})(globalThis.errspec);
