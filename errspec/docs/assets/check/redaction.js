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
  const HAS = (what) => `(?=[${WORD}+=\\-]*${what})`;
  const TOKEN = new RegExp(
    `${HAS("[0-9]")}${HAS("[a-z]")}${HAS("[A-Z]")}[A-Za-z0-9_+=\\-]{20,}|${HAS("[0-9]")}[A-Za-z0-9+=\\-]{32,}`,
    "gu",
  );

  /** Replace whatever looks like a credential with an ellipsis. */
  function redacted(text) {
    return text.replace(BEARER, "$1 …").replace(PAIR, "$1…").replace(TOKEN, "…");
  }

  /** Return the beginning of a text without credentials, cut to a number of characters. */
  function excerpt(text, longest = LONGEST) {
    return shortened(redacted(beginning(text, LOOKED_AT)), longest);
  }

  errspec.redaction = { SECRET_NAME, excerpt, redacted };
}
