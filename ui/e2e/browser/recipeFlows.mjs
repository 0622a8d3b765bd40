/** Recipes: written by form, tried, allowed, switched on, and what they did. */
import assert from "node:assert/strict";
import { button, menu, press, sees } from "./steps.mjs";

const toRecipes = async (page) => {
  await press(page, "g", "r");
  await page.getByRole("heading", { name: "Recipes", exact: true }).waitFor();
};
const toHistory = async (page, name) => {
  await toRecipes(page);
  await button(page, `History of ${name}`).click();
  await page.getByRole("list", { name: "History" }).waitFor();
};
const change = async (page, name) => {
  await toRecipes(page);
  await button(page, `Change ${name}`).click();
  await page.getByLabel("Name", { exact: true }).waitFor();
};
const CAMERA = "Camera into albums by month";

export const flows = [
  {
    name: "a recipe is begun from an example, mended, and switched on",
    run: async (page) => {
      await toRecipes(page);
      await page.getByRole("button", { name: /^A camera folder into albums/ }).click();
      await sees(page, "When a file appears in a folder: upload it into an album such as “May 2026”");
      await button(page, "Save and switch on").click();
      await sees(page, "One thing has to be mended first.");
      await sees(page, "Choose the folder.");
      await button(page, "Choose a folder").click();
      await sees(page, "When a file appears in “Cabin” or below it");
      await page.getByRole("region", { name: "What it would do" }).getByText("IMG_0411.jpg").waitFor();
      await button(page, "Save and switch on").click();
      const on = page.getByRole("switch", { name: `${CAMERA}: on` });
      await on.waitFor();
      assert.equal(await on.getAttribute("aria-checked"), "true");
      await on.click();
      await page.getByRole("switch", { name: `${CAMERA}: off` }).waitFor();
    },
  },
  {
    name: "a program is shown in full and asked about once; any change asks again",
    query: "fake=recipes",
    run: async (page) => {
      await toRecipes(page);
      const turn = (to) => page.getByRole("switch", { name: `Contact sheets: ${to}` });
      await turn("off").click();
      const dialog = page.getByRole("dialog", { name: "Run this program?" });
      for (const part of ["/home/mara/bin/contact-sheet", "--size", "A4", "two words"])
        await dialog.getByText(part, { exact: true }).waitFor();
      await dialog.getByRole("button", { name: "Not now" }).click();
      assert.equal(await turn("off").count(), 1, "it stays off");
      await turn("off").click();
      await dialog.getByRole("button", { name: "Allow and switch on" }).click();
      await turn("on").click();
      await turn("off").click();
      await turn("on").waitFor();
      await change(page, "Contact sheets");
      await page.getByLabel("What it is given").fill("--size\nA3");
      await button(page, "Save").click();
      await dialog.getByText("A3", { exact: true }).waitFor();
      await dialog.getByRole("button", { name: "Not now" }).click();
      await turn("off").waitFor();
    },
  },
  {
    name: "steps are added, moved and taken out, and what was typed is kept until it is saved",
    query: "fake=recipes",
    run: async (page) => {
      await change(page, CAMERA);
      const steps = page.getByRole("listitem", { name: /^Step/ });
      await menu(page, button(page, "Add a step"), "Describe it");
      await page.getByLabel("Description", { exact: true }).fill("By {");
      await page.getByLabel("Description", { exact: true }).fill("By ");
      await menu(page, button(page, "Put a word in: Description"), "Camera");
      assert.equal(await page.getByLabel("Description", { exact: true }).inputValue(), "By {camera}");
      await button(page, "Do step 3 earlier").click();
      await steps.nth(1).getByText("Describe it").waitFor();
      await button(page, "Remove step 3").click();
      assert.equal(await steps.count(), 2);
      await button(page, "Back to recipes").click();
      await change(page, CAMERA);
      await steps.nth(1).getByText("Describe it").waitFor();
      await button(page, "Discard").click();
      await change(page, CAMERA);
      await steps.nth(1).getByText("Tell me").waitFor();
    },
  },
  {
    name: "what failed says why, is tried again, and a loop says that it is one",
    query: "fake=recipes",
    run: async (page) => {
      await toHistory(page, "Contact sheets");
      await sees(page, "no paper of size A4");
      await sees(page, /^Tried again in/);
      await button(page, "Try DSC_4003.jpg again").click();
      await button(page, "Try DSC_4003.jpg again").waitFor({ state: "hidden" });
      await button(page, "Give up DSC_4001.jpg").click();
      await sees(page, "Given up");
      await button(page, "Back to recipes").click();
      await toHistory(page, CAMERA);
      await sees(page, "This recipe led to another one");
    },
  },
  {
    name: "a recipe is removed after a question",
    query: "fake=recipes",
    run: async (page) => {
      await toRecipes(page);
      await button(page, "Remove Best of the year").click();
      await button(page, "Remove the recipe").click();
      await button(page, "Remove Best of the year").waitFor({ state: "hidden" });
    },
  },
];

export const screens = [
  { name: "recipes-empty", steps: toRecipes },
  {
    name: "recipes",
    query: "fake=recipes",
    steps: async (page) => {
      await toRecipes(page);
      await sees(page, CAMERA);
    },
  },
  {
    name: "recipe-new",
    steps: async (page) => {
      await toRecipes(page);
      await button(page, "New recipe").click();
      await sees(page, "do nothing yet");
      await button(page, "Save and switch on").click();
      await sees(page, "have to be mended first");
    },
  },
  {
    name: "recipe-edit",
    query: "fake=recipes",
    steps: async (page) => {
      await change(page, CAMERA);
      await sees(page, "IMG_0411.jpg");
    },
  },
  {
    name: "recipe-program",
    query: "fake=recipes",
    steps: async (page) => {
      await change(page, "Contact sheets");
      await page.getByLabel("What it is given").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "recipe-allow",
    query: "fake=recipes",
    steps: async (page) => {
      await toRecipes(page);
      await page.getByRole("switch", { name: "Contact sheets: off" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  { name: "recipe-history", query: "fake=recipes", steps: (page) => toHistory(page, "Contact sheets") },
  { name: "recipe-history-loop", query: "fake=recipes", steps: (page) => toHistory(page, CAMERA) },
];
