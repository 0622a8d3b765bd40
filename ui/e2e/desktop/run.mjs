// The real window, driven as a person drives it. This file only prepares the stage: a display of its own, a session bus of
// its own, folders of its own. What is played on it is in `tour.mjs`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { root, stage } from "./places.mjs";

const target = resolve(root, process.env.CARGO_TARGET_DIR ?? "target");
const SCREEN = "1400x950x24";

if (process.platform !== "linux") {
  console.log("The desktop run needs an X display of its own, so it runs on Linux only.\n0 passed, 0 failed");
  process.exit(0);
}

rmSync(stage, { recursive: true, force: true });
mkdirSync(stage, { recursive: true });

const display = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"], {
  stdio: ["ignore", "ignore", "ignore", "pipe"],
});
display.on("error", (error) => fail(`Xvfb did not start: ${error.message}`));
const [number] = await once(display.stdio[3], "data");

const env = { ...process.env, ALBUMEN_E2E_STAGE: stage, ALBUMEN_E2E_PROGRAMS: join(target, "debug") };
for (const name of Object.keys(env))
  if (/^(ALBUMEN_(HOME|GOOGLE|SAMPLE|KEYCHAIN)|WAYLAND_DISPLAY|DBUS_.*|XDG_.*)$/.test(name)) delete env[name];
for (const folder of ["data", "config", "cache", "run"])
  mkdirSync(join(stage, "xdg", folder), { recursive: true, mode: 0o700 });
Object.assign(env, {
  DISPLAY: `:${String(number).trim()}`,
  GDK_BACKEND: "x11",
  XDG_DATA_HOME: join(stage, "xdg", "data"),
  XDG_CONFIG_HOME: join(stage, "xdg", "config"),
  XDG_CACHE_HOME: join(stage, "xdg", "cache"),
  XDG_RUNTIME_DIR: join(stage, "xdg", "run"),
});

// A group of its own, so that whatever is left of it can be ended without touching anybody else's programs.
const tour = spawn(
  "dbus-run-session",
  ["--", process.execPath, join(import.meta.dirname, "tour.mjs"), ...process.argv.slice(2)],
  {
    env,
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  },
);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => end(1));
tour.on("error", (error) => fail(`dbus-run-session did not start: ${error.message}`));
const [code] = await once(tour, "exit");
end(code ?? 1);

function fail(sentence) {
  console.error(sentence);
  console.log("0 passed, 1 failed");
  end(1);
}

function end(code) {
  try {
    process.kill(-tour.pid, "SIGTERM");
  } catch {
    // Nothing of it is left.
  }
  display.kill();
  process.exit(code);
}
