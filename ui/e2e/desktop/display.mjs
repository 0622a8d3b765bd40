// The stage: a display of its own, a session bus of its own, folders of its own. What is played on it is a script beside.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const SCREEN = "1400x950x24";

/** Plays a script on a stage and gives its exit code. `places` names the folder of the run and that of the programs. */
export async function onStage(script, args, { stage, programs }) {
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  const display = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  let play;
  function end(code) {
    try {
      process.kill(-play.pid, "SIGTERM");
    } catch {
      // Nothing of it is left.
    }
    display.kill();
    process.exit(code);
  }
  function fail(sentence) {
    console.error(sentence);
    console.log("0 passed, 1 failed");
    end(1);
  }
  display.on("error", (error) => fail(`Xvfb did not start: ${error.message}`));
  const [number] = await once(display.stdio[3], "data");

  // A group of its own, so that whatever is left of it can be ended without touching anybody else's programs.
  play = spawn("dbus-run-session", ["--", process.execPath, join(import.meta.dirname, script), ...args], {
    env: environment(`:${String(number).trim()}`, stage, programs),
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => end(1));
  play.on("error", (error) => fail(`dbus-run-session did not start: ${error.message}`));
  const [code] = await once(play, "exit");
  end(code ?? 1);
}

function environment(display, stage, programs) {
  const env = { ...process.env, ALBUMEN_E2E_STAGE: stage, ALBUMEN_E2E_PROGRAMS: programs };
  for (const name of Object.keys(env))
    if (/^(ALBUMEN_(HOME|GOOGLE|SAMPLE|KEYCHAIN)|WAYLAND_DISPLAY|DBUS_.*|XDG_.*)$/.test(name)) delete env[name];
  const own = (name) => join(stage, "xdg", name);
  for (const folder of ["data", "config", "cache", "run"]) mkdirSync(own(folder), { recursive: true, mode: 0o700 });
  return Object.assign(env, {
    DISPLAY: display,
    GDK_BACKEND: "x11",
    XDG_DATA_HOME: own("data"),
    XDG_CONFIG_HOME: own("config"),
    XDG_CACHE_HOME: own("cache"),
    XDG_RUNTIME_DIR: own("run"),
  });
}
