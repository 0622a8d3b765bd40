// The real window, driven as a person drives it. What is played is in `tour.mjs`.
import { join, resolve } from "node:path";
import { onStage } from "./display.mjs";
import { root, stage } from "./places.mjs";

if (process.platform !== "linux") {
  console.log("The desktop run needs an X display of its own, so it runs on Linux only.\n0 passed, 0 failed");
  process.exit(0);
}
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? "target");
await onStage("tour.mjs", process.argv.slice(2), { stage, programs: join(target, "debug") });
