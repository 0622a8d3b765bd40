// Notices of the system as a person has them on the desktop: they come, and one is clicked.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { until } from "./webdriver.mjs";

/** Takes the place of the desktop's notices on the session bus of the run. */
export async function openNotices() {
  const desk = spawn("/usr/bin/python3", [join(import.meta.dirname, "notices.py")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let said = "";
  desk.stdout.on("data", (bytes) => (said += bytes));
  await until("the desktop shows notices", () => said.startsWith("ready"));
  const all = () =>
    said
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line));
  return {
    all,
    /** The first of this title, as soon as there is one. */
    find: (title, within) => until(`a notice “${title}”`, () => all().find((one) => title.test(one.title)), within),
    click: (notice) => desk.stdin.write(`${notice.id}\n`),
    close: async () => {
      const ended = once(desk, "exit");
      desk.stdin.end();
      await ended;
    },
  };
}
