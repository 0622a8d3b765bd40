// Those rows of the mission that no other part goes through in the real window, in one start of the program. Which part shows
// which row stands in docs/architecture.md.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openNotices } from "../notices.mjs";
import { stage } from "../places.mjs";
import { check, must, part } from "../report.mjs";
import { holds, shareOnPage } from "../service.mjs";
import { openWindow, startEmulator } from "../stage.mjs";
import { KEYS, until } from "../webdriver.mjs";
import { Keys } from "../keyboard.mjs";
import { signIn } from "./google.mjs";
import { download, watch } from "./missionWork.mjs";

const MARA = "mara.lindqvist@example.com";
const TOMAS = "tomas.okafor@example.com";
const ALBUM = "Made in the mission";

export async function play() {
  const home = join(stage, "mission");
  mkdirSync(home, { recursive: true });
  const emulator = await startEmulator(join(stage, "mission emulator"));
  const notices = await openNotices();
  await part("The rest of the mission", async () => {
    const app = await openWindow("mission", { ALBUMEN_HOME: home, ALBUMEN_GOOGLE: emulator.base });
    try {
      await signIn(app);
      await app.size(1280, 800);
      await connections(app);
      const album = await albums(app, emulator.base);
      await sharedAlbums(app, emulator.base);
      await mediaItems(app);
      await download(app, album);
      await watch(app, notices, emulator.base, MARA);
    } finally {
      await app.close();
    }
  });
  await notices.close();
  await emulator.stop();
}

/** The dialog is answered, and gone. */
const closed = (app) => until("the dialog is over", async () => (await app.all("dialog")).length === 0, 30_000);

async function typeOver(app, name, text) {
  const field = await app.find("textbox", name);
  await app.driver.click(field);
  await app.driver.press(KEYS.control, "a");
  await app.driver.type(field, text);
}

async function connections(app) {
  await check("Connections: one gets a name of its own", async () => {
    await app.choose(/^Connection /, "Rename");
    await typeOver(app, "Name", "Mine");
    await app.click("button", "Rename");
    await app.find("button", /^Connection Mine/);
  });
  const who = join(stage, "account");
  writeFileSync(who, TOMAS);
  await signIn(app, () => app.choose(/^Connection /, "Connect Google Photos"));
  rmSync(who);
  await check("Connections: both stand in the menu, and a click shows the other library", async () => {
    await app.choose(/^Connection /, /^Mine/);
    await app.find("button", /^Connection Mine/);
    await app.choose(/^Connection /, new RegExp(TOMAS));
    await app.find("button", new RegExp(`^Connection ${TOMAS}`));
  });
  await check("Connections: one is disconnected with its library, and the other stays", async () => {
    await app.choose(/^Connection /, "Disconnect");
    await app.click("radio", /Remove/);
    await app.keep("mission-disconnect");
    await app.click("button", "Disconnect");
    await closed(app);
    await app.find("button", /^Connection Mine/);
    must(!(await app.text()).includes(TOMAS), "the other account is still named");
  });
}

/** The names of the album's photos at the service, in its order. */
async function inAlbum(base, title) {
  const album = (await holds(base, "albums")).find((one) => one.title === title && one.account === MARA);
  const items = await holds(base, "items");
  return album.items.map((id) => items.find((item) => item.id === id).file_name);
}

