// What every command of the project does first: look for Rust, system packages, npm packages and the built front end,
// and bring in what is missing. When nothing is missing it says nothing and takes well under a second.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync, utimesSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { ensureSystemPackages } from "./system-packages.mjs";

/** The repository's root. */
export const root = resolve(import.meta.dirname, "..");

/** Where cargo puts what it builds. */
export const target = resolve(root, process.env.CARGO_TARGET_DIR ?? "target");

const exe = process.platform === "win32" ? ".exe" : "";

/** The path of a program that cargo built. */
export function built(name, profile = "debug") {
  return join(target, profile, name + exe);
}

/** One line for the person, marked so that it stands out from what tools print. */
export function say(line) {
  console.log(`\u2500 ${line}`);
}

/** Says why it cannot go on, and stops. */
export function stop(...lines) {
  for (const line of lines) console.error(line);
  process.exit(1);
}

/** Runs a program in the foreground and gives its exit code. */
export function run(program, args, options = {}) {
  // Windows: npm and npx are scripts, which only a shell can start.
  const shell = process.platform === "win32" && /^np[mx]$/.test(program);
  const done = spawnSync(program, args, { cwd: root, stdio: "inherit", shell, ...options });
  if (done.error) return 127;
  return done.status ?? 1;
}

/** Runs a program that must succeed. */
export function must(program, args, options = {}) {
  const code = run(program, args, options);
  if (code !== 0) stop(`\u2500 ${[program, ...args].join(" ")} failed (exit code ${code}).`);
}

/** Everything that must be there before anything is built. */
export function prepare({ tests = false } = {}) {
  ensureRust();
  ensureSystemPackages({ tests, say, stop });
  ensureNpmPackages();
}

/** Makes sure that cargo is there and new enough. */
function ensureRust() {
  const home = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  const bin = join(home, "bin");
  if (existsSync(bin) && !(process.env.PATH ?? "").split(delimiter).includes(bin)) {
    process.env.PATH = bin + delimiter + (process.env.PATH ?? "");
  }
  const asked = spawnSync("cargo", ["--version"], { cwd: root, encoding: "utf8" });
  const version = /cargo (\d+)\.(\d+)/.exec(asked.stdout ?? "");
  if (!version) {
    stop(
      "Albumen is built with Rust, and there is no cargo here.",
      "Get it from https://rustup.rs (Windows: the installer there), open a new terminal and run this again.",
    );
  }
  if (Number(version[1]) === 1 && Number(version[2]) < 89) {
    stop(`Albumen needs Rust 1.89 or newer; this is ${version[0].slice(6)}. Run: rustup update stable`);
  }
}

/** Installs the npm packages when they are missing or older than the lock file. */
function ensureNpmPackages() {
  const lock = join(root, "package-lock.json");
  const mark = join(root, "node_modules", ".package-lock.json");
  if (existsSync(mark) && statSync(mark).mtimeMs >= statSync(lock).mtimeMs) return;
  say("Installing the front end's packages");
  must("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  const now = new Date();
  if (existsSync(mark)) utimesSync(mark, now, now);
}

/** Builds the front end when one of its sources is newer than what was built. */
export function ensureFrontEnd() {
  const ready = join(root, "ui", "dist", "index.html");
  const sources = [
    "ui/src",
    "ui/public",
    "ui/index.html",
    "ui/vite.config.ts",
    "ui/svelte.config.js",
    "package-lock.json",
  ];
  const newest = Math.max(...sources.map((path) => newestIn(join(root, path))));
  if (existsSync(ready) && statSync(ready).mtimeMs >= newest) return;
  say("Building the front end");
  must("npx", ["--no-install", "vite", "build", "--config", "ui/vite.config.ts", "--logLevel", "warn"]);
}

function newestIn(path) {
  if (!existsSync(path)) return 0;
  const info = statSync(path);
  if (!info.isDirectory()) return info.mtimeMs;
  // A folder counts too: its time tells of a file that was taken away.
  return Math.max(info.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

/** Compiles; quiet when there is nothing to do. */
export function cargoBuild(args) {
  must("cargo", ["build", "--locked", ...args], { env: { ...process.env, CARGO_TERM_QUIET: "false" } });
}

/** Stops with a clear message where no window can be shown. */
export function requireDisplay(command) {
  if (process.platform !== "linux" || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return;
  stop(
    "There is no display here, so no window can be shown.",
    `With a desktop: run this in a terminal on it. Without one: xvfb-run -a ${command}`,
    "(xvfb-run is in the packages xvfb and xauth.)",
  );
}
