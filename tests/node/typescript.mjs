// Reads {"schemas": {name: schema}} and prints {name: [name of the interface, source]}, made by json-schema-to-typescript.
import { readFileSync } from "node:fs";
import { compile } from "json-schema-to-typescript";
import { toSafeString } from "json-schema-to-typescript/dist/src/utils.js";

const { schemas } = JSON.parse(readFileSync(0, "utf8"));
const made = {};
for (const [name, schema] of Object.entries(schemas)) {
  made[name] = [toSafeString(schema.title), await compile(schema, schema.title, { format: false, bannerComment: "" })];
}
process.stdout.write(JSON.stringify(made));
