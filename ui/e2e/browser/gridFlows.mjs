/** The grid at a million items: reaching, choosing, looking, walking. Nothing here waits for a time. */
import assert from "node:assert/strict";
import { button, fake, menu, press, sees, tiles, toAlbum } from "./steps.mjs";

const MILLION = 1_000_000;
const WIDE = { width: 1280, height: 800 };

/** Two frames later everything that followed from the last event is drawn. */
const drawn = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

const focused = (page) => page.evaluate(() => Number(document.activeElement?.dataset.key ?? NaN));

/** Tiles with their places, px below the top of the view. */
const boxes = (page) =>
  page.evaluate(() => {
    const view = document.querySelector(".scroller").getBoundingClientRect();
    return [...document.querySelectorAll("[data-key]")].map((tile) => {
      const { left, top, bottom, width } = tile.getBoundingClientRect();
      return {
        key: Number(tile.dataset.key),
        left,
        top: top - view.top,
        bottom: bottom - view.top,
        width,
        end: view.height,
      };
    });
  });

const topmost = async (page) =>
  (await boxes(page)).filter(({ top }) => top >= 0).sort((a, b) => a.top - b.top || a.left - b.left)[0];

/** The tile is in view, whole. */
const isSeen = (page, key) =>
  page.waitForFunction((wanted) => {
    const tile = document.querySelector(`[data-key="${wanted}"]`);
    if (!tile) return false;
    const view = document.querySelector(".scroller").getBoundingClientRect();
    const box = tile.getBoundingClientRect();
    return box.top >= view.top - 1 && box.bottom <= view.bottom + 1;
  }, key);

async function focusFirst(page) {
  await tiles(page).first().waitFor();
  await page.locator('[data-key][tabindex="0"]').first().focus();
}

const line = (page) => page.getByRole("slider", { name: "Time line" });

async function dragLine(page, from, to) {
  const box = await line(page).boundingBox();
  const x = box.x + box.width - 12;
  await page.mouse.move(x, box.y + box.height * from);
  await page.mouse.down();
  await page.mouse.move(x, box.y + box.height * to, { steps: 6 });
  return () => page.mouse.up();
}

const selectedIs = (page, words) => page.getByRole("toolbar", { name: "Selected photos" }).getByText(words).waitFor();

/** The day whose header stands at the top of the view. */
const dayAtTop = (page) =>
  page.evaluate(() => {
    const top = document.querySelector(".scroller").getBoundingClientRect().top;
    const headers = [...document.querySelectorAll(".day")].filter((day) => day.getBoundingClientRect().top <= top + 1);
    return headers.at(-1)?.querySelector("h2").textContent ?? "";
  });

/** What is chosen, as an album would be given it. */
async function chosenAsGiven(page) {
  await page.evaluate(() => {
    window.fake.addToAlbum = async (_, chosen) => {
      window.given = chosen;
      return 1;
    };
  });
  await press(page, "l");
  await page.getByRole("dialog").getByText("Winter cabin").click();
  await page.waitForFunction(() => window.given !== undefined);
  return page.evaluate(() => window.given);
}

const reaching = [600, 1280].flatMap((width) =>
  [1, 2].map((scale) => ({
    name: `the last of a million is reached at width ${width} and ${scale} device px to a px`,
    query: `n=${MILLION}`,
    viewport: { width, height: 800 },
    scale,
    run: async (page) => {
      await focusFirst(page);
      await press(page, "End");
      await isSeen(page, MILLION);
      assert.equal(await focused(page), MILLION, "by the End key");
      await press(page, "Home");
      await isSeen(page, 1);
      const up = await dragLine(page, 0.02, 1.1);
      await isSeen(page, MILLION);
      await up();
      await line(page).press("Home");
      await isSeen(page, 1);
      await page.evaluate(() => document.querySelector(".scroller").scrollTo(0, 1e9));
      await isSeen(page, MILLION);
      const row = page.locator(`[role="row"]:has(> [data-key="${MILLION}"])`);
      assert.equal(await row.getAttribute("aria-rowindex"), String(MILLION), "readers hear how far it is");
      assert.equal(await page.getByRole("grid").getAttribute("aria-rowcount"), String(MILLION));
    },
  })),
);

