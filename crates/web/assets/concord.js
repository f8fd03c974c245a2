// Concord's own script. Everything works without it; with it, words survive a lost line, pages change in place, the chart
// answers to the arrow keys and an unattended screen locks. No library, no state outside this tab but the time of the last key.

import { PATIENCE, keepWaiting, locked, locks, sendWaiting, unlocked, waitingWords, wentThrough, within } from "./waiting.js";

const words = document.documentElement.lang.startsWith("es")
  ? {
      lost: (at) => `No se ha enviado. La línea está caída desde las ${at}.`,
      kept: "Lo que escribió sigue en esta página. No la cierre. Pulse de nuevo cuando vuelva la línea; no se enviará dos veces.",
      back: "La línea ha vuelto. Puede enviarlo ahora.",
      restored: (at) => `Recuperado: lo que escribió a las ${at}.`,
      forget: "Empezar de nuevo",
      chart: "Datos del gráfico por semana. Use las flechas izquierda y derecha.",
      stale: "No se pudo revisar lo que acaba de escribir: esto es de antes. Pulse para revisar de nuevo.",
    }
  : {
      lost: (at) => `Not sent. The line is down since ${at}.`,
      kept: "Your words are still in this page. Do not close it. Press again when the line is back; it will not be sent twice.",
      back: "The line is back. You can send it now.",
      restored: (at) => `Put back: what you wrote at ${at}.`,
      forget: "Begin anew",
      chart: "The chart week by week. Use the left and right arrow keys.",
      stale: "What you just typed could not be reviewed: this is from before. Press “Check again”.",
    };

const clock = () => new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
const say = (text) => {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
};
const element = (tag, className, ...children) => {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
};

/* Drafts: what is typed is kept in this tab, per account, page and form, until it was sent. */

const draftKey = (form) => {
  const place = `${location.pathname}:${form.dataset.draft}`;
  return `draft:${document.body.dataset.account ?? ""}:${locks() ? nameless(place) : place}`;
};

/** What a draft is of says as much as its words: on a patient's phone its name is a number, made with the key of the session. */
function nameless(place) {
  let [one, other] = [0xdeadbeef, 0x41c6ce57];
  for (const unit of `${document.body.dataset.lineKey}:${place}`) {
    one = Math.imul(one ^ unit.codePointAt(0), 2654435761);
    other = Math.imul(other ^ unit.codePointAt(0), 1597334677);
  }
  return `${(one >>> 0).toString(36)}${(other >>> 0).toString(36)}`;
}
const typed = (form) =>
  [...form.elements].filter((field) => field.name && !field.name.startsWith("sealed_") && !["hidden", "password", "submit", "button", "file"].includes(field.type));

/* A sealed note is kept in no browser: as its author leaves a field, the words go to the server and are sealed there. */
function keepSealed(box, leaving = false) {
  const body = new URLSearchParams();
  for (const field of box.querySelectorAll("[name^=sealed_]")) body.append(field.name, field.value);
  if (String(body) === box.dataset.kept) return;
  box.dataset.kept = String(body);
  fetch(box.dataset.sealed, { method: "POST", body, headers: { "x-concord-background": "yes" }, keepalive: leaving, redirect: "manual" })
    .then((answer) => answer.ok || delete box.dataset.kept, () => delete box.dataset.kept);
}
const keepAllSealed = () => document.querySelectorAll("[data-sealed][data-touched]").forEach((box) => keepSealed(box, true));
addEventListener("focusout", (event) => {
  const box = event.target.closest?.("[data-sealed][data-touched]");
  if (box) keepSealed(box);
});
addEventListener("pagehide", keepAllSealed);

/** What stands on a page that did not take the words. */
const NOT_TAKEN = ".error-summary, .lost, .problem, .merge, .choose-record";

