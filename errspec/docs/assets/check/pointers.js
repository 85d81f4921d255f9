/**
 * JSON Pointers (RFC 6901): format, resolve.
 */
"use strict";

{
  /** What resolve returns if a pointer leads nowhere. */
  const MISSING = Symbol("missing");

  /** Escape a reference token for a JSON Pointer. */
  function escaped(token) {
    return String(token).replaceAll("~", "~0").replaceAll("/", "~1");
  }

  /** Return a path as a JSON Pointer. */
  function formatPointer(path) {
    return path.map((token) => `/${escaped(token)}`).join("");
  }

  /** Return the value at a JSON Pointer, or MISSING. */
  function resolve(value, pointer) {
    for (const part of pointer.split("/").slice(1)) {
      const token = part.replaceAll("~1", "/").replaceAll("~0", "~");
      if (value instanceof Map && value.has(token)) value = value.get(token);
      else if (Array.isArray(value) && /^(0|[1-9][0-9]{0,17})$/.test(token) && token < value.length)
        value = value[Number(token)];
      else return MISSING;
    }
    return value;
  }

  /** Return the values at a JSON Pointer in which a ``*`` stands for every item of a list. */
  function select(value, pointer) {
    const [, before, after] = /^(.*?)\/\*(.*)$/.exec(pointer) ?? [];
    if (before === undefined) return [resolve(value, pointer)].filter((found) => found !== MISSING);
    const items = resolve(value, before);
    return Array.isArray(items) ? items.flatMap((item) => select(item, after)) : [];
  }

  errspec.pointers = { MISSING, escaped, formatPointer, resolve, select };
}
