/**
 * Findings in words: the sentences of the data, filled in and made safe to print, as errspec.wording has it.
 */
(function (errspec) {
  "use strict";

  const { Decimal, SPACE, beginning, escaped, length } = errspec.reading;
  const { TYPES, admitted, jsonType, target } = errspec.faults;
  const LONGEST = 60;
  const LONGEST_POINTER = 2000;
  const LOOKED_AT = 1000;
  const LISTED = 6;
  const WORD = "\\p{L}\\p{N}_";
  const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/gu;
  const SECRET_NAME = /token|secret|password|authorization|cookie|api[-_]?key|x-key/i;
  const BEARER = new RegExp(`(?<![${WORD}])(bearer|basic)[${SPACE}]+[^${SPACE}]+`, "giu");
  const SECRETS = "token|secret|password|passwd|api[-_]?key|x-key";
  const PAIR = new RegExp(`((?:${SECRETS})["']?[${SPACE}]*[=:][${SPACE}]*)[^${SPACE},;}]+`, "giu");
  const HAS = (what) => `(?=[${WORD}+=\\-]*${what})`;
  const TOKEN = new RegExp(
    `${HAS("[0-9]")}${HAS("[a-z]")}${HAS("[A-Z]")}[A-Za-z0-9_+=\\-]{20,}|${HAS("[0-9]")}[A-Za-z0-9+=\\-]{32,}`,
    "gu",
  );
  const QUOTED = { '"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  /** How alike two names must be for one to be taken for the other. */
  const ALIKE = 0.6;

  function hexadecimal(character) {
    return `\\u${character.codePointAt(0).toString(16).padStart(4, "0")}`;
  }

  /** A text in which characters that would steer a terminal are escaped. */
  function printable(text) {
    return text.replace(CONTROL, hexadecimal);
  }

  /** A text in which whatever looks like a credential is left out. */
  function redacted(text) {
    return text.replace(BEARER, "$1 …").replace(PAIR, "$1…").replace(TOKEN, "…");
  }

  /** A text cut to a number of characters. */
  function shortened(text, longest = LONGEST) {
    return length(beginning(text, longest + 1)) <= longest ? text : `${beginning(text, longest - 1)}…`;
  }

  /** The beginning of a text of any length, without credentials, cut to a number of characters. */
  function excerpt(text, longest = LONGEST) {
    return shortened(redacted(beginning(text, LOOKED_AT)), longest);
  }

  /** A text in quotation marks, as JSON writes it. */
  function quoted(text) {
    return `"${text.replace(/["\\\u0000-\u001f]/g, (character) => QUOTED[character] ?? hexadecimal(character))}"`;
  }

  /** A phrase as it stands within a sentence; an abbreviation keeps its capitals. */
  function uncapitalised(text) {
    const [first = "", second = ""] = beginning(text, 2);
    return /\p{Lu}/u.test(second) ? text : first.toLowerCase() + text.slice(first.length);
  }

  /** A JSON value of the data as one line. */
  function dumped(value) {
    if (typeof value === "string") return quoted(value);
    if (Array.isArray(value)) return `[${value.map(dumped).join(", ")}]`;
    if (value === null || typeof value !== "object") return String(value);
    const members = Object.entries(value).map(([name, member]) => `${quoted(name)}: ${dumped(member)}`);
    return `{${members.join(", ")}}`;
  }

  /** The digits of a number. */
  function digits(value) {
    if (value instanceof Decimal) return value.text;
    if (typeof value === "bigint") return String(value);
    if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
    if (Object.is(value, -0)) return "-0.0";
    if (value === 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e16)) {
      return String(value) + (Number.isInteger(value) ? ".0" : "");
    }
    return value.toExponential().replace(/e([+-])([0-9])$/, "e$10$2");
  }

  /** A path as a JSON Pointer (RFC 6901). */
  function pointer(path) {
    return path.map((token) => `/${escaped(token)}`).join("");
  }

  /** The sentences of the data in one language. */
  class Wording {
    constructor(data, lang) {
      if (!data.languages.includes(lang)) {
        throw new RangeError(`There is no language ${quoted(lang)}; there are ${data.languages.join(", ")}.`);
      }
      this.data = data;
      this.lang = lang;
      this.translations = data.translations[lang] ?? {};
    }

    /** A sentence of the data in the language. */
    translate(sentence) {
      return Object.hasOwn(this.translations, sentence) ? this.translations[sentence] : sentence;
    }

    /** A message of the program. */
    say(key, facts = {}) {
      return filled(this.translate(this.data.messages[key]), facts);
    }

    /** A finding with its sentence; a citation becomes its source. */
    finding(code, facts, { variant = "default", location = null, keyword = null, header = null, source = null } = {}) {
      const { severity, sentences } = this.data.codes[code];
      const sentence = filled(this.translate(sentences[variant]), facts);
      return {
        code,
        severity,
        message: source === null ? sentence : `${sentence} (${source.text})`,
        instance_location:
          location === null
            ? null
            : redacted(shortened(location, LONGEST_POINTER)).replace(/\p{Surrogate}/gu, "\ufffd"),
        keyword_location: keyword,
        header,
        source: source && { id: source.id, title: source.title, heading: source.heading, url: source.url },
      };
    }

    /** The finding of a fault of a schema: in the tolerant form an error, in the strict form drift. */
    schemaFinding(root, fault, provider, { drift, whole = "body" }) {
      const { keyword, schema, instance, path } = fault;
      let [code, variant] = ["schema", keyword];
      const facts = { place: this.place(pointer(path), whole) };
      if (keyword === "additionalProperties") {
        facts.near = near(fault.name, Object.keys(schema.properties ?? {}));
        if (drift) [code, variant] = ["undocumented-member", facts.near === null ? "default" : "near"];
      } else if (keyword === "required") {
        facts.name = printable(shortened(quoted(fault.name)));
        if (drift) [code, variant] = ["missing-member", "default"];
      } else {
        facts.found = this.found(instance, path.length ? String(path.at(-1)) : "");
        const limit = schema[keyword];
        facts.limit = keyword === "minItems" && limit === 1 ? this.say("one-item") : limit;
        facts.description = uncapitalised(this.translate(schema.description ?? ""));
        facts.expected = keyword === "pattern" && drift ? facts.description : this.expected(root, schema, instance);
        if (drift) [code, variant] = ["undocumented-value", "default"];
      }
      return this.finding(code, facts, {
        variant,
        location: pointer(path),
        keyword: pointer(fault.keywordPath),
        source: provider.cite(fault.citation),
      });
    }

    /** The finding of a fault of the body, with the titles of the shapes that are expected. */
    faultFinding(fault, expected = []) {
      const facts = { ...fault.facts, expected: this.alternatives(expected) };
      if (fault.location !== null) facts.place = this.place(fault.location);
      if (typeof facts.found === "string") facts.found = this.found(facts.found);
      return this.finding(fault.code, facts, { variant: fault.variant, location: fault.location });
    }

    /** A JSON Pointer as it is printed, in words for the whole. */
    place(location, whole = "body") {
      return location ? printable(redacted(shortened(location, 200))) : this.say(whole);
    }

    /** A value in words, shortened, without credentials and control characters. */
    found(value, name = "") {
      const kind = jsonType(value);
      if (value === "") return this.say("value.empty-string");
      if (kind === "string") {
        const text = SECRET_NAME.test(name) ? "…" : excerpt(value);
        return this.say("value.string", { text: printable(quoted(text)) });
      }
      if (kind === "integer" || kind === "number") return this.say("value.number", { text: shortened(digits(value)) });
      if (kind === "array" && value.length === 0) return this.say("value.empty-array");
      return this.say(`value.${kind === "boolean" ? value : kind}`);
    }

    /** What a schema documents, in words: its values, or its types where the instance is of another type. */
    expected(root, schema, instance) {
      const types = admitted(root, schema);
      let values = types.has(jsonType(instance)) ? this.values(root, schema) : [];
      if (!values.length) {
        if (types.has("number")) types.delete("integer");
        values = TYPES.filter((name) => types.has(name)).map((name) => this.say(`type.${name}`));
      }
      return this.alternatives(values);
    }

    /** Words joined as alternatives, the first few of them. */
    alternatives(words) {
      const listed = [...new Set(words)];
      if (listed.length > LISTED) {
        const more = this.say("more", { count: listed.length - LISTED });
        return `${listed.slice(0, LISTED).join(", ")} ${more}`;
      }
      if (listed.length < 2) return listed.join("");
      return `${listed.slice(0, -1).join(", ")} ${this.say("or")} ${listed.at(-1)}`;
    }

    values(root, schema) {
      schema = target(root, schema);
      if ("const" in schema) return [dumped(schema.const)];
      const found = (schema.enum ?? []).map(dumped);
      for (const branch of schema.anyOf ?? []) {
        if ("x-undocumented" in branch) continue;
        const inner = this.values(root, branch);
        found.push(...(inner.length ? inner : [this.expected(root, branch, null)]));
      }
      return found;
    }
  }

  function filled(sentence, facts) {
    return sentence.replace(/\{([a-z]+)\}/g, (_, name) => facts[name]);
  }

  /** The one of the known names that is most like a name, or null where none is. */
  function near(name, known) {
    const written = [...beginning(name, 100)];
    let best = null;
    for (const other of known) {
      const score = likeness([...other], written);
      if (score >= ALIKE && (best === null || score > best.score || (score === best.score && other > best.name))) {
        best = { score, name: other };
      }
    }
    return best && best.name;
  }

  /** How alike two lists of characters are, from 0 to 1 (Ratcliff and Obershelp). */
  function likeness(one, other) {
    const whole = one.length + other.length;
    return whole ? (2 * common(one, 0, one.length, other, 0, other.length)) / whole : 1;
  }

  /** The number of characters in the longest common run, and in those before and behind it. */
  function common(one, from, to, other, begin, end) {
    let [at, from2, size] = [from, begin, 0];
    let runs = new Map();
    for (let i = from; i < to; i += 1) {
      const longer = new Map();
      for (let j = begin; j < end; j += 1) {
        if (one[i] !== other[j]) continue;
        const run = (runs.get(j - 1) ?? 0) + 1;
        longer.set(j, run);
        if (run > size) [at, from2, size] = [i - run + 1, j - run + 1, run];
      }
      runs = longer;
    }
    if (!size) return 0;
    const before = common(one, from, at, other, begin, from2);
    return before + size + common(one, at + size, to, other, from2 + size, end);
  }

  errspec.wording = { Wording, excerpt, printable, uncapitalised };
})(globalThis.errspec);
