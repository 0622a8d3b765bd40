// Every screen of a window that shows a library, in both themes and two sizes, kept under target/screens.
import { check } from "./report.mjs";
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

async function walk(app, suffix) {
  const keep = (name) => app.keep(`${name}-${suffix}`);
  await app.click("button", /^Photos/);
  await app.find("gridcell", /^Photo/);
  await app.pictures();
  await keep("photos");

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
