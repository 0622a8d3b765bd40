/** What of a folder is in Google Photos, as the invented program plays it. */
import type {
  ConnectionKey,
  FileKeeping,
  JobId,
  JobState,
  KeepingSums,
  ListFormat,
  SafekeepingFile,
  SafekeepingFiles,
  SafekeepingFilter,
  SafekeepingFolder,
  SafekeepingHead,
} from "../../ipc/bindings";
import { BY_NEED } from "../../features/safekeeping/tree";
import { counted } from "../../words/format";
import { refusal } from "./refusal";
import { filesOf, PICTURES } from "./safekeepingScenes";
import { FakeUploads } from "./uploads";

const JOB = 700;
const HOUR_MS = 3_600_000;
const ITEMS_A_REQUEST = 50;

interface Report {
  folder: string;
  checkedMs: number;
  files: SafekeepingFile[];
}

interface Running {
  id: JobId;
  folder: string;
  asks: boolean;
  total: number;
  done: number;
}

function sumsOf(files: readonly SafekeepingFile[]): KeepingSums {
  const sums = Object.fromEntries(BY_NEED.map((state) => [state, { files: 0, bytes: 0 }])) as KeepingSums;
  for (const { state, sizeBytes } of files) {
    sums[state].files += 1;
    sums[state].bytes += sizeBytes;
  }
  return sums;
}

const folderOf = ({ path }: SafekeepingFile) => path.slice(0, Math.max(0, path.lastIndexOf("/")));
const bytesOf = (files: readonly SafekeepingFile[]) => files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

export abstract class FakeSafekeeping extends FakeUploads {
  #reports: Report[] | null = null;
  #running: Running[] = [];
  #jobs = JOB;

