/** What a person does in the viewer, on the invented library. */
import assert from "node:assert/strict";
import { button, fake, gone, press, sees, tiles, toAlbum } from "./steps.mjs";
import {
  describe,
  hasLayer,
  holdDown,
  layers,
  open,
  saysZoom,
  serve,
  stands,
  turnedJpeg,
  unhurried,
  viewer,
  zoomWords,
} from "./viewerSteps.mjs";
import { flows as showFlows } from "./viewerShowFlows.mjs";

const SERVED = "fake=served-pictures";
const box = (page) => page.locator(".slide.active").boundingBox();
const large = (asked) => asked.filter((one) => one.endsWith("/2048"));
const told = (page) => page.locator(".viewer > [role=status]").textContent();

const plain = [
  {
    name: "in the viewer two ahead and one back wait decoded, after the one that is looked at",
    query: SERVED,
    served: true,
    async run(page) {
      const asked = await serve(page);
      await open(page, 5);
      await page.waitForFunction(
        () => document.querySelectorAll('.slide img.here[src$="/2048"]').length === 4,
        undefined,
      );
      assert.deepEqual(large(asked).toSorted(), ["4/2048", "5/2048", "6/2048", "7/2048"]);
      assert.equal(large(asked)[0], "5/2048", "what is looked at comes first");
      await press(page, "ArrowLeft");
      await page.waitForFunction(() => document.querySelectorAll('.slide img.here[src$="/2048"]').length === 4);
      assert.deepEqual(large(asked).slice(4).toSorted(), ["2/2048", "3/2048"], "two ahead of the way one goes");
    },
  },
  {
    name: "in the viewer a held arrow passes small pictures, and calls off what it passed",
    query: `${SERVED}&n=2000`,
    served: true,
    async run(page) {
      const asked = await serve(page);
      await open(page, 2);
      await hasLayer(page, 2048);
      await holdDown(page, "ArrowRight", 60);
      await stands(page, 62);
      await hasLayer(page, 2048);
      const passed = large(asked).filter((one) => Number(one.split("/")[0]) > 8 && Number(one.split("/")[0]) < 60);
      assert.deepEqual(passed, [], "no large picture of what was only passed");
      const cancelled = await fake(page, () => window.fake.cancelled);
      assert.ok(cancelled.includes(20), "nobody waits for what was passed");
      assert.ok(!cancelled.includes(62), "what is looked at is not called off");
    },
  },
  {
    name: "in the viewer the small picture is there at once and the large one takes its place where it stands",
    query: SERVED,
    served: true,
    async run(page) {
      let let_go = () => undefined;
      const held = new Promise((go) => (let_go = go));
      await serve(page, async (_key, size) => {
        if (size === "2048") await held;
      });
      await open(page, 3);
      await hasLayer(page, 256);
      const before = await box(page);
      assert.ok(!(await layers(page)).includes("2048"));
      let_go();
      await hasLayer(page, 2048);
      assert.deepEqual(await box(page), before, "no jump in place or size");
      assert.deepEqual(await layers(page), ["2048"], "what lies beneath is let go");
    },
  },
  {
    name: "in the viewer the full size comes when more is looked at than the large one shows, turned as EXIF says",
    query: SERVED,
    served: true,
    async run(page) {
      let full;
      const asked = await serve(page, (key, size) => (key === 3 && size === "full" ? full : undefined));
      await tiles(page).first().waitFor();
      const { widthPx, heightPx } = await page.evaluate(async () => (await window.fake.itemDetails(3)).item);
      full = await turnedJpeg(page, widthPx, heightPx);
      await open(page, 3);
      await hasLayer(page, 2048);
      assert.ok(!asked.some((one) => one.endsWith("full")), "not before it is needed");
      await press(page, "1");
      await hasLayer(page, "full");
      assert.equal(await zoomWords(page), "100%");
      const size = await page
        .locator('.slide.active img[src$="full"]')
        .evaluate((image) => [image.naturalWidth, image.naturalHeight]);
      assert.deepEqual(size, [widthPx, heightPx], "its sides are swapped by the browser");
      const shown = await box(page);
      const ratio = await page.evaluate(() => devicePixelRatio);
      assert.ok(Math.abs(shown.width * ratio - widthPx) < 1, "one px of the picture is one px of the screen");
    },
  },
  {
    name: "in the viewer a large picture that fails leaves the small one and says so",
    query: SERVED,
    served: true,
    async run(page) {
      let fails = "2048";
      await serve(page, (key, size) => (key === 4 && (fails === "all" || size === fails) ? 404 : undefined));
      await open(page, 4);
      await sees(page, "Only a small copy could be read");
      assert.ok((await layers(page)).includes("256"));
      await press(page, "j");
      await gone(page, "Only a small copy could be read");
      fails = "full";
      await press(page, "k");
      await hasLayer(page, 2048);
      await press(page, "1");
      await sees(page, "The full size could not be read");
      assert.ok((await layers(page)).includes("2048"), "the best there is stays");
      await press(page, "Escape");
    },
  },
  {
    name: "in the viewer a picture that is not there at all says what to do, and comes when tried again",
    query: SERVED,
    served: true,
    async run(page) {
      let fails = true;
      await serve(page, (key) => (key === 4 && fails ? 404 : undefined));
      await open(page, 5);
      await press(page, "ArrowLeft");
      await sees(page, /No preview of DSC_4004/);
      fails = false;
      await button(page, "Try again").click();
      // A request that was under way before may still fail: then it is pressed once more.
      const comes = () => {
        document.querySelector(".lost.active button")?.click();
        return [...document.querySelectorAll(".slide.active img.here")].some((image) => image.src.endsWith("/2048"));
      };
      await page.waitForFunction(comes, undefined, { polling: 500 });
    },
  },
  {
    name: "in the viewer keys go closer and about, never off the edge, and the next one is whole again",
    async run(page) {
      await open(page, 3);
      await saysZoom(page, /^Fit/);
      const stage = await page.locator(".stage").boundingBox();
      await press(page, "1");
      await saysZoom(page, /^100%$/);
      const before = await box(page);
      await press(page, "ArrowRight");
      await page.waitForFunction(
        (x) => document.querySelector(".slide.active").getBoundingClientRect().x < x,
        before.x,
      );
      await stands(page, 3);
      for (let at = 0; at < 60; at += 1) await press(page, "ArrowRight", "ArrowDown");
      const after = await box(page);
      assert.ok(
        Math.abs(after.x + after.width - stage.x - stage.width) < 1.5,
        "the right edge stops at the right edge",
      );
      assert.ok(Math.abs(after.y + after.height - stage.y - stage.height) < 1.5, "and the lower at the lower");
      await press(page, "PageDown");
      await stands(page, 4);
      await saysZoom(page, /^Fit/);
      await press(page, "-");
      await saysZoom(page, /^Fit/);
    },
  },
  {
    name: "in the viewer a double click and a pinch go closer at the pointer",
    async run(page) {
      await open(page, 3);
      await saysZoom(page, /^Fit/);
      const stage = await page.locator(".stage").boundingBox();
      const at = { x: stage.x + stage.width * 0.6, y: stage.y + stage.height * 0.45 };
      const under = () =>
        page.evaluate(({ x, y }) => {
          const seen = document.querySelector(".slide.active").getBoundingClientRect();
          return [(x - seen.left) / seen.width, (y - seen.top) / seen.height];
        }, at);
      const same = (a, b) => a.forEach((part, side) => assert.ok(Math.abs(part - b[side]) < 0.01));
      await unhurried(page);
      const before = await under();
      await page.mouse.dblclick(at.x, at.y);
      await saysZoom(page, /^100%$/);
      same(await under(), before);
      await page.mouse.dblclick(at.x, at.y);
      await saysZoom(page, /^Fit/);
      await page.mouse.move(at.x, at.y);
      await page.keyboard.down("Control");
      await page.mouse.wheel(0, -60);
      await page.keyboard.up("Control");
      await saysZoom(page, /^\d+%$/);
      same(await under(), before);
    },
  },
  {
    name: "in the viewer all of a million is one order, with its ends",
    query: "n=1000000",
    async run(page) {
      await open(page, 1);
      await press(page, "End");
      await sees(page, "1,000,000 of 1,000,000");
      await press(page, "ArrowRight");
      await sees(page, "No more photos");
      await holdDown(page, "ArrowLeft", 40);
      await sees(page, "999,960 of 1,000,000");
      await press(page, "Home", "ArrowLeft");
      await stands(page, "1");
      await sees(page, "No more photos");
    },
  },
  {
    name: "in the viewer an album is its own order, and the tile takes the focus back",
    async run(page) {
      await toAlbum(page, "Lofoten in June");
      await tiles(page).nth(1).click();
      await sees(page, "2 of 20 in Lofoten in June");
      await press(page, "ArrowRight", "Escape");
      await viewer(page).waitFor({ state: "hidden" });
      await page.waitForFunction(() => document.activeElement?.closest("[data-key]")?.getAttribute("data-key") === "3");
    },
  },
  {
    name: "in the viewer a reader hears the place, the day and the name of each",
    async run(page) {
      await open(page, 2);
      assert.match(await told(page), /^Photo 2 of 600, 19 June 2026, \d\d:\d\d, DSC_4002\.jpg$/);
      await press(page, "ArrowRight");
      await page.waitForFunction(() =>
        document.querySelector(".viewer > [role=status]").textContent.startsWith("Photo 3 of 600, "),
      );
      assert.equal(await viewer(page).getAttribute("aria-modal"), "true");
      await press(page, "b");
      const scheme = await page.evaluate(() => getComputedStyle(document.querySelector(".viewer")).colorScheme);
      assert.notEqual(scheme, await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme));
    },
  },
  {
    name: "in the viewer Ctrl C copies the picture, and what is refused is said there",
    query: "fake=copy-refused",
    async run(page) {
      await open(page, 2);
      await press(page, "Control+c");
      await sees(viewer(page), "Nothing was copied");
      await viewer(page).getByRole("alert").getByRole("button", { name: "Close" }).click();
      await gone(page, "Nothing was copied");
    },
  },
  {
    name: "in the viewer copying and the folder are in keys and menu, and a drag takes the file out",
    async run(page) {
      await open(page, 2);
      await press(page, "Control+c");
      await sees(page, "Photo copied");
      assert.equal(await fake(page, () => window.fake.copied), "image 2");
      await page.locator(".stage").click({ button: "right" });
      await page.getByRole("menuitem", { name: /Copy image/ }).waitFor();
      await page.getByRole("menuitem", { name: "Show in folder" }).click();
      const stage = await page.locator(".stage").boundingBox();
      const [x, y] = [stage.x + stage.width / 2, stage.y + stage.height / 2];
      const drag = async () => {
        await page.mouse.move(x, y);
        await page.mouse.down();
        await page.mouse.move(x + 3, y);
        await page.mouse.move(x + 30, y + 10, { steps: 3 });
        await page.mouse.up();
      };
      await drag();
      assert.deepEqual(await fake(page, () => window.fake.opened), ["folder 2", "drag 2"]);
      await press(page, "1");
      await saysZoom(page, /^100%$/);
      await drag();
      assert.equal((await fake(page, () => window.fake.opened)).length, 2, "zoomed, a drag moves the picture");
    },
  },
  {
    name: "in the viewer L adds what is looked at to an album",
    async run(page) {
      await open(page, 2);
      await press(page, "l");
      await sees(page, "Add 1 item to an album");
      await press(page, "Escape");
      await page.waitForFunction(() => document.activeElement?.closest(".viewer") !== null);
      await press(page, "ArrowRight");
      await stands(page, 3);
    },
  },
];

