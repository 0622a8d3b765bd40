/** The viewer's screens: pictured in both themes and sizes, and read by axe in both themes. */
import { press, sees } from "./steps.mjs";
import { describe, open, saysZoom } from "./viewerSteps.mjs";

export const screens = [
  {
    name: "viewer-zoomed",
    steps: async (page) => {
      await open(page, 5);
      await press(page, "1");
      await saysZoom(page, /^100%$/);
    },
  },
  {
    name: "viewer-video",
    steps: async (page) => {
      await open(page, 12);
      await page.waitForFunction(() => document.querySelector(".player video")?.readyState >= 2);
    },
  },
  {
    name: "viewer-slideshow",
    steps: async (page) => {
      await open(page, 4);
      await press(page, "p");
      await page.getByRole("toolbar", { name: "Slideshow" }).waitFor();
      await press(page, "Space");
      await page.evaluate(() => document.exitFullscreen().catch(() => undefined));
    },
    before: async (page) => {
      if ((await page.locator(".show").count()) === 0) await press(page, "p", "Space");
      await page.getByRole("toolbar", { name: "Slideshow" }).waitFor();
    },
  },
  {
    name: "viewer-describing",
    steps: async (page) => {
      await open(page, 2);
      await (await describe(page)).fill("The ferry came late, and the gulls with it.");
      await sees(page, /of 1,000/);
    },
  },
  {
    name: "viewer-refused",
    query: "fake=describe-refused",
    steps: async (page) => {
      await open(page, 2);
      await (await describe(page)).fill("The ferry came late, and the gulls with it.");
      await press(page, "Control+Enter");
      await sees(page, "Your words are kept here");
    },
  },
];