/** Scrolls slowly, then in leaps, and gives the most tiles and headers that were in the document. */
const travel = (page) =>
  page.evaluate(async () => {
    const scroller = document.querySelector(".scroller");
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const most = { tiles: 0, pictures: 0 };
    for (let step = 0; step < 60; step += 1) {
      scroller.scrollTop += step % 20 < 15 ? 180 : 150_000;
      await frame();
      most.tiles = Math.max(most.tiles, document.querySelectorAll("[data-key]").length);
      most.pictures = Math.max(most.pictures, document.querySelectorAll("[data-key] img").length);
    }
    return most;
  });

const longStretches = [
  { name: "a million", query: `n=${MILLION}` },
  { name: "a month of 70,000", query: `n=${MILLION}&month=70000` },
  { name: "a day of 70,000", query: `n=${MILLION}&day=70000` },
].map(({ name, query }) => ({
  name: `${name} never has more than 150 tiles in the page`,
  query,
  viewport: WIDE,
  run: async (page) => {
    await tiles(page).first().waitFor();
    const most = await travel(page);
    assert.ok(most.tiles > 0 && most.tiles <= 150, `${most.tiles} tiles at most`);
    assert.ok(most.pictures <= most.tiles);
  },
}));

/** The days before it hold 20, 57, 94 and 131 items. */
const LONG_DAY_FIRST = 303;

const inLongDay = async (page) => {
  await focusFirst(page);
  await press(page, "d", "d", "d", "d");
  // Four days down the focus stands on the first of the long day.
  await page.waitForFunction((first) => Number(document.activeElement?.dataset.key) === first, LONG_DAY_FIRST);
};

