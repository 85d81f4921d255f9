/**
 * Decide with schemas: values at JSON Pointers, and the values of headers.
 */
"use strict";

{
  const { select } = errspec.pointers;
  const { Decimal } = errspec.reading;
  const { isValid } = errspec.validation;

  const INTEGER = /^(?:[0-9]{1,4000}|-(?=[0-9]*[1-9])[0-9]{1,4000})$/;
  const DECIMAL = /^-?[0-9]{1,4000}\.[0-9]{1,4000}$/;

  /** Return whether each JSON Pointer of a map resolves to a value that its schema accepts; a ``*`` is any item. */
  function valuesAt(data, value) {
    return Object.entries(data).every(([pointer, schema]) =>
      select(value, pointer).some((member) => isValid(schema, member)),
    );
  }

  /** Return the value of a header: a number if the schema allows one and the text is one, otherwise the text. */
  function headerValue(schema, text) {
    const types = new Set([schema, ...(schema.anyOf ?? [])].flatMap((branch) => branch.type));
    if ((types.has("integer") || types.has("number")) && INTEGER.test(text)) return BigInt(text);
    if (types.has("number") && DECIMAL.test(text)) return new Decimal(text);
    return text;
  }

  errspec.engine = { headerValue, valuesAt };
}
