/** What a plan says about itself. */
import type { MissingDates, PlanGroup, PlanState, PlanView } from "../../../ipc/bindings";
import { bytes, count, counted } from "../../../words/format";

/** `From Pictures/2026-06, Cabin and 3 more.` */
export function fromWords({ from, moreFrom }: Pick<PlanView, "from" | "moreFrom">): string {
  const names = moreFrom > 0 ? [...from, `${count(moreFrom)} more`] : from;
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

/** How far it is; none when all is known. */
export function stateWords(state: PlanState): { text: string; part: number | null } | null {
  switch (state.kind) {
    case "looking":
      return { text: `Looking through folders, ${counted(state.files, "file")} so far`, part: null };
    case "reading": {
      const part = state.bytes > 0 ? state.readBytes / state.bytes : state.files > 0 ? state.read / state.files : 0;
      const text = `Reading ${count(state.read)} of ${counted(state.files, "file")}, to know those that are there already`;
      return { text, part };
    }
    case "ready":
      return null;
  }
}

/** The six figures, in the order in which they stand. */
export function figures(view: PlanView): { value: string; label: string }[] {
  return [
    { value: count(view.newFiles), label: view.newFiles === 1 ? "new file" : "new files" },
    { value: count(view.alreadyThere), label: "already there" },
    { value: count(view.staysOut), label: view.staysOut === 1 ? "stays out" : "stay out" },
    { value: bytes(view.bytes), label: "to send" },
    { value: count(view.requests), label: view.requests === 1 ? "request" : "requests" },
    { value: counted(view.days, "day"), label: "of quota" },
  ];
}

/** `2 albums will be made`, with what is used beside. */
export function albumsWords(albums: PlanView["albums"]): string {
  const used = albums.filter(({ uses }) => uses !== null).length;
  const made = albums.length - used;
  if (albums.length === 0) return "No album will be made";
  const use = `${counted(used, "album")} there ${used === 1 ? "is" : "are"} will be used`;
  if (made === 0) return use;
  const make = `${counted(made, "album")} will be made`;
  return used === 0 ? make : `${make}, ${use.replace(/ will be used$/, "")} used`;
}

/** What pressing the button does. */
export function startWords(view: PlanView): string | null {
  if (view.state.kind === "looking") return null;
  if (view.newFiles > 0)
    return view.state.kind === "reading" ? "Start now" : `Upload ${counted(view.newFiles, "file")}`;
  if (view.alreadyThere > 0 && view.options.albums.kind !== "none")
    return `Add ${counted(view.alreadyThere, "file")} to albums`;
  return null;
}

/** What the choice does for the photos without a date. */
export function datesWords(dates: MissingDates, undated: number, dated: number): string {
  if (dates === "leave") return "Google shows them on the day of the upload.";
  const some =
    dated === undated ? (undated === 1 ? "It gets one." : "All of them get one.") : `${count(dated)} of them get one.`;
  return `${some} It is written into a copy that is sent. Your ${undated === 1 ? "file is" : "files are"} not touched.`;
}

export const DATES: readonly { value: MissingDates; label: string }[] = [
  { value: "leave", label: "Leave" },
  { value: "fromName", label: "From the name" },
  { value: "fromNameOrTime", label: "Name or file time" },
];

/** The groups of which there is a list, with their number. */
export function groups(view: PlanView): { value: PlanGroup; label: string; files: number }[] {
  const all = [
    { value: "new" as const, label: `New ${count(view.newFiles)}`, files: view.newFiles },
    { value: "alreadyThere" as const, label: `There ${count(view.alreadyThere)}`, files: view.alreadyThere },
    { value: "doubled" as const, label: `Twice ${count(view.doubled)}`, files: view.doubled },
    { value: "staysOut" as const, label: `Stay out ${count(view.staysOut)}`, files: view.staysOut },
  ];
  return all.filter(({ files }) => files > 0);
}
