// Bundles the scripts and styles of the pages into static/frontend/, minified. `--watch` builds again at each change.
import { cp, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { context } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const outdir = `${here}static/frontend`;

await rm(outdir, { recursive: true, force: true });
await cp(`${here}images`, outdir, { recursive: true });

const given = {
  outdir,
  bundle: true,
  minify: true,
  target: ["es2022", "chrome115", "firefox121", "safari16.4"],
  logLevel: "warning",
};

const pages = await context({
  ...given,
  entryPoints: [
    { in: "src/every-page.ts", out: "site" },
    { in: "src/home/home-page.ts", out: "home" },
    { in: "src/home/country-page.ts", out: "country" },
    { in: "src/crossings/crossings-page.ts", out: "crossings" },
    { in: "src/embed/embed-page.ts", out: "embed" },
    { in: "src/embed/country-embed-page.ts", out: "country-embed" },
    { in: "src/admin/admin-map.ts", out: "admin" },
    { in: "src/workspace/workspace-page.ts", out: "workspace" },
    { in: "src/workshop/workshop-page.ts", out: "workshop" },
    { in: "src/workshop/moderation-page.ts", out: "moderation" },
    { in: "src/stage/desk-page.ts", out: "desk" },
    { in: "src/stage/screen-page.ts", out: "screen" },
    { in: "src/accounts/accounts-page.ts", out: "accounts" },
    { in: "src/offline/worker.ts", out: "worker" },
    { in: "src/offline/keep-territory.ts", out: "keep-territory" },
    { in: "src/suggestions/suggestions-page.ts", out: "suggestions" },
    { in: "styles/site.css", out: "site" },
    { in: "styles/crossings.css", out: "crossings" },
    { in: "styles/paper.css", out: "paper" },
    { in: "styles/workspace.css", out: "workspace" },
    { in: "styles/suggestions.css", out: "suggestions" },
    { in: "styles/workshop.css", out: "workshop" },
    { in: "styles/stage.css", out: "stage" },
    { in: "styles/room.css", out: "room" },
    { in: "styles/staged.css", out: "staged" },
    { in: "styles/photos.css", out: "photos" },
  ].map((entry) => ({ ...entry, in: here + entry.in })),
  format: "iife",
  // Four small drawings: each would cost a question and its answer's headers, more than itself.
  loader: { ".svg": "dataurl" },
});

// What a page fetches only when it is asked for.
const parts = await context({
  ...given,
  entryPoints: [
    { in: "src/qr/qr-code.ts", out: "qr" },
    { in: "src/capture/capture-strip.ts", out: "capture" },
    { in: "src/suggestions/map-part.ts", out: "map-part" },
  ].map((entry) => ({ ...entry, in: here + entry.in })),
  format: "esm",
});

// A room brings the telephones that it has.
const room = await context({
  ...given,
  target: ["es2017"],
  entryPoints: [{ in: `${here}src/room/room-page.ts`, out: "room" }],
  format: "iife",
});

for (const bundle of [pages, parts, room]) {
  if (process.argv.includes("--watch")) {
    await bundle.watch();
  } else {
    await bundle.rebuild();
    await bundle.dispose();
  }
}
