/** Sharing in the browser's lane, and the register of links. */
import assert from "node:assert/strict";
import { albums, button, fake, gone, menu, press, sees, toAlbum, toAlbums } from "./steps.mjs";

const LINK = "https://photos.app.goo.gl/7Qm2xKfLofoten4e";
const TITLE = "Bergen, rain and lights";

async function toDialog(page, opened = true) {
  await toAlbum(page, TITLE);
  await press(page, "s");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  if (!opened) return dialog;
  await button(dialog, /^Open the album.s page$/).click();
  await sees(dialog, "The album is open in your browser");
  return dialog;
}

const clipboard = (page, text) => page.evaluate((given) => (window.fake.clipboard = given), text);

async function allowed(page) {
  const dialog = await toDialog(page);
  await button(dialog, "Allow").click();
  await sees(dialog, "Waiting for the link on the clipboard");
  return dialog;
}

async function toShared(page) {
  await press(page, "g", "s");
  await page.getByRole("heading", { name: "Shared", level: 1 }).waitFor();
}

const row = (page, title) => albums(page).filter({ hasText: title });

/** The dialog of a live link whose sharing only the person can switch off. */
async function toStopping(page) {
  await toAlbum(page, "Lofoten in June");
  await press(page, "s");
  const dialog = page.getByRole("dialog");
  await button(dialog, "Stop sharing").click();
  await button(dialog, "Stop sharing").click();
  await sees(dialog, "Let Albumen see that the link is dead");
  return dialog;
}

