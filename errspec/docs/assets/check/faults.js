/**
 * Why a schema refuses a value, and what a guard makes of one, as errspec.faults and errspec.engine have it.
 *
 * The schemas are those of the data, with the first ``x-source`` as [source, heading].
 */
(function (errspec) {
  "use strict";

  const { Decimal, MISSING, length } = errspec.reading;
  const TYPES = ["object", "array", "string", "integer", "number", "boolean", "null"];
  const INTEGER = /^(?:[0-9]{1,4000}|-(?=[0-9]*[1-9])[0-9]{1,4000})$/;
  const DECIMAL = /^-?[0-9]{1,4000}\.[0-9]{1,4000}$/;
  const patterns = new Map();

  /** The JSON Schema type of a value; a number without a fractional part is an integer. */
  function jsonType(value) {
    if (value === null) return "null";
    if (Array.isArray(value)) return "array";
    if (value instanceof Decimal) return "number";
    if (typeof value === "bigint") return "integer";
    if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
    return typeof value; // object, string or boolean
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

  /** Whether two values are equal as JSON Schema has it: true is not 1, and 1 is 1.0. */
  function equal(one, other) {
    if (Array.isArray(one) && Array.isArray(other)) {
      return one.length === other.length && one.every((item, index) => equal(item, other[index]));
    }
    if (one instanceof Map && jsonType(other) === "object") {
      const names = Object.keys(other);
      return one.size === names.length && names.every((name) => one.has(name) && equal(one.get(name), other[name]));
    }
    if (one instanceof Decimal) return one.number === other;
    if (typeof one === "bigint" && typeof other === "number") return one == other; // exact, whatever the digits
    return one === other;
  }

  /** Whether a schema accepts a value. */
  function fits(root, value) {
    return faults(root, value).next().done;
  }

  /**
   * Every reason why a schema refuses a value, in the order of the value, each at the exact member.
   *
   * An ``anyOf`` is explained by a documented branch of the value's own type, where there is one.
   */
  function faults(root, value) {
    return walk(root, root, value, [], [], null);
  }

  function* walk(root, schema, value, path, at, citation) {
    citation = schema["x-source"] ?? citation;
    while ("$ref" in schema) {
      schema = definition(root, schema.$ref);
      at = [...at, "$ref"];
      citation = schema["x-source"] ?? citation;
    }
    const fault = (keyword, name = null, where = path) => ({
      path: where,
      keywordPath: [...at, keyword],
      keyword,
      schema,
      instance: value,
      name,
      citation,
    });
    const kind = jsonType(value);
    if ("type" in schema && !isOf(kind, schema.type)) {
      yield fault("type");
      return;
    }
    if ("const" in schema && !equal(value, schema.const)) yield fault("const");
    if ("enum" in schema && !schema.enum.some((member) => equal(value, member))) yield fault("enum");
    if (kind === "string") {
      if ("minLength" in schema && length(value) < schema.minLength) yield fault("minLength");
      if ("pattern" in schema && !matches(schema.pattern, value)) yield fault("pattern");
    } else if (kind === "integer" || kind === "number") {
      if ("minimum" in schema && isLess(value, schema.minimum)) yield fault("minimum");
    } else if (kind === "array") {
      if ("minItems" in schema && value.length < schema.minItems) yield fault("minItems");
      if ("items" in schema) {
        for (const [index, item] of value.entries()) {
          yield* walk(root, schema.items, item, [...path, index], [...at, "items"], citation);
        }
      }
    } else if (kind === "object") {
      for (const name of schema.required ?? []) if (!value.has(name)) yield fault("required", name);
      yield* members(root, schema, value, path, at, citation, fault);
    }
    if ("anyOf" in schema) yield* alternatives(root, schema, value, path, at, citation, fault("anyOf"));
  }

  function* members(root, schema, value, path, at, citation, fault) {
    const known = schema.properties ?? {};
    const others = schema.additionalProperties ?? true;
    for (const [name, member] of value) {
      const where = [...path, name];
      if (Object.hasOwn(known, name)) {
        yield* walk(root, known[name], member, where, [...at, "properties", name], citation);
      } else if (others === false) {
        yield fault("additionalProperties", name, where);
      } else if (others !== true) {
        yield* walk(root, others, member, where, [...at, "additionalProperties"], citation);
      }
    }
  }

  /** Nothing where a branch accepts the value, else the faults of the branch that explains best why none does. */
  function* alternatives(root, schema, value, path, at, citation, whole) {
    const branch = (index) => walk(root, schema.anyOf[index], value, path, [...at, "anyOf", index], citation);
    const refused = [];
    for (const index of schema.anyOf.keys()) {
      const first = branch(index).next();
      if (first.done) return;
      refused.push(first.value);
    }
    const kind = jsonType(value);
    for (const undocumented of [false, true]) {
      for (const [index, item] of schema.anyOf.entries()) {
        const { keyword, path: where } = refused[index];
        const telling = (keyword !== "const" && keyword !== "type") || where.length !== path.length;
        if (telling && "x-undocumented" in item === undocumented && admitted(root, item).has(kind)) {
          yield* branch(index);
          return;
        }
      }
    }
    yield whole;
  }

  /** The types of the values that a schema documents. */
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

  /** The schema that a local reference leads to, or the schema itself. */
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

  /** The form of a schema that nothing undocumented passes. */
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

  /** Whether a schema of one value accepts it; nothing in the value is looked at. */
  function holds(schema, value) {
    const kind = jsonType(value);
    const same = (constant) => equal(value, constant) && kind === jsonType(constant);
    return (
      !("type" in schema && !isOf(kind, schema.type)) &&
      !("const" in schema && !same(schema.const)) &&
      !("enum" in schema && !schema.enum.some(same)) &&
      !("pattern" in schema && kind === "string" && !matches(schema.pattern, value)) &&
      !("minLength" in schema && kind === "string" && length(value) < schema.minLength) &&
      !("minimum" in schema && isOf(kind, "number") && isLess(value, schema.minimum)) &&
      !("anyOf" in schema && !schema.anyOf.some((branch) => holds(branch, value)))
    );
  }

  /** Whether every JSON Pointer of a map resolves, and its value fits. */
  function valuesHold(data, value) {
    return Object.entries(data).every(([pointer, schema]) => {
      const found = resolve(value, pointer);
      return found !== MISSING && holds(schema, found);
    });
  }

  /** The value at a JSON Pointer (RFC 6901), or MISSING. */
  function resolve(value, pointer) {
    for (const part of pointer.split("/").slice(1)) {
      const token = part.replaceAll("~1", "/").replaceAll("~0", "~");
      if (value instanceof Map && value.has(token)) value = value.get(token);
      else if (Array.isArray(value) && /^[0-9]+$/.test(token) && token < value.length) value = value[Number(token)];
      else return MISSING;
    }
    return value;
  }

  /** The value of a header: a number where the schema allows one and the text is one, else the text. */
  function headerValue(schema, text) {
    const types = new Set([schema, ...(schema.anyOf ?? [])].flatMap((branch) => branch.type));
    if ((types.has("integer") || types.has("number")) && INTEGER.test(text)) return BigInt(text);
    if (types.has("number") && DECIMAL.test(text)) return new Decimal(text);
    return text;
  }

  errspec.faults = { TYPES, admitted, faults, fits, headerValue, holds, jsonType, resolve, strict, target, valuesHold };
})(globalThis.errspec);
