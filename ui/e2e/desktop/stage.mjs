// The programs of the run: started here, ended here, their words kept in files that are searched for secrets afterwards.
import { spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { App } from "./app.mjs";
import { drawings, logs, programs, stage } from "./places.mjs";
import { whenOneFails } from "./report.mjs";
import { until, WebDriver } from "./webdriver.mjs";

const running = new Set();
mkdirSync(logs, { recursive: true });

/** Starts a program; what it says goes into a log of that name. With `group` what it starts is ended together with it. */
export function start(name, program, args, { env = {}, input, group = false } = {}) {
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    detached: group,
    stdio: [input ? "pipe" : "ignore", "pipe", "pipe"],
  });
  const log = createWriteStream(join(logs, `${name}.log`), { flags: "a" });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  if (input) child.stdin.end(input);
  child.isGroup = group;
  running.add(child);
  child.ended = new Promise((done) => child.once("close", done));
  void child.ended.then(() => running.delete(child));
  child.on("error", (error) => log.write(`${error.message}\n`));
  return child;
}

export async function stop(child) {
  signal(child, "SIGTERM");
  const late = setTimeout(() => signal(child, "SIGKILL"), 5_000);
  await child.ended;
  clearTimeout(late);
}

function signal(child, name) {
  try {
    if (child.isGroup) process.kill(-child.pid, name);
    else child.kill(name);
  } catch {
    // It is gone already.
  }
}

export async function stopAll() {
  await Promise.all([...running].map(stop));
}

/** The window manager and an unlocked keychain: what a person's session has. */
export async function openSession() {
  start("openbox", "openbox", []);
  const keyring = start("keyring", "gnome-keyring-daemon", ["--unlock", "--components=secrets", "--daemonize"], {
    input: "test\n",
  });
  await keyring.ended;
}

/** Puts a stand-in for the system's browser where the window looks for it. */
export function standInForBrowser() {
  const folder = join(stage, "bin");
  mkdirSync(folder, { recursive: true });
  const script = join(import.meta.dirname, "browser.mjs");
  const words = `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@" >>"${join(stage, "browser.log")}" 2>&1\n`;
  writeFileSync(join(folder, "xdg-open"), words, { mode: 0o755 });
  return folder + delimiter + process.env.PATH;
}

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Where the emulators that were started keep what is Google's: also what they issued. */
export const googlesFolders = new Set();

/** Starts the emulator as a program of its own and waits until it listens. */
export async function startEmulator(data, library = "sample") {
  googlesFolders.add(data);
  // Every service of every run draws the same sample library: once is enough.
  const drawn = join(drawings, "drawings");
  for (const folder of [data, drawn]) mkdirSync(folder, { recursive: true });
  if (!existsSync(join(data, "drawings"))) symlinkSync(drawn, join(data, "drawings"));
  const child = start("emulator", join(programs, "photos-emulator"), [
    "--port",
    "0",
    "--library",
    library,
    "--data",
    data,
  ]);
  let said = "";
  child.stdout.on("data", (bytes) => (said += bytes));
  const base = await until("the emulator listens", () => /listening on (http:\S+)/.exec(said)?.[1], 120_000);
  return { base, stop: () => stop(child) };
}

/** Opens the window with this home and this environment. */
export async function openWindow(name, env, program = "albumen") {
  const port = await freePort();
  const driver = start(`window-${name}`, "WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], {
    // Order: the driver may go before the window it opened, which would then stay and hold the log open.
    group: true,
    env: {
      TAURI_WEBVIEW_AUTOMATION: "true",
      RUST_LOG: "warn,albumen_window=trace,albumen_core=trace,google_photos=trace",
      PATH: standInForBrowser(),
      ...env,
    },
  });
  const driven = new WebDriver(`http://127.0.0.1:${port}`);
  await until("WebKitWebDriver answers", () => fetch(`http://127.0.0.1:${port}/status`).then((answer) => answer.ok));
  const begun = Date.now();
  await driven.begin(join(programs, program));
  const app = new App(
    driven,
    async () => {
      // A page that does not answer any more must not keep the run from going on.
      await driven.end().catch(() => {});
      await stop(driver);
    },
    driver.pid,
  );
  // When the program was started, for what is measured from there.
  app.begun = begun;
  whenOneFails(async (check) => {
    const file = `failed-${check.replace(/\W+/g, "-")}`;
    console.log(`      the page says: ${(await app.text()).replace(/\s+/g, " ").slice(0, 400)}`);
    await app.keep(file);
    console.log(`      target/screens/${file}.png shows it`);
  });
  return app;
}
