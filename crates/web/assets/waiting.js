// What a patient wrote and could not send waits on the phone, locked: readable only with the key that a signed-in page
// carries, which ends with the session. Nothing about anybody stands in the browser's storage in clear.

const spanish = document.documentElement.lang.startsWith("es");
const words = spanish
  ? {
      waits: "No hay línea. Lo que escribió queda en este teléfono, cerrado con llave. Se enviará solo, una vez, cuando vuelva la línea. Al cerrar la sesión se borra.",
      later: "Lo que escribió sigue en esta página y queda en este teléfono, cerrado con llave. Se enviará solo, una vez.",
      sent: "Lo que esperaba en este teléfono se ha enviado.",
      lost: "En este teléfono esperaba algo de una sesión anterior. Ya no se puede leer y se ha borrado.",
      refused: (sentence) => `Algo que esperaba en este teléfono no se ha aceptado: ${sentence}`,
      look: "Abrirlo",
      drop: "Borrarlo",
    }
  : {
      waits: "No line. What you wrote is kept on this phone, locked. It is sent by itself, once, when the line is back. Signing out throws it away.",
      later: "Your words are still in this page, and kept on this phone, locked. They are sent by themselves, once.",
      sent: "What waited on this phone has been sent.",
      lost: "Something from an earlier sign-in waited on this phone. It can no longer be read and was thrown away.",
      refused: (sentence) => `Something that waited on this phone was not taken: ${sentence}`,
      look: "Open it",
      drop: "Throw it away",
    };

export const waitingWords = words;

const held = () => document.body.dataset.lineKey ?? "";
const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const text = (array) => btoa(String.fromCharCode(...array));
const array = (coded) => Uint8Array.from(atob(coded), (letter) => letter.charCodeAt(0));
const imported = () => crypto.subtle.importKey("raw", bytes(held()), "AES-GCM", false, ["encrypt", "decrypt"]);

/** True on a page whose words may only be kept locked. */
export const locks = () => held() !== "";
const canLock = () => locks() && Boolean(globalThis.crypto?.subtle);

/** The words, locked; nothing where they cannot be. */
export async function locked(said) {
  if (!globalThis.crypto?.subtle) return null;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await imported(), new TextEncoder().encode(said));
  return `${text(iv)}.${text(new Uint8Array(sealed))}`;
}

/** The words again; nothing where they were locked under another session. */
export async function unlocked(kept) {
  if (!kept || !globalThis.crypto?.subtle) return null;
  const [iv, sealed] = kept.split(".");
  try {
    const open = await crypto.subtle.decrypt({ name: "AES-GCM", iv: array(iv) }, await imported(), array(sealed));
    return new TextDecoder().decode(open);
  } catch {
    return null;
  }
}

/* Where it waits: in the browser's own database. A promise that something is kept is made when it is on the disk; what is
   put into the simpler storage can be lost with a page that is closed in the same moment. */

function inBox(mode, work) {
  return new Promise((done, failed) => {
    const opening = indexedDB.open("concord-line", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("forms");
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const box = opening.result;
      const change = box.transaction("forms", mode, { durability: "strict" });
      const asked = work(change.objectStore("forms"));
      change.oncomplete = () => (box.close(), done(asked.result));
      change.onabort = () => (box.close(), failed(change.error));
    };
  });
}
const names = () => inBox("readonly", (forms) => forms.getAllKeys());
const taken = (name) => inBox("readonly", (forms) => forms.get(name));
const put = (name, sealed) => inBox("readwrite", (forms) => forms.put(sealed, name));
const remove = (name) => inBox("readwrite", (forms) => forms.delete(name));
const empty = () => inBox("readwrite", (forms) => forms.clear());

const prefix = () => `line:${document.body.dataset.account ?? ""}:`;

