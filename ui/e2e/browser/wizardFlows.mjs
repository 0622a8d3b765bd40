/** The wizard that connects Google Photos, and what follows: flows by mouse and by keyboard, and every step pictured. */
import assert from "node:assert/strict";
import { button, drag, drop, fake, menu, press, sees, tiles } from "./steps.mjs";

const STEPS = ["project", "library", "picker", "consent", "publish", "scopes", "client", "file", "signIn"];
const TITLES = [
  "Make a project at Google",
  "Enable the Photos Library API",
  "Enable the Google Photos Picker API",
  "Set up the consent screen",
  "Publish the app",
  "Name the permissions",
  "Create the client",
  "Give the client to Albumen",
  "Sign in",
];
const DESKTOP = "/home/mara/Downloads/client_secret_8412.json";
const WEB = "/home/mara/Downloads/client_secret_web.json";
const WEB_LACKS = "/home/mara/Downloads/client_secret_web_lacks.json";
const CONSOLE = "https://console.cloud.google.com";

const title = (page, name) => page.getByRole("heading", { level: 1, name, exact: true });
const at = (page, step) => title(page, TITLES[STEPS.indexOf(step)]).waitFor();
const opened = (page) => fake(page, () => window.fake.opened);
const stepButton = (page, name) => page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name });

async function open(page) {
  await button(page, "Connect").click();
  await at(page, "project");
}

async function forwardTo(page, step) {
  for (const next of STEPS.slice(1, STEPS.indexOf(step) + 1)) {
    await button(page, "Next").click();
    await at(page, next);
  }
}

async function signIn(page) {
  await button(page, "Continue in browser").click();
  await title(page, "What Albumen can see").waitFor();
}

