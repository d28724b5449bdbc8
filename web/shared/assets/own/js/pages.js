// What script adds to every page: the quick way out by key and without a trace in the history. Nothing needs it.
(() => {
  "use strict";
  const PRESSES = 3, WITHIN_MS = 2000;
  const leave = document.querySelector("[data-leave]");
  for (const one of document.querySelectorAll("[data-script-only]")) one.hidden = false;
  if (leave) {
    const go = () => { document.body.hidden = true; window.location.replace(leave.href); };
    leave.addEventListener("click", (event) => { event.preventDefault(); go(); });
    let presses = [];
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.repeat) return;
      const now = Date.now();
      presses = [...presses.filter((at) => now - at < WITHIN_MS), now];
      if (presses.length >= PRESSES) go();
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
  // htmx sends the visit's token with every request that it makes
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("input[name=csrf]");
    if (token) event.detail.headers["Csrf-Token"] = token.value;
  });
})();
