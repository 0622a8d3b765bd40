/** What a person does, from end to end, on the invented library. */
import assert from "node:assert/strict";
import { albums, button, drag, fake, gone, menu, press, sees, select, tiles, toAlbum, toAlbums } from "./steps.mjs";

const rail = (page, name) => page.getByRole("navigation").getByRole("button", { name });

export const flows = [
  {
    name: "the first door opens the sample library and shows how far it is",
    query: "fake=first-run",
    async run(page) {
      await button(page, "Explore the sample library").click();
      await page.getByRole("progressbar", { name: "Sample library" }).waitFor();
      await tiles(page).first().waitFor();
      await rail(page, /^Photos/).waitFor();
    },
  },
  {
    name: "a sample library that cannot be drawn says why, and the doors stay",
    query: "fake=first-run,sample-refused",
    async run(page) {
      await button(page, "Explore the sample library").click();
      await sees(page, /The disk is full/);
      await button(page, "Explore the sample library").waitFor();
    },
  },
  {
    name: "files dropped before there is an account are kept and go up once there is one",
    query: "fake=first-run",
    async run(page) {
      await drag(page, { kind: "enter", paths: ["/p/a.jpg", "/p/b.jpg"], x: 500, y: 300 });
      await sees(page, "Drop to keep these in mind");
      await drag(page, { kind: "drop", paths: ["/p/a.jpg", "/p/b.jpg"], x: 500, y: 300 });
      await sees(page, /2 files, 23.0 MB/);
      await button(page, "Explore the sample library").click();
      await page.getByRole("heading", { name: "Uploads" }).waitFor();
      await sees(page, "All done");
    },
  },
  {
    name: "N makes an album and opens it; a title is needed",
    async run(page) {
      await press(page, "n");
      await page.getByLabel("Title of the new album").waitFor();
      await press(page, "Enter");
      await sees(page, "An album needs a title.");
      await page.keyboard.type("Ferry to Værøy, again");
      await press(page, "Enter");
      await page.getByRole("heading", { name: "Ferry to Værøy, again" }).waitFor();
      await sees(page, "Drop photos here");
    },
  },
  {
    name: "an album that could not be made says so and keeps the title",
    query: "fake=create-refused",
    async run(page) {
      await press(page, "n");
      await page.getByLabel("Title of the new album").fill("Dunes II");
      await press(page, "Enter");
      await sees(page, /No answer came from Google/);
      assert.equal(await page.getByLabel("Title of the new album").inputValue(), "Dunes II");
    },
  },
  {
    name: "an album is renamed in place: Enter keeps, Escape does not",
    async run(page) {
      await toAlbum(page, "Winter cabin");
      await press(page, "F2");
      await page.getByLabel("Title of the album").fill("Cabin in winter");
      await press(page, "Enter");
      await page.getByRole("heading", { name: "Cabin in winter" }).waitFor();
      await press(page, "F2");
      await page.getByLabel("Title of the album").fill("Something else");
      await press(page, "Escape");
      await page.getByRole("heading", { name: "Cabin in winter" }).waitFor();
    },
  },
  {
    name: "albums are found by title without minding marks",
    async run(page) {
      await toAlbums(page);
      await page.getByRole("searchbox").focus();
      await page.keyboard.type("facades");
      await sees(page, "1 of 13");
      await sees(page, "Old town façades");
      await page.keyboard.type("x");
      await sees(page, "No album is called that");
      await press(page, "Escape");
      await sees(page, "Winter cabin");
    },
  },
  {
    name: "albums are sorted by title when asked",
    async run(page) {
      await toAlbums(page);
      await menu(page, page.getByRole("button", { name: /sort/ }), "Title");
      await albums(page).first().getByText("Autumn walks").waitFor();
    },
  },
  {
    name: "sharing makes a link, copies it, lists it, and stops after a question",
    async run(page) {
      await toAlbum(page, "Bergen, rain and lights");
      await button(page, "Share").click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Others may add photos").check();
      await button(dialog, "Create link").click();
      await button(dialog, "Copied").waitFor();
      assert.equal(await fake(page, () => window.fake.copied), "https://photos.app.goo.gl/New2Link");
      await sees(dialog, "Others may add photos and comment");
      await button(dialog, "Done").click();
      await sees(page, "Anyone with the link can see");
      await press(page, "s");
      await button(dialog, "Stop sharing").click();
      await button(dialog, "Keep sharing").click();
      await button(dialog, "Stop sharing").click();
      await sees(dialog, "The link stops working for everyone. The photos stay.");
      await button(dialog, "Stop sharing").click();
      await button(dialog, "Create link").waitFor();
      await press(page, "Escape");
      await sees(page, "No link: only you see it");
    },
  },
  {
    name: "a refused share says why, and the album is as it was",
    query: "fake=share-refused",
    async run(page) {
      await toAlbum(page, "Bergen, rain and lights");
      await button(page, "Share").click();
      await button(page, "Create link").click();
      await sees(page, /No network. The album is not shared yet/);
      await button(page, "Create link").waitFor();
    },
  },
  {
    name: "where Google shares only in the browser, the dialog leads through it and keeps the pasted link",
    query: "fake=today",
    async run(page) {
      await toAlbum(page, "Bergen, rain and lights");
      await button(page, "Share").click();
      assert.equal(await button(page, "Create link").count(), 0);
      await button(page, /^Open the album.s page$/).click();
      await sees(page, "The album is open in your browser");
      await sees(page, /Google no longer lets apps switch sharing on/);
      const field = page.getByLabel("Link of the album");
      await field.fill("https://example.com/x");
      await press(page, "Enter");
      await sees(page, /This is not a link to a shared album/);
      await field.fill("https://photos.app.goo.gl/7Qm2xKfLofoten4e");
      await press(page, "Enter");
      await sees(page, "Link works");
      await press(page, "Escape");
      await press(page, "g", "s");
      await sees(page, "photos.app.goo.gl/7Qm2xKfLofoten4e");
    },
  },
  {
    name: "the list of links copies, checks, and stops after a question in place",
    async run(page) {
      await press(page, "g", "s");
      const row = albums(page).filter({ hasText: "Old town façades" });
      await menu(page, row.getByRole("button", { name: /^More/ }), "Check now");
      await sees(row, "Link works");
      await button(row, "Copy").click();
      await button(row, "Copied").waitFor();
      assert.match(await fake(page, () => window.fake.copied), /7ofoten4e$/);
      await menu(page, row.getByRole("button", { name: /^More/ }), "Stop sharing");
      await sees(row, "The link stops working for everyone. The photos stay.");
      await button(row, "Stop sharing").click();
      await gone(page, "Old town façades");
    },
  },
  {
    name: "files dropped on an album page go into that album, and the veil says so before",
    async run(page) {
      await toAlbum(page, "Winter cabin");
      const paths = ["/p/a.jpg", "/p/b.jpg", "/p/b.xmp"];
      await drag(page, { kind: "enter", paths, x: 700, y: 600 });
      await sees(page, "Drop into “Winter cabin”");
      await sees(page, /1 file will stay out/);
      await drag(page, { kind: "drop", paths, x: 700, y: 600 });
      await sees(page, "2 files go into “Winter cabin”, 1 file stays out");
      await page.getByRole("region", { name: "Uploads" }).getByText("All done").waitFor();
      await sees(page, "58 items");
    },
  },
  {
    name: "files dropped on an album's tile go into that album",
    async run(page) {
      await toAlbums(page);
      const tile = albums(page).filter({ hasText: "Coast road" });
      const box = await tile.boundingBox();
      const at = { x: box.x + 40, y: box.y + 40 };
      await drag(page, { kind: "enter", paths: ["/p/a.jpg"], ...at });
      await sees(page, "Drop into “Coast road”");
      await drag(page, { kind: "drop", paths: ["/p/a.jpg"], ...at });
      await sees(page, "1 file goes into “Coast road”");
    },
  },
  {
    name: "a drag that leaves takes the veil away and sends nothing",
    async run(page) {
      await drag(page, { kind: "enter", paths: ["/p/a.jpg"], x: 700, y: 400 });
      await sees(page, "Drop into your library");
      await drag(page, { kind: "leave" });
      await gone(page, "Drop into your library");
      assert.equal(await fake(page, () => window.fake.queue.rows.length), 0);
    },
  },
  {
    name: "a full storage waits until the person presses Go on",
    query: "fake=storage-full",
    async run(page) {
      await press(page, "g", "u");
      await sees(page, "Your Google storage is full");
      await button(page, "Go on").click();
      await sees(page, "All done");
    },
  },
  {
    name: "Delete takes photos out of the album and Undo puts them back",
    async run(page) {
      await toAlbum(page, "Winter cabin");
      await select(page, 1, 3);
      await sees(page, "2 selected");
      await press(page, "Delete");
      await sees(page, "Removed 2 items from “Winter cabin”");
      await sees(page, "54 items");
      await button(page, "Undo").click();
      await sees(page, "56 items");
    },
  },
  {
    name: "Delete does nothing in Photos: Google lets no app delete",
    async run(page) {
      await select(page, 1);
      await press(page, "Delete");
      await sees(page, "1 selected");
      assert.equal(await button(page, "Remove from album").count(), 0);
    },
  },
  {
    name: "L adds what is selected to an album, and Undo takes it out again",
    async run(page) {
      await select(page, 0, 1, 2);
      await press(page, "l");
      await page.getByRole("dialog").waitFor();
      await page.keyboard.type("dunes");
      await press(page, "Enter");
      await sees(page, "Added 3 to “Dunes”");
      await button(page, "Undo").click();
      await toAlbums(page);
      const tile = albums(page).filter({ hasText: "Dunes" });
      assert.equal(await tile.getByText(/items/).textContent(), await albumItems(page, "Dunes"));
    },
  },
  {
    name: "sharing a selection makes an album of it and goes on to the link",
    async run(page) {
      await select(page, 0, 1);
      await button(page, "Share").click();
      await page.getByLabel("Title of the new album").fill("For grandmother");
      await button(page, "Create and share").click();
      await page.getByRole("dialog", { name: "Share “For grandmother”" }).waitFor();
      await sees(page, "2 items, only you can see them now");
    },
  },
  {
    name: "one selected photo becomes the cover",
    async run(page) {
      await toAlbum(page, "Winter cabin");
      await select(page, 4);
      await menu(page, button(page, "More"), "Set as cover");
      await sees(page, "New cover for “Winter cabin”");
    },
  },
  {
    name: "the context menu works on the photo under it and leaves the selection alone",
    async run(page) {
      await select(page, 0);
      await tiles(page).nth(3).click({ button: "right" });
      await page.getByRole("menuitem", { name: /Add to album/ }).click();
      await sees(page, "Add 1 item to an album");
      await press(page, "Escape");
      await sees(page, "1 selected");
    },
  },
  {
    name: "keys go where they say, and Back comes back",
    async run(page) {
      await press(page, "g", "a");
      await page.getByRole("heading", { name: "Albums", exact: true }).waitFor();
      await press(page, "g", "u");
      await page.getByRole("heading", { name: "Uploads" }).waitFor();
      await press(page, "Alt+ArrowLeft");
      await page.getByRole("heading", { name: "Albums", exact: true }).waitFor();
      await press(page, "?");
      await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
      await press(page, "Escape");
      await gone(page, "Keyboard shortcuts");
    },
  },
  {
    name: "letters typed into a field are letters",
    async run(page) {
      await toAlbums(page);
      await page.getByRole("searchbox").click();
      await page.keyboard.type("nugs?");
      assert.equal(await page.getByRole("searchbox").inputValue(), "nugs?");
      assert.equal(await page.getByRole("dialog").count(), 0);
    },
  },
  {
    name: "Ctrl A selects all of the page, Escape lets go",
    async run(page) {
      await tiles(page).first().waitFor();
      await press(page, "Control+a");
      await sees(page.getByRole("toolbar"), "600 selected");
      await press(page, "Escape");
      await page.getByRole("toolbar").waitFor({ state: "hidden" });
    },
  },
  {
    name: "a photo opens, Escape comes back to its tile",
    async run(page) {
      await tiles(page).nth(2).click();
      await sees(page, "DSC_4003.jpg");
      await press(page, "Escape");
      await page.waitForFunction(() => document.activeElement?.closest("[data-key]")?.getAttribute("data-key") === "3");
    },
  },
  {
    name: "an ended sign-in says so in one line, and one button signs in again",
    query: "fake=sign-in-needed,sign-in-waits",
    async run(page) {
      await sees(page, /Google ended the sign-in/);
      await page.getByRole("main").getByRole("button", { name: "Sign in again" }).click();
      await sees(page, "Waiting for you in the browser");
      await button(page, "Cancel").click();
      await gone(page, "Waiting for you in the browser");
    },
  },
  {
    name: "the theme is chosen in the connection's menu and stays",
    async run(page) {
      const box = page.getByRole("button", { name: /^Connection/ });
      await menu(page, box, "Dark");
      await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
      assert.equal((await fake(page, () => window.fake.settings())).theme, "dark");
    },
  },
  {
    name: "a connection is renamed, and disconnected after a question",
    async run(page) {
      const box = page.getByRole("button", { name: /^Connection/ });
      await menu(page, box, "Rename");
      await page.getByRole("textbox", { name: "Name" }).fill("Mara at home");
      await press(page, "Enter");
      await sees(page.getByRole("navigation"), "Mara at home");
      await menu(page, box, "Disconnect");
      await sees(page, "Stays at Google");
      await page.getByRole("radio", { name: /^Remove the library from this computer/ }).check();
      await button(page, "Disconnect").click();
      await sees(page, "Your photos, in one window");
    },
  },
  {
    name: "a second sample account is opened from the menu and shown",
    query: "fake=first-run",
    async run(page) {
      await button(page, "Explore the sample library").click();
      const box = page.getByRole("button", { name: /^Connection/ });
      await menu(page, box, "Open the second sample account");
      await sees(page.getByRole("navigation"), "Sample, today’s rules");
    },
  },
  {
    name: "F5 looks for what is new and says how it went",
    async run(page) {
      await tiles(page).first().waitFor();
      await press(page, "F5");
      await sees(page, "Everything is up to date");
    },
  },
  {
    name: "an account whose first list is still coming in is not called empty",
    query: "fake=empty,arriving",
    async run(page) {
      await sees(page, "Looking for what is there");
      assert.equal(await page.getByText("Nothing here yet").count(), 0);
    },
  },
  {
    name: "a change of the index moves nothing that is looked at",
    async run(page) {
      await toAlbums(page);
      const places = () =>
        page
          .getByRole("listitem")
          .evaluateAll((all) => all.map((node) => JSON.stringify(node.getBoundingClientRect())));
      const before = await places();
      await page.evaluate(() => window.fake.changed());
      assert.deepEqual(await places(), before);
    },
  },
  {
    name: "a hundred thousand items are shown with a few hundred tiles",
    query: "n=100000",
    async run(page) {
      await tiles(page).first().waitFor();
      await sees(page, "100,000 items");
      assert.ok((await tiles(page).count()) <= 300, "only what is near the view is in the document");
    },
  },
  {
    name: "at 400 pixels everything is reached through the menu",
    viewport: { width: 400, height: 700 },
    async run(page) {
      await tiles(page).first().waitFor();
      await menu(page, button(page, "Menu"), "Albums");
      await page.getByRole("heading", { name: "Albums", exact: true }).waitFor();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 400, "nothing makes the window scroll sideways");
    },
  },
];

const albumItems = async (page, title) =>
  fake(page, "window.fake.albums()").then((albums) => `${albums.find((album) => album.title === title).items} items`);
