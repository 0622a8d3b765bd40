// Calls made by hand in the real window, on the sample library: read, made, refused, copied.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { logs, stage } from "../places.mjs";
import { check, must, part } from "../report.mjs";
import { openWindow } from "../stage.mjs";
import { KEYS, until } from "../webdriver.mjs";
import { clipboard } from "../x11.mjs";

const TOKEN = /ya29\.|Bearer (?!\$ACCESS_TOKEN)/;

export async function play() {
  await part("Calls made by hand", async () => {
    const home = join(stage, "console");
    mkdirSync(home, { recursive: true });
    const app = await openWindow("console", { ALBUMEN_HOME: home });
    try {
      await calls(app);
    } finally {
      await app.close();
    }
    await check("no token was logged", () => {
      const text = readFileSync(join(logs, "window-console.log"), "utf8");
      must(!/ya29\./.test(text), "an access token stands in the log");
    });
  });
}

function answer(app) {
  return app.driver.run("() => document.querySelector('pre')?.textContent ?? ''");
}

async function calls(app) {
  await check("the console opens on the list of albums", async () => {
    await app.click("button", /Explore the sample library/);
    await app.find("gridcell", /^Photo/, 120_000);
    await app.click("button", "API console");
    await app.find("heading", "albums.list");
    await app.sees("Reads only.");
  });
  await check("Ctrl+Enter sends it, and the answer is the emulator's", async () => {
    await app.driver.press(KEYS.control, KEYS.enter);
    await app.sees("200 OK", 30_000);
    await app.sees('"albums"');
    await app.keep("console-answer");
  });
  await check("the next page is another one", async () => {
    await app.click("button", "mediaItems.list GET");
    await app.sees("mediaItems?pageSize=20");
    await app.click("button", "Send");
    await app.sees('"nextPageToken"', 30_000);
    const first = await answer(app);
    await app.click("button", "Next page");
    await until("another answer", async () => {
      const now = await answer(app);
      return now !== "" && now !== first;
    });
    await app.sees("200 OK");
  });
  await check("a write asks first, and then is made", async () => {
    await app.click("button", "albums.create POST");
    await app.fill("title", "Made by hand");
    await app.sees("Albumen asks first");
    await app.click("button", "Send");
    await app.sees("Albumen cannot undo it");
    await app.keep("console-ask");
    await app.click("button", "Send POST");
    await app.sees("Made by hand");
    await app.sees("200 OK");
  });
  await check("what it made is known to the next call", async () => {
    await app.click("button", "albums.get GET");
    await app.sees("Reads only.");
    await app.click("button", "Send");
    await app.sees("200 OK");
    await app.sees('"Made by hand"');
  });
  await check("copied as curl, it has no token", async () => {
    await app.choose("Copy", /Copy as curl/);
    const curl = await until("a command on the clipboard", () => /^curl [\s\S]*/.exec(clipboard())?.[0]);
    must(curl.includes("$ACCESS_TOKEN"), "the token is a variable");
    must(!TOKEN.test(curl), "a token was copied");
  });
  await check("a picker session is made and asked for", async () => {
    await app.click("button", "picker.sessions.create POST");
    await app.sees("Albumen asks first");
    await app.click("button", "Send");
    await app.click("button", "Send POST");
    await app.sees('"pickerUri"');
    await app.click("button", "picker.sessions.get GET");
    await app.sees("Counts against no daily limit.");
    await app.click("button", "Send");
    await app.sees("200 OK");
  });
  await check("a foreign host is refused by its name", async () => {
    await app.click("button", "Own path");
    const path = await app.find("textbox", "Path");
    await app.driver.click(path);
    await app.driver.press(KEYS.control, "a");
    await app.driver.type(path, "https://evil.example/v1/albums");
    await app.sees("evil.example is not that");
    await app.keep("console-refused");
  });
  await check("history has the calls and no token", async () => {
    await app.click("radio", "History");
    await app.find("button", /^albums\.create POST 200/);
    must(!TOKEN.test(await app.text()), "a token is on the page");
  });
}
