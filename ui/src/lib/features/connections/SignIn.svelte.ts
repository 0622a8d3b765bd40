import type { ConnectionView, OtherClientView, SignInView, SignInWith } from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";
import { isRefusal, sentenceOf, wasCancelled } from "../../platform/refusal";

/** One attempt to sign in: a form, then waiting for the person in the browser. */
export class SignIn {
  waiting = $state.raw<SignInView | null>(null);
  busy = $state(false);
  error = $state<string | null>(null);
  /** The account is connected already, with another client: what is asked before it is connected a second time. */
  question = $state.raw<OtherClientView | null>(null);
  /** The name of that second connection, as the person has it. */
  besideName = $state("");
  #held: number | null = null;
  readonly #backend: Backend;
  readonly #done: (connection: ConnectionView) => void;

  constructor(backend: Backend, done: (connection: ConnectionView) => void) {
    this.#backend = backend;
    this.#done = done;
  }

  async begin(input: SignInWith) {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      this.waiting = await this.#backend.beginSignIn(input);
      this.#done(await this.#backend.finishSignIn(this.waiting.id));
    } catch (refused) {
      if (isRefusal(refused) && refused.code === "otherClient" && this.waiting) await this.#ask(this.waiting.id);
      else if (!wasCancelled(refused)) this.error = sentenceOf(refused);
    }
    this.waiting = null;
    this.busy = false;
  }

  async #ask(id: number) {
    this.#held = id;
    try {
      this.question = await this.#backend.signInQuestion(id);
      this.besideName = this.question.suggestedName;
    } catch (refused) {
      this.error = sentenceOf(refused);
    }
  }

  /** Yes to a second connection of the account. */
  async addBeside() {
    if (this.#held === null || this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      const made = await this.#backend.addBeside(this.#held, this.besideName.trim());
      this.#held = null;
      this.question = null;
      this.#done(made);
    } catch (refused) {
      this.error = sentenceOf(refused);
    }
    this.busy = false;
  }

  /** The address that a browser on another computer ended at. Gives the sentence of the refusal, or null. */
  async paste(address: string): Promise<string | null> {
    if (this.waiting === null) return null;
    try {
      await this.#backend.answerSignIn(this.waiting.id, address);
      return null;
    } catch (refused) {
      return sentenceOf(refused);
    }
  }

  /** Back to the form. */
  async cancel() {
    const id = this.waiting?.id ?? this.#held;
    if (id === null) return;
    this.waiting = null;
    this.question = null;
    this.#held = null;
    await this.#backend.cancelSignIn(id).catch(() => undefined);
  }

  /** Opens Google's page once more, when the browser did not come up. */
  async openAgain() {
    if (this.waiting === null) return;
    await this.#backend.openExternal(this.waiting.consentUrl).catch((refused: unknown) => {
      this.error = sentenceOf(refused);
    });
  }
}
