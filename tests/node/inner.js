// What the tests ask of the inside of the check in the page; values are read by its own reader.
(function (errspec) {
  function valueOf(text) {
    return errspec.reading.read(errspec.reading.encode(text)).value;
  }

  errspec.innerFindings = (schema, text, drift) => {
    const root = drift ? errspec.forms.strict(schema) : schema;
    const wording = new errspec.wording.Wording(errspec.data, "en");
    const nobody = { cite: () => null };
    return [...errspec.validation.iterErrors(root, valueOf(text))].map((error) =>
      errspec.findings.schemaFinding(wording, root, error, nobody, { drift }),
    );
  };
  // The reports of the page, which are JSON, with what their sentences are made of.
  const { printed } = errspec.report.Report.prototype;
  errspec.report.Report.prototype.printed = function (...values) {
    const report = JSON.parse(JSON.stringify(printed.apply(this, values)));
    const findings = report.findings.map((finding, index) => {
      const { key, facts } = this.findings[index];
      return { ...finding, key, facts };
    });
    return { ...report, findings };
  };
  errspec.innerHolds = (schema, text) => errspec.validation.isValid(schema, valueOf(text));
  errspec.innerHeader = (schema, text) => errspec.validation.isValid(schema, errspec.engine.headerValue(schema, text));
  errspec.innerRedacted = (text) => errspec.redaction.redacted(text);
  errspec.innerExcerpt = (text) => errspec.redaction.excerpt(text);
  errspec.innerSimilar = (name, known) => errspec.display.similar(name, known);
})(globalThis.errspec);
