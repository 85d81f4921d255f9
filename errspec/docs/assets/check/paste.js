/**
 * Pasted text: raw HTTP text as curl prints it, a body, or only a message.
 */
"use strict";

{
  const { covers, matchers } = errspec.matching;
  const { extent } = errspec.reading;
  const { beginning, strip, trimmed } = errspec.text;
  const STATUS = /^[ \t]*HTTP\/[0-9](?:\.[0-9])?[ \t]+([0-9]{3})(?:[ \t]([^\r]*))?\r*$/s;
  const PRINTED = /^[ \t]*([1-5][0-9]{2})[ \t]+([A-Z][A-Za-z][^\r]*)\r*$/s;
  const REQUEST = /^(?:> )?([A-Z]{3,10}) ([^\t-\r ]+) HTTP\/[0-9](?:\.[0-9])?$/;
  const PROMPT = /^(?:\$ |\x60{3}|###|[\w.-]+@[\w.-]+[: ].*[$#%])/s;
  const COLOR = /\x1b\[[0-9;]*m/g;
  const GLUED = /^(.*(?:[^\x00-\x20]|[}\]][ \t]+))(HTTP\/[0-9](?:\.[0-9])?[ \t]+[0-9]{3}(?:[ \t].*)?)$/s;
  const HOST = /^(?:> )?[Hh]ost:[ \t]*([^\t-\r ]+)$/;
  const HEADER = /^([!#$%&'*+.^_\x60|~0-9A-Za-z-]+)[ \t]*:(.*)$/s;
  const NOISE = /^(?:[*>] .*|[*>]|[{}] \[[0-9]+ bytes data\]| {2}% Total .*|[^\r]*\r.*--:--:--.*)$/s;
  const MARKED = /^<(?: |$)/;
  /** What curl says last about a connection. */
  const LAST_WORD = /^(?:Connection #[0-9]+ to host |[Cc]losing connection)/;
  const LOGGED =
    /(?:HTTP(?:\/[0-9.]+)?|status(?:[ _-]?code)?|code|error|returned|failed)["']?[ \t]*[:=]?[ \t]*([1-5][0-9]{2})\b/gi;
  const BODY = /^\s*(?:\{|\[\s*[{["\]]|<[!a-z/])/i;
  const INK = /[^\t-\r ]/;
  const BLANK = "\t\n\v\f\r ";
  /** The number of lines in which HTTP text must begin. */
  const LOOKED_AT = 200;
  /** The number of characters to which a message is cut. */
  const LONGEST_MESSAGE = 2000;
  /** The number of problem types that a search returns. */
  const MOST = 10;

  /**
   * Return what a pasted text contains, each as {kind, response, text, line}.
   *
   * The kind is "response" for HTTP text, "body" for JSON or a page, and "message" for any other text. The headers of a
   * body are unknown, and most often its status; a message has no response.
   */
  function read(text) {
    text = text.replace(/^\uFEFF/, "");
    if (isHttp(text)) {
      const responses = [...exchanges(text)];
      if (responses.length) return responses;
    }
    if (!text.trim()) return [];
    const archived = archive(text);
    if (archived.length) return archived;
    if (BODY.test(text)) return [bare(text, null)];
    const begin = text.search(/\{\s*"|\[\s*\{\s*"/);
    const end = begin < 0 ? null : extent(text.slice(begin));
    if (end !== null) return [bare(text.slice(begin, begin + end), loggedStatus(text.slice(0, begin)))];
    return [{ kind: "message", response: null, text, line: null }];
  }

  /** Return the exchanges of an HTTP Archive (HAR 1.2); none if the text is something else. */
  function archive(text) {
    if (!/^\s*\{\s*"log"\s*:/.test(text)) return [];
    let entries;
    try {
      ({ entries } = JSON.parse(text).log);
    } catch {
      return [];
    }
    return Array.isArray(entries) ? entries.flatMap((entry) => entryOf(entry)) : [];
  }

  function entryOf(entry) {
    const { request, response } = entry ?? {};
    if (!Number.isInteger(response?.status)) return [];
    const { text = null, encoding } = response.content ?? {};
    const headers = Array.isArray(response.headers)
      ? response.headers.map(({ name, value }) => [String(name), String(value)])
      : null;
    const received = {
      status: response.status,
      reason: response.statusText || null,
      headers: response.status === 0 ? null : headers,
      body: text === null || encoding !== "base64" ? text : Uint8Array.from(atob(text), (each) => each.charCodeAt(0)),
      url: request?.url ?? null,
      method: request?.method ?? null,
    };
    return [{ kind: "response", response: received, text: text ?? "", line: null }];
  }

  function bare(body, status) {
    const response = { status, reason: null, headers: null, body, url: null, method: null };
    return { kind: "body", response, text: body, line: null };
  }

  /** Return the status that a line of a log names before the body, or null. */
  function loggedStatus(before) {
    const last = [...before.slice(-LONGEST_MESSAGE).matchAll(LOGGED)].at(-1);
    return last ? Number(last[1]) : null;
  }

  function isHttp(text) {
    const begin = text
      .slice(0, 65536)
      .replace(COLOR, "")
      .replace(/^[\t-\r ]+/, "")
      .slice(0, 16384);
    const head = begin.split("\n", LOOKED_AT).map((line) => line.replace(/\r$/, ""));
    if (head.some((line) => line.startsWith("< HTTP/"))) return true;
    if ('{[<"'.includes(head[0][0] ?? "x")) return false;
    return PRINTED.test(head[0]) || head.some((line) => REQUEST.test(line) || STATUS.test(line));
  }

  /** Yield every final response of a text. */
  function* exchanges(text) {
    const lines = plain(flushLeft(linesOf(text)));
    let [method, url, target] = [null, null, ""];
    let index = 0;
    let isFirst = true;
    let isBlank = true;
    while (index < lines.length) {
      const line = lines[index];
      const request = REQUEST.exec(line.text);
      if (request) [, method, target] = request;
      if (request) url = target;
      const host = HOST.exec(line.text);
      if (host && url?.startsWith("/")) url = `https://${host[1]}${target}`;
      const status = STATUS.exec(line.text) ?? (isFirst && isBlank ? PRINTED.exec(line.text) : null);
      isBlank &&= !INK.test(line.text);
      if (!status) {
        index += 1;
        continue;
      }
      const code = Number(status[1]);
      const reason = trimmed(status[2] ?? "", " \t") || null;
      const [headers, start] = headersOf(lines, index + 1);
      // A status line alone, without the empty line that ends the headers, leaves the rest unknown.
      const isAlone = start === index + 1 && (start === lines.length || begins(lines[start].text));
      index = start;
      isFirst = false;
      const isPreamble = code < 200 ? code > 99 : code < 300 && reason?.toLowerCase() === "connection established";
      while (index < lines.length && !begins(lines[index].text)) index += 1;
      const body = lines
        .slice(start, index)
        .map((each) => each.text + each.end)
        .join("")
        .replace(/\n$/, "")
        .replace(/\r$/, "");
      if (isPreamble && !INK.test(body)) continue;
      yield {
        kind: "response",
        response: { status: code, reason, headers: isAlone ? null : headers, body: isAlone ? null : body, url, method },
        text: body,
        line: line.number,
      };
    }
  }

  function linesOf(text) {
    const lines = [];
    for (const [index, whole] of text.replace(COLOR, "").split("\n").entries()) {
      let line = whole.replace(/\r$/, "");
      const end = `${whole.slice(line.length)}\n`;
      const glued = line.includes("HTTP/") ? GLUED.exec(line) : null;
      if (glued && (/[}\]][ \t]*$/.test(glued[1]) || !/"[ \t]*[}\],]/.test(glued[2]))) {
        // The last line of a body does not end, and the next response follows.
        lines.push({ number: index + 1, text: glued[1], end: "\n" });
        line = glued[2];
      }
      lines.push({ number: index + 1, text: line, end });
    }
    lines.at(-1).end = lines.at(-1).end.slice(0, -1);
    return lines;
  }

  /** Remove the indentation that a status line and the line after it share, as on a wiki page. */
  function flushLeft(lines) {
    const at = lines.slice(0, -1).findIndex(({ text }) => STATUS.test(text));
    const [margin] = at < 0 ? [""] : /^[ \t]*/.exec(lines[at].text);
    if (!margin || !lines[at + 1].text.startsWith(margin)) return lines;
    return lines.map((line) =>
      line.text.startsWith(margin) ? { ...line, text: line.text.slice(margin.length) } : line,
    );
  }

  /** Remove the marks of a verbose transcript, and what -v printed before -i printed the same response. */
  function plain(lines) {
    if (!lines.some(({ text }) => text.startsWith("< HTTP/"))) return lines;
    const doubles = printedTwice(lines);
    let isDouble = false;
    return lines.flatMap((line) => {
      const text = withoutRemark(line.text);
      if (MARKED.test(text)) {
        if (text.startsWith("< HTTP/")) isDouble = doubles.has(line);
        return isDouble ? [] : [{ ...line, text: text.slice(2) }];
      }
      return REQUEST.test(text) || HOST.test(text) || !NOISE.test(text) ? [{ ...line, text }] : [];
    });
  }

  /** Return the lines with statuses of -v that are printed once more before any body. */
  function printedTwice(lines) {
    const doubles = new Set();
    let waiting = {};
    let inHeaders = false;
    for (const line of lines) {
      const { text } = line;
      if (text.startsWith("< HTTP/")) {
        (waiting[trimmed(text.slice(2), BLANK)] ??= []).push(line);
        inHeaders = false;
      } else if (STATUS.test(text)) {
        doubles.add(waiting[trimmed(text, BLANK)]?.shift());
        inHeaders = true;
      } else if (!INK.test(text)) inHeaders = false;
      else if (!inHeaders && ![MARKED, REQUEST, NOISE].some((each) => each.test(text))) waiting = {};
    }
    return doubles;
  }

  /** Return a line without the remark of -v after a body that has no line end. */
  function withoutRemark(text) {
    const at = text.lastIndexOf("* ");
    const remark = text.slice(at + 2);
    const isEnd = /[}\]>]/.test(text[at - 1]) && !/["<}]/.test(remark);
    return at > 0 && !/^[*<>] /.test(text) && (isEnd || LAST_WORD.test(remark)) ? text.slice(0, at) : text;
  }

  /** Return whether the body before a line is over: the next message begins, the shell prompts, or a fence ends. */
  function begins(line) {
    return STATUS.test(line) || REQUEST.test(line) || PROMPT.test(line);
  }

  /** Return the headers from a line on, and the index of the first line of the body; skip lines without a colon. */
  function headersOf(lines, index) {
    const headers = [];
    for (; index < lines.length; index += 1) {
      const { text } = lines[index];
      const ink = INK.exec(text)?.[0];
      if (ink === undefined) return [headers, index + 1];
      if ('{[<"'.includes(ink) || begins(text)) break;
      const header = HEADER.exec(text);
      if (header) headers.push([header[1], trimmed(header[2], " \t")]);
      else if (/^[ \t]/.test(text) && headers.length) headers.at(-1)[1] += ` ${trimmed(text, BLANK)}`;
    }
    return [headers, index];
  }

  /** Normalize a message for comparison: lower case, no quotation marks around it, single blanks. */
  function normal(text) {
    return strip(text)
      .replace(/\s+/g, " ")
      .replace(/^["'«“‘]+|["'»”’]+$/g, "")
      .toLowerCase();
  }

  /**
   * Return the number of letters of a message, without its placeholders, that a text contains.
   *
   * They count twice if the message is the whole text.
   */
  function agreement(message, text) {
    const parts = normal(message).split(/<[^<>]+>/);
    const letters = parts.join("").length;
    if (letters < 3) return 0;
    const pattern = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")).join(".{1,200}?");
    if (new RegExp(`^${pattern}$`, "su").test(text)) return 2 * letters + 1;
    return parts.length === 1 && new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, "su").test(text)
      ? letters
      : 0;
  }

  /** Yield the texts in the guards of a problem type. */
  function* guarded(value) {
    if (Array.isArray(value)) for (const member of value) yield* guarded(member);
    else if (value !== null && typeof value === "object") {
      for (const [name, part] of Object.entries(value)) {
        if ((name === "const" || name === "enum" || name === "pattern") && typeof part !== "object") yield String(part);
        else yield* guarded(part);
      }
    }
  }

  /** Yield the texts of a problem type, with what each is and what it weighs. */
  function* texts({ problemType, name }, data) {
    const { id, title, description, reason, messages, said, codes, when } = problemType;
    for (const message of messages) yield [message, "message", 100];
    for (const message of said) yield [message, "message", 90];
    for (const code of [...codes, ...guarded(when)]) yield [code, "code", 80];
    for (const identifier of [name, id]) yield [identifier, "id", 70];
    for (const [text, by, weight] of [
      [title, "title", 60],
      [description, "description", 20],
    ]) {
      yield [text, by, weight];
      for (const sentences of Object.values(data.translations)) {
        if (Object.hasOwn(sentences, text)) yield [sentences[text], by, weight];
      }
    }
    if (reason) yield [reason, "reason", 40];
  }

  function words(text) {
    return new Set(text.match(/[\p{L}\p{N}_]{3,}/gu) ?? []);
  }

  /** Return the best reason for which a text may mean a problem type, or null. */
  function match(candidate, text, status, data) {
    let best = null;
    const wanted = words(text);
    for (const [known, by, weight] of texts(candidate, data)) {
      const letters = agreement(known, text);
      let score = letters ? 1000 + weight + 10 * letters : 0;
      if (!letters && by !== "reason") {
        const own = words(normal(known.replace(/<[^<>]+>/g, " ")));
        const common = [...own].filter((word) => wanted.has(word)).length;
        if (2 * common > wanted.size) score = (weight * common) / wanted.size + common / own.size;
      }
      if (score && status !== null && covers(candidate.status, status)) score += 500;
      if (score && (best === null || score > best.score)) best = { score, by, matched: known };
    }
    if (best === null && status !== null && covers(candidate.status, status)) {
      best = { score: 1, by: "status", matched: String(status) };
    }
    return best;
  }

  /**
   * Return the problem types that a message, a code, a title or a status may mean: the first ten, the likeliest first.
   *
   * Each is {provider, problem_type, title, by, matched, score}, where ``by`` is message, code, id, title,
   * description, reason or status.
   */
  function findMessage(text, { provider = null, lang = "en", data = errspec.data } = {}) {
    const known = matchers(data);
    const sentences = data.translations[lang] ?? {};
    const wanted = normal(beginning(strip(text), LONGEST_MESSAGE));
    if (!wanted) return [];
    const named = /^(?:http(?:\/[0-9.]+)? ?|status(?: ?code)?:? ?|error ?)?([1-5][0-9]{2})\b/.exec(wanted);
    const status = named ? Number(named[1]) : null;
    const providers = provider === null ? known.all : [known.of(provider)];
    return providers
      .flatMap(({ id, candidates }) => candidates.map((candidate) => ({ id, candidate })))
      .map(({ id, candidate }) => ({ id, candidate, reason: match(candidate, wanted, status, data) }))
      .filter(({ reason }) => reason !== null)
      .sort((left, right) => right.reason.score - left.reason.score)
      .slice(0, MOST)
      .map(({ id, candidate: { name, problemType: { title } }, reason }) => ({
        provider: id,
        problem_type: name,
        title: Object.hasOwn(sentences, title) ? sentences[title] : title,
        ...reason,
      }));
  }

  errspec.read = read;
  errspec.findMessage = findMessage;
}
