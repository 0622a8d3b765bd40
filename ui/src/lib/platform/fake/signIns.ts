/** Signing in, as the invented program does it. */
import type { ConnectionView, MadeView, OtherClientView, SignInView, SignInWith } from "../../ipc/bindings";
import type { Refusal } from "../backend";
import { connection, refusal } from "./connection";
import type { Scene } from "./scene";

const PORT = 43_113;
const STATE = "kept-by-the-program";
const SECOND = "9901-q7zz.apps.googleusercontent.com";

export class FakeSignIns {
  readonly #scene: Scene;
  readonly #there: () => readonly ConnectionView[];
  readonly #take: (made: ConnectionView) => ConnectionView;
  readonly #waiting = new Map<number, (answer: ConnectionView | Refusal) => void>();
  #again: ConnectionView | null = null;

  constructor(scene: Scene, there: () => readonly ConnectionView[], take: (made: ConnectionView) => ConnectionView) {
    this.#scene = scene;
    this.#there = there;
    this.#take = take;
  }

  async readFile(path: string) {
    if (!path.endsWith(".json"))
      throw refusal(
        "other",
        "This is not a client secret file. Download the JSON from the Google console and drop it here.",
      );
    return { clientId: "8412-k3f9.apps.googleusercontent.com", isDesktop: true };
  }

  async begin(input: SignInWith): Promise<SignInView> {
    if (input.kind === "typed" && !input.clientId.endsWith(".apps.googleusercontent.com"))
      throw refusal(
        "other",
        "Google does not know this client id. It ends in .apps.googleusercontent.com. Copy it again from the console.",
      );
    this.#again = input.kind === "again" ? (this.#there().find(({ key }) => key === input.connection) ?? null) : null;
    return { id: 1, consentUrl: "https://accounts.google.com/o/oauth2/v2/auth?client_id=8412", port: PORT };
  }

  finish(id: number): Promise<ConnectionView> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (answer) => ("code" in answer ? reject(answer) : resolve(answer)));
      if (this.#scene.has("sign-in-denied"))
        this.#settle(
          id,
          refusal("other", "Access was refused on Google’s page, so nothing was connected. Try again and press Allow."),
        );
      else if (!this.#scene.has("sign-in-waits")) setTimeout(() => this.#come(id), 300);
    });
  }

  /** Somebody pressed Allow. */
  #come(id: number) {
    if (this.#again !== null) this.#settle(id, { ...this.#again, health: "connected" });
    else if (this.#scene.has("second-client"))
      this.#settle(id, refusal("otherClient", "mara@example.com is connected already, with another client."));
    else this.#settle(id, this.#new({ key: 20, name: "Mara Lindqvist" }));
  }

  #new(given: Parameters<typeof connection>[0]): ConnectionView {
    return connection(given, { ...this.#scene, has: () => false });
  }

  #settle(id: number, answer: ConnectionView | Refusal) {
    const settle = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (settle === undefined) return;
    settle(answer);
    if (!("code" in answer)) this.#take(answer);
  }

  async answer(id: number, address: string) {
    const url = URL.canParse(address) ? new URL(address) : null;
    if (url === null || url.hostname !== "127.0.0.1")
      throw refusal(
        "other",
        `This is not the address that the browser ended at. After Allow it stands in the browser's address bar and begins with http://127.0.0.1:${PORT}/, even where the page did not load. Copy all of it.`,
      );
    if (url.searchParams.get("state") !== STATE)
      throw refusal(
        "other",
        "This address belongs to another sign-in, so it was not used. Copy the one that the browser ended at just now.",
      );
    this.#come(id);
  }

  question(made: MadeView): OtherClientView {
    const there = this.#there().filter(({ email }) => email === "mara@example.com");
    return {
      email: "mara@example.com",
      clientId: SECOND,
      suggestedName: `mara@example.com, client ${there.length + 1}`,
      there: there.map(({ key, name, clientId }) => ({ key, name, clientId, made })),
    };
  }

  addBeside(name: string): ConnectionView {
    return this.#take(this.#new({ key: 21, name: name === "" ? "mara@example.com" : name, clientId: SECOND }));
  }

  cancel = async (id: number) => this.#settle(id, refusal("cancelled", "Cancelled."));
}
