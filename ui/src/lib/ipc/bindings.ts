/* Types that cross the IPC boundary. Generated from the Rust side; never edited by hand. */

export type AlbumKey = number;

export type AlbumView = {
  key: AlbumKey;
  title: string;
  items: number;
  covers: ItemKey[];
  firstDay: string | null;
  lastDay: string | null;
  writable: boolean;
  link: LinkView | null;
  hasPage: boolean;
  newestMs: number | null;
};

export type AppState = {
  connections: ConnectionView[];
  current: ConnectionKey | null;
  secretStore: SecretStoreKind;
  counts: Counts;
  version: string;
};

export type SecretStoreKind = "keychain" | "ownerFile";

export type Counts = {
  items: number;
  albums: number;
  links: number;
  uploads: number;
};

export type ConnectionKey = number;

export type ConnectionView = {
  key: ConnectionKey;
  name: string;
  email: string;
  accountName: string;
  hasPicture: boolean;
  isSample: boolean;
  health: ConnectionHealth;
  missing: Permission[];
  sharingLane: SharingLane;
  quota: QuotaView;
  syncedMs: number | null;
  syncing: boolean;
};

export type ConnectionHealth = "connected" | "offline" | "signInNeeded" | "consentMissing";

export type Permission = "add" | "read" | "edit" | "pick";

export type SharingLane = "unknown" | "api" | "browser";

export type QuotaView = {
  requests: number;
  limit: number;
  resetsMs: number;
};

export type SignInWith =
  | { kind: "typed"; clientId: string; clientSecret: string }
  | { kind: "file"; path: string }
  | { kind: "again"; connection: ConnectionKey };

export type SignInView = {
  id: number;
  consentUrl: string;
};

export type CredentialsFileView = {
  clientId: string;
  isDesktop: boolean;
};

export type ItemKey = number;

export type GridScope = { kind: "all" } | { kind: "album"; album: AlbumKey };

export type Segment = {
  key: string;
  day: string | null;
  items: number;
};

export type GridItem = {
  key: ItemKey;
  kind: ItemKind;
  fileName: string;
  widthPx: number;
  heightPx: number;
  takenMs: number;
  durationMs: number | null;
  tones: string | null;
  state: ItemState;
};

export type ItemKind = "photo" | "animation" | "video";

export type ItemState = "ready" | "processing" | "failed";

export type ItemDetails = {
  item: GridItem;
  mimeType: string;
  description: string | null;
  camera: string | null;
  focalLength: string | null;
  aperture: string | null;
  exposure: string | null;
  iso: string | null;
  sizeBytes: number | null;
  localPath: string | null;
  albums: AlbumView[];
  hasPage: boolean;
};

export type JobId = number;

export type JobView = {
  id: JobId;
  kind: JobKind;
  state: JobState;
  done: number;
  total: number | null;
  note: string | null;
};

export type JobKind = "sample" | "sync" | "upload" | "album";

export type JobState = "running" | "waiting" | "done" | "failed" | "cancelled";

export type JobEvent = {
  job: JobView;
};

export type IndexChanged = {
  generation: number;
};

export type LinkKey = number;

export type LinkView = {
  key: LinkKey;
  album: AlbumKey;
  albumTitle: string;
  cover: ItemKey | null;
  url: string;
  lane: SharingLane;
  state: LinkState;
  collaborative: boolean;
  commentable: boolean;
  madeMs: number;
  checkedMs: number | null;
};

export type LinkState = "alive" | "dead" | "unknown";

export type ShareWith = {
  collaborative: boolean;
  commentable: boolean;
};

export type ShareOutcome = { kind: "link"; link: LinkView } | { kind: "stopped" } | { kind: "inBrowser" };

export type UploadKey = number;

export type UploadRow = {
  key: UploadKey;
  fileName: string;
  sizeBytes: number;
  sentBytes: number;
  stage: UploadStage;
  reason: string | null;
  canRetry: boolean;
  retryAtMs: number | null;
  album: AlbumKey | null;
  albumTitle: string | null;
  item: ItemKey | null;
};

export type UploadStage = "waiting" | "hashing" | "sending" | "creating" | "done" | "alreadyThere" | "leftOut" | "failed" | "cancelled";

export type UploadsView = {
  rows: UploadRow[];
  totals: UploadTotals;
  state: QueueState;
};

export type UploadTotals = {
  files: number;
  done: number;
  failed: number;
  left: number;
  bytes: number;
  sentBytes: number;
  bytesPerS: number;
};

export type QueueState =
  | { kind: "idle" }
  | { kind: "running" }
  | { kind: "paused" }
  | { kind: "waiting"; cause: WaitCause; message: string; untilMs: number | null };

export type WaitCause = "slowDown" | "quotaSpent" | "storageFull" | "offline" | "signInNeeded" | "consentMissing";

export type DropSummary = {
  files: number;
  folders: number;
  bytes: number;
  leftOut: number;
};

export type EnqueuedView = {
  job: JobId;
  files: number;
  leftOut: LeftOut[];
};

export type LeftOut = {
  fileName: string;
  reason: string;
};
