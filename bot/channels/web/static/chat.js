// The chat page's script. Without it the page still works through plain forms; with it nothing is loaded again:
// words go to POST /api/chat with an id made here, and everything that is shown comes from GET /api/stream.
"use strict";

const TRIES = [800, 2500];        // waits before a message is sent again by itself, in milliseconds
const AGAIN = 15000;              // then it waits so long, or until the stream opens again
const MOST = 4000, NEAR = 3600;   // so many characters are looked at; from where on they are counted
const PRESSED = "form.choices button, .read-back button, form.act button";
const waiting = new Map();        // messages sent from here that the bot has not been seen to answer, by id

// ---- the queue: one after the other, in the order written, until each was kept

let busy = false;
let again = 0;

const unkept = () => [...waiting.values()].filter((message) => !message.kept);
const next = () => unkept().find((message) => !message.held);
const keepQueue = () => store("queue", unkept().map(({ body, text }) => ({ body, text })));

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");
}

function queue(body, text) {
  const message = { body, text, line: showWaiting(text), tries: 0, kept: false, held: false };
  waiting.set(body.id, message);
  return message;
}

function send(body, text) {
  const message = queue({ id: newId(), ...body }, text);
  keepQueue();
  unasked = null;
  follow();
  pump();
  return message.line;
}

async function pump() {
  if (busy) return;
  busy = true;
  clearTimeout(again);
  for (let message = next(); message; message = next()) {
    if (!await deliver(message)) break;
  }
  busy = false;
  if (unkept().length) again = setTimeout(sendHeld, AGAIN);
}

// Everything that waits is tried once more.
function sendHeld() {
  for (const message of unkept()) if (message.held) release(message);
  pump();
}

// Whether the next one can be sent now.
async function deliver(message) {
  when(message.line, "Sending…");
  let answer;
  try {
    answer = await fetch("/api/chat", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(message.body),
      signal: AbortSignal.timeout(20000),
    });
  } catch {
    return noConnection();
  }
  if (answer.ok) {
    message.kept = true;
    keepQueue();
    const { gone } = await answer.json().catch(() => ({}));
    if (gone) location.replace(gone);   // what was held was deleted: there is no chat to go on with
    trouble("");
    if (waiting.has(message.body.id)) when(message.line, "Sent");
    return true;
  }
  const advice = (await answer.json().catch(() => ({}))).error || "Not sent.";
  if (answer.status === 429) return giveBack(message, advice);
  if (answer.status >= 500 && message.tries < TRIES.length) {
    await new Promise((done) => setTimeout(done, TRIES[message.tries++]));
    return true;
  }
  hold(message, advice);
  return answer.status < 500;
}

// It stays in the queue, and goes out when the stream opens again.
function noConnection() {
  for (const message of unkept()) if (!message.held) when(message.line, "Waiting to be sent");
  connected(false);
  return false;
}

// Too much at once: the words go back into the box, in front of what was written since.
function giveBack(message, advice) {
  isAnswered(message);
  message.line.remove();
  trouble(advice);
  if (message.body.text) {
    say.value = [message.body.text, say.value].filter(Boolean).join("\n");
    written();
  }
  free();
  return true;
}

// Not taken: it can be tried again by hand, and is tried again by itself.
function hold(message, advice) {
  if (!waiting.has(message.body.id)) return;   // it was kept after all
  message.held = true;
  trouble(advice);
  message.line.classList.replace("waiting", "unsent");
  when(message.line, "Not sent.");
  const retry = document.createElement("button");
  retry.type = "button";
  retry.textContent = "Try again";
  retry.addEventListener("click", () => {
    release(message);
    say.focus({ preventScroll: true });
    pump();
  });
  message.line.querySelector(".when").append(" ", retry);
  free();
  if (following) follow();
}

function release(message) {
  message.held = false;
  message.tries = 0;
  message.line.querySelector(".when button")?.remove();
  message.line.classList.replace("unsent", "waiting");
  when(message.line, "Sending…");
}

function isAnswered(message) {
  waiting.delete(message.body.id);
  keepQueue();
}

// Buttons can be pressed again.
function free() {
  for (const button of document.querySelectorAll(PRESSED)) button.removeAttribute("aria-disabled");
}

// What was not sent when the page was left: shown again, and sent with the ids that it had.
function takeUp() {
  for (const { body, text } of stored("queue", [])) {
    if (!lines.querySelector(`[data-event$=":${CSS.escape(body.id)}"]`)) queue(body, text);
  }
  keepQueue();
  say.value ||= stored("draft", "");
  written();
}

// ---- writing

// How many characters are left, near the end; read out when it begins to matter, and not at every letter.
function count(long) {
  const state = long < NEAR ? "" : long > MOST ? "over" : "near";
  const words = long > MOST
    ? `${(long - MOST).toLocaleString("en-GB")} characters too many: send it in parts`
    : `${(MOST - long).toLocaleString("en-GB")} characters left`;
  if (state && state !== $("count").className) $("status").textContent = words;
  $("count").className = state;
  $("count").hidden = !state;
  $("count").textContent = state && words;
}

function written() {
  store("draft", say.value);
  count(say.value.trim().length);
  if (!CSS.supports("field-sizing", "content")) {
    say.style.height = "auto";
    say.style.height = `${say.scrollHeight + 4}px`;
  }
  if (following) follow();
}

