// The part of W3C WebDriver that the run needs, spoken to WebKitWebDriver.
import { setTimeout as pause } from "node:timers/promises";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

export class WebDriver {
  constructor(base) {
    this.base = base;
    this.session = "";
    /** How long an answer may take, ms. */
    this.patience = 20_000;
  }

  async call(method, path, body) {
    const address = `${this.base}/session${this.session && `/${this.session}`}${path}`;
    const init = { method, signal: AbortSignal.timeout(this.patience) };
    if (body !== undefined)
      Object.assign(init, { body: JSON.stringify(body), headers: { "content-type": "application/json" } });
    const answer = await fetch(address, init);
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  }

  async begin(binary) {
    const alwaysMatch = { "webkitgtk:browserOptions": { binary, args: [] } };
    const { sessionId } = await this.call("POST", "", { capabilities: { alwaysMatch } });
    this.session = sessionId;
  }

  /** Lets scripts in the page take so long, ms. */
  async wait(script) {
    await this.call("POST", "/timeouts", { script });
    this.patience = script + 10_000;
  }

  /** Ends the session, and with it the program. */
  end() {
    return this.call("DELETE", "");
  }

  /** Runs a function in the page. Its arguments and its result are plain data or elements. */
  run(script, ...args) {
    return this.call("POST", "/execute/sync", { script: `return (${script})(...arguments)`, args });
  }

  click(element) {
    return this.call("POST", `/element/${element[ELEMENT]}/click`, {});
  }

  type(element, text) {
    return this.call("POST", `/element/${element[ELEMENT]}/value`, { text });
  }

  /** Puts the pointer on an element, so far from its middle. */
  point(element, x = 0, y = 0) {
    const move = { type: "pointerMove", duration: 0, origin: element, x, y };
    return this.act({ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions: [move] });
  }

  /** Input at the level of the mouse and the keyboard. */
  act(...actions) {
    return this.call("POST", "/actions", { actions });
  }

  async press(...keys) {
    const down = keys.map((value) => ({ type: "keyDown", value }));
    const up = [...keys].reverse().map((value) => ({ type: "keyUp", value }));
    await this.act({ type: "key", id: "keyboard", actions: [...down, ...up] });
  }

  source() {
    return this.call("GET", "/source");
  }
}

export const KEYS = {
  escape: "\uE00C",
  enter: "\uE007",
  right: "\uE014",
  left: "\uE012",
  up: "\uE013",
  down: "\uE015",
  home: "\uE011",
  end: "\uE010",
  pageUp: "\uE00E",
  pageDown: "\uE00F",
  space: "\uE00D",
  shift: "\uE008",
  control: "\uE009",
  delete: "\uE017",
  tab: "\uE004",
};

/** Asks again and again until the answer is something; fails with the last reason when the time is over. */
export async function until(what, ask, within = 20_000) {
  const end = Date.now() + within;
  let last = "nothing";
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = JSON.stringify(answer) ?? "nothing";
    } catch (error) {
      last = error.message;
    }
    if (Date.now() > end) throw new Error(`${what}: not within ${within / 1000} s (last: ${last})`);
    await pause(100);
  }
}
