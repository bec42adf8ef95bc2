/* Keeps the page of one date's door for when there is no network. Where this file lies limits it to that page. */
"use strict";

const KEPT = `muster-day:${new URL(self.registration.scope).pathname}`;
const LONGEST = 18 * 60 * 60 * 1000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function fromBefore(request) {
  const found = await (await caches.open(KEPT)).match(request, { ignoreSearch: true });
  if (!found) return Response.error();
  if (Date.now() - Date.parse(found.headers.get("Date")) > LONGEST) {
    await caches.delete(KEPT);
    return Response.error();
  }
  return found;
}

async function fresh(request) {
  try { return await fetch(request); } catch { return fromBefore(request); }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === location.origin) event.respondWith(fresh(request));
});
