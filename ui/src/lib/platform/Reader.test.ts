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

it("what was asked while a read failed is read all the same", async () => {
  let reads = 0;
  let fail: (why: Error) => void = () => {};
  const reader = new Reader(async () => {
    reads += 1;
    if (reads === 1) await new Promise<void>((_, refuse) => (fail = refuse));
  });
  const first = reader.ask();
  void reader.ask();
  fail(new Error("no answer"));
  await first;
  expect(reads, "the second question is not lost with the first answer").toBe(2);
});

it("a question that comes right after the last answer is answered", async () => {
  let reads = 0;
  const reader = new Reader(async () => {
    reads += 1;
    await Promise.resolve();
  });
  const asked: Promise<void>[] = [];
  for (let step = 0; step < 20; step += 1) {
    asked.push(reader.ask());
    const before = reads;
    await Promise.resolve();
    asked.push(reader.ask());
    await Promise.all(asked);
    expect(reads, "each question is followed by a read that began after it").toBeGreaterThan(before);
  }
});
