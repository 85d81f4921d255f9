/**
 * Credentials in text: find them and leave them out.
 */
"use strict";

{
  const { SPACE, beginning } = errspec.text;
  const { LONGEST, shortened } = errspec.display;

  const LOOKED_AT = 1000;
  const WORD = "\\p{L}\\p{N}_";
  /** What the name of a field with a credential contains. */
  const SECRET_NAME = /token|secret|password|authorization|cookie|api[-_]?key|x-key/i;
  const BEARER = new RegExp(`(?<![${WORD}])(bearer|basic)[${SPACE}]+[^${SPACE}]+`, "giu");
  const SECRETS = "token|secret|password|passwd|api[-_]?key|x-key";
  const PAIR = new RegExp(`((?:${SECRETS})["']?[${SPACE}]*[=:][${SPACE}]*)[^${SPACE},;}]+`, "giu");
  const LONG_WORD = /[A-Za-z0-9_+=-]{20,}/g;
  const LONGER_WORD = /[A-Za-z0-9+=-]{32,}/g;
  const MIXED = [/[0-9]/, /[a-z]/, /[A-Z]/];

  /** Replace whatever looks like a credential with an ellipsis. */
  function redacted(text) {
    return text.replace(BEARER, "$1 …").replace(PAIR, "$1…").replace(LONG_WORD, withoutToken);
  }

  /** Return an ellipsis for a word of all kinds of characters, and for each long part of it that has a digit. */
  function withoutToken(word) {
    if (MIXED.every((kind) => kind.test(word))) {
      return "…";
    }
    return word.replace(LONGER_WORD, (part) => (MIXED[0].test(part) ? "…" : part));
  }

  /** Return the beginning of a text without credentials, cut to a number of characters. */
  function excerpt(text, longest = LONGEST) {
    return shortened(redacted(beginning(text, LOOKED_AT)), longest);
  }

  errspec.redaction = { SECRET_NAME, excerpt, redacted };
}
