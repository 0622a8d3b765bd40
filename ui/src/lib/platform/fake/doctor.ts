/** The check of a connection, invented: what the scene says is wrong, until something mends it. */
import type {
  CheckKind,
  CheckView,
  ConnectionKey,
  DoctorView,
  JobId,
  JobView,
  QuotaView,
  Remedy,
} from "../../ipc/bindings";
import { consoleUrl, projectOf } from "../../features/connections/wizard/console";
import { CLIENT_ID } from "./clients";
import type { Scene } from "./scene";

const PROJECT = projectOf({ clientId: CLIENT_ID });
const BETWEEN_MS = 12;

const TITLES: Record<CheckKind, string> = {
  keychain: "Keychain",
  proxy: "Proxy",
  port: "Way back",
  network: "Network",
  clock: "Clock",
  client: "Client id",
  secret: "Client secret",
  signIn: "Sign-in",
  age: "Age of the sign-in",
  add: "May add",
  read: "May see",
  edit: "May change",
  pick: "May choose",
  api: "Library API",
  photos: "Google Photos",
  quota: "Requests today",
  picker: "Picker API",
};

const WELL: Record<CheckKind, string> = {
  keychain: "Secrets are in the keychain of this system.",
  proxy: "None is set.",
  port: "The browser can come back here after a sign-in.",
  network: "Google answers.",
  clock: "It agrees with that of Google.",
  client: "Desktop app, ends in …k3f9.apps.googleusercontent.com",
  secret: "It is in the keychain and belongs to this client id.",
  signIn: "It holds. Google has just renewed it.",
  age: "You signed in 12 days ago.",
  add: "Albumen may add photos and albums.",
  read: "Albumen may see what it added.",
  edit: "Albumen may change what it added.",
  pick: "Albumen may get photos that you choose from your whole library.",
  api: "The Photos Library API is switched on.",
  photos: "This account has Google Photos.",
  quota: "7,860 of 10,000 are left.",
  picker: "The Photos Picker API is switched on.",
};

type Found = Pick<CheckView, "state" | "sentence" | "detail" | "remedy">;
const bad = (sentence: string, remedy: Remedy, detail: string | null = null): Found => ({
  state: "failed",
  sentence,
  detail,
  remedy,
});
const soon = (sentence: string, remedy: Remedy, detail: string | null = null): Found => ({
  ...bad(sentence, remedy, detail),
  state: "warning",
});
const skipped = (sentence: string): Found => ({ state: "skipped", sentence, detail: null, remedy: null });

/** What each name of a scene makes wrong. */
const WRONG: Record<string, (quota: QuotaView) => Partial<Record<CheckKind, Found>>> = {
  offline: () => ({
    network: bad("Google cannot be reached.", { kind: "checkNetwork" }),
    secret: { state: "ok", sentence: "It is in the keychain.", detail: null, remedy: null },
  }),
  "sign-in-needed": () => ({
    signIn: bad("Google ended the sign-in. Your library and queue are kept.", { kind: "signInAgain" }),
  }),
  "consent-missing": () => ({
    add: bad(
      "Albumen may not add photos and albums.",
      { kind: "grantPermission" },
      "Without it nothing can be uploaded and no album can be made.",
    ),
  }),
  "consent-missing-edit": () => ({
    edit: bad(
      "Albumen may not change what it added.",
      { kind: "grantPermission" },
      "Without it titles, covers, descriptions and the contents of albums stay as they are.",
    ),
  }),
  "consent-missing-pick": () => ({
    pick: soon(
      "Albumen may not get photos that you choose from your whole library.",
      { kind: "grantPermission" },
      "Without it older photos cannot be brought in. All else works.",
    ),
    picker: skipped("Not checked: the permission to choose comes first."),
  }),
  "quota-spent": (quota) => ({
    quota: bad(
      "Today's requests to Google are used up. What waits is kept.",
      { kind: "waitUntilMidnight", untilMs: quota.resetsMs },
      "Albumen sent 10,000 of 10,000.",
    ),
  }),
  "loads-low": (quota) => ({
    quota: soon(
      "1,600 loads of pictures and videos are left, for looking at the library. Downloads wait.",
      { kind: "waitUntilMidnight", untilMs: quota.resetsMs },
      "Albumen sent 2,140 of 10,000. It loaded 73,400 of 75,000 pictures and videos.",
    ),
  }),
  "api-disabled": () => ({
    api: bad(
      "The Photos Library API is switched off in the Google Cloud project of this client id.",
      { kind: "enableApi", url: consoleUrl("library", PROJECT) },
      "Once it is enabled, Google takes a few minutes.",
    ),
  }),
  "picker-disabled": () => ({
    picker: soon(
      "The Photos Picker API is switched off in the Google Cloud project of this client id.",
      { kind: "enableApi", url: consoleUrl("picker", PROJECT) },
      "Without it older photos cannot be brought in. All else works. Once it is enabled, Google takes a few minutes.",
    ),
  }),
  "client-deleted": () => ({
    client: bad(
      "This client was deleted in the Google Cloud console. It can be restored there for 30 days.",
      { kind: "enterClient" },
      "It ends in …k3f9.apps.googleusercontent.com",
    ),
  }),
  testing: () => ({
    age: soon(
      "Google ends this sign-in in 2 days.",
      { kind: "publishApp", url: consoleUrl("audience", PROJECT) },
      "The project of this client id is in Testing, where sign-ins last 7 days. Publish it and sign in once more: then they last.",
    ),
  }),
  "clock-off": () => ({ clock: soon("The clock of this computer is 4 minutes ahead.", { kind: "setClock" }) }),
};