const choosing = [
  {
    name: "a day of 70,000 is one day: one header, no seam, one circle",
    query: `n=${MILLION}&day=70000`,
    viewport: WIDE,
    run: async (page) => {
      await inLongDay(page);
      await page.evaluate(() => (document.querySelector(".scroller").scrollTop += 60_000));
      await page.waitForFunction(() => document.querySelectorAll("[data-key]").length > 20);
      for (let step = 0; step < 40; step += 1) {
        await page.evaluate(() => (document.querySelector(".scroller").scrollTop += 300));
        await drawn(page);
        await page.waitForFunction(() => document.querySelectorAll(".unknown").length === 0);
        const seams = await page.evaluate(() => {
          const tops = [...document.querySelectorAll("[data-key]")].map((tile) => tile.getBoundingClientRect());
          const rows = [...new Map(tops.map((box) => [Math.round(box.top), box.bottom]))].sort((a, b) => a[0] - b[0]);
          return rows.slice(1).map(([top], at) => Math.round(top - rows[at][1]));
        });
        assert.ok(
          seams.every((gap) => gap === 4),
          `rows stand 4 px apart, also where a part ends: ${seams.join(" ")}`,
        );
      }
      assert.equal(await page.locator(".day").count(), 1, "one header");
      await page.locator(".take").click();
      await selectedIs(page, "70,000 selected");
      assert.equal(await page.locator(".take.taken").count(), 1);
      assert.equal(await page.locator('[data-key]:not([aria-selected="true"])').count(), 0, "what was never clicked");
      await tiles(page).nth(10).click();
      await selectedIs(page, "69,999 selected");
      assert.equal(await page.locator(".take.taken").count(), 0, "one is left out");
      await page.locator(".take").click();
      await selectedIs(page, "70,000 selected");
      await page.locator(".take").click();
      await page.getByRole("toolbar", { name: "Selected photos" }).waitFor({ state: "detached" });
    },
  },
  {
    name: "a million is chosen as one stretch, one is left out as an exception",
    query: `n=${MILLION}`,
    viewport: WIDE,
    run: async (page) => {
      await focusFirst(page);
      await press(page, "Control+a");
      await selectedIs(page, "1,000,000 selected");
      await press(page, "End");
      await isSeen(page, MILLION);
      assert.equal(await page.locator(`[data-key="${MILLION}"]`).getAttribute("aria-selected"), "true");
      await press(page, "Space");
      await selectedIs(page, "999,999 selected");
      const chosen = await chosenAsGiven(page);
      assert.equal(chosen.spans.length, 1, "one stretch");
      assert.deepEqual([chosen.keys, chosen.without], [[], [MILLION]], "and nothing listed");
    },
  },
  {
    name: "Shift and End choose to the end across what was never seen, and Shift and a click draws it back",
    query: `n=${MILLION}`,
    viewport: WIDE,
    run: async (page) => {
      await tiles(page)
        .nth(2)
        .click({ modifiers: ["Control"] });
      await press(page, "Control+Shift+End");
      await selectedIs(page, "999,998 selected");
      await isSeen(page, MILLION);
      await press(page, "Home");
      await isSeen(page, 1);
      await tiles(page)
        .nth(7)
        .click({ modifiers: ["Shift"] });
      await selectedIs(page, "6 selected");
      await tiles(page).nth(10).focus();
      await press(page, "Shift+Space");
      await selectedIs(page, "9 selected");
    },
  },
  {
    name: "what leaves the library leaves the selection",
    query: "n=3000",
    viewport: WIDE,
    run: async (page) => {
      await focusFirst(page);
      await press(page, "Control+a");
      await selectedIs(page, "3,000 selected");
      await fake(page, () => window.fake.lose([5, 6, 7]));
      await selectedIs(page, "2,997 selected");
      await page.locator('[data-key="5"]').waitFor({ state: "detached" });
      assert.equal(await page.locator('[data-key]:not([aria-selected="true"])').count(), 0);
      await page.locator('[data-key="8"]').click();
      await selectedIs(page, "2,996 selected");
    },
  },
  {
    name: "the menu on a chosen photo acts on all that is chosen, on another one on that alone",
    query: "n=3000",
    viewport: WIDE,
    run: async (page) => {
      await focusFirst(page);
      await press(page, "Control+a");
      await tiles(page).nth(3).click({ button: "right" });
      await page.getByRole("menu", { name: "Selected photos" }).getByText("Add to album").click();
      await sees(page, /3,000/);
      await press(page, "Escape");
      await press(page, "Escape");
      await page.getByRole("toolbar", { name: "Selected photos" }).waitFor({ state: "detached" });
      await tiles(page).nth(3).click({ button: "right" });
      await page.getByRole("menu", { name: "Photo", exact: true }).waitFor();
    },
  },
];

/** Answers of the index that arrive when the test says so, in an order it draws by lot. */
const holdAnswers = (page) =>
  page.evaluate(() => {
    const { fake } = window;
    const ask = fake.gridItems;
    let seed = 7;
    window.held = [];
    fake.gridItems = (scope, keys) => new Promise((give) => window.held.push(() => give(ask(scope, keys))));
    window.release = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      window.held.splice(seed % Math.max(1, window.held.length), 1)[0]?.();
    };
    window.letGo = () => {
      fake.gridItems = ask;
      window.held.splice(0).forEach((give) => give());
    };
  });

/** Scrolls by steps while answers come; gives by how much a tile in view moved beyond the step at worst. */
const worstMove = (page, step) =>
  page.evaluate(async (by) => {
    const scroller = document.querySelector(".scroller");
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const places = () =>
      new Map(
        [...document.querySelectorAll("[data-key]")].map((tile) => [
          tile.dataset.key,
          tile.getBoundingClientRect().top,
        ]),
      );
    let worst = 0;
    for (let turn = 0; turn < 90; turn += 1) {
      const before = places();
      scroller.scrollTop += by;
      await frame();
      if (turn % 3 === 0) window.release();
      await frame();
      await frame();
      for (const [key, top] of places()) {
        const old = before.get(key);
        if (old !== undefined && old > 60 && old < 740) worst = Math.max(worst, Math.abs(top - old + by));
      }
    }
    return worst;
  }, step);

