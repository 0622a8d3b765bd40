/** Texts and places of an album, and the order in which photos go into one. */
import assert from "node:assert/strict";
import { button, menu, press, sees, tiles, toAlbum } from "./steps.mjs";

const more = (page) => button(page, "More").first();
const dialog = (page, name) => page.getByRole("dialog", { name });
const enriched = (page) => page.evaluate(() => window.fake.enriched);

async function choose(page, count) {
  await tiles(page).first().waitFor();
  await page.locator('[data-key][tabindex="0"]').first().focus();
  await press(page, "Space");
  for (let more = 1; more < count; more += 1) await press(page, "Shift+ArrowRight");
}

const open = async (page, entry) => {
  await toAlbum(page, "Winter cabin");
  await menu(page, more(page), entry);
};

export const flows = [
  {
    name: "a text goes into an album, by keyboard alone",
    async run(page) {
      await open(page, "Add a text");
      await dialog(page, "Add a text").waitFor();
      await page.keyboard.press("Control+Enter");
      await sees(page, "The text is empty.");
      await page.keyboard.type("Three days of snow");
      await page.keyboard.press("Tab");
      await page.keyboard.press("ArrowLeft");
      await dialog(page, "Add a text").getByRole("radio", { name: "At the beginning", checked: true }).waitFor();
      await page.keyboard.press("Enter");
      await sees(page, "The text is in “Winter cabin”");
      await dialog(page, "Add a text").waitFor({ state: "detached" });
      await page.getByRole("heading", { name: "Winter cabin", level: 1 }).waitFor();
      assert.deepEqual(await enriched(page), ["Winter cabin, first: Three days of snow"]);
      await button(page, "Open page").click();
    },
  },
  {
    name: "a place needs a name and a point, and says which is missing",
    async run(page) {
      await open(page, "Add a place");
      const place = dialog(page, "Add a place");
      await place.getByRole("button", { name: "Add place" }).click();
      await sees(page, "A place needs a name.");
      await sees(page, "Two numbers: -90 to 90, then -180 to 180.");
      await place.getByLabel("Name").fill("Reine");
      await place.getByLabel("Latitude and longitude").fill("67.93° N, 13.09° E");
      await press(page, "Enter");
      await sees(page, "The place is in “Winter cabin”");
      await page.getByRole("heading", { name: "Winter cabin", level: 1 }).waitFor();
      assert.deepEqual(await enriched(page), ["Winter cabin, last: Reine at 67.93, 13.09"]);
    },
  },
  {
    name: "what Google does not answer is said in the dialog, and the words stay",
    query: "fake=enrich-refused",
    async run(page) {
      await open(page, "Add a text");
      await page.keyboard.type("Three days of snow");
      await button(page, "Add text").click();
      await sees(page, "it may be in the album or not");
      assert.equal(await page.getByRole("textbox", { name: "Text" }).inputValue(), "Three days of snow");
    },
  },
  {
    name: "photos go into an album in the order that is chosen",
    async run(page) {
      await choose(page, 3);
      await press(page, "l");
      const picker = dialog(page, /^Add 3 items to an album/);
      await picker.getByRole("radio", { name: "Oldest first" }).check();
      await picker.getByRole("textbox").fill("Snow");
      await picker.getByText("New album “Snow”").click();
      await sees(page, "Added 3 to “Snow”");
      const taken = await page.evaluate(async () => {
        const { key } = (await window.fake.albums()).find((album) => album.title === "Snow");
        const scope = { kind: "album", album: key };
        const segments = await window.fake.segments(scope);
        const inside = await window.fake.gridItems(
          scope,
          segments.map((segment) => segment.key),
        );
        return inside.flat().map((item) => item.takenMs);
      });
      assert.equal(taken.length, 3);
      assert.deepEqual(
        taken,
        [...taken].sort((one, other) => one - other),
      );
    },
  },
];

export const screens = [
  {
    name: "album-text",
    steps: async (page) => {
      await open(page, "Add a text");
      await page.keyboard.type("Three days of snow, and the stove never went out.");
    },
  },
  {
    name: "album-place",
    steps: async (page) => {
      await open(page, "Add a place");
      await dialog(page, "Add a place").getByLabel("Name").fill("Reine, Lofoten");
    },
  },
  {
    name: "album-add",
    steps: async (page) => {
      await choose(page, 3);
      await press(page, "l");
      await dialog(page, /^Add 3 items/).waitFor();
    },
  },
];
