// A page that was kept knows no listing: its address does, and the kept directory knows its name.

import { find, write } from "../site/dom";

interface Named {
  readonly slug: string;
  readonly name: string;
}

/** Make the form about the listing that the address of the page names; leave it hidden when there is none. */
export async function nameListing(form: HTMLFormElement, title: HTMLElement, hint: HTMLElement): Promise<void> {
  const slug = new URLSearchParams(location.search).get("lieu");
  if (!slug) {
    return;
  }
  find<HTMLInputElement>(form, "[name=place]").value = slug;
  form.hidden = false;
  hint.hidden = true;
  write(title, (await nameOf(slug, form.dataset.ofAddress ?? "")) ?? slug);
}

async function nameOf(slug: string, directory: string): Promise<string | undefined> {
  try {
    const { places } = (await (await fetch(directory)).json()) as { places: readonly Named[] };
    return places.find((place) => place.slug === slug)?.name;
  } catch {
    return undefined;
  }
}
