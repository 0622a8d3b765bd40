/** Signing in, as the invented program does it. */
import type {
  ConnectionKey,
  ConnectionView,
  MadeView,
  OtherClientView,
  SignInView,
  SignInWith,
} from "../../ipc/bindings";
import type { Refusal } from "../backend";
import { clientFile, SECOND_ID, typedClient } from "./clients";
import { connection } from "./connection";
import { refusal } from "./refusal";
import type { Scene } from "./scene";

const PORT = 43_113;
const STATE = "kept-by-the-program";

export class FakeSignIns {
  readonly #scene: Scene;
  readonly #there: () => readonly ConnectionView[];
  readonly #take: (made: ConnectionView) => ConnectionView;
  readonly #look: (key: ConnectionKey) => void;
  readonly #waiting = new Map<number, (answer: ConnectionView | Refusal) => void>();
  /** Connections that were made with a Web application. */
  readonly #webs = new Set<ConnectionKey>();
  #again: ConnectionView | null = null;
  #asWeb = false;

  /** `look` is told of a new connection, of which nothing was listed yet. */
  constructor(
    scene: Scene,
    there: () => readonly ConnectionView[],
    take: (made: ConnectionView) => ConnectionView,
    look: (key: ConnectionKey) => void,
  ) {
    this.#scene = scene;
    this.#there = there;
    this.#take = take;
    this.#look = look;
  }

  readFile = async (path: string) => clientFile(path);
  isWeb = (key: ConnectionKey) => this.#webs.has(key);

  async begin(input: SignInWith): Promise<SignInView> {
    const client =
      input.kind === "file"
        ? clientFile(input.path)
        : input.kind === "typed"
          ? typedClient(input.clientId, input.clientSecret, input.isWeb === true)
          : null;
    this.#asWeb = client?.isDesktop === false;
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
    if (this.#again !== null) this.#settle(id, { ...this.#again, health: "connected", missing: [] });
    else if (this.#scene.has("second-client"))
      this.#settle(id, refusal("otherClient", "mara@example.com is connected already, with another client."));
    else this.#settle(id, this.#new({ key: 20, name: "Mara Lindqvist" }));
  }

  /** With what was ticked on Google's page. */
  #new(given: Parameters<typeof connection>[0]): ConnectionView {
    const made = connection(given, { ...this.#scene, has: () => false });
    if (this.#asWeb) this.#webs.add(made.key);
    this.#look(made.key);
    const partly = this.#scene.has("sign-in-partly");
    return {
      ...made,
      syncing: true,
      syncedMs: null,
      ...(partly && { health: "consentMissing" as const, missing: ["add" as const, "pick" as const] }),
    };
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
      clientId: SECOND_ID,
      suggestedName: `mara@example.com, client ${there.length + 1}`,
      there: there.map(({ key, name, clientId }) => ({ key, name, clientId, made })),
    };
  }

  addBeside(name: string): ConnectionView {
    return this.#take(this.#new({ key: 21, name: name === "" ? "mara@example.com" : name, clientId: SECOND_ID }));
  }

  cancel = async (id: number) => this.#settle(id, refusal("cancelled", "Cancelled."));
}
