/* wenju widget: <wenju-chat endpoint="https://…" lang="zh|en" theme="light|dark|auto" title="…"></wenju-chat>
 *
 * One script tag, no build step, no dependency, no cookie. It asks POST <endpoint>/api/ask, shows the answer as it is made, then the
 * checked answer with [n] buttons that open the cited sentence. Everything that comes from the server is set as text, never as HTML.
 * Apache-2.0.
 */
(() => {
  "use strict";

  const script = document.currentScript;
  const HOME = script && script.src ? new URL(script.src).origin : location.origin;
  const MAX_QUESTION = 1000;
  const MAX_TURNS = 6; // earlier exchanges sent along, so that a follow-up can be understood
  const LONG_SHORT = 28; // columns, a Chinese character taking two; a list of names in the size of a figure would fill the box
  const FIRST_BYTE_MS = 30000;

  const WORDS = {
    zh: {
      title: "闻据", label: "你的问题", placeholder: "就这些文章提问……", ask: "提问", stop: "停止", sources: "来源", untitled: "（无标题）",
      searching: "正在查找……", notFound: "这些文章里没有", conflicting: "有几个数字都符合", source: "查看来源", unsupported: "无来源",
      refused: "这个网站没有获得提问的许可。", offline: "现在连接不上，请稍后再试。", cut: "回答没有传完，请再试一次。", you: "你问：", quote: (q) => `“${q}”`,
      stopped: "已停止。", said: "回答：", also: (where) => `另见：${where}`,
    },
    en: {
      title: "Ask the articles", label: "Your question", placeholder: "Ask about the articles…", ask: "Ask", stop: "Stop", sources: "Sources",
      untitled: "(no headline)", searching: "Searching…", notFound: "Not in these articles", conflicting: "Several figures fit",
      source: "Show source", unsupported: "no source", refused: "This site is not allowed to ask here.",
      offline: "No connection right now. Please try again later.", cut: "The answer did not arrive whole. Please try again.", you: "You asked:",
      quote: (q) => `“${q}”`, stopped: "Stopped.", said: "Answer:", also: (where) => `also in: ${where}`,
    },
  };

  const STYLE = `
    :host { display: block; --ink: #1c1917; --soft: #57534e; --line: #d6d3d1; --paper: #fff; --mark: #fff3b0; --accent: #9a2b1f;
      font: 16px/1.6 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
    :host([hidden]) { display: none; }
    :host([data-dark]) { --ink: #f5f5f4; --soft: #c4bfba; --line: #57534e; --paper: #1c1917; --mark: #5a4b10; --accent: #f2a097; }
    .box { display: flex; flex-direction: column; gap: .7rem; box-sizing: border-box; max-height: var(--wenju-max-height, 640px);
      padding: 1rem; background: var(--paper); color: var(--ink); border: 1px solid var(--line); border-radius: 10px; }
    h2 { font-size: 1.05rem; margin: 0; }
    .log { overflow-y: auto; display: flex; flex-direction: column; gap: .8rem; overflow-wrap: anywhere; }
    .log:empty { display: none; }
    .question { align-self: flex-end; max-width: 85%; margin: 0; padding: .4rem .7rem; border: 1px solid var(--line); border-radius: 8px; white-space: pre-wrap; }
    .short { font-size: 1.6rem; font-weight: 700; line-height: 1.25; margin: 0 0 .3rem; }
    .text, .partial, .notice, .status, .error { margin: 0 0 .3rem; white-space: pre-wrap; }
    .partial, .notice { color: var(--soft); }
    .notice { font-size: .9rem; padding-inline-start: .6rem; border-inline-start: 3px solid var(--line); }
    .status, .error { color: var(--accent); font-weight: 600; }
    .long { font-size: 1.15rem; line-height: 1.5; }
    .bare { text-decoration: underline dotted var(--soft); }
    button { font: inherit; cursor: pointer; }
    .cite { border: 0; background: none; color: var(--accent); font-weight: 600; font-size: .85em; min-width: 24px; min-height: 24px; padding: 0 .3em; border-radius: 4px; }
    .cite:hover, .cite[aria-expanded="true"] { background: var(--mark); color: var(--ink); }
    .source { margin: .4rem 0 0; padding: .6rem .8rem; border: 1px solid var(--line); border-radius: 8px; }
    .headline { font-weight: 600; margin: 0; }
    .where { color: var(--soft); font-size: .85rem; margin: 0; }
    blockquote { margin: .4rem 0 0; }
    mark { background: var(--mark); color: inherit; }
    form { display: flex; gap: .5rem; margin: 0; }
    input { flex: 1; min-width: 0; font: inherit; padding: .5rem .7rem; color: var(--ink); background: var(--paper); border: 1px solid var(--soft); border-radius: 8px; }
    input::placeholder { color: var(--soft); opacity: 1; }
    .ask { padding: .5rem 1rem; border: 0; border-radius: 8px; background: var(--accent); color: var(--paper); font-weight: 600; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    .away { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  `;

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function columns(text) {
    return [...text].reduce((sum, character) => sum + (/[\u2e80-\uffef]/.test(character) ? 2 : 1), 0);
  }

  /* Server-sent events from a fetch body: EventSource cannot POST. */
  async function* events(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let waiting = "";
    try {
      for (;;) {
        const { value, done } = await reader.read();
        waiting += done ? "\n\n" : value;
        const blocks = waiting.split(/\r?\n\r?\n/);
        waiting = blocks.pop();
        for (const block of blocks) {
          let name = "message";
          const lines = [];
          for (const line of block.split(/\r?\n/)) {
            if (line.startsWith("event:")) name = line.slice(6).trim();
            else if (line.startsWith("data:")) lines.push(line.slice(5).replace(/^ /, ""));
          }
          if (lines.length) yield { name, fields: JSON.parse(lines.join("\n")) };
        }
        if (done) return;
      }
    } finally {
      reader.cancel().catch(() => {});
    }
  }

  class WenjuChat extends HTMLElement {
    static observedAttributes = ["lang", "theme", "title"];

    constructor() {
      super();
      this.turns = [];
      this.counter = 0;
      this.root = this.attachShadow({ mode: "open" });
      this.dark = matchMedia("(prefers-color-scheme: dark)");
      this.build();
    }

    connectedCallback() {
      this.onScheme = () => this.paint();
      this.dark.addEventListener("change", this.onScheme);
      this.label();
      this.paint();
    }

    disconnectedCallback() {
      this.dark.removeEventListener("change", this.onScheme);
      if (this.running) this.running.abort();
    }

    attributeChangedCallback() {
      this.label();
      this.paint();
    }

    get endpoint() {
      return (this.getAttribute("endpoint") || HOME).replace(/\/+$/, "");
    }

    get words() {
      const wanted = this.getAttribute("lang") || document.documentElement.lang || navigator.language || "en";
      return wanted.toLowerCase().startsWith("zh") ? WORDS.zh : WORDS.en;
    }

    build() {
      const style = make("style", "", STYLE);
      const box = make("section", "box");
      this.heading = make("h2");
      this.log = make("div", "log");
      this.live = make("div", "away");
      this.live.setAttribute("aria-live", "polite");
      this.live.setAttribute("role", "status");
      this.form = make("form");
      this.input = make("input");
      this.input.maxLength = MAX_QUESTION;
      this.input.autocomplete = "off";
      this.input.enterKeyHint = "send";
      this.button = make("button", "ask");
      this.button.type = "submit";
      this.form.append(this.input, this.button);
      box.append(this.heading, this.log, this.form, this.live);
      this.root.append(style, box);
      this.box = box;
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (this.running) this.running.abort();
        else this.ask(this.input.value.trim());
      });
    }

    label() {
      const words = this.words;
      const title = this.getAttribute("title") || words.title;
      this.heading.textContent = title;
      this.box.setAttribute("aria-label", title);
      this.input.placeholder = words.placeholder;
      this.input.setAttribute("aria-label", words.label);
      this.button.textContent = this.running ? words.stop : words.ask;
    }

    paint() {
      const theme = this.getAttribute("theme") || "auto";
      this.toggleAttribute("data-dark", theme === "dark" || (theme === "auto" && this.dark.matches));
    }

    async ask(question) {
      if (!question) return;
      this.input.value = "";
      const asked = make("p", "question", question);
      asked.prepend(make("span", "away", this.words.you + " "));
      const place = make("div", "answer");
      place.append(make("p", "partial", this.words.searching));
      this.log.append(asked, place);
      this.log.scrollTop = this.log.scrollHeight;
      this.running = new AbortController();
      this.label();
      try {
        await this.stream(question, place);
      } catch (error) {
        const stopped = error.name === "AbortError" && !error.late;
        this.fail(place, stopped ? this.words.stopped : error.shown || (await this.whyUnreachable()));
      } finally {
        this.running = null;
        this.label();
      }
    }

    async stream(question, place) {
      const running = this.running;
      const timer = setTimeout(() => running.abort(Object.assign(new DOMException("late", "AbortError"), { late: true })), FIRST_BYTE_MS);
      let response;
      try {
        response = await fetch(this.endpoint + "/api/ask", {
          method: "POST",
          mode: "cors",
          credentials: "omit",
          referrerPolicy: "no-referrer",
          headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
          body: JSON.stringify({ question, history: this.turns.slice(-2 * MAX_TURNS) }),
          signal: running.signal,
        });
      } finally {
        clearTimeout(timer);
      }
      if (!response.ok) throw await this.refusal(response);
      let text = "";
      for await (const { name, fields } of events(response.body)) {
        if (name === "token") {
          text += fields.text;
          place.replaceChildren(make("p", "partial", text));
          this.log.scrollTop = this.log.scrollHeight;
        } else if (name === "final") {
          this.show(fields, place);
          this.turns.push({ role: "user", content: question }, { role: "assistant", content: fields.text });
          return;
        } else if (name === "error") {
          throw Object.assign(new Error(fields.code), { shown: fields.message });
        }
      }
      throw Object.assign(new Error("cut"), { shown: this.words.cut });
    }

    async refusal(response) {
      let shown = response.status === 403 ? this.words.refused : this.words.offline;
      if (response.status === 400 || response.status === 413) {
        try {
          shown = (await response.json()).error.message;
        } catch {
          /* not our JSON: the general sentence stands */
        }
      }
      return Object.assign(new Error(String(response.status)), { shown });
    }

    /* A browser hides why a request to another site failed. If the service is alive, it was this site that it refused. */
    async whyUnreachable() {
      try {
        await fetch(this.endpoint + "/healthz", { mode: "no-cors", credentials: "omit", referrerPolicy: "no-referrer" });
        return this.words.refused;
      } catch {
        return this.words.offline;
      }
    }

    fail(place, message) {
      const partial = place.querySelector(".partial");
      const kept = partial && partial.textContent !== this.words.searching ? [partial] : [];
      place.replaceChildren(...kept, make("p", "error", message));
      this.live.textContent = message;
    }

    show(answer, place) {
      const words = this.words;
      const status = { not_found: words.notFound, conflicting: words.conflicting }[answer.status];
      const parts = [];
      if (status) parts.push(make("p", "status", status));
      if (answer.short) parts.push(make("p", columns(answer.short) > LONG_SHORT ? "short long" : "short", answer.short));
      const text = make("p", "text");
      const sources = make("div", "sources");
      for (const sentence of answer.sentences) this.sentence(sentence, answer, text, sources);
      if (!answer.sentences.length) text.textContent = answer.text;
      parts.push(text, ...answer.notices.map((notice) => make("p", "notice", notice.text)), sources);
      place.lang = answer.language;
      place.replaceChildren(...parts);
      place.scrollIntoView({ block: "nearest" });
      const said = answer.sentences.map((sentence) => sentence.text).join(" ") || answer.text;
      this.live.textContent = [words.said, status, answer.short, said].filter(Boolean).join(" ");
    }

    sentence(sentence, answer, text, sources) {
      const supporting = sentence.citations.filter((each) => each.verdict === "supported");
      const bare = !supporting.length && answer.status !== "not_found";
      const span = make("span", bare ? "bare" : "", sentence.text);
      if (bare) span.title = this.words.unsupported;
      text.append(span);
      for (const citation of supporting) {
        const passage = answer.passages.find((each) => each.number === citation.passage);
        text.append(this.cite(citation, passage, sources));
      }
      text.append(" ");
    }

    cite(citation, passage, sources) {
      const title = (passage && passage.title) || this.words.untitled;
      const button = make("button", "cite", `[${citation.passage}]`);
      button.type = "button";
      button.setAttribute("aria-label", `${this.words.source} ${citation.passage}: ${title}`);
      button.setAttribute("aria-expanded", "false");
      const card = make("div", "source");
      card.id = `wenju-source-${(this.counter += 1)}`;
      card.hidden = true;
      card.lang = "zh";
      button.setAttribute("aria-controls", card.id);
      const where = passage ? [passage.outlet, passage.published, passage.source_file].filter(Boolean).join(" · ") : "";
      const quote = make("blockquote");
      quote.append(make("mark", "", this.words.quote(citation.quote)));
      card.append(make("p", "headline", `[${citation.passage}] ${title}`), make("p", "where", where), quote);
      const prints = passage && passage.also ? [...new Set(passage.also.map((each) => each.outlet || each.source_file))] : [];
      if (prints.length) card.append(make("p", "where", this.words.also(prints.slice(0, 5).join(" · ") + (prints.length > 5 ? " …" : ""))));
      button.addEventListener("click", () => {
        const open = button.getAttribute("aria-expanded") !== "true";
        button.setAttribute("aria-expanded", String(open));
        card.hidden = !open;
        if (open) card.scrollIntoView({ block: "nearest" });
      });
      sources.append(card);
      return button;
    }
  }

  if (!customElements.get("wenju-chat")) customElements.define("wenju-chat", WenjuChat);
})();
