// What a patient wrote and could not send waits on the phone, locked: readable only with the key that a signed-in page
// carries, which ends with the session. Nothing about anybody stands in the browser's storage in clear.

const spanish = document.documentElement.lang.startsWith("es");
const words = spanish
  ? {
      waits: "No hay línea. Lo que escribió queda en este teléfono, cerrado con llave. Se enviará solo, una vez, cuando vuelva la línea. Al cerrar la sesión se borra.",
      sent: "Lo que esperaba en este teléfono se ha enviado.",
      lost: "En este teléfono esperaba algo de una sesión anterior. Ya no se puede leer y se ha borrado.",
    }
  : {
      waits: "No line. What you wrote is kept on this phone, locked. It is sent by itself, once, when the line is back. Signing out throws it away.",
      sent: "What waited on this phone has been sent.",
      lost: "Something from an earlier sign-in waited on this phone. It can no longer be read and was thrown away.",
    };

export const waitingWords = words;

const held = () => document.body.dataset.lineKey ?? "";
const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const text = (array) => btoa(String.fromCharCode(...array));
const array = (coded) => Uint8Array.from(atob(coded), (letter) => letter.charCodeAt(0));
const imported = () => crypto.subtle.importKey("raw", bytes(held()), "AES-GCM", false, ["encrypt", "decrypt"]);

/** True on a page whose words may only be kept locked. */
export const locks = () => held() !== "";

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

const prefix = () => `line:${document.body.dataset.account ?? ""}:`;
const mine = () => Object.keys(localStorage).filter((name) => name.startsWith(prefix()));

/** The name of a waiting form: the same form waits once. It says nothing: it is a digest under the key. */
async function nameOf(fields) {
  const said = new TextEncoder().encode(`${held()}:${fields.get("key") ?? ""}:${fields.get("step") ?? ""}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", said));
  return prefix() + text(digest.slice(0, 12));
}

/** Keeps a form that could not be sent. False where nothing can be kept: then the words stay on the page alone. */
export async function keepWaiting(address, fields) {
  if (!locks() || !fields.get("key") || !globalThis.crypto?.subtle) return false;
  const sealed = await locked(JSON.stringify({ address, fields: String(fields), at: Date.now() }));
  localStorage.setItem(await nameOf(fields), sealed);
  return true;
}

/** The form went through after all. */
export async function wentThrough(fields) {
  if (locks() && fields.get("key") && globalThis.crypto?.subtle) localStorage.removeItem(await nameOf(fields));
}

let sending = false;

/** Sends what waits, oldest first, each once: the server knows a form by its key. `say` tells the person, `show` shows a page. */
export async function sendWaiting(say, show) {
  if (!locks() || sending || !navigator.onLine || !mine().length) return;
  sending = true;
  try {
    const waiting = [];
    for (const name of mine()) {
      const open = await unlocked(localStorage.getItem(name));
      if (open) waiting.push({ name, ...JSON.parse(open) });
      else (localStorage.removeItem(name), say(words.lost));
    }
    waiting.sort((one, other) => one.at - other.at);
    for (const { name, address, fields } of waiting) {
      const answer = await fetch(address, { method: "POST", body: new URLSearchParams(fields), headers: { Accept: "text/html" } });
      const at = new URL(answer.url);
      const signIn = answer.redirected && at.pathname === "/sign-in";
      if (answer.status >= 500 || answer.status === 429 || (signIn && at.searchParams.get("reason") !== "kept")) return;
      localStorage.removeItem(name);
      if (answer.status === 422 || signIn) return show(await answer.text(), answer.url, answer.redirected);
      say(words.sent);
      if (new URL(address, location.href).pathname === location.pathname) show(await answer.text(), answer.url, answer.redirected);
    }
  } catch {
    // Still no line: it goes on waiting.
  } finally {
    sending = false;
  }
}

// Signing out leaves nothing behind.
addEventListener("submit", (event) => {
  if (!new URL(event.target.action, location.href).pathname.endsWith("/sign-out")) return;
  mine().forEach((name) => localStorage.removeItem(name));
  if (locks()) Object.keys(sessionStorage).filter((name) => name.includes("draft:")).forEach((name) => sessionStorage.removeItem(name));
}, { capture: true });

// The way out of a page leaves no way back to it.
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-leave]");
  if (!link || event.defaultPrevented) return;
  event.preventDefault();
  location.replace(link.href);
});
