// The chat's own script: a click on [n] shows, marks and scrolls to the sentence the answer stands on.
(() => {
  "use strict";
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let wanted = null; // the mark the reader chose, and how many answers the panel held then
  let turnsThen = 0;
  let seen = "0/0"; // questions and finished answers on the page

  function turns() {
    return document.querySelectorAll(".wj-turn");
  }

  function scrollTo(element, block) {
    element.scrollIntoView({ block, behavior: still.matches ? "auto" : "smooth" });
  }

  function activate(markId) {
    const mark = document.querySelector(`mark[data-marks~="${CSS.escape(markId)}"]`);
    if (!mark) return null;
    const turn = mark.closest(".wj-turn");
    turns().forEach((each) => { each.hidden = each !== turn; });
    mark.closest("details").open = true;
    document.querySelectorAll("mark.wj-active").forEach((each) => each.classList.remove("wj-active"));
    mark.classList.add("wj-active");
    mark.tabIndex = -1;
    return mark;
  }

  function showSource(markId) {
    const mark = activate(markId);
    wanted = markId;
    turnsThen = mark ? turns().length : -1;
    if (!mark) return;
    mark.focus({ preventScroll: true });
    const { top, bottom } = mark.getBoundingClientRect();
    if (top < 72 || bottom > innerHeight - 24) scrollTo(mark, "center"); // below the masthead and above the edge it is in sight already
  }

  // Gradio scrolls before the message has its height; the last question is kept in sight with its answer.
  function followQuestion() {
    const questions = document.querySelectorAll(".wj-chatbot .wj-question");
    const now = `${questions.length}/${document.querySelectorAll(".wj-chatbot .wj-answer[id], .wj-chatbot .wj-error").length}`;
    if (now !== seen && questions.length) {
      const last = questions[questions.length - 1];
      let log = last.parentElement;
      while (log && !(log.scrollHeight > log.clientHeight && /auto|scroll/.test(getComputedStyle(log).overflowY))) log = log.parentElement;
      if (log && log.closest(".wj-chatbot")) log.scrollTop += last.getBoundingClientRect().top - log.getBoundingClientRect().top - 12;
    }
    seen = now;
  }

  // The panel is drawn anew with each answer and each change of language, and may come a moment after its answer's numbers.
  new MutationObserver(() => {
    followQuestion();
    if (wanted === null || document.querySelector("mark.wj-active")) return;
    const now = turns().length;
    if (turnsThen === -1) showSource(wanted);
    else if (now === turnsThen) activate(wanted);
    else if (now > turnsThen) wanted = null; // a new answer shows its own sources
  }).observe(document, { childList: true, subtree: true });

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const cite = target && target.closest(".wj-cite");
    if (cite) {
      document.querySelectorAll(".wj-cite[aria-pressed]").forEach((each) => each.removeAttribute("aria-pressed"));
      cite.setAttribute("aria-pressed", "true");
      showSource(cite.dataset.mark);
      return;
    }
    const back = target && target.closest(".wj-back");
    if (!back) return;
    const answer = document.getElementById(back.dataset.answer);
    if (!answer) return;
    const pressed = answer.querySelector('.wj-cite[aria-pressed="true"]') || answer.querySelector(".wj-cite");
    scrollTo(answer, "nearest");
    if (pressed) pressed.focus({ preventScroll: true });
  });
})();
