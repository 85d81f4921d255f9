/**
 * A documented error as a value: what the provider says, which fields it rejects, and how long to wait.
 */
(function (errspec) {
  "use strict";

  const { headerValue } = errspec.engine;
  const { readBody } = errspec.inspection;
  const { matchers } = errspec.matching;
  const { MISSING, escaped, resolve } = errspec.pointers;
  const { Decimal } = errspec.reading;
  const { Response } = errspec.response;
  const { Wording } = errspec.wording;
  const NUMBER = { anyOf: [{ type: "integer" }, { type: "number" }] };
  /** The longest time to wait that is believed, in seconds. */
  const LONGEST = 10 ** 9;

  function firstText(value, places) {
    const found = places.map((place) => resolve(value, place));
    return found.find((text) => typeof text === "string" && text) ?? null;
  }

  /** The refused fields: their names as the provider writes them, the same as JSON Pointers, and the messages. */
  function* fields(value, rules) {
    for (const rule of rules) {
      const entries = resolve(value, rule.each ?? rule.at ?? "");
      let pairs = [];
      if ("at" in rule) pairs = [[null, entries]];
      else if (entries instanceof Map || Array.isArray(entries)) pairs = entries.entries();
      for (const [key, entry] of pairs) {
        const name = "path" in rule ? resolve(entry, rule.path) : key;
        if (typeof name !== "string") continue;
        const messages = [resolve(entry, rule.messages)].flat();
        yield {
          name,
          pointer: pointer(name, rule.notation),
          messages: messages.filter((text) => typeof text === "string"),
        };
      }
    }
  }

  function pointer(name, notation) {
    if (notation === "pointer") return name;
    return (notation === "dotted" ? name.split(".") : [name]).map((token) => `/${escaped(token)}`).join("");
  }

  /** The time to wait in seconds, from the documented header or from the data; null where none is known. */
  function wait(response, type) {
    const { kind, header, seconds = null } = type?.item.retry ?? {};
    if (kind !== "after-delay") return null;
    const text = header && response.header(header.toLowerCase());
    if (!text) return text === "" ? null : seconds;
    const value = headerValue(NUMBER, text);
    if (typeof value === "string") return null;
    const number = value instanceof Decimal ? value.number : Number(value);
    return number >= 0 && number < LONGEST ? number : null;
  }

  /**
   * The error that a response reports, from the report of its check: {message, code, fields, wait}, or null.
   */
  function problem(response, report, { data = errspec.data } = {}) {
    if (!report.is_error) return null;
    const taken = new Response(response);
    const { mapping = {} } = data.shapes[report.shape] ?? {};
    const reading = taken.content === null ? null : readBody(taken);
    const value = reading === null || reading.fatal ? MISSING : reading.value;
    return {
      message: firstText(value, mapping.message ?? []),
      code: firstText(value, mapping.code ?? []),
      fields: [...fields(value, mapping.fields ?? [])],
      wait: wait(
        taken,
        candidates(data).find(({ name }) => name === report.problem_type),
      ),
    };
  }

  /**
   * What is documented about a problem type, in a language: {title, description, solutions, retry, advice, source}.
   *
   * Raises RangeError for an unknown name.
   */
  function explain(name, { lang = "en", data = errspec.data } = {}) {
    const type = candidates(data).find((candidate) => candidate.name === name);
    if (type === undefined) throw new RangeError(`There is no problem type ${JSON.stringify(name)}.`);
    const wording = new Wording(data, lang);
    const titled = ({ title, description }) => ({
      title: wording.translate(title),
      description: wording.translate(description),
    });
    return {
      ...titled(type.item),
      solutions: type.item.solutions.map((text) => wording.translate(text)),
      retry: { ...type.item.retry, ...titled(data.retry[type.item.retry.kind]) },
      advice: type.item.advice.map((key) => titled(data.advice[key])),
      source: type.source,
    };
  }

  function candidates(data) {
    return matchers(data).all.flatMap((matcher) => matcher.candidates);
  }

  errspec.explain = explain;
  errspec.problem = problem;
})(globalThis.errspec);
