// Keeps on the phone what has to open without a signal, and nothing else: the help page as anybody sees it, the page that
// says that there is no signal, and the styles of both. A person's own plan is kept only where they asked for it, in a box
// of its own, and goes when they take it away. Every page still comes from the server while there is a connection.

const KEPT = "concord-help-VERSION";
const OWN_PLAN = "concord-own-plan";
const PAGES = ["/help-now", "/offline"];
/** Asks for a page as a copy: it says from which day it is, and nothing that is true only now. */
const AS_A_COPY = "?copy=yes";
/** A copy that is older is fetched again, so that the numbers in it are those of the practice. */
const FRESH_FOR = 12 * 60 * 60 * 1000;
/** How long help waits for a line that does not answer. */
const PATIENCE = 4_000;
const STYLES = ["STYLES"];
/** Where somebody's own copy lies; these addresses show it when there is no signal. */
const COPY = "/my/safety-plan/copy";
const PLAN = [COPY, "/my/safety-plan"];

/** As a stranger: without the cookie, so that nothing of anybody's own is kept. */
const asStranger = (address) => new Request(address, { credentials: "omit", cache: "reload" });

async function keepCopies() {
  const box = await caches.open(KEPT);
  const keep = async (address, asked) => {
    const answer = await fetch(asStranger(asked));
    if (answer.ok) await box.put(address, answer);
  };
  await Promise.all([...PAGES.map((page) => keep(page, page + AS_A_COPY)), ...STYLES.map((style) => keep(style, style))]);
}

/** The copies are renewed while there is a line. */
async function renew() {
  const kept = await (await caches.open(KEPT)).match(PAGES[0]);
  const age = Date.now() - Date.parse(kept?.headers.get("date") ?? "");
  if (!(age < FRESH_FOR)) await keepCopies().catch(() => {});
}

addEventListener("install", (event) => {
  event.waitUntil(keepCopies().then(() => skipWaiting()));
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

/** The page from the server. For help there is a copy, so that nobody waits for a line that only seems to be there. */
function fromServer(request, address) {
  const late = new Promise((_, failed) => setTimeout(failed, PATIENCE));
  return PAGES.includes(address) || PLAN.includes(address) ? Promise.race([fetch(request), late]) : fetch(request);
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fromServer(request, address.pathname).catch(() => withoutSignal(address.pathname)));
    event.waitUntil(renew());
  } else if (STYLES.includes(address.pathname)) {
    event.respondWith(fetch(request).catch(async () => (await (await caches.open(KEPT)).match(address.pathname)) ?? Response.error()));
  }
});
