import type { ConnectionView, SignInView, SignInWith } from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";
import { sentenceOf, wasCancelled } from "../../platform/refusal";

/** One attempt to sign in: a form, then waiting for the person in the browser. */
export class SignIn {
  waiting = $state.raw<SignInView | null>(null);
  busy = $state(false);
  error = $state<string | null>(null);
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
      if (!wasCancelled(refused)) this.error = sentenceOf(refused);
    }
    this.waiting = null;
    this.busy = false;
  }

  /** Back to the form. */
  async cancel() {
    const { waiting } = this;
    if (waiting === null) return;
    this.waiting = null;
    await this.#backend.cancelSignIn(waiting.id).catch(() => undefined);
  }

  /** Opens Google's page once more, when the browser did not come up. */
  async openAgain() {
    if (this.waiting === null) return;
    await this.#backend.openExternal(this.waiting.consentUrl).catch((refused: unknown) => {
      this.error = sentenceOf(refused);
    });
  }
}
