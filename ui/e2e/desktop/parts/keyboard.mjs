// The whole main job by keyboard alone: in, look, choose, an album, a link, files, a search. No pointer is used.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fiveFiles } from "../files.mjs";
import { Keys } from "../keyboard.mjs";
import { drawings, stage } from "../places.mjs";
import { check, must, part } from "../report.mjs";
import { openWindow } from "../stage.mjs";
import { KEYS, until } from "../webdriver.mjs";
import { clipboard, typeInDialog } from "../x11.mjs";

const TITLE = "Made by keys";

export async function play() {
  const home = join(stage, "keyboard");
  mkdirSync(home, { recursive: true });
  await part("The whole main job by keyboard alone", async () => {
    const app = await openWindow("keyboard", { ALBUMEN_HOME: home, ALBUMEN_SAMPLE_PICTURES: drawings });
    try {
      const keys = new Keys(app);
      await enter(app, keys);
      await walkTheGrid(keys);
      await makeAlbum(app, keys);
      await share(app, keys);
      await upload(app, keys);
      await search(app, keys);
      await lookAround(app, keys);
    } finally {
      await app.close();
    }
  });
}

async function enter(app, keys) {
  await check("Tab and Enter open the sample library", async () => {
    await app.find("button", /Explore the sample library/);
    await keys.tabTo("button", /Explore the sample library/);
    await keys.press(KEYS.enter);
    await app.find("gridcell", /^Photo/, 180_000);
  });
  await check("g and p go to the photos", async () => {
    await keys.press("g");
    await keys.press("p");
    await app.find("gridcell", /^Photo/);
  });
}

async function walkTheGrid(keys) {
  await check("the arrows go from tile to tile, by where they are", async () => {
    await keys.tabTo("gridcell", /./);
    let at = (await keys.focused()).key;
    for (const [key, why] of [
      [KEYS.right, "the next tile"],
      [KEYS.down, "the tile below"],
      [KEYS.left, "the tile before"],
      [KEYS.end, "the last tile"],
      [KEYS.home, "the first tile"],
      [KEYS.pageDown, "a page further"],
      [KEYS.pageUp, "a page back"],
    ]) {
      await keys.press(key);
      at = await keys.moved(at, why);
    }
  });
  await check("Space chooses a tile, Shift and the arrows a stretch", async () => {
    await keys.press(KEYS.home);
    await keys.press(KEYS.space);
    await until("one is chosen", async () => (await keys.chosen()) === 1);
    for (let step = 0; step < 3; step += 1) await keys.press(KEYS.shift, KEYS.right);
    await until("four are chosen", async () => (await keys.chosen()) === 4);
  });
}

/** Opens the palette and runs what it finds for these words. */
async function run(app, keys, words) {
  await keys.press(KEYS.control, "k");
  await app.find("dialog", /./);
  await keys.type(words);
  await app.find("option", new RegExp(words, "i"));
  await keys.press(KEYS.enter);
}

async function makeAlbum(app, keys) {
  await check("the palette makes an album of them", async () => {
    await run(app, keys, "New album from selection");
    await keys.hasFocus("textbox", /./);
    await keys.press(KEYS.control, "a");
    await keys.type(TITLE);
    await keys.press(KEYS.enter);
  });
  await check("g and a, and Enter on the album, open it with its four", async () => {
    await until("the dialog is over", async () => (await app.all("dialog")).length === 0);
    await keys.press("g");
    await keys.press("a");
    await app.find("button", new RegExp(`^${TITLE}\\s*4 items`), 30_000);
    await keys.tabTo("button", new RegExp(`^${TITLE}`));
    await keys.press(KEYS.enter);
    await app.find("heading", new RegExp(TITLE));
    await app.find("gridcell");
  });
}

async function share(app, keys) {
  await check("s shares it, and the link is on the clipboard", async () => {
    await keys.press("s");
    await app.find("button", "Create link");
    await keys.tabTo("button", /^Create link$/);
    await keys.press(KEYS.enter);
    await app.find("textbox", /The link/, 30_000);
    await keys.tabTo("button", /^(Copy|Copied)/);
    await keys.press(KEYS.enter);
    const link = await until(
      "a link on the clipboard",
      () => /^http:\/\/127\.0\.0\.1:\d+\/share\/\S+$/.exec(clipboard())?.[0],
    );
    must((await (await fetch(link)).text()).includes(TITLE), "the link does not lead to the album");
    await keys.press(KEYS.escape);
  });
}

async function upload(app, keys) {
  await check("u opens the system's dialog, and a path typed there goes up into the album", async () => {
    const [file] = await fiveFiles();
    await until("the share dialog is over", async () => (await app.all("dialog")).length === 0);
    await keys.press("u");
    await typeInDialog(file.path);
    await app.sees(/5 items/, 60_000);
  });
}

async function search(app, keys) {
  await check("/ searches, and the count is there at once", async () => {
    await keys.search("type:video");
    await app.sees(/2 (items|videos|results)/);
    await app.find("gridcell", /^Video/);
  });
  await check("Enter opens the first in the viewer, Escape leads back to its tile", async () => {
    await keys.tabTo("gridcell", /^Video/);
    const { key } = await keys.focused();
    await keys.press(KEYS.enter);
    await app.find("button", "Details");
    await keys.press(KEYS.escape);
    await until("the focus on the tile again", async () => (await keys.focused()).key === key);
  });
}

async function lookAround(app, keys) {
  await check("? shows every key, Escape closes the sheet", async () => {
    await keys.press("?");
    await app.find("dialog", /shortcuts/i);
    await app.keep("keyboard-sheet");
    await keys.press(KEYS.escape);
    await until("the sheet is gone", async () => (await app.all("dialog")).length === 0);
  });
  await check("Ctrl and K find a place to go by its name", async () => {
    await run(app, keys, "Shared");
    await app.sees(TITLE);
  });
}
