/**
 * The grid, the time line and the viewer in a real browser, on the invented library. Run by `run.mjs`.
 * Nothing here waits for a time: it waits for what must become true.
 */
import assert from "node:assert/strict";

const TILE = "[data-key]";

/** Opens the photos of a library of `items` and waits for the first tiles. */
async function openPhotos(page, base, path, items, size = { width: 1280, height: 800 }) {
  await page.setViewportSize(size);
  await page.goto(`${base}${path}?n=${items}`);
  await page.waitForSelector(`${TILE} img`);
}

/** Keys and places of the tiles, px below the top of the viewport. */
const tilesOf = (page) =>
  page.evaluate((tile) => {
    const view = document.querySelector(".scroller").getBoundingClientRect();
    return [...document.querySelectorAll(tile)].map((element) => {
      const box = element.getBoundingClientRect();
      return {
        key: Number(element.dataset.key),
        row: Number(element.parentElement.getAttribute("aria-rowindex")),
        left: box.left,
        top: box.top - view.top,
        bottom: box.bottom - view.top,
        width: box.width,
        height: view.height,
      };
    });
  }, TILE);

const chosen = (page) =>
  page.evaluate(() => [...document.querySelectorAll('[aria-selected="true"]')].map((tile) => Number(tile.dataset.key)));

const focused = (page) => page.evaluate(() => Number(document.activeElement?.dataset.key ?? NaN));

/** Two frames later everything that followed from the last event is drawn. */
const drawn = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

const viewerName = (page) => page.locator(".viewer h1").textContent();

async function focusFirst(page) {
  await page.locator(`${TILE}[tabindex="0"]`).first().focus();
  return focused(page);
}

/** Scrolls on until a photo is in the document. */
async function bring(page, key) {
  const tile = `[data-key="${key}"]`;
  while ((await page.locator(tile).count()) === 0) {
    await page.evaluate(() => (document.querySelector(".scroller").scrollTop += 500));
    await drawn(page);
  }
  return page.locator(tile);
}

