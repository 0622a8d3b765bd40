// Everything that can be wrong with a connection, made to happen at the service, and mended by what the page offers.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stage } from "../places.mjs";
import { check, part } from "../report.mjs";
import { openWindow, startEmulator } from "../stage.mjs";
import { KEYS, until } from "../webdriver.mjs";
import { CLIENT_ID, CLIENT_SECRET, signIn } from "./google.mjs";

const SCOPE = "https://www.googleapis.com/auth/";
const PERMISSIONS = ["appendonly", "readonly.appcreateddata", "edit.appcreateddata"];
const ALL = [...PERMISSIONS.map((name) => `photoslibrary.${name}`), "photospicker.mediaitems.readonly"];
const without = (name) => ({ kind: "scopes_removed", scopes: [SCOPE + name], count: 1 });

/** What happens at the service, what the page says of it, and the button that mends it at once. */
const AT_ONCE = [
  ["a sign-in that was revoked", { kind: "refresh_revoked", count: 1 }, "ended the sign-in", "Sign in again"],
  ["adding taken back", without(ALL[0]), "Albumen may not add photos and albums.", "Allow in browser"],
  ["seeing taken back", without(ALL[1]), "Albumen may not see what it added.", "Allow in browser"],
  ["changing taken back", without(ALL[2]), "Albumen may not change what it added.", "Allow in browser"],
  ["picking taken back", without(ALL[3]), "Albumen may not get photos that you choose", "Allow in browser"],
];

/** What passes elsewhere: the button looks again once it has passed. */
const ELSEWHERE = [
  ["a service that cannot be reached", { kind: "cut", after_bytes: 0, methods: ["page.other"] }, /was cut|be reached/],
  ["a service in trouble", { kind: "server_error", status: 502, methods: ["page.other"] }, "has a problem of its own"],
  ["a clock that is off", { kind: "clock_skew", s: 120 }, /clock of this computer is \d+ (seconds|minutes) behind/],
  ["a clock that is far off", { kind: "clock_skew", s: -400 }, "too much for a sign-in"],
  ["a renewal without an answer", { kind: "cut", after_bytes: 0, methods: ["oauth.token"] }, "did not answer when the"],
  [
    "a renewal in trouble",
    { kind: "server_error", status: 503, methods: ["oauth.token"] },
    "could not renew the sign-in",
  ],
  ["an API without an answer", { kind: "lost_answer" }, "The Photos Library API did not answer."],
  ["an API in trouble", { kind: "server_error", status: 500 }, "The Photos Library API has a problem of its own."],
  ["an API that answers a page", { kind: "html_body", status: 404 }, "did not answer as it should"],
  ["an API that is asked too fast", { kind: "rate_limited" }, "asks Albumen to slow down"],
];

export async function play() {
  const home = join(stage, "doctor");
  mkdirSync(home, { recursive: true });
  const emulator = await startEmulator(join(stage, "doctor emulator"));
  const control = async (method, what, body) => {
    const init = { method, headers: { "content-type": "application/json" } };
    if (body) init.body = JSON.stringify(body);
    const answer = await fetch(`${emulator.base}/_control/${what}`, init);
    if (!answer.ok) throw new Error(`the service refuses ${what}: ${await answer.text()}`);
  };
  const service = {
    breaks: (fault) => control("POST", "faults", fault),
    mends: () => control("DELETE", "faults"),
    knows: (client) => control("POST", "client", client),
  };
  await part("Troubles of a connection, each mended by what the page offers", async () => {
    const app = await openWindow("doctor", { ALBUMEN_HOME: home, ALBUMEN_GOOGLE: emulator.base });
    try {
      await signIn(app);
      await check("the check says that everything works", async () => {
        await app.choose(/^Connection /, "Check the connection");
        await app.sees("Everything works");
      });
      for (const trouble of AT_ONCE) await atOnce(app, service, trouble);
      for (const trouble of ELSEWHERE) await elsewhere(app, service, trouble);
      await spentDay(app, service);
      await consolePages(app, service);
      await newSecret(app, service);
      await anotherAccount(app, service);
      await newClient(app, service);
    } finally {
      await app.close();
    }
  });
  await emulator.stop();
}

const well = (app) => app.sees("Everything works", 30_000);

async function happens(app, service, fault, words) {
  await service.breaks(fault);
  await app.click("button", "Check again");
  await app.sees(words, 30_000);
  await app.find("button", "Check again");
}

