/** Calls made by hand, as the invented program plays them: `fake=console-…` sets the scene. */
import type {
  CallForm,
  CallKey,
  ConsoleAnswer,
  ConsoleMethod,
  ConsolePreview,
  ConsoleRequest,
  PastCall,
  SavedCall,
} from "../../ipc/bindings";
import { FakeRecipes } from "./recipes";
import table from "./methods.json";
import { refusal } from "./refusal";

const METHODS = table as ConsoleMethod[];
const BLANK = /\{\{([A-Za-z]\w*)\}\}/g;
const HOME = "https://photoslibrary.googleapis.com";
const SECRET = /^(access_token|key|authorization|cookie)$/i;

/** A list of the size that Google gives. */
function listed(count: number, named: string) {
  const one = (nth: number) => ({
    id: `AF1QipN${"kQ3vR8".repeat(4)}${nth}`,
    productUrl: `https://photos.google.com/lr/photo/AF1QipN${nth}`,
    baseUrl: `https://lh3.googleusercontent.com/lr/AJUiC1z${nth}`,
    mimeType: "image/jpeg",
    mediaMetadata: {
      creationTime: "2026-06-14T04:12:00Z",
      width: "6048",
      height: "4024",
      photo: { isoEquivalent: 100 },
    },
    filename: `DSC_${4000 + nth}.jpg`,
  });
  const items = Array.from({ length: count }, (_, nth) => one(nth));
  return { [named]: items, nextPageToken: "CkgKQnR5cGUuZ29vZ2xlYXBpcy5jb20" };
}

export abstract class FakeConsole extends FakeRecipes {
  #past: PastCall[] = [];
  #saved: SavedCall[] = [];
  #answers = new Map<number, string>();
  #stop: (() => void) | null = null;
  /** For tests: what was sent, filled in. */
  called: { verb: string; url: string; body: string; confirmed: boolean }[] = [];

  apiMethods = async () => METHODS;