const still = [
  {
    name: "no tile moves while parts of a long day arrive in any order, up and down",
    query: `n=${MILLION}&day=70000`,
    viewport: WIDE,
    run: async (page) => {
      await inLongDay(page);
      await page.evaluate(() => (document.querySelector(".scroller").scrollTop += 400_000));
      await page.waitForFunction(() => document.querySelectorAll("[data-key]").length > 20);
      await holdAnswers(page);
      const up = await worstMove(page, -160);
      assert.ok(up <= 1.5, `a tile jumped by ${up} px on the way up`);
      const down = await worstMove(page, 160);
      assert.ok(down <= 1.5, `a tile jumped by ${down} px on the way down`);
      await page.evaluate(() => window.letGo());
    },
  },
  {
    name: "another size of the photos and another size of the window keep the topmost photo",
    query: `n=${MILLION}&month=70000`,
    viewport: WIDE,
    run: async (page) => {
      await tiles(page).first().waitFor();
      await page.evaluate(() => document.querySelector(".scroller").scrollTo(0, 120_000));
      await page.waitForFunction(() => document.querySelectorAll("[data-key]").length > 20);
      await drawn(page);
      const { key } = await topmost(page);
      for (const pressed of ["-", "+", "+", "Control+-"]) {
        const rowHeight = () =>
          page.evaluate(() => getComputedStyle(document.querySelector(".ground")).getPropertyValue("--row"));
        const before = await rowHeight();
        await press(page, pressed);
        await page.waitForFunction(
          (old) => getComputedStyle(document.querySelector(".ground")).getPropertyValue("--row") !== old,
          before,
        );
        await drawn(page);
        const tile = (await boxes(page)).find((one) => one.key === key);
        assert.ok(tile && tile.top >= 0 && tile.top < 120, `after ${pressed} it is still at the top: ${tile?.top}`);
      }
      assert.equal((await fake(page, () => window.fake.settings())).density, "normal", "and it is kept");
      await page.setViewportSize({ width: 940, height: 700 });
      await drawn(page);
      const tile = (await boxes(page)).find((one) => one.key === key);
      assert.ok(tile && tile.top >= 0 && tile.top < 120, `in a smaller window: ${tile?.top}`);
    },
  },
];

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="30" height="20" fill="#8a6"/></svg>';

/** Pictures that are served when the test lets them; gives what was asked for, in order. */
async function servePictures(page) {
  const asked = [];
  const waiting = [];
  const served = { asked, waiting, open: true };
  await page.route("**/picture/**", (route) => {
    const [, key, size] = /picture\/(\d+)\/(\d+)/.exec(route.request().url());
    asked.push({ key: Number(key), size: Number(size) });
    const answer = () => route.fulfill({ contentType: "image/svg+xml", body: SVG }).catch(() => undefined);
    if (served.open) void answer();
    else waiting.push(answer);
  });
  return served;
}

