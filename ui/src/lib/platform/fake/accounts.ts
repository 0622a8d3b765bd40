/** The part of the invented program about accounts, signing in, links and jobs. */
import type {
  AlbumKey,
  AppState,
  ConnectionClientView,
  ConnectionKey,
  ConnectionView,
  Counts,
  IndexChanged,
  ItemKey,
  JobEvent,
  JobView,
  LinkKey,
  LinkView,
  QuotaView,
  ShareOutcome,
  ShareWith,
  SignInView,
  SignInWith,
} from "../../ipc/bindings";
import type { Refusal } from "../backend";
import { CLIENT_ID, clientFile, typedClient, WEB_REDIRECT } from "./clients";
import { DAY_LEFT_MS, type Scene } from "./scene";

function refusal(code: Refusal["code"], message: string): Refusal {
  return { code, message, retryAfterS: null };
}

const NOTHING: Counts = { items: 0, albums: 0, links: 0, uploads: 0 };

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
        : scene.has("api-is-off")
          ? "apiOff"
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
  protected links_: LinkView[] = [];
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
  protected abstract note(text: string): void;
  protected abstract albumTitle(key: AlbumKey): { title: string; cover: ItemKey | null };

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
    counts: this.#current !== null && this.#unseen.has(this.#current) ? NOTHING : this.countNow(),
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

  readCredentialsFile = async (path: string) => clientFile(path);
  checkCredentials = async (id: string, secret: string, isWeb: boolean) => typedClient(id, secret, isWeb);

  async connectionClient(key: ConnectionKey): Promise<ConnectionClientView> {
    return { clientId: CLIENT_ID, isDesktop: !this.#webs.has(key) };
  }

  async sampleAccount(key: ConnectionKey) {
    return key === 10 ? "legacy" : key === 11 ? "today" : null;
  }

  #with: SignInWith | null = null;
  /** Connections of which nothing was listed yet. */
  #unseen = new Set<ConnectionKey>();
  #webs = new Set<ConnectionKey>();
  async beginSignIn(input: SignInWith): Promise<SignInView> {
    this.#with = input;
    if (input.kind === "file") clientFile(input.path);
    if (input.kind === "typed") typedClient(input.clientId, input.clientSecret, input.isWeb === true);
    return { id: 1, consentUrl: "https://accounts.google.com/o/oauth2/v2/auth?client_id=8412" };
  }

  /** Who signed in, with what was ticked. */
  #signedIn(): ConnectionView {
    const again = this.#with?.kind === "again" ? this.#with.connection : null;
    const known = this.#connections.find((one) => one.key === again);
    const made = connection(known?.key ?? 20, known?.name ?? "Mara Lindqvist", { ...this.scene, has: () => false });
    if (this.#with?.kind === "typed" && this.#with.isWeb) this.#webs.add(made.key);
    if (this.#with?.kind === "file" && this.#with.path.includes("web")) this.#webs.add(made.key);
    if (again !== null) return made;
    this.#unseen.add(made.key);
    const partly = this.scene.has("sign-in-partly");
    setTimeout(() => this.#looked(made.key, this.scene.has("api-off")), 60);
    return {
      ...made,
      syncing: true,
      syncedMs: null,
      ...(partly && { health: "consentMissing" as const, missing: ["add" as const, "pick" as const] }),
    };
  }

  /** Google answered the first request of a sign-in, or one that was asked for. */
  #looked(key: ConnectionKey, off: boolean) {
    if (!off) this.#unseen.delete(key);
    this.#connections = this.#connections.map((one): ConnectionView => {
      if (one.key !== key) return one;
      if (off) return { ...one, syncing: false, health: "apiOff" };
      const health = one.missing.length > 0 ? "consentMissing" : "connected";
      return { ...one, syncing: false, syncedMs: Date.now(), health };
    });
    const note = off ? "The Photos Library API is switched off in your Google Cloud project." : null;
    this.sendJob({ id: 3, kind: "sync", state: off ? "failed" : "done", done: 0, total: 0, note, undo: false });
    this.changed();
  }

  finishSignIn(id: number): Promise<ConnectionView> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (answer) => ("code" in answer ? reject(answer) : resolve(answer)));
      if (this.scene.has("sign-in-denied"))
        this.#answer(
          id,
          refusal("other", "Access was refused on Google’s page, so nothing was connected. Try again and press Allow."),
        );
      else if (!this.scene.has("sign-in-waits")) setTimeout(() => this.#answer(id, this.#signedIn()), 300);
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
    const asked = this.#current;
    const mended = asked !== null && this.#connections.some((one) => one.key === asked && one.health === "apiOff");
    setTimeout(() => {
      if (mended) this.#looked(asked, this.scene.has("api-stays-off"));
      else this.sendJob({ id: 3, kind: "sync", state: "done", done: 0, total: 0, note: null, undo: false });
    });
    return 3;
  };
  jobs = async (): Promise<JobView[]> => [];

  async shareAlbum(key: AlbumKey, share: ShareWith): Promise<ShareOutcome> {
    if (this.scene.has("share-refused"))
      throw refusal("offline", "No network. The album is not shared yet. Try again when the network is back.");
    if (this.scene.has("today")) return { kind: "inBrowser" };
    return { kind: "link", link: this.#keep(key, `https://photos.app.goo.gl/New${key}Link`, "api", share) };
  }

  #keep(key: AlbumKey, url: string, lane: LinkView["lane"], share: ShareWith): LinkView {
    const { title, cover } = this.albumTitle(key);
    const now = Date.now();
    const link: LinkView = {
      key,
      album: key,
      albumTitle: title,
      cover,
      url,
      lane,
      state: "alive",
      ...share,
      madeMs: now,
      checkedMs: now,
    };
    this.links_ = [link, ...this.links_.filter((l) => l.album !== key)];
    this.changed();
    return link;
  }

  async unshareAlbum(key: AlbumKey): Promise<ShareOutcome> {
    if (this.scene.has("today")) return { kind: "inBrowser" };
    this.links_ = this.links_.filter((l) => l.album !== key);
    this.changed();
    return { kind: "stopped" };
  }

  async keepLink(key: AlbumKey, url: string) {
    if (!/^https:\/\/photos\.(app\.goo\.gl|google\.com)\//.test(url.trim()))
      throw refusal(
        "notALink",
        "This is not a share link of Google Photos. It begins with https://photos.app.goo.gl/.",
      );
    return this.#keep(key, url.trim(), "browser", { collaborative: false, commentable: false });
  }

  links = async () => this.links_;

  #link(key: LinkKey): LinkView {
    const link = this.links_.find((l) => l.key === key);
    if (link === undefined) throw refusal("notFound", "This link is not in the list any more.");
    return link;
  }

  copyLink = async (key: LinkKey) => this.note(this.#link(key).url);
  openLink = async () => {};

  async checkLink(key: LinkKey) {
    const link: LinkView = { ...this.#link(key), checkedMs: Date.now() };
    const checked: LinkView = { ...link, state: link.state === "unknown" ? "alive" : link.state };
    this.links_ = this.links_.map((l) => (l.key === key ? checked : l));
    this.changed();
    return checked;
  }

  onJob(listener: (event: JobEvent) => void) {
    this.#onJob.add(listener);
    return () => void this.#onJob.delete(listener);
  }

  onIndexChanged(listener: (event: IndexChanged) => void) {
    this.#onIndex.add(listener);
    return () => void this.#onIndex.delete(listener);
  }
}
