/** Recipes with a history, for the scene `recipes`. */
import type { RecipeKey, RecipeSpec, RunState, RunStepView, RunView } from "../../ipc/bindings";

const ANY: RecipeSpec["onlyIf"] = { kinds: [], camera: "", name: "", album: null, minBytes: null, maxBytes: null };

export function examples(): { key: RecipeKey; version: number; on: boolean; spec: RecipeSpec }[] {
  return [
    {
      key: 1,
      version: 2,
      on: true,
      spec: {
        name: "Camera into albums by month",
        when: { kind: "fileAppears", folder: "/home/mara/Camera", subfolders: true },
        onlyIf: { ...ANY, kinds: ["photo"] },
        then: [
          { kind: "upload", album: { kind: "named", title: "{date:%B %Y}" } },
          { kind: "notify", text: "{name} is in Google Photos" },
        ],
      },
    },
    {
      key: 2,
      version: 1,
      on: false,
      spec: {
        name: "Contact sheets",
        when: { kind: "newItem" },
        onlyIf: ANY,
        then: [
          { kind: "download", folder: "/home/mara/Copies", below: "{year}/{month}" },
          { kind: "run", program: "/home/mara/bin/contact-sheet", args: ["--size", "A4", "two words"], limitS: 60 },
        ],
      },
    },
    {
      key: 3,
      version: 1,
      on: false,
      spec: {
        name: "Best of the year",
        when: { kind: "entersAlbum", album: 1 },
        onlyIf: ANY,
        then: [{ kind: "call", url: "https://frame.example.com/new?key=3f1c9a52" }],
      },
    },
  ];
}

const step = (words: string, state: RunStepView["state"], said: string | null, tries = 0): RunStepView => ({
  words,
  state,
  said,
  tries,
});

export function exampleRuns(now: number): Map<RecipeKey, RunView[]> {
  const run = (key: number, recipe: number, name: string, state: RunState, steps: RunStepView[]): RunView => ({
    key,
    recipe,
    name,
    item: state === "done" ? key : null,
    state,
    message: null,
    dueMs: null,
    madeMs: now - key * 900_000,
    endedMs: state === "waiting" ? null : now - key * 900_000 + 4_000,
    steps,
  });
  const uploaded = [
    step("Upload", "done", "Uploaded."),
    step("Tell me", "done", "Told you “IMG_0412 is in Google Photos”."),
  ];
  const first = [
    run(1, 1, "IMG_0412.jpg", "done", uploaded),
    {
      ...run(2, 1, "IMG_0411.jpg", "waiting", [step("Upload", "toDo", null), step("Tell me", "toDo", null)]),
      message: "Waits for its upload.",
    },
    run(3, 1, "IMG_0410.jpg", "done", [
      step("Upload", "done", "It was in Google Photos already and was not sent again."),
      step("Tell me", "done", "Told you “IMG_0410 is in Google Photos”."),
    ]),
    {
      ...run(4, 1, "IMG_0409 (2).jpg", "stopped", [step("Upload", "toDo", null), step("Tell me", "toDo", null)]),
      message:
        "Stopped: loop. This recipe led to another one that leads back to it. Change one of them so that they do not meet.",
    },
  ];
  const wrote = "It ended with 3.\nreading 1 photo\ncontact-sheet: no paper of size A4 in /home/mara/.config/paper";
  const second = [
    {
      ...run(5, 2, "DSC_4003.jpg", "waiting", [
        step("Save a copy", "done", "Saved as /home/mara/Copies/2026/06/DSC_4003.jpg"),
        step("Run contact-sheet", "failed", wrote, 2),
      ]),
      message: wrote,
      dueMs: now + 290_000,
    },
    run(6, 2, "DSC_4001.jpg", "failed", [
      step("Save a copy", "done", "Saved as /home/mara/Copies/2026/06/DSC_4001.jpg"),
      step("Run contact-sheet", "failed", "It was ended after 1 minute.", 7),
    ]),
    run(7, 2, "DSC_3998.jpg", "done", [
      step("Save a copy", "done", "Saved as /home/mara/Copies/2026/06/DSC_3998.jpg"),
      step("Run contact-sheet", "done", "1 sheet in /home/mara/Sheets"),
    ]),
  ];
  return new Map([
    [1, first],
    [2, second],
  ]);
}
