// The window by its keys alone: where the focus is, and how it gets elsewhere. Nothing here points.
import { must } from "./report.mjs";
import { KEYS, until } from "./webdriver.mjs";

/** Runs in the page: what has the focus, as a reader says it. */
const FOCUSED = `() => {
  const element = document.activeElement;
  const native = { BUTTON: "button", INPUT: "textbox", TEXTAREA: "textbox", A: "link" }[element.tagName];
  const labelled = element.labels && element.labels.length > 0 ? element.labels[0].textContent : null;
  const name = element.getAttribute("aria-label") ?? labelled ?? element.placeholder ?? element.textContent ?? "";
  return { role: element.getAttribute("role") ?? native ?? element.tagName.toLowerCase(),
    name: name.replace(/\\s+/g, " ").trim(), key: element.dataset.key ?? null };
}`;

export class Keys {
  constructor(app) {
    this.app = app;
    this.driver = app.driver;
  }

  focused() {
    return this.driver.run(FOCUSED);
  }

  press(...keys) {
    return this.driver.press(...keys);
  }

  /** Types into whatever has the focus. */
  async type(text) {
    const actions = [...text].flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ]);
    await this.driver.act({ type: "key", id: "keyboard", actions });
  }

  /** Goes on by Tab until something of this role and name has the focus. */
  async tabTo(role, name, most = 60) {
    const met = [];
    for (let step = 0; step <= most; step += 1) {
      const focused = await this.focused();
      if (focused.role === role && name.test(focused.name)) return focused;
      met.push(`${focused.role} ${focused.name.slice(0, 30)}`);
      await this.press(KEYS.tab);
    }
    throw new Error(`Tab does not lead to ${role} ${name}; it led to: ${met.join(" | ")}`);
  }

  /** Waits until something of this role and name has the focus by itself. */
  hasFocus(role, name) {
    return until(`the focus on ${role} ${name}`, async () => {
      const focused = await this.focused();
      return focused.role === role && name.test(focused.name) ? focused : false;
    });
  }

  /** Searches for this. */
  async search(text) {
    await this.press("/");
    await until("the focus in the search field", async () =>
      ["combobox", "searchbox", "textbox"].includes((await this.focused()).role),
    );
    await this.press(KEYS.control, "a");
    await this.type(text);
    await this.press(KEYS.enter);
  }

  /** How many tiles are chosen, of those in the page. */
  chosen() {
    return this.driver.run("() => document.querySelectorAll(\"[role=gridcell][aria-selected='true']\").length");
  }

  /** The focus must be on another tile than before. Gives its key. */
  async moved(before, why) {
    const now = await until(why, async () => {
      const focused = await this.focused();
      return focused.key !== null && focused.key !== before ? focused : false;
    });
    must(now.role === "gridcell", `${why}: the focus is on ${now.role}`);
    return now.key;
  }
}
