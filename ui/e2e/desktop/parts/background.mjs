// Without its window: closing leaves the program running, a second start hands its files to the first, and the session can start it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fiveFiles } from "../files.mjs";
import { Keys } from "../keyboard.mjs";
import { drawings, programs, stage } from "../places.mjs";
import { check, must, part } from "../report.mjs";
import { openWindow, start, stop } from "../stage.mjs";
import { KEYS, until } from "../webdriver.mjs";
import { closeWindow, isShown } from "../x11.mjs";

const program = join(programs, "albumen");

export async function play() {
  const home = join(stage, "background");
  mkdirSync(home, { recursive: true });
  const env = {
    ALBUMEN_HOME: home,
    ALBUMEN_SAMPLE_PICTURES: drawings,
    HOME: home,
    XDG_CONFIG_HOME: join(home, ".config"),
  };
  await part("In the background and from outside the window", async () => {
    const files = await fiveFiles();
    const app = await openWindow("background", env);
    try {
      await app.find("button", /Explore the sample library/);
      await app.click("button", /Explore the sample library/);
      await app.find("gridcell", /^Photo/, 180_000);
      await settings(app, home);
      await secondStart(app, env, files);
      await closing(app, env);
    } finally {
      await app.close();
    }
    await startsHidden(env);
  });
}

/** A start that hands over what it was given, and ends by itself. */
async function again(env, ...args) {
  const second = start("second-start", program, args, { env });
  await until("the second start to end", () => second.exitCode === 0);
}

async function settings(app, home) {
  const entry = join(home, ".config", "autostart", "Albumen.desktop");
  const keys = new Keys(app);
  await check("starting with the session is an entry that names this program, and goes with the tick", async () => {
    await keys.press(KEYS.control, ",");
    await app.find("dialog", "Settings");
    await app.click("checkbox", /Start when I sign in/);
    await until("the entry", () => existsSync(entry));
    const said = /^Exec=(.+)$/m.exec(readFileSync(entry, "utf8"))[1];
    must(said === `"${program}" --background`, `the entry says ${said}`);
    await app.keep("settings-background");
    await app.click("checkbox", /Start when I sign in/);
    await until("the entry to go", () => !existsSync(entry));
  });
  await check("the program can be told to stay", async () => {
    await app.click("checkbox", /Keep running when the window is closed/);
    await app.click("button", "Done");
  });
}

async function secondStart(app, env, files) {
  await check("a second start with files uploads them from the first", async () => {
    await again(env, files[0].path, pathToFileURL(files[1].path).href);
    await app.sees(/2 files go to your library|2 files are/, 30_000);
  });
  await check("a second start with a folder shows a plan there", async () => {
    const folder = join(stage, "given folder");
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, "given.jpg"),
      Buffer.concat([readFileSync(files[0].path), Buffer.from(`${process.pid}`)]),
    );
    await again(env, folder);
    await app.find("dialog", /Before anything is sent/);
    await app.click("button", "Cancel");
  });
  await check("what is no photo is named, and nothing breaks", async () => {
    const text = join(stage, "given.txt");
    writeFileSync(text, "no photo");
    await again(env, text, "--no-such-option", "https://example.org/a.jpg");
    await app.sees(/given\.txt/);
  });
}

async function closing(app, env) {
  await check("closing the window leaves the program running", async () => {
    closeWindow("Albumen");
    await until("the window to go", () => !isShown("Albumen"));
    await app.find("gridcell", /^Photo/);
  });
  await check("starting it again brings the window back as it was", async () => {
    await again(env);
    await until("the window", () => isShown("Albumen"));
    await app.find("gridcell", /^Photo/);
  });
}

async function startsHidden(env) {
  await check("a start with the session shows no window until it is asked for, and stays", async () => {
    const hidden = start("hidden-start", program, ["--background"], { env });
    try {
      // Long enough for a window that would come up.
      await new Promise((go) => setTimeout(go, 4_000));
      must(hidden.exitCode === null, "it runs");
      must(!isShown("Albumen"), "no window is seen");
      await again(env, "--background");
      must(!isShown("Albumen"), "nor by the session once more");
      await again(env);
      await until("the window", () => isShown("Albumen"));
    } finally {
      await stop(hidden);
    }
  });
}
