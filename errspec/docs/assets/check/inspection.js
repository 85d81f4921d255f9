/**
 * Where a response differs from one problem type: body, headers and media type.
 */
"use strict";

{
  const { headerValue } = errspec.engine;
  const { printable, quoted } = errspec.display;
  const { faultFinding, finding, place, schemaFinding, valueFact } = errspec.findings;
  const { TEXT } = errspec.guards;
  const { MISSING } = errspec.pointers;
  const { LIMITS, isNested, read } = errspec.reading;
  const { beginning, strip } = errspec.text;
  const { isValid } = errspec.validation;

  /** Read the body of a response; its value is MISSING if there is none to read. */
  function readBody(response) {
    const none = { value: MISSING, first: MISSING, fatal: null, faults: [], text: "" };
    return response.bodyless ? none : read(response.content);
  }

  /** A response with its body read, ready to be compared with any problem type of a provider. */
  class Inspection {
    constructor(matcher, response, wording, reading) {
      Object.assign(this, { matcher, response, wording, reading });
      this.value = reading.fatal ? MISSING : reading.value;
      this.absent = this.value === MISSING && reading.fatal === null;
      this.text = isNested(this.value) ? "" : beginning(reading.text, TEXT);
      this.truncated = false;
    }

    /** Return every difference from a problem type. */
    findings(candidate) {
      return [...this.body(candidate), ...this.headers(candidate), ...this.mediaType(candidate)];
    }

    /** Return what is wrong with the body. */
    body(candidate) {
      if (candidate.shape === null || this.absent) return [];
      return [...this.faults(), ...this.shape(candidate, this.value)];
    }

    /** Return the faults of the body that leave it readable. */
    faults() {
      return this.reading.faults.map((fault) => faultFinding(this.wording, fault));
    }

    /** Return what the tolerant form rejects, or else, as drift, what the strict form rejects. */
    shape(candidate, value, whole = "body") {
      const { shape } = candidate;
      const findings = [];
      for (const form of ["tolerant", "strict"]) {
        for (const error of shape.iterErrors(value, form)) {
          if (findings.length >= LIMITS.findings) {
            this.truncated = true;
            return findings;
          }
          const drift = form === "strict";
          findings.push(schemaFinding(this.wording, shape[form], error, this.matcher, { drift, whole }));
        }
        if (findings.length && form === "tolerant") return findings;
      }
      return [...findings, ...candidate.missing(value).map((name) => this.missing(candidate, name, whole))];
    }

    /** Return the finding of a member that every documented example has. */
    missing({ members }, name, whole) {
      const facts = { place: place("", whole), name: printable(quoted(name)) };
      const more = { location: "", keyword: "required", source: this.matcher.cite(members[name]) };
      return finding(this.wording, "missing-member", facts, more);
    }

    /** Return what is wrong with the documented headers; nothing if the headers are unknown. */
    headers(candidate) {
      if (this.response.headers === null) return [];
      return candidate.headers.flatMap((header) => this.header(header) ?? []);
    }

    header({ name, lower, required, schema, strict, expected, source }) {
      const text = this.response.header(lower);
      const facts = { header: name, expected: { sentence: expected, uncapitalized: true } };
      let [code, key] = ["missing-header", "default"];
      if (text === undefined) {
        if (!required) return null;
      } else {
        const value = headerValue(schema, text);
        if (isValid(strict, value)) return null;
        facts.found = valueFact(text, [name]);
        [code, key] = isValid(schema, value) ? ["undocumented-value", "header"] : ["malformed-header", "default"];
      }
      return finding(this.wording, code, facts, { key, header: name, source: this.matcher.cite(source) });
    }

    /** Return whether Content-Type names another media type than the documented ones. */
    mediaType(candidate) {
      const mediaType = this.response.header("content-type");
      if (this.response.headers === null || mediaType === undefined || candidate.covers(mediaType)) return [];
      if (candidate.shape === null && !strip(this.text)) return [];
      const facts = { found: valueFact(mediaType), expected: [...candidate.media].sort() };
      const key = candidate.shape === null ? "json" : "default";
      const { source } = candidate;
      return [finding(this.wording, "wrong-media-type", facts, { key, header: "Content-Type", source })];
    }

    /** Return the title of a shape, as a fact. */
    title(shape) {
      return { sentence: shape === null ? "" : shape.title, uncapitalized: false };
    }
  }

  errspec.inspection = { Inspection, readBody };
}
