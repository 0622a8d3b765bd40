// npm run cli -- album list: the same engine without a window.
import { built, cargoBuild, prepare, run } from "./setup.mjs";

prepare();
cargoBuild(["-p", "albumen-cli", "--quiet"]);
// npm changes the folder to the project's; paths that were typed are meant from where the person stands.
const cwd = process.env.INIT_CWD ?? process.cwd();
process.exit(run(built("albumen-cli"), process.argv.slice(2), { cwd }));
