// What the tests ask of the inside of the check in the page; values are read by its own reader.
(function (errspec) {
  function valueOf(text) {
    return errspec.reading.read(errspec.reading.encode(text)).value;
  }

  errspec.innerFindings = (schema, text, drift) => {
    const root = drift ? errspec.faults.strict(schema) : schema;
    const wording = new errspec.wording.Wording(errspec.data, "en");
    const nobody = { cite: () => null };
    return [...errspec.faults.faults(root, valueOf(text))].map((fault) =>
      wording.schemaFinding(root, fault, nobody, { drift }),
    );
  };
  errspec.innerHolds = (schema, text) => errspec.faults.holds(schema, valueOf(text));
  errspec.innerHeader = (schema, text) => errspec.faults.holds(schema, errspec.faults.headerValue(schema, text));
})(globalThis.errspec);
