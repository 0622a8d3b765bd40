/** Accounts: several of them, signing in from elsewhere, a second client, disconnecting in its variants. */
import assert from "node:assert/strict";
import { button, drop, fake, gone, menu, press, sees, tiles, toAlbum } from "./steps.mjs";

const box = (page) => page.getByRole("button", { name: /^Connection/ });
const dialog = (page) => page.getByRole("dialog");
const rail = (page) => page.getByRole("navigation");
const account = (page, name) => page.getByRole("menu").getByRole("menuitemradio", { name });

async function disconnect(page) {
  await tiles(page).first().waitFor();
  await menu(page, box(page), "Disconnect");
  await sees(dialog(page), "Stays at Google");
}

async function waiting(page) {
  await drop(page, ["/home/mara/client_secret_8412.json"]);
  await button(page, "Continue in browser").click();
  await sees(page, "Waiting for you in the browser");
  await page.getByText("The browser is on another computer?").click();
}

const pasted = (page) => page.getByLabel("Paste the address that the browser ends at");

async function secondClient(page) {
  await drop(page, ["/home/mara/client_secret_9901.json"]);
  await button(page, "Continue in browser").click();
  await page.getByRole("heading", { name: "mara@example.com is connected already" }).waitFor();
}

export const flows = [
  {
    name: "accounts are told apart in the menu, and switched by keys and by the palette",
    query: "fake=two-accounts",
    async run(page) {
      await tiles(page).first().waitFor();
      await press(page, "g", "m");
      await sees(account(page, /Mara, personal/), "mara@example.com");
      await sees(account(page, /Tomas, family/), "tomas@example.com");
      await sees(account(page, /Tomas, family/), "12 to upload");
      assert.equal(await account(page, /Mara/).getAttribute("aria-checked"), "true");
      await press(page, "ArrowDown", "Enter");
      await sees(rail(page), "Tomas, family");
      await tiles(page).first().waitFor();
      await press(page, "Alt+a");
      await sees(rail(page), "Mara, personal");
      await press(page, "Control+k");
      await page.keyboard.type("tomas");
      await press(page, "Enter");
      await sees(rail(page), "Tomas, family");
    },
  },
  {
    name: "a connection that needs nothing can be signed in to again, and stays where it was",
    async run(page) {
      await tiles(page).first().waitFor();
      await menu(page, box(page), "Sign in again");
      await dialog(page).waitFor({ state: "hidden" });
      await press(page, "g", "m");
      await account(page, /Mara, personal/).waitFor();
      assert.equal(await page.getByRole("menuitemradio").filter({ hasText: "@" }).count(), 1, "no second one was made");
    },
  },
  {
    name: "disconnecting keeps the library, signed out, and one press signs in again",
    async run(page) {
      await disconnect(page);
      await button(page, "Disconnect").click();
      await sees(page, /You signed this account out/);
      await tiles(page).first().waitFor();
      assert.equal(await dialog(page).count(), 0);
      await menu(page, box(page), "Disconnect");
      await sees(dialog(page), "Stays at Google");
      assert.equal(await page.getByRole("radio").count(), 0, "now there is only removing it");
      await button(page, "Keep it").click();
      await page.getByRole("main").getByRole("button", { name: "Sign in again" }).click();
      await gone(page, /You signed this account out/);
    },
  },
  {
    name: "disconnecting says what stays and what stops, for either choice",
    query: "fake=two-accounts,uploads-still,folders",
    async run(page) {
      await disconnect(page);
      await sees(dialog(page), /600 items, \d+ albums and \d+ links\. Links go on working/);
      await sees(dialog(page), "Stops until you sign in again");
      await sees(dialog(page), /in the upload queue\.\s+The queue is kept\./);
      await page.getByRole("radio", { name: /^Remove the library from this computer/ }).check();
      await sees(dialog(page), /They do not go up and stay on your computer\./);
      await sees(dialog(page), /2 watched folders are watched no more/);
      await button(page, "Disconnect").click();
      await sees(rail(page), "Tomas, family");
      assert.equal(await dialog(page).count(), 0);
    },
  },
  {
    name: "where Google does not answer, what to do there is said and opened",
    query: "fake=revoke-fails",
    async run(page) {
      await disconnect(page);
      await button(page, "Disconnect").click();
      await sees(dialog(page), "Disconnected here, but Google did not answer");
      await button(page, "Open the page").click();
      assert.deepEqual(await fake(page, () => window.fake.opened), ["https://myaccount.google.com/permissions"]);
      await button(page, "Done").click();
      await sees(page, /You signed this account out/);
    },
  },
  {
    name: "the address that a browser elsewhere ended at is pasted, a wrong one refused in place",
    query: "fake=first-run,sign-in-waits",
    async run(page) {
      await waiting(page);
      await pasted(page).fill("4/0Acode");
      await button(page, "Go on").click();
      await sees(page, /This is not the address that the browser ended at/);
      await pasted(page).fill("http://127.0.0.1:43113/?state=old&code=c");
      await press(page, "Enter");
      await sees(page, /belongs to another sign-in/);
      await sees(page, "Waiting for you in the browser");
      await pasted(page).fill("http://127.0.0.1:43113/?state=kept-by-the-program&code=c");
      await press(page, "Enter");
      await page.getByRole("heading", { name: "What Albumen can see", level: 1 }).waitFor();
    },
  },
  {
    name: "a second client of an account is asked about and added beside, with its own name",
    query: "fake=second-client",
    async run(page) {
      await tiles(page).first().waitFor();
      await secondClient(page);
      await sees(page.getByRole("main"), /600 items/);
      await page.getByLabel("Name of the second connection").fill("Mara, own client");
      await press(page, "Enter");
      await sees(rail(page), "Mara, own client");
      await press(page, "g", "m");
      await sees(account(page, /Mara, own client/), "mara@example.com, client 9901-q7zz");
      await account(page, /Mara, personal/).waitFor();
    },
  },
  {
    name: "a second client that is not wanted changes nothing",
    query: "fake=second-client",
    async run(page) {
      await tiles(page).first().waitFor();
      await secondClient(page);
      await button(page, "Do not add it").click();
      await button(page, "Continue in browser").waitFor();
      await button(page, "Close, and keep the place").click();
      await press(page, "g", "m");
      assert.equal(await page.getByRole("menuitemradio").filter({ hasText: "@" }).count(), 1);
    },
  },
  {
    name: "another account's uploads are named on the uploads page, and shown from there",
    query: "fake=two-accounts,uploads-still",
    async run(page) {
      await tiles(page).first().waitFor();
      await press(page, "g", "u");
      await sees(page.getByRole("main"), "12 files to go, 98.0 MB");
      await button(page, "Show the uploads of Tomas, family").click();
      await sees(rail(page), "Tomas, family");
      await page.getByRole("heading", { name: "Uploads", level: 1 }).waitFor();
    },
  },
  {
    name: "the account is named where Albumen acts for it",
    query: "fake=two-accounts",
    async run(page) {
      await toAlbum(page, "Lofoten in June");
      await press(page, "s");
      await sees(dialog(page), "mara@example.com");
      await press(page, "Escape");
      await drop(page, ["/home/mara/Pictures/Cabin"]);
      await sees(dialog(page), "Before anything is sent");
      await sees(dialog(page), "mara@example.com");
    },
  },
];