async function gridTests({ page, base, test, path }) {
  await test("scrolling through 100,000 photos keeps at most 150 pictures in the document", async () => {
    await openPhotos(page, base, path, 100_000);
    const most = await page.evaluate(async (tile) => {
      const scroller = document.querySelector(".scroller");
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      let most = 0;
      for (let step = 0; step < 80; step += 1) {
        // Slow for a while, then in leaps: both ways of scrolling.
        scroller.scrollTop += step % 20 < 14 ? 180 : 60_000;
        await frame();
        most = Math.max(most, document.querySelector(".ground").querySelectorAll("img").length);
      }
      while (document.querySelectorAll(tile).length === 0) await frame();
      return most;
    }, TILE);
    assert.ok(most > 0 && most <= 150, `${most} pictures at most`);
  });

  await test("the end of the scroll box is the last photo of 100,000", async () => {
    await openPhotos(page, base, path, 100_000);
    await page.evaluate(() => document.querySelector(".scroller").scrollTo(0, 1e9));
    await page.waitForFunction(() => {
      const rows = [...document.querySelectorAll("[aria-rowindex]")];
      return rows.some((row) => row.getAttribute("aria-rowindex") === "100000");
    });
    // Days above became known meanwhile; the box may have grown, so go on to its true end.
    await page.evaluate(() => document.querySelector(".scroller").scrollTo(0, 1e9));
    await drawn(page);
    const last = (await tilesOf(page)).find(({ row }) => row === 100_000);
    assert.ok(last && last.bottom <= last.height, "and it is seen whole");
  });

  await test("tiles do not move when days above them become known", async () => {
    await openPhotos(page, base, path, 20_000);
    const worst = await page.evaluate(async (tile) => {
      const scroller = document.querySelector(".scroller");
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const places = () =>
        new Map([...document.querySelectorAll(tile)].map((one) => [one.dataset.key, one.getBoundingClientRect().top]));
      scroller.scrollTop = scroller.scrollHeight / 2;
      do await frame();
      while (document.querySelectorAll(tile).length < 20);
      let worst = 0;
      for (let step = 0; step < 120; step += 1) {
        const before = places();
        scroller.scrollTop -= 60;
        await frame();
        await frame();
        for (const [key, top] of places()) {
          const old = before.get(key);
          if (old !== undefined && old > 0 && old < 700) worst = Math.max(worst, Math.abs(top - old - 60));
        }
      }
      return worst;
    }, TILE);
    assert.ok(worst <= 1.5, `a tile jumped by ${worst} px while scrolling up into unknown days`);
  });

  await test("resizing the window keeps the topmost photo", async () => {
    await openPhotos(page, base, path, 5_000);
    await page.evaluate(() => document.querySelector(".scroller").scrollTo(0, 9_000));
    await page.waitForFunction((tile) => document.querySelectorAll(tile).length > 20, TILE);
    await drawn(page);
    const before = (await tilesOf(page)).find(({ top }) => top >= 0);
    await page.setViewportSize({ width: 900, height: 700 });
    await page.waitForFunction(() => document.querySelector(".scroller").clientWidth < 900);
    await drawn(page);
    const after = (await tilesOf(page)).find(({ key }) => key === before.key);
    assert.ok(after && Math.abs(after.top - before.top) <= 2, "it stands where it stood");
  });

  await test("a grid that is left and entered again stands where it stood", async () => {
    await openPhotos(page, base, path, 5_000);
    await page.evaluate(() => document.querySelector(".scroller").scrollTo(0, 30_000));
    await page.waitForFunction((tile) => document.querySelectorAll(tile).length > 20, TILE);
    await drawn(page);
    const before = (await tilesOf(page)).find(({ top }) => top >= 0);
    const rail = page.getByRole("navigation").first();
    await rail.getByText("Albums").click();
    await page.waitForSelector(".scroller", { state: "detached" });
    await rail.getByText("Photos").click();
    await page.waitForSelector(`[data-key="${before.key}"]`);
    await drawn(page);
    const after = (await tilesOf(page)).find(({ key }) => key === before.key);
    assert.ok(Math.abs(after.top - before.top) <= 1, "not one row elsewhere");
  });

  await test("the time line is a slider that moves by month and by year", async () => {
    await openPhotos(page, base, path, 5_000);
    const line = page.getByRole("slider", { name: "Time line" });
    await line.focus();
    const first = await line.getAttribute("aria-valuetext");
    await page.keyboard.press("ArrowDown");
    await drawn(page);
    const second = await line.getAttribute("aria-valuetext");
    assert.notEqual(second, first, "one month down");
    await page.keyboard.press("PageDown");
    await drawn(page);
    const year = (text) => /\d{4}/.exec(text)[0];
    assert.notEqual(year(await line.getAttribute("aria-valuetext")), year(second), "another year");
    await page.keyboard.press("Home");
    await drawn(page);
    assert.equal(await line.getAttribute("aria-valuetext"), first);
  });
}

