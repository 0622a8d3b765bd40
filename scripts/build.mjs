// npm run build: the release program and, on Linux, its .deb and .rpm.
import { join } from "node:path";
import { ensureFrontEnd, must, prepare, say, target } from "./setup.mjs";

prepare();
ensureFrontEnd();
const bundles = process.platform === "linux" ? ["--bundles", "deb,rpm"] : [];
must("npx", ["--no-install", "tauri", "build", ...bundles, ...process.argv.slice(2)]);
say(`The packages are in ${join(target, "release", "bundle")}`);
