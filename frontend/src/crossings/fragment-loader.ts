// Asks the site for a part of the page in words. Of several questions, only the last is answered.

export class FragmentLoader {
  readonly #address: string;
  #request = new AbortController();

  constructor(address: string) {
    this.#address = address;
  }

  /** Fetch the answer to a question; null when another was asked since. Throws when the site does not answer. */
  async load(query: string): Promise<ChildNode[] | null> {
    this.stop();
    const { signal } = this.#request;
    try {
      const nodes = await read(`${this.#address}?${query}`, signal);
      return signal.aborted ? null : nodes;
    } catch (failure) {
      if (signal.aborted) {
        return null;
      }
      throw failure;
    }
  }

  /** Wait for no answer any more. */
  stop(): void {
    this.#request.abort();
    this.#request = new AbortController();
  }
}

async function read(address: string, signal: AbortSignal): Promise<ChildNode[]> {
  const answer = await fetch(address, { signal });
  if (!answer.ok) {
    throw new Error(`${address}: ${answer.status}`);
  }
  return [...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes];
}
