/**
 * A report as the command prints it in JSON (schemas/meta/report.schema.json), without the place of the response.
 */
(function (errspec) {
  "use strict";

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

  errspec.report = { printed };
})(globalThis.errspec);
