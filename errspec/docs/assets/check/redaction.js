/**
 * Secrets and personal data in text: find them and leave them out.
 */
"use strict";

{
  const { beginning, length, rightTrimmed, trimmed } = errspec.text;
  const { LONGEST, shortened } = errspec.display;

  const MASK = "…";
  const LOOKED_AT = 1000;
  const CONTEXT = 200;
  const AROUND = "\"'\x60.,;:!?()[]{}\\";
  const WORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=-";
  const LONG = /[A-Za-z0-9_+=-]{16}/;
  const SLASHES = /[A-Za-z0-9/+~]{40}/;
  const NUMBER = /[0-9](?:[^0-9]{0,2}[0-9]){4}/u;
  const PARAMETER = /^(?:realm|error|error_description|error_uri|scope|charset)=/i;
  const DATED = /^(?:[0-9]{4}(-[0-9]{2}){2}(?:[T ].*)?|https?:.*|(?:oauth|rfc|v|sha|md|tls|utf|iso)[-_/.:]?[0-9.]+)$/is;
  const MEASURED = /^[0-9][0-9.,]*(?:%|[+]|s|ms|sec|min|h|d|days|[kmg]i?b|st|nd|rd|th)$/i;
  const HEX = /^[0-9a-f]{16,}$/i;
  const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i;

  /** How a detector decides on what it found. */
  const DECISIONS = {
    account: (value) => DECISIONS.numbered(value) && value.replace(/[ \u00a0-]/g, "").length >= 15,
    checked(number) {
      const digits = [...number].reverse().map(Number);
      const twice = digits.map((digit, at) => (at % 2 ? 2 * digit - 9 * (digit > 4) : digit));
      return twice.reduce((sum, digit) => sum + digit, 0) % 10 === 0 && new Set(digits).size > 1;
    },
    chosen(value) {
      const word = trimmed(value, AROUND);
      return length(word) >= 4 && /[0-9]/.test(word) && !dated(word);
    },
    encoded: (value) =>
      /[0-9]|=$|.[A-Z].*[a-z]|.[a-z].*[A-Z]/.test(value) && DECISIONS.presented(value) && !dated(value),
    numbered: (value) => count(value, /[0-9]/g) >= 5,
    phone: (value) => /^.{8,15}$/.test(value.replace(/[^0-9]/g, "")),
    presented: (value) => DECISIONS.written(value) && !PARAMETER.test(value),
    random(word) {
      if (!/[0-9]/.test(word)) return false;
      if (UUID.test(word)) return true;
      const lower = /[a-z]/.test(word);
      const long = word.length >= (lower && /[A-Z]/.test(word) ? 20 : lower || !word.includes("_") ? 32 : Infinity);
      return word.match(/[A-Za-z0-9]+/g).some((part) => part.length >= (long ? 6 : 16) && mixed(part));
    },
    slashed(word) {
      const segments = word.match(/[A-Za-z0-9]+/g) ?? [];
      const joined = segments.filter((each) => /[A-Z]/.test(each)).join("");
      return joined.length >= 24 && /[a-z]/.test(joined) && mixed(joined);
    },
    upper: (value) => !/[a-z]/.test(value),
    written: (value) => !table().ordinary.has(trimmed(value.split(/[ \t-\r]/, 1)[0], AROUND).toLowerCase()),
  };

  const known = new Map();

  /** Return the detectors of the data, with their patterns compiled. */
  function table() {
    const { redaction } = errspec.data;
    if (!known.has(redaction)) {
      const { detectors, gates, ordinary, secret, person } = redaction;
      known.set(redaction, {
        gates: Object.entries(gates),
        ordinary: new Set(ordinary.split(" ")),
        secret: new RegExp(secret, "i"),
        person: new RegExp(person, "i"),
        detectors: detectors.map((row) => ({
          ...row,
          pattern: new RegExp(row.pattern.replaceAll("{{core}}", secret), "dgis"),
        })),
      });
    }
    return known.get(redaction);
  }

  /** Replace secrets and personal data with an ellipsis, and return the text from a position on. */
  function redacted(text, start = 0) {
    const gates = opened(text);
    if (!gates.size) return text.slice(start);
    const found = spans(text, gates).sort(([one], [other]) => one - other);
    let [result, at] = ["", start];
    for (const [begin, end] of found) {
      if (end <= at) continue;
      if (begin >= at || !result) result += text.slice(at, begin) + MASK;
      at = end;
    }
    return result + text.slice(at);
  }

  /** Return the beginning of a text without secrets and personal data, cut to a number of characters. */
  function excerpt(text, longest = LONGEST) {
    const limit = Math.max(LOOKED_AT, 2 * longest);
    const begin = beginning(text, limit);
    if (begin.length === text.length) return shortened(redacted(text), longest);
    return shortened(rightTrimmed(redacted(begin), WORD) + MASK, longest);
  }

  /** Return what follows a position in a text, as far as it may be printed in its context. */
  function following(text, position) {
    const start = Math.max(position - CONTEXT, 0);
    return redacted(text.slice(start, position + LOOKED_AT), position - start);
  }

  /** Return whether a value is left out because of the names of the fields that hold it. */
  function hides(names, value) {
    const { secret, person } = table();
    const personal = length(value) >= 5 && /[0-9@]/.test(value);
    return names.some((name) => secret.test(name) || (personal && person.test(name)));
  }

  /** Return where the secrets and the personal data of a text stand. */
  function spans(text, gates) {
    const found = [];
    for (const { pattern, gate, accepts } of table().detectors) {
      if (!gates.has(gate)) continue;
      for (const match of text.matchAll(pattern)) {
        let [start, end] = match.indices.at(-1) ?? [0, 0];
        const value = /name|scheme/.test(gate) ? rightTrimmed(text.slice(start, end), AROUND) : text.slice(start, end);
        end = start + value.length;
        if (value && (!accepts || DECISIONS[accepts](value))) found.push([start, end]);
      }
    }
    return found;
  }

  /** Return the gates of the detectors that have to run. */
  function opened(text) {
    const lower = text.toLowerCase();
    const named = table().gates.filter(([, words]) => words.some((word) => lower.includes(word)));
    const gates = new Set(named.map(([name]) => name));
    if (LONG.test(text)) gates.add("long");
    if (SLASHES.test(text)) gates.add("slashes");
    if (NUMBER.test(text)) gates.add("digits");
    return gates;
  }

  /** Return whether a word is a date, a version or a measure. */
  function dated(word) {
    return DATED.test(word) || MEASURED.test(word);
  }

  /** Return whether letters and digits alternate as they do not in names. */
  function mixed(segment) {
    const digits = count(segment, /[0-9]/g);
    const letters = segment.length - digits;
    if (!digits || !letters) return false;
    if (HEX.test(segment)) return true;
    const parts = count(segment, /[0-9]+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g);
    const vowels = count(segment, /[aeiouy]/gi);
    if (segment === segment.toLowerCase() || segment === segment.toUpperCase()) {
      return segment.length < 5 * parts || 3 * vowels < letters || /[b-df-hj-np-tv-xz]{4}/i.test(segment);
    }
    return 2 * segment.length < 7 * parts || 4 * vowels < letters;
  }

  function count(text, pattern) {
    return (text.match(pattern) ?? []).length;
  }

  errspec.redaction = { MASK, excerpt, following, hides, redacted };
}
