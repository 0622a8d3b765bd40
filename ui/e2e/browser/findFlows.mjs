/** Searching, filters, saved searches and what is no longer found: by keyboard alone where not said otherwise. */
import assert from "node:assert/strict";
import { button, fake, press, sees, tiles, toAlbums } from "./steps.mjs";

const field = (page) => page.getByRole("combobox", { name: "Search photos" });
const option = (page, name) => page.getByRole("option", { name });

async function search(page, text) {
  await tiles(page).first().waitFor();
  await press(page, "/");
  await field(page).fill(text);
  await press(page, "Enter");
  await page.getByRole("heading", { name: "Search" }).waitFor({ state: "attached" });
}

async function saveVideos(page) {
  await search(page, "type:video");
  await button(page, "Save search").press("Enter");
  await page.getByRole("textbox", { name: "Name" }).fill("Films");
  await press(page, "Enter");
  await page.getByRole("navigation").getByRole("button", { name: "Films" }).waitFor();
}

async function toMissing(page) {
  await tiles(page).first().waitFor();
  await page
    .getByRole("navigation")
    .getByRole("button", { name: /No longer found/ })
    .press("Enter");
  await sees(page, /does not show these any more/);
}

async function openFilters(page) {
  await tiles(page).first().waitFor();
  await button(page, "Filters").press("Enter");
  await page.getByRole("dialog", { name: "Filters" }).waitFor();
}

export const flows = [
  {
    name: "a search shows its filters as chips and how many it finds, and Delete on a chip takes it out",
    async run(page) {
      await search(page, "DSC type:video");
      await button(page, "Remove Videos").waitFor();
      const some = await page
        .getByRole("status")
        .filter({ hasText: /items?$/ })
        .first()
        .textContent();
      await button(page, "Remove Videos").press("Delete");
      await button(page, "Remove Videos").waitFor({ state: "detached" });
      assert.equal(await field(page).inputValue(), "DSC", "the text follows the chips");
      await press(page, "Alt+ArrowLeft");
      await button(page, "Remove Videos").waitFor();
      await sees(page, some.trim());
    },
  },
  {
    name: "arrows choose a suggestion, Tab takes it and goes on, Enter searches, Escape closes",
    async run(page) {
      await tiles(page).first().waitFor();
      await press(page, "/");
      await field(page).pressSequentially("vid");
      // The hints of the empty field are gone: what is offered now fits the text.
      await option(page, /Favorites/).waitFor({ state: "detached" });
      await option(page, /Videos/).waitFor();
      await press(page, "ArrowDown", "Tab");
      assert.equal(await field(page).inputValue(), "type:video ");
      await page.keyboard.type("lof");
      await option(page, /Lofoten in June/).waitFor();
      await press(page, "Escape");
      await page.getByRole("listbox").waitFor({ state: "detached" });
      assert.equal(await field(page).inputValue(), "type:video lof", "what was typed stays");
      await press(page, "ArrowDown");
      await option(page, /Lofoten in June/).waitFor();
      await press(page, "ArrowDown", "Enter");
      await button(page, "Remove Lofoten in June").waitFor();
    },
  },
  {
    name: "what was searched for is offered again, and forgotten on Shift Delete",
    async run(page) {
      await search(page, "type:photo");
      await press(page, "g", "p");
      await press(page, "/");
      await option(page, "type:photo").waitFor();
      await press(page, "ArrowDown", "Shift+Delete");
      await option(page, "type:photo").waitFor({ state: "detached" });
    },
  },
  {
    name: "a filter that names nothing is marked, and a sentence says so",
    async run(page) {
      await search(page, 'album:"Atlantis" DSC');
      await button(page, "Remove Atlantis, which was left out").waitFor();
      await sees(page, /There is no album “Atlantis”/);
    },
  },
  {
    name: "a search without a result names the part that finds nothing, and one button takes it out",
    async run(page) {
      await search(page, "type:video zeppelin");
      await sees(page, "“zeppelin” finds nothing, also alone.");
      await button(page, "Remove “zeppelin”").press("Enter");
      await tiles(page).first().waitFor();
    },
  },
  {
    name: "albums with the words stand above the photos and open",
    async run(page) {
      await search(page, "lofoten");
      const found = page.getByRole("region", { name: "Albums with these words" });
      await found.getByRole("button", { name: /Lofoten in June/ }).press("Enter");
      await page.getByRole("heading", { name: "Lofoten in June", level: 1 }).waitFor();
    },
  },
  {
    name: "filters are written into the text, also from inside an album",
    async run(page) {
      await openFilters(page);
      await page.getByRole("radio", { name: "Videos" }).press("Space");
      await page.getByRole("dialog", { name: "Filters" }).getByLabel("Album").selectOption("Lofoten in June");
      await button(page, "Show photos").press("Enter");
      await button(page, "Remove Videos").waitFor();
      assert.equal(await field(page).inputValue(), 'type:video album:"Lofoten in June"');
      await button(page, "Filters").press("Enter");
      await press(page, "Escape");
      await page.getByRole("dialog", { name: "Filters" }).waitFor({ state: "detached" });
    },
  },
  {
    name: "a search is saved in the rail, renamed by F2, removed by Delete, and Undo brings it back",
    async run(page) {
      await saveVideos(page);
      const row = (name) => page.getByRole("navigation").getByRole("button", { name });
      await row("Films").press("F2");
      await page.getByRole("textbox", { name: "Name" }).fill("Moving pictures");
      await press(page, "Enter");
      await row("Moving pictures").press("Delete");
      await row("Moving pictures").waitFor({ state: "detached" });
      await button(page, "Undo").press("Enter");
      await row("Moving pictures").waitFor();
      assert.equal(await fake(page, () => window.fake.savedSearches().then((all) => all[0].text)), "type:video");
    },
  },
  {
    name: "a month is chosen among the filters and stands in the text in words",
    async run(page) {
      await openFilters(page);
      const filters = page.getByRole("dialog", { name: "Filters" });
      await filters.getByLabel("Year").selectOption("2026");
      await filters.getByLabel("Month").selectOption("June");
      await button(page, "Show photos").press("Enter");
      await button(page, "Remove June 2026").waitFor();
      assert.equal(await field(page).inputValue(), "june 2026");
      await button(page, "Filters").press("Enter");
      assert.equal(await filters.getByLabel("Month").inputValue(), "june", "what is searched for is chosen there");
    },
  },
  {
    name: "a photo that was found opens, and Escape comes back to what was searched for",
    async run(page) {
      await search(page, "type:video");
      await tiles(page).nth(1).press("Enter");
      await page.getByRole("dialog").waitFor();
      await press(page, "Escape");
      await button(page, "Remove Videos").waitFor();
    },
  },
  {
    name: "what is no longer found is reached from the rail and cleared after a question",
    query: "fake=missing",
    async run(page) {
      await toMissing(page);
      await button(page, "Clear all").press("Enter");
      await page.getByRole("dialog").waitFor();
      await button(page, "Clear 7 items").press("Enter");
      await sees(page, "Everything is found");
      await page
        .getByRole("navigation")
        .getByRole("button", { name: /No longer found/ })
        .waitFor({ state: "detached" });
    },
  },
  {
    name: "in a narrow window the field opens from its icon and closes again",
    viewport: { width: 700, height: 600 },
    async run(page) {
      await tiles(page).first().waitFor();
      await button(page, "Search").press("Enter");
      await field(page).waitFor();
      await press(page, "Escape", "Escape");
      await field(page).waitFor({ state: "detached" });
      await search(page, "type:video");
      await button(page, "Remove Videos").waitFor();
    },
  },
];