async function choosingTests({ page, base, test, path }) {
  await test("arrows move the focus by rows, Shift chooses on the way, Space toggles", async () => {
    await openPhotos(page, base, path, 2_000);
    const first = await focusFirst(page);
    await page.keyboard.press("ArrowRight");
    assert.equal(await focused(page), first + 1);
    const tiles = await tilesOf(page);
    const from = tiles.find(({ key }) => key === first + 1);
    await page.keyboard.press("ArrowDown");
    const down = tiles.find(({ key }) => key === tiles.find((tile) => tile.top > from.top + 1)?.key);
    const to = (await tilesOf(page)).find(({ key }) => key === down.key);
    const now = await focused(page);
    const there = (await tilesOf(page)).find(({ key }) => key === now);
    assert.ok(Math.abs(there.top - to.top) < 1, "the next row");
    await page.keyboard.press("Space");
    assert.deepEqual(await chosen(page), [now]);
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("Shift+ArrowRight");
    await page.waitForFunction(() => document.querySelectorAll('[aria-selected="true"]').length === 3);
    await page.keyboard.press("Shift+ArrowLeft");
    await page.waitForFunction(() => document.querySelectorAll('[aria-selected="true"]').length === 2);
    assert.deepEqual(await chosen(page), [now, now + 1], "the range shrinks again");
  });

  await test("End goes to the last photo and Home comes back", async () => {
    await openPhotos(page, base, path, 30_000);
    const first = await focusFirst(page);
    await page.keyboard.press("End");
    await page.waitForFunction(() => document.activeElement?.dataset.key === "30000");
    await page.keyboard.press("PageUp");
    await page.waitForFunction(() => Number(document.activeElement?.dataset.key) < 30000);
    await page.keyboard.press("Home");
    await page.waitForFunction((key) => document.activeElement?.dataset.key === String(key), first);
    assert.equal(await page.locator(`${TILE}[tabindex="0"]`).count(), 1, "the grid is one tab stop");
  });

  await test("the circle chooses, then a click toggles, Shift takes the range, the day's circle takes the day", async () => {
    await openPhotos(page, base, path, 2_000);
    const [a, b] = (await tilesOf(page)).map(({ key }) => key);
    await page.locator(`[data-key="${a}"] [data-check]`).click();
    await page.locator(`[data-key="${b}"]`).click();
    assert.deepEqual(await chosen(page), [a, b], "a click toggles while something is chosen");
    await page.locator(`[data-key="${a + 4}"]`).click({ modifiers: ["Shift"] });
    await page.waitForFunction(() => document.querySelectorAll('[aria-selected="true"]').length === 5);
    await page.locator(`[data-key="${b}"]`).click({ modifiers: ["Control"] });
    assert.equal((await chosen(page)).includes(b), false, "Ctrl takes one out");
    const day = page.locator(".take").first();
    await day.click();
    const items = Number(/\d+/.exec(await page.locator(".day .count").first().textContent())[0]);
    assert.equal((await chosen(page)).length, items, "the whole day");
    await day.click();
    assert.equal((await chosen(page)).length, 0);
  });

  await test("a frame drawn from between the tiles chooses what it touches", async () => {
    await openPhotos(page, base, path, 2_000);
    const tiles = await tilesOf(page);
    const view = await page.locator(".scroller").boundingBox();
    const [first, second] = tiles;
    const from = { x: first.left - 8, y: view.y + first.top + 30 };
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(first.left + 20, from.y + 30);
    await page.mouse.move(second.left + 10, from.y + 60, { steps: 4 });
    assert.deepEqual(await chosen(page), [first.key, second.key]);
    assert.ok(await page.locator(".band").isVisible());
    await page.mouse.move(first.left + 20, from.y + 60, { steps: 4 });
    assert.deepEqual(await chosen(page), [first.key], "what the frame leaves is let go");
    await page.mouse.up();
    assert.equal(await page.locator(".band").count(), 0);
    assert.equal(await page.locator(".viewer").count(), 0, "drawing a frame opens nothing");
  });

  await test("Ctrl+A chooses everything, also what was never seen", async () => {
    await openPhotos(page, base, path, 3_000);
    await focusFirst(page);
    await page.keyboard.press("Control+a");
    await page.waitForFunction(() => document.querySelectorAll('[aria-selected="true"]').length > 5);
    const tiles = (await tilesOf(page)).length;
    assert.equal((await chosen(page)).length, tiles, "all that is drawn");
    await page.evaluate(() => document.querySelector(".scroller").scrollTo(0, 1e9));
    await page.waitForFunction((tile) => document.querySelector(`${tile}[data-key="3000"]`) !== null, TILE);
    assert.equal(await page.locator('[data-key="3000"]').getAttribute("aria-selected"), "true");
  });
}

