/**
 * Whether a response may be of a problem type: the guards, headers and media types of the data.
 */
(function (errspec) {
  "use strict";

  const { headerValue, valuesAt } = errspec.engine;
  const { strip } = errspec.text;
  const { isValid, strict } = errspec.validation;

  /** The number of characters of a text that guards see. */
  const TEXT = 2000;

  /** One alternative of a ``when``: everything that it names must hold. */
  class Guard {
    constructor({ body = null, headers = {}, text = null }) {
      this.body = body;
      this.headers = Object.entries(headers);
      this.text = text;
    }

    /** Return whether it holds for a body, the headers, the reason phrase and a text that is not JSON. */
    holds(value, response, reason, text) {
      if (!this.bodyHolds(value) || !this.acceptsHeaders(response)) return false;
      return this.text === null || isValid(this.text, reason) || isValid(this.text, text);
    }

    bodyHolds(value) {
      return this.body === null || valuesAt(this.body, value);
    }

    acceptsHeaders(response) {
      return this.headers.every(([name, schema]) => {
        const found = response.header(name);
        return found !== undefined && isValid(schema, headerValue(schema, found));
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

    recognizes(value) {
      return this.shape !== null && this.shape.recognizes(value);
    }

    /** Return whether one of its guards holds, or it has none. */
    holds(value, response, text, reason = response.reason ?? "") {
      return !this.guards.length || this.guards.some((guard) => guard.holds(value, response, reason, text));
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
      return this.media.some((media) => {
        if (media === "*/*") return essence.includes("/");
        const [kind, name] = media.split("/");
        return essence === media || (name === "*" && essence.startsWith(`${kind}/`));
      });
    }
  }

  errspec.guards = { Candidate, Guard, TEXT };
})(globalThis.errspec);
