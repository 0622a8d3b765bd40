/** The page of the connection: checks, what mends what is wrong, and the ways that lead to it. */
import assert from "node:assert/strict";
import { button, fake, gone, menu, press, sees, tiles } from "./steps.mjs";

const toConnection = async (page) => {
  await tiles(page).first().waitFor();
  await press(page, "g", "c");
  await page.getByRole("heading", { name: "Connection", exact: true }).waitFor();
};

const well = (page) => sees(page, "Everything works");
const needing = (page) => page.getByRole("list", { name: "What needs you" }).getByRole("listitem");

export const flows = [
  {
    name: "G C shows the connection, which is checked by itself, and what was looked at",
    async run(page) {
      await toConnection(page);
      await well(page);
      const rows = page.getByRole("list", { name: "What is well" }).getByRole("listitem");
      assert.equal(await rows.count(), 14, "the four permissions are one row");
      await sees(page, "Google answers.");
      await sees(page, /17 checks, 4 requests, just now/);
      await button(page, "Copy report").click();
      await sees(page, "Report copied. No secret is in it.");
      assert.match(await fake(page, () => window.fake.copied), /Network: Google answers\./);
    },
  },
  {
    name: "the menu at the foot and the palette lead to a check",
    async run(page) {
      await tiles(page).first().waitFor();
      await menu(page, page.getByRole("button", { name: /^Connection/ }), "Check the connection");
      await well(page);
      await press(page, "g", "p");
      await tiles(page).first().waitFor();
      await press(page, "Control+k");
      await page.keyboard.type("doctor");
      await press(page, "Enter");
      await well(page);
    },
  },
  {
    name: "a sign-in that ended is renewed in place, and the check repeats itself",
    query: "fake=sign-in-needed",
    async run(page) {
      await tiles(page).first().waitFor();
      await button(page, "Check the connection").click();
      await sees(page, "1 thing needs you");
      assert.equal(await button(page, "Sign in again").count(), 1, "the page says it, not a banner as well");
      await button(page, "Sign in again").click();
      await sees(page, "Waiting for you in the browser");
      await well(page);
      assert.equal(await needing(page).count(), 0);
      await page.getByRole("button", { name: /^Connection .*: Connected/ }).waitFor();
    },
  },
  {
    name: "waiting for the browser can be given up, and the failure stays",
    query: "fake=sign-in-needed,sign-in-waits",
    async run(page) {
      await toConnection(page);
      await button(page, "Sign in again").click();
      await sees(page, "Waiting for you in the browser");
      await button(page, "Cancel").click();
      await button(page, "Sign in again").waitFor();
      await sees(page, "Google ended the sign-in. Your library and queue are kept.");
    },
  },
  {
    name: "permissions that are missing stand together above one button",
    query: "fake=consent-missing,consent-missing-edit",
    async run(page) {
      await toConnection(page);
      await sees(page, "1 thing needs you");
      const one = needing(page).first();
      await one.getByText("Albumen may not add photos and albums.").waitFor();
      await one.getByText("Albumen may not change what it added.").waitFor();
      await button(page, "Allow in browser").click();
      await well(page);
    },
  },
  {
    name: "a console page opens in the browser, and coming back checks again",
    query: "fake=api-disabled",
    async run(page) {
      await toConnection(page);
      await button(page, "Open the console").click();
      await sees(page, /Albumen checks again when you come back/);
      assert.match((await fake(page, () => window.fake.opened))[0], /^https:\/\/console\.cloud\.google\.com\/apis/);
      await page.evaluate(() => {
        window.fake.doctor.mend("api-disabled");
        window.dispatchEvent(new Event("focus"));
      });
      await well(page);
    },
  },
  {
    name: "the Picker API that is off is one thing that waits, and its own console page opens",
    query: "fake=picker-disabled",
    async run(page) {
      await toConnection(page);
      await sees(page, "It works. 1 thing needs you soon");
      await sees(page, "All else works.");
      await button(page, "Open the console").click();
      assert.match((await fake(page, () => window.fake.opened))[0], /photospicker\.googleapis\.com/);
    },
  },
  {
    name: "a sign-in of a week is published in the console and renewed from the same place",
    query: "fake=testing",
    async run(page) {
      await toConnection(page);
      await button(page, "Open the console").click();
      assert.match((await fake(page, () => window.fake.opened))[0], /audience/);
      await page.evaluate(() => window.dispatchEvent(new Event("focus")));
      await button(page, "Open the console").waitFor();
      await needing(page).getByRole("button", { name: "Sign in again" }).click();
      await well(page);
    },
  },
  {
    name: "a client that was deleted is entered anew, and the connection that comes of it is checked",
    query: "fake=client-deleted",
    async run(page) {
      await toConnection(page);
      await button(page, "Enter the client again").click();
      await page.getByLabel("Client id").fill("9.apps.googleusercontent.com");
      await page.getByLabel("Client secret").fill("GOCSPX-of-the-new-client");
      await button(page, "Next").click();
      await button(page, "Continue in browser").click();
      await well(page);
      await page.getByRole("heading", { name: "Connection", exact: true }).waitFor();
    },
  },
  {
    name: "without a network one thing failed and the rest waits for it; the network coming back checks again",
    query: "fake=offline",
    async run(page) {
      await toConnection(page);
      await sees(page, "1 thing needs you");
      await sees(page, "Google cannot be reached.");
      assert.equal(await needing(page).count(), 1, "what hangs on it is no failure of its own");
      const waiting = page.getByRole("list", { name: "Not checked" }).getByRole("listitem");
      assert.equal(await waiting.count(), 10);
      await page.evaluate(() => {
        window.fake.doctor.mend("offline");
        window.dispatchEvent(new Event("online"));
      });
      await well(page);
      await gone(page, "Google cannot be reached.");
    },
  },
  {
    name: "a spent day needs no button, and says when it goes on",
    query: "fake=quota-spent",
    async run(page) {
      await toConnection(page);
      await sees(page, /Albumen goes on by itself at \d\d:\d\d/);
      assert.equal(await needing(page).getByRole("button").count(), 0);
    },
  },
  {
    name: "a check can be stopped, and what it found stays",
    query: "fake=slow-check",
    async run(page) {
      await toConnection(page);
      await page.getByRole("progressbar", { name: "Checking the connection" }).waitFor();
      await sees(page, "Renewing the sign-in");
      await button(page, "Stop").click();
      await sees(page, "The check was stopped");
      await sees(page, "Google answers.");
      await button(page, "Check again").waitFor();
    },
  },
  {
    name: "a refusal that tells of the connection leads to its check; another does not",
    query: "fake=add-refused",
    async run(page) {
      await tiles(page).first().waitFor();
      await page.evaluate(() => {
        window.fake.syncNow = async () => {
          throw { code: "connectionTrouble", message: "The API is switched off.", retryAfterS: null };
        };
      });
      await press(page, "F5");
      await sees(page, "The API is switched off.");
      await button(page, "Check the connection").waitFor();
      await page.evaluate(() => {
        window.fake.syncNow = async () => {
          throw { code: "other", message: "Not this time.", retryAfterS: null };
        };
      });
      await press(page, "F5");
      await sees(page, "Not this time.");
      assert.equal(await button(page, "Check the connection").count(), 0);
    },
  },
];

export const screens = [
  {
    name: "connection-well",
    steps: async (page) => {
      await toConnection(page);
      await well(page);
    },
  },
  {
    name: "connection-troubles",
    query: "fake=consent-missing,consent-missing-edit,api-disabled,testing,clock-off",
    steps: async (page) => {
      await toConnection(page);
      await sees(page, "2 things need you");
    },
  },
  {
    name: "connection-running",
    query: "fake=slow-check",
    steps: async (page) => {
      await toConnection(page);
      await sees(page, "It is in the keychain and belongs to this client id.");
    },
  },
  {
    name: "connection-offline",
    query: "fake=offline",
    steps: async (page) => {
      await toConnection(page);
      await sees(page, "Google cannot be reached.");
      await gone(page, "Checking the connection");
    },
  },
  {
    name: "connection-signing-in",
    query: "fake=sign-in-needed,sign-in-waits",
    steps: async (page) => {
      await toConnection(page);
      await button(page, "Sign in again").click();
      await sees(page, "Waiting for you in the browser");
    },
  },
  {
    name: "photos-sign-in-needed",
    query: "fake=sign-in-needed",
    steps: (page) => tiles(page).first().waitFor(),
  },
];
