/**
 * Read the bytes of a body as JSON, with all faults on the way (RFC 8259).
 *
 * An object becomes a Map, a whole number a BigInt and any other number a number: JSON.parse would lose duplicate
 * members, the order of members whose names are numbers, and the digits of large numbers.
 */
"use strict";

{
  const { escaped } = errspec.pointers;
  const { MASK, following } = errspec.redaction;
  const { beginning, leftTrimmed, length, rightTrimmed, strip, trimmed } = errspec.text;
  const LIMITS = Object.freeze({ body: 10 * 1024 * 1024, depth: 500, findings: 100 });
  const BLANK = " \t\r\n";
  const LITERALS = ["true", "false", "null", "NaN", "Infinity", "-Infinity"];
  const CUT = /^(?:-|,|\.|[eE][+-]?)$/;
  const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
  const PLAIN = /[^"\\\u0000-\u001f]*/y;
  const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
  const HEXADECIMAL = /^[0-9a-fA-F]{4}$/;
  /** The longest run of digits that is read as a whole number. */
  const DIGITS = 4000;

  /** A number that is only compared: a whole one of very many digits, or a decimal fraction in a header. */
  class Decimal {
    constructor(text) {
      this.text = text;
      this.number = Number(text) || (/^-.*[1-9]/.test(text) ? -Number.MIN_VALUE : 0);
    }
  }

  /** A text stops being JSON at a position, within a string, an escape or anything else. */
  class Malformed extends Error {
    constructor(position, within = "") {
      super("malformed");
      this.position = position;
      this.within = within;
    }
  }

  /** One pass through a text; collects the duplicate members, and the constants that JSON does not have. */
  class Parser {
    constructor(text) {
      this.text = text;
      this.index = 0;
      this.constants = [];
      this.twice = [];
      this.firsts = new Map();
    }

    /** Return the value that begins at a position; raises Malformed. */
    parse(start) {
      this.index = start;
      return this.value();
    }

    value() {
      const { text, index } = this;
      const begin = text[index];
      if (begin === '"') return this.string();
      if (begin === "{") return this.object();
      if (begin === "[") return this.array();
      if (begin >= "0" && begin <= "9") return this.number();
      for (const literal of LITERALS) {
        if (text.startsWith(literal, index)) {
          this.index += literal.length;
          if (literal === "true" || literal === "false") return literal === "true";
          if (literal !== "null") this.constants.push(literal);
          return null;
        }
      }
      return this.number();
    }

    number() {
      NUMBER.lastIndex = this.index;
      const match = NUMBER.exec(this.text);
      if (match === null) throw new Malformed(this.index);
      this.index += match[0].length;
      if (match[1] !== undefined || match[2] !== undefined) return Number(match[0]);
      return match[0].length > DIGITS ? new Decimal(match[0]) : BigInt(match[0]);
    }

    string() {
      const { text } = this;
      const begin = this.index;
      const parts = [];
      let at = begin + 1;
      for (;;) {
        PLAIN.lastIndex = at;
        const plain = PLAIN.exec(text)[0];
        parts.push(plain);
        at += plain.length;
        if (at >= text.length) throw new Malformed(begin, "string");
        if (text[at] === '"') break;
        if (text[at] !== "\\") throw new Malformed(at);
        if (at + 1 >= text.length) throw new Malformed(begin, "string");
        const [character, consumed] = this.escape(at);
        parts.push(character);
        at += consumed;
      }
      this.index = at + 1;
      return parts.join("");
    }

    /** Return the character of an escape, and the length of the escape. */
    escape(at) {
      const { text } = this;
      const letter = text[at + 1];
      if (letter !== "u") {
        if (!Object.hasOwn(ESCAPES, letter)) throw new Malformed(at, "escape");
        return [ESCAPES[letter], 2];
      }
      const digits = text.slice(at + 2, at + 6);
      if (at + 6 >= text.length || !HEXADECIMAL.test(digits)) throw new Malformed(at + 1, "escape");
      return [String.fromCharCode(parseInt(digits, 16)), 6];
    }

    blanks() {
      while (BLANK.includes(this.text[this.index] ?? "x")) this.index += 1;
    }

    /** Return whether a character comes next, and pass over it. */
    takes(character) {
      if (this.text[this.index] !== character) return false;
      this.index += 1;
      return true;
    }

    array() {
      const items = [];
      this.index += 1;
      this.blanks();
      if (this.takes("]")) return items;
      for (;;) {
        items.push(this.value());
        this.blanks();
        if (this.takes("]")) return items;
        if (!this.takes(",")) throw new Malformed(this.index);
        this.blanks();
      }
    }

    object() {
      const members = new Map();
      const repeated = [];
      let first = null;
      this.index += 1;
      this.blanks();
      if (!this.takes("}")) {
        for (;;) {
          if (this.text[this.index] !== '"') throw new Malformed(this.index);
          const name = this.string();
          this.blanks();
          if (!this.takes(":")) throw new Malformed(this.index);
          this.blanks();
          const value = this.value();
          if (members.has(name)) {
            first ??= new Map(members);
            repeated.push(name);
          }
          if (first !== null && !first.has(name)) first.set(name, value);
          members.set(name, value);
          this.blanks();
          if (this.takes("}")) break;
          if (!this.takes(",")) throw new Malformed(this.index);
          this.blanks();
        }
      }
      if (first !== null) this.keep(members, first, repeated);
      return members;
    }

    keep(members, first, repeated) {
      this.firsts.set(members, first);
      for (const name of repeated) if (this.twice.length <= LIMITS.findings) this.twice.push([members, name]);
    }
  }

  /**
   * Read a body as JSON, and report everything that is wrong with it: {value, first, fatal, faults, text}.
   *
   * ``first`` differs from ``value`` if there are duplicate members: it holds the first of each, ``value`` the last.
   */
  function read(content) {
    const { body, depth } = LIMITS;
    if (content.length > body) return reading({ fatal: fault("too-large", { size: content.length, limit: body }) });
    const { text, faults } = decode(content);
    if (trimmed(text, `${BLANK}\0`) === "") return reading({ fatal: fault("empty-body"), faults, text });
    if (tooDeep(text, depth)) return reading({ fatal: fault("too-deep", { limit: depth }), faults, text });
    const { parser, value, error } = parsed(text, text.length - leftTrimmed(text, BLANK).length);
    if (error) return reading({ fatal: broken(text, error), faults, text });
    const rest = leftTrimmed(text.slice(parser.index), BLANK);
    if (rest) return reading({ fatal: trailing(text, rest), faults, text });
    if (parser.constants.length) {
      return reading({ fatal: fault("not-a-number", { found: parser.constants[0] }), faults, text });
    }
    if (!parser.twice.length) return reading({ value, first: value, faults, text });
    const repeated = [...repetitions(value, parser.twice)];
    return reading({ value, first: firstOf(value, parser.firsts), faults: [...faults, ...repeated], text });
  }

  /** Parse the JSON text that begins at a position; ``error`` is Malformed if there is none. */
  function parsed(text, start) {
    const parser = new Parser(text);
    try {
      return { parser, value: parser.parse(start), error: null };
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      return { parser, value: null, error };
    }
  }

  function reading({ value = null, first = null, fatal = null, faults = [], text = "" }) {
    return { value, first, fatal, faults, text };
  }

  function fault(code, facts = {}, { location = null, variant = "default" } = {}) {
    return { code, facts, location, variant };
  }

  /** Encode a text in UTF-8; half a surrogate pair is encoded as if it were a character. */
  function encode(text) {
    if (!/\p{Surrogate}/u.test(text)) return new TextEncoder().encode(text);
    const bytes = new Uint8Array(3 * text.length);
    let end = 0;
    for (const character of text) {
      const point = character.codePointAt(0);
      const more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
      bytes[end] = more === 0 ? point : ((0xff00 >> (more + 1)) & 0xff) | (point >> (6 * more));
      for (let rest = more - 1; rest >= 0; rest -= 1) bytes[end + more - rest] = 0x80 | ((point >> (6 * rest)) & 0x3f);
      end += more + 1;
    }
    return bytes.subarray(0, end);
  }

  function begins(content, ...bytes) {
    return bytes.every((byte, index) => content[index] === byte);
  }

  function decode(content) {
    const marked = wideByMark(content);
    if (marked) return { text: wide(content, marked, "\ufffd"), faults: [notUtf8(marked.name)] };
    const faults = [];
    if (begins(content, 0xef, 0xbb, 0xbf)) {
      content = content.subarray(3);
      faults.push(fault("byte-order-mark"));
    }
    const encoding = wideByZeros(content);
    if (encoding) {
      const text = wide(content, encoding, "");
      const begin = [...text.slice(0, 4)].slice(0, 2).join("");
      if (/^[\0-\x7f]*$/.test(begin)) return { text, faults: [...faults, notUtf8(encoding.name)] };
    }
    try {
      return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content), faults };
    } catch {
      const position = firstMisfit(content);
      return { text: latin1(content), faults: [...faults, fault("not-utf-8", { position }, { variant: "position" })] };
    }
  }

  function notUtf8(encoding) {
    return fault("not-utf-8", { encoding });
  }

  /** Return the encoding that a byte order mark of UTF-16 or UTF-32 names, or null. */
  function wideByMark(content) {
    if (begins(content, 0xff, 0xfe, 0, 0)) return { name: "UTF-32", size: 4, little: true, mark: 4 };
    if (begins(content, 0, 0, 0xfe, 0xff)) return { name: "UTF-32", size: 4, little: false, mark: 4 };
    if (begins(content, 0xff, 0xfe)) return { name: "UTF-16", size: 2, little: true, mark: 2 };
    if (begins(content, 0xfe, 0xff)) return { name: "UTF-16", size: 2, little: false, mark: 2 };
    return null;
  }

  /** Return the encoding that the zeros among the first bytes of a JSON text reveal, or null. */
  function wideByZeros(content) {
    const head = [...content.subarray(0, 4)];
    const zeros = head.filter((byte) => byte === 0).length;
    if (zeros === 0 || zeros === 4) return null;
    const marked = wideByMark(content);
    if (marked) return marked;
    if (head.length !== 4 && head.length !== 2) return null;
    if (head[0] === 0) {
      const size = head.length === 2 || head[1] ? 2 : 4;
      return { name: size === 2 ? "UTF-16-BE" : "UTF-32-BE", size, little: false, mark: 0 };
    }
    if (head[1] === 0) {
      const size = head.length === 2 || head[2] || head[3] ? 2 : 4;
      return { name: size === 2 ? "UTF-16-LE" : "UTF-32-LE", size, little: true, mark: 0 };
    }
    return null;
  }

  /** Decode UTF-16 or UTF-32, with a substitute for everything that is not a character. */
  function wide(content, { size, little, mark }, substitute) {
    const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
    const parts = [];
    let at = mark;
    for (; at + size <= content.length; at += size) {
      if (size === 4) {
        const point = view.getUint32(at, little);
        const character = point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
        parts.push(character ? String.fromCodePoint(point) : substitute);
        continue;
      }
      const unit = view.getUint16(at, little);
      if (unit < 0xd800 || unit > 0xdfff) {
        parts.push(String.fromCharCode(unit));
        continue;
      }
      // Half a pair at the end is substituted once, with the bytes that remain.
      if (unit < 0xdc00 && at + 4 > content.length) break;
      const next = unit < 0xdc00 ? view.getUint16(at + 2, little) : 0;
      if (next >= 0xdc00 && next <= 0xdfff) {
        parts.push(String.fromCharCode(unit, next));
        at += 2;
      } else {
        parts.push(substitute);
      }
    }
    if (at < content.length) parts.push(substitute);
    return parts.join("");
  }

  function latin1(content) {
    const parts = [];
    for (let at = 0; at < content.length; at += 8192)
      parts.push(String.fromCharCode(...content.subarray(at, at + 8192)));
    return parts.join("");
  }

  /** Return the position of the first byte that does not begin a character of UTF-8 (Unicode, table 3-7). */
  function firstMisfit(content) {
    let at = 0;
    while (at < content.length) {
      const byte = content[at];
      const size = byte < 0x80 ? 1 : byte < 0xc2 ? 0 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf5 ? 4 : 0;
      if (size === 0) return at;
      const least = { 0xe0: 0xa0, 0xf0: 0x90 }[byte] ?? 0x80;
      const most = { 0xed: 0x9f, 0xf4: 0x8f }[byte] ?? 0xbf;
      for (let next = 1; next < size; next += 1) {
        const follows = content[at + next];
        if (!(follows >= (next === 1 ? least : 0x80) && follows <= (next === 1 ? most : 0xbf))) return at;
      }
      at += size;
    }
    return at;
  }

  function tooDeep(text, limit) {
    let level = 0;
    let quoted = false;
    for (let at = 0; at < text.length; at += 1) {
      const character = text[at];
      if (quoted) {
        if (character === "\\") at += 1;
        else if (character === '"') quoted = false;
      } else if (character === '"') {
        quoted = true;
      } else if (character === "[" || character === "{") {
        level += 1;
        if (level > limit) return true;
      } else if (character === "]" || character === "}") {
        level -= 1;
      }
    }
    return false;
  }

  function broken(text, { position, within }) {
    const stripped = rightTrimmed(text, `${BLANK}\0`);
    const opened = leftTrimmed(text, BLANK)[0];
    const rest = stripped.slice(position);
    const nested = opened === "[" || opened === "{";
    const cut =
      !rest ||
      within === "string" ||
      LITERALS.some((literal) => literal.startsWith(rest)) ||
      (within === "escape" && !rest.includes('"') && length(rest) < 8) ||
      (nested && CUT.test(rest));
    if (cut && (nested || opened === '"')) return fault("truncated", { position: length(stripped) });
    if (!nested) return fault("not-json", { found: text }, { variant: looks(text) });
    const closes = /^[}\]]/.test(rest) && rightTrimmed(text.slice(0, position), BLANK).endsWith(",");
    return fault("not-json", placed(text, position, rest), { variant: closes ? "comma" : "malformed" });
  }

  function trailing(text, rest) {
    if (parsed(rest, 0).error && !["{", "[", '{"', "[{", '["'].includes(strip(rest.slice(0, 2)))) {
      return fault("not-json", placed(text, text.length - rest.length, rest), { variant: "trailing" });
    }
    return fault("several-documents", { found: following(text, text.length - rest.length) });
  }

  /** Return the facts about a fault at a position: what is there, the line and the column. */
  function placed(text, position, found) {
    const lines = text.slice(0, position).split("\n");
    const [word] = /^[A-Za-z0-9_]{1,20}/.exec(found) ?? [beginning(found, 1)];
    const shown = following(text, position);
    const token = shown.startsWith(word) ? word : MASK;
    return { found: shown, token, line: lines.length, column: length(lines.at(-1)) + 1 };
  }

  function looks(text) {
    const head = beginning(text, 2000).toLowerCase();
    return ["<html", "<!doctype", "<body", "<h1"].some((tag) => head.includes(tag)) ? "page" : "default";
  }

  /** Yield the faults of duplicate members, in the order of the value. */
  function* repetitions(value, twice) {
    const owned = new Map();
    for (const [owner, name] of twice) owned.set(owner, (owned.get(owner) ?? new Set()).add(name));
    const stack = [["", value]];
    while (stack.length && owned.size) {
      const [location, owner] = stack.pop();
      for (const name of owned.get(owner) ?? []) {
        yield fault("duplicate-member", { name }, { location: `${location}/${escaped(name)}` });
      }
      owned.delete(owner);
      for (const [key, member] of [...owner.entries()].reverse()) {
        if (isNested(member)) stack.push([`${location}/${escaped(key)}`, member]);
      }
    }
  }

  /** Return the same value with the first of all duplicate members. */
  function firstOf(value, firsts) {
    if (Array.isArray(value)) return value.map((member) => firstOf(member, firsts));
    if (!(value instanceof Map)) return value;
    const members = firsts.get(value) ?? value;
    return new Map([...members].map(([name, member]) => [name, firstOf(member, firsts)]));
  }

  /** Return the length of the JSON text at the beginning of a text, or null if there is none. */
  function extent(text) {
    if (text.length > LIMITS.body || tooDeep(text, LIMITS.depth)) return null;
    const { parser, error } = parsed(text, 0);
    return error ? null : parser.index;
  }

  /** Return whether a value is an object or an array. */
  function isNested(value) {
    return value instanceof Map || Array.isArray(value);
  }

  errspec.reading = { LIMITS, Decimal, encode, extent, isNested, read };
}
