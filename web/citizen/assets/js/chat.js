// The chat with script: Enter sends, the form empties, the newest line is in view. Everything works without.
(() => {
  "use strict";
  const log = document.getElementById("log"), form = document.getElementById("say"), text = document.getElementById("text");
  const fresh = () => (crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2));
  const toEnd = () => { log.scrollTop = log.scrollHeight; };
  toEnd();
  new MutationObserver(toEnd).observe(document.getElementById("lines"), { childList: true });
  const grow = () => { if (!text) return; text.rows = Math.min(10, Math.max(2, text.value.split("\n").length)); };
  if (text) {
    text.addEventListener("input", grow);
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      if (text.value.trim()) form.requestSubmit();
    });
    if (document.querySelector(".chat__line")) text.focus();
  }
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful || !event.detail.requestConfig || event.detail.requestConfig.verb !== "post") return;
    for (const field of document.querySelectorAll("input[name=form]")) field.value = fresh();
    if (event.detail.elt === form && !event.detail.xhr.responseText.trim()) { form.reset(); grow(); }
    if (text) text.focus();
  });
  // the network is away, or what stands between: said at once; the answers are asked for again, what was written stays in its field
  const offline = document.getElementById("offline"), AGAIN_MS = 3000;
  const away = (event) => {
    const poll = event.detail.elt, status = event.detail.xhr?.status || 0;
    if (status && status < 500) return;
    if (offline) offline.hidden = false;
    if (poll.id === "poll") window.setTimeout(() => window.htmx.trigger(document.getElementById("poll"), "again"), AGAIN_MS);
  };
  document.addEventListener("htmx:sendError", away);
  document.addEventListener("htmx:responseError", away);
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful && offline) offline.hidden = true; });
  // a report has begun: files can be put to it
  const file = document.getElementById("file-form");
  const showFile = () => { if (file) file.hidden = !document.querySelector("[data-reporting]"); };
  document.addEventListener("htmx:oobAfterSwap", showFile);
  // when the chat is over there is nothing more to write
  document.addEventListener("htmx:oobAfterSwap", () => { if (document.querySelector(".chat__over") && form) form.hidden = true; });
})();