export const flows = [
  {
    name: "the wizard is gone through step by step, each opening its page of the console",
    query: "fake=first-run",
    async run(page) {
      await open(page);
      for (const step of STEPS.slice(0, 7)) {
        await at(page, step);
        await page
          .getByRole("main")
          .getByRole("button", { name: /^Open / })
          .click();
        await page.getByLabel("I have done this").check();
        await button(page, "Next").click();
      }
      assert.deepEqual(await opened(page), [
        `${CONSOLE}/projectcreate`,
        `${CONSOLE}/apis/library/photoslibrary.googleapis.com`,
        `${CONSOLE}/apis/library/photospicker.googleapis.com`,
        `${CONSOLE}/auth/overview`,
        `${CONSOLE}/auth/audience`,
        `${CONSOLE}/auth/scopes`,
        `${CONSOLE}/auth/clients/create`,
      ]);
      await at(page, "file");
      await drop(page, [DESKTOP]);
      await at(page, "signIn");
      for (const permission of ["Add", "See what it added", "Change what it added", "See what you pick"])
        await page.getByText(permission, { exact: true }).waitFor();
      await signIn(page);
      await sees(page, "All four permissions are given");
      await sees(page, /Desktop app …9f2tk3f9/);
      assert.equal((await fake(page, () => window.fake.settings())).wizard, null, "the next one begins anew");
    },
  },
  {
    name: "a client's file dropped on the first page lands at the sign-in, and the console opens in its project",
    query: "fake=first-run",
    async run(page) {
      await drag(page, { kind: "enter", paths: [DESKTOP], x: 500, y: 300 });
      await sees(page, "Drop the client’s file here");
      await drag(page, { kind: "drop", paths: [DESKTOP], x: 500, y: 300 });
      await at(page, "signIn");
      await stepButton(page, "Project, checked by Albumen").click();
      await sees(page, "The file names the project “albumen-4815”.");
      await stepButton(page, "Photos Library API").click();
      await button(page, "Open Photos Library API").click();
      assert.match((await opened(page)).at(-1), /\?project=albumen-4815$/);
      await button(page, "I already have a client").click();
      await at(page, "file");
      await sees(page, "Client id …9f2tk3f9");
      await button(page, "Next").click();
      await signIn(page);
    },
  },
  {
    name: "a web client without the redirect address is told what to add, and goes on once it is mended",
    query: "fake=first-run",
    async run(page) {
      await open(page);
      await drop(page, [WEB_LACKS]);
      await at(page, "file");
      await sees(page, "It may not be answered at http://127.0.0.1:8484");
      await button(page, "Copy").click();
      assert.equal(await fake(page, () => window.fake.copied), "http://127.0.0.1:8484");
      await button(page, "Open the client").click();
      assert.match(
        (await opened(page)).at(-1),
        /\/auth\/clients\/481516234200-9f2tk3f9\.apps.*\?project=albumen-4815$/,
      );
      await button(page, "Next").click();
      await at(page, "file");
      await drop(page, [WEB]);
      await at(page, "signIn");
      await signIn(page);
      await sees(page, /Web application …9f2tk3f9/);
    },
  },
  {
    name: "a redirect address that was added at Google is believed",
    query: "fake=first-run",
    async run(page) {
      await open(page);
      await drop(page, [WEB_LACKS]);
      await page.getByLabel("I have added it").check();
      await sees(page, "You have added http://127.0.0.1:8484");
      await button(page, "Next").click();
      await signIn(page);
    },
  },
  {
    name: "files that are no client say what they are, and what was there stays",
    query: "fake=first-run",
    async run(page) {
      await open(page);
      for (const [path, why] of [
        ["/d/notes.txt", /This file is not the JSON file that Google gives/],
        ["/d/broken.json", /This file is not the JSON file that Google gives/],
        ["/d/service-account.json", /the key of a service account/],
        ["/d/api-key.json", /This file holds an API key/],
        ["/d/client_secret_phone.json", /This file holds no client secret/],
      ]) {
        await drop(page, [path]);
        await at(page, "file");
        await sees(page, why);
      }
      await drop(page, [DESKTOP]);
      await at(page, "signIn");
      await drop(page, ["/d/api-key.json"]);
      await sees(page, /This file holds an API key/);
      await sees(page, "The file is read");
    },
  },
  {
    name: "a typed client names what is missing and wrong, and signs in as either type",
    query: "fake=first-run",
    async run(page) {
      await open(page);
      await button(page, "I already have a client").click();
      await button(page, "Next").click();
      await sees(page, /The client is missing/);
      await page.getByLabel("Client id").fill("8412");
      await button(page, "Next").click();
      await sees(page, /The client secret is missing/);
      await page.getByLabel("Client secret").fill("GOCSPX-0123456789");
      await sees(page, /The client id is not complete/);
      await page.getByLabel("Client id").fill("GOCSPX-0123456789");
      await sees(page, /are swapped/);
      await page.getByLabel("Client id").fill("8412-a.apps.googleusercontent.com");
      await sees(page, "It has the shape of a client of type Desktop app");
      await page.getByLabel("Web application", { exact: true }).check();
      await sees(page, "It has the shape of a client of type Web application");
      await page.getByLabel("Client secret").press("Enter");
      await at(page, "signIn");
      assert.ok(!JSON.stringify(await fake(page, () => window.fake.settings())).includes("GOCSPX"), "kept nowhere");
      await signIn(page);
      await sees(page, /Web application/);
    },
  },
  {
    name: "the wizard by keyboard alone: on, back, tick, sign in",
    query: "fake=first-run",
    async run(page) {
      await button(page, "Connect").focus();
      await press(page, "Enter");
      await at(page, "project");
      await press(page, "Enter");
      await at(page, "library");
      await press(page, "Alt+ArrowRight");
      await at(page, "picker");
      await press(page, "Alt+ArrowLeft");
      await at(page, "library");
      // From the heading on: the console's page, the tick, back, next.
      await press(page, "Tab");
      assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), "Open Photos Library API");
      await press(page, "Enter", "Tab", " ");
      assert.ok(await page.getByLabel("I have done this").isChecked(), "the space bar ticks it");
      await press(page, "Tab", "Tab", "Enter");
      await at(page, "picker");
      await stepButton(page, "Photos Library API, done").waitFor();
      await drop(page, [DESKTOP]);
      await at(page, "signIn");
      await press(page, "Enter");
      await title(page, "What Albumen can see").waitFor();
      await press(page, "g", "p");
      await tiles(page).first().waitFor();
    },
  },
  {
    name: "the wizard is closed and opened where it was left, also by a new start",
    query: "fake=first-run,kept",
    async run(page) {
      await open(page);
      await page.getByLabel("I have done this").check();
      await forwardTo(page, "consent");
      await button(page, "Close, and keep the place").click();
      await sees(page, "Your photos, in one window");
      await button(page, "Connect").click();
      await at(page, "consent");
      await drop(page, [DESKTOP]);
      await at(page, "signIn");
      await page.reload();
      await at(page, "signIn");
      await stepButton(page, "Project, checked by Albumen").waitFor();
      await page.waitForFunction(() => !document.querySelector("footer .filled")?.disabled);
      await signIn(page);
      await page.reload();
      await sees(page, "Your photos, in one window");
    },
  },
  {
    name: "waiting for the browser can be cancelled, and the page opened again",
    query: "fake=first-run,sign-in-waits",
    async run(page) {
      await drop(page, [DESKTOP]);
      await button(page, "Continue in browser").click();
      await sees(page, "Waiting for you in the browser");
      await button(page, "Open the page again").click();
      assert.match((await opened(page))[0], /^https:\/\/accounts\.google\.com/);
      await button(page, "Cancel").click();
      await button(page, "Continue in browser").waitFor();
    },
  },
  {
    name: "denied consent says what happened and leaves the step",
    query: "fake=first-run,sign-in-denied",
    async run(page) {
      await drop(page, [DESKTOP]);
      await button(page, "Continue in browser").click();
      await sees(page, /Access was refused on Google’s page/);
      await button(page, "Continue in browser").waitFor();
    },
  },
  {
    name: "an API that is not enabled leads to its step, and is checked again",
    query: "fake=first-run,api-off",
    async run(page) {
      await drop(page, [DESKTOP]);
      await button(page, "Continue in browser").click();
      await at(page, "library");
      await sees(page, /this API is not enabled in the project “albumen-4815”/);
      await stepButton(page, "Photos Library API, needs you").waitFor();
      await button(page, "Open Photos Library API").click();
      assert.match((await opened(page)).at(-1), /photoslibrary\.googleapis\.com\?project=albumen-4815$/);
      await button(page, "Check again").click();
      await title(page, "What Albumen can see").waitFor();
    },
  },
  {
    name: "an API that stays switched off is said above the library, with the way back to its step",
    query: "fake=first-run,api-off,api-stays-off",
    async run(page) {
      await drop(page, [DESKTOP]);
      await button(page, "Continue in browser").click();
      await button(page, "Check again").click();
      await button(page, "Check again").waitFor();
      await button(page, "Go on anyway").click();
      await sees(page, /The Photos Library API is switched off in your Google project/);
      await button(page, "Show how").click();
      await at(page, "library");
      await button(page, "Open Photos Library API").click();
      assert.match((await opened(page)).at(-1), /\?project=481516234200$/);
      await button(page, "Close, and keep the place").click();
      await title(page, "What Albumen can see").waitFor();
    },
  },
  {
    name: "what was unticked is named with what is off, and granted afterwards",
    query: "fake=first-run,sign-in-partly",
    async run(page) {
      await drop(page, [DESKTOP]);
      await signIn(page);
      await sees(page, "2 permissions were left out");
      await sees(page, "Nothing can be uploaded, and no album can be made.");
      await sees(page, "Older photos cannot be picked in Google’s window.");
      await button(page, "Grant").click();
      await sees(page, "All four permissions are given");
    },
  },
  {
    name: "a folder chosen before there is an account waits for the sign-in, then its plan opens",
    query: "fake=first-run",
    async run(page) {
      await button(page, "Choose a folder").click();
      await at(page, "project");
      await sees(page, /after the sign-in you see the plan for them. Nothing is sent before/);
      await drop(page, [DESKTOP]);
      await button(page, "Continue in browser").click();
      await page.getByRole("dialog").waitFor();
      await sees(page.getByRole("dialog"), "Nothing has left this computer");
    },
  },
  {
    name: "another account is connected from the menu, and closing goes back to where one was",
    async run(page) {
      await tiles(page).first().waitFor();
      const box = page.getByRole("button", { name: /^Connection/ });
      await menu(page, box, "Connect Google Photos");
      await at(page, "project");
      await button(page, "Close, and keep the place").click();
      await tiles(page).first().waitFor();
      await menu(page, box, "What Albumen can see");
      await sees(page, /600 items and \d+ albums/);
    },
  },
  {
    name: "an empty library says why, and leads to what Albumen can see",
    query: "fake=empty",
    async run(page) {
      await sees(page, "Nothing here yet");
      await button(page, "What Albumen can see").click();
      await sees(page, /This client has added nothing so far/);
      await press(page, "g", "a");
      await sees(page, "No albums yet");
      await button(page, "What Albumen can see").click();
      await title(page, "What Albumen can see").waitFor();
    },
  },
  {
    name: "the sample account of the old rules says what differs",
    query: "fake=first-run",
    async run(page) {
      await button(page, "Explore the sample library").click();
      await tiles(page).first().waitFor();
      await menu(page, page.getByRole("button", { name: /^Connection/ }), "What Albumen can see");
      await sees(page, "This account follows the rules of before 31 March 2025");
    },
  },
];