/** What cannot be looked at once something before it failed. */
const BEHIND: readonly { first: CheckKind; words: string; rest: readonly CheckKind[] }[] = [
  {
    first: "network",
    words: "Not checked: the network comes first.",
    rest: ["clock", "signIn", "age", "add", "read", "edit", "pick", "api", "photos", "picker"],
  },
  { first: "client", words: "Not checked: the client comes first.", rest: ["signIn"] },
  {
    first: "client",
    words: "Not checked: the sign-in comes first.",
    rest: ["age", "add", "read", "edit", "pick", "api", "picker"],
  },
  { first: "client", words: "Not checked: the Library API comes first.", rest: ["photos"] },
  {
    first: "signIn",
    words: "Not checked: the sign-in comes first.",
    rest: ["age", "add", "read", "edit", "pick", "api", "picker"],
  },
  { first: "signIn", words: "Not checked: the Library API comes first.", rest: ["photos"] },
  { first: "api", words: "Not checked: the Library API comes first.", rest: ["photos"] },
];

export class FakeDoctor {
  #wrong: Set<string>;
  #view: DoctorView | null = null;
  #job = 500;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #scene: Scene;
  readonly #send: (job: JobView) => void;
  readonly #quota: () => QuotaView;

  constructor(scene: Scene, send: (job: JobView) => void, quota: () => QuotaView) {
    this.#scene = scene;
    this.#send = send;
    this.#quota = quota;
    this.#wrong = new Set(Object.keys(WRONG).filter((name) => scene.has(name)));
  }

  get view(): DoctorView | null {
    return this.#view;
  }

  /** It is as it should be from now on. */
  mend(...names: string[]) {
    for (const name of names) this.#wrong.delete(name);
  }

  /** What is wrong now, as checks. */
  #found(): Partial<Record<CheckKind, Found>> {
    const found: Partial<Record<CheckKind, Found>> = {};
    for (const name of this.#wrong) Object.assign(found, WRONG[name]?.(this.#quota()));
    for (const { first, words, rest } of BEHIND)
      if (found[first]?.state === "failed") for (const kind of rest) found[kind] ??= skipped(words);
    return found;
  }

  check(connection: ConnectionKey): JobId {
    if (this.#view?.state === "running") return this.#job;
    this.#job += 1;
    const found = this.#found();
    const all = (Object.keys(TITLES) as CheckKind[]).map((kind): CheckView => {
      const well: Found = { state: "ok", sentence: WELL[kind], detail: null, remedy: null };
      return { kind, title: TITLES[kind], ...(found[kind] ?? well) };
    });
    this.#view = {
      connection,
      state: "running",
      job: this.#job,
      step: "Looking at this computer",
      checks: [],
      total: all.length,
      requests: 0,
      beganMs: Date.now(),
      endedMs: null,
    };
    this.#tell("running");
    this.#go(all);
    return this.#job;
  }

  #go(all: readonly CheckView[]) {
    this.#timer = setTimeout(() => {
      if (this.#view?.state !== "running") return;
      const checks = all.slice(0, this.#view.checks.length + 1);
      const step = checks.length < 3 ? "Looking at this computer" : "Renewing the sign-in";
      this.#view = { ...this.#view, checks, step };
      // Google takes its time.
      if (checks.length === 7 && this.#scene.has("slow-check")) return this.#tell("running");
      if (checks.length < all.length) {
        this.#tell("running");
        return this.#go(all);
      }
      const requests = checks.filter(
        ({ kind, state }) => ["network", "signIn", "api", "picker"].includes(kind) && state !== "skipped",
      );
      this.#end("done", requests.length);
    }, BETWEEN_MS);
  }

  #end(state: "done" | "cancelled", requests: number) {
    if (this.#view === null) return;
    this.#view = { ...this.#view, state, job: null, step: null, requests, endedMs: Date.now() };
    this.#tell(state);
  }

  /** Stops the check where the job is its own. */
  cancel(id: JobId): boolean {
    if (this.#view?.job !== id) return false;
    clearTimeout(this.#timer);
    this.#end("cancelled", 1);
    return true;
  }

  #tell(state: JobView["state"]) {
    const { checks = [], total = 0, step = null } = this.#view ?? {};
    this.#send({ id: this.#job, kind: "doctor", state, done: checks.length, total, note: step, undo: false });
  }

  report(): string {
    return (this.#view?.checks ?? []).map(({ title, sentence }) => `${title}: ${sentence}`).join("\n");
  }
}