async function viewerTests({ page, base, test, path }) {
  await test("Enter opens the viewer, keys walk and zoom, Escape gives the focus back to the tile", async () => {
    await openPhotos(page, base, path, 300);
    await focusFirst(page);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".viewer");
    const first = await viewerName(page);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("j");
    await page.waitForFunction((name) => document.querySelector(".viewer h1").textContent !== name, first);
    await page.keyboard.press("k");
    await drawn(page);
    assert.match(await page.locator(".viewer .position").textContent(), /^2 of 300/);
    assert.match(await page.locator(".viewer .zoom").textContent(), /^Fit/);
    await page.keyboard.press("1");
    await drawn(page);
    assert.equal(await page.locator(".viewer .zoom").textContent(), "100%");
    await page.keyboard.press("-");
    await drawn(page);
    assert.match(await page.locator(".viewer .zoom").textContent(), /^71%/);
    await page.keyboard.press("0");
    await drawn(page);
    assert.match(await page.locator(".viewer .zoom").textContent(), /^Fit/);
    await page.keyboard.press("Escape");
    await page.waitForSelector(".viewer", { state: "detached" });
    await page.waitForFunction(() => document.activeElement?.dataset.key === "2");
  });

  await test("a double click opens the viewer once and does nothing in it", async () => {
    await openPhotos(page, base, path, 300);
    const { key } = (await tilesOf(page)).filter(({ top }) => top > 200)[0];
    await page.locator(`[data-key="${key}"]`).dblclick();
    await page.waitForSelector(".viewer .zoom");
    await drawn(page);
    assert.match(await page.locator(".viewer .zoom").textContent(), /^Fit/);
    assert.match(await page.locator(".viewer .position").textContent(), new RegExp(`^${key} of`));
  });

  await test("the next picture is drawn a frame after the key", async () => {
    await openPhotos(page, base, path, 300);
    await page.locator('[data-key="3"]').click();
    await page.waitForFunction(() => [...document.querySelectorAll(".slide img")].every((image) => image.complete));
    const shown = await page.evaluate(async () => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const before = document.querySelector(".slide.active img:last-child").src;
      document
        .querySelector(".viewer")
        .dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
      await frame();
      const image = document.querySelector(".slide.active img:last-child");
      return { other: image.src !== before, complete: image.complete && image.naturalWidth > 0 };
    });
    assert.deepEqual(shown, { other: true, complete: true });
  });

  await test("the ends say so, End and Home go there, and the tab key stays inside", async () => {
    await openPhotos(page, base, path, 300);
    await page.locator('[data-key="1"]').click();
    await page.waitForSelector(".viewer");
    await page.keyboard.press("ArrowLeft");
    await page.getByText("No more photos").first().waitFor();
    await page.keyboard.press("End");
    await page.waitForFunction(() => document.querySelector(".viewer .position").textContent.startsWith("300 of 300"));
    await page.keyboard.press("Home");
    await page.waitForFunction(() => document.querySelector(".viewer .position").textContent.startsWith("1 of 300"));
    for (let step = 0; step < 14; step += 1) {
      await page.keyboard.press("Tab");
      assert.ok(await page.evaluate(() => document.activeElement?.closest(".viewer") !== null));
    }
  });

  await test("the keys act even where nothing has the focus", async () => {
    await openPhotos(page, base, path, 300);
    await page.locator('[data-key="1"]').click();
    await page.waitForFunction(() => document.querySelector(".viewer .position")?.textContent.startsWith("1 of 300"));
    const pressNowhere = (key) =>
      page.evaluate((pressed) => {
        document.activeElement.blur();
        document.body.dispatchEvent(new KeyboardEvent("keydown", { key: pressed, bubbles: true, cancelable: true }));
      }, key);
    await pressNowhere("ArrowRight");
    await page.waitForFunction(() => document.querySelector(".viewer .position").textContent.startsWith("2 of 300"));
    await page.getByRole("button", { name: "Previous" }).press("Enter");
    await page.waitForFunction(() => document.querySelector(".viewer .position").textContent.startsWith("1 of 300"));
    await page.waitForFunction(() => document.activeElement?.closest(".viewer") !== null);
    await pressNowhere("Escape");
    await page.waitForSelector(".viewer", { state: "detached" });
  });

  await test("the wheel goes closer at the pointer and a drag moves the picture, never off its edge", async () => {
    await openPhotos(page, base, path, 300);
    await page.locator('[data-key="1"]').click();
    await page.waitForSelector(".slide.active");
    const stage = await page.locator(".stage").boundingBox();
    const point = { x: stage.x + stage.width * 0.7, y: stage.y + stage.height * 0.4 };
    const under = () =>
      page.evaluate(({ x, y }) => {
        const box = document.querySelector(".slide.active").getBoundingClientRect();
        return [(x - box.left) / box.width, (y - box.top) / box.height];
      }, point);
    await page.mouse.move(point.x, point.y);
    const before = await under();
    for (let step = 0; step < 5; step += 1) await page.mouse.wheel(0, -240);
    await page.waitForFunction(() => !document.querySelector(".viewer .zoom").textContent.startsWith("Fit"));
    await drawn(page);
    const after = await under();
    before.forEach((part, at) => assert.ok(Math.abs(part - after[at]) < 0.01, "what is under the pointer stays"));
    await page.mouse.down();
    await page.mouse.move(point.x + 4000, point.y + 4000, { steps: 3 });
    await page.mouse.up();
    const box = await page.locator(".slide.active").boundingBox();
    assert.ok(box.x <= stage.x + 1 && box.y <= stage.y + 1, "no ground shows beside it");
  });

  await test("the details panel opens with I and says where the original is", async () => {
    await openPhotos(page, base, path, 300);
    await page.locator('[data-key="2"]').click();
    await page.waitForSelector(".viewer");
    if ((await page.locator(".details").count()) === 0) await page.keyboard.press("i");
    await page.getByText("Original from this computer").waitFor();
    await page.keyboard.press("ArrowRight");
    await page.getByText("Reduced copy from Google").waitFor();
    await page.keyboard.press("i");
    await page.waitForSelector(".details", { state: "detached" });
  });

  await test("in a narrow window the details lie over the picture, whole", async () => {
    await openPhotos(page, base, path, 300, { width: 640, height: 620 });
    await page.locator('[data-key="2"]').click();
    await page.waitForSelector(".viewer");
    await page.keyboard.press("i");
    await page.waitForFunction(() => {
      const box = document.querySelector(".details")?.getBoundingClientRect();
      return box && box.width === 316 && Math.abs(box.right - 640) < 1 && box.height === 620;
    });
  });

  await test("a video plays with Space and can be sought by keys", async () => {
    await openPhotos(page, base, path, 300);
    await page.locator('[data-key="12"]').click();
    await page.waitForSelector(".player video");
    await page.waitForFunction(() => document.querySelector(".player video").readyState >= 2);
    await page.keyboard.press("Space");
    await page.waitForFunction(() => document.querySelector(".player video").currentTime > 0);
    await page.keyboard.press("m");
    await page.waitForFunction(() => document.querySelector(".player video").muted);
    await page.getByRole("slider", { name: "Position" }).focus();
    await page.keyboard.press("Home");
    assert.match(await viewerName(page), /^MOV_/, "keys of the seek bar do not walk");
  });

  await test("a video that Google still works on says so", async () => {
    await openPhotos(page, base, path, 300);
    await (await bring(page, 48)).click();
    await page.keyboard.press("ArrowRight");
    await page.getByText("Google is still working on this video").waitFor();
  });
}

export async function tests({ page, base, test, path = "/fake.html" }) {
  page.setDefaultTimeout(30_000);
  const run = { page, base, test, path };
  await gridTests(run);
  await choosingTests(run);
  await viewerTests(run);
}
