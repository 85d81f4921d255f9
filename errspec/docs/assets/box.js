// The box: check what is pasted, in the page, and explain it.
"use strict";

(() => {
  /** The number of responses of an archive that are explained. */
  const MOST = 20;
  const { asset, lang, load, make, page, words } = globalThis.errspecPage;
  const ready = async () => {
    await load(asset("check.js"));
    await load(asset("data.js"));
  };
  const translate = (text) => errspec.data.translations[lang]?.[text] ?? text;
  const fill = (key, facts) => words[key].replace(/\{(\w+)\}/g, (_, name) => facts[name]);

  const typeOf = (name) => {
    const [providerId, typeId] = name.split("/");
    const { providers, common } = errspec.data;
    const provider = [...providers, common].find(({ id }) => id === providerId);
    return { provider, problemType: provider.problemTypes.find(({ id }) => id === typeId) };
  };

  const link = (name) => make("a", { href: page(`${name}.html`) }, translate(typeOf(name).problemType.title));

  const label = (status) => {
    const text = status ? String(status) : words["no-status"];
    return make("span", { class: `status s${status ? text[0] : 0}` }, text);
  };

  const entries = (names) => make("ul", { class: "rows" }, ...names.map((name) => {
    const { provider, problemType } = typeOf(name);
    const whose = make("small", { translate: "no" }, provider.name);
    return make("li", {}, make("span", { class: "at" }, label(problemType.status[0])), make("p", {}, link(name), " ", whose));
  }));

  const steps = ({ solutions, retry }, wait) => {
    const listed = solutions.map((text) => make("li", {}, translate(text)));
    const repeat = errspec.data.retry[retry.kind];
    const told = wait === null ? translate(repeat.description) : fill("answer-wait", { seconds: wait });
    return [
      make("h3", {}, words["answer-todo"]),
      make("ol", { class: "steps" }, ...listed),
      make("p", { class: `callout ${retry.kind}` }, make("strong", {}, `${translate(repeat.title)}. `), told),
    ];
  };

  const finding = ({ severity, code, message }) =>
    make("li", { class: severity }, make("strong", {}, words[severity]), " ", make("code", {}, code), " ", message);

  const verdict = (report) => {
    const drift = report.findings.some(({ severity }) => severity === "drift");
    const key = !report.conforms ? "answer-wrong" : drift ? "answer-drift" : "answer-right";
    return make("p", { class: `verdict ${report.conforms ? "good" : "wrong"}` }, words[key]);
  };

  const causes = ({ candidates }, { decidedBy }) => {
    if (!candidates.length) return [];
    const decides = decidedBy ? [make("p", {}, fill("answer-decides", { text: translate(decidedBy) }))] : [];
    return [make("p", {}, words["answer-causes"]), entries(candidates), ...decides];
  };

  const answer = (response, report, options) => {
    const findings = report.findings.length ? [make("ul", { class: "findings" }, ...report.findings.map(finding))] : [];
    if (report.problem_type) {
      const { provider, problemType } = typeOf(report.problem_type);
      const said = errspec.problem(response, report) ?? { message: null, wait: null };
      const heading = make("h2", {}, link(report.problem_type));
      const top = make("p", { class: "labels" }, label(report.status ?? problemType.status[0]), make("span", { class: "reason", translate: "no" }, provider.name));
      const says = said.message ? [make("p", { class: "says" }, fill("answer-says", { text: said.message }))] : [];
      return [top, heading, make("p", {}, translate(problemType.description)), verdict(report), ...findings, ...says, ...causes(report, problemType), ...steps(problemType, said.wait)];
    }
    if (report.candidates.length) return [make("p", {}, words["answer-candidates"]), entries(report.candidates), ...findings];
    if (findings.length) return [verdict(report), ...findings];
    if (response.headers === null && response.body === null) return known(String(response.status), options);
    const key = report.other_api ? "answer-other" : report.is_error ? "answer-unknown" : "answer-success";
    return [make("p", {}, words[key])];
  };

  const known = (text, options) => {
    const matches = errspec.findMessage(text, options);
    if (!matches.length) return [make("p", {}, words["answer-unknown"])];
    return [make("p", {}, words["answer-message"]), entries(matches.map((match) => match.problem_type))];
  };

  const explain = (text, options) => {
    const pieces = errspec.read(text);
    if (!pieces.length) return [make("p", {}, words["answer-empty"])];
    const checked = pieces.map((piece) => ({ ...piece, report: piece.response && errspec.check(piece.response, options) }));
    const shown = pieces.length > 1 ? checked.filter(({ report }) => report.is_error || report.findings.length) : checked;
    const numbers = pieces.length > 1 ? [make("p", {}, fill("answer-some", { count: pieces.length, shown: shown.length }))] : [];
    return [...numbers, ...shown.slice(0, MOST).map(({ response, report, text: message }) => make("div", { class: "one" },
      ...(response ? answer(response, report, options) : known(message, options))))];
  };

  document.addEventListener("DOMContentLoaded", () => {
    const box = document.querySelector("#box");
    const [text, provider, place] = [box.querySelector("textarea"), box.querySelector("select"), box.querySelector(".answer")];
    const submit = async () => {
      await ready();
      place.replaceChildren(...explain(text.value, { provider: provider.value || null, lang }));
      place.focus({ preventScroll: true });
      place.scrollIntoView({ block: "nearest" });
    };
    text.addEventListener("focus", ready, { once: true });
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
    });
    box.addEventListener("submit", (event) => {
      event.preventDefault();
      submit();
    });
    box.querySelector(".try").addEventListener("click", () => {
      text.value = text.dataset.example;
      submit();
    });
  });
})();
