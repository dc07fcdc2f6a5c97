// Bundles the scripts and styles of the pages into static/frontend/, minified. `--watch` builds again at each change.
import { cp, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { context } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const outdir = `${here}static/frontend`;

await rm(outdir, { recursive: true, force: true });
await cp(`${here}images`, outdir, { recursive: true });

const bundle = await context({
  entryPoints: [
    "src/site.ts",
    "src/home.ts",
    "src/crossings.ts",
    "src/embed.ts",
    "src/admin.ts",
    "src/worker.ts",
    "styles/site.css",
    "styles/crossings.css",
    "styles/paper.css",
  ].map((path) => here + path),
  entryNames: "[name]",
  outdir,
  bundle: true,
  minify: true,
  format: "iife",
  loader: { ".svg": "file" },
  assetNames: "[name]",
  target: ["es2022", "chrome115", "firefox121", "safari16.4"],
  logLevel: "warning",
});

if (process.argv.includes("--watch")) {
  await bundle.watch();
} else {
  await bundle.rebuild();
  await bundle.dispose();
}