  #all(): Report[] {
    this.#reports ??= this.#first();
    return this.#reports;
  }

  #first(): Report[] {
    const report = (folder: string, plan: Parameters<typeof filesOf>[0], hours: number): Report => {
      const checkedMs = Date.now() - hours * HOUR_MS;
      return { folder, checkedMs, files: filesOf(plan, checkedMs) };
    };
    if (this.scene.has("safe-several"))
      return [
        report("/home/mara/Camera", "few", 30),
        report(PICTURES, "mixed", 2),
        report("/media/old disk", "all", 90),
      ];
    if (this.scene.has("safe-large")) return [report(PICTURES, "large", 5)];
    if (this.scene.has("safe-all")) return [report(PICTURES, "all", 2)];
    return this.scene.has("safe") ? [report(PICTURES, "mixed", 2)] : [];
  }

  #report(folder: string): Report {
    const report = this.#all().find((one) => one.folder === folder);
    if (!report) throw refusal("notFound", "This report is not there any more. Check the folder again.");
    return report;
  }

  safekeepingReports = async (connection: ConnectionKey): Promise<SafekeepingHead[]> =>
    this.#all().map(({ folder, checkedMs, files }) => {
      const sums = sumsOf(files);
      const items = sums.seen.files + sums.unseen.files + sums.notFound.files;
      return {
        connection,
        folder,
        shownFolder: folder,
        checkedMs,
        files: files.length,
        bytes: bytesOf(files),
        byState: sums,
        deletableFiles: sums.seen.files,
        deletableBytes: sums.seen.bytes,
        requestsToAsk: Math.ceil(items / ITEMS_A_REQUEST),
      };
    });

  #let(folder: string, { states, words }: SafekeepingFilter): SafekeepingFile[] {
    const sought = words.toLowerCase();
    return this.#report(folder).files.filter(
      ({ path, state }) =>
        (states.length === 0 || states.includes(state)) && (sought === "" || path.toLowerCase().includes(sought)),
    );
  }

  safekeepingFolders = async (
    _connection: ConnectionKey,
    folder: string,
    filter: SafekeepingFilter,
  ): Promise<SafekeepingFolder[]> => {
    const found = new Map<string, SafekeepingFile[]>();
    for (const file of this.#let(folder, filter)) {
      const of = folderOf(file);
      const there = found.get(of);
      if (there) there.push(file);
      else found.set(of, [file]);
    }
    return [...found].map(([path, files]) => {
      const seen = files.filter(({ state }) => state === "seen");
      return {
        path,
        files: files.length,
        bytes: bytesOf(files),
        kept: seen.length,
        deletableBytes: bytesOf(seen),
        worst: BY_NEED.find((state) => files.some((file) => file.state === state)) ?? "seen",
      };
    });
  };

  safekeepingFiles = async (
    _connection: ConnectionKey,
    folder: string,
    filter: SafekeepingFilter,
    within: string | null,
    after: number,
    limit: number,
  ): Promise<SafekeepingFiles> => {
    const files = this.#let(folder, filter).filter((file) => within === null || folderOf(file) === within);
    return { total: files.length, files: files.slice(after, after + limit) };
  };

  async checkFolder(_connection: ConnectionKey, folder: string): Promise<JobId> {
    if (this.scene.has("check-refused"))
      throw refusal(
        "other",
        "There is no such folder. Nothing was checked. Connect its disk, or choose another folder.",
      );
    const known = this.#all().find((one) => one.folder === folder);
    return this.#begin(folder, false, known?.files.length ?? filesOf("mixed", 0).length);
  }

  async askAboutFolder(connection: ConnectionKey, folder: string): Promise<JobId> {
    const head = (await this.safekeepingReports(connection)).find((one) => one.folder === folder);
    const asked = head ? head.deletableFiles + head.byState.unseen.files + head.byState.notFound.files : 0;
    return this.#begin(folder, true, asked);
  }

  #begin(folder: string, asks: boolean, total: number): JobId {
    const running = this.#running.find((one) => one.folder === folder && one.asks === asks);
    if (running) return running.id;
    const id = ++this.#jobs;
    this.#running.push({ id, folder, asks, total, done: 0 });
    if (!this.scene.has("slow-jobs")) setTimeout(() => this.stepSafekeeping(total));
    return id;
  }

  /** For tests: so much of what runs is done; all of it ends it. */
  stepSafekeeping(done: number) {
    const one = this.#running[0];
    if (!one) return;
    one.done = Math.min(done, one.total);
    if (one.done < one.total) this.#tell(one, "running", null);
    else this.#finish(one);
  }

  #finish(one: Running) {
    this.#running = this.#running.filter((other) => other !== one);
    const known = this.#all().find(({ folder }) => folder === one.folder);
    let note = `Checked: ${one.total} files.`;
    if (one.asks) {
      const fresh = known?.files.filter(({ state }) => state === "unseen") ?? [];
      this.#put(one.folder, known?.checkedMs ?? Date.now(), (file) =>
        file.state === "unseen" ? { ...file, state: "seen", lastSeenMs: Date.now() } : file,
      );
      note = `Google was asked about ${counted(one.total, "item")}. ${fresh.length} more were seen.`;
    } else if (known) this.#put(one.folder, Date.now(), (file) => file);
    else {
      const checkedMs = Date.now();
      this.#reports = [...this.#all(), { folder: one.folder, checkedMs, files: filesOf("mixed", checkedMs) }];
    }
    this.changed();
    this.#tell(one, "done", note);
  }

  #put(folder: string, checkedMs: number, change: (file: SafekeepingFile) => SafekeepingFile) {
    this.#reports = this.#all().map((one) =>
      one.folder === folder ? { folder, checkedMs, files: one.files.map(change) } : one,
    );
  }

  /** Ends a job of these. Gives whether it was one. */
  protected stopSafekeeping(id: JobId): boolean {
    const one = this.#running.find((running) => running.id === id);
    if (!one) return false;
    this.#running = this.#running.filter((other) => other !== one);
    this.#tell(one, "cancelled", null);
    return true;
  }

  #tell({ id, done, total }: Running, state: JobState, note: string | null) {
    this.sendJob({ id, kind: "safekeeping", state, done, total, note, undo: false });
  }

  async forgetReport(_connection: ConnectionKey, folder: string) {
    this.#report(folder);
    this.#reports = this.#all().filter((one) => one.folder !== folder);
    this.changed();
  }

  exportReport = async (
    _connection: ConnectionKey,
    folder: string,
    filter: SafekeepingFilter,
    form: ListFormat,
    to: string,
  ) => {
    const files = this.#let(folder, filter).length;
    this.written.push(`${form} ${to} ${files}`);
    return files;
  };

  showReportFile = async (_connection: ConnectionKey, folder: string, path: string) =>
    void this.opened.push(`${folder}/${path}`);

  /** For tests: files of a report stand otherwise from now on. */
  keepAs(folder: string, from: FileKeeping, to: FileKeeping) {
    this.#put(folder, this.#report(folder).checkedMs, (file) => (file.state === from ? { ...file, state: to } : file));
    this.changed();
  }
}