async function keepDraft(form) {
  if (!document.body.dataset.account) return; // without an account to keep it for, nothing is kept
  const values = typed(form).map((field) =>
    ["radio", "checkbox"].includes(field.type) ? field.checked : field.value);
  const said = JSON.stringify({ at: clock(), values });
  // A patient's words stand in no storage in clear.
  const kept = locks() ? await locked(said) : said;
  if (kept && form.isConnected) sessionStorage.setItem(draftKey(form), kept);
}

async function restoreDraft(form) {
  const key = draftKey(form);
  const sent = sessionStorage.getItem(`sent:${key}`);
  sessionStorage.removeItem(`sent:${key}`);
  // The form was sent and this page found nothing wrong with it: the draft has done its work.
  if (sent && !document.querySelector(NOT_TAKEN)) return sessionStorage.removeItem(key);
  const said = sessionStorage.getItem(key);
  const kept = JSON.parse((locks() ? await unlocked(said) : said) ?? "null");
  const fields = typed(form);
  if (!kept || kept.values.length !== fields.length || document.querySelector(".error-summary")) return;
  fields.forEach((field, i) => {
    if (typeof kept.values[i] === "boolean") field.checked = kept.values[i];
    else field.value = kept.values[i];
  });
  form.dataset.dirty = "yes";
  const forget = element("button", "button quiet", words.forget);
  forget.type = "button";
  const note = element("p", "note small", `${words.restored(kept.at)} `, forget);
  forget.addEventListener("click", () => {
    sessionStorage.removeItem(key);
    form.reset();
    delete form.dataset.dirty;
    note.remove();
  });
  form.prepend(note);
}

function forgetSentDrafts() {
  // Sent from a page that led here: its form is no longer on the page, so it was taken.
  const here = new Set([...document.querySelectorAll("form[data-draft]")].map((form) => `sent:${draftKey(form)}`));
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith("sent:") && !here.has(key) && !document.querySelector(NOT_TAKEN)) {
      sessionStorage.removeItem(key);
      sessionStorage.removeItem(key.slice("sent:".length));
    }
  }
}

/* Sending: once, and if the line is down the words stay and are sent again under the same key. */

const FAILED = 500;

function showLost(form, waits) {
  const detail = element("p", "small", waits ? waitingWords.waits : words.kept);
  const box = element("div", "lost", element("div", "", element("b", "", words.lost(clock())), detail));
  for (const call of document.querySelectorAll('main a[href^="tel:"], main a[href^="sms:"]')) {
    if (!form.contains(call)) detail.append(" ", call.cloneNode(true));
  }
  onTop(form, box);
  if (!waits) addEventListener("online", () => box.isConnected && detail.replaceChildren(words.back), { once: true });
}

/** The server answered, and could not keep it: its own words and its numbers to call stand over the form, which stays as it is. */
function showNotTaken(form, page, detail) {
  const main = new DOMParser().parseFromString(page, "text/html").querySelector("main");
  if (!main) return;
  for (const heading of main.querySelectorAll("h1")) heading.replaceWith(element("h2", "", ...heading.childNodes));
  for (const named of main.querySelectorAll("[id]")) named.removeAttribute("id");
  const box = element("div", "lost", element("div", "stack", ...main.childNodes, element("p", "small", detail)));
  onTop(form, box);
}

function onTop(form, box) {
  form.querySelector(":scope > .lost")?.remove();
  box.setAttribute("role", "alert");
  box.tabIndex = -1;
  form.prepend(box);
  box.focus();
}

/* All questions on one page: what is chosen is kept on the server as one goes. An answer that calls for help brings the
   page back with the numbers on top. */

let keeping = Promise.resolve();

