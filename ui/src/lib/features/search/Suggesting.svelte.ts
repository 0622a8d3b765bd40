/** The list under the search field: what it offers, and which row the keys stand on. */
import History from "@lucide/svelte/icons/history";
import type { Icon } from "../../design/icon";
import { kindIcons } from "./kinds";
import type { SearchStore } from "./SearchStore.svelte";

export interface Offer {
  icon: Icon;
  label: string;
  detail: string | null;
  /** The search text with it. */
  text: string;
  recent: boolean;
}

/** How long one types on before the next letters are asked for. */
const PAUSE_MS = 80;

const HINTS: readonly Offer[] = [
  { icon: kindIcons.type, label: "Videos", detail: "type:video", text: "type:video", recent: false },
  { icon: kindIcons.favorites, label: "Favorites", detail: "is:favorite", text: "is:favorite", recent: false },
  { icon: kindIcons.date, label: "A month or a year", detail: "june 2024", text: "june 2024", recent: false },
  { icon: kindIcons.album, label: "An album", detail: 'album:"…"', text: "album:", recent: false },
];

export class Suggesting {
  open = $state(false);
  offers = $state.raw<readonly Offer[]>([]);
  /** The row the keys stand on; -1 is the field itself. */
  active = $state(-1);
  readonly #store: SearchStore;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  /** The offers belong to an older text: they are still seen, but nothing of them can be taken. */
  #old = false;
  /** How far the keys went meanwhile: they begin there once the right offers are here. */
  #ahead = 0;
  /** Enter came meanwhile too: what is done with the offer that the keys will stand on. */
  #then: ((offer: Offer | undefined) => void) | undefined;
  /** What was asked for the offers. */
  #of = "";

  constructor(store: SearchStore) {
    this.#store = store;
  }

  get current(): Offer | undefined {
    return this.offers[this.active];
  }

  /** Shows what fits the text: recent searches and hints to begin with, the index's suggestions afterwards. */
  show(text: string, caret: number) {
    clearTimeout(this.#timer);
    this.open = true;
    this.active = -1;
    const turn = ++this.#turn;
    this.#ahead = 0;
    this.#then = undefined;
    const asked = `${caret} ${text}`;
    const blank = text.trim() === "";
    this.#old = !blank && asked !== this.#of;
    if (!this.#old && !blank) return;
    this.#of = "";
    if (blank) {
      const icon: Icon = History;
      const recent = this.#store.recent.texts.map((one) => ({
        icon,
        label: one,
        detail: null,
        text: one,
        recent: true,
      }));
      this.offers = [...recent, ...HINTS];
      return;
    }
    this.#timer = setTimeout(() => void this.#ask(text, caret, turn), PAUSE_MS);
  }

  async #ask(text: string, caret: number, turn: number) {
    // Suggestions are a help: without them one can still search.
    const found = await this.#store.suggest(text, caret).catch(() => []);
    if (turn !== this.#turn) return;
    this.#old = false;
    this.#of = `${caret} ${text}`;
    this.offers = found.map(({ kind, label, detail, text: whole }) => ({
      icon: kindIcons[kind],
      label,
      detail,
      text: whole,
      recent: false,
    }));
    this.#step(this.#ahead);
    this.#then?.(this.current);
    this.#then = undefined;
  }

  /** Does it with the offer that the keys stand on, or will once it is here; with none where they never left the field. */
  choose(then: (offer: Offer | undefined) => void) {
    if (this.open && this.#old && this.#ahead !== 0) this.#then = then;
    else then(this.current);
  }

  close() {
    clearTimeout(this.#timer);
    this.#turn++;
    this.#then = undefined;
    this.open = false;
    this.active = -1;
  }

  move(by: 1 | -1) {
    if (this.#old) this.#ahead += by;
    else this.#step(by);
  }

  #step(by: number) {
    const rows = this.offers.length + 1;
    this.active = ((((this.active + 1 + by) % rows) + rows) % rows) - 1;
  }
}
