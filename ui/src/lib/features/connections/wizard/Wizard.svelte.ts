/** The wizard that connects Google Photos: where it stands, which client it was given, how the sign-in goes. */
import type { ConnectionView, CredentialsFileView, SignInWith, WizardPlace } from "../../../ipc/bindings";
import type { Backend } from "../../../platform/backend";
import { sentenceOf } from "../../../platform/refusal";
import { SignIn } from "../SignIn.svelte";
import { projectOf } from "./console";
import { FirstLook } from "./FirstLook";
import { after, before, isReady, STEPS, stepNamed, type Known, type StepName, type Tick } from "./steps";

interface Around {
  /** Keeps the place for the next start. */
  keep: (place: WizardPlace) => void;
  /** Somebody signed in, and Google answered. */
  done: (connection: ConnectionView) => void;
}

export class Wizard {
  step = $state<StepName>("project");
  ticked = $state.raw<readonly Tick[]>([]);
  /** What the file or the typed client is, without its secret. */
  client = $state.raw<CredentialsFileView | null>(null);
  /** Where the client's file lies; none where it was typed. */
  file = $state.raw<string | null>(null);
  /** What is wrong with the client that was given last. */
  error = $state<string | null>(null);
  /** Typed, and forgotten when the program is closed. */
  typed = $state({ id: "", secret: "", isWeb: false });
  /** What is wrong with what is typed; said once the person wants to go on. */
  typedError = $state<string | null>(null);
  /** Who signed in. */
  connection = $state.raw<ConnectionView | null>(null);
  /** Waiting for the first answer of the Photos Library API. */
  looking = $state(false);
  apiOff = $state(false);
  readonly signIn: SignIn;
  readonly #backend: Backend;
  readonly #around: Around;
  #look: FirstLook | null = null;
  #checks = 0;
  #project = $state<string | null>(null);

  constructor(backend: Backend, place: WizardPlace | null, around: Around) {
    this.#backend = backend;
    this.#around = around;
    this.signIn = new SignIn(backend, (connection) => {
      this.connection = connection;
      void this.#firstAnswer(connection, false);
    });
    if (place !== null) this.#comeBack(place);
  }

  get known(): Known {
    return { ticked: this.ticked, client: this.client, connection: this.connection, apiOff: this.apiOff };
  }

  /** The project of the client, for the console's addresses. */
  get project(): string | null {
    return projectOf(this.client) ?? this.#project;
  }

  get ready(): boolean {
    return isReady(this.known);
  }

  /** Whether something is under way that must not be left by a slip. */
  get busy(): boolean {
    return this.signIn.waiting !== null || this.signIn.question !== null || this.looking;
  }

