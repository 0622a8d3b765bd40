/** Files of checked folders, as the invented program finds them: `fake=safe`, `safe-all`, `safe-large`, `safe-several`. */
import type { FileKeeping, SafekeepingFile } from "../../ipc/bindings";

const DAY_MS = 86_400_000;
export const PICTURES = "/home/mara/Pictures";

/** How many files of each kind lie in which folder. */
type Plan = [folder: string, states: Partial<Record<FileKeeping, number>>][];

const MIXED: Plan = [
  ["", { seen: 6, other: 1 }],
  ["2025/Cabin in the snow", { seen: 84 }],
  ["2025/Midsummer", { seen: 131, changed: 2 }],
  ["2026/Bergen, rain and lights", { seen: 96, unseen: 4, notFound: 2 }],
  ["2026/Lofoten", { seen: 71, absent: 7, waiting: 3 }],
  ["2026/Lofoten/From Tomas", { seen: 24, unreadable: 1, other: 2 }],
  ["Scans", { absent: 4, other: 1 }],
];
const LARGE: Plan = [
  ...Array.from({ length: 49 }, (_, at): Plan[number] => [
    `${2000 + Math.floor(at / 2)}/${at % 2 ? "Autumn" : "Spring"}`,
    { seen: 400 },
  ]),
  ["Not sorted", { seen: 280, absent: 120 }],
];

const REASONS: Partial<Record<FileKeeping, string>> = {
  unreadable: "Your system says: Permission denied.",
  other: "Google Photos takes no documents.",
};

function digits(seed: number): string {
  let hash = "";
  for (let at = 1; hash.length < 64; at += 1)
    hash += ((seed * 2_654_435_761 + at * 40_503_277) % 4_294_967_296).toString(16).padStart(8, "0");
  return hash;
}

function made(folder: string, state: FileKeeping, nth: number, checkedMs: number): SafekeepingFile {
  const name =
    state === "other" ? `Notes ${nth}.pdf` : folder === "Scans" ? `Scan ${nth}.tif` : `IMG_${4000 + nth}.jpg`;
  const known = state === "seen" || state === "unseen" || state === "notFound";
  const read = known || state === "absent" || state === "changed" || state === "waiting";
  const sentMs = known ? checkedMs - (40 + (nth % 90)) * DAY_MS : null;
  return {
    path: folder === "" ? name : `${folder}/${name}`,
    sizeBytes: state === "other" ? 240_000 + nth * 1_000 : 3_100_000 + ((nth * 733_331) % 6_000_000),
    modifiedMs: checkedMs - (100 + (nth % 300)) * DAY_MS,
    state,
    reason: REASONS[state] ?? null,
    hash: read ? digits(nth) : null,
    itemKey: known ? 1 + (nth % 40) : null,
    googleId: known ? `AF1QipN${digits(nth + 7).slice(0, 30)}` : null,
    productUrl: known ? `https://photos.google.com/lr/photo/AF1QipN${digits(nth + 7).slice(0, 30)}` : null,
    fileName: known ? name : null,
    sentMs,
    lastSeenMs: state === "seen" ? checkedMs - (nth % 4) * DAY_MS : null,
    copies:
      nth % 23 === 1
        ? [
            { kind: "file", path: `/media/backup/${folder === "" ? name : `${folder}/${name}`}` },
            { kind: "connection", name: "Tomas, family" },
          ]
        : [],
  };
}

/** All files of a scene, in the order of their paths. */
export function filesOf(plan: "mixed" | "large" | "all" | "few", checkedMs: number): SafekeepingFile[] {
  const few: Plan = [["", { seen: 3, absent: 1 }]];
  const rows = plan === "large" ? LARGE : plan === "few" ? few : MIXED;
  let nth = 0;
  return rows.flatMap(([folder, states]) =>
    Object.entries(states).flatMap(([state, files]) =>
      Array.from({ length: files }, () =>
        made(folder, plan === "all" ? "seen" : (state as FileKeeping), ++nth, checkedMs),
      ),
    ),
  );
}
