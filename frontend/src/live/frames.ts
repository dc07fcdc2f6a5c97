// What the site says of what moved, read at the door: whatever is written otherwise comes no further.

/** By topic, the names of what moved in it; null: look at all of it. */
export type Told = Readonly<Record<string, readonly string[] | null>>;

/** What comes with most frames: which scripts the site serves, and over how many seconds to come back if it is lost. */
export interface About {
  readonly build: string;
  readonly spread: number;
}

/** A frame; `before` is the id of the one before it, `isStream` whether the site has streams at all. */
export type Frame =
  | { readonly event: "hello"; readonly id: string; readonly about: About }
  | { readonly event: "beat"; readonly id: string; readonly before: string; readonly about: About }
  | { readonly event: "change"; readonly id: string; readonly before: string; readonly told: Told }
  | { readonly event: "reset"; readonly id: string };

/** One answer, of those who ask now and then: null is that nobody knows what moved. */
export interface Answer {
  readonly id: string;
  readonly told: Told | null;
  readonly about: About;
  readonly isStream: boolean;
}

type Loose = Readonly<Record<string, unknown>>;

/** Read a frame. Null when it is none of ours. */
export function readFrame(event: string, id: string, text: string): Frame | null {
  const data = read(text);
  if (!data || !id) {
    return null;
  }
  switch (event) {
    case "hello":
      return { event, id, about: aboutOf(data) };
    case "beat":
      return { event, id, before: String(data.before), about: aboutOf(data) };
    case "change":
      return { event, id, before: String(data.before), told: toldOf(data.topics) };
    case "reset":
      return { event, id };
    default:
      return null;
  }
}

/** Read an answer. Throws a TypeError when it is none of ours. */
export function readAnswer(data: unknown): Answer {
  const answer = data as Loose | null;
  if (typeof answer?.id !== "string") {
    throw new TypeError("The answer does not say what moved");
  }
  const told = answer.reset === true ? null : toldOf(answer.topics);
  return { id: answer.id, told, about: aboutOf(answer), isStream: answer.stream === true };
}

function read(text: string): Loose | null {
  try {
    return JSON.parse(text) as Loose | null;
  } catch {
    return null;
  }
}

const aboutOf = ({ build, spread }: Loose): About => ({
  build: typeof build === "string" ? build : "",
  spread: typeof spread === "number" ? spread : 0,
});

const toldOf = (topics: unknown): Told =>
  Object.fromEntries(
    Object.entries((topics ?? {}) as Loose).map(([topic, names]) => [
      topic,
      Array.isArray(names) ? names.map(String) : null,
    ]),
  );