  #filled(request: ConsoleRequest) {
    const given = new Map(request.blanks.map(({ name, value }) => [name, value]));
    const fill = (text: string, by: (value: string) => string) =>
      text.replace(BLANK, (whole, name: string) => (given.get(name) ? by(given.get(name) ?? "") : whole));
    const query = request.query
      .filter(({ name, value }) => name !== "" && value !== "")
      .map(({ name, value }) =>
        `${name}=${encodeURIComponent(fill(value, String))}`.replace(/%7B%7B|%7D%7D/g, decodeURIComponent),
      );
    const path = fill(request.path, encodeURIComponent);
    const home = /^https?:/.test(path) ? "" : request.api === "picker" ? HOME.replace("library", "picker") : HOME;
    const url = `${home}${path}${query.length > 0 ? "?" : ""}${query.join("&")}`;
    return { url, body: fill(request.body, (value) => JSON.stringify(value).slice(1, -1)) };
  }

  #method(request: ConsoleRequest): ConsoleMethod | null {
    const path = (request.path.split("?")[0] ?? "").replace(/^https?:\/\/[^/]+/, "");
    const fits = (template: string) =>
      new RegExp(`^${template.replace(/[.$]/g, "\\$&").replace(BLANK, "[^/:]+")}$`).test(path) || template === path;
    return METHODS.find(({ api, verb, path }) => api === request.api && verb === request.verb && fits(path)) ?? null;
  }

  #problem(request: ConsoleRequest, open: string[]): string | null {
    const { url, body } = this.#filled(request);
    const host = /^https?:\/\/([^/?]*)/.exec(url)?.[1] ?? "";
    if (!request.path.startsWith("/") && !request.path.includes("://"))
      return "This is not a path. Nothing was sent. Write one that begins with a slash, such as /v1/albums.";
    if (!/^photos(library|picker)\.googleapis\.com$/.test(host))
      return `Calls go to Google Photos only, and ${host} is not that. Nothing was sent, and the sign-in stayed here. Write a path such as /v1/albums.`;
    const pairs = [...request.query, ...request.headers];
    if (pairs.some(({ name, value }) => SECRET.test(name) || value.startsWith("ya29.")))
      return "A header holds something that looks like a key or a token. Nothing was sent or kept. Take it out: Albumen signs every call itself.";
    if (this.#method(request)?.takesFile && request.file === null)
      return "This call sends the bytes of a file. Nothing was sent. Choose a file.";
    if (body.trim() !== "" && open.length === 0) {
      try {
        JSON.parse(body);
      } catch {
        return "The JSON of the body is not complete. Nothing was sent.";
      }
    }
    return null;
  }

  async previewCall(request: ConsoleRequest): Promise<ConsolePreview> {
    const texts = [
      request.path,
      ...request.query.map(({ value }) => value),
      ...request.headers.map(({ value }) => value),
    ];
    const names = [...`${texts.join(" ")} ${request.body}`.matchAll(BLANK)].map(([, name]) => name ?? "");
    const blanks = [...new Set(names)];
    const open = blanks.filter((name) => !request.blanks.some((blank) => blank.name === name && blank.value !== ""));
    const method = this.#method(request);
    const problem = this.#problem(request, open);
    return {
      url: problem === null ? this.#filled(request).url : request.path,
      method: method?.id ?? null,
      changes: request.verb !== "GET" && (method?.changes ?? true),
      counted: request.api === "library",
      blanks,
      open,
      problem,
    };
  }

  async sendCall(request: ConsoleRequest, confirmed: boolean): Promise<ConsoleAnswer> {
    const preview = await this.previewCall(request);
    if (preview.problem !== null) throw refusal("other", preview.problem);
    if (preview.changes && !confirmed)
      throw refusal("other", "This call changes something at Google. Nothing was sent. Confirm it to send it.");
    const { url, body } = this.#filled(request);
    this.called.push({ verb: request.verb, url, body, confirmed });
    if (this.scene.has("console-slow")) await new Promise<void>((go) => (this.#stop = go));
    const method = this.#method(request);
    const failed = this.scene.has("console-slow") || this.scene.has("offline");
    const dead = Boolean(method?.dead);
    const status = dead ? 403 : 200;
    const text = this.#body(method, dead);
    const key = this.#past.length + 1;
    const kept = { ...request, file: null, blanks: request.blanks.filter(({ name }) => !/token$/i.test(name)) };
    const sizeBytes = new TextEncoder().encode(text).length;
    const past = { key, request: kept, method: method?.id ?? null, sentMs: Date.now() - 2_000, tookMs: 84, sizeBytes };
    this.#past = [{ ...past, status: failed ? null : status }, ...this.#past];
    if (this.scene.has("console-slow"))
      throw refusal(
        "cancelled",
        "Stopped before an answer came. Google may have acted on it all the same. Look before you send it again.",
      );
    if (failed)
      throw refusal(
        "offline",
        "Google cannot be reached right now. What you see is kept on this computer. Try again when you are online.",
      );
    this.#answers.set(key, text);
    const lines = text.split("\n");
    return {
      id: key,
      status,
      reason: dead ? "Forbidden" : "OK",
      headers: [
        { name: "content-type", value: "application/json; charset=UTF-8" },
        { name: "date", value: "Mon, 23 Nov 2026 10:00:00 GMT" },
        { name: "server", value: "ESF" },
      ],
      tookMs: 84,
      sizeBytes,
      text: lines.slice(0, 2000).join("\n"),
      isJson: method?.takesFile !== true,
      lines: lines.length,
      cut: lines.length > 2000,
      nextPage: text.includes("nextPageToken") ? "CkgKQnR5cGUuZ29vZ2xlYXBpcy5jb20" : null,
      requests: 1,
      meaning: method?.dead ?? null,
    };
  }

  #body(method: ConsoleMethod | null, dead: boolean): string {
    if (dead)
      return JSON.stringify(
        { error: { code: 403, message: "The caller does not have permission", status: "PERMISSION_DENIED" } },
        null,
        2,
      );
    if (method?.takesFile) return "CAISiQMAinventedUploadToken";
    const many = this.scene.has("console-long") ? 200 : 3;
    if (method?.id.endsWith("list"))
      return JSON.stringify(listed(many, method.id.includes("album") ? "albums" : "mediaItems"), null, 2);
    return JSON.stringify({ id: "AF1QipNmadeByHand", title: "By hand", isWriteable: true }, null, 2);
  }

  stopCall = async () => this.#stop?.();
  copyAnswer = async (id: number) => this.note(this.#answers.get(id) ?? "");
  async copyCall(request: ConsoleRequest, form: CallForm) {
    const { url, body } = this.#filled(request);
    this.note(
      form === "curl"
        ? `curl --request ${request.verb} '${url}' \\\n  --header "Authorization: Bearer $ACCESS_TOKEN"`
        : JSON.stringify({ method: request.verb, url, body }, null, 2),
    );
  }
  pastCalls = async () => this.#past;
  forgetPastCalls = async () => void (this.#past = []);
  savedCalls = async () => this.#saved;
  async saveCall(name: string, request: ConsoleRequest): Promise<SavedCall> {
    const others = this.#saved.filter((one) => one.name !== name);
    const saved = {
      key: Date.now(),
      name,
      request: { ...request, file: null },
      method: this.#method(request)?.id ?? null,
    };
    this.#saved = [...others, saved];
    return saved;
  }
  removeSavedCall = async (key: CallKey) => void (this.#saved = this.#saved.filter((one) => one.key !== key));
}
