/**
 * Values for people: shorten, escape, quote, and find the name that was meant.
 */
"use strict";

{
  const { beginning, length } = errspec.text;

  /** The number of characters to which values are shortened. */
  const LONGEST = 60;
  /** A name that is longer is not compared with others. */
  const LONGEST_NAME = 100;
  const CONTROL =
    /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\u{e0000}-\u{e007f}]/gu;
  const QUOTED = { '"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

  function hexadecimal(character) {
    const codepoint = character.codePointAt(0);
    const digits = codepoint.toString(16);
    return codepoint <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
  }

  /** Escape the characters that control a terminal. */
  function printable(text) {
    return text.replace(CONTROL, hexadecimal);
  }

  /** Cut a text to a number of characters. */
  function shortened(text, longest = LONGEST) {
    return length(beginning(text, longest + 1)) <= longest ? text : `${beginning(text, longest - 1)}…`;
  }

  /** Quote a text as JSON does. */
  function quoted(text) {
    return `"${text.replace(/["\\\u0000-\u001f]/g, (character) => QUOTED[character] ?? hexadecimal(character))}"`;
  }

  /** Return a phrase as it stands within a sentence; an abbreviation keeps its capitals. */
  function uncapitalized(text) {
    const [first = "", second = ""] = beginning(text, 2);
    return /\p{Lu}/u.test(second) ? text : first.toLowerCase() + text.slice(first.length);
  }

  /**
   * Return the known name that was probably meant, or null: at most two edits, and fewer than half of the characters.
   *
   * An edit adds, drops or replaces one character or swaps two neighbors (optimal string alignment distance).
   */
  function similar(name, known) {
    const size = length(beginning(name, LONGEST_NAME + 1));
    let best = null;
    let closest = 3;
    for (const candidate of size <= LONGEST_NAME ? known : []) {
      const longer = Math.max(size, length(candidate));
      if (Math.abs(size - length(candidate)) >= closest || longer > LONGEST_NAME) continue;
      const edits = distance([...name.toLowerCase()], [...candidate.toLowerCase()]);
      if (edits < closest && 2 * edits < longer) [best, closest] = [candidate, edits];
    }
    return best;
  }

  function distance(one, other) {
    let [above, before] = [[], []];
    let row = [...Array(other.length + 1).keys()];
    for (const [i, character] of one.entries()) {
      [above, before, row] = [before, row, [i + 1]];
      for (const [j, otherCharacter] of other.entries()) {
        let edits = Math.min(before[j + 1] + 1, row[j] + 1, before[j] + Number(character !== otherCharacter));
        if (i && j && character === other[j - 1] && one[i - 1] === otherCharacter) {
          edits = Math.min(edits, above[j - 1] + 1);
        }
        row.push(edits);
      }
    }
    return row.at(-1);
  }

  errspec.display = { LONGEST, printable, quoted, shortened, similar, uncapitalized };
}
