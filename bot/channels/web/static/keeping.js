// What stays on the person's own machine: words that are not sent yet, and where they had read to. It is theirs alone,
// gone when it was answered, when they sign out, and when somebody else comes in by this browser.
"use strict";

const $ = (id) => document.getElementById(id);
const OURS = "chat:";
const MINE = `${OURS}${$("chat").dataset.me}:`;

function stored(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(MINE + name)) ?? otherwise;
  } catch {
    return otherwise;             // a browser that keeps nothing, or something that is none of ours
  }
}

function store(name, value) {
  try {
    if (value === null || value === "" || value.length === 0) localStorage.removeItem(MINE + name);
    else localStorage.setItem(MINE + name, JSON.stringify(value));
  } catch {
    // no room, or not allowed: it is kept for as long as the page is open
  }
}

function forget(kept = "") {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(OURS) && !(kept && name.startsWith(kept))) localStorage.removeItem(name);
    }
  } catch {
    // nothing was kept
  }
}

forget(MINE);
addEventListener("submit", (event) => { if (event.target.action.endsWith("/leave")) forget(); });
