/**
 * JSON Schema, for the keywords that shapes use: whether a schema accepts a value, and why it does not.
 *
 * The schemas are those of the data, with the first ``x-source`` as [source, heading].
 */
"use strict";

{
  const { Decimal } = errspec.reading;
  const { length } = errspec.text;

  const TYPES = ["object", "array", "string", "integer", "number", "boolean", "null"];
  const patterns = new Map();

  /** Return the JSON Schema type of a value; a number without a fraction is an integer. */
  function jsonType(value) {
    if (value === null) return "null";
    if (Array.isArray(value)) return "array";
    if (value instanceof Decimal) return value.text.includes(".") ? "number" : "integer";
    if (typeof value === "bigint") return "integer";
    if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
    return typeof value;
  }

  function isOf(kind, declared) {
    const names = [declared].flat();
    return names.includes(kind) || (kind === "integer" && names.includes("number"));
  }

  function matches(pattern, text) {
    if (!patterns.has(pattern)) patterns.set(pattern, new RegExp(pattern, "u"));
    return patterns.get(pattern).test(text);
  }

  function isLess(value, least) {
    return (value instanceof Decimal ? value.number : value) < least;
  }

  /** Compare a value with one of the data: true is not 1, and 1 is 1.0. A BigInt is compared to the last digit. */
  function equal(one, other) {
    if (Array.isArray(one) && Array.isArray(other)) {
      return one.length === other.length && one.every((value, index) => equal(value, other[index]));
    }
    if (one instanceof Map && jsonType(other) === "object") {
      const names = Object.keys(other);
      return one.size === names.length && names.every((name) => one.has(name) && equal(one.get(name), other[name]));
    }
    if (one instanceof Decimal) return one.number === other;
    if (typeof one === "bigint" && typeof other === "number") return one >= other && one <= other;
    return one === other;
  }

  /** The assertions about one value alone, in the order in which they are checked. */
  const ASSERTIONS = {
    type: (declared, value) => isOf(jsonType(value), declared),
    const: (constant, value) => equal(value, constant),
    enum: (members, value) => members.some((member) => equal(value, member)),
    minLength: (least, value) => typeof value !== "string" || length(value) >= least,
    pattern: (pattern, value) => typeof value !== "string" || matches(pattern, value),
    minimum: (least, value) => !isOf(jsonType(value), "number") || !isLess(value, least),
    minItems: (least, value) => !Array.isArray(value) || value.length >= least,
  };

  /** Return whether a schema accepts a value. */
  function isValid(schema, value) {
    return iterErrors(schema, value).next().done;
  }

  /**
   * Yield every reason why a schema rejects a value, in the order of the value, each at the exact place.
   *
   * An ``anyOf`` is explained by a documented branch of the value's own type, if there is one.
   */
  function iterErrors(root, value) {
    return errors(root, root, value, [], [], null);
  }

  function* errors(root, schema, value, path, at, citation) {
    citation = schema["x-source"] ?? citation;
    while ("$ref" in schema) {
      schema = definition(root, schema.$ref);
      at = [...at, "$ref"];
      citation = schema["x-source"] ?? citation;
    }
    const error = (keyword, name = null, where = path) => ({
      path: where,
      keywordPath: [...at, keyword],
      keyword,
      schema,
      instance: value,
      name,
      citation,
    });
    for (const [keyword, accepts] of Object.entries(ASSERTIONS)) {
      if (!(keyword in schema) || accepts(schema[keyword], value)) continue;
      yield error(keyword);
      if (keyword === "type") return;
    }
    if (value instanceof Map) {
      for (const name of schema.required ?? []) if (!value.has(name)) yield error("required", name);
    }
    for (const [token, keywords, member, inner] of contents(schema, value)) {
      if (inner === false) yield error("additionalProperties", token, [...path, token]);
      else yield* errors(root, inner, member, [...path, token], [...at, ...keywords], citation);
    }
    const branches = schema.anyOf ?? [];
    const all = branches.map((branch, index) => errors(root, branch, value, path, [...at, "anyOf", index], citation));
    const first = [];
    for (const reasons of all) {
      const { done, value: reason } = reasons.next();
      if (done) return;
      first.push(reason);
    }
    if (!first.length) return;
    const index = telling(root, branches, value, path, first);
    if (index < 0) return yield error("anyOf");
    yield first[index];
    yield* all[index];
  }

  /** Yield the members or items of a value with their keywords and the schema of each; false allows no value. */
  function* contents(schema, value) {
    const known = schema.properties ?? {};
    const others = schema.additionalProperties ?? true;
    if (value instanceof Map) {
      for (const [name, member] of value) {
        if (Object.hasOwn(known, name)) yield [name, ["properties", name], member, known[name]];
        else if (others !== true) yield [name, ["additionalProperties"], member, others];
      }
    } else if (Array.isArray(value) && "items" in schema) {
      for (const [index, item] of value.entries()) yield [index, ["items"], item, schema.items];
    }
  }

  /** Return the index of the branch that explains best why no branch accepts a value, or -1. */
  function telling(root, branches, value, path, first) {
    const kind = jsonType(value);
    for (const undocumented of [false, true]) {
      const index = branches.findIndex((branch, at) => {
        const { keyword, path: where } = first[at];
        const tells = (keyword !== "const" && keyword !== "type") || where.length !== path.length;
        return tells && "x-undocumented" in branch === undocumented && admitted(root, branch).has(kind);
      });
      if (index >= 0) return index;
    }
    return -1;
  }

  /** Return the types of the values that a schema documents. */
  function admitted(root, schema) {
    schema = target(root, schema);
    if ("type" in schema) {
      const types = new Set([schema.type].flat());
      return types.has("number") ? types.add("integer") : types;
    }
    if ("const" in schema) return new Set([jsonType(schema.const)]);
    if ("anyOf" in schema) {
      const documented = schema.anyOf.filter((branch) => !("x-undocumented" in branch));
      return new Set(documented.flatMap((branch) => [...admitted(root, branch)]));
    }
    return new Set(TYPES);
  }

  /** Return the schema that a local reference leads to, or the schema itself. */
  function target(root, schema) {
    while ("$ref" in schema) schema = definition(root, schema.$ref);
    return schema;
  }

  function definition(root, reference) {
    return reference
      .slice(2)
      .split("/")
      .reduce((schema, token) => schema[token], root);
  }

  errspec.validation = { TYPES, admitted, isValid, iterErrors, jsonType, target };
}
