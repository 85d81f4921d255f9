/**
 * The sentences of the data in one language.
 *
 * A message is {key, facts}. A fact is a text, a number, a message, a list of alternatives, or a sentence of the data:
 * {sentence, uncapitalized}.
 */
"use strict";

{
  const { quoted, shortened, uncapitalized } = errspec.display;
  const { Decimal } = errspec.reading;

  /** The number of alternatives that are listed. */
  const LISTED = 6;

  /** The sentences of the data in one language. */
  class Wording {
    constructor(data, lang) {
      if (!data.languages.includes(lang)) {
        throw new RangeError(`Unknown language: ${quoted(lang)}. Known languages: ${data.languages.join(", ")}.`);
      }
      this.data = data;
      this.lang = lang;
      this.translations = data.translations[lang] ?? {};
    }

    /** Return a sentence of the data in the language. */
    translate(sentence) {
      return Object.hasOwn(this.translations, sentence) ? this.translations[sentence] : sentence;
    }

    /** Return a message, filled with facts. */
    say(key, facts = {}) {
      return this.filled(this.data.messages[key], facts);
    }

    /** Return the severity of the findings of a code. */
    severity(code) {
      return this.data.codes[code].severity;
    }

    /** Return the sentence of a finding, with its source in parentheses. */
    finding(code, key, facts, source) {
      const sentence = this.filled(this.data.codes[code].sentences[key], facts);
      return source === null ? sentence : `${sentence} (${source.text})`;
    }

    /** Join the first of several alternatives, and say how many more there are. */
    alternatives(words) {
      const listed = [...new Set(words)];
      if (listed.length > LISTED) {
        const more = this.say("more", { count: listed.length - LISTED });
        return `${listed.slice(0, LISTED).join(", ")} ${more}`;
      }
      if (listed.length < 2) return listed.join("");
      return `${listed.slice(0, -1).join(", ")} ${this.say("or")} ${listed.at(-1)}`;
    }

    filled(template, facts) {
      return this.translate(template).replace(/\{([a-z]+)\}/g, (_, name) => this.rendered(facts[name]));
    }

    rendered(fact) {
      if (typeof fact === "string") return fact;
      if (Array.isArray(fact)) return this.alternatives(fact.map((part) => this.rendered(part)));
      if (fact instanceof Decimal) return shortened(fact.text);
      if (typeof fact !== "object") return shortened(String(fact));
      if ("key" in fact) return this.say(fact.key, fact.facts);
      const text = this.translate(fact.sentence);
      return fact.uncapitalized ? uncapitalized(text) : text;
    }
  }

  errspec.wording = { Wording };
}
