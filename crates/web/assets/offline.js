// Two small things on the phone: the help page opens without a signal, and the own plan too where its owner asks for it.
// Everything works without this; the card on paper is the other way.

const OWN_PLAN = "concord-own-plan";
const COPY = "/my/safety-plan/copy";
const spanish = document.documentElement.lang.startsWith("es");
const words = spanish
  ? { kept: "La copia está en este teléfono.", gone: "La copia se ha quitado.", failed: "No se pudo guardar. Imprima la tarjeta." }
  : { kept: "The copy is on this phone.", gone: "The copy is gone.", failed: "It could not be kept. Print the card instead." };

if ("serviceWorker" in navigator && document.body.matches(".patient, .plain")) {
  navigator.serviceWorker.register("/service-worker.js").catch(() => {});
}

async function offerCopy(section) {
  const keep = section.querySelector("[data-keep-plan]");
  const drop = section.querySelector("[data-drop-plan]");
  const said = section.querySelector("[data-plan-said]");
  const has = async () => Boolean(await (await caches.open(OWN_PLAN)).match(COPY));
  const show = async () => { drop.hidden = !(await has()); };
  const put = async () => {
    const answer = await fetch(COPY, { cache: "reload" });
    if (!answer.ok || answer.redirected) throw new TypeError("no copy");
    await (await caches.open(OWN_PLAN)).put(COPY, answer);
  };
  keep.addEventListener("click", async () => {
    try { await put(); said.textContent = words.kept; } catch { said.textContent = words.failed; }
    await show();
  });
  drop.addEventListener("click", async () => {
    await caches.delete(OWN_PLAN);
    said.textContent = words.gone;
    await show();
  });
  // The copy is as new as the last time the plan was open here.
  if (await has()) await put().catch(() => {});
  await show();
  section.hidden = false;
}

if ("caches" in window) for (const section of document.querySelectorAll("[data-plan-on-phone]")) offerCopy(section).catch(() => {});
