// `node .ci/manifest.mjs` writes dist/files.json: every file with its bytes and SHA-256, so that who
// deployed them can tell whether they are still what was built. Nothing in it tells when or where.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Its own name is not in it. */
export const MANIFEST = "files.json";
/** Edited where it is deployed: what is told of it is how it was built. */
const EDITABLE = "config.json";

/** The names of all files below the folder, in one order wherever they are listed. */
export const namesIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();

/** What the manifest says of a file. */
export function entry(folder, name) {
  const bytes = readFileSync(join(folder, name));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { name, bytes: bytes.length, sha256, ...(name === EDITABLE && { editable: true }) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dist = "dist";
  const [, version] = /^\[workspace\.package\]\nversion = "(.+)"$/m.exec(readFileSync("Cargo.toml", "utf8"));
  // The two tools whose version the sources do not pin.
  const tools = { rustc: execFileSync("rustc", ["--version"], { encoding: "utf8" }).trim(), node: process.version };
  const files = namesIn(dist)
    .filter((name) => name !== MANIFEST)
    .map((name) => entry(dist, name));
  writeFileSync(join(dist, MANIFEST), `${JSON.stringify({ version, tools, files }, null, 2)}\n`);
}