const pictures = [
  {
    name: "pictures in view are asked for before those around, and none twice",
    query: "n=5000&fake=served-pictures",
    viewport: WIDE,
    before: servePictures,
    run: async (page, served) => {
      await page.waitForFunction(() => {
        const all = [...document.querySelectorAll("[data-key]")];
        return all.length > 20 && all.every((tile) => tile.querySelector("img.kept, img.fading"));
      });
      const tilesNow = await boxes(page);
      const inView = new Set(tilesNow.filter(({ top, end }) => top < end).map(({ key }) => key));
      const firstOutside = served.asked.findIndex(({ key }) => !inView.has(key));
      assert.equal(firstOutside, inView.size, "all that is seen comes first");
      assert.equal(new Set(served.asked.map(({ key }) => key)).size, served.asked.length, "none twice");
      assert.ok(served.asked.every(({ size }) => size === 512));
    },
  },
  {
    name: "what flies past is not asked for, and what left before it came is called off",
    query: "n=200000&fake=served-pictures",
    viewport: WIDE,
    before: servePictures,
    run: async (page, served) => {
      await page.waitForFunction(() => document.querySelectorAll("img.kept, img.fading").length > 20);
      await drawn(page);
      served.open = false;
      const known = new Set(served.asked.map(({ key }) => key));
      await page.evaluate(() => (document.querySelector(".scroller").scrollTop += 4000));
      await page.waitForFunction(
        (asked) => {
          const waiting = [...document.querySelectorAll("[data-key] img:not(.kept, .fading)")];
          return waiting.some((image) => !asked.includes(Number(image.closest("[data-key]").dataset.key)));
        },
        [...known],
      );
      const waited = served.asked.map(({ key }) => key).filter((key) => !known.has(key));
      served.asked.length = 0;
      const flown = await page.evaluate(async () => {
        const scroller = document.querySelector(".scroller");
        const seen = new Set();
        for (let step = 0; step < 25; step += 1) {
          scroller.scrollTop += 3000;
          await new Promise((done) => requestAnimationFrame(done));
          document.querySelectorAll("[data-key]").forEach((tile) => seen.add(Number(tile.dataset.key)));
        }
        return [...seen];
      });
      assert.ok(flown.length > 100, "tiles were drawn on the way");
      await page.waitForFunction((keys) => keys.every((key) => window.fake.cancelled.includes(key)), waited);
      served.open = true;
      served.waiting.forEach((answer) => answer());
      await page.waitForFunction(() => {
        const all = [...document.querySelectorAll("[data-key]")];
        return all.length > 20 && all.every((tile) => tile.querySelector("img.kept, img.fading"));
      });
      const seenNow = new Set((await boxes(page)).map(({ key }) => key));
      const past = served.asked.filter(({ key }) => !seenNow.has(key) && flown.includes(key));
      assert.ok(past.length < flown.length / 4, `${past.length} of ${flown.length} that flew past were asked for`);
    },
  },
  {
    name: "compact photos are shown from the small pictures",
    query: "n=600&fake=served-pictures",
    viewport: WIDE,
    before: servePictures,
    run: async (page, served) => {
      await tiles(page).first().waitFor();
      await press(page, "-");
      served.asked.length = 0;
      await page.waitForFunction(() => document.querySelector("[data-key] img")?.src.endsWith("/256"));
      assert.ok(served.asked.length === 0 || served.asked.some(({ size }) => size === 256));
    },
  },
];

const walking = [
  {
    name: "D, M and Y walk by day, month and year, and shifted back",
    query: `n=${MILLION}`,
    viewport: WIDE,
    run: async (page) => {
      await focusFirst(page);
      const day = () => dayAtTop(page);
      const first = await day();
      const goes = async (key, changed) => {
        const before = await focused(page);
        await press(page, key);
        await page.waitForFunction((old) => Number(document.activeElement?.dataset.key) !== old, before);
        await drawn(page);
        assert.ok(changed(await day()), `${key} led to ${await day()}`);
      };
      await goes("d", (title) => title !== first);
      await goes("m", (title) => title.includes("May"));
      await goes("y", (title) => title.includes("31 December 2025"));
      await goes("Shift+Y", (title) => title === first);
      assert.equal(await focused(page), 1);
    },
  },
  {
    name: "Page keys go on into what is not in memory, and lead back to the same photo's row",
    query: `n=${MILLION}`,
    viewport: WIDE,
    run: async (page) => {
      await focusFirst(page);
      const passed = [1];
      for (let step = 0; step < 12; step += 1) {
        await press(page, "PageDown");
        await page.waitForFunction((old) => Number(document.activeElement?.dataset.key) > old, passed.at(-1));
        passed.push(await focused(page));
      }
      await isSeen(page, passed.at(-1));
      for (const before of passed.slice(0, -1).reverse()) {
        await press(page, "PageUp");
        await page.waitForFunction((old) => Number(document.activeElement?.dataset.key) < old, passed.pop());
        assert.ok((await focused(page)) <= before + 40, "about where it was");
      }
      await press(page, "ArrowUp", "ArrowDown");
      assert.equal(await page.locator('[data-key][tabindex="0"]').count(), 1, "one tab stop");
    },
  },
  {
    name: "the focus is back on its photo when it scrolled out and in, and stays when the library changes",
    query: "n=30000",
    viewport: WIDE,
    run: async (page) => {
      await focusFirst(page);
      await press(page, "ArrowRight", "ArrowRight");
      const key = await focused(page);
      await page.evaluate(() => document.querySelector(".scroller").scrollTo(0, 60_000));
      await page.waitForFunction(() => document.activeElement?.classList.contains("scroller"));
      await page.evaluate(() => document.querySelector(".scroller").scrollTo(0, 0));
      await page.waitForFunction((wanted) => Number(document.activeElement?.dataset.key) === wanted, key);
      await fake(page, () => window.fake.changed());
      await drawn(page);
      assert.equal(await focused(page), key);
      await fake(page, () => window.fake.lose([3]));
      await page.waitForFunction(() => document.querySelector('[data-key="3"]') === null);
      await press(page, "ArrowRight");
      await page.waitForFunction(() => [4, 5].includes(Number(document.activeElement?.dataset.key)));
    },
  },
  {
    name: "the line names the month under the pointer, the day when one goes slowly, and shows what lies there",
    query: `n=${MILLION}`,
    viewport: WIDE,
    run: async (page) => {
      await tiles(page).first().waitFor();
      const up = await dragLine(page, 0.3, 0.5);
      const pill = page.locator(".pill");
      assert.match(await pill.textContent(), /^[A-Z][a-z]+ \d{4}$/);
      const box = await line(page).boundingBox();
      for (let step = 1; step < 4; step += 1)
        await page.mouse.move(box.x + box.width - 12, box.y + box.height * 0.5 + step);
      assert.match(await pill.textContent(), /^\d+ [A-Z][a-z]+ \d{4}$/);
      const words = await line(page).getAttribute("aria-valuetext");
      await up();
      await page.waitForFunction(() => document.querySelectorAll("[data-key] img").length > 5);
      const day = await dayAtTop(page);
      assert.ok(day.endsWith(words), `${day} lies in ${words}`);
    },
  },
];

