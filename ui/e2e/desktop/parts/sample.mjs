// A first run in an empty home: three doors, one click, a library to look at. Then every screen in both themes and sizes.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { stage } from "../places.mjs";
import { check, must, part } from "../report.mjs";
import { everyScreen } from "../screens.mjs";
import { openWindow } from "../stage.mjs";

export async function play() {
  for (const theme of ["light", "dark"]) await firstRun(theme);
  await part("The sample door in an empty home", () => withWindow("sample", {}, explore));
}

async function firstRun(theme) {
  await part(`A first run, ${theme} by system`, () =>
    withWindow(`first-run-${theme}`, { GTK_THEME: theme === "dark" ? "Adwaita:dark" : "Adwaita" }, async (app) => {
      await check("it shows three doors", async () => {
        for (const door of [/Explore the sample library/, /^Connect$/, /Choose a folder/])
          await app.find("button", door);
      });
      await check(`the page is ${theme} because the system is`, async () => {
        const dark = await app.driver.run("() => matchMedia('(prefers-color-scheme: dark)').matches");
        must(dark === (theme === "dark"), `the page thinks it is ${dark ? "dark" : "light"}`);
      });
      await check("it is kept as a picture", async () => {
        for (const [width, height] of [
          [1280, 800],
          [900, 600],
        ]) {
          await app.size(width, height);
          await app.keep(`first-run-${theme}-${width}`);
        }
        await app.size(1280, 800);
        await app.click("button", "Connect");
        await app.find("heading", "Make a project at Google");
        await app.keep(`connect-${theme}-1280`);
      });
    }),
  );
}

async function explore(app) {
  await check("one click draws the library and opens it", async () => {
    await app.click("button", /Explore the sample library/);
    await app.find("gridcell", /^Photo/, 120_000);
  });
  await check("its pictures are there", () => app.pictures(60_000));
  await check("no browser was needed", async () => {
    await app.find("button", /^Connection /);
  });
  await everyScreen(app);
}

async function withWindow(name, env, body) {
  const home = join(stage, name);
  mkdirSync(home, { recursive: true });
  const app = await openWindow(name, { ALBUMEN_HOME: home, ...env });
  try {
    await body(app);
  } finally {
    await app.close();
  }
}
