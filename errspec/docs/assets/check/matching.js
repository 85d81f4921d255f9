/**
 * What a provider documents under each status, and which provider a name stands for.
 */
"use strict";

{
  const { Candidate, Guard } = errspec.guards;
  const { valuesAt } = errspec.engine;
  const { strict } = errspec.forms;
  const { host } = errspec.response;
  const { isValid, iterErrors } = errspec.validation;

  /** A schema of an error body in its tolerant and in its strict form. */
  class Shape {
    constructor(name, { title, when, mapping, schema }) {
      Object.assign(this, { name, title, when, mapping, tolerant: schema, strict: strict(schema) });
    }

    /** Whether it belongs to no provider. */
    get isShared() {
      return this.name.startsWith("common/");
    }

    /** Return whether a body is recognized as this shape. */
    recognizes(value) {
      return valuesAt(this.when, value);
    }

    /** Return whether a form accepts a body. */
    accepts(value, form = "tolerant") {
      return isValid(this[form], value);
    }

    /** Yield why a form rejects a body. */
    iterErrors(value, form) {
      return iterErrors(this[form], value);
    }
  }

  /** What a provider documents under one status, special before general. */
  class DocumentedStatus {
    constructor(candidates, successes) {
      this.candidates = candidates.filter(({ problemType }) => problemType.in === "body");
      this.redirects = candidates.filter(({ problemType }) => problemType.in === "redirect-query");
      this.successes = successes;
    }
  }

  /** Everything that is needed to match the responses of one provider. */
  class Matcher {
    constructor(data, shapes) {
      this.data = data;
      this.id = data.id;
      this.shapes = data.shapes.map((name) => shapes.get(name));
      this.candidates = data.problemTypes.map((problemType) => new Candidate(problemType, this, shapes));
      this.successes = data.successes.flatMap(({ status, when }) => when.map((guard) => [status, new Guard(guard)]));
    }

    /** Return what is documented under a status; under null, everything that is documented. */
    status(status) {
      return new DocumentedStatus(
        this.candidates.filter((candidate) => covers(candidate.status, status)),
        this.successes.filter(([statuses]) => covers(statuses, status)).map(([, guard]) => guard),
      );
    }

    /** Return the candidates between which a response of a general type does not decide. */
    causes({ candidates }) {
      return candidates.map((wanted) => this.candidates.find(({ problemType }) => problemType.id === wanted));
    }

    /** The problem types of a request without a response. */
    get unanswered() {
      return this.candidates.filter(({ problemType }) => problemType.in === "none");
    }

    /** Return the shapes as which a body is recognized. */
    known(value) {
      return this.shapes.filter((shape) => shape.recognizes(value));
    }

    /** Return whether a body is recognized as one of the shapes that only this provider has. */
    owns(value) {
      return this.known(value).some((shape) => !shape.isShared);
    }

    /** Return a citation of the data as a source with its heading, or null. */
    cite(citation) {
      if (!citation) return null;
      const [id, heading] = citation;
      const { title, edition, url } = this.data.sources[id];
      return { id, title, heading, url, text: `${title}${edition ? ` (${edition})` : ""}: ${heading}` };
    }

    /** Return whether a name is its id, its name or an alias, in any case. */
    isCalled(name) {
      const { id, name: full, aliases } = this.data;
      return [id, full, ...aliases].some((known) => known.toLowerCase() === name.toLowerCase());
    }
  }

  /** The matchers of all providers of the data. */
  class Matchers {
    constructor(data) {
      const shapes = new Map(Object.entries(data.shapes).map(([name, shape]) => [name, new Shape(name, shape)]));
      this.all = data.providers.map((provider) => new Matcher(provider, shapes));
      this.shared = new Matcher(data.common, shapes);
    }

    /** Return the matcher of the provider whose API a URL belongs to, by its host or by a pattern, or null. */
    at(url) {
      const named = this.all.find(({ data }) => data.hosts.includes(host(url)));
      const fits = ({ data }) => data.urls.some((pattern) => new RegExp(pattern, "u").test(url));
      return named ?? this.all.find(fits) ?? null;
    }

    /** Return the matcher of a provider by any of its names; raises RangeError. */
    of(name) {
      const matcher = [...this.all, this.shared].find((each) => each.isCalled(name));
      if (matcher === undefined) {
        const known = this.all.map(({ id }) => id).join(", ");
        throw new RangeError(`Unknown provider: ${JSON.stringify(name)}. Known providers: ${known}.`);
      }
      return matcher;
    }
  }

  /** Return whether a list of statuses and ranges holds a status; a list that is not empty holds null. */
  function covers(statuses, status) {
    if (status === null) return statuses.length > 0;
    return statuses.includes(String(status)) || statuses.includes(`${Math.floor(status / 100)}XX`);
  }

  const known = new WeakMap();

  /** Return the matchers of the data, made once. */
  function matchers(data) {
    if (!known.has(data)) known.set(data, new Matchers(data));
    return known.get(data);
  }

  errspec.matching = { covers, matchers };
}
