// Keeps on the phone what has to open without a signal, and nothing else: the help page as anybody sees it, the page that
// says that there is no signal, and the styles of both. A person's own plan is kept only where they asked for it, in a box
// of its own, and goes when they take it away. Every page still comes from the server while there is a connection.

const KEPT = "concord-help-VERSION";
const OWN_PLAN = "concord-own-plan";
const PAGES = ["/help-now", "/offline"];
const STYLES = ["STYLES"];
/** Where somebody's own copy lies; these addresses show it when there is no signal. */
const COPY = "/my/safety-plan/copy";
const PLAN = [COPY, "/my/safety-plan"];

/** As a stranger: without the cookie, so that nothing of anybody's own is kept. */
const asStranger = (address) => new Request(address, { credentials: "omit", cache: "reload" });

addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const box = await caches.open(KEPT);
    await Promise.all([...PAGES, ...STYLES].map(async (address) => {
      const answer = await fetch(asStranger(address));
      if (answer.ok) await box.put(address, answer);
    }));
    await skipWaiting();
  })());
});

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("concord-help-") && name !== KEPT);
    await Promise.all(old.map((name) => caches.delete(name)));
    await clients.claim();
  })());
});

async function withoutSignal(address) {
  const kept = await caches.open(KEPT);
  if (PLAN.includes(address)) {
    const copy = await (await caches.open(OWN_PLAN)).match(COPY);
    if (copy) return copy;
  }
  return (await kept.match(address)) ?? (await kept.match("/offline")) ?? Response.error();
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => withoutSignal(address.pathname)));
  } else if (STYLES.includes(address.pathname)) {
    event.respondWith(fetch(request).catch(async () => (await (await caches.open(KEPT)).match(address.pathname)) ?? Response.error()));
  }
});
