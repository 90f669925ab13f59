/** Builds the page into services/api/static: one script, one style, the atlas and the towns; says what it weighs. */

import { build } from "esbuild";
import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

const PLACE = "../services/api/static";
// Made beside its place and moved there whole: an api that runs never finds half a page.
const OUT = `${PLACE}.new`;
const ASSETS = join(OUT, "assets");
const ATLAS = ["countries-110m.json", "countries-50m.json"];
const THIRD_PARTY = ["leaflet", "topojson-client", "world-atlas", "@uwdata/flechette"];
const TOWNS = "../services/extraction/domain/data/cities.csv";

await rm(OUT, { recursive: true, force: true });
await mkdir(ASSETS, { recursive: true });

const common = {
  entryNames: "[name]-[hash]",
  outdir: ASSETS,
  bundle: true,
  minify: true,
  sourcemap: "linked",
  target: "es2022",
  metafile: true,
};
const early = await build({ ...common, entryPoints: { early: "src/early.ts" }, format: "iife", sourcemap: false, write: false });
const page = await build({
  ...common,
  entryPoints: { page: "src/main.ts" },
  format: "esm",
  legalComments: "none",
  // Leaflet's pictures of markers and layers, which the page does not use: its styles name them.
  loader: { ".png": "empty" },
  // Its modules, not the one large function of its usual file, which the browser would have to parse twice.
  alias: { leaflet: "leaflet/dist/leaflet-src.esm.js" },
  external: ["/assets/*"],
});

const made = Object.keys(page.metafile.outputs).map((path) => basename(path));
const named = (what, ending) => `/assets/${made.find((name) => name.startsWith(what) && name.endsWith(ending))}`;
const PARTS = { "%SCRIPT%": named("page-", ".js"), "%STYLE%": named("page-", ".css") };
// In the page itself: nothing is asked for before it has run, and the api allows it by its hash.
const EARLY = early.outputFiles[0].text.trim();
let html = (await readFile("src/index.html", "utf8")).replace("%EARLY%", () => EARLY);
for (const [sign, name] of Object.entries(PARTS)) html = html.replaceAll(sign, name);
await writeFile(join(OUT, "index.html"), html);

for (const name of ATLAS) await copyFile(`node_modules/world-atlas/${name}`, join(ASSETS, name));
await copyFile("src/icon.svg", join(ASSETS, "icon.svg"));
await writeFile(join(ASSETS, "towns.json"), JSON.stringify(towns(await readFile(TOWNS, "utf8"))));
await writeFile(join(ASSETS, "licences.txt"), await licences());

for (const name of Object.values(PARTS)) {
  console.log(`${name}: ${Math.round((await stat(join(OUT, name))).size / 1024)} kB`);
}

await rm(PLACE, { recursive: true, force: true });
await rename(OUT, PLACE);

/** The largest towns first, from the table that places are read with. */
function towns(csv) {
  const rows = csv.trim().split("\n").map((line) => line.split(","));
  const [name, lat, lon, population] = ["name", "lat", "lon", "population"].map((column) => rows[0].indexOf(column));
  return rows
    .slice(1)
    .filter((row) => Number(row[population]) >= 100_000 && Number.isFinite(Number(row[lat])))
    .sort((a, b) => Number(b[population]) - Number(a[population]))
    .map((row) => [row[name], Number(Number(row[lat]).toFixed(2)), Number(Number(row[lon]).toFixed(2))]);
}

/** What the page is made of besides itself, with the terms of each. */
async function licences() {
  const texts = await Promise.all(
    THIRD_PARTY.map(async (name) => {
      const { version } = JSON.parse(await readFile(`node_modules/${name}/package.json`, "utf8"));
      return `${name} ${version}\n\n${await readFile(`node_modules/${name}/LICENSE`, "utf8")}`;
    }),
  );
  texts.push("Towns: a selection of GeoNames (geonames.org), CC BY 4.0\nBorders: Natural Earth, public domain\n");
  return texts.join(`\n${"-".repeat(72)}\n\n`);
}
