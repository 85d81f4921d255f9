// Reads a line with the scripts of the page, then on each line [function, arguments…]; answers {"value"} or {"error"}.
const { createInterface } = require("node:readline");
const { runInThisContext } = require("node:vm");

// Bytes are {"base64": …}.
function taken(value) {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(taken);
  if ("base64" in value) return new Uint8Array(Buffer.from(value.base64, "base64"));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, taken(member)]));
}

// A number of a fact as its digits, whatever its kind, so that none of them are lost.
function plain(name, value) {
  if (typeof value === "bigint") return { digits: String(value) };
  if (value instanceof globalThis.errspec.reading.Decimal) return { digits: value.text };
  if (name === "text" && typeof value === "number") return { fraction: String(value) };
  return value;
}

let loaded = false;
createInterface({ input: process.stdin }).on("line", (line) => {
  const request = JSON.parse(line);
  if (!loaded) {
    loaded = true;
    for (const script of request) runInThisContext(script);
    return;
  }
  const [name, ...values] = request;
  let answer;
  try {
    answer = { value: globalThis.errspec[name](...values.map(taken)) };
  } catch (error) {
    answer = { error: error.stack };
  }
  process.stdout.write(`${JSON.stringify(answer, plain)}\n`);
});
