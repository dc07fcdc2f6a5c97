// What a telephone remembers of a workshop: who it is there, by a secret that it made itself.

/** A browser that keeps nothing remembers for as long as the page is open. */
export function drawer(): Pick<Storage, "getItem" | "setItem"> {
  try {
    localStorage.setItem("croisee-room", "1");
    return localStorage;
  } catch {
    const held = new Map<string, string>();
    return { getItem: (key) => held.get(key) || null, setItem: (key, value) => void held.set(key, value) };
  }
}

const keyOf = (code: string): string => `croisee-room-${code}`;

/** Whether this telephone has a secret for a workshop already. */
export const wasHere = (code: string, kept: Pick<Storage, "getItem">): boolean => kept.getItem(keyOf(code)) !== null;

/** The secret of this telephone for a workshop, made once. */
export function secretOf(code: string, kept: Pick<Storage, "getItem" | "setItem">): string {
  const key = keyOf(code);
  const secret = kept.getItem(key) || drawn(16);
  kept.setItem(key, secret);
  return secret;
}

/** A number that no other contribution has: `crypto.randomUUID` is too young. */
export const newNonce = (): string => drawn(16).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

function drawn(bytes: number): string {
  const numbers = [...crypto.getRandomValues(new Uint8Array(bytes))];
  return numbers.map((number) => (number + 256).toString(16).slice(1)).join("");
}
