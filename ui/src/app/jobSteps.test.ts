import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { JobView } from "../lib/ipc/bindings";
import { EndedJobs } from "./EndedJobs";
import { followRunning } from "./jobSteps";
import { RunningJobs } from "./RunningJobs.svelte";
import type { Session } from "./Session.svelte";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const job = (change: Partial<JobView>): JobView => ({
  id: 1,
  kind: "album",
  state: "running",
  done: 40,
  total: 100,
  note: null,
  undo: false,
  ...change,
});

it("what ran when the page was opened anew is shown again, until it ends", async () => {
  const jobs = [
    job({}),
    job({ id: 2, state: "done" }),
    // Uploads, imports and the doctor have places of their own.
    job({ id: 3, kind: "upload" }),
    // After a restart of the program, too.
    job({ id: 4, kind: "download", state: "waiting" }),
    job({ id: 5, kind: "download", done: 7 }),
  ];
  const session = {
    backend: { jobs: async () => jobs },
    running: new RunningJobs(),
    ended: new EndedJobs(),
    downloads: { read: async () => {}, all: [{ job: 4, title: "Everything" }] },
    quietly: (work: Promise<void>) => work,
    route: { page: "photos" },
  };
  await followRunning(session as unknown as Session);
  vi.advanceTimersByTime(1_000);
  const lines = session.running.lines.map(({ id, label, job }) => [id, label, job?.done]);
  expect(lines).toEqual([
    [1, "Changing an album", 40],
    [4, "Downloading Everything", 40],
    [5, "Downloading", 7],
  ]);
  for (const id of [1, 4, 5]) session.ended.follow(job({ id, state: "done" }));
  await vi.advanceTimersByTimeAsync(1);
  expect(session.running.lines).toEqual([]);
});
