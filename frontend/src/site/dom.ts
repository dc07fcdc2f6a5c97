// The page's own elements, found or refused loudly: a template and its script change together.

/** Find an element by its id. Throws when the page has none. */
export function byId<E extends HTMLElement = HTMLElement>(id: string): E {
  const element = document.getElementById(id);
  if (!element) {
    throw new Error(`The page has no #${id}`);
  }
  return element as E;
}

/** Find an element by a selector. Throws when there is none. */
export function find<E extends Element = HTMLElement>(root: ParentNode, selector: string): E {
  const element = root.querySelector<E>(selector);
  if (!element) {
    throw new Error(`Nothing matches ${selector}`);
  }
  return element;
}

/** Put elements into a parent, in order and alone. Only what moves is touched: what stays keeps the focus. */
export function putInOrder(parent: Element, elements: readonly Element[]): void {
  const wanted = new Set(elements);
  for (const element of [...parent.children]) {
    if (!wanted.has(element)) {
      element.remove();
    }
  }
  let next = parent.firstElementChild;
  for (const element of elements) {
    if (element === next) {
      next = next.nextElementSibling;
    } else {
      parent.insertBefore(element, next);
    }
  }
}

/** Read the data that the server left in the page with `json_script`. */
export function readData<T>(id: string): T {
  return JSON.parse(byId(id).textContent ?? "null") as T;
}

/** Copy the content of a `<template>`. */
export function copyOf(id: string): DocumentFragment {
  return byId<HTMLTemplateElement>(id).content.cloneNode(true) as DocumentFragment;
}

/** Make an element that holds words, and nothing that they would be read as. */
export function make<K extends keyof HTMLElementTagNameMap>(name: K, words: string): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.textContent = words;
  return element;
}

/** Write words in an element. What it says already is left alone: the browser would lay it out again. */
export function write(element: Element, words: string): void {
  if (element.textContent !== words) {
    element.textContent = words;
  }
}

/** Set an attribute, unless it has the value already. */
export function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}

/** Make a drawing show one of the states of overlap, and look as it is said to. */
export function drawState(root: ParentNode, state: string | null, looks: string): void {
  setAttribute(find(root, "use"), "href", `#venn-${state ?? "neither"}`);
  setAttribute(find(root, ".venn"), "class", `venn ${looks}`.trim());
}

/** Let the browser draw and answer before what comes next: on a slow telephone, each step is long enough alone. */
export const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
