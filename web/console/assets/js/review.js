// One key for each thing that a reviewer says; can be switched off (WCAG 2.1.4), and is off while somebody writes or chooses.
(() => {
  "use strict";
  const switch_ = document.getElementById("by-keys"), form = document.querySelector("[data-keys]");
  const KEPT = "civicline-review-keys";
  if (switch_) {
    switch_.checked = localStorage.getItem(KEPT) !== "off";
    switch_.addEventListener("change", () => localStorage.setItem(KEPT, switch_.checked ? "on" : "off"));
  }
  document.addEventListener("keydown", (event) => {
    if (switch_ && !switch_.checked) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const focused = document.activeElement, name = event.key.toLowerCase();
    if (event.key === "Escape" && focused?.matches?.("textarea, select")) { focused.blur(); return; }
    if (focused?.matches?.("textarea, select, input:not([type=radio]):not([type=checkbox])")) return;
    const wished = document.querySelector(`[data-key="${CSS.escape(name)}"]`);
    if (!wished) return;
    event.preventDefault();
    if (wished.matches("select")) wished.focus();
    else if (wished.matches("summary")) { wished.parentElement.open = true; document.getElementById(wished.dataset.opens)?.focus(); }
    else wished.click();
  });
  // Enter in the list of needs says that need; in the second list, both
  for (const list of form?.querySelectorAll("select") ?? []) {
    list.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !list.value) return;
      event.preventDefault();
      form.querySelector(`button[value="${list.id === "second" ? "two_needs" : "need"}"]`).click();
    });
  }
  // a mark in the place of what is selected
  const text = document.getElementById("text"), marks = document.getElementById("marks");
  if (text && marks) {
    marks.hidden = false;
    marks.addEventListener("click", (event) => {
      const mark = event.target.closest?.("[data-mark]")?.dataset.mark;
      if (!mark) return;
      text.setRangeText(mark, text.selectionStart, text.selectionEnd, "end");
      text.focus();
    });
  }
})();
