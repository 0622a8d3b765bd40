/** What happens with recipes, page by page. They are read while a page shows them: each look at one costs a look at the disk. */
import { Draft } from "../lib/features/recipes/Draft.svelte";
import type { RecipeKey, RecipeView } from "../lib/ipc/bindings";
import type { Backend } from "../lib/platform/backend";
import { isRefusal } from "../lib/platform/refusal";
import { Reader } from "../lib/platform/Reader";
import type { Session } from "./Session.svelte";

/** The recipes as a page shows them. */
export class RecipesReader {
  all = $state.raw<readonly RecipeView[]>([]);
  known = $state(false);
  readonly #session: Session;
  readonly #reader: Reader;

  constructor(session: Session) {
    this.#session = session;
    this.#reader = new Reader(async () => {
      this.all = await session.backend.recipes();
      this.known = true;
    });
  }

  read(): Promise<void> {
    return this.#session.quietly(this.#reader.ask());
  }

  /** For an effect: reads again whenever the index changes. */
  follow() {
    void this.#session.generation;
    void this.read();
  }
}

/** The draft of a recipe, and the recipe as it was saved. */
export async function draftOf(backend: Backend, key: RecipeKey | null) {
  const all = key === null ? [] : await backend.recipes();
  const saved = all.find((recipe) => recipe.key === key) ?? null;
  const draft = new Draft(backend, saved === null ? null : key, saved?.spec ?? null);
  await draft.read();
  return { draft, saved };
}

/**
 * Keeps a draft as its recipe; gives the recipe, or nothing where that was refused. One that is to be switched on has to be
 * ready for that; any other needs a name only, and can be gone on with later.
 */
export async function saveDraft(session: Session, draft: Draft, on: boolean): Promise<RecipeView | undefined> {
  return session.attempt(async () => {
    // Order: what is missing is known before it is said whether it can be switched on.
    await draft.read();
    const problems = draft.reading?.problems ?? [];
    if (problems.some((problem) => on || problem.place === "name")) return undefined;
    const kept = await session.backend.saveRecipe(draft.key, draft.spec);
    draft.drop();
    return kept;
  });
}

/** Switches a recipe; gives it back where the person has to allow something first. */
export async function switchRecipe(session: Session, recipe: RecipeView, on: boolean): Promise<RecipeView | null> {
  let asked: RecipeView | null = null;
  await session.attempt(async () => {
    try {
      await session.backend.switchRecipe(recipe.key, on);
    } catch (error) {
      if (!isRefusal(error) || error.code !== "needsLeave") throw error;
      asked = recipe;
    }
  });
  return asked;
}

/** The person saw and allows it. Gives the sentence of the refusal, or null. */
export function allowAndSwitchOn(session: Session, recipe: RecipeView): Promise<string | null> {
  return session.sentence(async () => {
    await session.backend.allowRecipe(recipe.key, recipe.version);
    await session.backend.switchRecipe(recipe.key, true);
  });
}
