// Every screen of a window that shows a library, in both themes and two sizes, kept under target/screens.
import { check } from "./report.mjs";
import { Keys } from "./keyboard.mjs";
import { KEYS } from "./webdriver.mjs";

const SIZES = [
  [1280, 800],
  [900, 600],
];

export async function everyScreen(app) {
  for (const theme of ["Light", "Dark"]) {
    await check(`${theme} is chosen in the connection's menu`, () => app.choose(/^Connection /, theme));
    for (const [width, height] of SIZES) {
      await check(`every screen, ${theme.toLowerCase()}, ${width} by ${height}`, async () => {
        await app.size(width, height);
        await walk(app, `${theme.toLowerCase()}-${width}`);
      });
    }
  }
}

/** The grid at each of its three sizes. */
async function densities(app, suffix) {
  for (const size of ["Compact", "Large", "Normal"]) {
    await app.choose("Size of the photos", size);
    await app.find("gridcell", /^Photo/);
    await app.pictures();
    if (size !== "Normal") await app.keep(`photos-${size.toLowerCase()}-${suffix}`);
  }
}

/** The bubble that names the month under the pointer. */
async function scrubber(app, suffix) {
  const scale = await app.find("slider");
  await app.driver.point(scale, 0, 40);
  await app.keep(`scrubber-${suffix}`);
  await app.driver.point(await app.find("gridcell", /^Photo/));
}

/** A search of a word and two filters, each of them a chip. */
async function search(app, suffix) {
  const keys = new Keys(app);
  await keys.search("type:photo has:description");
  await app.find("gridcell", /^Photo/);
  await app.pictures();
  await app.keep(`search-${suffix}`);
}

async function walk(app, suffix) {
  const keep = (name) => app.keep(`${name}-${suffix}`);
  await app.click("button", /^Photos/);
  await app.find("gridcell", /^Photo/);
  await app.pictures();
  await keep("photos");
  await densities(app, suffix);
  await scrubber(app, suffix);
  await search(app, suffix);

  await app.click("button", /^Albums/);
  await app.find("heading", /^Albums/);
  await app.pictures();
  await keep("albums");

  await app.click("button", /\d+ items/);
  await app.find("button", "Share");
  await app.find("gridcell");
  await app.pictures();
  await keep("album");

  await app.click("button", "Share");
  await app.find("dialog", /.*/);
  await keep("share");
  await app.click("button", "Cancel");

  await app.click("gridcell", /^Photo/);
  await app.find("button", "Details");
  await app.pictures();
  await keep("viewer");
  // By its key: on a narrow window the panel lies over the button that opened it.
  await app.driver.press("i");
  await app.find("heading", "Details");
  await keep("viewer-details");
  await app.driver.press("i");
  await app.driver.press(KEYS.escape);

  await app.click("button", /^Shared/);
  await keep("shared");
  await app.click("button", /^Uploads/);
  await keep("uploads");
}
