// Whether what is on the screen is fresh, and what to do about it.

/** Sent to the window when the network is back: a page that holds data asks for it again. */
export const ONLINE = "croisee:online";

addEventListener("online", () => dispatchEvent(new CustomEvent(ONLINE)));
