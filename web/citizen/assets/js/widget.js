// On the agency's site: <script src="https://(this host)/widget.js" async></script>. data-label and data-close say it in other words.
(() => {
  "use strict";
  const me = document.currentScript;
  const origin = new URL(me.src).origin;
  const label = me.dataset.label || "Chat with us", close = me.dataset.close || "Close the chat";
  const button = document.createElement("button");
  const box = document.createElement("div");
  let frame = null;
  const style = (element, rules) => { for (const [name, value] of Object.entries(rules)) element.style.setProperty(name, value); };
  button.type = "button";
  button.textContent = label;
  button.setAttribute("aria-expanded", "false");
  style(button, { position: "fixed", right: "1rem", bottom: "1rem", "z-index": "2147483000", padding: ".75rem 1.25rem", font: "700 1rem/1.2 sans-serif",
    color: "#fff", background: "#162e51", border: "2px solid #fff", "border-radius": "2rem", cursor: "pointer" });
  style(box, { position: "fixed", right: "1rem", bottom: "5rem", width: "min(26rem, calc(100vw - 2rem))", height: "min(40rem, calc(100vh - 7rem))",
    "z-index": "2147483000", display: "none" });
  button.addEventListener("click", () => {
    const open = box.style.display === "none";
    if (open && !frame) {
      frame = document.createElement("iframe");
      frame.src = origin + "/widget/chat";
      frame.title = label;
      style(frame, { width: "100%", height: "100%", border: "2px solid #162e51", "border-radius": ".5rem", background: "#fff" });
      box.append(frame);
    }
    box.style.display = open ? "block" : "none";
    button.textContent = open ? close : label;
    button.setAttribute("aria-expanded", String(open));
    if (open) frame.focus();
  });
  const put = () => document.body.append(box, button);
  if (document.body) put(); else document.addEventListener("DOMContentLoaded", put);
})();
