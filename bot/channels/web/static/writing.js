// The officer's page: says, now and then, that an answer is being written, so that whoever waits sees it.
"use strict";

const EVERY = 4000;               // milliseconds between two such words
let told = 0;

for (const box of document.querySelectorAll("textarea[data-writing]")) {
  box.addEventListener("input", () => {
    if (!box.value.trim() || Date.now() - told < EVERY) return;
    told = Date.now();
    fetch(box.dataset.writing, { method: "POST", body: new URLSearchParams({ token: box.form.elements.token.value }) }).catch(() => {});
  });
}