  #comeBack(place: WizardPlace) {
    this.step = stepNamed(place.step);
    this.ticked = place.ticked.filter(
      (tick): tick is Tick => tick === "redirect" || STEPS.some((step) => step === tick),
    );
    // Nothing that was typed is kept, so there is nothing to sign in with.
    if (place.file === null && this.step === "signIn") this.step = "file";
    if (place.file !== null) void this.#readAgain(place.file);
  }

  async #readAgain(file: string) {
    try {
      const client = await this.#backend.readCredentialsFile(file);
      if (this.client !== null) return;
      this.client = client;
      this.file = file;
    } catch (refused) {
      this.error = sentenceOf(refused);
      if (this.step === "signIn") this.go("file");
    }
  }

  go(step: StepName) {
    if (this.busy) return;
    this.step = step;
    this.#keep();
  }

  next() {
    if (this.step === "file" && !this.ready) {
      if (this.file === null) this.typedError = this.#whatIsMissing();
      else this.error = "Add the address to the client first, then drop its new file or tick that you have added it.";
      return;
    }
    const next = after(this.step);
    if (next !== null) this.go(next);
  }

  back() {
    const to = before(this.step);
    if (to !== null) this.go(to);
  }

  tick(tick: Tick, on: boolean) {
    if (tick === "redirect") this.error = null;
    this.ticked = on ? [...new Set([...this.ticked, tick])] : this.ticked.filter((one) => one !== tick);
    this.#keep();
  }

  #keep() {
    this.#around.keep({ step: this.step, ticked: [...this.ticked], file: this.file });
  }

  /** Takes a client's file, wherever one is in the wizard; from there it is one step to the sign-in. */
  async take(path: string) {
    if (this.busy) return;
    this.error = null;
    this.typedError = null;
    try {
      const client = await this.#backend.readCredentialsFile(path);
      this.client = client;
      this.file = path;
      this.apiOff = false;
      this.ticked = this.ticked.filter((tick) => tick !== "redirect");
      this.go(client.missingRedirect === null ? "signIn" : "file");
    } catch (refused) {
      this.error = sentenceOf(refused);
      this.go("file");
    }
  }

  async choose() {
    const [chosen] = await this.#backend.pickFiles("clientFile").catch(() => []);
    if (chosen !== undefined) await this.take(chosen);
  }

  /** Back to an empty form. */
  forget() {
    this.client = null;
    this.file = null;
    this.error = null;
    this.typedError = null;
    this.typed = { id: "", secret: "", isWeb: false };
    this.#keep();
  }

  /** Looks at what is typed, while it is typed. */
  async check() {
    const { id, secret, isWeb } = this.typed;
    this.#checks += 1;
    const mine = this.#checks;
    this.client = null;
    this.error = null;
    this.typedError = null;
    if (id.trim() === "" || secret.trim() === "") return;
    try {
      const client = await this.#backend.checkCredentials(id, secret, isWeb);
      if (mine === this.#checks && this.file === null) this.client = client;
    } catch (refused) {
      if (mine === this.#checks) this.typedError = sentenceOf(refused);
    }
  }

  #whatIsMissing(): string | null {
    if (this.client !== null) return null;
    const { id, secret } = this.typed;
    if (id.trim() === "" && secret.trim() === "")
      return "The client is missing. Drop its file on this window, or type its id and secret.";
    if (id.trim() === "") return "The client id is missing. It ends in .apps.googleusercontent.com.";
    if (secret.trim() === "") return "The client secret is missing. Google wants both, also from desktop apps.";
    return this.typedError;
  }

  async begin() {
    if (this.busy || this.signIn.busy || !this.ready) return;
    this.apiOff = false;
    await this.signIn.begin(this.#with());
  }

  #with(): SignInWith {
    if (this.file !== null) return { kind: "file", path: this.file };
    const { id, secret, isWeb } = this.typed;
    return { kind: "typed", clientId: id.trim(), clientSecret: secret.trim(), isWeb };
  }

  /** Asks Google once more, after the API was enabled. */
  async askAgain() {
    const { connection } = this;
    if (connection === null || this.busy) return;
    this.error = null;
    this.looking = true;
    try {
      await this.#backend.selectConnection(connection.key);
      const answered = this.#firstAnswer(connection, true);
      await this.#backend.syncNow();
      await answered;
    } catch (refused) {
      this.#look?.stop();
      this.looking = false;
      this.error = sentenceOf(refused);
    }
  }

  /** Waits for what the Photos Library API answers, and goes on by that. */
  async #firstAnswer(connection: ConnectionView, again: boolean) {
    this.#look = new FirstLook(this.#backend);
    this.looking = true;
    const outcome = await this.#look.of(connection.key, again).catch(() => "answered" as const);
    this.looking = false;
    this.apiOff = outcome === "off";
    if (this.apiOff) this.go("library");
    else this.#around.done(connection);
  }

  /** Goes on without an answer: the library says what is wrong. */
  goOn() {
    this.#look?.giveUp();
    if (!this.looking && this.connection !== null) this.#around.done(this.connection);
  }

  /** Shows the step of an API that a connection found switched off. */
  showApiOff(connection: ConnectionView, project: string | null) {
    this.connection = connection;
    this.#project = project;
    this.apiOff = true;
    this.go("library");
  }

  /** The page is left: a sign-in that waits is given up, the place is kept. */
  leave() {
    void this.signIn.cancel();
    this.#look?.stop();
    this.looking = false;
  }
}
