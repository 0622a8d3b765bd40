/** The part of the invented program about accounts, signing in and jobs. */
import type {
  AppState,
  ConnectionClientView,
  ConnectionKey,
  ConnectionView,
  Counts,
  IndexChanged,
  JobEvent,
  JobView,
  LeavingView,
  MadeView,
  OtherClientView,
  SignedOutView,
  SignInWith,
} from "../../ipc/bindings";
import { CLIENT_ID, typedClient, WEB_REDIRECT } from "./clients";
import { connection, quotaOf } from "./connection";
import { FakeDoctor } from "./doctor";
import { FakeLooks } from "./looks";
import { refusal } from "./refusal";
import type { Scene } from "./scene";
import { FakeSignIns } from "./signIns";

/** The second account. */
const TOMAS = { key: 2, name: "Tomas, family", email: "tomas@example.com", accountName: "Tomas Okafor" };

const NOTHING: Counts = { items: 0, albums: 0, links: 0, uploads: 0, unseen: 0 };
const made = ({ items, albums, links }: Counts): MadeView => ({ items, albums, links });

/** What a sign-in with all boxes ticked mends. */
const MENDED_BY_SIGNING_IN = [
  ...["sign-in-needed", "consent-missing", "consent-missing-edit", "consent-missing-pick"],
  ...["client-deleted", "testing"],
];

export abstract class FakeAccounts {
  protected readonly scene: Scene;
  readonly doctor: FakeDoctor;
  #connections: ConnectionView[];
  #current: ConnectionKey | null;
  readonly #signIns: FakeSignIns;
  readonly #looks: FakeLooks;
  #generation = 0;
  #onJob = new Set<(event: JobEvent) => void>();
  #onIndex = new Set<(event: IndexChanged) => void>();

