import type { ConnectionKey } from "../../ipc/bindings";

const MOST = 8;

/** The texts that were searched for lately in this account. Only this computer's window remembers them. */
export class Recent {
  texts = $state.raw<readonly string[]>([]);
  #name = "";

  enter(connection: ConnectionKey) {
    const name = `recentSearches:${connection}`;
    if (name === this.#name) return;
    this.#name = name;
    this.texts = read(name);
  }

  add(text: string) {
    this.#keep([text, ...this.texts.filter((one) => one !== text)].slice(0, MOST));
  }

  remove(text: string) {
    this.#keep(this.texts.filter((one) => one !== text));
  }

  clear() {
    this.#keep([]);
  }

  #keep(texts: readonly string[]) {
    this.texts = texts;
    localStorage.setItem(this.#name, JSON.stringify(texts));
  }
}

function read(name: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(name) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}
