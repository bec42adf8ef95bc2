/* Small comforts. Every page works without them. */
"use strict";

// The words "Error" and what to put right are read first, whether the page came whole or htmx swapped a part of it.
function focusWhatMatters(root) {
  const target = root.querySelector("[data-focus]");
  if (target) target.focus();
}

// A menu closes when the reader goes elsewhere or presses Escape; the focus returns to where it was opened.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details.menu[open]");
  closeMenus(null);
  if (menu) menu.querySelector("summary").focus();
});

// A second press on a button that is already sending does nothing. The button itself is never disabled.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  else form.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// What only a script can do (print, a passkey) stays hidden until there is one.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});

document.addEventListener("htmx:after:swap", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  focusWhatMatters(document);
});

// What a telephone keeps for the door of a date goes once the date is signed, and at the end of its day.
function forgetDays() {
  const signed = document.querySelector("[data-forget-day]");
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith("muster-day:"))) {
    const over = signed && key === `muster-day:${signed.dataset.forgetDay}`;
    if (!over && JSON.parse(localStorage.getItem(key)).until > Date.now()) continue;
    localStorage.removeItem(key);
    if ("caches" in window) caches.delete(key);
    if (!("serviceWorker" in navigator)) continue;
    navigator.serviceWorker.getRegistrations().then((all) => {
      for (const one of all) if (key === `muster-day:${new URL(one.scope).pathname}`) one.unregister();
    });
  }
}
try { forgetDays(); } catch { /* nothing can be kept here, so nothing is */ }

for (const part of document.querySelectorAll("[data-with-script]")) part.hidden = false;
focusWhatMatters(document);
