/** What of a folder is in Google Photos: from the question to the proof, and every state of the report. */
import assert from "node:assert/strict";
import { button, fake, menu, press, sees } from "./steps.mjs";

const toSafekeeping = async (page) => {
  await press(page, "g", "k");
  await page.getByRole("heading", { level: 1 }).waitFor();
};

const toReport = async (page) => {
  await toSafekeeping(page);
  await page.getByRole("heading", { name: "Pictures", level: 1 }).waitFor();
  await rows(page).first().waitFor();
};

const rows = (page) => page.getByRole("main").locator("[data-row]");
const row = (page, text) => rows(page).filter({ hasText: text }).first();
const filter = (page, name) =>
  page.getByRole("group", { name: "Show only" }).getByRole("button", { name: new RegExp(`^${name}`) });
const details = (page) => page.getByRole("region", { name: /^Details of/ });
const deletable = (page) => page.getByRole("button", { name: /^What could be deleted/ });
const crumbs = (page) => page.getByRole("navigation", { name: "Folder of the report" });

export const flows = [
  {
    name: "a folder is checked, and the first sentence answers the question",
    run: async (page) => {
      await toSafekeeping(page);
      await sees(page, "Is everything really up there?");
      await button(page, "Choose a folder").click();
      await page.getByRole("heading", { name: "Cabin", level: 1 }).waitFor();
      await sees(page, "412 of 435 photos and videos are in Google Photos.");
      await sees(page, /15 are not, as far as Albumen knows; 4 were sent but not seen since; 3 wait/);
      await sees(page, /What could be deleted \(2.5 GB\)/);
      await sees(page, /a moment ago|just now/);
      await page.getByText("What it cannot know").click();
      await sees(page, /altered bytes/);
    },
  },
  {
    name: "a check shows how far it is, can be ended, and leaves no half report",
    query: "fake=slow-jobs",
    run: async (page) => {
      await toSafekeeping(page);
      await button(page, "Choose a folder").click();
      const card = page.getByRole("region", { name: "Checking Cabin" });
      await card.getByText("Looking through folders").waitFor();
      await fake(page, () => window.fake.stepSafekeeping(120));
      await card.getByText("120 of 439 files").waitFor();
      await button(page, "Cancel checking Cabin").click();
      await sees(page, "There is no report of it.");
      await button(page, "Go on").click();
      await card.waitFor();
      await press(page, "g", "u");
      const under = page.getByRole("region", { name: "Under way" });
      await under.getByText("Checking Cabin").waitFor();
      await press(page, "g", "k");
      await under.waitFor({ state: "hidden" });
      await fake(page, () => window.fake.stepSafekeeping(9_999));
      await page.getByRole("heading", { name: "Cabin", level: 1 }).waitFor();
    },
  },
  {
    name: "while a folder is checked again its earlier report stays, also when that is ended",
    query: "fake=safe,slow-jobs",
    run: async (page) => {
      await toReport(page);
      await button(page, "Check again").click();
      await sees(page, "The earlier report stays until this check is done.");
      await fake(page, () => window.fake.stepSafekeeping(200));
      await page.getByRole("progressbar", { name: "Progress of Pictures" }).waitFor();
      await button(page, "Cancel checking Pictures").click();
      await sees(page, "This is still the report of the one before.");
      await sees(page, "412 of 435");
    },
  },
  {
    name: "folders are gone into and back out of, with the mouse and with keys",
    query: "fake=safe",
    run: async (page) => {
      await toReport(page);
      await row(page, "2026").click();
      await row(page, "Lofoten").waitFor();
      assert.match(await row(page, "Lofoten").innerText(), /95 of 106/);
      await row(page, "Lofoten").focus();
      await press(page, "Enter");
      await row(page, "From Tomas").waitFor();
      await sees(page, "81 files right in Lofoten");
      await crumbs(page).getByRole("button", { name: "2026" }).click();
      await row(page, "Bergen, rain and lights").waitFor();
      await crumbs(page).getByRole("button", { name: "Pictures" }).click();
      await row(page, "Scans").waitFor();
    },
  },
  {
    name: "counts are filters, words narrow them, and nothing found says so",
    query: "fake=safe",
    run: async (page) => {
      await toReport(page);
      await filter(page, "Not uploaded").click();
      assert.equal(await filter(page, "Not uploaded").getAttribute("aria-pressed"), "true");
      await sees(page, "11 files");
      assert.ok(await page.getByRole("radio", { name: "All files" }).isChecked(), "files are seen wherever they lie");
      await filter(page, "Changed").click();
      await sees(page, "13 files");
      await page.getByRole("searchbox", { name: "Find in names" }).fill("scans");
      await sees(page, "4 files");
      await page.getByRole("searchbox", { name: "Find in names" }).fill("nowhere");
      await sees(page, "No file matches this.");
      await button(page, "Show all").click();
      await sees(page, "7 files right in this folder");
      assert.ok(await page.getByRole("radio", { name: "By folder" }).isChecked());
    },
  },
  {
    name: "a file shows its proof and where else it is, and the keyboard comes back to it",
    query: "fake=safe",
    run: async (page) => {
      await toReport(page);
      const first = row(page, "IMG_4001.jpg");
      await first.focus();
      await press(page, "Enter");
      await details(page).getByText("Media item").waitFor();
      await details(page).getByText("/media/backup/IMG_4001.jpg").waitFor();
      await details(page).getByText("Also sent to Tomas, family").waitFor();
      await button(page, "Copy path").click();
      assert.equal(await fake(page, () => window.fake.copied), "/home/mara/Pictures/IMG_4001.jpg");
      await button(page, "Copy hash").click();
      assert.match(await fake(page, () => window.fake.copied), /^[0-9a-f]{64}$/);
      await button(page, "Show in folder").click();
      assert.equal(await fake(page, () => window.fake.opened.at(-1)), "/home/mara/Pictures/IMG_4001.jpg");
      await press(page, "Escape");
      await details(page).waitFor({ state: "hidden" });
      assert.ok(await first.evaluate((node) => node.contains(document.activeElement)), "the focus is on the row again");
      await first.click();
      await button(page, "Show in library").click();
      await page.getByRole("heading", { name: "Pictures", level: 1 }).waitFor({ state: "hidden" });
      await page.locator("[data-key]").first().waitFor();
    },
  },
  {
    name: "what could be deleted says on what proof, and that Albumen deletes nothing",
    query: "fake=safe",
    run: async (page) => {
      await toReport(page);
      await deletable(page).click();
      await sees(page, /same bytes, by hash/);
      await sees(page, /Albumen deletes nothing/);
      await sees(page, "412 files");
      await menu(page, button(page, "Export"), "As CSV");
      await sees(page, "Report of 412 files saved");
      assert.match(await fake(page, () => window.fake.written.at(-1)), /^csv .* 412$/);
      await deletable(page).click();
      await page.getByText("Albumen deletes nothing").waitFor({ state: "hidden" });
    },
  },
  {
    name: "Google is asked with the number of requests said, and the report gets truer",
    query: "fake=safe",
    run: async (page) => {
      await toReport(page);
      await button(page, "Ask Google (9 requests)").click();
      await sees(page, "Google was asked about 418 items. 4 more were seen.");
      await sees(page, "416 of 435");
      await filter(page, "Not seen yet").waitFor({ state: "hidden" });
    },
  },
  {
    name: "what is not there goes up through the queue, all of it or one file",
    query: "fake=safe",
    run: async (page) => {
      await toReport(page);
      await button(page, "Upload 13 files").click();
      await sees(page, "13 files go to your library");
      await filter(page, "Not uploaded").click();
      await row(page, "Scan").click();
      await details(page).getByRole("button", { name: "Upload", exact: true }).click();
      await sees(page, "1 file goes to your library");
    },
  },
  {
    name: "several reports are a list, and one is forgotten without touching its files",
    query: "fake=safe-several",
    run: async (page) => {
      await toSafekeeping(page);
      const list = page.getByRole("list", { name: "Reports" });
      assert.equal(await list.getByRole("listitem").count(), 3);
      await list.getByRole("button", { name: /^old disk/ }).click();
      await sees(page, "All 439 photos and videos are in Google Photos.");
      await menu(page, button(page, "More"), "Forget this report");
      await sees(page, "Its files are untouched.");
      assert.equal(await list.getByRole("listitem").count(), 2);
      await list.getByRole("button", { name: /^Pictures/ }).click();
      await button(page, "All reports").click();
      await list.waitFor();
    },
  },
  {
    name: "a report of 20,000 files is gone through to its end, and only what is seen is in the page",
    query: "fake=safe-large",
    run: async (page) => {
      await toSafekeeping(page);
      await page.getByRole("radio", { name: "All files" }).check({ force: true });
      await sees(page, "20,000 files");
      await rows(page).first().focus();
      await press(page, "End");
      await row(page, "Not sorted").waitFor();
      await page.locator('[data-row][aria-posinset="20000"]').waitFor();
      assert.ok((await rows(page).count()) < 80, "the page holds what is seen and little more");
    },
  },
  {
    name: "a folder that is not there is refused with a sentence, and a watched one is checked from its row",
    query: "fake=check-refused,folders",
    run: async (page) => {
      await press(page, "g", "u");
      await page.getByRole("radio", { name: "Folders" }).check();
      await page
        .getByRole("button", { name: /^Check / })
        .first()
        .click();
      await page
        .getByRole("alert")
        .getByText("There is no such folder. Nothing was checked.", { exact: false })
        .waitFor();
    },
  },
  {
    name: "in the sample library nothing is a reason to delete a file, and that is said",
    query: "fake=first-run,safe",
    run: async (page) => {
      await button(page, "Explore the sample library").click();
      await page.locator("[data-key]").first().waitFor();
      await toReport(page);
      await deletable(page).click();
      await page
        .getByText(/nothing here is a reason to delete a file/)
        .last()
        .waitFor();
    },
  },
  {
    name: "the palette finds it by the question",
    query: "fake=safe",
    run: async (page) => {
      await press(page, "Control+k");
      await page.keyboard.type("is everything there");
      await press(page, "Enter");
      await page.getByRole("heading", { name: "Pictures", level: 1 }).waitFor();
    },
  },
];

