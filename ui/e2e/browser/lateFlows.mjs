/** Parts of the window whose script comes late, or never. */
import assert from "node:assert/strict";
import { button, press, sees, tiles } from "./steps.mjs";
import { stands, viewer } from "./viewerSteps.mjs";

/** The scripts of all parts; the first page has its own. */
const LATE = /\/assets\/(?!fake-)[^/]*\.js$/;

/** Keeps the scripts of all parts back until they are let through. */
async function keepBack(page) {
  let through = () => {};
  const gate = new Promise((go) => (through = go));
  let ask = () => {};
  const asked = new Promise((go) => (ask = go));
  await page.route(LATE, async (route) => {
    ask();
    await gate;
    await route.continue();
  });
  return { asked, through };
}

async function focusFirst(page) {
  await tiles(page).first().waitFor();
  await page.locator('[data-key][tabindex="0"]').first().focus();
}

export const flows = [
  {
    name: "the first page needs one script, and asks for the rest once a photo is there",
    before: keepBack,
    async run(page, { asked, through }) {
      await page.locator("[data-key] img.kept, [data-key] img.fading").first().waitFor();
      await page.getByRole("button", { name: "Filters" }).waitFor();
      await asked;
      through();
    },
  },
  {
    name: "the viewer hears the keys that were pressed while its script was on its way",
    before: keepBack,
    async run(page, { through }) {
      await focusFirst(page);
      await press(page, "Enter", "ArrowRight", "ArrowRight");
      assert.equal(await viewer(page).count(), 0, "there is no viewer yet");
      through();
      await stands(page, 3);
      await press(page, "Escape");
      await viewer(page).waitFor({ state: "hidden" });
      await page.waitForFunction(() => document.activeElement?.dataset.key !== undefined);
    },
  },
  {
    name: "the palette has what was typed while its script was on its way",
    before: keepBack,
    async run(page, { through }) {
      await focusFirst(page);
      await press(page, "Control+k");
      await page.keyboard.type("lofox");
      await press(page, "Backspace");
      through();
      const field = page.getByRole("combobox", { name: "What to do, or where to go" });
      await field.waitFor();
      await page.waitForFunction(() => document.activeElement?.value === "lofo");
      await sees(page, "Search for “lofo”");
      await press(page, "Enter");
      await page.getByRole("heading", { name: "Lofoten in June", level: 1 }).waitFor();
    },
  },
  {
    name: "a part that cannot be read is said, and a new page asks for it again",
    served: true,
    before: (page) => page.route(LATE, (route) => route.abort()),
    async run(page) {
      await focusFirst(page);
      await press(page, "Control+k");
      await sees(page, /Your library and your queue are kept/);
      await page.unroute(LATE);
      await button(page, "Show the page again").click();
      await tiles(page).first().waitFor();
      await press(page, "Control+k");
      await page.getByRole("dialog", { name: "Everything Albumen can do" }).waitFor();
    },
  },
];