async function keepNow(form) {
  const fields = new URLSearchParams(new FormData(form));
  for (const name of [...fields.keys()]) if (name.startsWith("sealed_")) fields.delete(name); // these have a way of their own
  fields.set("keep", "quiet");
  const signal = within(10_000);
  const answer = await fetch(form.dataset.keeps, { method: "POST", body: fields, headers: { Accept: "text/html" }, signal }).catch(() => null);
  const page = await answer?.text().catch(() => "");
  if (!page || answer.redirected || !form.isConnected || form.dataset.sending) return;
  if (answer.status === 200) show(page, answer.url, false);
  // Nothing could be kept: whoever just gave an answer that calls for help has the numbers all the same.
  else if (answer.status >= FAILED && page.includes("help-lines")) showNotTaken(form, page, words.kept);
}

/* One question a page: a tap on an answer goes on. The arrow keys only choose. */

let tapped = null;

async function send(form, submitter) {
  const fields = new URLSearchParams(new FormData(form));
  if (submitter?.name) fields.append(submitter.name, submitter.value);
  const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href;
  const buttons = [...form.querySelectorAll("button, input[type=submit]")];
  form.dataset.sending = "yes";
  if (form.dataset.draft) sessionStorage.setItem(`sent:${draftKey(form)}`, "yes");
  buttons.forEach((button) => (button.disabled = true));
  await keeping; // what is kept in the background must not come after what is sent
  try {
    const answer = await fetch(address, { method: "POST", body: fields, headers: { Accept: "text/html" }, signal: within(PATIENCE) });
    const page = await answer.text();
    if (!(answer.headers.get("content-type") ?? "").includes("text/html")) throw new TypeError("no page");
    // A page that is not the form again would take the words with it: what it says stands over the form instead.
    if (answer.status >= FAILED || (!answer.ok && page.includes('class="problem"'))) {
      stays(form, buttons);
      const waits = answer.status === 503 && (await waitFor(form, address, fields));
      return showNotTaken(form, page, waits ? waitingWords.later : words.kept);
    }
    delete form.dataset.dirty;
    if (answer.ok) await wentThrough(fields);
    show(page, answer.url, answer.redirected);
  } catch {
    stays(form, buttons);
    showLost(form, await waitFor(form, address, fields));
  }
}

/** The form was not taken and can be sent again. */
function stays(form, buttons) {
  if (form.dataset.draft) sessionStorage.removeItem(`sent:${draftKey(form)}`);
  buttons.forEach((button) => (button.disabled = false));
  delete form.dataset.sending;
}

/** True where the form waits on the phone. One whose meaning hangs on the moment (a timer, "today") does not. */
const waitFor = async (form, address, fields) =>
  !form.hasAttribute("data-no-wait") && (await keepWaiting(address, fields).catch(() => false));

/** Puts a page that was fetched in place of this one. */
function show(page, address, redirected) {
  const next = new DOMParser().parseFromString(page, "text/html");
  if (redirected) history.pushState({}, "", address);
  shown = location.pathname + location.search;
  document.title = next.title;
  document.body.replaceWith(next.body);
  begin();
  const summary = document.querySelector(".error-summary");
  (summary ?? document.getElementById("main"))?.focus();
  if (!summary) scrollTo(0, 0);
}

/* Swapping a part of the page: <a data-swap="#chart"> and <form method=get data-swap="#rows">. */

async function swap(selector, address, push) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
  const next = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const from = next && next.querySelector(selector);
  const into = document.querySelector(selector);
  if (!from || !into) return location.assign(address);
  const active = document.activeElement;
  const [id, href] = [active?.id, active?.getAttribute?.("href")];
  into.replaceWith(from);
  if (push) history.pushState({ swap: selector }, "", answer.url);
  shown = location.pathname + location.search;
  document.title = next.title;
  bindCharts();
  const again = (id && document.getElementById(id)) || (href && from.querySelector(`a[href="${CSS.escape(href)}"]`));
  again?.focus();
  say(next.title);
}

/* A review that is made again as somebody types: <form data-review="#review" data-from="/address/of/it">. */

let asked = 0;
let soon;

function reviewSoon(form) {
  clearTimeout(soon);
  document.querySelector(form.dataset.review)?.setAttribute("aria-busy", "true");
  soon = setTimeout(() => reviewNow(form), 200);
}

