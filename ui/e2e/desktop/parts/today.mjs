// Sharing as today's accounts need it: on the album's own page, in a real browser, with the link taken from the clipboard.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { putOnClipboard } from "../clipboard.mjs";
import { dragIntoWindow } from "../drag.mjs";
import { stage } from "../places.mjs";
import { openRealBrowser } from "../realBrowser.mjs";
import { check, must, part } from "../report.mjs";
import { openWindow, startEmulator } from "../stage.mjs";
import { until } from "../webdriver.mjs";
import { clipboard, raise, xdotool } from "../x11.mjs";
import { CLIENT_ID, signIn } from "./google.mjs";

const ACCOUNT = "tomas.okafor@example.com";
/** What may lie on a clipboard and is none of Albumen's business. The last two look like links at a glance. */
const STRAY = [
  "correct horse battery staple",
  "javascript:alert(document.cookie)",
  "<img src=x onerror=alert(1)>",
  `${"many words ".repeat(20_000)}https://photos.app.goo.gl/amongothers`,
  "https://photos.app.goo.gl.example.com/7Qm2xKfLofoten4e",
  "http://127.0.0.1:1/share/AF1QipNobodyListensThere?key=1",
];

export async function play() {
  const home = join(stage, "today");
  mkdirSync(home, { recursive: true });
  const emulator = await startEmulator(join(stage, "today emulator"));
  const browser = await openRealBrowser();
  await part("Sharing under today's rules, in a real browser", async () => {
    const env = { ALBUMEN_HOME: home, ALBUMEN_GOOGLE: emulator.base, ...browser.env };
    const app = await openWindow("today", env);
    try {
      await Promise.all([signIn(app), consent(browser)]);
      const [album, dropped, pasted] = await ownAlbums(emulator);
      await openAlbum(app, album);
      const page = await openPage(app, browser, album);
      await strayTexts(app);
      const link = await share(app, page);
      await listed(app, album, link);
      await stopSharing(app, browser, album, link);
      await handedOver(app, browser, dropped, "dropped on the dialog", async (address) => {
        await dragIntoWindow([address], { x: 640, y: 400 });
      });
      await handedOver(app, browser, pasted, "pasted by Ctrl+V", async (address) => {
        putOnClipboard(address);
        await until("the link on the clipboard", () => clipboard() === address);
        // Anywhere in the dialog, not only in its field.
        await app.driver.run("() => document.activeElement.blur()");
        raise("Albumen");
        xdotool("key", "ctrl+v");
      });
    } finally {
      await app.close();
    }
  });
  await browser.close();
  await emulator.stop();
}

/** Says yes on the page on which an account is chosen. */
async function consent(browser) {
  const page = await browser.next();
  await page.getByRole("radio", { name: ACCOUNT }).check();
  await page.getByRole("button", { name: "Allow" }).click();
  await page.getByText("You can close this").waitFor();
  await page.close();
}

/** Three albums that this client made and nobody shared. */
async function ownAlbums(emulator) {
  const albums = await fetch(`${emulator.base}/_control/albums`).then((answer) => answer.json());
  return albums.filter((one) => one.account === ACCOUNT && one.client_id === CLIENT_ID && one.link === null);
}

async function openAlbum(app, album) {
  await check(`the album “${album.title}” opens`, async () => {
    await app.click("button", /^Albums/);
    await app.click("button", new RegExp(`^${escape(album.title)}\\s*${album.items.length} items`), 60_000);
    await app.find("heading", new RegExp(escape(album.title)));
  });
}

async function openPage(app, browser, album) {
  return check(
    "where the service refuses, Create link opens the album's page and says which clicks do it",
    async () => {
      await app.click("button", "Share");
      await app.click("button", "Create link");
      const page = await browser.next();
      await app.sees("Google no longer lets apps switch sharing on or off");
      await app.sees("The album is open in your browser");
      // The account that the address names is chosen already.
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("heading", { name: album.title }).waitFor();
      return page;
    },
  );
}

