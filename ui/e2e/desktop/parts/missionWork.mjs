// Of the mission what is work in the background: copies on this computer, and what comes by itself.
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pictureFile } from "../files.mjs";
import { stage } from "../places.mjs";
import { check, must } from "../report.mjs";
import { holds, uploadElsewhere } from "../service.mjs";
import { until } from "../webdriver.mjs";
import { minimise, typeInDialog } from "../x11.mjs";

/** An album as files with sidecars, and once more with nothing to do. */
export async function download(app, album) {
  const folder = join(stage, "mission copies");
  mkdirSync(folder, { recursive: true });
  const begin = async () => {
    await app.click("button", /^Albums/);
    await app.click("button", new RegExp(`^${album.title}\\s`));
    await app.choose("More", "Download album");
  };
  await check("Download: an album is saved as a folder, with a sidecar beside each file", async () => {
    await begin();
    await app.click("button", /^Choose (a folder|another)/);
    await typeInDialog(folder, /^Add a folder/);
    await app.sees(folder);
    await app.click("radio", "XMP");
    await app.keep("mission-download");
    await app.click("button", "Download");
    await app.click("button", "Show", 60_000);
    await app.find("heading", new RegExp(album.title));
    await app.sees("Done");
    const files = readdirSync(join(folder, album.title));
    const sidecars = files.filter((name) => name.endsWith(".xmp"));
    must(sidecars.length === album.items, `${sidecars.length} sidecars: ${files.join(", ")}`);
    must(files.length === 2 * album.items, `${files.length} files: ${files.join(", ")}`);
    for (const name of sidecars) {
      must(files.includes(name.replace(/\.xmp$/, "")), `${name} is beside no file`);
      must(readFileSync(join(folder, album.title, name), "utf8").includes("xmpmeta"), `${name} is no XMP`);
    }
    await app.keep("mission-downloads");
  });
  await check("Download: a second time brings nothing new", async () => {
    const before = readdirSync(join(folder, album.title));
    await begin();
    await app.sees(folder);
    await app.click("button", "Download");
    await app.click("button", "Show", 60_000);
    await app.sees(`${album.items} there already`);
    must(readdirSync(join(folder, album.title)).join() === before.join(), "something was written");
  });
}

/** What another device puts in, told with a badge and a notice, and a folder that goes up by itself. */
export async function watch(app, notices, base, account) {
  const back = minimise("Albumen");
  const notice = await check("Watch: what another device uploads is told by a notice of the system", async () => {
    await until("the window has no focus", () => app.driver.run("() => !document.hasFocus()"));
    await uploadElsewhere(base, account, "from elsewhere.png", await pictureFile());
    // The next look comes by itself in some minutes, and at once where the person asks for it.
    await app.driver.run("() => window.__TAURI_INTERNALS__.invoke('sync_now').then(() => true)");
    const shown = await notices.find(/^1 new photo$/, 30_000);
    must(shown.text === "In Mine, from another device.", `it says: ${shown.text}`);
    must(shown.actions[0] === "default", "it cannot be clicked");
    return shown;
  });
  await check("Watch: a click on the notice brings the window up with what is new", async () => {
    notices.click(notice);
    await until("the window has the focus", () => app.driver.run("() => document.hasFocus()"));
    await app.find("heading", /^New/);
    await app.find("gridcell", /from elsewhere|^Photo/);
    await app.find("button", /^New\s*1$/);
    await app.pictures();
    await app.keep("mission-new");
  });
  back();
  await check("Watch: seen, it has no badge any more", async () => {
    await app.click("button", "Mark all as seen");
    await app.find("button", /^New$/);
  });
  const folder = join(stage, "mission watched");
  mkdirSync(folder, { recursive: true });
  await check("Watch: what appears in a watched folder goes up by itself, into its album", async () => {
    await app.click("button", /^Uploads/);
    await app.click("radio", /^Folders/);
    await app.click("button", "Watch a folder");
    await app.click("button", "Choose a folder");
    await typeInDialog(folder, /^Add a folder/);
    await app.sees(folder);
    await app.click("button", "Watch this folder");
    await app.sees("Watching");
    await writeFile(join(folder, "by itself.png"), Buffer.concat([await pictureFile(), Buffer.from("watched")]));
    await until(
      "the photo in the album of the folder",
      async () => {
        const album = (await holds(base, "albums")).find((one) => one.title === "mission watched");
        return album?.items.length === 1;
      },
      60_000,
    );
    await app.keep("mission-watched");
  });
  await check("Watch: own uploads are no news", async () => {
    await app.driver.run("() => window.__TAURI_INTERNALS__.invoke('sync_now').then(() => true)");
    await app.find("button", /^New$/);
    must(notices.all().filter((one) => /new photo/.test(one.title)).length === 1, "a second notice of news was shown");
  });
}