const pulling = [
  {
    name: "photos pulled out of the window are given away, never more than ten, and a press still opens",
    query: "n=600",
    viewport: WIDE,
    run: async (page) => {
      await tiles(page).first().waitFor();
      const pull = async (place, far) => {
        const box = await tiles(page).nth(place).boundingBox();
        await page.mouse.move(box.x + 60, box.y + 60);
        await page.mouse.down();
        await page.mouse.move(box.x + 60 + far, box.y + 62, { steps: 3 });
        await page.mouse.up();
      };
      const opened = () => fake(page, () => window.fake.opened.filter((one) => one.startsWith("drag")));
      await pull(2, 30);
      assert.deepEqual(await opened(), ["drag 3"], "the one under the pointer");
      assert.equal(await page.locator(".viewer").count(), 0, "and nothing opens");
      for (const place of [0, 1, 4])
        await tiles(page)
          .nth(place)
          .click({ modifiers: ["Control"] });
      await pull(1, 30);
      await page.waitForFunction(() => window.fake.opened.includes("drag 1 2 5"));
      await selectedIs(page, "3 selected");
      await press(page, "Control+a");
      await pull(1, 30);
      await sees(page, /Up to 10 photos can be dragged out/);
      assert.equal((await opened()).length, 2);
      await press(page, "Escape");
      await pull(1, 3);
      await page.locator(".viewer").waitFor();
    },
  },
  {
    name: "a frame scrolls at the edge, takes what it passed, and adds to what was chosen with Ctrl",
    query: "n=5000",
    viewport: WIDE,
    run: async (page) => {
      await tiles(page).first().waitFor();
      await tiles(page)
        .nth(0)
        .click({ modifiers: ["Control"] });
      const view = await page.locator(".scroller").boundingBox();
      const [, second] = await boxes(page);
      await page.keyboard.down("Control");
      await page.mouse.move(second.left - 2, view.y + 46 + 20);
      await page.mouse.down();
      await page.mouse.move(view.x + view.width - 90, view.y + view.height - 4, { steps: 5 });
      await page.waitForFunction(() => document.querySelector(".scroller").scrollTop > 1500);
      await page.mouse.up();
      await page.keyboard.up("Control");
      // On the way back, all that the frame went over is chosen, also what left the document meanwhile.
      for (let place = 1500; place > 0; place -= 500) {
        await page.evaluate((top) => document.querySelector(".scroller").scrollTo(0, top), place);
        await page.waitForFunction(() => document.querySelectorAll(".unknown").length === 0);
        const left = await page.evaluate((from) => {
          const tiles = [...document.querySelectorAll('[data-key]:not([aria-selected="true"])')];
          const end = document.querySelector(".scroller").getBoundingClientRect().bottom;
          return tiles.filter((tile) => {
            const box = tile.getBoundingClientRect();
            return box.right > from && box.bottom < end;
          }).length;
        }, second.left);
        assert.equal(left, 0, `at ${place} px nothing that was passed is left out`);
      }
      await press(page, "Home");
      await page.evaluate(() => document.querySelector(".scroller").scrollTo(0, 0));
      await isSeen(page, 1);
      assert.equal(await page.locator('[data-key="1"]').getAttribute("aria-selected"), "true", "what was there stays");
      assert.equal(await page.locator('[data-key="2"]').getAttribute("aria-selected"), "true");
    },
  },
  {
    name: "a cover is chosen from the same grid, by keyboard alone",
    query: "n=600",
    viewport: WIDE,
    run: async (page) => {
      await toAlbum(page, "Winter cabin");
      await menu(
        page,
        page.getByRole("banner").or(page.getByRole("main")).getByRole("button", { name: "More" }).first(),
        "Choose a cover",
      );
      const dialog = page.getByRole("dialog", { name: "Choose a cover" });
      await dialog.locator("[data-key]").first().waitFor();
      await page.waitForFunction(() => document.activeElement?.closest("dialog") && document.activeElement.dataset.key);
      assert.equal(await dialog.locator('[aria-selected="true"]').count(), 1, "the present cover");
      await press(page, "ArrowRight", "ArrowRight", "Space");
      const key = await focused(page);
      assert.equal(await dialog.locator('[aria-selected="true"]').getAttribute("data-key"), String(key), "one alone");
      await press(page, "Enter");
      await dialog.waitFor({ state: "detached" });
      await sees(page, "New cover for “Winter cabin”");
      const covers = await fake(
        page,
        async () => (await window.fake.albums()).find((a) => a.title === "Winter cabin").covers,
      );
      assert.equal(covers[0], key);
    },
  },
];

