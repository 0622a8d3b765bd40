/** Recipes of the invented program: `fake=recipes` has some with a history. */
import type {
  RecipeKey,
  RecipeProblem,
  RecipeReading,
  RecipeSpec,
  RecipeStep,
  RecipeTry,
  RecipeView,
  RunKey,
  RunStepView,
  RunView,
} from "../../ipc/bindings";
import { examples, exampleRuns } from "./recipeScenes";
import { FakePicking } from "./picking";

const MAY = "May 2026";
const fill = (text: string) =>
  text
    .replaceAll("{date:%B %Y}", MAY)
    .replaceAll("{name}", "IMG_0412")
    .replaceAll("{year}", "2026")
    .replaceAll("{month}", "05");
const nameOf = (path: string) => path.split("/").at(-1) ?? path;
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).hostname : "an address");

const WHEN: Record<RecipeSpec["when"]["kind"], (spec: RecipeSpec) => string> = {
  newItem: () => "When a photo or video is new in the library",
  entersAlbum: () => "When a photo or video comes into an album",
  fileAppears: ({ when }) =>
    when.kind === "fileAppears" && when.folder !== ""
      ? `When a file appears in “${nameOf(when.folder)}”${when.subfolders ? " or below it" : ""}`
      : "When a file appears in a folder",
  importFinished: () => "When an import is finished, for each copy",
  everyDay: () => "Every day at 20:00, for each photo or video that came since the day before",
};

function stepWords(step: RecipeStep, title: (album: number) => string): string {
  switch (step.kind) {
    case "upload":
    case "addToAlbum": {
      const { album } = step;
      const into =
        album === null
          ? ""
          : album.kind === "named"
            ? `an album such as “${fill(album.title)}”`
            : `“${title(album.album)}”`;
      if (step.kind === "addToAlbum") return `add it to ${into}`;
      return album === null ? "upload it" : `upload it into ${into}`;
    }
    case "download":
      return step.folder === "" ? "save a copy in a folder" : `save a copy in “${nameOf(step.folder)}”`;
    case "describe":
      return `describe it as “${fill(step.text)}”`;
    case "notify":
      return `tell me “${fill(step.text)}”`;
    case "run":
      return step.program === "" ? "run a program" : `run ${nameOf(step.program)} with it`;
    case "call":
      return `send it to ${hostOf(step.url)}`;
  }
}

function wrongWith(step: RecipeStep): string | null {
  if (step.kind === "download" && step.folder === "") return "Choose the folder.";
  if (step.kind === "run" && step.program === "") return "Choose the program.";
  if (step.kind === "call" && !/^https:\/\/|^http:\/\/127\./.test(step.url))
    return "An address begins with https://, or with http:// on this computer.";
  if (step.kind === "addToAlbum" && step.album.kind === "named" && step.album.title === "")
    return "The album needs a title.";
  if ((step.kind === "notify" || step.kind === "describe") && step.text === "") return "Write what is to be said.";
  return null;
}

export abstract class FakeRecipes extends FakePicking {
  #recipes: { key: RecipeKey; version: number; on: boolean; spec: RecipeSpec }[] | null = null;
  #runs = new Map<RecipeKey, RunView[]>();
  readonly #allowed = new Set<string>();

