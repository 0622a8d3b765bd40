// True drag and drop: another program's window, the X server's pointer, a drop into ours.
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { start } from "./stage.mjs";
import { until } from "./webdriver.mjs";
import { placeOf, raise, xdotool } from "./x11.mjs";

const FROM = { x: 1200, y: 880 };

/** Drags these files or addresses to a place of the page, calls `over` before letting go, and returns when the drop is over. */
export async function dragIntoWindow(files, at, over = async () => {}) {
  // What covers it would get the drop.
  raise("Albumen");
  const corner = placeOf("Albumen");
  const source = start(
    "drag",
    "/usr/bin/python3",
    [join(import.meta.dirname, "drag.py"), FROM.x, FROM.y, ...files].map(String),
  );
  let said = "";
  source.stdout.on("data", (bytes) => (said += bytes));
  await until("the other window is there", () => said.includes("ready"));
  const other = placeOf("Files to drag");
  const hold = { x: other.x + 80, y: other.y + 30 };

  xdotool("mousemove", "--sync", hold.x, hold.y, "mousedown", 1);
  // The pointer has to travel as a hand moves it, or the toolkit takes it for a click. Nothing is awaited here.
  for (let step = 0; step < 5; step += 1) xdotool("mousemove_relative", "--sync", "--", -4, -4);
  const goal = { x: corner.x + at.x, y: corner.y + at.y };
  for (let step = 1; step <= 10; step += 1) {
    const part = step / 10;
    xdotool(
      "mousemove",
      Math.round(hold.x - 20 + (goal.x - hold.x + 20) * part),
      Math.round(hold.y - 20 + (goal.y - hold.y + 20) * part),
    );
    await pause(60);
  }
  await over();
  xdotool("mousemove_relative", "--sync", "--", 2, 2);
  await pause(150);
  xdotool("mouseup", 1);
  await until("the drop is over", () => said.includes("dropped"));
  await source.ended;
}