async function albums(app, base) {
  const keys = new Keys(app);
  await check("Albums: photos go into a new one, the oldest first", async () => {
    await app.click("button", /^Photos/);
    await app.find("gridcell", /^Photo/);
    await keys.tabTo("gridcell", /./);
    await keys.press(KEYS.home);
    await keys.press(KEYS.space);
    for (let step = 0; step < 2; step += 1) await keys.press(KEYS.shift, KEYS.right);
    await until("three are chosen", async () => (await keys.chosen()) === 3);
    await app.click("button", "Add to album");
    await app.click("radio", "Oldest first");
    await app.fill(/^Find an album/, "Three of mine");
    await app.keep("mission-add");
    await app.click("button", /^New album/);
    await closed(app);
    await app.sees(/Added 3 photos to/);
  });
  await check("Albums: the list has it, and it opens", async () => {
    await app.click("button", /^Albums/);
    await app.click("button", /^Three of mine\s*3 items/);
    await app.find("heading", /Three of mine/);
  });
  const before = await inAlbum(base, "Three of mine");
  await check("Albums: it gets another title", async () => {
    await app.choose("More", /^Rename/);
    await typeOver(app, "Title of the album", ALBUM);
    await app.driver.press(KEYS.enter);
    await app.find("heading", new RegExp(ALBUM));
    await until("the title at the service", async () =>
      (await holds(base, "albums")).some((one) => one.title === ALBUM),
    );
  });
  await check("Albums: another photo is its cover", async () => {
    await app.choose("More", "Choose a cover");
    await app.find("gridcell", /./);
    const tiles = await app.all("gridcell");
    await app.driver.click(tiles[2]);
    await app.click("button", "Use as cover");
    await closed(app);
    await app.sees(`New cover for “${ALBUM}”`);
  });
  await check("Albums: a text and a place stand between its photos", async () => {
    await app.choose("More", "Add a text");
    await app.fill("Text", "Three days by the sea");
    await app.click("radio", "At the beginning");
    await app.keep("mission-text");
    await app.click("button", "Add text");
    await closed(app);
    await app.choose("More", "Add a place");
    await app.fill("Name", "Reine");
    await app.fill("Latitude and longitude", "67.93, 13.09");
    await app.keep("mission-place");
    await app.click("button", "Add place");
    await closed(app);
    const album = (await holds(base, "albums")).find((one) => one.title === ALBUM);
    const [text, place] = album.enrichments;
    must(text?.text === "Three days by the sea" && text.at === 0, `the text is ${JSON.stringify(text)}`);
    must(place?.place.name === "Reine" && place.at === 4, `the place is ${JSON.stringify(place)}`);
  });
  await check("Albums: a photo is taken out and put back at the end", async () => {
    await keys.tabTo("gridcell", /./);
    await keys.press(KEYS.home);
    await keys.press(KEYS.space);
    await app.click("button", "Remove from album");
    await app.sees(/2 items/);
    await until("two at the service", async () => (await inAlbum(base, ALBUM)).length === 2);
    await app.click("button", "Undo");
    await app.sees(/3 items/);
    await until("three at the service", async () => (await inAlbum(base, ALBUM)).length === 3);
    const [first, second, third] = before;
    const after = await inAlbum(base, ALBUM);
    must(after.join() === [second, third, first].join(), `${before.join()} became ${after.join()}`);
    await app.keep("mission-album");
  });
  return { title: ALBUM, items: 3 };
}

async function sharedAlbums(app, base) {
  const { id } = (await holds(base, "albums")).find((one) => one.account === TOMAS);
  const link = await shareOnPage(base, TOMAS, id);
  await check("Shared albums: the link of somebody else's is kept, with its state", async () => {
    await app.click("button", /^Shared/);
    await app.click("button", "Keep a link");
    await app.fill("Link", link);
    await app.fill("Name", "Ole's wedding");
    await app.click("button", "Keep");
    await closed(app);
    await app.sees("Ole's wedding");
    await app.sees("Link works");
    await app.keep("mission-shared");
  });
}

async function mediaItems(app) {
  await check("Media items: filters leave only what fits them", async () => {
    await app.click("button", /^Photos/);
    await app.click("button", "Filters");
    await app.click("radio", "Videos");
    await app.keep("mission-filters");
    await app.click("button", "Show photos");
    await app.find("gridcell", /^Video/);
    must((await app.all("gridcell", /^Photo/)).length === 0, "a photo is among the videos");
  });
  await check("Media items: a photo is found by its album, looked at, and its details are there", async () => {
    await new Keys(app).search(`album:"${ALBUM}"`);
    await app.sees(/3 (items|photos|results)/);
    await app.click("gridcell", /^Photo/);
    await app.find("button", "Details");
    await app.pictures();
    await app.driver.press("i");
    await app.find("heading", "Details");
    await app.sees(ALBUM);
    await app.keep("mission-details");
    await app.driver.press("i");
    await app.driver.press(KEYS.escape);
  });
}
