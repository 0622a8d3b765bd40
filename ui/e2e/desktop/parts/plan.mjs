// A folder on the real window: a plan is looked at, changed and started, and the files are where it said.
import { dragIntoWindow } from "../drag.mjs";
import { folderOfFolders } from "../files.mjs";
import { check, must } from "../report.mjs";
import { KEYS, until } from "../webdriver.mjs";

const NAME = "Harbour, renamed in the plan";

export async function dropFolder(app, held) {
  const folder = await folderOfFolders();
  const before = (await held("items")).length;
  await check("a folder from another window opens a plan, and nothing is sent", async () => {
    // The dialog in which sharing was stopped is still there.
    await app.click("button", "Cancel");
    await app.click("button", /^Photos/);
    await app.find("gridcell", /^Photo/);
    await dragIntoWindow([folder], { x: 700, y: 500 }, () => app.sees(/You see a plan before anything is sent/));
    await app.find("dialog", /Before anything is sent/);
    await app.find("button", "Upload 4 files", 60_000);
    await app.keep("plan");
    must((await held("items")).length === before, "something was sent before the plan was started");
  });
  await check("each folder gets an album, and one of them another name", async () => {
    await app.click("radio", "One per folder");
    const field = await app.find("textbox", /^Name of the album for .*Harbour/);
    await app.driver.click(field);
    await app.driver.press(KEYS.control, "a");
    await app.driver.type(field, NAME);
    await app.driver.press(KEYS.enter);
    await app.keep("plan-renamed");
  });
  await check("started, the files are in the albums the plan named", async () => {
    await app.click("button", "Upload 4 files");
    await until(
      "two albums with two items each",
      async () => {
        const albums = await held("albums");
        return [NAME, "Hut"].every((title) => {
          const found = albums.filter((album) => album.title === title);
          return found.length === 1 && found[0].items.length === 2;
        });
      },
      60_000,
    );
    must((await held("items")).length === before + 4, "each file is there once");
  });
}
