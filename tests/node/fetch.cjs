// Reads {"folder": …, "bodies": […]} and prints what the models of typescript-fetch, compiled into the folder, say of each.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { isDeepStrictEqual } = require("node:util");

const { folder, bodies } = JSON.parse(readFileSync(0, "utf8"));
const models = require(join(folder, "models", "index.js"));
const found = {};
for (const { name, schema, value } of bodies) {
  try {
    const right = models[`instanceOf${schema}`](value);
    const sent = JSON.parse(JSON.stringify(models[`${schema}ToJSON`](models[`${schema}FromJSON`](value))));
    found[name] = !right ? ["not an instance"] : isDeepStrictEqual(sent, value) ? [] : [`lost: ${JSON.stringify(sent)}`];
  } catch (error) {
    found[name] = [String(error)];
  }
}
process.stdout.write(JSON.stringify(found));