export const screens = [
  {
    name: "search",
    steps: (page) => search(page, "DSC type:photo 2025").then(() => tiles(page).first().waitFor()),
  },
  {
    name: "search-albums",
    steps: async (page) => {
      await saveVideos(page);
      await press(page, "g", "p");
      await search(page, "lofoten");
      await page.getByRole("region", { name: "Albums with these words" }).waitFor();
    },
  },
  { name: "search-unknown", steps: (page) => search(page, 'album:"Atlantis" 2026').then(() => sees(page, /no album/)) },
  { name: "search-nothing", steps: (page) => search(page, "type:video zeppelin").then(() => sees(page, /also alone/)) },
  {
    name: "search-suggestions",
    steps: async (page) => {
      await tiles(page).first().waitFor();
      await press(page, "/");
      await field(page).pressSequentially("is");
      await option(page, /Favorites/).waitFor();
      await press(page, "ArrowDown");
    },
  },
  {
    name: "search-begin",
    steps: async (page) => {
      await search(page, "type:photo");
      await press(page, "g", "p");
      await press(page, "/");
      await option(page, /^type:photo/).waitFor();
    },
  },
  { name: "search-filters", steps: openFilters },
  { name: "missing", query: "fake=missing", steps: toMissing },
  {
    name: "albums-found",
    steps: async (page) => {
      await toAlbums(page);
      await page.getByRole("searchbox").fill("lof");
    },
  },
];
