import type { FoundLink, LinkProof, LinkView, QrView, ShareOutcome, ShareWith } from "../../ipc/bindings";
import type { FileDrag, Unsubscribe } from "../../platform/backend";
import { sentenceOf } from "../../platform/refusal";

/** What the Share dialog asks of the program. Refusals reject. */
export interface ShareActs {
  share: (share: ShareWith) => Promise<ShareOutcome>;
  unshare: () => Promise<ShareOutcome>;
  keep: (url: string) => Promise<LinkView>;
  check: (link: LinkView) => Promise<LinkView>;
  prove: (link: LinkView) => Promise<LinkProof>;
  /** Gives whether it is on the clipboard. */
  copy: (link: LinkView) => Promise<boolean>;
  qr: (link: LinkView) => Promise<QrView>;
  /** A share link on the clipboard. */
  look: () => Promise<FoundLink | null>;
  ondrag: (listener: (drag: FileDrag) => void) => Unsubscribe;
}

/** Where the Share dialog of one album stands. Both lanes end the same: the album has a link, and it is copied. */
export class Sharing {
  step = $state<"rest" | "opened" | "stopping" | "stop-opened">("rest");
  busy = $state(false);
  error = $state<string | null>(null);
  /** Whether the link went to the clipboard when it was made. */
  copied = $state(false);
  /** What the last looks at a link said whose sharing was switched off. */
  proof = $state<LinkProof | null>(null);
  /** The link the answer brought, before the albums are read again; `null` once sharing was stopped. */
  answered = $state.raw<LinkView | null | undefined>(undefined);
  readonly #acts: ShareActs;

  constructor(acts: ShareActs, stopping = false) {
    this.#acts = acts;
    if (stopping) this.step = "stop-opened";
  }

  async #attempt(work: () => Promise<void>) {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      await work();
    } catch (refused) {
      this.error = sentenceOf(refused);
    }
    this.busy = false;
  }

  async #made(link: LinkView) {
    this.copied = link.state !== "dead" && (await this.#acts.copy(link));
    this.answered = link;
    this.step = "rest";
  }

  create(wish: ShareWith) {
    return this.#attempt(async () => {
      const outcome = await this.#acts.share({ ...wish });
      if (outcome.kind === "inBrowser") this.step = "opened";
      if (outcome.kind === "link") await this.#made(outcome.link);
    });
  }

  /** Gives the sentence of a refusal, for the field in which the link stands. */
  async keep(url: string): Promise<string | null> {
    try {
      await this.#made(await this.#acts.keep(url));
      return null;
    } catch (refused) {
      return sentenceOf(refused);
    }
  }

  stop() {
    return this.#attempt(async () => {
      const outcome = await this.#acts.unshare();
      this.proof = null;
      if (outcome.kind === "inBrowser") this.step = "stop-opened";
      else {
        this.answered = null;
        this.step = "rest";
      }
    });
  }

  prove(link: LinkView) {
    return this.#attempt(async () => {
      this.proof = await this.#acts.prove(link);
      if (this.proof === "dead") this.answered = { ...link, state: "dead" };
    });
  }

  check(link: LinkView) {
    return this.#attempt(async () => void (this.answered = await this.#acts.check(link)));
  }
}
