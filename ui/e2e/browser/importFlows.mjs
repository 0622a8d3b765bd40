/** Choosing from the whole library: from the button to the copies, and every state of it. */
import assert from "node:assert/strict";
import { button, fake, press, sees } from "./steps.mjs";

const toImport = async (page) => {
  await press(page, "g", "i");
  await page.getByRole("heading", { name: "Import", exact: true }).waitFor();
};

export const flows = [
  {
    name: "photos are chosen on Google's page, fetched, and told",
    query: "fake=today",
    run: async (page) => {
      await toImport(page);
      assert.ok(await button(page, "Choose in Google Photos").isDisabled(), "nothing begins without a folder");
      await button(page, "Choose a folder").click();
      await page.getByLabel("Items at most").fill("2001");
      await sees(page, "Google takes 1 to 2,000 at a time.");
      assert.ok(await button(page, "Choose in Google Photos").isDisabled(), "Google would cut it off unasked");
      await page.getByLabel("Items at most").fill("500");
      await page.getByLabel("Also add them to an album").check();
      await sees(page, "without location");
      await page.getByLabel("Album", { exact: true }).selectOption({ index: 1 });
      await button(page, "Choose in Google Photos").click();
      await page.getByRole("heading", { name: "Choose in your browser" }).waitFor();
      const opened = await fake(page, () => window.fake.opened.at(-1));
      assert.match(opened, /^https:.*\/autoclose$/, "the page that closes by itself is opened");
      await button(page, "Copy address").click();
      const copied = await fake(page, () => window.fake.copied);
      assert.ok(copied.startsWith("https:") && !copied.endsWith("autoclose"), "the address for other computers");
      await fake(page, () => window.fake.stepPick(1, { state: "fetching", page: null, picked: 40, fetched: 10 }));
      const bar = page.getByRole("progressbar", { name: "Fetching 40 copies" });
      assert.equal(await bar.getAttribute("aria-valuenow"), "25");
      await fake(page, () =>
        window.fake.stepPick(1, { state: "done", fetched: 39, leftOut: 1, bytes: 120e6, endedMs: Date.now() }),
      );
      const row = page.getByRole("list", { name: "Earlier imports" }).getByRole("listitem").first();
      await row.getByText("39 copies, 120 MB · 1 not fetched").waitFor();
      await row.getByRole("button", { name: /were not fetched$/ }).click();
      await row.getByText("VID_0412.mp4", { exact: false }).waitFor();
      await row.getByRole("button", { name: /in its folder$/ }).click();
      assert.equal(await fake(page, () => window.fake.opened.at(-1)), "pick 1");
      await row.getByRole("button", { name: /from this list$/ }).click();
      await page.getByRole("list", { name: "Earlier imports" }).waitFor({ state: "hidden" });
    },
  },
  {
    name: "what was imported is seen among the photos, or in the album it went into",
    query: "fake=picking-done",
    run: async (page) => {
      await toImport(page);
      await page
        .getByRole("button", { name: /^See the photos of/ })
        .first()
        .click();
      await sees(page, "Picked in Google Photos");
    },
  },
  {
    name: "an import that waits is cancelled, and one that failed is tried again",
    query: "fake=picking-failed",
    run: async (page) => {
      await toImport(page);
      await sees(page, "The disk is full");
      await page.getByRole("button", { name: /^Try .* again$/ }).click();
      await page.getByRole("heading", { name: "Fetching 120 copies" }).waitFor();
      await page.getByRole("region", { name: "Fetching 120 copies" }).getByRole("button", { name: "Cancel" }).click();
      await sees(page, "Cancelled");
    },
  },
  {
    name: "an import that Google refuses says why above the page",
    query: "fake=picking-refused",
    run: async (page) => {
      await toImport(page);
      await button(page, "Choose a folder").click();
      await button(page, "Choose in Google Photos").click();
      await sees(page, "Picker API is switched off");
    },
  },
];

const RUNNING = ["waiting", "listing", "fetching"];

const unpermitted = {
  name: "import-unpermitted",
  query: "fake=consent-missing-pick",
  steps: async (page) => {
    await toImport(page);
    await sees(page, "Albumen was not given the permission for this.");
    await button(page, "Sign in again").waitFor();
  },
};

const everyState = ["new", ...RUNNING, "failed", "expired", "done"].map((state) => ({
  name: `import-${state}`,
  query: `fake=picking-${state}`,
  steps: async (page) => {
    await toImport(page);
    await sees(page, RUNNING.includes(state) ? "Another import" : "From your whole Google Photos library");
    if (state !== "new") await sees(page, "Earlier imports");
  },
}));

export const screens = [...everyState, unpermitted];