async function reviewNow(form) {
  const mine = ++asked;
  const fields = new URLSearchParams(new FormData(form));
  // Reasons are no part of what is reviewed; they stay on the page and out of the address.
  for (const name of [...fields.keys()]) if (name.includes(":") || ["key", "seen", "chart", "from"].includes(name)) fields.delete(name);
  const answer = await fetch(`${form.dataset.from}?${fields}`, { headers: { Accept: "text/html" } }).catch(() => null);
  const page = answer?.ok && !answer.redirected && (await answer.text().catch(() => null));
  const into = document.querySelector(form.dataset.review);
  if (mine !== asked || !into) return; // something newer was typed meanwhile
  const next = page && new DOMParser().parseFromString(page, "text/html").querySelector(form.dataset.review);
  if (!next) {
    // An old review beside new words would be taken for theirs.
    into.querySelector(".stale") ?? into.prepend(element("p", "finding stop stale", words.stale));
    return say(words.stale);
  }
  const heading = (review) => review.querySelector("#stop-title, .three")?.textContent ?? "";
  const open = new Set([...into.querySelectorAll("details[open] > summary")].map((summary) => summary.textContent));
  for (const summary of next.querySelectorAll("details > summary")) {
    if (open.has(summary.textContent)) summary.parentElement.open = true;
  }
  for (const field of into.querySelectorAll("input[id], select[id]")) {
    const same = next.querySelector(`#${CSS.escape(field.id)}`);
    if (same && field.type === "checkbox") same.checked = field.checked;
    else if (same) same.value = field.value;
  }
  if (heading(next) !== heading(into)) say(heading(next));
  const active = document.activeElement?.id;
  into.replaceWith(next);
  if (active) next.querySelector(`#${CSS.escape(active)}`)?.focus();
}

/* The chart: a line over the stretch under the pointer or the arrow keys, and its facts in words below. */

function bindCharts() {
  for (const svg of document.querySelectorAll("svg.ct[data-from]:not([data-bound])")) {
    const stretches = [...svg.querySelectorAll(".hov")];
    if (!stretches.length) continue;
    // The words leave the browser's own slow tooltip for the line below the picture.
    const said = stretches.map((stretch) => stretch.textContent.replaceAll("\n", " · "));
    stretches.forEach((stretch) => stretch.replaceChildren());
    svg.dataset.bound = "yes";
    const box = svg.parentElement;
    const facts = element("p", "small");
    facts.hidden = true;
    box.append(element("div", "chart-words", facts));
    box.classList.add("chart-keys");
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", words.chart);
    const line = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    line.setAttribute("class", "cross");
    let at = -1;
    const move = (index, aloud) => {
      at = Math.max(0, Math.min(stretches.length - 1, index));
      for (const name of ["x", "y", "width", "height"]) line.setAttribute(name, stretches[at].getAttribute(name));
      svg.append(line);
      facts.hidden = false;
      facts.textContent = said[at];
      if (aloud) say(said[at]);
    };
    const leave = () => (line.remove(), (facts.hidden = true), (at = -1));
    const today = stretches.findLastIndex((stretch) => +stretch.getAttribute("x") < (svg.querySelector(".today")?.getBBox().x ?? 1e9));
    box.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, Home: -1e6, End: 1e6 }[event.key];
      if (event.key === "Escape") leave();
      if (!step) return;
      event.preventDefault();
      move(at < 0 ? today : at + step, true);
    });
    box.addEventListener("pointermove", (event) => {
      const index = stretches.indexOf(event.target.closest?.(".hov"));
      if (index >= 0 && index !== at) move(index, false);
    });
    box.addEventListener("pointerleave", leave);
    box.addEventListener("blur", leave);
  }
}

/* An unattended staff screen goes to sign-in; drafts stay in this tab for the same account. */

