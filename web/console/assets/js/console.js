// What script adds to the console: live pieces, the question after a long silence, a field that is empty once it was sent.
(() => {
  "use strict";
  const csrf = () => document.querySelector("input[name=csrf]")?.value || "";

  // --- live pieces: the server sends a piece of the page when it has changed; it is put in without moving the focus
  function place(name, html) {
    const there = document.getElementById(name);
    if (!there) return;
    const focused = document.activeElement, inside = there.contains(focused);
    if (inside && focused.matches("input, textarea, select") && focused.value) return; // somebody is writing here
    const id = inside ? focused.id : "", open = new Set([...there.querySelectorAll("details[open] > summary[id]")].map((one) => one.id));
    const atEnd = there.scrollHeight - there.scrollTop - there.clientHeight < 40;
    const before = there.textContent;
    there.innerHTML = html;
    for (const one of open) document.getElementById(one)?.parentElement?.setAttribute("open", "");
    if (window.htmx) window.htmx.process(there);
    if (id) document.getElementById(id)?.focus({ preventScroll: true });
    if (name === "talk" && atEnd && before !== there.textContent) there.scrollTop = there.scrollHeight;
  }
  const waiting = () => Number(document.querySelector("[data-count=waiting]")?.textContent || 0);
  function say(before) {
    const now = waiting(), said = document.getElementById("live-said");
    if (said && now > before) said.textContent = now === 1 ? "One person waits." : `${now} people wait.`;
    const title = document.title.replace(/^\(\d+\) /, "");
    document.title = now ? `(${now}) ${title}` : title;
  }
  for (const live of document.querySelectorAll("[data-live]")) {
    const lost = document.getElementById("live-lost");
    const source = new EventSource(live.dataset.live);
    source.addEventListener("pieces", (event) => {
      const before = waiting();
      if (lost) lost.hidden = true;
      for (const [name, html] of Object.entries(JSON.parse(event.data))) place(name, html);
      say(before);
    });
    source.addEventListener("over", () => { source.close(); window.location.assign("/sign-in"); });
    source.addEventListener("error", () => { if (lost) lost.hidden = false; });
    window.addEventListener("pagehide", () => source.close());
  }

  // --- a field that was sent is empty; what went wrong before is gone
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest?.("[data-empty-after]");
    if (!form) return;
    const failed = (event.detail.xhr?.responseText || "").trim();
    if (!event.detail.successful || failed) return;
    form.reset();
    const problem = document.getElementById("problem-here");
    if (problem) problem.textContent = "";
    form.querySelector("textarea, input:not([type=hidden])")?.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) event.target.form?.requestSubmit();
  });

  // --- nobody at the desk: asked, then signed out; also where a live page would keep the session
  const idle = document.getElementById("idle");
  if (idle) {
    const limit = Number(idle.dataset.minutes) * 60000, ask = 2 * 60000;
    let last = Date.now(), told = Date.now(), back = null;
    const out = () => {
      const form = document.querySelector("form[action='/sign-out']");
      if (form) form.submit();
    };
    const touched = () => {
      if (!idle.hidden) return;
      last = Date.now();
      if (last - told > 5 * 60000) { told = last; fetch("/still-here", { method: "POST", headers: { "Csrf-Token": csrf() } }); }
    };
    for (const kind of ["keydown", "pointerdown", "scroll"]) document.addEventListener(kind, touched, { passive: true });
    const stay = idle.querySelector("[data-stay]");
    stay.addEventListener("click", () => {
      idle.hidden = true; last = Date.now(); told = 0; touched();
      back?.focus?.();
    });
    idle.addEventListener("keydown", (event) => { if (event.key === "Tab") { event.preventDefault(); stay.focus(); } });
    setInterval(() => {
      const quiet = Date.now() - last;
      if (quiet > limit) out();
      else if (quiet > limit - ask && idle.hidden) { back = document.activeElement; idle.hidden = false; stay.focus(); }
    }, 5000);
  }
})();
