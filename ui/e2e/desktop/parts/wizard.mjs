// The wizard against a service outside the program: every step, files by a real drop, a Desktop and a Web client.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dragIntoWindow } from "../drag.mjs";
import { stage } from "../places.mjs";
import { check, must, part } from "../report.mjs";
import { openWindow, startEmulator } from "../stage.mjs";
import { KEYS, until } from "../webdriver.mjs";
import { clipboard } from "../x11.mjs";
import { CLIENT_ID, CLIENT_SECRET } from "./google.mjs";

const REDIRECT = "http://127.0.0.1:8484";
const WEB_ID = "481516234200-webclientofthisrun.apps.googleusercontent.com";
const WEB_SECRET = "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n";
/** The steps with a page of the console. */
const STEPS = [
  ["Make a project at Google", /^Open New project/, "/projectcreate"],
  ["Enable the Photos Library API", /^Open Photos Library/, "/apis/library/photoslibrary.googleapis.com"],
  ["Enable the Google Photos Picker API", /^Open Photos Picker/, "/apis/library/photospicker.googleapis.com"],
  ["Set up the consent screen", /^Open the consent/, "/auth/overview"],
  ["Publish the app", /^Open Audience/, "/auth/audience"],
  ["Name the permissions", /^Open Data access/, "/auth/scopes"],
  ["Create the client", /^Open New client/, "/auth/clients/create"],
];
const MIDDLE = { x: 760, y: 420 };

export async function play() {
  const data = join(stage, "wizard emulator");
  const emulator = await startEmulator(data);
  // What Google hands out lies on Google's side of the run, where secrets may be.
  const given = (name, content) => {
    const folder = join(data, "downloads");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
    return join(folder, name);
  };
  try {
    await part("The wizard with a Desktop client", () => desktop(emulator, given));
    await part("The wizard with a Web client", () => web(emulator, given));
  } finally {
    await emulator.stop();
  }
}

function home(name) {
  const folder = join(stage, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

const drop = (file) => dragIntoWindow([file], MIDDLE);

async function desktop(emulator, given) {
  const env = { ALBUMEN_HOME: home("wizard desktop"), ALBUMEN_GOOGLE: emulator.base };
  const file = given("client_secret_desktop.json", {
    installed: { client_id: CLIENT_ID, client_secret: CLIENT_SECRET, project_id: "albumen-4815" },
  });
  const first = await openWindow("wizard-desktop", env);
  try {
    await first.click("button", "Connect");
    for (const [title, opens, page] of STEPS) {
      await check(`“${title}” opens its page of the console, is ticked and left`, async () => {
        await first.find("heading", title);
        await first.click("button", opens);
        await until(`the browser was given ${page}`, () =>
          readFileSync(join(stage, "browser.log"), "utf8").includes(`https://console.cloud.google.com${page}\n`),
        );
        await first.click("checkbox", /I have done this/);
        await first.keep(`wizard-${STEPS.findIndex(([one]) => one === title) + 1}`);
        await first.click("button", "Next");
      });
    }
    await check("a file that is something else says so", async () => {
      await first.find("heading", "Give the client to Albumen");
      await dragIntoWindow([given("key.json", '{"type":"service_account","private_key":"k"}')], MIDDLE, async () => {
        await first.sees("Drop the client’s file here");
      });
      await first.sees(/the key of a service account/);
      await first.keep("wizard-8-wrong");
    });
    await check("the client's file lands at the sign-in", async () => {
      await drop(file);
      await first.find("heading", "Sign in");
      await first.keep("wizard-9");
    });
  } finally {
    await first.close();
  }
  const again = await openWindow("wizard-desktop-again", env);
  try {
    await check("a new start comes back to the sign-in, with what was ticked and the file", async () => {
      await again.find("heading", "Sign in");
      await again.find("button", /Consent screen, done/);
      await again.find("button", /Project, checked by Albumen/);
    });
    await check("signing in shows what Albumen can see", async () => {
      await again.click("button", "Continue in browser");
      await again.find("heading", "What Albumen can see", 60_000);
      await again.sees(/Desktop app …\w{8}, of project 581204937716/);
      await again.sees("All four permissions are given");
      await again.sees(/[1-9]\d* items and [1-9]\d* albums/, 60_000);
      await again.keep("sees-desktop");
    });
    await check("and then the photos", async () => {
      await again.click("button", "Show the photos");
      await again.find("gridcell", /^Photo/, 60_000);
    });
  } finally {
    await again.close();
  }
}

async function web(emulator, given) {
  const client = (redirects) => ({
    web: { client_id: WEB_ID, client_secret: WEB_SECRET, project_id: "albumen-4815", redirect_uris: redirects },
  });
  const registered = await fetch(`${emulator.base}/_control/client`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ client_id: WEB_ID, client_secret: WEB_SECRET, kind: "web", redirect_uris: [REDIRECT] }),
  });
  must(registered.ok, `the service did not take the client: ${registered.status}`);
  const app = await openWindow("wizard-web", {
    ALBUMEN_HOME: home("wizard web"),
    ALBUMEN_GOOGLE: emulator.base,
  });
  try {
    await check("a web client without our address is told exactly what to add", async () => {
      await app.find("button", "Connect");
      await drop(given("client_secret_web_wrong.json", client([`${REDIRECT}/`])));
      await app.find("heading", "Give the client to Albumen");
      await app.sees(`It may not be answered at ${REDIRECT}`);
      await app.keep("wizard-8-redirect");
    });
    await check("the address is copied to be pasted there", async () => {
      await app.click("button", "Copy");
      await until("the address on the clipboard", () => clipboard() === REDIRECT);
    });
    await check("the mended file lands at the sign-in", async () => {
      await drop(given("client_secret_web.json", client([REDIRECT])));
      await app.find("heading", "Sign in");
    });
    await check("the browser comes back to the registered port", async () => {
      // By keyboard, from the heading on.
      await app.driver.press(KEYS.enter);
      await app.find("heading", "What Albumen can see", 60_000);
      await app.sees(/Web application .*, of project 481516234200/);
    });
    await check("a client that has added nothing shows a library that is empty for a reason", async () => {
      await app.sees("This client has added nothing so far.", 60_000);
      await app.keep("sees-web");
      await app.click("button", "Show the photos");
      await app.sees("Nothing here yet");
      await app.click("button", "What Albumen can see");
      await app.find("heading", "What Albumen can see");
    });
  } finally {
    await app.close();
  }
}
