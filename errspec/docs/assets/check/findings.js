/**
 * What a check finds: a code, a place, and the facts that become a sentence.
 */
"use strict";

{
  const { printable, quoted, shortened, similar } = errspec.display;
  const { formatPointer } = errspec.pointers;
  const { MASK, excerpt, hides, redacted } = errspec.redaction;
  const { TYPES, admitted, jsonType, target } = errspec.validation;

  const LONGEST_POINTER = 2000;
  const LONGEST_PLACE = 200;

  /** Make a finding; its sentence is made when somebody asks for it. */
  function finding(wording, code, facts, more = {}) {
    const { key = "default", location = null, header = null, source = null } = more;
    const { keyword = null, keywordLocation = null } = more;
    return {
      code,
      severity: wording.severity(code),
      key,
      facts,
      instance_location: location === null ? null : exact(location),
      keyword_location: keywordLocation,
      keyword,
      header,
      source: source && { id: source.id, title: source.title, heading: source.heading, url: source.url },
      /** The sentence for people, in the language of the wording. */
      get message() {
        return wording.finding(code, key, facts, source);
      },
    };
  }

  /** Make the finding of a fault of the body, with the titles of the shapes that are documented in its place. */
  function faultFinding(wording, fault, titles = []) {
    const facts = { ...fault.facts, expected: titles.map((title) => ({ sentence: title, uncapitalized: false })) };
    if (fault.location !== null) facts.place = place(fault.location);
    if ("found" in fault.facts) facts.found = valueFact(fault.facts.found);
    if ("token" in fault.facts) facts.token = printable(quoted(fault.facts.token));
    return finding(wording, fault.code, facts, { key: fault.variant, location: fault.location });
  }

  /** Make the finding of a schema error: an error in the tolerant form, drift in the strict form. */
  function schemaFinding(wording, root, error, provider, { drift, whole = "body" }) {
    const { keyword, schema, path } = error;
    let [code, key] = ["schema", keyword];
    const facts = { place: place(formatPointer(path), whole) };
    if (keyword === "additionalProperties") {
      const known = Object.keys(schema.properties ?? {});
      const meant = membersOf(root).has(error.name) ? null : similar(error.name, known);
      if (meant !== null) facts.near = meant;
      if (drift) [code, key] = ["undocumented-member", meant === null ? "default" : "near"];
    } else if (keyword === "required") {
      facts.name = printable(shortened(quoted(error.name)));
      const meant = similar(error.name, strangers(root, error.instance));
      if (meant !== null) facts.near = printable(shortened(quoted(meant)));
      if (drift) [code, key] = ["missing-member", "default"];
      if (meant !== null) key = "near";
    } else {
      Object.assign(facts, valueFacts(root, error));
      if (["minItems", "minLength"].includes(keyword) && facts.limit === 1) key = "empty";
      if (drift) [code, key] = ["undocumented-value", "default"];
      const meant = drift ? meantText(root, error) : null;
      if (meant !== null) [key, facts.near] = ["near", printable(quoted(meant))];
      if (drift && keyword === "pattern") facts.expected = facts.description;
    }
    return finding(wording, code, facts, {
      key,
      location: formatPointer(path),
      keywordLocation: formatPointer(error.keywordPath),
      keyword,
      source: provider.cite(error.citation),
    });
  }

  /** Return a JSON Pointer as it is printed, or the message for the whole body. */
  function place(location, whole = "body") {
    return location ? printable(excerpt(location, LONGEST_PLACE)) : message(whole);
  }

  /** Return the message about a value, shortened, without secrets, personal data and control characters. */
  function valueFact(value, names = []) {
    const kind = jsonType(value);
    if (value === "") return message("value.empty-string");
    if (kind === "string") {
      const text = hides(names, value) ? MASK : excerpt(value);
      return message("value.string", { text: printable(quoted(text)) });
    }
    if (kind === "integer" || kind === "number") {
      const text = typeof value === "bigint" ? String(value) : "";
      return message("value.number", { text: hides(names, text) || redacted(text) !== text ? MASK : value });
    }
    if (kind === "array" && value.length === 0) return message("value.empty-array");
    return message(`value.${kind === "boolean" ? value : kind}`);
  }

  function valueFacts(root, { keyword, schema, instance, path }) {
    const facts = {
      found: valueFact(instance, path.map(String)),
      expected: expected(root, schema, instance),
    };
    if (keyword === "pattern") facts.description = { sentence: schema.description ?? "", uncapitalized: true };
    if (["minItems", "minLength", "minimum"].includes(keyword)) {
      facts.limit = schema[keyword];
    }
    return facts;
  }

  /** Return the names of all documented members of a shape. */
  function membersOf(root) {
    const names = new Set();
    const visit = (schema) => {
      if (schema === null || typeof schema !== "object") return;
      for (const name of Object.keys(schema.properties ?? {})) names.add(name);
      const maps = [schema.properties, schema.$defs].flatMap((map) => Object.values(map ?? {}));
      for (const inner of [...maps, schema.items, schema.additionalProperties, ...(schema.anyOf ?? [])]) visit(inner);
    };
    visit(root);
    return names;
  }

  /** Return the members of an object that are documented nowhere in a shape; one of them may be misspelled. */
  function strangers(root, instance) {
    const known = membersOf(root);
    return instance instanceof Map ? [...instance.keys()].filter((name) => !known.has(name)) : [];
  }

  /** Return the documented text that a text was probably meant to be, or null. */
  function meantText(root, { schema, instance }) {
    if (typeof instance !== "string") return null;
    const texts = documentedValues(root, schema).filter((value) => typeof value === "string" && value.startsWith('"'));
    return similar(instance, texts.map((text) => JSON.parse(text)));
  }

  /** Return what a schema documents: its values, or its types if the instance is of another type. */
  function expected(root, schema, instance) {
    const types = admitted(root, schema);
    const values = types.has(jsonType(instance)) ? documentedValues(root, schema) : [];
    if (values.length) return values;
    if (types.has("number")) types.delete("integer");
    return TYPES.filter((name) => types.has(name)).map((name) => message(`type.${name}`));
  }

  function documentedValues(root, schema) {
    schema = target(root, schema);
    if ("const" in schema) return [dumped(schema.const)];
    const values = (schema.enum ?? []).map(dumped);
    for (const branch of schema.anyOf ?? []) {
      if ("x-undocumented" in branch) continue;
      const inner = documentedValues(root, branch);
      values.push(...(inner.length ? inner : [expected(root, branch, null)]));
    }
    return values;
  }

  function message(key, facts = {}) {
    return { key, facts };
  }

  /** Return a pointer that is exact, but neither endless nor unprintable. */
  function exact(location) {
    return excerpt(location, LONGEST_POINTER).replace(/\p{Surrogate}/gu, "\ufffd");
  }

  /** Return a JSON value of the data on one line. */
  function dumped(value) {
    if (typeof value === "string") return quoted(value);
    if (Array.isArray(value)) return `[${value.map(dumped).join(", ")}]`;
    if (value === null || typeof value !== "object") return String(value);
    const members = Object.entries(value).map(([name, member]) => `${quoted(name)}: ${dumped(member)}`);
    return `{${members.join(", ")}}`;
  }

  errspec.findings = { faultFinding, finding, place, schemaFinding, valueFact };
}
