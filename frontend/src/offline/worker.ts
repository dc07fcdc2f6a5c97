// Answers for the site when the network does not, or takes too long. It stands at the root: see frontend/offline/keeping.py.

import { networkFirst, storeFirst } from "./network-or-kept";
import { isForEver, isForEveryone, isGone, matterOf } from "./requests";
import { Store } from "./store";

declare const self: ServiceWorkerGlobalScope;

/** What a page may ask for: each is the address of a pack. */
interface Asked {
  readonly keep?: unknown;
  readonly keepTerritory?: unknown;
  readonly letGo?: unknown;
}

const store = new Store(caches, (input, init) => fetch(input, init), self.location.origin);

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

// A page asks to keep the whole site, or a territory, or to let one go; what fails now is tried again by the next page.
self.addEventListener("message", (event) => {
  const { keep, keepTerritory, letGo } = (event.data ?? {}) as Asked;
  const [port] = event.ports;
  if (typeof keep === "string") {
    event.waitUntil(keepAll(keep).catch(() => undefined));
  } else if (typeof keepTerritory === "string") {
    event.waitUntil(answered(store.refresh(keepTerritory, 1), port));
  } else if (typeof letGo === "string") {
    event.waitUntil(answered(store.letGo(letGo), port));
  }
});

self.addEventListener("fetch", (event) => {
  const matter = matterOf(event.request, self.location.origin);
  if (matter === "page") {
    event.respondWith(answerPage(event));
  } else if (matter === "data") {
    event.respondWith(answerData(event));
  } else if (matter === "file") {
    event.respondWith(answerFile(event));
  }
});

async function keepAll(url: string): Promise<void> {
  await store.refresh(url);
  await store.refreshTerritories();
}

/** Tell the page that asked how it went. */
async function answered(work: Promise<unknown>, port?: MessagePort): Promise<void> {
  port?.postMessage(await work.catch(() => "failed"));
}

async function takeOver(): Promise<void> {
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

/** A page's query only chooses among what the page holds, which its script does as well. */
async function answerPage(event: FetchEvent): Promise<Response> {
  const { pathname, search } = new URL(event.request.url);
  const fetched = fetchPage(event).then((response) => {
    if (isForEveryone(response) && !search) {
      event.waitUntil(store.keepPage(pathname, response.clone()).catch(() => undefined));
    } else if (isGone(response)) {
      event.waitUntil(store.forgetPage(pathname).catch(() => undefined));
    }
    return response;
  });
  event.waitUntil(fetched.catch(() => undefined));
  try {
    return await networkFirst(
      () => fetched,
      () => store.page(pathname, search),
    );
  } catch (failure) {
    const elsewhere = await store.elsewhere(pathname);
    if (elsewhere) {
      return elsewhere;
    }
    throw failure;
  }
}

async function fetchPage(event: FetchEvent): Promise<Response> {
  const preloaded = (await event.preloadResponse) as Response | undefined;
  return preloaded ?? fetch(event.request);
}

function answerData(event: FetchEvent): Promise<Response> {
  const { request } = event;
  const fetched = fetchAndKeep(event);
  event.waitUntil(fetched.catch(() => undefined));
  return networkFirst(
    () => fetched,
    () => store.file(request.url),
  );
}

/** A name with a digest always names the same bytes. In development names have none, and the network goes first. */
function answerFile(event: FetchEvent): Promise<Response> {
  const stored = () => store.file(event.request.url);
  return isForEver(event.request.url)
    ? storeFirst(() => fetchAndKeep(event), stored)
    : networkFirst(() => fetchAndKeep(event), stored);
}

async function fetchAndKeep(event: FetchEvent): Promise<Response> {
  const { request } = event;
  const response = await fetch(request);
  if (isForEveryone(response)) {
    event.waitUntil(store.keepFile(request.url, response.clone()).catch(() => undefined));
  }
  return response;
}
