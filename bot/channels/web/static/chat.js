// The chat page's script. Without it the page still works through plain forms; with it nothing is loaded again:
// words go to POST /api/chat with an id made here, and everything that is shown comes from GET /api/stream.
"use strict";

const $ = (id) => document.getElementById(id);
const lines = $("lines");
const say = $("say");
const TRIES = [800, 2500];        // waits before a message is sent again by itself, in milliseconds
const waiting = new Map();        // messages sent from here that the bot has not been seen to keep, by id
let last = Number($("chat").dataset.last);
let quietTimer = 0;

// ---- showing

let following = true;             // whether the reader is kept at what is new; ends when they scroll up
let put = -1;                     // where the page was last scrolled to by this script

const below = () => document.documentElement.scrollHeight - innerHeight - scrollY;

function scrollToEnd(atMost = Infinity) {
  following = true;
  put = Math.min(document.documentElement.scrollHeight - innerHeight, atMost);
  scrollTo({ top: put, behavior: "instant" });
  $("newer").hidden = below() < 120;
}

// Down to the newest message, but no further than the reader's own last words: what is new is read from its start.
function follow() {
  const mine = lines.querySelector(".from-person:nth-last-child(1 of .from-person)");
  const head = document.querySelector(".top");
  const room = getComputedStyle(head).position === "sticky" ? head.offsetHeight : 0;
  scrollToEnd(mine ? mine.getBoundingClientRect().top + scrollY - room - 12 : 0);
}

addEventListener("scroll", () => {
  if (Math.abs(scrollY - put) < 2) return;
  put = -1;
  following = below() < 120;
  if (following) $("newer").hidden = true;
}, { passive: true });
addEventListener("resize", () => { if (following) follow(); });

function startDay(line) {
  const before = line.previousElementSibling;
  if (before && before.dataset.day === line.dataset.day) return;
  const day = document.createElement("li");
  day.className = "day";
  day.textContent = line.dataset.dayLabel;
  line.before(day);
}

function make(html) {
  const template = document.createElement("template");
  template.innerHTML = html;      // made and cleaned by the server
  return template.content.firstElementChild;
}

// Buttons that are past: plain text, with the chosen one marked.
function settle(chosen, except) {
  for (const form of lines.querySelectorAll("form.choices")) {
    const line = form.closest(".line");
    if (except && line.dataset.event === except) continue;
    const list = document.createElement("ul");
    list.className = "offered";
    list.setAttribute("aria-label", "Choices offered earlier");
    for (const button of form.querySelectorAll("button")) {
      const item = document.createElement("li");
      item.textContent = button.textContent;
      if (button.textContent === chosen) {
        item.className = "chosen";
        const mark = document.createElement("span");
        mark.className = "visually-hidden";
        mark.textContent = " (chosen)";
        item.append(mark);
      }
      list.append(item);
    }
    const focused = form.contains(document.activeElement) && document.activeElement.matches(":focus-visible");
    form.replaceWith(list);
    if (focused) say.focus({ preventScroll: true });
  }
}

function typing(on) {
  clearTimeout(quietTimer);
  $("typing").hidden = !on;
  if (!on) $("status").textContent = "";
  if (on) quietTimer = setTimeout(() => { $("status").textContent = "The bot is writing"; }, 1500);
}

// Lines were left out: a link to them.
function showGap(said) {
  lines.insertBefore(make(said.html), firstWaiting());
}

function show(said, seq) {
  if (seq <= last) return;
  last = seq;
  const stay = following;
  const line = make(said.html);
  const mine = line.classList.contains("from-person");
  const sent = mine && waiting.get(said.id);
  if (mine) {
    settle(line.querySelector(".words").innerText);
  } else {
    typing(false);
    settle("", line.dataset.event);
    notKept(waiting.get(said.id), said.id);
  }
  if (sent) {
    waiting.delete(said.id);
    keep(sent.line, line);
  } else {
    line.classList.add("fresh");
    lines.insertBefore(line, firstWaiting());
    startDay(line);
  }
  if (stay) follow();
  else if (!mine) $("newer").hidden = false;
}

const firstWaiting = () => waiting.values().next().value?.line ?? null;

// A line sent from here that is now kept. It is changed in place, so that a screen reader does not read it again.
function keep(mine, kept) {
  const earlier = firstWaiting();
  if (earlier && earlier.compareDocumentPosition(mine) & Node.DOCUMENT_POSITION_FOLLOWING) earlier.before(mine);
  mine.className = kept.className;
  mine.querySelector(".when button")?.remove();
  mine.id = kept.id;
  Object.assign(mine.dataset, kept.dataset);
  const words = mine.querySelector(".words");
  if (words.innerHTML !== kept.querySelector(".words").innerHTML) words.replaceWith(kept.querySelector(".words"));
  when(mine, kept.querySelector("time").textContent).dateTime = kept.querySelector("time").dateTime;
  startDay(mine);
}

