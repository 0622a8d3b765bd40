/** Every screen: pictured in both themes and sizes, and read by axe in both themes. */
import { albums, button, drag, press, select, sees, tiles, toAlbum, toAlbums } from "./steps.mjs";

const photos = (page) => tiles(page).first().waitFor();

export const screens = [
  { name: "first-run", query: "fake=first-run", steps: (page) => sees(page, "Your photos, in one window") },
  { name: "photos", steps: photos },
  { name: "photos-selected", steps: (page) => select(page, 1, 4, 6) },
  { name: "photos-offline", query: "fake=offline", steps: photos },
  { name: "photos-uploading", query: "fake=quota-spent", steps: photos },
  { name: "photos-empty", query: "fake=empty", steps: (page) => sees(page, "Nothing here yet") },
  {
    name: "photo-menu",
    steps: async (page) => {
      await photos(page);
      await tiles(page).nth(1).click({ button: "right" });
    },
  },
  {
    name: "viewer",
    steps: async (page) => {
      await photos(page);
      await tiles(page).nth(2).click();
      await sees(page, "DSC_4003.jpg");
    },
  },
  {
    name: "viewer-details",
    steps: async (page) => {
      await photos(page);
      await tiles(page).nth(2).click();
      await press(page, "i");
      await sees(page, "Nikon Z 6II");
    },
  },
  { name: "albums", steps: toAlbums },
  { name: "albums-empty", query: "fake=empty", steps: toAlbums },
  {
    name: "albums-new",
    steps: async (page) => {
      await press(page, "n");
      await page.getByLabel("Title of the new album").fill("Ferry to Værøy");
    },
  },
  {
    name: "albums-drop",
    steps: async (page) => {
      await toAlbums(page);
      const box = await albums(page).nth(1).boundingBox();
      await drag(page, { kind: "enter", paths: ["/p/a.jpg"], x: box.x + 50, y: box.y + 50 });
      await sees(page, /Uploading starts at once/);
    },
  },
  { name: "album", steps: (page) => toAlbum(page, "Lofoten in June") },
  { name: "album-empty", steps: (page) => toAlbum(page, "Nothing in here yet") },
  {
    name: "album-drop",
    steps: async (page) => {
      await toAlbum(page, "Lofoten in June");
      await drag(page, { kind: "enter", paths: ["/p/a.jpg", "/p/b.jpg", "/p/b.xmp"], x: 700, y: 600 });
      await sees(page, /will stay out/);
    },
  },
  {
    name: "album-removed",
    steps: async (page) => {
      await toAlbum(page, "Lofoten in June");
      await select(page, 1);
      await press(page, "Delete");
      await sees(page, /Removed 1 item/);
    },
  },
  {
    name: "add-to-album",
    steps: async (page) => {
      await select(page, 1, 2);
      await press(page, "l");
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "share",
    steps: async (page) => {
      await toAlbum(page, "Bergen, rain and lights");
      await press(page, "s");
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "share-copied",
    steps: async (page) => {
      await toAlbum(page, "Lofoten in June");
      await press(page, "s");
    },
    before: async (page) => {
      await page.getByRole("dialog").getByRole("button", { name: /^Cop/ }).click();
      await button(page, "Copied").waitFor();
    },
  },
  {
    name: "share-browser-first",
    query: "fake=today",
    steps: async (page) => {
      await toAlbum(page, "Bergen, rain and lights");
      await press(page, "s");
      await button(page, /^Open the album.s page$/).waitFor();
    },
  },
  {
    name: "share-browser",
    query: "fake=today",
    steps: async (page) => {
      await toAlbum(page, "Bergen, rain and lights");
      await press(page, "s");
      await button(page, /^Open the album.s page$/).click();
      await sees(page, "The album is open in your browser");
    },
  },
  {
    name: "shared",
    steps: async (page) => {
      await press(page, "g", "s");
      await sees(page, "Coast road");
    },
  },
  {
    name: "connection-menu",
    steps: async (page) => {
      await page.getByRole("button", { name: /^Connection/ }).click();
      await page.getByRole("menu").waitFor();
    },
  },
  {
    name: "disconnect",
    steps: async (page) => {
      await page.getByRole("button", { name: /^Connection/ }).click();
      await page.getByRole("menuitem", { name: "Disconnect" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "about",
    query: "fake=no-keychain",
    steps: async (page) => {
      await page.getByRole("button", { name: /^Connection/ }).click();
      await page.getByRole("menuitem", { name: "About Albumen" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "shortcuts",
    steps: async (page) => {
      await press(page, "?");
      await page.getByRole("dialog").waitFor();
    },
  },
];
