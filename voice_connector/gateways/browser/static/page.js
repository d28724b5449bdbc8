// The call page: one call or chat at a time. The protocol is described in gateways/browser/wire.py.
import { Sound } from "./sound.js";

const $ = (id) => document.getElementById(id);
const REASONS = {
  routed: "the right desk for this", asked_for_person: "you asked for a person", emergency: "this may be an emergency",
  not_understood: "not understood", other_language: "another language", low_confidence: "not heard well enough",
  no_input: "nothing was heard", out_of_scope: "not for this line", system_failure: "something on our side failed",
};

const LONGEST = 16000; // as voice_connector/bot/messages.py has it: nothing of a message is cut
const TOO_LONG = "That is too long for one message. Please send it in parts.";

let socket = null;
let sound = null;
let again = null, retrying = false;
let ofChat = false; // what is spoken stands in a chat, which goes on in writing; this page then begins nothing else
let mode = null;
let token = document.body.dataset.token;
// who comes from a chat speaks with it, once; the pass stands in no address and no history
let pass = location.hash.match(/^#chat=([A-Za-z0-9_-]{32})$/)?.[1] || null;
const WAIT_MS = 400, TRIES = 12; // one of several connectors has the chat

function status(text) { $("status").textContent = text; }

function line(who, text, by) {
  const item = document.createElement("li");
  item.className = who;
  if (who !== "note") {
    const name = document.createElement("span");
    name.className = "who";
    name.textContent = who === "caller" ? "You" : by || "Assistant";
    item.append(name);
  }
  item.append(document.createTextNode(text));
  $("transcript").append(item);
  item.scrollIntoView({ block: "nearest" });
  return item;
}

function send(message) {
  if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

function forget() {
  $("transcript").replaceChildren();
  for (const [id, text] of [["need", "not known yet"], ["destination", "not decided yet"], ["reason", "none yet"], ["latency", "no answer yet"]]) $(id).textContent = text;
}

function chatIsElsewhere() {
  if ($("call").hidden) return;
  forget();
  for (const id of ["call", "person", "write", "from-chat"]) $(id).hidden = true;
}

function inCall(on) {
  $("call").textContent = on && mode === "voice" ? "Hang up" : on ? "End chat" : "Call";
  $("call").classList.toggle("active", on);
  $("person").disabled = !on;
  $("keypad").disabled = !on || mode !== "voice";
}

async function freshToken() {
  if (token) { const first = token; token = null; return first; }
  const page = new DOMParser().parseFromString(await (await fetch("/")).text(), "text/html");
  return page.body.dataset.token;
}

async function start(wanted, firstWords, tries = TRIES) {
  mode = wanted;
  forget();
  if (mode === "voice" && !sound) {
    status("Asking for your microphone ...");
    sound = new Sound((frame) => { if (socket && socket.readyState === WebSocket.OPEN) socket.send(frame); });
    try { await sound.open(); } catch {
      sound = null;
      status("The microphone cannot be used. You can write instead.");
      $("words").focus();
      return;
    }
  }
  status("Connecting ...");
  const opened = await freshToken();
  socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/call`);
  socket.binaryType = "arraybuffer";
  const mine = mode === "voice" ? pass : null;
  again = mine && tries ? () => start(wanted, firstWords, tries - 1) : null;
  socket.onopen = () => send({ type: "start", token: opened, mode, ...(mine ? { pass: mine } : {}) });
  socket.onmessage = (event) => (typeof event.data === "string" ? take(JSON.parse(event.data), firstWords) : sound?.play(event.data));
  socket.onclose = () => over();
  inCall(true);
}

function over() {
  if (!socket) return;
  socket = null;
  if (retrying) { retrying = false; setTimeout(again, WAIT_MS); return; }
  const playing = sound;
  sound = null;
  setTimeout(() => playing?.close(), 400);
  inCall(false);
  if ($("status").textContent.startsWith("Ended")) {
    if (ofChat && !pass) chatIsElsewhere();
    return;
  }
  if (ofChat && !pass) takers.in_writing(); else status("Ended. The connection was closed.");
}

const takers = {
  ready: (_, firstWords) => { if (ofChat) usePass(); status(mode === "voice" ? "In a call." : "In a chat."); sound?.begin(); if (firstWords) say(firstWords); },
  flush: () => sound?.flush(),
  said: (message) => { line(message.who, message.shown || message.text || "(nothing understood)", message.name); },
  speaking: () => status("Listening to you ..."),
  interrupted: (message) => {
    const last = $("transcript").querySelector("li.assistant:last-of-type");
    if (last) last.lastChild.textContent = `${message.heard} ...`;
  },
  listening: (message) => {
    status(mode === "voice" ? "Your turn: please speak, or use the keypad." : "Your turn: please write.");
    $("asking").textContent = message.digits ? `You can say or enter up to ${message.digits} digits.` : message.choices ? `You can answer: ${message.choices.join(", ")}.` : "";
  },
  decision: (message) => {
    if (message.need) $("need").textContent = message.need.replaceAll("_", " ");
    if (message.destination) $("destination").textContent = message.destination;
    if (message.reason) $("reason").textContent = REASONS[message.reason] || message.reason;
  },
  timing: (message) => { $("latency").textContent = `${message.total} ms (pause ${message.endpoint}, recognition ${message.recognition}, bot ${message.bot}, voice ${message.synthesis})`; },
  transfer: (message) => { line("note", `Now ringing: ${message.name}${message.phone ? `, ${message.phone}` : ""}${message.ticket ? `, with ticket ${message.ticket}` : ""}`); $("destination").textContent = message.name; },
  failed: () => line("note", "Something on our side failed; a person takes over."),
  ended: (message) => { status(`Ended: ${message.disposition.replaceAll("_", " ")}.`); },
  in_writing: () => { chatIsElsewhere(); status("Ended. Your chat goes on in writing."); line("note", "Your chat goes on where you were writing. To speak again, choose \"Speak instead\" there."); },
  error: (message) => {
    if (message.code === "again" && again) { retrying = true; return; }
    if (message.code !== "busy") usePass();
    if (ofChat && !pass) chatIsElsewhere();
    status(`Ended. ${message.message}`); line("note", message.message);
  },
};

function take(message, firstWords) { takers[message.type]?.(message, firstWords); }

function say(words) { send({ type: "text", text: words }); }

$("call").addEventListener("click", () => {
  if (!socket) { start("voice"); return; }
  send({ type: "hang_up" });
});
$("person").addEventListener("click", () => send(mode === "voice" ? { type: "key", digit: "0" } : { type: "text", text: "person" }));
for (const key of document.querySelectorAll("[data-key]")) {
  key.addEventListener("click", () => send({ type: "key", digit: key.dataset.key }));
}
$("write").addEventListener("submit", (event) => {
  event.preventDefault();
  const words = $("words").value.trim();
  if (!words) return;
  if (words.length > LONGEST) { $("asking").textContent = TOO_LONG; return; }
  $("words").value = "";
  if (socket) say(words); else start("text", words);
});
function usePass() { pass = null; $("from-chat").hidden = true; }

// the quick way out, as the citizens' pages have it: without a trace in the history, by key too
const PRESSES = 3, WITHIN_MS = 2000;
function leave() {
  forget();
  document.body.hidden = true;
  send({ type: "hang_up" });
  sound?.close();
  location.replace($("leave").href);
}
let presses = [];
$("leave").addEventListener("click", (event) => { event.preventDefault(); leave(); });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat || $("leave").hidden) return;
  const now = Date.now();
  presses = [...presses.filter((at) => now - at < WITHIN_MS), now];
  if (presses.length >= PRESSES) leave();
});
addEventListener("pagehide", forget); // a page that is gone back to shows nothing of the call

if (location.hash) history.replaceState(null, "", location.pathname);
if (pass) { ofChat = true; $("from-chat").hidden = $("leave").hidden = false; $("write").hidden = true; }
document.body.dataset.ready = "true";
