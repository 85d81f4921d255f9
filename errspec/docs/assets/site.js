// The behavior of the pages: copy code, keep the place in another language, open what a link leads to, and search.
"use strict";
document.documentElement.classList.add("js");

(() => {
  const lang = document.documentElement.lang;
  const words = globalThis.errspecWords;
  const root = new URL("..", document.currentScript.src);
  const asset = (name) => new URL(`assets/${name}`, root).href;
  const page = (path) => new URL(`${lang}/${path}`, root).href;

  const load = (() => {
    const wanted = new Map();
    return (address) => {
      if (!wanted.has(address)) {
        wanted.set(address, new Promise((resolve, reject) => {
          const script = document.createElement("script");
          script.src = address;
          script.onload = resolve;
          script.onerror = () => reject(new Error(address));
          document.head.append(script);
        }));
      }
      return wanted.get(address);
    };
  })();

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  const copy = async (text) => {
    if (navigator.clipboard) {
      try {
        await navigator.clipboard.writeText(text);
        return;
      } catch {
        // The browser does not allow it here; the old way may still work.
      }
    }
    const area = make("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };

  const copying = () => {
    for (const button of document.querySelectorAll("button.copy")) {
      const label = button.textContent;
      button.addEventListener("click", async () => {
        await copy(button.parentElement.querySelector("code").textContent);
        button.focus();
        button.textContent = words.copied;
        setTimeout(() => { button.textContent = label; }, 1600);
      });
    }
  };

  const STORED = "errspec";

  const restoring = () => {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(STORED));
      sessionStorage.removeItem(STORED);
    } catch {
      // The browser keeps nothing for this page.
    }
    if (!kept) return;
    for (const [name, value] of Object.entries(kept)) {
      const field = document.querySelector(`#box [name="${name}"]`);
      if (field) field.value = value;
    }
  };

  const languages = () => {
    for (const link of document.querySelectorAll(".langs a")) {
      link.addEventListener("click", () => {
        const above = [...document.querySelectorAll("main :is(h2, h3)[id]")]
          .filter((heading) => heading.getBoundingClientRect().top < 120).at(-1);
        link.hash = location.hash || (scrollY > 0 && above ? `#${above.id}` : "");
        const fields = [...document.querySelectorAll("#box :is(textarea, select)")].map(({ name, value }) => [name, value]);
        try {
          if (fields.length) sessionStorage.setItem(STORED, JSON.stringify(Object.fromEntries(fields)));
        } catch {
          // Without storage the place is kept, and the text is not.
        }
      });
    }
  };

  const opening = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let at = target; at; at = at.parentElement) {
      if (at.localName === "details") at.open = true;
    }
  };

  const contents = () => {
    const place = document.querySelector(".contents");
    if (!place) return;
    const items = [...document.querySelectorAll("main h2[id]")].map((heading) =>
      make("li", {}, make("a", { href: `#${heading.id}` }, heading.textContent)));
    place.append(make("h2", {}, place.getAttribute("aria-label")), make("ul", {}, ...items));
  };

  const anchors = () => {
    for (const heading of document.querySelectorAll("main :is(h2, h3)[id]")) {
      const label = words["link-to"].replace("{title}", heading.textContent.trim());
      heading.append(make("a", { class: "anchor", href: `#${heading.id}`, "aria-label": label }));
    }
  };

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const searching = () => {
    const input = make("input", {
      id: "find", type: "search", placeholder: words["search-hint"], autocomplete: "off", spellcheck: "false",
      role: "combobox", "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list",
    });
    const list = make("ul", { id: "found", role: "listbox", "aria-label": words.search, hidden: "" });
    const status = make("p", { class: "hidden", role: "status" });
    const form = make("form", { role: "search" },
      make("label", { class: "hidden", for: "find" }, words.search), input, list, status);
    document.querySelector(".find").append(form);
    let entries = null;
    let selected = -1;
    globalThis.errspecSearch = (index) => {
      entries = index.map(([title, path, provider, statuses, keys, others]) => ({
        title, path, provider, statuses, fields: [[statuses, 8], [keys, 7], [title, 5], [provider, 3], [others, 1]]
          .map(([text, weight]) => [plain(text), weight]),
      }));
    };
    const score = (entry, word) => {
      let best = 0;
      for (const [text, weight] of entry.fields) {
        const at = text.indexOf(word);
        if (at < 0) continue;
        const begins = at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1]);
        const whole = begins && !/[\p{L}\p{N}]/u.test(text[at + word.length] ?? " ");
        best = Math.max(best, weight * (whole ? 3 : begins ? 2 : 1));
      }
      return best;
    };
    const select = (next) => {
      const options = list.querySelectorAll("[role=option]");
      options[selected]?.setAttribute("aria-selected", "false");
      selected = options.length ? (next + options.length) % options.length : -1;
      const option = options[selected];
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) input.setAttribute("aria-activedescendant", option.id);
      else input.removeAttribute("aria-activedescendant");
    };
    const close = () => {
      list.hidden = true;
      list.replaceChildren();
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      selected = -1;
    };
    const show = async () => {
      await load(asset(`search.${lang}.js`));
      const wanted = plain(input.value).split(/\s+/).filter(Boolean);
      if (!wanted.length) {
        status.textContent = "";
        return close();
      }
      const matches = entries
        .map((entry) => [entry, wanted.map((word) => score(entry, word))])
        .filter(([, scores]) => scores.every(Boolean))
        .map(([entry, scores]) => [entry, scores.reduce((sum, value) => sum + value, 0)])
        .sort(([, left], [, right]) => right - left)
        .slice(0, 12);
      close();
      matches.forEach(([entry], number) => {
        const label = entry.statuses.split(" ")[0];
        const option = make("li", { role: "option", id: `found-${number}`, "aria-selected": "false" },
          label ? make("span", { class: `status s${label[0]}` }, label) : make("span"),
          make("span", {}, entry.title));
        if (entry.provider) option.append(make("small", {}, entry.provider));
        option.addEventListener("click", () => location.assign(page(entry.path)));
        list.append(option);
      });
      status.textContent = matches.length ? words["search-some"].replace("{count}", matches.length) : words["search-none"];
      if (!matches.length) list.append(make("li", { class: "nothing", role: "option", "aria-disabled": "true", "aria-selected": "false" }, words["search-none"]));
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    };
    input.addEventListener("focus", () => load(asset(`search.${lang}.js`)));
    input.addEventListener("input", show);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) show();
        else select(event.key === "ArrowDown" ? selected + 1 : selected < 0 ? -1 : selected - 1);
      } else if (event.key === "Escape") {
        if (!list.hidden) event.preventDefault();
        close();
      }
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (list.hidden) await show();
      list.querySelectorAll("[role=option]")[Math.max(selected, 0)]?.click();
    });
    document.addEventListener("click", (event) => { if (!form.contains(event.target)) close(); });
    form.addEventListener("focusout", (event) => { if (event.relatedTarget && !form.contains(event.relatedTarget)) close(); });
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        input.focus();
        input.select();
      }
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    copying();
    languages();
    restoring();
    opening();
    contents();
    anchors();
    searching();
  });
  addEventListener("hashchange", opening);
  globalThis.errspecPage = { asset, lang, load, make, page, words };
})();
