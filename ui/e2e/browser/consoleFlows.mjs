/** Calls made by hand: from the table of methods to the answer. */
import assert from "node:assert/strict";
import { button, fake, press, sees } from "./steps.mjs";

const toConsole = async (page) => {
  await press(page, "g", "x");
  await page.getByRole("heading", { name: "API console" }).waitFor();
  await page.getByRole("heading", { name: "albums.list" }).waitFor();
};
const choose = async (page, name) => {
  await page.getByRole("button", { name, exact: true }).click();
};
const send = (page) => button(page, "Send").click();
const answer = (page) => page.getByRole("region", { name: "The answer" });
const body = (page) => page.getByRole("region", { name: "Body of the answer" });

export const flows = [
  {
    name: "a list is called, turned over and copied",
    run: async (page) => {
      await toConsole(page);
      await sees(page, "1 of the 10,000 requests a day");
      await sees(page, /GET https:\/\/photoslibrary\.googleapis\.com\/v1\/albums\?pageSize=20/);
      await page.getByLabel("pageSize").fill("5");
      await page.getByLabel("pageSize").press("Control+Enter");
      await body(page)
        .getByText(/nextPageToken/)
        .waitFor();
      const first = await fake(page, () => window.fake.called.at(-1));
      assert.match(first.url, /\/v1\/albums\?pageSize=(5|20)$/);
      await button(page, "Next page").click();
      await page.waitForFunction(() => window.fake.called.length === 2);
      const second = await fake(page, () => window.fake.called.at(-1));
      assert.match(second.url, /pageSize=5&pageToken=Ckg/, "the next page of the same list");
      await button(page, "Copy all").click();
      await button(page, "Copied").waitFor();
      assert.match(await fake(page, () => window.fake.copied), /"albums": \[/);
      await page.getByRole("button", { name: "Copy", exact: true }).click();
      await page.getByRole("menuitem", { name: /Copy as curl/ }).click();
      await page.waitForFunction(() => window.fake.copied.startsWith("curl"));
      const curl = await fake(page, () => window.fake.copied);
      assert.ok(curl.includes("$ACCESS_TOKEN") && !curl.includes("ya29"), "the token is not in it");
    },
  },
  {
    name: "in a narrow window the answer comes into view",
    viewport: { width: 900, height: 600 },
    run: async (page) => {
      await toConsole(page);
      await sees(page, /Reads only/);
      await send(page);
      await answer(page).getByText("200 OK").waitFor();
      await page.waitForFunction(() => {
        const top = document.querySelector('section[aria-label="The answer"]').getBoundingClientRect().top;
        return top >= 0 && top < 300;
      });
      await page.screenshot({ path: "target/screens/fake/console-narrow-answer.png" });
    },
  },
  {
    name: "what changes something asks first, and what it made is known to the next call",
    run: async (page) => {
      await toConsole(page);
      await choose(page, "albums.create POST");
      await sees(page, "Still to fill in: title.");
      assert.ok(await button(page, "Send").isDisabled());
      await page.getByLabel("title", { exact: true }).fill("By hand");
      await sees(page, "Changes something at Google, so Albumen asks first.");
      await send(page);
      const dialog = page.getByRole("dialog");
      await dialog.getByText("Albumen cannot undo it").waitFor();
      assert.equal(await fake(page, () => window.fake.called.length), 0, "nothing was sent yet");
      await dialog.getByRole("button", { name: "Cancel" }).click();
      assert.equal(await fake(page, () => window.fake.called.length), 0);
      await send(page);
      await dialog.getByRole("button", { name: "Send POST" }).click();
      await answer(page).getByText("200 OK").waitFor();
      const sent = await fake(page, () => window.fake.called.at(-1));
      assert.ok(sent.confirmed && sent.body.includes("By hand"));
      await choose(page, "albums.get GET");
      assert.equal(await page.getByLabel("albumId", { exact: true }).inputValue(), "AF1QipNmadeByHand");
    },
  },
  {
    name: "a dead method is explained and its answer shown",
    run: async (page) => {
      await toConsole(page);
      await choose(page, "sharedAlbums.list GET");
      await sees(page, /Google ended sharing through the API on 31 March 2025/);
      await send(page);
      await answer(page).getByText("403 Forbidden").waitFor();
      await answer(page)
        .getByText(/Google ended sharing/)
        .waitFor();
    },
  },
  {
    name: "a foreign host and a pasted token are refused before anything is sent",
    run: async (page) => {
      await toConsole(page);
      await choose(page, "Own path");
      await page.getByLabel("Path", { exact: true }).fill("https://evil.example/v1/albums");
      await sees(page, /evil\.example is not that/);
      assert.ok(await button(page, "Send").isDisabled());
      await page.getByLabel("Path", { exact: true }).fill("/v1/albums");
      await button(page, "Add a header").click();
      await page.getByLabel("Name of the header").fill("Authorization");
      await page.getByLabel("Value of the header").fill("Bearer x");
      await sees(page, /looks like a key or a token/);
      assert.ok(await button(page, "Send").isDisabled());
    },
  },
  {
    name: "a call is saved with its blanks, found again, and history leads back to it",
    run: async (page) => {
      await toConsole(page);
      await choose(page, "albums.get GET");
      await page.getByLabel("albumId", { exact: true }).fill("AF1");
      await button(page, "Save").click();
      await page.getByRole("dialog").getByLabel("Name").fill("One album");
      await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await send(page);
      await answer(page).getByText("200 OK").waitFor();
      await page.getByRole("radio", { name: "Saved" }).check();
      await page.getByRole("button", { name: /^One album/ }).click();
      await page.getByRole("heading", { name: "albums.get" }).waitFor();
      await page.getByRole("radio", { name: "History" }).check();
      await page.getByRole("button", { name: /^albums\.get GET 200/ }).click();
      await button(page, "Clear the history").click();
      await sees(page, "Nothing was sent yet.");
    },
  },
  {
    name: "a call that takes long can be stopped",
    query: "fake=console-slow",
    run: async (page) => {
      await toConsole(page);
      await sees(page, /Reads only/);
      await send(page);
      await sees(page, "Waiting for Google");
      await button(page, "Stop").click();
      await sees(page, /Stopped before an answer came/);
    },
  },
];

const shown = async (page) => {
  await toConsole(page);
  await choose(page, "mediaItems.list GET");
  await sees(page, /Reads only/);
  await send(page);
  await answer(page).getByText("200 OK").waitFor();
};

export const screens = [
  { name: "console", steps: toConsole },
  { name: "console-answer", steps: shown },
  { name: "console-long", query: "fake=console-long", steps: shown },
  {
    name: "console-write",
    steps: async (page) => {
      await toConsole(page);
      await choose(page, "mediaItems.batchCreate POST");
      await sees(page, "Still to fill in");
    },
  },
  {
    name: "console-ask",
    steps: async (page) => {
      await toConsole(page);
      await choose(page, "albums.create POST");
      await page.getByLabel("title", { exact: true }).fill("Ferry to Værøy");
      await sees(page, "Albumen asks first");
      await send(page);
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "console-dead",
    steps: async (page) => {
      await toConsole(page);
      await choose(page, "sharedAlbums.list GET");
      await sees(page, /Reads only/);
      await send(page);
      await answer(page).getByText("403 Forbidden").waitFor();
    },
  },
  {
    name: "console-own",
    steps: async (page) => {
      await toConsole(page);
      await choose(page, "Own path");
      await page.getByLabel("Path", { exact: true }).fill("https://evil.example/v1/albums");
      await sees(page, /is not that/);
    },
  },
  {
    name: "console-offline",
    query: "fake=offline",
    steps: async (page) => {
      await toConsole(page);
      await sees(page, /Reads only/);
      await send(page);
      await sees(page, /cannot be reached/);
    },
  },
];
