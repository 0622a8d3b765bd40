// The X clipboard as other programs fill it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { until } from "./webdriver.mjs";

/**
 * Puts something on the clipboard, as another program would. `read` waits until so many programs asked for it; `clear` takes
 * it away.
 */
export function putOnClipboard(content, type = "UTF8_STRING") {
  const args = ["-selection", "clipboard", "-i", "-verbose", "-target", type];
  const held = spawn("xclip", args, { stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  held.stderr.on("data", (bytes) => (said += bytes));
  held.stdin.end(content);
  const asked = () => Number([...said.matchAll(/request number (\d+)/g)].at(-1)?.[1] ?? 1) - 1;
  return {
    read: (times = 1) => until(`the clipboard is read ${times} times`, () => asked() >= times),
    clear: async () => {
      if (held.exitCode !== null) return;
      const ended = once(held, "exit");
      held.kill();
      await ended;
    },
  };
}