/** What lies on the clipboard is looked at with leave only, and what is no link of such an album is never shown. */
async function strayTexts(app) {
  await check("nothing is looked at before leave is given", async () => {
    await app.sees("Take the link from the clipboard by itself?");
    await app.driver.run(`() => {
      const dialog = document.querySelector("dialog[open]");
      window.shown = new Set();
      const note = () => window.shown.add(dialog.innerText);
      new MutationObserver(note).observe(dialog, { subtree: true, childList: true, characterData: true });
      note();
    }`);
    await app.click("button", "Allow");
    await app.sees("Waiting for the link on the clipboard");
    await app.keep("today-waiting");
  });
  await check("of what else lies on the clipboard nothing is shown", async () => {
    for (const text of STRAY) {
      const there = putOnClipboard(text);
      // Twice, so that what came of the first time would be there.
      await there.read(2);
      await there.clear();
    }
    const picture = putOnClipboard(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff]), "image/png");
    await picture.read();
    await picture.clear();
    const shown = (await app.driver.run("() => [...window.shown]")).join("\n");
    const stray = STRAY.find((text) => shown.includes(text.slice(0, 30)));
    must(!stray && !/Is this the link/.test(shown), `the dialog showed ${stray ?? "a link"}`);
    must(!/link to a shared album\. Copy/.test(shown), "the dialog complained about what nobody gave it");
  });
}

async function share(app, page) {
  await check("the link is made and copied on the page, as a person does", async () => {
    await page.getByText("Share", { exact: true }).click();
    await page.getByRole("button", { name: "Create link" }).click();
    await page.getByRole("button", { name: "Copy" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
  });
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
  await check("the window asks whether that is the one, and takes it", async () => {
    await app.sees("Is this the link of");
    await app.sees(link.replace("http://", ""));
    await app.keep("today-found");
    await app.click("button", "Use this link");
    await app.sees("Link works");
    await app.find("button", "Copied");
    await app.keep("today-made");
    await app.click("button", "Done");
    await app.sees("Anyone with the link can see");
  });
  await page.close();
  return link;
}

/** A link that reaches the dialog another way. */
async function handedOver(app, browser, album, how, hand) {
  await openAlbum(app, album);
  await check(`a link is kept that is ${how}`, async () => {
    await app.click("button", "Share");
    // By now it is known how this account shares.
    await app.click("button", /^Open the album.s page$/);
    const page = await browser.next();
    await page.getByText("Share", { exact: true }).click();
    await page.getByRole("button", { name: "Create link" }).click();
    const address = await page.getByRole("textbox", { name: "Link" }).inputValue();
    await page.close();
    await hand(address);
    await app.sees("Link works");
    await app.click("button", "Done");
    await app.sees("Anyone with the link can see");
  });
}

async function listed(app, album, link) {
  await check("the album is listed under Shared, its link alive", async () => {
    await app.click("button", /^Shared/);
    await app.sees(album.title);
    await app.choose(`More for “${album.title}”`, "Check now");
    await app.sees("checked just now");
    await app.sees("Link works");
    await app.keep("today-shared");
  });
  await check("Copy puts it on the clipboard", async () => {
    putOnClipboard("something else");
    await until("something else on the clipboard", () => clipboard() === "something else");
    await app.click("button", "Copy");
    await until("the link on the clipboard", () => clipboard() === link);
  });
}

async function stopSharing(app, browser, album, link) {
  const page = await check("Stop sharing opens the page on which that is done", async () => {
    await app.choose(`More for “${album.title}”`, "Stop sharing");
    await app.sees("The link stops working for everyone. The photos stay.");
    await app.click("button", "Stop sharing");
    const opened = await browser.next();
    await opened.getByRole("heading", { name: album.title }).waitFor();
    await app.sees("Let Albumen see that the link is dead");
    await app.keep("today-stop");
    return opened;
  });
  await check("a link that still works is said to work", async () => {
    await app.click("button", "Check the link");
    await app.sees("The link still works.");
  });
  await check("switched off on the page, it is proved dead", async () => {
    await page.getByRole("button", { name: "Turn link sharing off" }).click();
    await page.getByText("Share", { exact: true }).waitFor();
    await app.click("button", "Check again");
    await app.sees("The link is dead.", 60_000);
    await app.keep("today-dead");
    const answer = await fetch(link);
    must(answer.status === 404, `the page answers ${answer.status}`);
    await page.close();
    await app.click("button", "Done");
    await app.sees(/last worked/);
  });
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
