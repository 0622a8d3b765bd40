// The window as a person sees it: things have a role and a name.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { screens } from "./places.mjs";
import { until } from "./webdriver.mjs";
import { minimise, photograph, raise, resize } from "./x11.mjs";

/** Runs in the page: the visible elements of a role, the name of each as a reader says it. */
const FIND = `(role, name, exact) => {
  const native = {
    button: "button, summary", link: "a[href]", heading: "h1, h2, h3, h4", textbox: "input:not([type]), input[type=text], input[type=password], input[type=search], input[type=url], textarea",
    checkbox: "input[type=checkbox]", dialog: "dialog[open]", img: "img[alt]:not([alt=''])", radio: "input[type=radio]", list: "ul, ol", listitem: "li",
    navigation: "nav", main: "main", video: "video", any: "*",
  }[role] ?? "";
  const selector = ['[role="' + role + '"]', native].filter(Boolean).join(", ");
  const nameOf = (element) => {
    const by = element.getAttribute("aria-labelledby");
    const label = element.getAttribute("aria-label")
      ?? (by && by.split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" "))
      ?? (element.labels && element.labels.length > 0 ? element.labels[0].textContent : null)
      ?? element.getAttribute("alt") ?? (element.placeholder || null) ?? element.textContent ?? "";
    return label.replace(/\\s+/g, " ").trim() || (element.title ?? "");
  };
  const visible = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && element.checkVisibility({ visibilityProperty: true });
  };
  const wanted = exact ? (text) => text === name : (text) => new RegExp(name, "i").test(text);
  const open = [...document.querySelectorAll("dialog[open], [role=dialog], [aria-modal=true]")].filter(visible);
  const ground = open.length > 0 && role !== "dialog" ? open[open.length - 1] : document;
  return [...ground.querySelectorAll(selector)].filter((element) => visible(element) && wanted(nameOf(element)));
}`;

export class App {
  constructor(driver, close, pid) {
    this.driver = driver;
    this.close = close;
    /** The process under which the window's processes are. */
    this.pid = pid;
  }

  /** All visible elements of this role whose name matches: a string is the whole name, a pattern a part of it. */
  all(role, name = /.*/) {
    return typeof name === "string"
      ? this.driver.run(FIND, role, name, true)
      : this.driver.run(FIND, role, name.source, false);
  }

  /** The first of them, as soon as there is one. */
  find(role, name, within) {
    return until(`${role} ${name ?? ""}`, async () => (await this.all(role, name))[0], within);
  }

  async click(role, name, within) {
    await until(
      `a click on ${role} ${name}`,
      async () => {
        const [element] = await this.all(role, name);
        if (!element) return false;
        await this.driver.click(element);
        return true;
      },
      within,
    );
  }

  async fill(name, text) {
    const field = await this.find("textbox", name);
    await this.driver.click(field);
    await this.driver.type(field, text);
  }

  /** The words on the page. */
  text() {
    return this.driver.run("() => document.body.innerText");
  }

  sees(words, within) {
    return until(
      `the words ${words}`,
      async () => {
        const text = await this.text();
        return words instanceof RegExp ? words.test(text) : text.includes(words);
      },
      within,
    );
  }

  /** Waits until every picture in view has been drawn. */
  pictures(within) {
    return until(
      "the pictures in view",
      () =>
        this.driver.run(`() => {
          const seen = [...document.images].filter((image) => {
            const box = image.getBoundingClientRect();
            return box.bottom > 0 && box.top < innerHeight && box.width > 0 && image.getAttribute("src");
          });
          return seen.every((image) => image.complete && image.naturalWidth > 0);
        }`),
      within,
    );
  }

  /** Chooses from a menu that opens under a button. */
  async choose(button, entry) {
    await this.click("button", button);
    await until(`the menu's ${entry}`, async () => {
      const [row] = [...(await this.all("menuitem", entry)), ...(await this.all("menuitemradio", entry))];
      if (!row) return false;
      await this.driver.click(row);
      return true;
    });
  }

  /** Goes elsewhere and comes back, as somebody does who looks something up. */
  async comeBack() {
    const focused = (wanted) =>
      until(`the window has the focus: ${wanted}`, () =>
        this.driver.run("(wanted) => document.hasFocus() === wanted", wanted),
      );
    raise("Albumen");
    await focused(true);
    const back = minimise("Albumen");
    await focused(false);
    back();
  }

  /** Waits until the page has drawn what it knows, and keeps a picture of the window under target/screens. */
  async keep(name, title = "Albumen") {
    raise(title);
    // What turns for as long as something is waited for is never still.
    await until("the page is still", () =>
      this.driver.run(`() => document.getAnimations().every((moving) =>
        moving.playState !== "running" || moving.effect.getTiming().iterations === Infinity)`),
    );
    await this.driver.run("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    mkdirSync(screens, { recursive: true });
    await until(`a picture of ${title}`, () => {
      photograph(title, join(screens, `${name}.png`));
      return true;
    });
  }

  /** Gives the page this size, on a screen of so many dots to a pixel. */
  async size(width, height, density = 1) {
    await until(`a page of ${width} by ${height}`, async () => {
      resize("Albumen", width * density, height * density);
      return this.driver.run("(width, height) => innerWidth === width && innerHeight === height", width, height);
    });
  }
}
