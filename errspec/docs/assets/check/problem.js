/**
 * A documented error as a value: what the provider says, which fields it rejects, and how long to wait.
 */
"use strict";

{
  const { headerValue } = errspec.engine;
  const { readBody } = errspec.inspection;
  const { matchers } = errspec.matching;
  const { MISSING, formatPointer, resolve } = errspec.pointers;
  const { Decimal } = errspec.reading;
  const { Response } = errspec.response;
  const { Wording } = errspec.wording;
  const NUMBER = { anyOf: [{ type: "integer" }, { type: "number" }] };
  /** The longest time to wait that is believed, in seconds. */
  const LONGEST = 10 ** 9;

  function firstText(value, places) {
    const texts = places.map((place) => resolve(value, place));
    return texts.find((text) => typeof text === "string" && text) ?? null;
  }

  /** Yield the rejected fields: the provider's name, a JSON Pointer into the request, and the messages. */
  function* fields(value, rules) {
    for (const rule of rules) {
      const entries = resolve(value, rule.each ?? rule.at ?? "");
      let pairs = [];
      if ("at" in rule) pairs = [[null, entries]];
      else if (entries instanceof Map || Array.isArray(entries)) pairs = entries.entries();
      for (const [key, entry] of pairs) {
        let name = "path" in rule ? resolve(entry, rule.path) : key;
        if ("template" in rule && typeof name === "string") name = filled(rule.template, name);
        if (typeof name !== "string" || rule.except?.includes(name)) continue;
        const messages = [resolve(entry, rule.messages)].flat().filter((text) => typeof text === "string");
        yield { name, pointer: pointer(name, rule.notation), messages };
      }
    }
  }

  /** Return what stands in a text for the first name in angle brackets of a template, or undefined. */
  function filled(template, text) {
    const fixed = template.split(/<[^>]*>/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${fixed.join("(.+)")}$`, "su").exec(text)?.[1];
  }

  function pointer(name, notation) {
    if (notation === "pointer") return name;
    return formatPointer(notation === "dotted" ? name.split(".") : [name]);
  }

  /** Return the time to wait in seconds, from the documented header or from the data; null if none is known. */
  function wait(response, retry = {}) {
    const { kind, header, seconds = null } = retry;
    if (!["after", "poll"].includes(kind)) return null;
    const text = header && response.header(header.toLowerCase());
    if (!text) return text === "" ? null : seconds;
    const value = headerValue(NUMBER, text);
    if (typeof value === "string") return null;
    const number = value instanceof Decimal ? value.number : Number(value);
    return number >= 0 && number < LONGEST ? number : null;
  }

  /** Return the error that a response reports, from the report of its check: {message, code, fields, wait}, or null. */
  function problem(response, report, { data = errspec.data } = {}) {
    if (!report.is_error) return null;
    const received = new Response(response);
    const { problemType } = candidateOf(report.problem_type, data) ?? {};
    const mapping = { ...data.shapes[report.shape]?.mapping, ...problemType?.mapping };
    const reading = readBody(received);
    const value = reading.fatal ? MISSING : reading.value;
    return {
      message: firstText(value, mapping.message ?? []),
      code: firstText(value, mapping.code ?? []),
      fields: [...fields(value, mapping.fields ?? [])],
      wait: wait(received, problemType?.retry),
    };
  }

  /**
   * Explain a problem type in a language: {title, description, solutions, retry, advice, source}.
   *
   * Raises RangeError for an unknown name.
   */
  function explain(name, { lang = "en", data = errspec.data } = {}) {
    const candidate = candidateOf(name, data);
    if (candidate === undefined) throw new RangeError(`Unknown problem type: ${JSON.stringify(name)}.`);
    const wording = new Wording(data, lang);
    const titled = ({ title, description }) => ({
      title: wording.translate(title),
      description: wording.translate(description),
    });
    const { solutions, retry, advice } = candidate.problemType;
    return {
      ...titled(candidate.problemType),
      solutions: solutions.map((text) => wording.translate(text)),
      retry: { ...retry, ...titled(data.retry[retry.kind]) },
      advice: advice.map((key) => titled(data.advice[key])),
      source: candidate.source,
    };
  }

  function candidateOf(wanted, data) {
    const { all, shared } = matchers(data);
    return [...all, shared].flatMap(({ candidates }) => candidates).find(({ name }) => name === wanted);
  }

  errspec.explain = explain;
  errspec.problem = problem;
}
