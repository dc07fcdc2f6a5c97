// Answers for the site when the network does not, or takes too long. It stands at the root: see frontend/offline/keeping.py.

import { networkFirst, storeFirst } from "./network-or-kept";
import { isForEver, isForEveryone, isGone, matterOf } from "./requests";
import { Store } from "./store";

declare const self: ServiceWorkerGlobalScope;

const store = new Store(caches, (input, init) => fetch(input, init), self.location.origin);

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

// A page asks to keep the whole site; what fails now is tried again by the next page.
self.addEventListener("message", (event) => {
  const url: unknown = event.data?.keep;
  if (typeof url === "string") {
    event.waitUntil(store.refresh(url).catch(() => undefined));
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
      () => store.page(pathname),
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