export const screens = [
  { name: "safekeeping-empty", query: "fake=folders", steps: (page) => toSafekeeping(page) },
  {
    name: "safekeeping-checking",
    query: "fake=slow-jobs",
    steps: async (page) => {
      await toSafekeeping(page);
      await button(page, "Choose a folder").click();
      await page.getByRole("region", { name: "Checking Cabin" }).waitFor();
      await fake(page, () => window.fake.stepSafekeeping(120));
      await sees(page, "120 of 439 files");
    },
  },
  {
    name: "safekeeping-stopped",
    query: "fake=slow-jobs",
    steps: async (page) => {
      await toSafekeeping(page);
      await button(page, "Choose a folder").click();
      await button(page, "Cancel checking Cabin").click();
      await sees(page, "There is no report of it.");
    },
  },
  { name: "safekeeping", query: "fake=safe", steps: toReport },
  {
    name: "safekeeping-again",
    query: "fake=safe,slow-jobs",
    steps: async (page) => {
      await toReport(page);
      await button(page, "Check again").click();
      await fake(page, () => window.fake.stepSafekeeping(200));
      await sees(page, "200 of 439 files");
    },
  },
  { name: "safekeeping-all", query: "fake=safe-all", steps: toReport },
  {
    name: "safekeeping-folder",
    query: "fake=safe",
    steps: async (page) => {
      await toReport(page);
      await row(page, "2026").click();
      await row(page, "Lofoten").click();
      await row(page, "From Tomas").waitFor();
    },
  },
  {
    name: "safekeeping-file",
    query: "fake=safe",
    steps: async (page) => {
      await toReport(page);
      await row(page, "IMG_4001.jpg").click();
      await details(page).waitFor();
    },
  },
  {
    name: "safekeeping-absent",
    query: "fake=safe",
    steps: async (page) => {
      await toReport(page);
      await filter(page, "Not uploaded").click();
      await sees(page, "11 files");
      await row(page, "IMG").click();
      await details(page).waitFor();
    },
  },
  {
    name: "safekeeping-deletable",
    query: "fake=safe",
    steps: async (page) => {
      await toReport(page);
      await deletable(page).click();
      await sees(page, "412 files");
    },
  },
  {
    name: "safekeeping-nothing",
    query: "fake=safe",
    steps: async (page) => {
      await toReport(page);
      await page.getByRole("searchbox", { name: "Find in names" }).fill("nowhere");
      await sees(page, "No file matches this.");
    },
  },
  {
    name: "safekeeping-limits",
    query: "fake=safe",
    steps: async (page) => {
      await toReport(page);
      await page.getByText("What it cannot know").click();
    },
  },
  { name: "safekeeping-several", query: "fake=safe-several", steps: (page) => toSafekeeping(page) },
  {
    name: "safekeeping-large",
    query: "fake=safe-large",
    steps: async (page) => {
      await toSafekeeping(page);
      await rows(page).first().waitFor();
    },
  },
];
