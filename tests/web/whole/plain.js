// Makes a page the same on every day: numbers, months, weekdays and units of time as one; nothing moves, nothing has the focus.
(style) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [sheet];
  const plain = (text) => text
    .replace(/\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b(?= \d)/g, "Jan")
    .replace(/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*day\b/g, "Monday")
    .replace(/\b\d[\d,.:/-]*/g, "0")
    .replace(/\b0 (days|h|min|s)\b/g, "0 min")
    .replace(/\b0\s(AM|PM)\b/g, "0 PM");
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const was = walk.currentNode.nodeValue, now = plain(was);
    if (now !== was) walk.currentNode.nodeValue = now;
  }
  for (const one of document.querySelectorAll("input")) {
    if (["date", "time", "datetime-local"].includes(one.type)) one.value = "";
    else if (["text", "search", "tel", "email"].includes(one.type)) one.value = plain(one.value);
  }
  document.activeElement?.blur();
  window.scrollTo(0, 0);
}
