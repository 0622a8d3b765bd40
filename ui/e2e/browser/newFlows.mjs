/** What came by itself: the badge, the page, what was seen, how it is noticed. */
import assert from "node:assert/strict";
import { button, fake, press, sees, select, tiles } from "./steps.mjs";

const toNew = async (page) => {
  await press(page, "g", "n");
  await page.getByRole("heading", { name: "New", exact: true }).waitFor();
};
const row = (page) => page.getByRole("navigation", { name: "Library" }).getByRole("button", { name: /^New/ });
const openSettings = async (page) => {
  await button(page, "How new photos are noticed").click();
  await page.getByRole("dialog").waitFor();
};

export const flows = [
  {
    name: "what came is counted in the rail, seen, and taken back",
    query: "fake=news",
    run: async (page) => {
      await sees(page, "Photos");
      assert.match(await row(page).innerText(), /New\s*13/, "the badge counts what was not seen");
      await toNew(page);
      await tiles(page).first().waitFor();
      assert.equal(await tiles(page).count(), 13);
      await sees(page, "Albumen looked 4 minutes ago and looks again in 11 min.");
      await button(page, "Mark all as seen").click();
      await page.getByRole("heading", { name: "Nothing new" }).waitFor();
      assert.doesNotMatch(await row(page).innerText(), /\d/, "the badge is gone");
      await sees(page, "13 photos marked as seen");
      await button(page, "Undo").click();
      await tiles(page).first().waitFor();
      assert.match(await row(page).innerText(), /13/);
      await page.getByRole("radio", { name: "All" }).check();
      await page.waitForFunction(() => document.querySelectorAll("[role='gridcell'] img").length > 13);
      await fake(page, () => window.fake.arrive(2));
      await row(page).getByText("15").waitFor();
    },
  },
  {
    name: "a photo of New opens, and Back leads to New",
    query: "fake=news",
    run: async (page) => {
      await toNew(page);
      await tiles(page).nth(1).click();
      await button(page, "Next").first().waitFor();
      await press(page, "Escape");
      await page.getByRole("heading", { name: "New", exact: true }).waitFor();
      await select(page, 0, 2);
      await sees(page, "2 selected");
    },
  },
  {
    name: "an empty New says when it looked, and shows what came before",
    query: "fake=news,offline",
    run: async (page) => {
      await toNew(page);
      await button(page, "Mark all as seen").click();
      await sees(page, /Google cannot be reached; Albumen looks when it answers/);
      await button(page, "Show the 20 photos that came").click();
      await page.waitForFunction(() => document.querySelectorAll("[role='gridcell']").length >= 20);
    },
  },
  {
    name: "how new photos are noticed is chosen, and a day that is none is refused",
    query: "fake=news",
    run: async (page) => {
      await toNew(page);
      await openSettings(page);
      await sees(page, /96 requests of the 10,000/);
      await page.getByRole("radio", { name: "5 min", exact: true }).check();
      await sees(page, /288 requests of the 10,000/);
      await page.getByRole("radio", { name: "Taken since" }).check();
      await page.getByLabel("First day").fill("soon");
      await press(page, "Enter");
      await sees(page, /This is not a day/);
      await page.getByLabel("First day").fill("2026-05-01");
      await press(page, "Enter");
      await page.getByText("This is not a day").waitFor({ state: "hidden" });
      await page.getByLabel("Also what this computer uploads").check();
      const kept = await fake(page, async () => (await window.fake.watching(1)).settings);
      assert.deepEqual(kept, { everyS: 300, since: { kind: "taken", day: "2026-05-01" }, own: true, notices: true });
      await button(page, "Done").click();
    },
  },
  {
    name: "a notice of the system leads to New of its account",
    query: "fake=news,two-accounts",
    run: async (page) => {
      await sees(page, "Photos");
      await fake(page, () => window.fake.showNew(2));
      await page.getByRole("heading", { name: "New", exact: true }).waitFor();
      await sees(page, "Tomas, family");
    },
  },
];

export const screens = [
  {
    name: "new",
    query: "fake=news",
    steps: async (page) => {
      await toNew(page);
      await tiles(page).first().waitFor();
    },
  },
  {
    name: "new-all",
    query: "fake=news",
    steps: async (page) => {
      await toNew(page);
      await page.getByRole("radio", { name: "All" }).check();
      await tiles(page).nth(15).waitFor();
    },
  },
  {
    name: "new-empty",
    steps: async (page) => {
      await toNew(page);
      await sees(page, "Nothing new");
    },
  },
  {
    name: "new-quota-spent",
    query: "fake=news,quota-spent",
    steps: async (page) => {
      await toNew(page);
      await sees(page, /used up/);
    },
  },
  {
    name: "new-settings",
    query: "fake=news",
    steps: async (page) => {
      await toNew(page);
      await openSettings(page);
    },
  },
];
