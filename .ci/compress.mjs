// Trunk's post_build hook: writes brotli and gzip copies beside the files of a release build,
// for servers that send them as they are (nginx: brotli_static, gzip_static).
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const { TRUNK_PROFILE, TRUNK_STAGING_DIR: staging } = process.env;
// config.json is edited where it is deployed: a copy of it would go on being served after the edit.
const compressible = (name) => /\.(html|js|css|wasm|svg|json)$/.test(name) && name !== "config.json";

if (TRUNK_PROFILE === "release") {
  for (const name of readdirSync(staging, { recursive: true }).filter(compressible)) {
    const file = join(staging, name);
    const bytes = readFileSync(file);
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  }
}
