/** Choosing from the whole library, as the invented program plays it: `fake=picking-fetching` and the like set the scene. */
import type { NotFetched, PickKey, PickOrder, PickState, PickView } from "../../ipc/bindings";
import { FakeDownloads } from "./downloads";

const HALF_AN_HOUR_MS = 30 * 60_000;

export abstract class FakePicking extends FakeDownloads {
  #picks: PickView[] | null = null;

  #all(): PickView[] {
    this.#picks ??= this.#first();
    return this.#picks;
  }

  #first(): PickView[] {
    const scene = (["waiting", "listing", "fetching", "failed", "expired"] as const).find((state) =>
      this.scene.has(`picking-${state}`),
    );
    if (!scene && !this.scene.has("picking-done")) return [];
    const earlier = [
      { ...this.#pick(1, "done"), picked: 48, fetched: 41, there: 6, leftOut: 1, bytes: 163_000_000 },
      { ...this.#pick(2, "cancelled"), picked: 20, fetched: 3, bytes: 9_100_000, message: "Cancelled. 3 copies kept." },
    ].map((pick) => ({ ...pick, madeMs: pick.madeMs - pick.key * 86_400_000, endedMs: pick.madeMs - 7_200_000 }));
    return scene ? [this.#pick(3, scene), ...earlier] : earlier;
  }

  #pick(key: PickKey, state: PickState): PickView {
    const begun = state === "fetching" || state === "failed" || state === "expired";
    const said: Partial<Record<PickState, string>> = {
      failed: "The disk is full. What was saved before is kept. Free some space, then try again.",
      expired:
        "Google closed this choice before everything was fetched. What was fetched is kept. Choose the rest again.",
    };
    return {
      key,
      connection: 1,
      folder: "/home/mara/Pictures/From Google",
      most: 2000,
      album: null,
      albumTitle: null,
      state,
      page: state === "waiting" ? `https://photos.google.com/picker/3f1c9a52-${key}` : null,
      untilMs: Date.now() + HALF_AN_HOUR_MS - 90_000,
      message: said[state] ?? null,
      job: null,
      picked: begun ? 120 : 0,
      fetched: begun ? 46 : 0,
      there: begun ? 12 : 0,
      leftOut: 0,
      bytes: begun ? 190_000_000 : 0,
      madeMs: Date.now(),
      endedMs: null,
    };
  }

  #change(key: PickKey, change: Partial<PickView>) {
    this.#picks = this.#all().map((pick) => (pick.key === key ? { ...pick, ...change } : pick));
    this.changed();
  }

  imports = async () => this.#all();
  async beginPick({ folder, album }: PickOrder): Promise<PickView> {
    if (this.scene.has("picking-refused"))
      throw {
        code: "other",
        message:
          "The Google Photos Picker API is switched off in your Google Cloud project. Open the API library in the console, enable it, then try again.",
        retryAfterS: null,
      };
    const key = Math.max(0, ...this.#all().map((pick) => pick.key)) + 1;
    const albumTitle = album === null ? null : this.albumTitle(album).title;
    const pick = { ...this.#pick(key, "waiting"), folder, album, albumTitle };
    this.#picks = [pick, ...this.#all()];
    return pick;
  }
  notFetched = async (): Promise<NotFetched[]> => [
    { fileName: "VID_0412.mp4", reason: "Google was still preparing this video. Choose it again later." },
  ];
  cancelPick = async (key: PickKey) =>
    this.#change(key, {
      state: "cancelled",
      page: null,
      message: "Cancelled. Nothing was fetched.",
      endedMs: Date.now(),
    });
  async retryPick(key: PickKey): Promise<PickView> {
    this.#change(key, { state: "fetching", message: null });
    return this.#all().find((pick) => pick.key === key) ?? this.#pick(key, "fetching");
  }
  forgetPick = async (key: PickKey) => {
    this.#picks = this.#all().filter((pick) => pick.key !== key);
  };
  copyPickPage = async (key: PickKey) => this.note(this.#all().find((pick) => pick.key === key)?.page ?? "");
  showPickFolder = async (key: PickKey) => void this.opened.push(`pick ${key}`);

  /** For tests: the person chose on Google's page, or some more has come. */
  stepPick(key: PickKey, change: Partial<PickView>) {
    this.#change(key, change);
  }
}
