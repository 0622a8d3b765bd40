// The desktop around the window: its place, its picture, the clipboard. All through the X server, as a person's hand and eye.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

export const xdotool = (...args) => execFileSync("xdotool", args.map(String), { encoding: "utf8", timeout: 20_000 });

/** The window of that title, and where its content is on the screen. */
export function windowNamed(title) {
  const id = xdotool("search", "--onlyvisible", "--name", `^${title}$`).trim().split("\n")[0];
  const said = xdotool("getwindowgeometry", "--shell", id);
  const number = (name) => Number(new RegExp(`^${name}=(-?\\d+)`, "m").exec(said)[1]);
  return { id, x: number("X"), y: number("Y"), width: number("WIDTH"), height: number("HEIGHT") };
}

/** Gives the content of a window this size, at the upper left of the screen. */
export function resize(title, width, height) {
  const { id } = windowNamed(title);
  xdotool("windowmove", "--sync", id, 2, 24);
  xdotool("windowsize", id, width, height);
}

/** Writes what the screen shows of a window into a PNG. */
export function photograph(title, file) {
  const { x, y, width, height } = windowNamed(title);
  const script = join(import.meta.dirname, "photograph.py");
  execFileSync("/usr/bin/python3", [script, x, y, width, height, file].map(String), { timeout: 20_000, stdio: "pipe" });
}

/** What the X clipboard holds. */
export function clipboard() {
  const args = ["-selection", "clipboard", "-o", "-t", "UTF8_STRING"];
  return execFileSync("xclip", args, { encoding: "utf8", timeout: 5_000 });
}