export const flows = [...reaching, ...longStretches, ...choosing, ...still, ...pictures, ...walking, ...pulling];

const photos = (page) => tiles(page).first().waitFor();
const density = (key) => async (page) => {
  await photos(page);
  if (key) await press(page, key);
};

export const screens = [
  { name: "grid-compact", query: `n=${MILLION}`, steps: density("-") },
  { name: "grid-normal", query: `n=${MILLION}`, steps: density(null) },
  { name: "grid-large", query: `n=${MILLION}`, steps: density("+") },
  {
    name: "grid-all-selected",
    query: `n=${MILLION}`,
    steps: async (page) => {
      await focusFirst(page);
      await press(page, "Control+a");
      await selectedIs(page, "1,000,000 selected");
    },
  },
  {
    name: "grid-scrubber",
    query: `n=${MILLION}`,
    steps: async (page) => {
      await photos(page);
      await (
        await dragLine(page, 0.2, 0.4)
      )();
      await page.waitForFunction(() => document.querySelectorAll("[data-key] img").length > 5);
    },
    before: (page) => line(page).hover(),
  },
  {
    name: "grid-frame",
    steps: async (page) => {
      await photos(page);
      const [first] = await boxes(page);
      const view = await page.locator(".scroller").boundingBox();
      await page.mouse.move(first.left - 6, view.y + 70);
      await page.mouse.down();
      await page.mouse.move(first.left + 500, view.y + 330, { steps: 4 });
    },
  },
  {
    name: "grid-cover",
    steps: async (page) => {
      await toAlbum(page, "Winter cabin");
      await button(page, "More").click();
      await page.getByRole("menu").getByText("Choose a cover").click();
      await page.getByRole("dialog").locator("[data-key] img").first().waitFor();
    },
  },
];
