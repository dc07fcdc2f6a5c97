// How the worker answers: from the network, from what is kept, or from whichever comes in time.

/** A valley has one bar of signal: past this, in milliseconds, what is kept is shown while the network takes its time. */
export const PATIENCE = 3000;

type Fetch = () => Promise<Response>;
type Stored = () => Promise<Response | undefined>;

/** Tell whether the site itself answered: not a gateway in front of it that does not reach it. */
const isOfTheSite = ({ status }: Response): boolean => status < 502 || status > 504;

/**
 * Answer from the network when it is quick, else with what is kept, else with what the network says in the end.
 * Rejects when there is neither.
 */
export async function networkFirst(fetch: Fetch, stored: Stored, patience = PATIENCE): Promise<Response> {
  const answer = fetch();
  const tooLong = new Promise<null>((resolve) => setTimeout(resolve, patience, null));
  const first = await Promise.race([answer.catch(() => null), tooLong]);
  return first && isOfTheSite(first) ? first : ((await stored()) ?? answer);
}

/** Answer with what is kept, else from the network. */
export async function storeFirst(fetch: Fetch, stored: Stored): Promise<Response> {
  return (await stored()) ?? fetch();
}