function watchIdle() {
  const limit = Number(document.body.dataset.idle) * 1000;
  if (!limit) return;
  const touch = () => localStorage.setItem("active", String(Date.now()));
  touch();
  for (const event of ["pointerdown", "keydown", "scroll"]) addEventListener(event, touch, { passive: true });
  setInterval(() => {
    if (document.body.dataset.idle && Date.now() - Number(localStorage.getItem("active")) > limit) {
      keepAllSealed();
      document.querySelectorAll("form").forEach((form) => delete form.dataset.dirty);
      location.replace(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`);
    }
  }, 5_000);
}

/** Everything a fresh body needs. */
function begin() {
  forgetSentDrafts();
  document.querySelectorAll("form[data-draft]").forEach(restoreDraft);
  bindCharts();
  waited();
}

/** What waited on a patient's phone is sent as soon as there is a line and somebody is signed in. */
const waited = () => sendWaiting(tell, show);
addEventListener("online", () => waited());

/** A sentence on top of the page, and for those who listen; with what can be done about it. */
function tell(sentence, ...ways) {
  const said = [...document.querySelectorAll("#main > [role=status]")].map((note) => note.firstChild?.textContent);
  if (said.includes(sentence)) return;
  const buttons = ways.flatMap(([said, go]) => {
    const button = element("button", "button quiet", said);
    button.type = "button";
    button.addEventListener("click", () => (note.remove(), go()));
    return [" ", button];
  });
  const note = element("p", ways.length ? "note" : "done-note", sentence, ...buttons);
  note.setAttribute("role", "status");
  document.getElementById("main")?.prepend(note);
}

addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form) return;
  form.dataset.dirty = "yes";
  const sealed = event.target.closest?.("[data-sealed]");
  if (sealed) sealed.dataset.touched = "yes";
  if (form.dataset.draft) keepDraft(form);
  // A reason typed inside the review belongs to what it says now.
  if (form.dataset.review && !event.target.closest(form.dataset.review)) reviewSoon(form);
});

addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.dataset.keeps) keeping = keeping.then(() => keepNow(form));
});

addEventListener("pointerup", (event) => (tapped = event.target.closest?.("form[data-goes-on] label.answer") ?? null));
addEventListener("keydown", () => (tapped = null));
addEventListener("click", (event) => {
  if (!tapped?.contains(event.target) || event.target.type !== "radio") return;
  const form = event.target.form;
  tapped = null;
  form.requestSubmit(form.querySelector("button.primary"));
});

addEventListener("submit", (event) => {
  const form = event.target;
  const method = (event.submitter?.getAttribute("formmethod") ?? form.getAttribute("method") ?? "get").toLowerCase();
  if (method === "get" && form.dataset.review) delete form.dataset.dirty; // the words travel in the address
  if (method === "get" && form.dataset.swap) {
    event.preventDefault();
    const address = new URL(form.getAttribute("action") ?? "", location.href);
    address.search = new URLSearchParams(new FormData(form));
    swap(form.dataset.swap, address, true);
  } else if (method === "post" && form.dataset.sending) {
    event.preventDefault(); // pressed twice
  } else if (method === "post" && (form.hasAttribute("data-keep") || form.querySelector("input[type=hidden][name=key]")) && form.enctype !== "multipart/form-data") {
    // Only forms that carry their own key, or say that sending them again does no harm.
    event.preventDefault();
    send(form, event.submitter);
  } else if (method === "post") {
    form.dataset.sending = "yes";
  }
});

addEventListener("pageshow", () => document.querySelectorAll("[data-sending]").forEach((form) => delete form.dataset.sending));

addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-swap]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  swap(link.dataset.swap, link.href, true);
});

// Back and forward between swapped pages; a link within the page (#facts) changes the hash alone and stays.
let shown = location.pathname + location.search;
addEventListener("popstate", () => location.pathname + location.search !== shown && location.reload());
addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-guard][data-dirty]:not([data-sending])")) event.preventDefault();
});

begin();
watchIdle();
document.querySelector(".error-summary")?.focus();
