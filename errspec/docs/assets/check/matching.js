/**
 * A response, and what each provider documents under its status, as errspec.guards and errspec.matching have it.
 */
(function (errspec) {
  "use strict";

  const { encode, strip, trimmed } = errspec.reading;
  const { faults, fits, headerValue, holds, strict, valuesHold } = errspec.faults;

  /** A status, a reason phrase, headers and a body; what is null is unknown, and a status of 0 is no answer at all. */
  class Response {
    constructor({ status = null, reason = null, headers = [], body = "", url = null, method = null }) {
      Object.assign(this, { status, reason, headers, url, method });
      this.content = typeof body === "string" ? encode(body) : body;
      this.lower = joined(headers ?? []);
    }

    /** The value of a header by its lower-case name, or undefined. */
    header(name) {
      return this.lower.get(name);
    }

    /** Whether there is no body to look at: it is unknown, or the rules of HTTP allow none (RFC 9110, 6.4.1). */
    get bodyless() {
      const { status, content, method } = this;
      if (content === null || status === 204 || status === 304) return true;
      return (status !== null && status >= 100 && status < 200) || method?.toUpperCase() === "HEAD";
    }
  }

  /** The headers by lower-case name; different ones of one name are joined by a comma (RFC 9110, 5.3). */
  function joined(headers) {
    const values = new Map();
    for (const [name, value] of headers) {
      const lower = strip(name).toLowerCase();
      values.set(lower, (values.get(lower) ?? new Set()).add(trimmed(value, " \t")));
    }
    return new Map([...values].map(([name, found]) => [name, [...found].join(", ")]));
  }

  /** A schema of an error body in its tolerant and in its strict form. */
  class Shape {
    constructor(name, { title, when, mapping, schema }) {
      Object.assign(this, { name, title, when, mapping, tolerant: schema, strict: strict(schema) });
    }

    /** Whether a body is recognised as this shape. */
    recognises(value) {
      return valuesHold(this.when, value);
    }

    /** Whether a form accepts a body. */
    accepts(value, form = "tolerant") {
      return fits(this[form], value);
    }

    /** Why a form refuses a body. */
    faults(value, form) {
      return faults(this[form], value);
    }
  }

  /** One alternative of a ``when``: all that it names must hold. */
  class Guard {
    constructor({ body = null, headers = {}, text = null }) {
      this.body = body;
      this.headers = Object.entries(headers);
      this.text = text;
    }

    /** Whether it holds for a body, the headers, the reason phrase and a text that is not JSON. */
    holds(value, response, reason, text) {
      if (!this.bodyHolds(value) || !this.headersHold(response)) return false;
      return this.text === null || holds(this.text, reason) || holds(this.text, text);
    }

    bodyHolds(value) {
      return this.body === null || valuesHold(this.body, value);
    }

    headersHold(response) {
      return this.headers.every(([name, schema]) => {
        const found = response.header(name);
        return found !== undefined && holds(schema, headerValue(schema, found));
      });
    }
  }

  /** A problem type with its guards, its headers and its shape. */
  class Candidate {
    constructor(item, provider, shapes) {
      Object.assign(this, { item, provider, name: `${provider.id}/${item.id}`, status: item.status });
      this.undocumented = item.undocumented;
      this.guards = item.when.map((data) => new Guard(data));
      const own = new Set(item.headers.map((header) => header.name.toLowerCase()));
      const shared = provider.data.headers.filter((header) => !own.has(header.name.toLowerCase()));
      this.headers = [...shared, ...item.headers].map((header) => ({
        ...header,
        lower: header.name.toLowerCase(),
        strict: strict(header.schema),
      }));
      this.required = this.headers.filter((header) => header.required).map((header) => header.lower);
      this.media = item.content.map(([media]) => media);
      const [[, shape] = []] = item.content;
      this.shape = shape ? shapes.get(shape) : null;
      this.source = provider.cite(item.source);
    }

    recognises(value) {
      return this.shape !== null && this.shape.recognises(value);
    }

    /** Whether one of its guards holds, or it has none. */
    holds(value, response, text, reason = response.reason ?? "") {
      return !this.guards.length || this.guards.some((guard) => guard.holds(value, response, reason, text));
    }

    /** Whether one of its guards may hold, as far as the headers tell, or it has none. */
    mayHold(response) {
      const unknown = response.headers === null;
      return !this.guards.length || this.guards.some((guard) => unknown || guard.headersHold(response));
    }

    /** Whether the headers alone say that it is of this type, whatever its body is. */
    isToldBy(response) {
      const alone = this.guards.filter(({ headers, body, text }) => headers.length && body === null && text === null);
      return response.headers !== null && alone.some((guard) => guard.headersHold(response));
    }

    /** Whether a Content-Type names one of its media types. */
    covers(mediaType) {
      const essence = strip(mediaType.split(";")[0]).toLowerCase();
      if (this.shape === null && /(?:\/|\+)json$/.test(essence)) return false;
      return this.media.some((media) => {
        if (media === "*/*") return essence.includes("/");
        const [kind, name] = media.split("/");
        return essence === media || (name === "*" && essence.startsWith(`${kind}/`));
      });
    }
  }

  /** What a provider documents under one status, special before general. */
  class StatusPlan {
    constructor(candidates, successes) {
      this.candidates = candidates.filter(({ item }) => item.in === "body");
      this.redirects = candidates.filter(({ item }) => item.in === "redirect-query");
      this.successes = successes;
    }
  }

  /** All that is needed to match the responses of one provider. */
  class Provider {
    constructor(data, shapes) {
      this.data = data;
      this.id = data.id;
      this.shapes = data.shapes.map((name) => shapes.get(name));
      this.candidates = data.problemTypes.map((item) => new Candidate(item, this, shapes));
      this.successes = data.successes.flatMap(({ status, when }) => when.map((item) => [status, new Guard(item)]));
    }

    /** What is documented under a status; under null, what is documented at all. */
    under(status) {
      return new StatusPlan(
        this.candidates.filter((candidate) => covers(candidate.status, status)),
        this.successes.filter(([statuses]) => covers(statuses, status)).map(([, guard]) => guard),
      );
    }

    /** The problem types of no answer at all. */
    get unanswered() {
      return this.candidates.filter(({ item }) => item.in === "none");
    }

    /** The shapes as which a body is recognised. */
    known(value) {
      return this.shapes.filter((shape) => shape.recognises(value));
    }

    /** A citation of the data as a source with its heading, or null. */
    cite(citation) {
      if (!citation) return null;
      const [id, heading] = citation;
      const { title, edition, url } = this.data.sources[id];
      return { id, title, heading, url, text: `${title}${edition ? ` (${edition})` : ""}: ${heading}` };
    }

    /** Whether a name is its id, its name or an alias, in any case. */
    isCalled(name) {
      const { id, name: full, aliases } = this.data;
      return [id, full, ...aliases].some((known) => known.toLowerCase() === name.toLowerCase());
    }
  }

  /** The providers of the data, and of which host each is. */
  class Catalog {
    constructor(data) {
      this.data = data;
      const shapes = new Map(Object.entries(data.shapes).map(([name, shape]) => [name, new Shape(name, shape)]));
      this.providers = data.providers.map((provider) => new Provider(provider, shapes));
    }

    /** The provider of a name; raises RangeError. */
    provider(name) {
      const found = this.providers.find((provider) => provider.isCalled(name));
      if (found === undefined) {
        const known = this.providers.map(({ id }) => id).join(", ");
        throw new RangeError(`There is no provider ${JSON.stringify(name)}; there are ${known}.`);
      }
      return found;
    }

    /** The provider whose host a URL names, or null. */
    ofHost(url) {
      const authority = (url.split("//").slice(1).join("//") || "").split("/")[0];
      const host = authority
        .slice(authority.lastIndexOf("@") + 1)
        .split(":")[0]
        .toLowerCase();
      return this.providers.find(({ data }) => data.hosts.includes(host)) ?? null;
    }
  }

  /** Whether a list of statuses and ranges holds a status; every list with members holds null. */
  function covers(statuses, status) {
    if (status === null) return statuses.length > 0;
    return statuses.includes(String(status)) || statuses.includes(`${Math.floor(status / 100)}XX`);
  }

  const catalogs = new WeakMap();

  /** The catalogue of the data, made once. */
  function catalogOf(data) {
    if (!catalogs.has(data)) catalogs.set(data, new Catalog(data));
    return catalogs.get(data);
  }

  errspec.matching = { Response, catalogOf, covers };
})(globalThis.errspec);
