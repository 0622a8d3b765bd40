// npm run emulator -- [options]: a Google Photos service on 127.0.0.1. Options: --port, --rules, --library, --data.
import { built, cargoBuild, prepare, run } from "./setup.mjs";

prepare();
cargoBuild(["-p", "photos-emulator"]);
process.exit(run(built("photos-emulator"), process.argv.slice(2), { cwd: process.cwd() }));
