/** The call that is being written and the answer to the last one. Only in memory; what is kept is in the local index. */
import type {
  ConsoleAnswer,
  ConsoleMethod,
  ConsolePair,
  ConsolePreview,
  ConsoleRequest,
  ConsoleVerb,
  PastCall,
  SavedCall,
} from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";
import { sentenceOf } from "../../platform/refusal";
import { fileName } from "./words";

const EMPTY: Omit<ConsoleRequest, "blanks"> = {
  api: "library",
  verb: "GET",
  path: "/v1/albums",
  query: [],
  headers: [],
  body: "",
  file: null,
};

export class ConsoleStore {
  methods = $state.raw<readonly ConsoleMethod[]>([]);
  past = $state.raw<readonly PastCall[]>([]);
  saved = $state.raw<readonly SavedCall[]>([]);
  /** The method that is being called; none for a path of one's own. */
  method = $state.raw<ConsoleMethod | null>(null);
  draft = $state({ ...EMPTY });
  /** What blanks were filled in with, also those of other calls: an id is typed once. */
  blanks = $state<Record<string, string>>({});
  preview = $state.raw<ConsolePreview | null>(null);
  answer = $state.raw<ConsoleAnswer | null>(null);
  /** Why there is no answer. */
  problem = $state<string | null>(null);
  sending = $state(false);
  readonly ready = $derived(this.preview !== null && this.preview.problem === null && this.preview.open.length === 0);
  readonly #backend: Backend;
  #looks = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async open() {
    if (this.methods.length === 0) {
      this.methods = await this.#backend.apiMethods();
      const first = this.methods[0];
      if (first) this.choose(first);
    }
    await this.read();
  }

  async read() {
    [this.past, this.saved] = await Promise.all([this.#backend.pastCalls(), this.#backend.savedCalls()]);
  }

  choose(method: ConsoleMethod) {
    this.method = method;
    const query = method.query.map(({ name, first }) => ({ name, value: first }));
    const { api, verb, path } = method;
    this.#begin({ ...EMPTY, api, verb, path, query, body: method.body ?? "" });
  }

  chooseFree() {
    this.method = null;
    this.#begin({ ...EMPTY });
  }

  /** A call that was kept or made; what is empty in its method's query is there to be filled in. */
  load(request: ConsoleRequest, id: string | null) {
    this.method = this.methods.find((method) => method.id === id) ?? null;
    for (const { name, value } of request.blanks) this.blanks[name] = value;
    const { api, verb, path, query, headers, body } = request;
    const more = (this.method?.query ?? []).filter(({ name }) => !query.some((pair) => pair.name === name));
    const rows = [...query, ...more.map(({ name }) => ({ name, value: "" }))];
    this.#begin({ api, verb, path, query: rows.map(copy), headers: headers.map(copy), body, file: null });
  }

  #begin(draft: Omit<ConsoleRequest, "blanks">) {
    this.draft = draft;
    this.answer = null;
    this.problem = null;
  }

  setVerb(verb: ConsoleVerb) {
    this.draft.verb = verb;
    if (verb === "GET") this.draft.body = "";
  }

  /** The call as it stands. */
  request(): ConsoleRequest {
    const draft = $state.snapshot(this.draft);
    const names = this.preview?.blanks ?? [];
    const blanks = names.map((name) => ({ name, value: this.blanks[name] ?? "" }));
    return { ...draft, blanks };
  }

  /** Looks at the call anew; an answer that comes late is no answer. */
  async look() {
    const nth = ++this.#looks;
    const request = { ...this.request(), blanks: pairs($state.snapshot(this.blanks)) };
    try {
      const preview = await this.#backend.previewCall(request);
      if (nth === this.#looks) this.preview = preview;
    } catch (refused) {
      if (nth === this.#looks) this.problem = sentenceOf(refused);
    }
  }

  async send(confirmed: boolean) {
    if (this.sending) return;
    this.sending = true;
    this.problem = null;
    try {
      this.answer = await this.#backend.sendCall(this.request(), confirmed);
      this.#learn(this.answer);
    } catch (refused) {
      this.answer = null;
      this.problem = sentenceOf(refused);
    }
    this.sending = false;
    await this.read().catch(() => {});
  }

  /** The next page of the same list. */
  async next() {
    const token = this.answer?.nextPage;
    if (token === null || token === undefined) return;
    if (this.draft.verb === "POST") {
      const body = JSON.parse(this.draft.body || "{}") as Record<string, unknown>;
      this.draft.body = JSON.stringify({ ...body, pageToken: token }, null, 2);
    } else {
      const row = this.draft.query.find(({ name }) => name === "pageToken");
      if (row) row.value = token;
      else this.draft.query.push({ name: "pageToken", value: token });
    }
    await this.look();
    await this.send(false);
  }

  stop = () => this.#backend.stopCall();

  /** What the next call needs of this answer. */
  #learn({ status, text, isJson }: ConsoleAnswer) {
    if (status !== 200) return;
    const id = this.method?.id;
    if (id === "uploads" && this.draft.file !== null) {
      this.blanks["uploadToken"] = text.trim();
      this.blanks["fileName"] = fileName(this.draft.file);
    }
    const made = { "albums.create": "albumId", "picker.sessions.create": "sessionId" }[id ?? ""];
    const found = isJson && made ? /"id": "([^"\\]+)"/.exec(text)?.[1] : undefined;
    if (made && found !== undefined) this.blanks[made] = found;
  }

  async save(name: string) {
    await this.#backend.saveCall(name, this.request());
    await this.read();
  }

  async remove(saved: SavedCall) {
    await this.#backend.removeSavedCall(saved.key);
    await this.read();
  }

  async forgetPast() {
    await this.#backend.forgetPastCalls();
    await this.read();
  }

  /** Another account: what was typed of ids and what came is not for it. */
  forget() {
    this.blanks = {};
    this.answer = null;
    this.problem = null;
    this.past = [];
  }
}

function copy({ name, value }: ConsolePair): ConsolePair {
  return { name, value };
}

function pairs(blanks: Record<string, string>): ConsolePair[] {
  return Object.entries(blanks).map(([name, value]) => ({ name, value }));
}
