/**
 * The strict form of a shape, derived from the tolerant one.
 */
"use strict";

{
  /**
   * Derive the form that accepts nothing undocumented.
   *
   * An object that lists its properties accepts no others; a map stays a map. Branches marked ``x-undocumented`` are
   * dropped, and the names of ``x-required`` are required.
   */
  function strict(schema) {
    const copy = { ...schema };
    for (const keyword of ["properties", "$defs"]) {
      if (keyword in copy) {
        copy[keyword] = Object.fromEntries(Object.entries(copy[keyword]).map(([name, part]) => [name, strict(part)]));
      }
    }
    for (const keyword of ["items", "additionalProperties"]) {
      if (typeof copy[keyword] === "object") copy[keyword] = strict(copy[keyword]);
    }
    if ("properties" in copy) copy.additionalProperties ??= false;
    if ("x-required" in copy) copy.required = [...(copy.required ?? []), ...copy["x-required"]];
    if ("anyOf" in copy) copy.anyOf = copy.anyOf.filter((branch) => !branch["x-undocumented"]).map(strict);
    return copy;
  }

  errspec.forms = { strict };
}
