// A program that someone writes with the types that openapi-typescript makes of the schema: the compiler reads it.

import type { operations, paths } from "./schema";

type Query<Name extends keyof operations> = NonNullable<operations[Name]["parameters"]["query"]>;
type Read = {
  [Path in keyof paths]: paths[Path] extends { get: { responses: { 200: unknown } } } ? Path : never;
}[keyof paths];
type Answer<Path extends Read> = paths[Path]["get"]["responses"][200]["content"]["application/json"];

export const asked: Query<"places_list"> = { kind: ["library"], overlap: ["both"], limit: 20, format: "json" };

export async function names(answer: Response): Promise<readonly string[]> {
  const { results }: Answer<"/api/v1/places/"> = await answer.json();
  return results.map(({ name, commune, url }) => `${name} (${commune.name}) ${url}`);
}

export async function both(answer: Response): Promise<number | null> {
  const { summary, rule }: Answer<"/api/v1/overlap/"> = await answer.json();
  return rule.name === "membership" ? summary.both.count : 0;
}

// @ts-expect-error  there is no such parameter
export const unknown: Query<"places_list"> = { nowhere: "1" };
