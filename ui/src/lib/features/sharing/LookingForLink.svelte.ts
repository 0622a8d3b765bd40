import type { FoundLink } from "../../ipc/bindings";

const EVERY_MS = 1000;

/**
 * Asks the program again and again whether a share link is on the clipboard, as long as a dialog waits for one. It is told of
 * such a link only, never of anything else that lies there.
 */
export class LookingForLink {
  /** A link that waits for the person to say whether it is the one. */
  found = $state.raw<FoundLink | null>(null);
  #refused = new Set<string>();
  readonly #look: () => Promise<FoundLink | null>;

  constructor(look: () => Promise<FoundLink | null>) {
    this.#look = look;
  }

  /** Looks until the way back is called. */
  start(): () => void {
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      clearTimeout(timer);
      const found = await this.#look().catch(() => null);
      if (stopped) return;
      if (found === null || !this.#refused.has(found.url)) this.found = found;
      timer = setTimeout(() => void look(), EVERY_MS);
    };
    const back = () => void look();
    addEventListener("focus", back);
    void look();
    return () => {
      stopped = true;
      clearTimeout(timer);
      removeEventListener("focus", back);
      this.found = null;
    };
  }

  /** This is not the one: it is not offered again. */
  refuse() {
    if (this.found !== null) this.#refused.add(this.found.url);
    this.found = null;
  }
}
