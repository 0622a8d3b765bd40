/** How the upload queue stands in each scene. */
import type { QueueState, UploadRow, UploadsView, WaitCause } from "../../ipc/bindings";
import type { FakeQueue } from "./queue";
import { count, counted, timeOfDay } from "../../words/format";
import { DAY_LEFT_MS, type Scene } from "./scene";

const MB = 1_000_000;

/** What each cause says, and when it is over. */
const WAITS: Record<string, { cause: WaitCause; message: string; inMs?: number }> = {
  "slow-down": {
    cause: "slowDown",
    message: "Google asks to slow down. Your queue is kept. Albumen goes on in 40 seconds.",
    inMs: 40_000,
  },
  "quota-spent": {
    cause: "quotaSpent",
    message:
      "Asleep until UNTIL. Google allows 10,000 requests a day. 4 files are done, nothing is lost. The other 11 go on by themselves.",
    inMs: DAY_LEFT_MS,
  },
  "storage-full": {
    cause: "storageFull",
    message: "Your Google storage is full. 11 files wait here. Free some space or change the plan, then press Go on.",
  },
  "queue-offline": {
    cause: "offline",
    message:
      "No network. Your library can still be looked at and the queue is kept. Albumen goes on when the network is back.",
  },
  "queue-signed-out": {
    cause: "signInNeeded",
    message: "Google ended the sign-in. Your library and queue are kept. Sign in again to go on.",
  },
  "queue-consent": {
    cause: "consentMissing",
    message: "Albumen may not add photos to this account. The 11 files wait. Allow adding in your browser.",
  },
  "disk-gone": {
    cause: "diskGone",
    message:
      "The folder of these files is not there. 11 files wait for it. Connect its disk, and Albumen goes on by itself.",
  },
  "album-full": {
    cause: "albumFull",
    message: "The album is full: Google allows 20,000 items in one. 11 files wait. Choose where they go.",
  },
  scheduled: {
    cause: "scheduled",
    message: "Not the time for uploads. 11 files wait until UNTIL, as you set it.",
    inMs: 4 * 3_600_000,
  },
  metered: {
    cause: "metered",
    message: "This network counts what goes over it. 11 files wait for another, as you set it.",
  },
  "on-battery": {
    cause: "onBattery",
    message: "This computer runs on its battery. 11 files wait until it is plugged in, as you set it.",
  },
};

/** The sentences name 4 files that are done and 11 that wait: here as many as there are in this queue. */
function ofThisQueue(message: string, { totals }: UploadsView): string {
  return message
    .replace("4 files are done", `${counted(totals.done, "file")} ${totals.done === 1 ? "is" : "are"} done`)
    .replace("The other 11 go", `The other ${count(totals.left)} go`)
    .replace("11 files wait", `${counted(totals.left, "file")} ${totals.left === 1 ? "waits" : "wait"}`);
}

export function heldBy(scene: Scene, queue: UploadsView): Extract<QueueState, { kind: "waiting" }> | null {
  const name = Object.keys(WAITS).find(scene.has);
  const found = name === undefined ? undefined : WAITS[name];
  if (found === undefined) return null;
  const untilMs = found.inMs === undefined ? null : Date.now() + found.inMs;
  const message = found.message.replace("UNTIL", untilMs === null ? "" : timeOfDay(untilMs));
  return { kind: "waiting", cause: found.cause, message: ofThisQueue(message, queue), untilMs };
}

export function fillQueue(queue: FakeQueue, scene: Scene) {
  if (scene.uploads > 0) fillMany(queue, scene.uploads);
  else if (["uploads-failed", "uploads-running", "uploads-still", ...Object.keys(WAITS)].some(scene.has))
    fillFew(queue, scene);
}

const set = (queue: FakeQueue, index: number, change: Partial<UploadRow>) => {
  const row = queue.rows[index];
  if (row !== undefined) queue.rows[index] = { ...row, ...change };
};

function fillFew(queue: FakeQueue, scene: Scene) {
  for (let i = 0; i < 9; i += 1) queue.add(`DSC_${4503 + i}.jpg`, 9 * MB + i * 1_300_000, 1, "Lofoten in June");
  for (let i = 1; i <= 6; i += 1) queue.add(`cabin-0${i}.jpg`, 12 * MB, 3, "Winter cabin");
  set(queue, 0, { stage: "sending", sentBytes: 6_200_000 });
  set(queue, 1, { stage: "creating", sentBytes: 10_300_000 });
  set(queue, 2, { stage: "hashing" });
  for (const done of [10, 11, 12]) set(queue, done, { stage: "done", sentBytes: 12 * MB, item: done });
  set(queue, 13, { stage: "alreadyThere", reason: "Already in your library. It was not sent again." });
  if (!scene.has("uploads-failed")) return;
  set(queue, 3, {
    stage: "failed",
    reason: "Google could not read this file. It stays on your computer. Export it again, then retry.",
    canRetry: true,
  });
  set(queue, 4, { stage: "failed", reason: "The file moved after it was added. Nothing was sent.", canRetry: true });
  set(queue, 5, {
    stage: "leftOut",
    fileName: "notes.jpg",
    reason: "This file is named like a photo but holds something else. It stays on your computer. Export it again.",
  });
}

/** Some failed, most waiting, a fifth done. */
function fillMany(queue: FakeQueue, files: number) {
  for (let i = 0; i < files; i += 1)
    queue.add(`DSC_${100_000 + i}.jpg`, 8 * MB, 1 + (i % 3), "Lofoten in June", `Pictures/2026-${i % 200}`);
  for (let i = 0; i < files; i += 1) {
    if (i < files / 5) set(queue, i, { stage: "done", sentBytes: 8 * MB, item: 1 });
    else if (i % 1000 === 0)
      set(queue, i, {
        stage: "failed",
        reason: "Google could not read this file. It stays on your computer. Export it again, then retry.",
        canRetry: true,
      });
  }
}
