/**
 * Whether a response may be of a problem type: the guards, headers and media types of the data.
 */
"use strict";

{
  const { headerValue, valuesAt } = errspec.engine;
  const { strip } = errspec.text;
  const { strict } = errspec.forms;
  const { path } = errspec.response;
  const { isValid } = errspec.validation;

  /** The number of characters of a text that guards see. */
  const TEXT = 2000;

  /** One alternative of a ``when``: everything that it names must hold. */
  class Guard {
    constructor({ body = null, headers = {}, text = null }) {
      this.body = body;
      this.headers = Object.entries(headers);
      this.text = text;
    }

    /** Return whether it holds for a body (or MISSING), the headers and a body that is not JSON. */
    holds(value, response, text) {
      if (!this.bodyHolds(value) || !this.acceptsHeaders(response)) return false;
      if (this.text === null) return true;
      const reason = strip(response.reason ?? "");
      return isValid(this.text, reason === response.usual ? "" : reason) || isValid(this.text, text);
    }

    bodyHolds(value) {
      return this.body === null || valuesAt(this.body, value);
    }

    /** Return whether the headers that it names are present and accepted. */
    acceptsHeaders(response) {
      return this.headers.every(([name, schema]) => {
        const text = response.header(name);
        return text !== undefined && isValid(schema, headerValue(schema, text));
      });
    }
  }

  /** A problem type with its guards, its headers and its shape. */
  class Candidate {
    constructor(problemType, matcher, shapes) {
      const { content, headers, id, source, status, undocumented, when } = problemType;
      Object.assign(this, { problemType, name: `${matcher.id}/${id}`, status, undocumented });
      this.guards = when.map((data) => new Guard(data));
      this.signs = problemType.inference.map((data) => new Guard(data));
      const own = new Set(headers.map((header) => header.name.toLowerCase()));
      const shared = matcher.data.headers.filter((header) => !own.has(header.name.toLowerCase()));
      this.headers = [...shared, ...headers].map((header) => ({
        ...header,
        lower: header.name.toLowerCase(),
        strict: strict(header.schema),
      }));
      this.required = this.headers.filter((header) => header.required).map((header) => header.lower);
      this.media = content.map(([media]) => media);
      this.assumed = matcher.data.assumesMediaTypes;
      const [[, shape] = []] = content;
      this.shape = shape ? shapes.get(shape) : null;
      this.source = matcher.cite(source);
      this.members = matcher.data.members[shape] ?? {};
      this.operations = problemType.on.map((on) => [on.method, pathPattern(on.path)]);
    }

    /** Return the names of the members that every documented example has and a body lacks. */
    missing(value) {
      return value instanceof Map ? Object.keys(this.members).filter((name) => !value.has(name)) : [];
    }

    /** Return whether the request is known to be one of the operations to which it is limited. */
    isAnswerTo({ method, url }) {
      return this.operations.some(([wanted, pattern]) => method === wanted && pattern.test(path(url ?? "")));
    }

    recognizes(value) {
      return this.shape !== null && this.shape.recognizes(value);
    }

    /** Return whether one of its guards holds, or it has none. */
    holds(value, response, text) {
      return !this.guards.length || this.guards.some((guard) => guard.holds(value, response, text));
    }

    /** Return whether a sign of it is there that no source shows. */
    seems(value, response, text) {
      return this.signs.some((guard) => guard.holds(value, response, text));
    }

    /** Return whether one of its guards may hold, as far as the headers tell, or it has none. */
    mayHold(response) {
      const unknown = response.headers === null;
      return !this.guards.length || this.guards.some((guard) => unknown || guard.acceptsHeaders(response));
    }

    /** Return whether the headers alone tell that the response is of this type, whatever its body is. */
    isToldBy(response) {
      const alone = this.guards.filter(({ headers, body, text }) => headers.length && body === null && text === null);
      return response.headers !== null && alone.some((guard) => guard.acceptsHeaders(response));
    }

    /** Return whether a Content-Type names one of its media types. */
    covers(mediaType) {
      const essence = strip(mediaType.split(";")[0]).toLowerCase();
      if (this.shape === null && /(?:\/|\+)json$/.test(essence)) return false;
      if (this.shape !== null && this.assumed) return true;
      return this.media.some((media) => {
        if (media === "*/*") return essence.includes("/");
        const [kind, name] = media.split("/");
        return essence === media || (name === "*" && essence.startsWith(`${kind}/`));
      });
    }
  }

  /** Return the pattern of the paths that a template with names in braces stands for, at their end. */
  function pathPattern(template) {
    const fixed = template.split(/\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`${fixed.join("[^/]+")}$`);
  }

  errspec.guards = { Candidate, Guard, TEXT };
}
