// npm start: sets up what is missing, builds, opens the window.
import { spawn } from "node:child_process";
import { built, cargoBuild, ensureFrontEnd, prepare, requireDisplay, say, stop } from "./setup.mjs";

requireDisplay("npm start");
prepare();
ensureFrontEnd();
cargoBuild(["-p", "albumen"]);

const window = spawn(built("albumen"), process.argv.slice(2), { stdio: "inherit" });
window.on("error", (error) => stop(`The window could not be started: ${error.message}`));
window.on("exit", (code, signal) => {
  if (signal) say(`The window was ended by ${signal}.`);
  process.exit(code ?? 1);
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => window.kill(signal));
