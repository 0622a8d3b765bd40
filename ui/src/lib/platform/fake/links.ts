/** The part of the invented program about sharing and links. */
import type {
  AlbumKey,
  FoundLink,
  HandedOut,
  ItemKey,
  LinkFormat,
  LinkKey,
  LinkProof,
  LinkView,
  QrView,
  ShareOutcome,
  ShareWith,
} from "../../ipc/bindings";
import { NO_LINK } from "../../words/link";
import type { Refusal } from "../backend";
import { FakeAccounts } from "./accounts";

const SHARE_LINK = /^https:\/\/photos\.(?:app\.goo\.gl\/[\w-]+|google\.com\/share\/[\w-]+(?:\?key=[\w-]+)?)$/;

function refusal(code: Refusal["code"], message: string): Refusal {
  return { code, message, retryAfterS: null };
}

/** Squares that look like a code, the same for the same text. */
function code(text: string): QrView {
  const inner = 33;
  let seed = [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  const corner = (x: number, y: number) => {
    const [dx, dy] = [Math.min(x, inner - 1 - x), Math.min(y, inner - 1 - y)];
    if (dx > 7 || dy > 7 || (x > 7 && y > 7)) return null;
    const ring = Math.max(Math.abs(dx - 3), Math.abs(dy - 3));
    return ring === 3 || ring <= 1;
  };
  let path = "";
  for (let y = 0; y < inner; y += 1)
    for (let x = 0; x < inner; x += 1) {
      seed = (seed * 1_664_525 + 1_013_904_223) >>> 0;
      if (corner(x, y) ?? seed > 0x8000_0000) path += `M${x + 4} ${y + 4}h1v1h-1z`;
    }
  return { side: inner + 8, path };
}

export abstract class FakeLinks extends FakeAccounts {
  protected links_: LinkView[] = [];
  /** For tests: what lies on the clipboard. */
  clipboard = "";
  /** For tests: how often the clipboard was looked at. */
  looks = 0;
  /** For tests: files that links were written to. */
  handed: { path: string; format: LinkFormat | "qr"; keys: LinkKey[] }[] = [];
  readonly #off = new Set<string>();

  protected abstract albumTitle(key: AlbumKey): { title: string; cover: ItemKey | null };
  protected abstract mayLook(): boolean;

  async shareAlbum(key: AlbumKey, share: ShareWith): Promise<ShareOutcome> {
    if (this.scene.has("share-refused"))
      throw refusal("offline", "No network. The album is not shared yet. Try again when the network is back.");
    if (this.scene.has("today")) return { kind: "inBrowser" };
    return { kind: "link", link: this.#keep(key, `https://photos.app.goo.gl/New${key}Link`, "api", share) };
  }

  #keep(key: AlbumKey, url: string, lane: LinkView["lane"], share: ShareWith): LinkView {
    const { title, cover } = this.albumTitle(key);
    const now = Date.now();
    const seen = { state: "alive" as const, madeMs: now, checkedMs: now, aliveMs: now, triedMs: now };
    const link: LinkView = { key, album: key, title, cover, url, lane, ...share, ...seen };
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
    if (!SHARE_LINK.test(url.trim())) throw refusal("notALink", NO_LINK);
    const other = this.links_.find((l) => l.url === url.trim() && l.album !== null && l.album !== key);
    if (other)
      throw refusal(
        "other",
        `This is the link of your album “${other.title}”, which is listed under Shared. Nothing was changed.`,
      );
    return this.#keep(key, url.trim(), "browser", { collaborative: false, commentable: false });
  }

  async clipboardLink(key: AlbumKey): Promise<FoundLink | null> {
    if (!this.mayLook()) return null;
    this.looks += 1;
    const url = this.clipboard.trim();
    if (!SHARE_LINK.test(url)) return null;
    const known = this.links_.find((l) => l.url === url);
    return known?.album === key ? null : { url, knownAs: known?.title ?? null };
  }

  /** For tests: the owner switches the link of an album off in the browser. */
  switchOff(album: AlbumKey) {
    const link = this.links_.find((l) => l.album === album);
    if (link) this.#off.add(link.url);
  }

  async proveDead(key: LinkKey): Promise<LinkProof> {
    const link = this.#link(key);
    if (this.scene.has("no-answer")) return "noAnswer";
    if (!this.#off.has(link.url)) return "stillAlive";
    this.#put({ ...link, state: "dead", checkedMs: Date.now(), triedMs: Date.now() });
    return "dead";
  }

  links = async () => this.links_;

  #link(key: LinkKey): LinkView {
    const link = this.links_.find((l) => l.key === key);
    if (link === undefined) throw refusal("notFound", "This link is not there any more. It may have been removed.");
    return link;
  }

  #put(link: LinkView): LinkView {
    this.links_ = this.links_.map((l) => (l.key === link.key ? link : l));
    this.changed();
    return link;
  }

  copyLink = async (key: LinkKey) => this.note(this.#link(key).url);
  abstract openLink(key: LinkKey): Promise<void>;
  protected urlOf = (key: LinkKey) => this.#link(key).url;

  async checkLink(key: LinkKey) {
    const link = this.#link(key);
    const now = Date.now();
    if (this.scene.has("no-answer")) return this.#put({ ...link, triedMs: now });
    const state = this.#off.has(link.url) ? "dead" : link.state === "unknown" ? "alive" : link.state;
    const aliveMs = state === "alive" ? now : link.aliveMs;
    return this.#put({ ...link, state, aliveMs, checkedMs: now, triedMs: now });
  }

  async keepOtherLink(url: string, name: string) {
    if (!SHARE_LINK.test(url)) throw refusal("notALink", NO_LINK);
    const known = this.links_.find((l) => l.url === url);
    if (known && known.album !== null)
      throw refusal(
        "other",
        `This is the link of your album “${known.title}”, which is listed under Shared. Nothing was changed.`,
      );
    if (known) return this.#put({ ...known, title: name });
    const now = Date.now();
    const link: LinkView = {
      key: 1000 + this.links_.length,
      album: null,
      title: name,
      cover: null,
      url,
      lane: "browser",
      state: "alive",
      collaborative: false,
      commentable: false,
      madeMs: now,
      checkedMs: now,
      aliveMs: now,
      triedMs: now,
    };
    this.links_ = [link, ...this.links_];
    this.changed();
    return link;
  }

  renameLink = async (key: LinkKey, name: string) => this.#put({ ...this.#link(key), title: name });

  async removeLink(key: LinkKey) {
    this.#link(key);
    this.links_ = this.links_.filter((l) => l.key !== key);
    this.changed();
  }

  qrOf = async (key: LinkKey) => code(this.#link(key).url);
  saveQr = async (key: LinkKey, path: string) => void this.handed.push({ path, format: "qr", keys: [key] });

  #chosen(keys: LinkKey[] | null, format: LinkFormat): LinkView[] {
    const chosen = keys === null ? this.links_ : keys.map((key) => this.#link(key));
    return format === "csv" || format === "json" ? chosen : chosen.filter((l) => l.state !== "dead");
  }

  async copyLinks(keys: LinkKey[] | null, format: LinkFormat): Promise<HandedOut> {
    const chosen = this.#chosen(keys, format);
    this.note(chosen.map((l) => `${l.title}\n${l.url}\n`).join("\n"));
    return { links: chosen.length, dead: (keys ?? this.links_).length - chosen.length };
  }

  async writeLinks(keys: LinkKey[] | null, format: LinkFormat, path: string): Promise<HandedOut> {
    const chosen = this.#chosen(keys, format);
    this.handed.push({ path, format, keys: chosen.map((l) => l.key) });
    return { links: chosen.length, dead: (keys ?? this.links_).length - chosen.length };
  }
}