  #all() {
    if (this.#recipes === null) {
      this.#recipes = this.scene.has("recipes") ? examples() : [];
      if (this.scene.has("recipes")) this.#runs = exampleRuns(Date.now());
    }
    return this.#recipes;
  }

  #one(key: RecipeKey) {
    const found = this.#all().find((recipe) => recipe.key === key);
    if (!found) throw { code: "notFound", message: "This recipe is not there any more.", retryAfterS: null };
    return found;
  }

  #asks(spec: RecipeSpec): RecipeReading["asks"] {
    return spec.then.flatMap((step): RecipeReading["asks"] => {
      const allowed = this.#allowed.has(JSON.stringify(step));
      if (step.kind === "run") return [{ kind: "command", program: step.program, args: step.args, allowed }];
      return step.kind === "call" ? [{ kind: "address", url: step.url, allowed }] : [];
    });
  }

  #reading(spec: RecipeSpec): RecipeReading {
    const problems: RecipeProblem[] = [];
    if (spec.name.trim() === "") problems.push({ place: "name", step: null, text: "Give the recipe a name." });
    if (spec.when.kind === "fileAppears" && spec.when.folder === "")
      problems.push({ place: "when", step: null, text: "Choose the folder." });
    if (spec.when.kind === "entersAlbum" && spec.when.album === 0)
      problems.push({ place: "when", step: null, text: "Choose an album." });
    if (spec.then.length === 0) problems.push({ place: "then", step: null, text: "Choose at least one thing to do." });
    spec.then.forEach((step, at) => {
      const text = wrongWith(step);
      if (text !== null) problems.push({ place: "then", step: at, text });
    });
    const only = spec.onlyIf.kinds.length > 0 ? `, if it is a ${spec.onlyIf.kinds.join(" or a ")}` : "";
    const title = (album: number) => this.albumTitle(album).title;
    const steps = spec.then.map((step) => stepWords(step, title)).join(", then ");
    const sentence = `${WHEN[spec.when.kind](spec)}${only}: ${steps === "" ? "do nothing yet" : steps}.`;
    return { sentence, problems, asks: this.#asks(spec) };
  }

  #view({ key, version, on, spec }: { key: RecipeKey; version: number; on: boolean; spec: RecipeSpec }): RecipeView {
    const runs = this.#runs.get(key) ?? [];
    const count = (state: RunView["state"]) => runs.filter((run) => run.state === state).length;
    const sums = { open: count("waiting"), failed: count("failed"), done: count("done") };
    return { key, connection: 1, spec, version, on, reading: this.#reading(spec), ...sums, last: runs[0] ?? null };
  }

  recipes = async () => this.#all().map((recipe) => this.#view(recipe));
  readBack = async (spec: RecipeSpec) => this.#reading(spec);
  async tryRecipe(spec: RecipeSpec): Promise<RecipeTry[]> {
    if (spec.when.kind === "fileAppears" && spec.when.folder === "") return [];
    const title = (album: number) => this.albumTitle(album).title;
    const would = spec.then
      .map((step) => stepWords(step, title))
      .map((text) => text.charAt(0).toUpperCase() + text.slice(1));
    const isFile = spec.when.kind === "fileAppears" || spec.when.kind === "importFinished";
    return [1, 2, 3, 4, 5, 6].map((number) => {
      const alone = number === 3 && spec.onlyIf.kinds.includes("photo");
      return {
        name: number === 3 ? "VID_0409.mp4" : `IMG_04${String(12 - number).padStart(2, "0")}.jpg`,
        item: isFile ? null : number,
        leftAlone: alone ? "It is a video." : null,
        would: alone ? [] : would,
      };
    });
  }
  async saveRecipe(key: RecipeKey | null, spec: RecipeSpec) {
    if (key === null) {
      const made = { key: Math.max(0, ...this.#all().map((one) => one.key)) + 1, version: 1, on: false, spec };
      this.#all().push(made);
      this.changed();
      return this.#view(made);
    }
    const one = this.#one(key);
    const { problems, asks } = this.#reading(spec);
    Object.assign(one, { spec, version: one.version + 1 });
    one.on = one.on && problems.length === 0 && asks.every((ask) => ask.allowed);
    this.changed();
    return this.#view(one);
  }
  async removeRecipe(key: RecipeKey) {
    this.#recipes = this.#all().filter((recipe) => recipe.key !== key);
    this.changed();
  }
  async switchRecipe(key: RecipeKey, on: boolean) {
    const one = this.#one(key);
    const { problems, asks } = this.#reading(one.spec);
    if (on && problems[0]) throw { code: "other", message: problems[0].text, retryAfterS: null };
    if (on && asks.some((ask) => !ask.allowed))
      throw { code: "needsLeave", message: "This recipe has not been allowed yet.", retryAfterS: null };
    one.on = on;
    this.changed();
    return this.#view(one);
  }
  async allowRecipe(key: RecipeKey) {
    const one = this.#one(key);
    for (const step of one.spec.then) this.#allowed.add(JSON.stringify(step));
    return this.#view(one);
  }
  recipeRuns = async (key: RecipeKey, offset: number, limit: number) =>
    (this.#all() && (this.#runs.get(key) ?? [])).slice(offset, offset + limit);
  retryRun = (key: RunKey) => this.#changeRun(key, "done");
  giveUpRun = (key: RunKey) => this.#changeRun(key, "cancelled");
  async #changeRun(key: RunKey, state: "done" | "cancelled"): Promise<RunView> {
    for (const [recipe, runs] of this.#runs) {
      const run = runs.find((one) => one.key === key);
      if (!run) continue;
      const done = (step: RunStepView): RunStepView => ({
        ...step,
        state: "done",
        said: step.state === "done" ? step.said : null,
      });
      const steps = state === "done" ? run.steps.map(done) : run.steps;
      const changed: RunView = { ...run, state, steps, message: null, dueMs: null, endedMs: Date.now() };
      this.#runs.set(
        recipe,
        runs.map((one) => (one.key === key ? changed : one)),
      );
      this.changed();
      return changed;
    }
    throw { code: "notFound", message: "This run is not there any more.", retryAfterS: null };
  }
  pickProgram = async () => ["/home/mara/bin/contact-sheet"];
  onShowRecipes = () => () => undefined;
}
