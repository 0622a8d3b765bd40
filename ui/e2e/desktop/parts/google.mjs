// The whole of it against a service outside the program: sign in, look, play, drop, share, stop sharing, and look again
// with the service gone.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { dragIntoWindow } from "../drag.mjs";
import { fiveFiles } from "../files.mjs";
import { stage } from "../places.mjs";
import { check, must, part } from "../report.mjs";
import { openWindow, startEmulator } from "../stage.mjs";
import { KEYS, until } from "../webdriver.mjs";
import { clipboard } from "../x11.mjs";
import { dropFolder } from "./plan.mjs";

export const CLIENT_ID = "581204937716-a1b3mensamplelibrary0desktopclient.apps.googleusercontent.com";
export const CLIENT_SECRET = "GOCSPX-sample-library-of-albumen";
export const emulatorData = join(stage, "emulator");

export async function play() {
  const home = join(stage, "google");
  mkdirSync(home, { recursive: true });
  const emulator = await startEmulator(emulatorData);
  const env = { ALBUMEN_HOME: home, ALBUMEN_GOOGLE: emulator.base };
  const held = (what) => fetch(`${emulator.base}/_control/${what}`).then((answer) => answer.json());

  await part("Signed in at a service outside the program", async () => {
    const app = await openWindow("google", env);
    try {
      await signIn(app);
      const album = await openAlbumWithVideo(app, held);
      await lookAtPhoto(app);
      await playVideo(app);
      await dropFiles(app, album, held);
      await shareAndStop(app, album);
      await dropFolder(app, held);
      await check("the page's own source holds no secret", async () => {
        const source = await app.driver.source();
        must(!/ya29\.|1\/\/0|GOCSPX-/.test(source), "a token or a client secret stands in the page");
      });
    } finally {
      await app.close();
      await emulator.stop();
    }
  });

  await part("Started again with the service gone", async () => {
    const app = await openWindow("offline", env);
    try {
      await check("the grid is there from the index", () => app.find("gridcell", /^Photo/));
      await check("the albums are there too", async () => {
        await app.click("button", /^Albums/);
        await app.find("button", /\d+ items/);
        await app.keep("albums-offline");
      });
      await check("the window says that the service does not answer", () =>
        app.sees(/offline|not running|cannot be reached|no network/i, 60_000),
      );
    } finally {
      await app.close();
    }
  });
}

export async function signIn(app, open = () => app.click("button", "Connect")) {
  await check("client id and secret are typed, consent is given on the page, the library opens", async () => {
    await open();
    await app.click("button", "I already have a client");
    await app.fill(/^Client id/, CLIENT_ID);
    await app.fill(/^Client secret/, CLIENT_SECRET);
    await app.sees("It has the shape of a client of type Desktop app");
    await app.driver.press(KEYS.enter);
    await app.click("button", "Continue in browser");
    await app.click("button", "Show the photos", 60_000);
    await app.find("gridcell", /^Photo/, 60_000);
  });
}

async function openAlbumWithVideo(app, held) {
  const videos = (await held("items")).filter((item) => item.mime_type.startsWith("video/"));
  const owner = "mara.lindqvist@example.com";
  const albums = (await held("albums")).filter(
    (album) => album.account === owner && videos.some((video) => album.items.includes(video.id)),
  );
  const album = albums.sort((one, other) => one.items.length - other.items.length)[0];
  await check(`the album “${album.title}” is listed with its count and opens`, async () => {
    await app.click("button", /^Albums/);
    await app.click("button", new RegExp(`^${escape(album.title)}\\s*${album.items.length} items`), 60_000);
    await app.find("heading", new RegExp(escape(album.title)));
    await app.find("gridcell");
  });
  return album;
}

async function lookAtPhoto(app) {
  await check("a photo opens in the whole window and is drawn", async () => {
    await app.click("gridcell", /^Photo/);
    await app.find("button", "Details");
    await app.pictures();
  });
}

async function playVideo(app) {
  await check("the video plays", async () => {
    // On from the photo, as a person would press the arrow.
    await until(
      "a video in the viewer",
      async () => {
        if ((await app.driver.run("() => document.querySelectorAll('video').length")) > 0) return true;
        // A video begins once the viewer rests on it; on from anything else.
        if (!/\.(mp4|mov)\s/i.test(await app.text())) await app.driver.press(KEYS.right);
        return false;
      },
      60_000,
    );
    // By its button, which goes once it is pressed and takes the focus with it: the keys must work all the same.
    await app.click("button", "Play");
    await until(
      "the video has moved on",
      () => app.driver.run("() => (document.querySelector('video')?.currentTime ?? 0) > 0.3"),
      30_000,
    );
    await app.keep("video");
  });
  await check("the viewer gives the album back", async () => {
    await app.driver.press(KEYS.escape);
    await app.find("button", "Share");
  });
}

async function dropFiles(app, album, held) {
  const files = await fiveFiles();
  const before = album.items.length;
  await check("five files from another window show where they will go", () =>
    dragIntoWindow(files, { x: 700, y: 500 }, async () => {
      await app.sees(/Drop into/);
      await app.keep("drop-veil");
    }),
  );
  await check("they arrive in the album, each once, byte for byte", async () => {
    await until(
      "five more items in the album",
      async () => {
        const now = (await held("albums")).find((one) => one.id === album.id);
        return now.items.length === before + files.length;
      },
      60_000,
    );
    const sent = await held("items");
    for (const file of files) {
      const found = sent.filter((item) => item.sha256 === file.sha256);
      must(found.length === 1, `${file.name} is there ${found.length} times`);
      must(found[0].albums.includes(album.id), `${file.name} is not in the album`);
    }
  });
  await check("the window shows them", () => app.sees(new RegExp(`${before + files.length} items`)));
  await check("the queue says that they are done", async () => {
    await app.click("button", /^Uploads/);
    await app.sees(files[0].name);
    await app.keep("uploads-done");
    await app.click("button", /^Albums/);
    await app.click("button", new RegExp(`^${escape(album.title)}\\s`));
  });
}

async function shareAndStop(app, album) {
  await check("Share makes a link", async () => {
    await app.click("button", "Share");
    await app.click("button", "Create link");
    await app.find("textbox", /The link/, 30_000);
    await app.keep("share-made");
  });
  const link = await check("Copy puts it on the clipboard", async () => {
    await app.click("button", /^(Copy|Copied)/);
    return until("a link on the clipboard", () => /^http:\/\/127\.0\.0\.1:\d+\/share\/\S+$/.exec(clipboard())?.[0]);
  });
  await check("anybody who follows the link finds the album", async () => {
    const answer = await fetch(link);
    must(answer.status === 200, `the page answers ${answer.status}`);
    must((await answer.text()).includes(album.title), "the page does not name the album");
  });
  await check("the album is listed under Shared", async () => {
    await app.click("button", "Done");
    await app.click("button", /^Shared/);
    await app.sees(album.title);
    await app.keep("shared-one");
    await app.click("button", /^Albums/);
    await app.click("button", new RegExp(`^${escape(album.title)}\\s`));
  });
  await check("Stop sharing asks once and the link is dead", async () => {
    await app.click("button", "Share");
    await app.click("button", "Stop sharing");
    await app.sees("The link stops working for everyone. The photos stay.");
    await app.click("button", "Stop sharing");
    await app.find("button", "Create link", 30_000);
    const answer = await fetch(link);
    must(answer.status === 404, `the page answers ${answer.status}`);
  });
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
