/** What the front end asks of the program about recipes. */
import type { RecipeKey, RecipeReading, RecipeSpec, RecipeTry, RecipeView, RunKey, RunView } from "../ipc/bindings";
import type { Unsubscribe } from "./backend";

export interface RecipeCalls {
  recipes(): Promise<RecipeView[]>;
  /** How a recipe reads that is being written, and what stands in its way. */
  readBack(spec: RecipeSpec): Promise<RecipeReading>;
  /** What it would do for the last things; nothing of it is done. */
  tryRecipe(spec: RecipeSpec): Promise<RecipeTry[]>;
  /** A new one, off at first, or the next version of one. */
  saveRecipe(key: RecipeKey | null, spec: RecipeSpec): Promise<RecipeView>;
  removeRecipe(key: RecipeKey): Promise<void>;
  /** Refuses with `needsLeave` where a command or an address was not allowed yet. */
  switchRecipe(key: RecipeKey, on: boolean): Promise<RecipeView>;
  /** The person saw the commands and addresses of this version in full, and allows exactly these. */
  allowRecipe(key: RecipeKey, version: number): Promise<RecipeView>;
  /** What it did, the newest first. */
  recipeRuns(key: RecipeKey, offset: number, limit: number): Promise<RunView[]>;
  retryRun(key: RunKey): Promise<RunView>;
  giveUpRun(key: RunKey): Promise<RunView>;
  pickProgram(): Promise<string[]>;
  onShowRecipes(listener: () => void): Unsubscribe;
}