/** The first seven as somebody finds them, the others with a client. */
const stepScreens = STEPS.slice(0, 7).map((step, index) => ({
  name: `wizard-${index + 1}-${step}`,
  query: "fake=first-run",
  steps: async (page) => {
    await open(page);
    await forwardTo(page, step);
  },
}));

export const screens = [
  ...stepScreens,
  {
    name: "wizard-6-scopes-ticked",
    query: "fake=first-run",
    steps: async (page) => {
      await open(page);
      await page.getByLabel("I have done this").check();
      await button(page, "Next").click();
      await page.getByLabel("I have done this").check();
      await stepButton(page, "Client").first().click();
      await page.getByText("If it has to be a Web application").click();
      await page.getByLabel("I have done this").check();
    },
  },
  {
    name: "wizard-8-file",
    query: "fake=first-run",
    steps: async (page) => {
      await button(page, "Connect").click();
      await button(page, "I already have a client").click();
      await at(page, "file");
    },
  },
  {
    name: "wizard-8-file-typed",
    query: "fake=first-run",
    steps: async (page) => {
      await button(page, "Connect").click();
      await button(page, "I already have a client").click();
      await page.getByLabel("Client id").fill("8412-a.apps.googleusercontent.com");
      await page.getByLabel("Client secret").fill("short");
      await sees(page, /The client secret is not complete/);
    },
  },
  {
    name: "wizard-8-file-wrong",
    query: "fake=first-run",
    steps: async (page) => {
      await open(page);
      await drop(page, ["/d/service-account.json"]);
      await sees(page, /service account/);
    },
  },
  {
    name: "wizard-8-file-redirect",
    query: "fake=first-run",
    steps: async (page) => {
      await open(page);
      await drop(page, [WEB_LACKS]);
      await sees(page, "Open the client");
    },
  },
  {
    name: "wizard-9-sign-in",
    query: "fake=first-run",
    steps: async (page) => {
      await drop(page, [DESKTOP]);
      await at(page, "signIn");
      await page.waitForFunction(() => !document.querySelector("footer .filled")?.disabled);
    },
  },
  {
    name: "wizard-9-waiting",
    query: "fake=first-run,sign-in-waits",
    steps: async (page) => {
      await drop(page, [DESKTOP]);
      await button(page, "Continue in browser").click();
      await sees(page, "Waiting for you in the browser");
    },
  },
  {
    name: "wizard-api-off",
    query: "fake=first-run,api-off",
    steps: async (page) => {
      await drop(page, [DESKTOP]);
      await button(page, "Continue in browser").click();
      await button(page, "Check again").waitFor();
    },
  },
  {
    name: "wizard-drop",
    query: "fake=first-run",
    steps: async (page) => {
      await open(page);
      await drag(page, { kind: "enter", paths: [DESKTOP], x: 500, y: 300 });
      await sees(page, "Drop the client’s file here");
    },
  },
  {
    name: "sees",
    steps: async (page) => {
      await menu(page, page.getByRole("button", { name: /^Connection/ }), "What Albumen can see");
      await sees(page, "All four permissions are given");
    },
  },
  {
    name: "sees-left-out",
    query: "fake=first-run,sign-in-partly,empty",
    steps: async (page) => {
      await drop(page, [DESKTOP]);
      await signIn(page);
      await sees(page, "2 permissions were left out");
    },
  },
  {
    name: "sees-sample",
    query: "fake=first-run",
    steps: async (page) => {
      await button(page, "Explore the sample library").click();
      await tiles(page).first().waitFor();
      await menu(page, page.getByRole("button", { name: /^Connection/ }), "What Albumen can see");
      await sees(page, "before 31 March 2025");
    },
  },
];
