// The rules for the scripts of the pages and of the tests.
import js from "@eslint/js";

const browser = ["atob", "sessionStorage", "document", "location", "navigator", "window", "matchMedia", "history", "localStorage", "addEventListener", "scrollY", "setTimeout", "clearTimeout"];
const both = ["TextEncoder", "TextDecoder", "URL", "URLSearchParams", "console"];
const readonly = (names) => Object.fromEntries(names.map((name) => [name, "readonly"]));

export default [
  { ignores: ["**/node_modules/**"] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2024, globals: readonly(both) },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-control-regex": "off", // several patterns look for control characters
      "no-shadow": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": ["error", { destructuring: "all" }],
      "prefer-template": "error",
    },
  },
  { files: ["**/*.js"], languageOptions: { sourceType: "script" } },
  {
    files: ["**/assets/**/*.js"],
    languageOptions: { globals: readonly([...browser, "errspec"]) },
    // Without it, the functions of a block would be global.
    rules: { strict: ["error", "global"] },
  },
  {
    files: ["**/tests/node/*.js", "**/tests/node/*.cjs", "**/tests/node/*.mjs"],
    languageOptions: { globals: readonly(["require", "module", "process", "Buffer", "__dirname", "setTimeout", "fetch", "Response"]) },
  },
];
