/**
 * The verdict on one response.
 */
"use strict";

{
  /**
   * The verdict on one response.
   *
   * ``problemType`` is the candidate that governs, or null. The ``candidates`` are those between which the response
   * does not decide, the likeliest first; beside a general ``problemType`` they are its causes.
   */
  class Report {
    constructor(isError, provider, more) {
      const nothing = { problemType: null, shape: null, findings: [], candidates: [] };
      Object.assign(this, { isError, provider }, nothing, { truncated: false, otherApi: false }, more);
    }

    /** The findings that are drift. */
    get drift() {
      return this.findings.filter(({ severity }) => severity === "drift");
    }

    /** Whether no finding is an error. */
    get conforms() {
      return !this.findings.some(({ severity }) => severity === "error");
    }

    /** Return the report in JSON (schemas/meta/report.schema.json), without the place of the response. */
    printed(status, wording) {
      const { problemType, candidates, shape, findings, truncated, otherApi } = this;
      return {
        status,
        is_error: this.isError,
        conforms: this.conforms,
        provider: this.provider,
        problem_type: problemType && problemType.name,
        title: problemType && wording.translate(problemType.problemType.title),
        shape: shape && shape.name,
        candidates: candidates.map(({ name }) => name),
        findings: findings.map(printedFinding),
        truncated,
        other_api: otherApi,
      };
    }
  }

  /** Return a finding without the key and the facts of its sentence, which JSON cannot always hold. */
  function printedFinding({ code, severity, message, instance_location, keyword_location, keyword, header, source }) {
    return { code, severity, message, instance_location, keyword_location, keyword, header, source };
  }

  errspec.report = { Report };
}
