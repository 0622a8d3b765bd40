/** Steps that flows and screens share. */
export const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};

/** Waits until the page says this somewhere. */
export const sees = (page, text) => page.getByText(text).first().waitFor();

export const gone = (page, text) => page.getByText(text).first().waitFor({ state: "hidden" });

export const button = (page, name) => page.getByRole("button", { name, exact: true });

export const albums = (page) => page.getByRole("main").getByRole("listitem");

export const tiles = (page) => page.locator("[data-key]");

export async function toAlbums(page) {
  await press(page, "g", "a");
  await page.getByRole("heading", { name: "Albums", exact: true }).waitFor();
}

export async function toAlbum(page, title) {
  await toAlbums(page);
  await albums(page).filter({ hasText: title }).getByRole("button").click();
  await page.getByRole("heading", { name: title, level: 1 }).waitFor();
  await page.locator("[data-key], .empty").first().waitFor();
}

export async function select(page, ...places) {
  await tiles(page).first().waitFor();
  for (const place of places)
    await tiles(page)
      .nth(place)
      .click({ modifiers: ["Control"] });
}

export async function menu(page, opener, entry) {
  await opener.click();
  await page.getByRole("menu").locator("[role^=menuitem]").filter({ hasText: entry }).first().click();
}

/** Files held over the window, as the system reports them. */
export const drag = (page, event) => page.evaluate((given) => window.fake.drag(given), event);

export async function drop(page, paths, at = { x: 700, y: 400 }) {
  await drag(page, { kind: "enter", paths, ...at });
  await drag(page, { kind: "drop", paths, ...at });
}

export const fake = (page, read) => page.evaluate(read);
