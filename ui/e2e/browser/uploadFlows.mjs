/** What a person does with uploads, from end to end, on the invented library. */
import assert from "node:assert/strict";
import { button, drop, fake, gone, press, sees, toAlbum } from "./steps.mjs";

const toUploads = async (page) => {
  await press(page, "g", "u");
  await page.getByRole("heading", { name: "Uploads", exact: true }).waitFor();
};
const FOLDERS = ["/home/mara/Pictures/2026-06", "/home/mara/Pictures/Cabin"];
const sheet = (page) => page.getByRole("dialog", { name: "Before anything is sent" });
const rows = (page) => page.locator("[data-row]");
const queued = (page) => fake(page, () => window.fake.queue.rows.length);

export const flows = [
  {
    name: "an ended sign-in is said once on the page of the uploads, and once elsewhere",
    query: "fake=queue-signed-out,sign-in-needed",
    async run(page) {
      const again = page.getByRole("main").getByRole("button", { name: "Sign in again" });
      await again.waitFor();
      await toUploads(page);
      await sees(page, "Google ended the sign-in");
      assert.equal(await again.count(), 1, "the page says it, not a banner as well");
    },
  },
  {
    name: "failures come first by reason, one is retried, one is skipped, and what is left out is no failure",
    query: "fake=uploads-failed",
    async run(page) {
      await toUploads(page);
      await sees(page, /Google could not read this file/);
      const headings = await page.locator(".rows h2").allTextContents();
      assert.equal(headings[0], "2 failed", "what failed comes first of all");
      const reasons = await page.locator(".rows h3").allTextContents();
      assert.deepEqual(
        reasons,
        ["Google could not read this file", "The file moved after it was added"],
        "each reason is a heading of its own",
      );
      assert.equal(await button(page, "Save list").count(), 2, "one list of all failures, one of what was left out");
      await rows(page).first().getByRole("button", { name: "Retry" }).click();
      await button(page, "Skip DSC_4507.jpg").click();
      await gone(page, "1 failed");
      await sees(page, /2 files were left out/);
      await button(page, "Retry").first().click();
      await sees(page, /1 file was left out/);
    },
  },
  {
    name: "all of one reason are tried again, all of another are skipped",
    query: "fake=uploads-failed",
    async run(page) {
      await toUploads(page);
      await page
        .getByRole("button", { name: /^Retry all/ })
        .first()
        .click();
      await gone(page, "2 failed");
      await page.getByRole("button", { name: /^Skip: / }).click();
      await gone(page, "1 failed");
      await sees(page, "All done");
    },
  },
  {
    name: "the list of failures is saved as CSV",
    query: "fake=uploads-failed,quota-spent",
    async run(page) {
      await toUploads(page);
      await button(page, "Save list").first().click();
      await page.getByRole("menuitem", { name: /CSV/ }).click();
      await sees(page, "List of 2 files saved");
      assert.deepEqual(await fake(page, () => window.fake.written), ["failed csv /home/mara/failed-uploads.csv"]);
    },
  },
  {
    name: "while the queue rests no row looks as if it moved",
    query: "fake=queue-offline",
    async run(page) {
      await toUploads(page);
      await sees(page, "3 begun");
      assert.equal(await rows(page).getByText("Rests").count(), 3, "what was under way rests");
      assert.equal(
        await rows(page)
          .getByText(/^(\d+ %|Reading|Sent)$/)
          .count(),
        0,
        "nothing else is said of them",
      );
    },
  },
  {
    name: "the queue is paused, goes on, and is cleared when it is over",
    query: "fake=uploads-running",
    async run(page) {
      await toUploads(page);
      await button(page, "Pause all").click();
      await sees(page, /until you go on/);
      await button(page, "Go on").first().click();
      await sees(page, "All done");
      await button(page, "Clear").click();
      await sees(page, "Nothing to upload");
    },
  },
  {
    name: "cancelling says what stays and what goes, and Undo takes it back",
    query: "fake=quota-spent",
    async run(page) {
      await toUploads(page);
      await button(page, "Cancel all").click();
      await sees(page, /becoming a photo at Google/);
      await press(page, "Escape");
      await gone(page, "Cancel all uploads");
      await button(page, "Cancel all").click();
      await button(page, "Cancel uploads").click();
      await sees(page, "10 cancelled");
      await button(page, "Undo").click();
      await sees(page, "All done");
    },
  },
  {
    name: "a hundred thousand files scroll with few rows in the page, and keys reach the last",
    query: "uploads=100000&fake=quota-spent",
    async run(page) {
      await toUploads(page);
      await sees(page, "80 failed");
      const scroller = page.locator("[data-scroller]");
      await scroller.evaluate((node) => (node.scrollTop = 2_500_000));
      await sees(page, /^DSC_1\d{5}\.jpg$/);
      assert.ok((await rows(page).count()) <= 60, "only what is around the view is in the page");
      await rows(page)
        .nth(8)
        .click({ position: { x: 200, y: 20 } });
      await rows(page).nth(8).focus();
      await press(page, "End");
      const last = page.locator("[data-row]:focus");
      assert.equal(await last.getAttribute("aria-posinset"), await last.getAttribute("aria-setsize"), "End is the end");
      await last.getByText(/^DSC_/).waitFor();
      await press(page, "Home", "ArrowDown", "PageDown");
      await page.locator("[data-row]:focus").getByText(/^DSC_/).waitFor();
      assert.ok((await rows(page).count()) <= 60, "also after keys");
    },
  },
  {
    name: "a row that is looked at stays where it is while files before it go up",
    query: "uploads=3000",
    async run(page) {
      await toUploads(page);
      const scroller = page.locator("[data-scroller]");
      await scroller.evaluate((node) => (node.scrollTop = 40_000));
      // The rows of the top are still there until the next frame, and those are the ones that go up.
      await page.waitForFunction(() => {
        const names = [...document.querySelectorAll("[data-row] .name")].map((node) => node.textContent ?? "");
        return names.length > 9 && names.every((name) => Number(/[0-9]+/.exec(name)?.[0]) > 100_640);
      });
      const name = (await rows(page).nth(9).locator(".name").textContent()) ?? "";
      const row = page.locator("[data-row]").filter({ hasText: name });
      const before = await row.boundingBox();
      await fake(page, () =>
        window.fake.queue.change((r) => r.stage === "waiting" && r.key < 640, { stage: "done", item: 1 }),
      );
      await sees(page, name);
      const after = await row.boundingBox();
      assert.ok(Math.abs((after?.y ?? 0) - (before?.y ?? 99)) <= 1, "same place on the screen");
    },
  },
  {
    name: "a full album goes on in the next one when the person says so",
    query: "fake=album-full",
    async run(page) {
      await toUploads(page);
      await button(page, "Go on in “Lofoten in June (2)”").click();
      await sees(page, "All done");
      assert.deepEqual(await fake(page, () => window.fake.continued), [1]);
    },
  },
  {
    name: "settings hold at once, and what cannot be read is said in place",
    async run(page) {
      await toUploads(page);
      await button(page, "Upload settings").click();
      await page.getByRole("radio", { name: "6" }).check();
      await page.getByRole("checkbox", { name: /Leave room/ }).check();
      await page.getByLabel("MB a second at most").fill("fast");
      await sees(page, "A number such as 2.5.");
      await page.getByLabel("MB a second at most").fill("1.5");
      await page.getByRole("checkbox", { name: /Only at some times/ }).check();
      await page.getByLabel("Until").fill("6:30");
      await page.getByRole("checkbox", { name: /on battery/ }).check();
      await button(page, "Done").click();
      assert.deepEqual(await fake(page, () => window.fake.uploadSettings_), {
        parallel: 6,
        notify: true,
        limitBytesPerS: 1_500_000,
        between: { fromMin: 1380, untilMin: 390 },
        pauseOnBattery: true,
      });
    },
  },
  {
    name: "a dropped folder opens a plan, and nothing is sent before its button is pressed",
    async run(page) {
      await drop(page, FOLDERS);
      await button(page, "Upload 412 files").waitFor();
      await sees(page, /Nothing has left this computer/);
      assert.equal(await queued(page), 0, "the queue is empty");
      await press(page, "Escape");
      await gone(page, "Before anything is sent");
      assert.equal(await fake(page, () => window.fake.plan), null, "the plan is gone");
      assert.equal(await queued(page), 0, "and still nothing is in the queue");
    },
  },
  {
    name: "an album of a plan gets another name, one that exists is used, and the plan is started",
    async run(page) {
      await drop(page, FOLDERS);
      await button(page, "Upload 412 files").waitFor();
      await page.getByLabel("Name of the album for Winter cabin").fill("Cabin, new year");
      await press(page, "Enter");
      await page.waitForFunction(() => window.fake.plan.album(2).title === "Cabin, new year");
      await button(page, "Use that one").click();
      await sees(page, /That one is used, with 40 items/);
      assert.equal(await fake(page, () => window.fake.plan.album(1).uses), 1);
      await button(page, "Make a new one").click();
      await sees(page, /exists already/);
      await button(page, "Upload 412 files").click();
      await sees(page, "508 files are in the queue");
      assert.equal(await queued(page), 412);
    },
  },
  {
    name: "a plan asks into which albums, what becomes of missing dates, and shows what each choice does",
    async run(page) {
      await drop(page, FOLDERS);
      await sees(page, "2 albums will be made");
      await page.getByRole("radio", { name: "One album" }).check();
      await sees(page, "1 album will be made");
      await page.getByRole("radio", { name: "No album" }).check();
      await sees(page, "No album will be made");
      await page.getByRole("radio", { name: "One per folder" }).check();
      await sees(page, "2 albums will be made");
      await page.getByRole("checkbox", { name: /Join the names/ }).uncheck();
      await page.getByRole("radio", { name: "From the name" }).check();
      await sees(page, /41 of them get one/);
      await sees(page, /Your files are not touched/);
    },
  },
  {
    name: "a single file is left out of a plan and taken in again",
    async run(page) {
      await drop(page, FOLDERS);
      await button(page, "Look at the files that go up, leave some out").click();
      await button(page, "Leave DSC_4501.jpg out").click();
      await button(page, "Upload 411 files").waitFor();
      await page.getByRole("radio", { name: /Stay out 5/ }).check();
      await button(page, "Take DSC_4501.jpg in again").click();
      await button(page, "Upload 412 files").waitFor();
      await press(page, "Escape");
      await sees(page, "2 albums will be made");
      await sheet(page).waitFor();
    },
  },
  {
    name: "a plan that still reads can be started early",
    query: "fake=plan-reading",
    async run(page) {
      await drop(page, FOLDERS);
      await page.getByRole("progressbar", { name: "Files read" }).waitFor();
      await sees(page, "The rest is read while uploading.");
      await button(page, "Start now").click();
      await gone(page, "Before anything is sent");
      assert.equal(await queued(page), 412);
    },
  },
  {
    name: "a plan that cannot start says why in place and stays",
    query: "fake=plan-refused",
    async run(page) {
      await drop(page, FOLDERS);
      await button(page, "Upload 412 files").click();
      await sees(page, /Nothing was sent. Free some space/);
      await sheet(page).waitFor();
      await button(page, "Upload 412 files").waitFor();
    },
  },
  {
    name: "thousands of albums of a plan scroll with few fields in the page",
    query: "fake=plan-many",
    async run(page) {
      await drop(page, FOLDERS);
      await sees(page, "3,000 albums will be made");
      const fields = sheet(page).locator("input[type=text]");
      assert.ok((await fields.count()) <= 40, "few fields");
      await page.locator(".albums").evaluate((node) => node.scrollTo(0, 99_999_999));
      await page.getByLabel("Name of the album for Folder 3000").fill("The last one");
      await press(page, "Enter");
      await page.waitForFunction(() => window.fake.plan.album(3000).title === "The last one");
      assert.ok((await fields.count()) <= 40, "few fields at the end too");
    },
  },
  {
    name: "folders dropped on an album open the plan with that album chosen",
    async run(page) {
      await toAlbum(page, "Winter cabin");
      await drop(page, FOLDERS, { x: 700, y: 600 });
      await sees(page, /All go into “Winter cabin”/);
      assert.equal(await page.getByRole("radio", { name: "This album" }).isChecked(), true);
    },
  },
  {
    name: "a folder is watched by a rule that is read back, paused, changed and removed",
    async run(page) {
      await toUploads(page);
      await page.getByRole("radio", { name: "Folders" }).check();
      await button(page, "Watch a folder").click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("button", { name: "Choose a folder" }).click();
      await sees(page, /here and below go up, new ones too/);
      await page.getByLabel("Name of the album").fill("");
      await sees(page, "The album needs a name.");
      await page.getByLabel("Name of the album").fill("Hut");
      await dialog.getByRole("button", { name: "Watch this folder" }).click();
      await page
        .getByRole("list", { name: "Watched folders" })
        .getByText(/into the album “Hut”/)
        .waitFor();
      await button(page, "Pause Cabin").click();
      await button(page, "Go on with Cabin").waitFor();
      await button(page, "Change Cabin").click();
      await dialog.getByRole("radio", { name: "No album" }).check();
      await dialog.getByRole("button", { name: "Save" }).click();
      await sees(page, /into your library, in no album/);
      await button(page, "Remove Cabin").click();
      await sees(page, /What was uploaded stays in Google Photos/);
      await button(page, "Remove").click();
      await sees(page, "No folder is watched");
    },
  },
  {
    name: "a folder that cannot be watched says why in place",
    query: "fake=folder-refused",
    async run(page) {
      await toUploads(page);
      await page.getByRole("radio", { name: "Folders" }).check();
      await button(page, "Watch a folder").click();
      await page.getByRole("dialog").getByRole("button", { name: "Choose a folder" }).click();
      await button(page, "Watch this folder").click();
      await sees(page, /lies in one that is watched already/);
    },
  },
  {
    name: "closing while files go up asks, Escape stays, and Always is kept",
    query: "fake=uploads-running",
    async run(page) {
      await fake(page, () => window.fake.askClose({ left: 3, tray: false }));
      await sees(page, "Files are still going up");
      await press(page, "Escape");
      await gone(page, "Files are still going up");
      await fake(page, () => window.fake.askClose({ left: 3, tray: true }));
      await page.getByRole("checkbox", { name: /Always do this/ }).check();
      await button(page, "Go on in the background").click();
      await page.waitForFunction(() => window.fake.answers.length === 2);
      assert.deepEqual(await fake(page, () => window.fake.answers), ["stay", "background"]);
      assert.equal((await fake(page, () => window.fake.settings())).closing, "background");
    },
  },
  {
    name: "the small panel says what fails and why it waits, and stays folded",
    query: "fake=uploads-failed,quota-spent",
    async run(page) {
      const panel = page.getByRole("region", { name: "Uploads" });
      await panel.getByText("2 files did not go up").waitFor();
      await panel.getByText(/Google allows 10,000 requests/).waitFor();
      await panel.getByRole("button", { name: "Fold", exact: true }).click();
      await gone(page, /2 files did not go up/);
      await page.reload();
      await panel.getByRole("button", { name: "Unfold" }).waitFor();
    },
  },
];
