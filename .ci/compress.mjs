// Trunk's post_build hook, for a release build: minifies the glue of wasm-bindgen, which Trunk's own
// minifier cannot read, and shakes the classes out of it that nothing here makes (those of
// wasm-streams, which leptos brings along), then writes brotli and gzip copies beside the files, for servers that send
// them as they are (nginx: brotli_static, gzip_static).
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const { TRUNK_PROFILE, TRUNK_STAGING_DIR: staging } = process.env;
// config.json is edited where it is deployed: a copy of it would go on being served after the edit.
const compressible = (name) => /\.(html|js|css|wasm|svg|json)$/.test(name) && name !== "config.json";

// How brotli cuts its input (bits of a block) and codes distances: each of these is the best one for
// some wasm, and they differ by hundreds of bytes.
const settings = [[16, 0, 1], [17, 0, 2], [17, 1, 2], [18, 0, 4]];

function smallest(bytes) {
  const compressed = settings.map(([block, postfix, direct]) => {
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      [constants.BROTLI_PARAM_LGBLOCK]: block,
      [constants.BROTLI_PARAM_NPOSTFIX]: postfix,
      [constants.BROTLI_PARAM_NDIRECT]: direct,
    };
    return brotliCompressSync(bytes, { params });
  });
  return compressed.reduce((best, other) => (other.length < best.length ? other : best));
}

if (TRUNK_PROFILE === "release") {
  // boot.js stays as it is: the page holds its hash.
  const glue = readdirSync(staging).filter((name) => /^clocked-.*\.js$/.test(name));
  const flags = ["--bundle", "--minify", "--format=esm", "--target=es2022", "--log-level=warning"];
  // With these nothing but a use keeps a class.
  flags.push("--define:Symbol.dispose=undefined", "--pure:FinalizationRegistry");
  for (const name of glue) {
    const input = `export { default } from "./${name}"`;
    writeFileSync(join(staging, name), execFileSync("esbuild", flags, { input, cwd: staging }));
  }
  for (const name of readdirSync(staging, { recursive: true }).filter(compressible)) {
    const file = join(staging, name);
    const bytes = readFileSync(file);
    writeFileSync(`${file}.br`, smallest(bytes));
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  }
}
