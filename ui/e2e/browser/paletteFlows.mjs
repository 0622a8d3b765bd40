/** The palette, the settings, dates, descriptions, jobs and their undo: by keyboard alone where that is how they are used. */
import assert from "node:assert/strict";
import { button, fake, gone, press, sees, select, tiles, toAlbum } from "./steps.mjs";

const palette = (page) => page.getByRole("dialog", { name: "Everything Albumen can do" });
const options = (page) => palette(page).getByRole("option");

async function open(page) {
  await tiles(page).first().waitFor();
  await press(page, "Control+k");
  await palette(page).waitFor();
}

async function choose(page, typed) {
  await open(page);
  await page.keyboard.type(typed);
  await press(page, "Enter");
  await palette(page).waitFor({ state: "hidden" });
}

/** Jobs last until they are told to end. */
const slowJobs = "fake=slow-jobs";

export const flows = [
  {
    name: "the palette finds actions, albums and photos, and leads there by keys",
    async run(page) {
      await open(page);
      await page.keyboard.type("lofo");
      await sees(page, "Search for “lofo”");
      assert.match(await options(page).first().innerText(), /Lofoten in June/);
      await press(page, "Enter");
      await page.getByRole("heading", { name: "Lofoten in June", level: 1 }).waitFor();
      await choose(page, "dark theme");
      assert.equal(await fake(page, () => document.documentElement.dataset.theme), "dark");
      await open(page);
      assert.match(await options(page).first().innerText(), /Dark theme|Lofoten/, "what was used lately comes first");
    },
  },
  {
    name: "the palette walks round its list, closes by Escape and gives the focus back",
    async run(page) {
      await tiles(page).first().waitFor();
      await page.locator('[data-key][tabindex="0"]').first().focus();
      await press(page, "ArrowRight");
      const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-key"));
      const before = await focused();
      assert.ok(before, "a photo has the focus");
      await press(page, "Control+k");
      await palette(page).waitFor();
      await press(page, "ArrowUp");
      const last = await options(page).count();
      assert.equal(
        await options(page)
          .nth(last - 1)
          .getAttribute("aria-selected"),
        "true",
        "up from the first is the last",
      );
      await press(page, "ArrowDown");
      assert.equal(await options(page).first().getAttribute("aria-selected"), "true");
      await press(page, "Escape");
      await palette(page).waitFor({ state: "hidden" });
      assert.equal(await focused(), before, "the same photo has it again");
    },
  },
  {
    name: "the palette searches the photos for what was typed",
    async run(page) {
      await open(page);
      await page.keyboard.type("type:video");
      await press(page, "Enter");
      await sees(page, "Videos");
      assert.match(await tiles(page).first().getAttribute("aria-label"), /^Video/);
    },
  },
  {
    name: "settings hold at once and are there again",
    async run(page) {
      await tiles(page).first().waitFor();
      await press(page, "Control+,");
      const settings = page.getByRole("dialog", { name: "Settings" });
      await settings.getByLabel(/Keep pictures for offline browsing/).check();
      await settings.getByRole("radio", { name: "5 GB" }).check();
      await settings.getByRole("radio", { name: "Compact" }).check();
      await settings.getByRole("button", { name: "Clear pictures" }).click();
      await sees(page, "They come again when you look at them.");
      assert.deepEqual(await fake(page, () => window.fake.librarySettings()), {
        keepOffline: true,
        cacheLimitBytes: 5_000_000_000,
      });
      await press(page, "Escape", "Control+,");
      assert.ok(await settings.getByLabel(/Keep pictures for offline browsing/).isChecked());
      await settings.getByRole("button", { name: "Upload settings" }).click();
      await page.getByRole("dialog", { name: "Upload settings" }).waitFor();
    },
  },
  {
    name: "staying without a window and starting with the session are settings",
    async run(page) {
      await tiles(page).first().waitFor();
      await press(page, "Control+,");
      const settings = page.getByRole("dialog", { name: "Settings" });
      const question = settings.getByRole("radiogroup", { name: "Closing the window while files go up" });
      await question.waitFor();
      await settings.getByLabel("Keep running when the window is closed").check();
      await question.waitFor({ state: "hidden" });
      await settings.getByLabel("Start when I sign in to this computer").check();
      assert.equal((await fake(page, () => window.fake.settings())).stays, true);
      assert.equal(await fake(page, () => window.fake.atLogin), true);
    },
  },
  {
    name: "files of a second start go into the library, whatever album is open",
    async run(page) {
      await tiles(page).first().waitFor();
      await fake(page, () => window.fake.give(["/home/mara/IMG_1.jpg"]));
      await sees(page, "1 file goes to your library");
    },
  },
  {
    name: "a date that is typed is where the grid stands",
    async run(page) {
      await tiles(page).first().waitFor();
      await press(page, "g", "d");
      await page.keyboard.type("someday");
      await press(page, "Enter");
      await sees(page, /such as 14 June 2024/);
      await page.getByLabel("Day, month or year").fill("June 2025");
      await press(page, "Enter");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      await page.waitForFunction(() => /(June|May|April) 2025/.test(document.querySelector("main")?.innerText ?? ""));
    },
  },
  {
    name: "a description of several is written, said and taken back by Ctrl+Z",
    async run(page) {
      await select(page, 0, 1);
      await press(page, "e");
      await page.getByRole("dialog", { name: "Describe 2 items" }).waitFor();
      await page.keyboard.type("On the ferry");
      await press(page, "Control+Enter");
      await sees(page, "Described 2");
      const said = () => fake(page, async () => (await window.fake.itemDetails(1)).description);
      assert.equal(await said(), "On the ferry");
      await press(page, "Control+z");
      await sees(page, "Undone");
      assert.equal(await said(), null);
    },
  },
  {
    name: "a long job shows how far it is, and Cancel stops it",
    query: slowJobs,
    async run(page) {
      await select(page, 0, 1, 2);
      await press(page, "l");
      await page.getByRole("dialog").getByText("Bergen, rain and lights").click();
      const bar = page.getByRole("region", { name: "Under way" });
      await bar.getByText("Adding 3 items to “Bergen, rain and lights”").waitFor();
      await fake(page, () => window.fake.stepJob(1));
      await bar.getByText("1 of 3").waitFor();
      await bar.getByRole("button", { name: "Cancel" }).click();
      await sees(page, "Stopped after 1 of 3");
      await bar.waitFor({ state: "hidden" });
    },
  },
  {
    name: "an album that is there but could not be filled is not made a second time",
    query: "fake=add-refused",
    async run(page) {
      await select(page, 0, 1);
      await press(page, "l");
      await page.getByRole("dialog").getByRole("textbox").fill("Only once");
      await press(page, "Enter");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      await sees(page, "Google took none of them");
      const titles = await fake(page, async () => (await window.fake.albums()).map(({ title }) => title));
      assert.equal(titles.filter((title) => title === "Only once").length, 1);
    },
  },
  {
    name: "adding what a menu was opened on names one item and leaves the selection alone",
    query: slowJobs,
    async run(page) {
      await select(page, 0, 1, 2);
      await tiles(page).nth(5).click({ button: "right" });
      await page.getByRole("menuitem", { name: /Add to album/ }).click();
      await page.getByRole("dialog").getByText("Bergen, rain and lights").click();
      await sees(page, "Adding 1 item to “Bergen, rain and lights”");
      await sees(page, "3 selected");
    },
  },
  {
    name: "what was removed from an album is back by Undo",
    async run(page) {
      await toAlbum(page, "Lofoten in June");
      await select(page, 0);
      await press(page, "Delete");
      await sees(page, "Removed 1 item from “Lofoten in June”");
      await button(page, "Undo").click();
      await gone(page, "Removed 1 item from “Lofoten in June”");
      await sees(page, "Undone");
    },
  },
];

export const screens = [
  { name: "palette", query: "", steps: open },
  {
    name: "palette-typed",
    query: "",
    steps: async (page) => {
      await open(page);
      await page.keyboard.type("al");
    },
  },
  {
    name: "settings",
    query: "fake=missing",
    steps: async (page) => {
      await tiles(page).first().waitFor();
      await press(page, "Control+,");
      await page.getByRole("button", { name: "Compare now" }).waitFor();
    },
  },
  {
    name: "describe",
    query: "",
    steps: async (page) => {
      await select(page, 0, 1, 2);
      await press(page, "e");
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "go-to-date",
    query: "",
    steps: async (page) => {
      await tiles(page).first().waitFor();
      await press(page, "g", "d");
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "jobs",
    query: slowJobs,
    steps: async (page) => {
      await select(page, 0, 1, 2);
      await press(page, "l");
      await page.getByRole("dialog").getByText("Bergen, rain and lights").click();
      await page.getByRole("region", { name: "Under way" }).waitFor();
      await fake(page, () => window.fake.stepJob(2));
      await sees(page, "2 of 3");
    },
  },
];
