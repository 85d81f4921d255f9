/**
 * A response as it was received.
 */
"use strict";

{
  const { encode } = errspec.reading;
  const { strip, trimmed } = errspec.text;

  /** A status, a reason phrase, headers and a body; null means unknown, and status 0 that no response arrived. */
  class Response {
    constructor({ status = null, reason = null, headers = [], body = "", url = null, method = null }, phrases = {}) {
      Object.assign(this, { status, reason, headers, url, method });
      /** The usual reason phrase of the status. */
      this.usual = phrases[status] ?? "";
      this.content = typeof body === "string" ? encode(body) : body;
      this.lower = joined(headers ?? []);
    }

    /** Return the value of a header by its lower-case name, or undefined. */
    header(name) {
      return this.lower.get(name);
    }

    /** Whether the body cannot be read: it is unknown, or HTTP does not allow one (RFC 9110, 6.4.1). */
    get bodyless() {
      const { status, content, method } = this;
      if (content === null || status === 204 || status === 304) return true;
      return (status !== null && status >= 100 && status < 200) || method?.toUpperCase() === "HEAD";
    }
  }

  /** Return the headers by lower-case name; different values of one name are joined with a comma (RFC 9110, 5.3). */
  function joined(headers) {
    const values = new Map();
    for (const [name, value] of headers) {
      const lower = strip(name).toLowerCase();
      values.set(lower, (values.get(lower) ?? new Set()).add(trimmed(value, " \t")));
    }
    return new Map([...values].map(([name, each]) => [name, [...each].join(", ")]));
  }

  const URL_PARTS = /^(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?:\/\/([^/?#]*))?([^?#]*)/;

  /** Return the host of a URL in lower case, without the port; an empty text if it has none. */
  function host(url) {
    const [, authority = ""] = URL_PARTS.exec(url);
    const name = authority.slice(authority.lastIndexOf("@") + 1);
    return (name.startsWith("[") ? `${name.split("]")[0]}]` : name.split(":")[0]).toLowerCase();
  }

  /** Return the path of a URL. */
  function path(url) {
    return URL_PARTS.exec(url)[2];
  }

  errspec.response = { Response, host, path };
}
