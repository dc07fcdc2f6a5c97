// Everything that parts of the site send each other through the window: declared here, and nowhere else.

declare global {
  interface WindowEventMap {
    /** The network is back. Who asks for their data again by themselves prevent the default: the page is not reloaded. */
    "croisee:online": CustomEvent<undefined>;
    /** Which scripts and styles the site serves now, by their digest. */
    "croisee:build": CustomEvent<string>;
  }
}

/** Hear that the network is back. */
export const whenOnline = (listener: (event: CustomEvent<undefined>) => void): void =>
  addEventListener("croisee:online", listener);

/** Say that the network is back; whether the page is to be reloaded. */
export const sayOnline = (): boolean => dispatchEvent(new CustomEvent("croisee:online", { cancelable: true }));

/** Hear which scripts and styles the site serves. */
export const whenBuild = (listener: (event: CustomEvent<string>) => void): void =>
  addEventListener("croisee:build", listener);

/** Say which scripts and styles the site serves. */
export const sayBuild = (build: string): boolean => dispatchEvent(new CustomEvent("croisee:build", { detail: build }));
