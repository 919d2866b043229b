// `node .ci/sizes.mjs` prints the bytes of every file in dist/, raw and as shipped in gzip and brotli;
// with --budget it fails when a kind of file is missing or weighs more than it may, and when
// files.json does not tell of every file what it is.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

import { MANIFEST, entry, namesIn } from "./manifest.mjs";

/** Most bytes over the wire, in brotli, of all files of a kind together. A change that needs more says
    in its commit what it brings for them. */
const BUDGET = { wasm: 340 * 1024, js: 8 * 1024, css: 8 * 1024 };

const dist = "dist";
const names = namesIn(dist);
const problems = [];

/** Bytes of the compressed copy, which must hold the very file it stands for. */
function copy(name, suffix, expand) {
  if (!names.includes(name + suffix)) return undefined;
  const bytes = readFileSync(join(dist, name + suffix));
  try {
    if (expand(bytes).equals(readFileSync(join(dist, name)))) return bytes.length;
  } catch {
    // Not even compressed data: as wrong as another file's.
  }
  problems.push(`${name}${suffix} is not a copy of ${name}`);
  return undefined;
}

const files = names
  .filter((name) => !/\.(br|gz)$/.test(name))
  .map((name) => ({
    name,
    raw: statSync(join(dist, name)).size,
    gzip: copy(name, ".gz", gunzipSync),
    brotli: copy(name, ".br", brotliDecompressSync),
  }));

const row = (...cells) => cells.map((cell, i) => (i ? String(cell ?? "-").padStart(12) : cell.padEnd(36))).join("");
console.log(row("file", "raw", "gzip -9", "brotli 11"));
for (const { name, raw, gzip, brotli } of files) console.log(row(name, raw, gzip, brotli));

for (const name of ["index.html", "config.json", MANIFEST]) {
  if (!names.includes(name)) problems.push(`${name} is missing`);
}
// A server sends these as they lie here to whoever takes them so. (files.json is no part of the page, and
// config.json is edited where it is deployed.)
for (const { name, gzip, brotli } of files.filter(({ name }) => /\.(html|js|css|wasm|svg)$/.test(name))) {
  if (gzip === undefined) problems.push(`${name}.gz is missing`);
  if (brotli === undefined) problems.push(`${name}.br is missing`);
}
for (const [kind, most] of Object.entries(BUDGET)) {
  const ofKind = files.filter(({ name }) => name.endsWith(`.${kind}`));
  if (!ofKind.length) problems.push(`there is no .${kind} file`);
  const sum = ofKind.reduce((bytes, { brotli = 0 }) => bytes + brotli, 0);
  console.log(row(`all ${kind}`, "", "", sum), `of ${most} (${((100 * sum) / most).toFixed(1)} %)`);
  if (sum > most) problems.push(`${kind}: ${sum} bytes, ${sum - most} more than it may weigh`);
}

if (names.includes(MANIFEST)) {
  const told = new Map(JSON.parse(readFileSync(join(dist, MANIFEST), "utf8")).files.map((file) => [file.name, file]));
  for (const name of names.filter((name) => name !== MANIFEST)) {
    const is = JSON.stringify(entry(dist, name));
    if (JSON.stringify(told.get(name)) !== is) problems.push(`${MANIFEST} does not say ${is}`);
    told.delete(name);
  }
  for (const name of told.keys()) problems.push(`${MANIFEST} names ${name}, which is not there`);
}

if (process.argv.includes("--budget") && problems.length) {
  console.error(problems.map((problem) => `budget: ${problem}`).join("\n"));
  process.exit(1);
}
