/** Copies on this computer: from the button to the report, and every state of it. */
import assert from "node:assert/strict";
import { albums, button, fake, press, sees, select, toAlbums } from "./steps.mjs";

const toDownloads = async (page) => {
  await press(page, "g", "o");
  await page.getByRole("heading", { name: "Downloads", exact: true }).waitFor();
};

const dialog = (page, name) => page.getByRole("dialog", { name });

const askForEverything = async (page) => {
  await button(page, "Download everything").first().click();
  await dialog(page, "Download everything").waitFor();
  await sees(page, "Google’s copies");
};

export const flows = [
  {
    name: "everything is downloaded by a rule whose names are seen, and told",
    query: "fake=today",
    run: async (page) => {
      await askForEverything(page);
      const names = page.getByRole("list", { name: "Names of the first files" });
      await names.getByRole("listitem").first().getByText("Lofoten/", { exact: false }).waitFor();
      await button(page, "By month").click();
      await names
        .getByText(/^20\d\d\/\d\d\//)
        .first()
        .waitFor();
      const rule = page.getByLabel("How files are named");
      await rule.fill("{nonsense}");
      await sees(page, "{nonsense} is not known");
      assert.ok(await button(page, "Download").isDisabled(), "a rule that names nothing begins nothing");
      await rule.fill("{date}_{filename}");
      await names
        .getByText(/^20\d\d-\d\d-\d\d_/)
        .first()
        .waitFor();
      await page.getByRole("radio", { name: "XMP" }).check({ force: true });
      await button(page, "Download").click();
      await toDownloads(page);
      const running = page.getByRole("region", { name: "Everything" });
      await fake(page, () => window.fake.stepDownload(1, { left: 150, copies: 450, bytes: 9e8 }));
      await running.getByText("450 of 600", { exact: false }).waitFor();
      await button(page, "Pause Everything").click();
      await running.getByText("Paused at 450 of 600", { exact: false }).waitFor();
      await button(page, "Go on with Everything").click();
      await button(page, "Pause Everything").waitFor();
      await fake(page, () =>
        window.fake.stepDownload(
          1,
          { state: "done", left: 0, copies: 598, failed: 2 },
          "598 files downloaded, 2 did not come.",
        ),
      );
      const row = page.getByRole("list", { name: "Earlier downloads" }).getByRole("listitem").first();
      await row.getByText("2 did not come").waitFor();
      await button(page, "Report of Everything").click();
      await dialog(page, "Everything").getByText("Google did not send it", { exact: false }).waitFor();
      await page.getByRole("radio", { name: "All" }).check({ force: true });
      await dialog(page, "Everything").getByText("Original", { exact: true }).first().waitFor();
      await page.getByRole("contentinfo").getByRole("button", { name: "Close" }).click();
      await button(page, "Show Everything in its folder").click();
      assert.equal(await fake(page, () => window.fake.opened.at(-1)), "download 1");
      await button(page, "Try Everything again").click();
      await button(page, "Pause Everything").waitFor();
    },
  },
  {
    name: "what is selected is downloaded by the key, and a refusal is said in the dialog",
    query: "fake=today,downloads-refused",
    run: async (page) => {
      await select(page, 0);
      await page.getByRole("toolbar", { name: "Selected photos" }).waitFor();
      await page.keyboard.press("Control+d");
      await dialog(page, "Download 1 item").waitFor();
      await sees(page, "All of it can come today");
      await button(page, "Download").last().click();
      await sees(page, "Nothing can be written to this folder");
      await page.keyboard.press("Escape");
      await dialog(page, "Download 1 item").waitFor({ state: "hidden" });
    },
  },
  {
    name: "everything since a day is downloaded, and the day of the last download is offered",
    query: "fake=today,downloaded-before",
    run: async (page) => {
      await askForEverything(page);
      await sees(page, "525");
      await page.getByRole("radio", { name: "Added since" }).check({ force: true });
      const day = page.getByLabel("First day");
      await sees(page, "Last download, 3 days ago");
      await dialog(page, "Download everything").getByText("70", { exact: true }).waitFor();
      await day.fill("2026-02-30");
      await sees(page, "This is not a day");
      assert.ok(await button(page, "Download").isDisabled(), "no day begins nothing");
      await day.fill("2020-01-01");
      await dialog(page, "Download everything").getByText("525", { exact: true }).waitFor();
      await page.getByRole("button", { name: /^Last download, / }).click();
      await dialog(page, "Download everything").getByText("70", { exact: true }).waitFor();
      await button(page, "Download").click();
      await toDownloads(page);
      await page.getByRole("region", { name: /^Everything added since / }).waitFor();
    },
  },
  {
    name: "a download that goes on after a restart has its line, and its Cancel",
    query: "fake=today,downloads-fetching",
    run: async (page) => {
      const line = page.getByRole("region", { name: "Under way" });
      await line.getByText("Downloading Everything").waitFor();
      await line.getByText("1,380 of 4,120").waitFor();
      await fake(page, () => window.fake.stepDownload(3, { left: 120 }));
      await line.getByText("4,000 of 4,120").waitFor();
      await fake(page, () => window.fake.stepDownload(3, { state: "done", left: 0 }, "4,120 files downloaded."));
      await sees(page, "4,120 files downloaded.");
      await line.waitFor({ state: "hidden" });
      await button(page, "Show").click();
      await page.getByRole("heading", { name: "Downloads", exact: true }).waitFor();
    },
  },
  {
    name: "an album is downloaded from its menu",
    query: "fake=today",
    run: async (page) => {
      await toAlbums(page);
      await albums(page).filter({ hasText: "Lofoten" }).first().getByRole("button").click({ button: "right" });
      await page.getByRole("menuitem", { name: "Download album" }).click();
      await page.getByRole("dialog", { name: /^Download “/ }).waitFor();
    },
  },
];

const RUNNING = ["listing", "fetching", "packing", "paused"];

export const screens = [
  { name: "downloads-empty", query: "fake=today", steps: toDownloads },
  ...[...RUNNING, "failed", "done"].map((state) => ({
    name: `downloads-${state}`,
    query: `fake=today,downloads-${state}`,
    steps: async (page) => {
      await toDownloads(page);
      await sees(page, "Album “Lofoten”");
    },
  })),
  { name: "download-dialog", query: "fake=today", steps: askForEverything },
  {
    name: "download-dialog-since",
    query: "fake=today,downloaded-before,loads",
    steps: async (page) => {
      await askForEverything(page);
      await page.getByRole("radio", { name: "Added since" }).check({ force: true });
      await page.getByLabel("First day").fill("2026-01-01");
      await page.getByRole("button", { name: /^Last download, / }).waitFor();
    },
  },
  {
    name: "download-dialog-last",
    query: "fake=today,downloaded-before",
    steps: async (page) => {
      await askForEverything(page);
      await page.getByRole("radio", { name: "Added since" }).check({ force: true });
      await sees(page, "Last download, 3 days ago");
    },
  },
  {
    name: "download-goes-on",
    query: "fake=today,downloads-fetching,loads-low",
    steps: (page) => sees(page, "Downloading Everything"),
  },
  {
    name: "download-dialog-end",
    query: "fake=today,downloads-large",
    steps: async (page) => {
      await askForEverything(page);
      await sees(page, "takes 3 days");
      await page.getByRole("radio", { name: "One ZIP archive" }).check({ force: true });
      await page.getByLabel("Name of the archive").waitFor();
    },
  },
  {
    name: "download-dialog-wrong",
    query: "fake=today,no-folder",
    steps: async (page) => {
      await askForEverything(page);
      await page.getByLabel("How files are named").fill("{album}/{name}");
      await sees(page, "{name} is not known");
    },
  },
  {
    name: "download-report",
    query: "fake=today,downloads-done",
    steps: async (page) => {
      await toDownloads(page);
      await button(page, "Report of Album “Lofoten”").click();
      await sees(page, "Google still prepares this video");
    },
  },
  {
    name: "download-report-all",
    query: "fake=today,downloads-fetching",
    steps: async (page) => {
      await toDownloads(page);
      await button(page, "Files of Everything").click();
      await page.getByText("Google’s copy").first().waitFor();
    },
  },
];