$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = say.value.trim();
  if (!text) return;
  say.value = "";
  written();
  send({ text }, text);
  say.focus({ preventScroll: true });
});

say.addEventListener("input", written);
say.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $("composer").requestSubmit();
});

// After a tap the focus goes to the person's own line, so that what follows is next; by keyboard it goes to the box.
function pressed(event, about) {
  const button = event.submitter;
  event.preventDefault();
  if (button.getAttribute("aria-disabled") === "true") return;
  const keyboard = button.matches(":focus-visible");
  for (const other of document.querySelectorAll(PRESSED)) other.setAttribute("aria-disabled", "true");
  const line = send({ press: button.value, ...about }, labelOf(button));
  if (keyboard) return;
  line.tabIndex = -1;
  line.focus({ preventScroll: true });
}

lines.addEventListener("submit", (event) => pressed(event, { message: Number(event.target.elements.message.value) }));

// ---- listening

let stream = null;
let pause = 1000;
let silence = 0;

// The line says "Reconnecting…" only when it takes a while: a stream ends now and then by itself.
function connected(yes) {
  if (yes) {
    clearTimeout(silence);
    silence = 0;
    $("line").hidden = true;
  } else {
    silence ||= setTimeout(() => { $("line").hidden = false; }, navigator.onLine ? 3000 : 0);
  }
}

function listen() {
  if (stream) stream.close();
  stream = new EventSource(`/api/stream?after=${last}`);
  stream.addEventListener("open", () => {
    pause = 1000;
    connected(true);
    sendHeld();
  });
  stream.addEventListener("said", (event) => show(JSON.parse(event.data), Number(event.lastEventId)));
  stream.addEventListener("glance", (event) => showGlance(JSON.parse(event.data).html));
  stream.addEventListener("writes", (event) => writes(JSON.parse(event.data).name));
  stream.addEventListener("gap", (event) => showGap(JSON.parse(event.data)));
  stream.addEventListener("error", () => {
    connected(false);
    if (stream.readyState !== EventSource.CLOSED) return;   // otherwise the browser comes back by itself
    setTimeout(async () => { if (!await isOver()) listen(); }, pause);
    pause = Math.min(pause * 2, 30000);
  });
}

// Whether the person was signed out, here or elsewhere: then there is nothing to come back to.
async function isOver() {
  const look = new AbortController();
  try {
    const answer = await fetch(`/api/stream?after=${last}`, { signal: look.signal });
    if (answer.status !== 403) return false;
    connected(true);
    trouble((await answer.json()).error);
    return true;
  } catch {
    return false;
  } finally {
    look.abort();
  }
}

addEventListener("online", listen);
addEventListener("pagehide", () => { if (stream) stream.close(); });
addEventListener("pageshow", (event) => { if (event.persisted) listen(); });

// ---- how far the whole is

const REACHED = "summary, a, button";
const glance = () => $("glance");

// As it is now; what was open stays open, and who stands in it stays where they were.
function showGlance(html) {
  const holder = $("progress"), fresh = html ? make(html) : null;
  if (holder.firstElementChild?.dataset.mark === fresh?.dataset.mark) return;
  const open = glance()?.open, within = [...holder.querySelectorAll(REACHED)].indexOf(document.activeElement);
  holder.replaceChildren(...(fresh ? [fresh] : []));
  if (open && glance()) glance().open = true;
  if (within >= 0) ([...holder.querySelectorAll(REACHED)][within] ?? say).focus({ preventScroll: true });
  if (following) follow();
}

function closeGlance() {
  if (glance()) glance().open = false;
}

$("progress").addEventListener("submit", (event) => {
  const keyboard = event.submitter.matches(":focus-visible");
  pressed(event, {});
  closeGlance();
  if (keyboard) say.focus({ preventScroll: true });
});
$("progress").addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !glance()?.open) return;
  closeGlance();
  glance().querySelector("summary").focus();
});
document.addEventListener("pointerdown", (event) => {
  if (!$("progress").contains(event.target)) closeGlance();
});

// ---- the demo's clock

const demo = $("demo");
if (demo) {
  demo.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.submitter;
    if (button.getAttribute("aria-disabled") === "true") return;
    for (const other of demo.querySelectorAll("button")) other.setAttribute("aria-disabled", "true");
    try {
      const answer = await fetch("/demo/clock", {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams({ days: button.value }),
      });
      const said = await answer.json();
      if (answer.ok) $("clock").textContent = said.clock;
      trouble(answer.ok ? "" : said.error);
    } catch {
      trouble("The clock could not be moved: there is no connection.");
    }
    for (const other of demo.querySelectorAll("button")) other.removeAttribute("aria-disabled");
  });
}

// The page could not greet anybody when it was made: it is asked to until something is said.
function greetAgain() {
  if (last > first) trouble("");
  if ($("trouble").hidden) return;
  fetch("/").catch(() => {});
  setTimeout(greetAgain, AGAIN);
}

// ---- beginning

const first = last;
$("hint").hidden = false;
const before = stored("seen", 0);
const unseen = before && [...lines.querySelectorAll(".from-bot")].find((line) => Number(line.dataset.seq) > before);
if (unseen) {
  markNew(unseen);
  unasked = unseen;
}
takeUp();
seen();
follow();
listen();
setTimeout(greetAgain, AGAIN);
