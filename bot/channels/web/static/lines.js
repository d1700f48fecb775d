// What is said, line by line: shown, read out, and kept in view. Everything that is shown was made by the server.
"use strict";

const lines = $("lines");
const say = $("say");
const TITLE = document.title;
let last = Number($("chat").dataset.last);
let unread = 0;                   // lines by the bot that came while nobody looked

// ---- in view

let following = true;             // whether the reader is kept at what is new; ends when they scroll up
let unasked = null;               // the newest line that came by itself, where nothing was said since
let put = -1;                     // where the page was last scrolled to by this script

const below = () => document.documentElement.scrollHeight - innerHeight - scrollY;
const fresh = () => $("new-lines");

// How much of the window's top the bar takes.
function room() {
  const head = document.querySelector(".top");
  const style = getComputedStyle(head);
  return style.position === "sticky" ? Math.max(0, head.offsetHeight + parseFloat(style.top)) : 0;
}

function scrollToEnd(atMost = Infinity) {
  following = true;
  put = Math.min(document.documentElement.scrollHeight - innerHeight, atMost);
  scrollTo({ top: put, behavior: "instant" });
  offerMore();
}

// Down to the newest message, but no further than where it begins: the reader's own last words, or what came unasked.
function follow() {
  const mine = unasked ?? lines.querySelector(".from-person:nth-last-child(1 of .from-person)");
  scrollToEnd(mine ? topOf(mine) : 0);
}

const topOf = (line) => line.getBoundingClientRect().top + scrollY - room() - 12;

function offerMore() {
  const mark = fresh();
  const unseen = mark && mark.getBoundingClientRect().top > innerHeight - $("composer").offsetHeight;
  $("newer-words").textContent = unseen ? "New messages" : "More below";
  $("newer").hidden = below() < 120;
}

addEventListener("scroll", () => {
  if (Math.abs(scrollY - put) < 2) return;
  put = -1;
  following = below() < 120;
  if (following) $("newer").hidden = true;
}, { passive: true });
addEventListener("resize", () => { if (following) follow(); });

$("newer").addEventListener("click", () => {
  const mark = fresh();
  if (mark && mark.getBoundingClientRect().top > innerHeight - $("composer").offsetHeight) scrollToEnd(topOf(mark));
  else scrollToEnd();
  say.focus({ preventScroll: true });
});

// ---- days, and where what is new begins

function startDay(line) {
  let before = line.previousElementSibling;
  while (before && !before.dataset.day && !before.matches(".day")) before = before.previousElementSibling;
  if (before && (before.dataset.day || before.dataset.of) === line.dataset.day) return;
  const day = document.createElement("li");
  day.className = "day";
  day.dataset.of = line.dataset.day;
  day.textContent = line.dataset.dayLabel;
  line.before(day);
}

function markNew(line) {
  fresh()?.remove();
  const mark = document.createElement("li");
  mark.className = "new-lines";
  mark.id = "new-lines";
  mark.textContent = "New";
  line.before(mark);
}

function seen() {
  if (document.hidden) return;
  unread = 0;
  document.title = TITLE;
  store("seen", last);
}

function noteUnread(line) {
  if (!document.hidden) return seen();
  if (unread === 0) markNew(line);
  unread += 1;
  document.title = `(${unread}) ${TITLE}`;
}

document.addEventListener("visibilitychange", () => { seen(); offerMore(); });

// ---- read out

// What the bot says is read from a region of its own, once: what is changed in the conversation itself is not.
function readOut(line) {
  const words = line.querySelector(".bubble").cloneNode(true);
  const choices = [...words.querySelectorAll("form.choices button")].map((button) => button.textContent);
  for (const part of words.querySelectorAll("form, td:has(button)")) part.remove();
  for (const part of words.querySelectorAll("p, li, h2, dt, dd, caption, td, th")) {
    part.append(/[\p{L}\p{N})]$/u.test(part.textContent.trim()) && !part.matches("dt, th") ? ". " : " ");
  }
  const said = document.createElement("p");
  said.textContent = words.textContent.replace(/\s+/g, " ").trim();
  if (choices.length) said.textContent += ` Choices: ${choices.join(", ")}.`;
  $("heard").append(said);
  setTimeout(() => said.remove(), 30000);
}

