// What the run shows, in order. Each part stands on a home of its own.
import { close } from "./report.mjs";
import { openSession, stopAll } from "./stage.mjs";

const PARTS = [
  "trouble",
  "sample",
  "keyboard",
  "background",
  "wizard",
  "google",
  "today",
  "doctor",
  "renew",
  "recipes",
  "console",
  "mission",
  "safekeeping",
  "large",
  "secrets",
];
const asked = process.argv.slice(2);

await openSession();
for (const name of PARTS) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const { play } = await import(`./parts/${name}.mjs`);
  await play();
}
await stopAll();
process.exit(close());
