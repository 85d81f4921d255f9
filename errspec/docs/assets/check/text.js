/**
 * Texts as Python counts them: characters, blanks and trimming.
 */
"use strict";
globalThis.errspec ??= {};

{
  const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
  const INK = new RegExp(`[^${SPACE}]`);

  /** Return the number of characters of a text. */
  function length(text) {
    let number = text.length;
    for (const match of text.matchAll(/[\u{10000}-\u{10ffff}]/gu)) number -= match[0].length - 1;
    return number;
  }

  /** Return the first characters of a text. */
  function beginning(text, number) {
    return text.length <= number ? text : [...text.slice(0, 2 * number)].slice(0, number).join("");
  }

  /** Remove blanks of any kind from both ends. */
  function strip(text) {
    const begin = text.search(INK);
    let end = text.length;
    while (end > begin && !INK.test(text[end - 1])) end -= 1;
    return begin < 0 ? "" : text.slice(begin, end);
  }

  function leftTrimmed(text, characters) {
    let at = 0;
    while (at < text.length && characters.includes(text[at])) at += 1;
    return text.slice(at);
  }

  function rightTrimmed(text, characters) {
    let end = text.length;
    while (end > 0 && characters.includes(text[end - 1])) end -= 1;
    return text.slice(0, end);
  }

  function trimmed(text, characters) {
    return rightTrimmed(leftTrimmed(text, characters), characters);
  }

  errspec.text = { SPACE, beginning, leftTrimmed, length, rightTrimmed, strip, trimmed };
}
