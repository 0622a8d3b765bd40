import { expect, it } from "vitest";
import { Reader } from "./Reader";

it("asking five times while a read runs reads once more, not five times", async () => {
  let reads = 0;
  let open: () => void = () => {};
  const reader = new Reader(async () => {
    reads += 1;
    if (reads === 1) await new Promise<void>((go) => (open = go));
  });
  const done = reader.ask();
  for (let i = 0; i < 5; i += 1) void reader.ask();
  expect(reads, "never two at the same time").toBe(1);
  open();
  await done;
  expect(reads, "what was asked meanwhile is seen").toBe(2);
});
