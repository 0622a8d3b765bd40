/** Video and slideshow in the viewer, on the invented library. */
import assert from "node:assert/strict";
import { button, gone, press, sees, tiles } from "./steps.mjs";
import { open, stands, unhurried, viewer } from "./viewerSteps.mjs";

const VIDEO = 12;
const film = (page, ready) => page.waitForFunction(ready);
const bar = (page) => page.getByRole("toolbar", { name: "Slideshow" });
const full = (page, on) => page.waitForFunction((wanted) => (document.fullscreenElement !== null) === wanted, on);

export const flows = [
  {
    name: "in the viewer a video shows its picture until it plays, is sought by keys, and loops",
    async run(page) {
      await open(page, VIDEO);
      await film(page, () => document.querySelector(".player video")?.readyState >= 2);
      assert.equal(await page.locator(".player video.begun").count(), 0, "its picture is seen first");
      assert.ok((await page.locator(".slide.active img.here").count()) > 0);
      await sees(page, /^0:00 \/ 0:\d\d$/);
      await press(page, "Space");
      await film(page, () => document.querySelector(".player video.begun")?.currentTime > 0);
      await press(page, "Space");
      await film(page, () => document.querySelector(".player video").paused);
      const atItsBegin = () => document.querySelector(".player video").currentTime < 0.1;
      await press(page, "Shift+ArrowLeft");
      await film(page, atItsBegin);
      await press(page, "Shift+ArrowRight");
      await film(page, () => document.querySelector(".player video").currentTime > 0.4);
      await press(page, "Shift+ArrowLeft");
      await film(page, atItsBegin);
      await stands(page, VIDEO);
      await press(page, "m");
      await film(page, () => document.querySelector(".player video").muted);
      await button(page, "Loop").click();
      await film(page, () => document.querySelector(".player video").loop);
      await press(page, "f");
      await full(page, true);
      await press(page, "f");
      await full(page, false);
      await press(page, "ArrowRight");
      await stands(page, VIDEO + 1);
    },
  },
  {
    name: "in the viewer a slideshow takes the screen, goes on by itself, rests with Space and ends with Escape",
    async run(page) {
      await open(page, 2);
      await press(page, "p");
      await bar(page).waitFor();
      await full(page, true);
      assert.equal(await page.locator(".viewer header").count(), 0, "nothing but the pictures");
      await unhurried(page);
      await button(page, "3 seconds").click();
      await stands(page, 3);
      await press(page, "Space");
      await button(bar(page), "Go on").waitFor();
      const at = Number.parseInt(await page.locator(".show .position").textContent(), 10);
      await press(page, "ArrowRight");
      await stands(page, at + 1);
      await press(page, "ArrowLeft");
      await stands(page, at);
      await press(page, "Space", "Escape");
      await bar(page).waitFor({ state: "hidden" });
      await full(page, false);
      await viewer(page)
        .getByRole("heading", { name: `DSC_${4000 + at}.jpg` })
        .waitFor();
    },
  },
  {
    name: "in the viewer a slideshow lets a video play to its end",
    async run(page) {
      await open(page, VIDEO - 1);
      await press(page, "p");
      await unhurried(page);
      await button(page, "3 seconds").click();
      await stands(page, VIDEO);
      await film(page, () => document.querySelector(".player video")?.currentTime > 0);
      await stands(page, VIDEO + 1);
    },
  },
  {
    name: "in the viewer a slideshow of a million goes by chance, and remembers that and its pace",
    query: "n=1000000",
    async run(page) {
      await tiles(page).first().waitFor();
      await press(page, "p");
      await bar(page).waitFor();
      await unhurried(page);
      await button(page, "10 seconds").click();
      await button(bar(page), "Shuffle").click();
      await press(page, "ArrowRight");
      await page.waitForFunction(() => !/^1 of /.test(document.querySelector(".show .position").textContent));
      const far = await page.locator(".show .position").textContent();
      assert.notEqual(far, "2 of 1,000,000", "one in a million");
      await press(page, "ArrowLeft");
      await stands(page, "1");
      await press(page, "p");
      await gone(page, "End slideshow");
      await press(page, "p");
      assert.equal(await button(bar(page), "10 seconds").getAttribute("aria-pressed"), "true");
      assert.equal(await button(bar(page), "Shuffle").getAttribute("aria-pressed"), "true");
    },
  },
];
