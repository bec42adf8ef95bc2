/* The door of a date on a telephone: taps count at once, wait where there is no network, and are sent when it is back.
   Without this script every name has a button that does the same, as long as there is a network. */
"use strict";

(() => {
  const door = document.getElementById("door");
  if (!door) return;
  const words = door.dataset;
  const place = location.pathname;
  const key = `muster-day:${place}`;
  const names = door.querySelector("[data-names]");
  const page = names.querySelector("[name=nonce]").value;
  const search = door.querySelector("[data-search]");
  const find = search.querySelector("input");
  const rows = [...door.querySelectorAll("[data-registration]")];
  let sending = false;

  // --- what is kept in this browser ---

  function load() {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      if (kept && kept.until > Date.now()) return kept;
    } catch { /* nothing is kept, or nothing can be */ }
    return { taps: [], until: 0, page: "" };
  }

  const kept = load();
  if (kept.page !== page) {
    kept.page = page;
    kept.until = Date.now() + Number(words.left);
  }

  function save() {
    try { localStorage.setItem(key, JSON.stringify(kept)); } catch { /* they wait in this window only */ }
  }

  function name() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // --- what is shown ---

  function waits(row) {
    return kept.taps.some((tap) => tap.registration === row.dataset.registration);
  }

  function isHere(row) {
    return "here" in row.dataset || waits(row);
  }

  function element(kind, attributes, text) {
    const made = document.createElement(kind);
    Object.assign(made, attributes);
    made.textContent = text;
    return made;
  }

  function show() {
    for (const row of rows) {
      const button = row.querySelector("button[name=registration]");
      if (button) button.hidden = isHere(row);
      for (const old of row.querySelectorAll("[data-shown]")) old.remove();
      if (isHere(row) && !row.querySelector(".tag")) {
        const said = element("span", { className: "door-said" }, "");
        said.dataset.shown = "";
        said.append(element("span", { className: "tag done" }, words.hereWords));
        if (waits(row)) {
          const back = element("button", { type: "button", className: "button bare slim" }, words.takeBack);
          back.append(element("span", { className: "vh" }, ` ${row.querySelector("b").textContent}`));
          back.addEventListener("click", () => takeBack(row));
          said.append(back);
        }
        row.append(said);
      }
    }
    const here = rows.filter(isHere).length;
    if (!location.search) {
      door.querySelector("[data-count]").textContent = words.countWords.replace("{n}", here).replace("{all}", words.all);
    }
    const number = kept.taps.length;
    const line = number === 1 ? words.oneWaits : words.wait.replace("{n}", number);
    door.querySelector("[data-waits]").textContent = number ? line : "";
  }

  function tell(text) {
    const log = door.querySelector("[data-answers]");
    log.replaceChildren(element("p", { className: "notice info" }, text));
  }

  // --- taps ---

  function tap(row) {
    if (isHere(row) || "closed" in words) return;
    kept.taps.push({ nonce: name(), registration: row.dataset.registration, at: Date.now() });
    save();
    show();
    send();
  }

  function takeBack(row) {
    if (sending) return;
    kept.taps = kept.taps.filter((one) => one.registration !== row.dataset.registration);
    save();
    show();
  }

  async function send() {
    if (sending || !kept.taps.length || !navigator.onLine) return;
    sending = true;
    const taken = [...kept.taps];
    try {
      const answer = await fetch(words.taps, { method: "POST", body: new URLSearchParams({
        csrf_token: names.querySelector("[name=csrf_token]").value, taps: JSON.stringify(taken), sent_at: Date.now(),
      }) });
      if (!answer.ok || answer.redirected) tell(words.reload);
      else settle(taken, await answer.json());
    } catch { /* no network: they wait */ }
    sending = false;
    show();
    if (kept.taps.length > taken.length) send();
  }

  function settle(taken, told) {
    const wrong = [];
    for (const one of taken) {
      const answer = told.answers[one.nonce];
      if (!answer) continue;
      kept.taps = kept.taps.filter((other) => other.nonce !== one.nonce);
      const row = rows.find((other) => other.dataset.registration === one.registration);
      if (answer.answer === "counted" || answer.answer === "again") { if (row) row.dataset.here = ""; }
      else wrong.push(`${row ? row.querySelector("b").textContent : one.registration}: ${answer.words}`);
    }
    save();
    if (told.clock) wrong.push(told.clock);
    if (wrong.length) tell(wrong.join(" "));
    else if (taken.length > 1) tell(words.sent);
  }

  names.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=registration]");
    if (!button) return;
    event.preventDefault();
    tap(button.closest("[data-registration]"));
    find.focus({ preventScroll: true });
  });
  addEventListener("online", send);
  setInterval(send, 20000);

  // --- a name or a code ---

  const plain = (text) => text.toLowerCase().replace(/[\s-]/g, "").replace(/[il]/g, "1").replace(/o/g, "0");

  function narrow() {
    const wanted = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const code = plain(find.value);
    for (const row of rows) {
      const named = wanted.every((word) => row.dataset.key.includes(word));
      row.hidden = !(named || (code && plain(row.dataset.code).startsWith(code)));
    }
  }

  find.addEventListener("input", narrow);
  search.addEventListener("submit", (event) => {
    event.preventDefault();
    const row = rows.find((one) => plain(one.dataset.code) === plain(find.value));
    const left = rows.filter((one) => !one.hidden);
    if (row) {
      tap(row);
      find.value = "";
      narrow();
    } else if (!left.length) tell(words.nobody);
  });

  // --- the camera ---

  const camera = door.querySelector("[data-camera]");
  const scan = door.querySelector("[data-scan]");
  let stream = null;

  function registrationIn(address) {
    const found = /\/seminars\/here\/([0-9a-z]{12})\./.exec(address);
    return found ? found[1] : "";
  }

  function seen(address) {
    const row = rows.find((one) => one.dataset.registration === registrationIn(address));
    if (!row) tell(words.nobody);
    else if (!isHere(row)) {
      tap(row);
      tell(`${row.querySelector("b").textContent}: ${words.hereWords}`);
      if (navigator.vibrate) navigator.vibrate(60);
    }
  }

  async function look(detector) {
    while (stream) {
      for (const code of await detector.detect(camera).catch(() => [])) seen(code.rawValue);
      await new Promise((done) => setTimeout(done, 250));
    }
  }

  async function toggleCamera() {
    if (stream) {
      for (const track of stream.getTracks()) track.stop();
      stream = null;
      camera.hidden = true;
      return;
    }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      camera.srcObject = stream;
      camera.hidden = false;
      await camera.play();
      look(new BarcodeDetector({ formats: ["qr_code"] }));
    } catch {
      stream = null;
      tell(words.noCamera);
    }
  }

  if ("BarcodeDetector" in window && navigator.mediaDevices && !("closed" in words)) {
    scan.hidden = false;
    scan.addEventListener("click", toggleCamera);
  }

  // --- the page itself, for when there is no network ---

  async function keepPage() {
    if (!("serviceWorker" in navigator) || !("caches" in window) || !navigator.onLine || "closed" in words) return;
    await navigator.serviceWorker.register(words.worker);
    const parts = performance.getEntriesByType("resource").map((one) => new URL(one.name))
      .filter((one) => one.origin === location.origin && one.pathname.startsWith("/static/")).map((one) => one.pathname);
    await (await caches.open(key)).addAll([place, ...new Set(parts)]);
    door.dataset.kept = "";
  }

  if ("closed" in words) kept.taps = [];
  save();
  show();
  send();
  keepPage().catch(() => { /* the page works as long as it is open */ });
})();
