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
let mode = null;
let token = document.body.dataset.token;

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

async function start(wanted, firstWords) {
  mode = wanted;
  $("transcript").replaceChildren();
  for (const [id, text] of [["need", "not known yet"], ["destination", "not decided yet"], ["reason", "none yet"], ["latency", "no answer yet"]]) $(id).textContent = text;
  if (mode === "voice") {
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
  socket.onopen = () => send({ type: "start", token: opened, mode });
  socket.onmessage = (event) => (typeof event.data === "string" ? take(JSON.parse(event.data), firstWords) : sound?.play(event.data));
  socket.onclose = () => over();
  inCall(true);
}

function over() {
  if (!socket) return;
  socket = null;
  const playing = sound;
  sound = null;
  setTimeout(() => playing?.close(), 400);
  inCall(false);
  if (!$("status").textContent.startsWith("Ended")) status("Ended. The connection was closed.");
}

const takers = {
  ready: (_, firstWords) => { status(mode === "voice" ? "In a call." : "In a chat."); sound?.begin(); if (firstWords) say(firstWords); },
  flush: () => sound?.flush(),
  said: (message) => { line(message.who, message.text || "(nothing understood)", message.name); },
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
  error: (message) => { status(`Ended. ${message.message}`); line("note", message.message); },
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
document.body.dataset.ready = "true";