/** The name of a waiting form: the same form waits once. It says nothing: it is a digest under the key. */
async function nameOf(fields) {
  const said = new TextEncoder().encode(`${held()}:${fields.get("key") ?? ""}:${fields.get("step") ?? ""}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", said));
  return prefix() + text(digest.slice(0, 12));
}

/** Keeps a form that could not be sent. False where nothing can be kept: then the words stay on the page alone. */
export async function keepWaiting(address, fields) {
  if (!canLock() || !fields.get("key")) return false;
  await put(await nameOf(fields), await locked(JSON.stringify({ address, fields: String(fields), at: Date.now() })));
  return true;
}

/** The form was taken after all. */
export async function wentThrough(fields) {
  if (canLock() && fields.get("key")) await remove(await nameOf(fields)).catch(() => {});
}

/** How long a form waits for its answer: a little longer than the server takes to give up, which it says in a page. */
export const PATIENCE = 40_000;
export const within = (milliseconds) => AbortSignal.timeout?.(milliseconds);

/** Answers after which the same form may well be taken a little later. */
const later = (answer) => answer.status >= 500 || answer.status === 408 || answer.status === 429;
const post = (address, fields) =>
  fetch(address, { method: "POST", body: new URLSearchParams(fields), headers: { Accept: "text/html" }, signal: within(PATIENCE) });

/** The server's own sentence about what it did not take. */
function sentenceIn(page) {
  const read = new DOMParser().parseFromString(page, "text/html");
  const said = [".error-summary li", ".problem p", "main h1"].map((place) => read.querySelector(place)).find(Boolean);
  return said?.textContent.trim() ?? "";
}

/** Everything of this account that waits, oldest first. What is of another sign-in can be read by nobody and goes. */
async function everything(say) {
  const waiting = [];
  for (const name of await names()) {
    const open = await unlocked(await taken(name));
    if (open && name.startsWith(prefix())) waiting.push({ name, ...JSON.parse(open) });
    else {
      await remove(name);
      if (name.startsWith(prefix())) say(words.lost);
    }
  }
  return waiting.sort((one, other) => one.at - other.at);
}

let sending = false;

/**
 * Sends what waits, oldest first, each once: the server knows a form by its key. Nothing is thrown away but what was taken;
 * what was refused stays, with the server's sentence, until its owner opens it or throws it away. `say` tells the person
 * and offers buttons, `show` shows a page.
 */
export async function sendWaiting(say, show) {
  if (!canLock() || sending || !navigator.onLine) return;
  sending = true;
  try {
    for (const { name, ...form } of await everything(say)) {
      if (form.refused !== undefined) { offer(name, form, say, show); continue; }
      const answer = await post(form.address, form.fields);
      const at = new URL(answer.url);
      const signIn = answer.redirected && at.pathname === "/sign-in";
      if (later(answer) || (signIn && at.searchParams.get("reason") !== "kept")) return;
      const page = await answer.text();
      if (!answer.ok) {
        const refused = { ...form, refused: sentenceIn(page) };
        await put(name, await locked(JSON.stringify(refused)));
        offer(name, refused, say, show);
        continue;
      }
      await remove(name);
      if (signIn) return show(page, answer.url, true);
      say(words.sent);
      if (new URL(form.address, location.href).pathname === location.pathname) show(page, answer.url, answer.redirected);
    }
  } catch {
    // Still no line: it goes on waiting.
  } finally {
    sending = false;
  }
}

/** What was refused: why, and the two ways on. Opened, it is the server's page with the words in it; sent from there it is gone. */
function offer(name, form, say, show) {
  const look = async () => {
    const answer = await post(form.address, form.fields).catch(() => null);
    if (!answer || later(answer)) return;
    if (answer.ok) await remove(name);
    show(await answer.text(), answer.url, answer.redirected);
  };
  say(words.refused(form.refused), [words.look, look], [words.drop, () => remove(name)]);
}

// Signing out leaves nothing behind: the form goes when the box is empty, or after a second, whichever is first.
addEventListener("submit", (event) => {
  const form = event.target;
  if (!new URL(form.action, location.href).pathname.endsWith("/sign-out") || !locks()) return;
  event.preventDefault();
  Object.keys(sessionStorage).filter((name) => name.includes("draft:")).forEach((name) => sessionStorage.removeItem(name));
  const atMost = new Promise((done) => setTimeout(done, 1_000));
  Promise.race([empty().catch(() => {}), atMost]).then(() => form.submit());
}, { capture: true });

// The way out of a page leaves no way back to it.
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-leave]");
  if (!link || event.defaultPrevented) return;
  event.preventDefault();
  location.replace(link.href);
});