export const flows = [
  {
    name: "an album is joined by its link, listed and left where the API still does that",
    async run(page) {
      await toShared(page);
      const list = page.getByRole("list", { name: "Albums you joined" });
      await list.getByText("Choir weekend").waitFor();
      await button(page, "Join an album").click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Link or share token").fill("https://example.com/album");
      await press(page, "Enter");
      await dialog.getByRole("alert").waitFor();
      await dialog
        .getByLabel("Link or share token")
        .fill("https://photos.google.com/share/AF1QipBoatTrip0123456?key=a1");
      await press(page, "Enter");
      await dialog.waitFor({ state: "hidden" });
      await list.getByText("Boat trip").waitFor();
      await list.getByRole("button", { name: "Leave “Choir weekend”" }).click();
      await button(list, "Leave album").click();
      await gone(list, "Choir weekend");
    },
  },
  {
    name: "where only the person can join, nothing of joining is shown",
    query: "fake=today",
    async run(page) {
      await toShared(page);
      await button(page, "Keep a link").waitFor();
      assert.equal(await button(page, "Join an album").count(), 0);
    },
  },
  {
    name: "a link is taken from the clipboard with leave only, after a question, and never anything else",
    query: "fake=today",
    async run(page) {
      await clipboard(page, "my secret password");
      const dialog = await toDialog(page);
      assert.equal(await fake(page, () => window.fake.looks), 0, "nothing is looked at before leave is given");
      await button(dialog, "Allow").click();
      await sees(dialog, "Waiting for the link on the clipboard");
      await page.waitForFunction(() => window.fake.looks > 0);
      await sees(dialog, "Waiting for the link on the clipboard");
      await clipboard(page, LINK);
      await sees(dialog, `Is this the link of “${TITLE}”?`);
      await button(dialog, "Not this one").click();
      await page.waitForFunction((before) => window.fake.looks > before, await fake(page, () => window.fake.looks + 1));
      await sees(dialog, "Waiting for the link on the clipboard");
      await clipboard(page, `${LINK}b`);
      await button(dialog, "Use this link").click();
      await sees(dialog, "Link works");
      await button(dialog, "Copied").waitFor();
      const looks = await fake(page, () => window.fake.looks);
      await press(page, "Escape");
      await sees(page, "Anyone with the link can see");
      assert.equal(
        await fake(page, () => window.fake.looks),
        looks,
        "the dialog waits no more, so nothing is looked at",
      );
    },
  },
  {
    name: "the link of another album on the clipboard is named and not offered",
    query: "fake=today",
    async run(page) {
      const dialog = await allowed(page);
      await clipboard(page, "https://photos.app.goo.gl/7Qm2xKfL1ofoten4e");
      await sees(dialog, "The link on the clipboard is that of “Lofoten in June”");
      assert.equal(await button(dialog, "Use this link").count(), 0);
    },
  },
  {
    name: "leave to look on the clipboard is taken back in the dialog and in the settings",
    query: "fake=today",
    async run(page) {
      const dialog = await allowed(page);
      await button(dialog, "Turn off").click();
      await gone(page, "Waiting for the link on the clipboard");
      const looks = await fake(page, () => window.fake.looks);
      await clipboard(page, LINK);
      await press(page, "Escape");
      await press(page, "Control+,");
      const box = page.getByLabel("Take links from the clipboard");
      assert.equal(await box.isChecked(), false);
      await box.check();
      assert.equal((await page.evaluate(() => window.fake.settings())).clipboardLinks, "allowed");
      await box.uncheck();
      assert.equal((await page.evaluate(() => window.fake.settings())).clipboardLinks, "off");
      assert.equal(await fake(page, () => window.fake.looks), looks, "nothing was looked at meanwhile");
    },
  },
  {
    name: "a link is pasted anywhere in the dialog, and what is no link goes nowhere",
    query: "fake=today",
    async run(page) {
      const dialog = await toDialog(page);
      const paste = (text) =>
        page.evaluate((given) => {
          const data = new DataTransfer();
          data.setData("text/plain", given);
          const at = document.querySelector("dialog h2");
          at.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }, text);
      await page.evaluate(() => {
        window.sent = [];
        const keep = window.fake.keepLink.bind(window.fake);
        window.fake.keepLink = (key, url) => (window.sent.push(url), keep(key, url));
      });
      await paste("my secret password");
      await sees(dialog, /This is not a link to a shared album/);
      assert.deepEqual(await page.evaluate(() => window.sent), [], "it did not leave the page");
      await paste(`${LINK}\n`);
      await sees(dialog, "Link works");
      assert.deepEqual(await page.evaluate(() => window.sent), [LINK]);
    },
  },
  {
    name: "in a low window, why a text is no link stands where it is seen",
    query: "fake=today",
    viewport: { width: 900, height: 600 },
    async run(page) {
      const dialog = await toDialog(page);
      await dialog.getByLabel("Link of the album").fill("https://example.com/x");
      await press(page, "Enter");
      const said = await dialog.getByText(/This is not a link to a shared album/).boundingBox();
      const later = await button(dialog, "Later").boundingBox();
      assert.ok(said.y + said.height < later.y, "it is above the buttons of the dialog");
    },
  },
  {
    name: "a link is dropped on the dialog, as the page or as the system tells it",
    query: "fake=today",
    async run(page) {
      const dialog = await toDialog(page);
      await page.evaluate((link) => {
        const data = new DataTransfer();
        data.setData("text/uri-list", link);
        const at = document.querySelector("dialog ol");
        at.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
      }, LINK);
      await sees(dialog, "Link works");
      await press(page, "Escape");
      await toAlbum(page, "Night sky");
      await press(page, "s");
      await dialog.waitFor();
      const paths = ["https://photos.app.goo.gl/OfTheNightSky"];
      for (const kind of ["enter", "drop"])
        await page.evaluate((drag) => window.fake.drag(drag), { kind, paths, x: 600, y: 400 });
      await sees(dialog, "Link works");
      assert.equal(await page.getByText("Uploading starts at once.").count(), 0, "a link is no file");
    },
  },
  {
    name: "sharing is stopped in the browser, and the link is proved dead",
    query: "fake=today",
    async run(page) {
      const dialog = await toStopping(page);
      await button(dialog, "Check the link").click();
      await sees(dialog, "The link still works.");
      await page.evaluate(() => window.fake.switchOff(1));
      await button(dialog, "Check again").click();
      await sees(dialog, "The link is dead.");
      await button(dialog, "Done").click();
      await sees(page, "The link is dead");
      await press(page, "s");
      await sees(dialog, /This link no longer works/);
    },
  },
  {
    name: "the list leads to the proof as well where only the person can stop sharing",
    query: "fake=today",
    async run(page) {
      await toShared(page);
      const one = row(page, "Lofoten in June");
      await menu(page, one.getByRole("button", { name: /^More/ }), "Stop sharing");
      await button(one, "Stop sharing").click();
      const dialog = page.getByRole("dialog");
      await sees(dialog, "Let Albumen see that the link is dead");
      await page.evaluate(() => window.fake.switchOff(1));
      await button(dialog, "Check the link").click();
      await sees(dialog, "The link is dead.");
    },
  },
  {
    name: "without an answer nothing is said to be dead",
    query: "fake=today,no-answer",
    async run(page) {
      const dialog = await toStopping(page);
      await button(dialog, "Check the link").click();
      await sees(dialog, /There was no answer,/);
      await press(page, "Escape");
      await toShared(page);
      const one = row(page, "Lofoten in June");
      await menu(page, one.getByRole("button", { name: /^More/ }), "Check now");
      await sees(one, "gave no answer just now");
      await sees(one, "Link works");
    },
  },
  {
    name: "a link is copied by its key in the album, on a chosen album and in the list, and from menus and the palette",
    async run(page) {
      const copied = async (key) => {
        await page.waitForFunction((part) => window.fake.copied?.includes(part), `KfL${key}ofoten4e`);
        await page.evaluate(() => (window.fake.copied = null));
      };
      await toAlbum(page, "Lofoten in June");
      await press(page, "Control+Shift+C");
      await copied(1);
      await toAlbums(page);
      await albums(page).filter({ hasText: "Lofoten in June" }).getByRole("button").first().focus();
      await press(page, "Control+Shift+C");
      await copied(1);
      await albums(page).filter({ hasText: "Lofoten in June" }).click({ button: "right" });
      await page.getByRole("menuitem", { name: /Copy link/ }).click();
      await copied(1);
      await toShared(page);
      await row(page, "Lofoten in June").getByRole("button").first().focus();
      await press(page, "Control+Shift+C");
      await copied(1);
      await press(page, "Control+k");
      await page.keyboard.type("copy link lofoten");
      await page.getByRole("option", { name: /Copy link of “Lofoten in June”/ }).click();
      await copied(1);
    },
  },
  {
    name: "the link of somebody else's album is kept, renamed, checked and removed",
    async run(page) {
      await toShared(page);
      await button(page, "Keep a link").click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Link").fill("https://example.com/share/abc");
      await dialog.getByLabel("Name").fill("Grandmother at eighty");
      await button(dialog, "Keep").click();
      await sees(dialog, /This is not a link to a shared album/);
      await dialog.getByLabel("Link").fill("https://photos.app.goo.gl/7Qm2xKfL1ofoten4e");
      await button(dialog, "Keep").click();
      await sees(dialog, /This is the link of your album “Lofoten in June”/);
      await dialog.getByLabel("Link").fill("https://photos.app.goo.gl/GrandmotherAt80");
      await button(dialog, "Keep").click();
      await dialog.waitFor({ state: "hidden" });
      const one = row(page, "Grandmother at eighty");
      await sees(one, "Shared with you");
      await button(one, "Copy").click();
      assert.equal(await fake(page, () => window.fake.copied), "https://photos.app.goo.gl/GrandmotherAt80");
      await menu(page, one.getByRole("button", { name: /^More/ }), "Rename");
      await dialog.getByLabel("Name").fill("Grandmother, 80");
      await button(dialog, "Rename").click();
      const renamed = row(page, "Grandmother, 80");
      await menu(page, renamed.getByRole("button", { name: /^More/ }), "Check now");
      await sees(renamed, "checked just now");
      await menu(page, renamed.getByRole("button", { name: /^More/ }), "Remove from the list");
      await sees(page, "“Grandmother, 80” is off the list");
      await renamed.waitFor({ state: "hidden" });
    },
  },
  {
    name: "links are handed on as a page, a text and a table, dead ones in the table only",
    async run(page) {
      await toShared(page);
      await button(page, "Hand on").click();
      const dialog = page.getByRole("dialog");
      await sees(dialog, "4 albums");
      assert.equal(await button(dialog, "Copy").count(), 0, "a page is a file");
      await dialog.getByLabel("Lofoten in June").uncheck();
      await sees(dialog, "3 albums");
      await button(dialog, "Save").click();
      await sees(page, "Saved 3 links");
      const [file] = await fake(page, () => window.fake.handed);
      assert.deepEqual([file.path, file.format], ["/home/mara/Shared albums.html", "html"]);
      await button(page, "Hand on").click();
      await dialog.getByLabel("Table", { exact: true }).check();
      await button(dialog, "Choose all").click();
      await sees(dialog, "5 albums");
      await dialog.getByLabel("Text", { exact: true }).check();
      await sees(dialog, "4 albums");
      await button(dialog, "Copy").click();
      await sees(page, "Copied 4 links");
      assert.match(await fake(page, () => window.fake.copied), /^Lofoten in June\nhttps:\/\/photos\.app\.goo\.gl\//);
    },
  },
  {
    name: "a QR code is shown and saved, from the list and from the dialog",
    async run(page) {
      await toShared(page);
      await menu(page, row(page, "Winter cabin").getByRole("button", { name: /^More/ }), "QR code");
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("img", { name: /^QR code of the link/ }).waitFor();
      await button(dialog, "Save QR code").click();
      await sees(page, "QR code saved");
      const [file] = await fake(page, () => window.fake.handed);
      assert.match(file.path, /^\/home\/mara\/Winter cabin\.png$/);
      await button(dialog, "Done").click();
      await toAlbum(page, "Lofoten in June");
      await press(page, "s");
      await dialog.getByRole("img", { name: "QR code of the link" }).waitFor();
      await button(dialog, "Save QR code").click();
      await page.waitForFunction(() => window.fake.handed.length === 2);
    },
  },
];

export const screens = [
  { name: "share-browser-ask", query: "fake=today", steps: (page) => toDialog(page) },
  { name: "share-browser-waiting", query: "fake=today", steps: allowed },
  {
    name: "share-browser-found",
    query: "fake=today",
    steps: async (page) => {
      const dialog = await allowed(page);
      await clipboard(page, LINK);
      await sees(dialog, /Is this the link of/);
    },
  },
  {
    name: "share-browser-other",
    query: "fake=today",
    steps: async (page) => {
      const dialog = await allowed(page);
      await clipboard(page, "https://photos.app.goo.gl/7Qm2xKfL1ofoten4e");
      await sees(dialog, /The link on the clipboard is that of/);
    },
  },
  {
    name: "share-browser-wrong",
    query: "fake=today",
    steps: async (page) => {
      const dialog = await toDialog(page);
      await dialog.getByLabel("Link of the album").fill("https://example.com/x");
      await press(page, "Enter");
      await sees(dialog, /This is not a link to a shared album/);
    },
  },
  { name: "share-browser-offline", query: "fake=today,offline", steps: (page) => toDialog(page, false) },
  {
    name: "share-browser-made",
    query: "fake=today",
    steps: async (page) => {
      const dialog = await toDialog(page);
      await dialog.getByLabel("Link of the album").fill(LINK);
      await press(page, "Enter");
      await sees(dialog, "Link works");
      await button(dialog, "Copy").waitFor();
    },
  },
  { name: "share-stop", query: "fake=today", steps: toStopping },
  {
    name: "share-stop-alive",
    query: "fake=today",
    steps: async (page) => {
      const dialog = await toStopping(page);
      await button(dialog, "Check the link").click();
      await sees(dialog, "The link still works.");
    },
  },
  {
    name: "share-stop-unknown",
    query: "fake=today,no-answer",
    steps: async (page) => {
      const dialog = await toStopping(page);
      await button(dialog, "Check the link").click();
      await sees(dialog, /There was no answer,/);
    },
  },
  {
    name: "share-stop-dead",
    query: "fake=today",
    steps: async (page) => {
      const dialog = await toStopping(page);
      await page.evaluate(() => window.fake.switchOff(1));
      await button(dialog, "Check the link").click();
      await sees(dialog, "The link is dead.");
    },
  },
  {
    name: "share-dead",
    steps: async (page) => {
      await toAlbum(page, "Coast road");
      await press(page, "s");
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "link-keep",
    steps: async (page) => {
      await toShared(page);
      await button(page, "Keep a link").click();
    },
  },
  {
    name: "link-qr",
    steps: async (page) => {
      await toShared(page);
      await menu(page, row(page, "Lofoten in June").getByRole("button", { name: /^More/ }), "QR code");
      await page.getByRole("img", { name: /^QR code of the link/ }).waitFor();
    },
  },
  {
    name: "links-hand-on",
    steps: async (page) => {
      await toShared(page);
      await button(page, "Hand on").click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "link-menu",
    steps: async (page) => {
      await toShared(page);
      await row(page, "Ida and Ole").getByRole("button", { name: /^More/ }).click();
      await page.getByRole("menu").waitFor();
    },
  },
  {
    name: "shared-empty",
    query: "fake=empty",
    steps: toShared,
  },
];