// The dots mean that somebody at the programme is writing; the bot answers at once and needs none.
function writes(name) {
  const stay = following;
  $("writes").textContent = name && `${name} is writing`;
  $("typing").hidden = !name;
  if (stay) follow();
}

// ---- the lines themselves

function make(html) {
  const template = document.createElement("template");
  template.innerHTML = html;      // made and cleaned by the server
  return template.content.firstElementChild;
}

const labelOf = (button) => button.ariaLabel ?? button.textContent;

// Buttons that are past give way to the one that was chosen.
function settle(chosen, except) {
  for (const form of lines.querySelectorAll("form.choices")) {
    if (except && form.closest(".line").dataset.event === except) continue;
    const focused = document.activeElement.form === form && document.activeElement.matches(":focus-visible");
    const buttons = [...form.elements].filter((one) => one.type === "submit");
    if (buttons.some((button) => labelOf(button) === chosen)) {
      const mark = make('<p class="chosen"><span aria-hidden="true">✓ </span><span></span>' +
        '<span class="visually-hidden"> (chosen)</span></p>');
      mark.children[1].textContent = chosen;
      form.before(mark);
    }
    for (const button of buttons) button.closest("td")?.remove();
    form.remove();
    if (focused) say.focus({ preventScroll: true });
  }
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
  const sent = waiting.get(said.id);
  if (mine) {
    settle(line.querySelector(".words").innerText);
  } else {
    if (line.classList.contains("from-somebody")) writes("");
    free();
    settle("", line.dataset.event);
    if (sent) notKept(sent, line);
  }
  if (mine && sent) {
    keep(sent, line);
  } else {
    line.classList.add("fresh");
    lines.insertBefore(line, firstWaiting());
    startDay(line);
  }
  if (!mine) {
    readOut(line);
    noteUnread(line);
  }
  if (mine) unasked = null;
  else if (!said.id && unasked?.dataset.event !== line.dataset.event) unasked = line;
  if (stay) follow();
  else if (!mine) offerMore();
}

const firstWaiting = () => waiting.values().next().value?.line ?? null;

// A line sent from here that has now come back. The words stay as they were written.
function keep(sent, kept) {
  const mine = sent.line;
  isAnswered(sent);
  const earlier = firstWaiting();
  if (earlier && earlier.compareDocumentPosition(mine) & Node.DOCUMENT_POSITION_FOLLOWING) earlier.before(mine);
  mine.className = kept.className;
  mine.querySelector(".when button")?.remove();
  mine.id = kept.id;
  Object.assign(mine.dataset, kept.dataset);
  const time = kept.querySelector("time");
  when(mine, kept.matches(".unkept") ? `Not saved · ${time.textContent}` : time.textContent).dateTime = time.dateTime;
  startDay(mine);
}

// Answered without the words coming back: they were private, and are not in the history.
function notKept(sent, answer) {
  isAnswered(sent);
  const mine = sent.line;
  mine.className = "line from-person unkept";
  for (const name of ["day", "dayLabel"]) mine.dataset[name] = answer.dataset[name];
  when(mine, "Not saved");
  startDay(mine);
}

function when(line, text) {
  const time = line.querySelector("time");
  time.textContent = text;
  return time;
}

function showWaiting(text) {
  const line = make('<li class="line from-person waiting"><div class="bubble"><p class="visually-hidden">You: </p>' +
    '<p class="words" dir="auto"></p></div><p class="when"><time>Sending…</time></p></li>');
  line.querySelector(".words").innerText = text;
  lines.append(line);
  return line;
}

function trouble(text) {
  if ($("trouble").textContent === text) return;
  $("trouble").textContent = text;
  $("trouble").hidden = !text;
}