function when(line, text) {
  const time = line.querySelector("time");
  time.textContent = text;
  return time;
}

// Answered without the words coming back: they were private, and the ledger did not keep them.
function notKept(sent, id) {
  if (!sent) return;
  waiting.delete(id);
  sent.line.classList.remove("waiting", "unsent");
  when(sent.line, "Not kept");
}

function showWaiting(text) {
  const line = make('<li class="line from-person waiting"><div class="bubble"><p class="visually-hidden">You: </p>' +
    '<p class="words" dir="auto"></p></div><p class="when"><time>Sending…</time></p></li>');
  line.querySelector(".words").innerText = text;
  lines.append(line);
  return line;
}

// ---- saying

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");
}

function send(body, text) {
  const message = { body: { id: newId(), ...body }, line: showWaiting(text), tries: 0 };
  waiting.set(message.body.id, message);
  deliver(message);
}

async function deliver(message) {
  typing(true);
  follow();
  let advice = "Not sent: there is no connection.";
  try {
    const answer = await fetch("/api/chat", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(message.body),
    });
    if (answer.ok) {
      trouble("");
      if (waiting.has(message.body.id)) when(message.line, "Sent");
      setTimeout(() => typing(false), 6000);
      return;
    }
    advice = (await answer.json().catch(() => ({}))).error || "Not sent.";
    if (answer.status === 429) return giveBack(message, advice);
    if (answer.status < 500) message.tries = TRIES.length;
  } catch {
    // the line is down: tried again below
  }
  if (message.tries < TRIES.length) {
    setTimeout(() => deliver(message), TRIES[message.tries++]);
  } else {
    giveUp(message, advice);
  }
}

// Too much at once: the words go back into the box, in front of what was written since.
function giveBack(message, advice) {
  waiting.delete(message.body.id);
  message.line.remove();
  typing(false);
  trouble(advice);
  if (message.body.text) {
    say.value = [message.body.text, say.value].filter(Boolean).join("\n");
    grow();
  }
  for (const button of lines.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
}

function giveUp(message, advice) {
  if (!waiting.has(message.body.id)) return;   // it was kept after all
  typing(false);
  trouble(advice);
  message.line.classList.replace("waiting", "unsent");
  when(message.line, "Not sent.");
  const retry = document.createElement("button");
  retry.type = "button";
  retry.textContent = "Try again";
  retry.addEventListener("click", () => {
    retry.remove();
    when(message.line, "Sending…");
    message.line.classList.replace("unsent", "waiting");
    message.tries = 0;
    say.focus({ preventScroll: true });
    deliver(message);
  });
  message.line.querySelector(".when").append(" ", retry);
  for (const button of lines.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
  if (following) follow();
}

function trouble(text) {
  $("trouble").textContent = text;
  $("trouble").hidden = !text;
}

function grow() {
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
  grow();
  send({ text }, text);
  say.focus({ preventScroll: true });
});

say.addEventListener("input", grow);
say.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $("composer").requestSubmit();
});

lines.addEventListener("submit", (event) => {
  const button = event.submitter;
  event.preventDefault();
  if (button.getAttribute("aria-disabled") === "true") return;
  for (const other of lines.querySelectorAll("form.choices button")) other.setAttribute("aria-disabled", "true");
  const message = Number(event.target.elements.message.value);
  send({ press: button.value, message }, button.textContent);
});

$("newer").addEventListener("click", () => { scrollToEnd(); say.focus({ preventScroll: true }); });

// ---- listening

let stream = null;
let pause = 1000;

function listen() {
  if (stream) stream.close();
  stream = new EventSource(`/api/stream?after=${last}`);
  stream.addEventListener("open", () => { pause = 1000; });
  stream.addEventListener("said", (event) => show(JSON.parse(event.data), Number(event.lastEventId)));
  stream.addEventListener("gap", (event) => showGap(JSON.parse(event.data)));
  stream.addEventListener("error", () => {
    if (stream.readyState !== EventSource.CLOSED) return;   // otherwise the browser comes back by itself
    setTimeout(listen, pause);
    pause = Math.min(pause * 2, 30000);
  });
}

addEventListener("pagehide", () => { if (stream) stream.close(); });
addEventListener("pageshow", (event) => { if (event.persisted) listen(); });

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

$("hint").hidden = false;
follow();
listen();