  constructor(scene: Scene) {
    this.scene = scene;
    this.doctor = new FakeDoctor(
      scene,
      (job) => this.sendJob(job),
      () => quotaOf(scene),
    );
    this.#connections = scene.has("first-run") ? [] : [connection({ key: 1, name: "Mara, personal" }, scene)];
    if (scene.has("two-accounts")) this.#connections.push(connection(TOMAS, scene));
    this.#current = this.#connections[0]?.key ?? null;
    this.#signIns = new FakeSignIns(
      scene,
      () => this.#connections,
      (made) => {
        this.doctor.mend(...MENDED_BY_SIGNING_IN);
        return this.#take(made);
      },
      (key) => this.#looks.begin(key),
    );
    this.#looks = new FakeLooks(
      scene,
      (key, change) => {
        this.#connections = this.#connections.map((one) => (one.key === key ? { ...one, ...change(one) } : one));
      },
      (failure) => this.#synced(failure),
    );
  }

  protected abstract countNow(): Counts;
  protected abstract note(text: string): void;

  changed() {
    this.#generation += 1;
    for (const listener of this.#onIndex) listener({ generation: this.#generation });
  }

  sendJob(job: JobView) {
    for (const listener of this.#onJob) listener({ job });
  }

  appState = async (): Promise<AppState> => ({
    connections: this.#connections,
    current: this.#current,
    secretStore: this.scene.has("no-keychain") ? "ownerFile" : "keychain",
    counts: this.#looks.unseen(this.#current) ? NOTHING : this.countNow(),
    queues: [
      ...(this.#current !== null && this.countNow().uploads > 0
        ? [{ connection: this.#current, files: this.countNow().uploads, bytes: this.countNow().uploads * 8_300_000 }]
        : []),
      ...(this.#connections.some(({ key }) => key === TOMAS.key) && this.#current !== TOMAS.key
        ? [{ connection: TOMAS.key, files: 12, bytes: 98_000_000 }]
        : []),
    ],
    version: "0.1.0",
    webRedirect: WEB_REDIRECT,
  });

  async openSample(account: "legacy" | "today"): Promise<ConnectionView> {
    for (let done = 0; done <= 240; done += 12) {
      this.sendJob({
        id: 1,
        kind: "sample",
        state: "running",
        done,
        total: 240,
        note: "Drawing the pictures",
        undo: false,
      });
      await new Promise((go) => setTimeout(go, this.scene.has("slow") ? 400 : 12));
    }
    if (this.scene.has("sample-refused")) {
      throw refusal(
        "other",
        "The disk is full, so the sample pictures could not be drawn. Free some space and try again.",
      );
    }
    this.sendJob({ id: 1, kind: "sample", state: "done", done: 240, total: 240, note: null, undo: false });
    const sample = account === "legacy" ? { key: 10, name: "Sample" } : { key: 11, name: "Sample, today’s rules" };
    return this.#take(connection({ ...sample, isSample: true, email: "sample@example.com" }, this.scene));
  }

  #take(made: ConnectionView): ConnectionView {
    const known = this.#connections.some(({ key }) => key === made.key);
    this.#connections = known
      ? this.#connections.map((c) => (c.key === made.key ? made : c))
      : [...this.#connections, made];
    this.#current = made.key;
    this.changed();
    return made;
  }

  async selectConnection(key: ConnectionKey) {
    this.#current = key;
    this.changed();
    return this.appState();
  }

  async renameConnection(key: ConnectionKey, name: string) {
    this.#connections = this.#connections.map((c) => (c.key === key ? { ...c, name } : c));
    this.changed();
  }

  readCredentialsFile = (path: string) => this.#signIns.readFile(path);
  checkCredentials = async (id: string, secret: string, isWeb: boolean) => typedClient(id, secret, isWeb);
  async sampleAccount(key: ConnectionKey) {
    return key === 10 ? "legacy" : key === 11 ? "today" : null;
  }

  connectionClient = async (key: ConnectionKey): Promise<ConnectionClientView> => ({
    clientId: this.#connections.find((one) => one.key === key)?.clientId ?? CLIENT_ID,
    isDesktop: !this.#signIns.isWeb(key),
  });
  beginSignIn = (input: SignInWith) => this.#signIns.begin(input);
  finishSignIn = (id: number) => this.#signIns.finish(id);
  answerSignIn = (id: number, address: string) => this.#signIns.answer(id, address);
  signInQuestion = async (): Promise<OtherClientView> => this.#signIns.question(made(this.countNow()));
  addBeside = async (_id: number, name: string) => this.#signIns.addBeside(name);
  cancelSignIn = (id: number) => this.#signIns.cancel(id);

  checkConnection = async (key: ConnectionKey) => this.doctor.check(key);
  doctorView = async () => this.doctor.view;
  copyReport = async () => this.note(this.doctor.report());

  connectionLeaving = async (): Promise<LeavingView> => ({
    made: made(this.countNow()),
    waitingFiles: this.countNow().uploads,
    waitingBytes: this.countNow().uploads * 8_300_000,
    folders: this.scene.has("folders") ? 2 : 0,
    alsoSignedOut: this.#connections.length > 2 ? ["Mara, second client"] : [],
  });

  #signedOut(): SignedOutView {
    return {
      revoked: !this.scene.has("revoke-fails"),
      permissionsPage: "https://myaccount.google.com/permissions",
    };
  }

  async removeConnection(key: ConnectionKey) {
    this.#connections = this.#connections.filter((c) => c.key !== key);
    this.#current = this.#connections[0]?.key ?? null;
    this.changed();
    return this.#signedOut();
  }

  async signOutConnection(key: ConnectionKey) {
    this.#connections = this.#connections.map((c) => (c.key === key ? { ...c, health: "signedOut" } : c));
    this.changed();
    return this.#signedOut();
  }

  #synced(note: string | null) {
    this.sendJob({
      id: 3,
      kind: "sync",
      state: note === null ? "done" : "failed",
      done: 0,
      total: 0,
      note,
      undo: false,
    });
    this.changed();
  }

  syncNow = async () => {
    const asked = this.#connections.find(({ key }) => key === this.#current);
    if (asked?.health === "apiOff") this.#looks.again(asked.key);
    else
      setTimeout(() =>
        this.sendJob({ id: 3, kind: "sync", state: "done", done: 0, total: 0, note: null, undo: false }),
      );
    return 3;
  };
  jobs = async (): Promise<JobView[]> => [];

  onJob(listener: (event: JobEvent) => void) {
    this.#onJob.add(listener);
    return () => void this.#onJob.delete(listener);
  }

  onIndexChanged(listener: (event: IndexChanged) => void) {
    this.#onIndex.add(listener);
    return () => void this.#onIndex.delete(listener);
  }
}
