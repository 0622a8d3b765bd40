// A library far larger than a scroll box: its last item is shown, on a narrow and a wide page, on a screen of either density.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { stage } from "../places.mjs";
import { check, must, part } from "../report.mjs";
import { openWindow, startEmulator } from "../stage.mjs";
import { KEYS, until } from "../webdriver.mjs";
import { signIn } from "./google.mjs";

const ITEMS = 100_000;
const WIDTHS = [600, 1280];

export async function play() {
  const home = join(stage, "large");
  mkdirSync(home, { recursive: true });
  const emulator = await startEmulator(join(stage, "large emulator"), `synthetic:${ITEMS}`);
  const env = { ALBUMEN_HOME: home, ALBUMEN_GOOGLE: emulator.base };
  try {
    for (const density of [1, 2]) {
      await part(`A library of ${ITEMS.toLocaleString("en")} items, ${density} dots to a pixel`, async () => {
        const app = await openWindow(`large-${density}`, { ...env, GDK_SCALE: String(density) });
        try {
          if (density === 1) await arrive(app);
          for (const width of WIDTHS) await lastItem(app, width, density);
        } finally {
          await app.close();
        }
      });
    }
  } finally {
    await emulator.stop();
  }
}

async function arrive(app) {
  await signIn(app);
  await check("all of it arrives", () =>
    until("every item in the grid", async () => (await rows(app)) === ITEMS, 180_000),
  );
}

const rows = (app) =>
  app.driver.run("() => Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') ?? 0)");

async function lastItem(app, width, density) {
  await check(`the last item is shown on a page of ${width}`, async () => {
    await app.size(width, 800, density);
    const ratio = await app.driver.run("() => devicePixelRatio");
    must(ratio === density, `the page has ${ratio} dots to a pixel`);
    await app.find("gridcell", /./);
    await app.driver.run("() => document.querySelector(\"[role=gridcell][tabindex='0']\").focus()");
    await app.driver.press(KEYS.end);
    await until("the last row in view", () => shown(app, ITEMS));
    await app.pictures(60_000);
    await app.driver.press(KEYS.home);
    await until("the first row in view", () => shown(app, 1));
  });
  await check(`the end of the scroll bar is the end of the library on a page of ${width}`, async () => {
    await app.driver.run(
      "() => { const box = document.querySelector('.scroller'); box.scrollTop = box.scrollHeight; }",
    );
    await until("the last row in view", () => shown(app, ITEMS));
    await app.driver.run("() => { document.querySelector('.scroller').scrollTop = 0; }");
    await until("the first row in view", () => shown(app, 1));
  });
}

/** Whether the tile of this row is whole in the view. */
function shown(app, row) {
  return app.driver.run(
    `(row) => {
      const tile = document.querySelector("[role=row][aria-rowindex='" + row + "'] [role=gridcell]");
      if (!tile) return false;
      const place = tile.getBoundingClientRect(), view = document.querySelector(".scroller").getBoundingClientRect();
      return place.height > 0 && place.top >= view.top - 1 && place.bottom <= view.bottom + 1;
    }`,
    row,
  );
}