export const screens = [
  {
    name: "connection-menu-accounts",
    query: "fake=two-accounts",
    steps: async (page) => {
      await tiles(page).first().waitFor();
      await press(page, "g", "m");
      await page.getByRole("menu").waitFor();
    },
  },
  { name: "disconnect-queue", query: "fake=uploads-still,folders", steps: disconnect },
  {
    name: "disconnect-remove",
    query: "fake=uploads-still,folders",
    steps: async (page) => {
      await disconnect(page);
      await page.getByRole("radio", { name: /^Remove the library from this computer/ }).check();
    },
  },
  {
    name: "disconnect-unanswered",
    query: "fake=revoke-fails",
    steps: async (page) => {
      await disconnect(page);
      await button(page, "Disconnect").click();
      await sees(dialog(page), "Disconnected here, but Google did not answer");
    },
  },
  { name: "photos-signed-out", query: "fake=signed-out", steps: (page) => tiles(page).first().waitFor() },
  { name: "connect-elsewhere", query: "fake=first-run,sign-in-waits", steps: waiting },
  {
    name: "connect-second-client",
    query: "fake=second-client",
    steps: async (page) => {
      await tiles(page).first().waitFor();
      await secondClient(page);
    },
  },
  {
    name: "uploads-two-accounts",
    query: "fake=two-accounts,uploads-still",
    steps: async (page) => {
      await tiles(page).first().waitFor();
      await press(page, "g", "u");
      await sees(page.getByRole("main"), "12 files to go");
    },
  },
  {
    name: "share-account",
    steps: async (page) => {
      await toAlbum(page, "Lofoten in June");
      await press(page, "s");
      await dialog(page).waitFor();
    },
  },
];
