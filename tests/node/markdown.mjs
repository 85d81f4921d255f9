// Lints Markdown files; standard input has {paths, config}, and every fault is printed on a line.
import { readFileSync } from "node:fs";
import markdownlint from "markdownlint";

const { paths, config } = JSON.parse(readFileSync(0, "utf-8"));
const found = await markdownlint.promises.markdownlint({ files: paths, config });
const text = found.toString();
if (text) console.log(text);
