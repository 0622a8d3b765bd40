/** The part of the invented program about accounts, signing in and jobs. */
import type {
  AppState,
  ConnectionKey,
  ConnectionView,
  Counts,
  IndexChanged,
  JobEvent,
  JobView,
  QuotaView,
  SignInView,
  SignInWith,
} from "../../ipc/bindings";
import type { Refusal } from "../backend";
import { DAY_LEFT_MS, type Scene } from "./scene";

function refusal(code: Refusal["code"], message: string): Refusal {
  return { code, message, retryAfterS: null };
}

/** What Google's day has seen of the project. */
export function quotaOf(scene: Scene): QuotaView {
  const spent = scene.has("quota-spent");
  return {
    requests: spent ? 8640 : 2140,
    projectRequests: spent ? 10_000 : 2140,
    limit: 10_000,
    reserve: 500,
    resetsMs: Date.now() + DAY_LEFT_MS,
  };
}

function connection(key: number, name: string, scene: Scene, sample = false): ConnectionView {
  const health = scene.has("offline")
    ? "offline"
    : scene.has("sign-in-needed")
      ? "signInNeeded"
      : scene.has("consent-missing")
        ? "consentMissing"
        : "connected";
  return {
    key,
    name,
    email: sample ? "sample@example.com" : "mara@example.com",
    accountName: sample ? "Sample library" : "Mara Lindqvist",
    hasPicture: false,
    isSample: sample,
    health,
    missing: health === "consentMissing" ? ["add"] : [],
    sharingLane: scene.has("today") ? "browser" : "api",
    quota: quotaOf(scene),
    syncedMs: scene.has("arriving") ? null : Date.now() - 120_000,
    syncing: scene.has("arriving"),
  };
}

export abstract class FakeAccounts {
  protected readonly scene: Scene;
  #connections: ConnectionView[];
  #current: ConnectionKey | null;
  #waiting = new Map<number, (answer: ConnectionView | Refusal) => void>();
  #generation = 0;
  #onJob = new Set<(event: JobEvent) => void>();
  #onIndex = new Set<(event: IndexChanged) => void>();

  constructor(scene: Scene) {
    this.scene = scene;
    this.#connections = scene.has("first-run") ? [] : [connection(1, "Mara, personal", scene)];
    this.#current = this.#connections[0]?.key ?? null;
  }

  protected abstract countNow(): Counts;

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
    counts: this.countNow(),
    version: "0.1.0",
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
    return this.#take(
      connection(
        account === "legacy" ? 10 : 11,
        account === "legacy" ? "Sample" : "Sample, today’s rules",
        this.scene,
        true,
      ),
    );
  }

  #take(made: ConnectionView): ConnectionView {
    this.#connections = [...this.#connections.filter((c) => c.key !== made.key), made];
    this.#current = made.key;
    this.changed();
    return made;
  }

  async readCredentialsFile(path: string) {
    if (!path.endsWith(".json"))
      throw refusal(
        "other",
        "This is not a client secret file. Download the JSON from the Google console and drop it here.",
      );
    return { clientId: "8412-k3f9.apps.googleusercontent.com", isDesktop: true };
  }

  async beginSignIn(input: SignInWith): Promise<SignInView> {
    if (input.kind === "typed" && !input.clientId.endsWith(".apps.googleusercontent.com"))
      throw refusal(
        "other",
        "Google does not know this client id. It ends in .apps.googleusercontent.com. Copy it again from the console.",
      );
    return { id: 1, consentUrl: "https://accounts.google.com/o/oauth2/v2/auth?client_id=8412" };
  }

  finishSignIn(id: number): Promise<ConnectionView> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (answer) => ("code" in answer ? reject(answer) : resolve(answer)));
      if (this.scene.has("sign-in-denied"))
        this.#answer(
          id,
          refusal("other", "Access was refused on Google’s page, so nothing was connected. Try again and press Allow."),
        );
      else if (!this.scene.has("sign-in-waits"))
        setTimeout(() => this.#answer(id, connection(20, "Mara Lindqvist", { ...this.scene, has: () => false })), 300);
    });
  }

  #answer(id: number, answer: ConnectionView | Refusal) {
    const settle = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (settle === undefined) return;
    settle(answer);
    if (!("code" in answer)) this.#take(answer);
  }

  cancelSignIn = async (id: number) => this.#answer(id, refusal("cancelled", "Cancelled."));

  async selectConnection(key: ConnectionKey) {
    this.#current = key;
    this.changed();
    return this.appState();
  }

  async renameConnection(key: ConnectionKey, name: string) {
    this.#connections = this.#connections.map((c) => (c.key === key ? { ...c, name } : c));
    this.changed();
  }

  async removeConnection(key: ConnectionKey) {
    this.#connections = this.#connections.filter((c) => c.key !== key);
    this.#current = this.#connections[0]?.key ?? null;
    this.changed();
  }

  syncNow = async () => {
    setTimeout(() => this.sendJob({ id: 3, kind: "sync", state: "done", done: 0, total: 0, note: null, undo: false }));
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
