// The chat's own script: a click on [n] shows, marks and scrolls to the sentence the answer stands on.
(() => {
  "use strict";
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  function scrollTo(element, block) {
    element.scrollIntoView({ block, behavior: still.matches ? "auto" : "smooth" });
  }

  function showSource(markId) {
    const mark = document.querySelector(`mark[data-marks~="${CSS.escape(markId)}"]`);
    if (!mark) return;
    const turn = mark.closest(".wj-turn");
    document.querySelectorAll(".wj-turn").forEach((each) => { each.hidden = each !== turn; });
    mark.closest("details").open = true;
    document.querySelectorAll("mark.wj-active").forEach((each) => each.classList.remove("wj-active"));
    mark.classList.add("wj-active");
    mark.tabIndex = -1;
    mark.focus({ preventScroll: true });
    scrollTo(mark, "center");
  }

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