const details = [
  {
    name: "in the viewer a description is written by keys alone, kept, and taken back with Undo",
    async run(page) {
      await open(page, 2);
      await press(page, "i");
      const field = await describe(page);
      for (let at = 0; at < 20 && !(await field.evaluate((node) => node === document.activeElement)); at += 1)
        await press(page, "Tab");
      await page.keyboard.type("The ferry, late");
      await press(page, "ArrowLeft", "ArrowRight", "End");
      await sees(page, "15 of 1,000");
      await stands(page, 2);
      await press(page, "Enter");
      await page.keyboard.type("and the gulls");
      await press(page, "Control+Enter");
      await sees(page, "Description kept");
      const kept = () => page.evaluate(async () => (await window.fake.itemDetails(2)).description);
      assert.equal(await kept(), "The ferry, late\nand the gulls");
      await press(page, "ArrowRight");
      await stands(page, 3);
      await press(page, "ArrowLeft");
      await stands(page, 2);
      await button(page, "Undo").click();
      await page.waitForFunction(() => document.querySelector(".details textarea").value === "");
      assert.equal(await kept(), null);
    },
  },
  {
    name: "in the viewer Escape takes a description back, going on keeps it, and too long is said",
    async run(page) {
      await open(page, 3);
      const field = await describe(page);
      await field.fill("Something else");
      await press(page, "Escape");
      assert.equal(await field.inputValue(), "The light after the rain, from the pier");
      await viewer(page).waitFor();
      await field.fill("é".repeat(1002));
      await sees(page, "2 characters too many");
      await press(page, "Escape");
      await field.fill("From the boat");
      await button(page, "Next").click();
      await sees(page, "Description kept");
      assert.equal(await page.evaluate(async () => (await window.fake.itemDetails(3)).description), "From the boat");
    },
  },
  {
    name: "in the viewer a description that Google did not take stays in its field",
    query: "fake=describe-refused",
    async run(page) {
      await open(page, 2);
      const field = await describe(page);
      await field.fill("The ferry");
      await press(page, "Control+Enter");
      await sees(page, "Your words are kept here");
      assert.equal(await field.inputValue(), "The ferry");
    },
  },
  {
    name: "in the viewer the details lead to the folder, the page and the albums",
    async run(page) {
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await open(page, 2);
      await press(page, "i");
      const panel = page.getByRole("complementary", { name: "Details" });
      await panel.getByText("11.3 MB").waitFor();
      await panel.getByText(/MP/).waitFor();
      await panel.getByText("Uploaded from this computer").waitFor();
      await unhurried(page);
      await button(panel, "Show in folder").click();
      await button(panel, "Open in Google Photos").click();
      assert.deepEqual(await fake(page, () => window.fake.opened), ["folder 2", "item 2"]);
      await button(panel, "Copy path").click();
      await sees(page, "Path copied");
      assert.match(await page.evaluate(() => navigator.clipboard.readText()), /DSC_4002\.jpg$/);
      await panel.getByRole("button", { name: /Lofoten in June/ }).click();
      await page.getByRole("heading", { name: "Lofoten in June", level: 1 }).waitFor();
    },
  },
];

export const flows = [...plain, ...details, ...showFlows];
