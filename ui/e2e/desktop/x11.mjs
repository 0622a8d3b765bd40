// The desktop around the window: its place, its picture, the clipboard. All through the X server, as a person's hand and eye.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { until } from "./webdriver.mjs";

export const xdotool = (...args) => execFileSync("xdotool", args.map(String), { encoding: "utf8", timeout: 20_000 });

const ask = (...args) =>
  execFileSync("/usr/bin/python3", [join(import.meta.dirname, "window.py"), ...args], {
    encoding: "utf8",
    timeout: 20_000,
  });

/** The largest window of that title: a drag leaves a tiny one of the same name behind. */
function idOf(title) {
  const ids = xdotool("search", "--onlyvisible", "--name", `^${title}$`).trim().split("\n");
  const area = (id) => {
    const said = xdotool("getwindowgeometry", "--shell", id);
    return Number(/^WIDTH=(\d+)/m.exec(said)?.[1] ?? 0) * Number(/^HEIGHT=(\d+)/m.exec(said)?.[1] ?? 0);
  };
  return ids.map((id) => ({ id, area: area(id) })).sort((one, other) => other.area - one.area)[0].id;
}

/** Whether a window of that title is on the screen. */
export function isShown(title) {
  try {
    return xdotool("search", "--onlyvisible", "--name", `^${title}$`).trim() !== "";
  } catch {
    // It ends so where there is none.
    return false;
  }
}

/** Closes a window as a person does, by the window manager's key. */
export function closeWindow(title) {
  xdotool("windowactivate", "--sync", idOf(title));
  xdotool("key", "alt+F4");
}

/** Where the content of the window of that title is on the screen. */
export function placeOf(title) {
  const [x, y, width, height] = ask(idOf(title)).trim().split(" ").map(Number);
  return { x, y, width, height };
}

/** Gives the content of a window this size, at the upper left of the screen. */
export function resize(title, width, height) {
  const id = idOf(title);
  xdotool("windowmove", "--sync", id, 2, 24);
  xdotool("windowsize", id, width, height);
}

/** Puts a window before all others, so that keys go to it. */
export function raise(title) {
  xdotool("windowactivate", "--sync", idOf(title));
}

/** Takes a window away. Gives what brings it back. */
export function minimise(title) {
  const id = idOf(title);
  xdotool("windowminimize", "--sync", id);
  return () => xdotool("windowactivate", "--sync", id);
}

/** Writes what the screen shows of a window into a PNG. */
export function photograph(title, file) {
  ask(idOf(title), file);
}

/** What the X clipboard holds. */
export function clipboard() {
  const args = ["-selection", "clipboard", "-o", "-t", "UTF8_STRING"];
  return execFileSync("xclip", args, { encoding: "utf8", timeout: 5_000 });
}

function windows() {
  return xdotool("search", "--onlyvisible", "--name", ".+").trim().split("\n");
}

/** Types a path into the system's dialog for choosing files, and presses Enter there. */
export async function typeInDialog(path, title = /^Add photos/) {
  const named = (id) => title.test(xdotool("getwindowname", id).trim());
  const id = await until("the system's dialog", () => windows().find(named));
  xdotool("windowfocus", "--sync", id);
  // A slash opens the field for a place. What is typed while it opens can get lost, so the path is typed over it.
  xdotool("type", "--delay", 30, path.slice(0, 2));
  await new Promise((go) => setTimeout(go, 500));
  xdotool("key", "ctrl+a");
  xdotool("type", "--delay", 30, path);
  xdotool("key", "Return");
  await until("the dialog is over", () => !windows().includes(id));
}
