/** A recipe that is being written: what it says, how it reads, what it would do. What was typed is kept until it is saved. */
import type { RecipeKey, RecipeProblem, RecipeReading, RecipeSpec, RecipeStep, RecipeTry } from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";
import { Reader } from "../../platform/Reader";
import { usualSpec } from "./words";

/** How long after the last key it is read back. */
const QUIET_MS = 250;

/** What was typed and not saved, by its recipe; it outlives the page, not the program. */
const kept = new Map<RecipeKey | null, RecipeSpec>();

export function keepDraft(key: RecipeKey | null, spec: RecipeSpec) {
  kept.set(key, spec);
}

export class Draft {
  readonly key: RecipeKey | null;
  spec = $state.raw<RecipeSpec>(usualSpec());
  reading = $state.raw<RecipeReading | null>(null);
  tries = $state.raw<readonly RecipeTry[] | null>(null);
  /** Whether what is missing is said at its place: only once the person wanted to go on without it. */
  strict = $state(false);
  /** Whether something is not saved. */
  changed = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #reader: Reader;

  constructor(backend: Backend, key: RecipeKey | null, saved: RecipeSpec | null) {
    const before = kept.get(key);
    this.key = key;
    this.spec = before ?? saved ?? usualSpec();
    this.changed = before !== undefined;
    this.#reader = new Reader(async () => {
      this.reading = await backend.readBack(this.spec);
      this.tries = await backend.tryRecipe(this.spec);
    });
  }

  readonly ready = $derived(this.reading !== null && this.reading.problems.length === 0);

  problems(place: RecipeProblem["place"], step: number | null = null): string[] {
    const all = this.reading?.problems ?? [];
    return this.strict ? all.filter((one) => one.place === place && one.step === step).map((one) => one.text) : [];
  }

  read(): Promise<void> {
    clearTimeout(this.#timer);
    return this.#reader.ask();
  }

  change(part: Partial<RecipeSpec>) {
    this.spec = { ...this.spec, ...part };
    this.changed = true;
    kept.set(this.key, this.spec);
    clearTimeout(this.#timer);
    // What cannot be read back now is read back with the next key, or refused when it is saved.
    this.#timer = setTimeout(() => void this.#reader.ask().catch(() => undefined), QUIET_MS);
  }

  add(step: RecipeStep) {
    this.change({ then: [...this.spec.then, step] });
  }

  set(at: number, step: RecipeStep) {
    this.change({ then: this.spec.then.map((old, number) => (number === at ? step : old)) });
  }

  remove(at: number) {
    this.change({ then: this.spec.then.filter((_, number) => number !== at) });
  }

  move(at: number, by: -1 | 1) {
    const then = [...this.spec.then];
    const [step] = then.splice(at, 1);
    if (step) then.splice(at + by, 0, step);
    this.change({ then });
  }

  /** Nothing of it is to be kept any more: it was saved, or given up. */
  drop() {
    clearTimeout(this.#timer);
    kept.delete(this.key);
    this.changed = false;
  }
}
