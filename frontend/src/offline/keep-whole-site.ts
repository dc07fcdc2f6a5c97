// Keeps the whole site for when there is no network, once the page is there and the browser has nothing better to do.

interface Frugal {
  readonly connection?: { readonly saveData?: boolean };
}

const { worker, everything, kept } = document.documentElement.dataset;

/** A browser that draws nothing may never say that it is idle: past this, in milliseconds, we no longer wait for it. */
const PATIENCE = 3000;

/** Whoever saves data keeps the pages that they visit, and is sent no others. */
const isFrugal = (navigator as Frugal).connection?.saveData ?? false;

async function keep(): Promise<void> {
  const registration = await navigator.serviceWorker.register(worker ?? "");
  if (!isFrugal && kept === undefined) {
    const { active } = await navigator.serviceWorker.ready;
    (active ?? registration.active)?.postMessage({ keep: everything });
  }
}

/** In another site's frame we keep nothing; without TLS browsers have no worker, and the site is as it was. */
if (worker && window === top && "serviceWorker" in navigator) {
  addEventListener("load", () => {
    const whenIdle = window.requestIdleCallback ?? ((callback: () => void) => setTimeout(callback, 500));
    whenIdle(() => void keep().catch(() => undefined), { timeout: PATIENCE });
  });
}