function atOnce(app, service, [name, fault, words, button]) {
  return check(`${name}: “${button}”`, async () => {
    await happens(app, service, fault, words);
    await app.click("button", button);
    await well(app);
  });
}

function elsewhere(app, service, [name, fault, words]) {
  return check(`${name}: “Try again”`, async () => {
    await happens(app, service, fault, words);
    await app.keep(`doctor-${name.replace(/\W+/g, "-")}`);
    await service.mends();
    await app.click("button", "Try again");
    await well(app);
  });
}

function spentDay(app, service) {
  return check("a day whose requests are used up: it goes on by itself, and says when", async () => {
    await happens(app, service, { kind: "quota_spent" }, /Albumen goes on by itself at \d\d:\d\d/);
    await service.mends();
    await app.click("button", "Check again");
    await well(app);
  });
}

async function consolePages(app, service) {
  const opened = () => readFileSync(join(stage, "browser.log"), "utf8");
  await check("an API that is switched off: “Open the console”, and coming back checks again", async () => {
    await happens(app, service, { kind: "api_disabled" }, "The Photos Library API is switched off");
    await app.keep("doctor-api-off");
    const before = opened().length;
    await app.click("button", "Open the console");
    await app.sees("Albumen checks again when you come back");
    await until("the page is open", () => opened().slice(before).includes("https://console."));
    await service.mends();
    await app.comeBack();
    await well(app);
  });
  await check("a sign-in that ends within a day: the page for publishing, then signing in lasts", async () => {
    await service.breaks({ kind: "refresh_revoked", count: 1 });
    await service.breaks({ kind: "refresh_token_life", s: 86_400 });
    await app.click("button", "Check again");
    await app.click("button", "Sign in again");
    await app.sees("ends this sign-in within a day", 30_000);
    const before = opened().length;
    await app.click("button", "Open the console");
    await until("the page is open", () =>
      opened().slice(before).includes("https://console.cloud.google.com/auth/audience"),
    );
    await service.mends();
    await app.comeBack();
    // What was given for a week stays so; the next one lasts.
    await until(
      "signing in from there mends it",
      async () => {
        // While the check still runs, the button takes no press.
        const [button] = await app.all("button", "Sign in again");
        if (button) await app.driver.click(button);
        return (await app.text()).includes("Everything works");
      },
      30_000,
    );
  });
}

/** Gives a client in the wizard and signs in with it. */
async function enter(app, client) {
  await app.find("textbox", /^Client id/);
  await app.fill(/^Client id/, client.client_id);
  await app.fill(/^Client secret/, client.client_secret);
  await app.sees(/It has the shape of a client of type/);
  await app.driver.press(KEYS.enter);
  await app.click("button", "Continue in browser");
}

function newSecret(app, service) {
  return check("a secret that was replaced: “Enter the client again”, and the connection stays", async () => {
    const client = { client_id: CLIENT_ID, client_secret: `${CLIENT_SECRET}-anew`, kind: "installed" };
    await service.knows(client);
    await app.click("button", "Check again");
    await app.sees("The client secret does not belong to this client id.", 30_000);
    await app.click("button", "Enter the client again");
    await enter(app, client);
    await app.find("heading", "Connection", 60_000);
    await well(app);
  });
}

function anotherAccount(app, service) {
  return check("Google Photos switched off for the account: “Connect another account”", async () => {
    await happens(app, service, { kind: "photos_disabled" }, "Google Photos is switched off for this account");
    await service.mends();
    const who = join(stage, "account");
    writeFileSync(who, "tomas.okafor@example.com");
    await app.click("button", "Connect another account");
    await enter(app, { client_id: CLIENT_ID, client_secret: `${CLIENT_SECRET}-anew` });
    await app.find("heading", "Connection", 60_000);
    await app.find("button", /^Connection .*tomas\.okafor/);
    await well(app);
    rmSync(who);
  });
}

function newClient(app, service) {
  return check("a client that was deleted: the new one comes beside it", async () => {
    const client = {
      client_id: "481516234200-thenewclientofthisrun.apps.googleusercontent.com",
      client_secret: "GOCSPX-the-new-client-of-the-run",
      kind: "installed",
    };
    await service.knows(client);
    await happens(app, service, { kind: "client_deleted", client_id: CLIENT_ID }, "This client was deleted");
    await app.click("button", "Enter the client again");
    await enter(app, client);
    await app.find("heading", "mara.lindqvist@example.com is connected already");
    await app.click("button", "Add beside it");
    await app.find("heading", "Connection", 60_000);
    await well(app);
  });
}
