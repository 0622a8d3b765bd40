// A sign-in that ends in the middle of an upload, and of an import: it is said, nothing is lost, and signing in goes on with it.
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { dragIntoWindow } from "../drag.mjs";
import { fiveFiles } from "../files.mjs";
import { stage } from "../places.mjs";
import { check, must, part } from "../report.mjs";
import { openWindow, startEmulator } from "../stage.mjs";
import { until } from "../webdriver.mjs";
import { typeInDialog } from "../x11.mjs";
import { signIn } from "./google.mjs";

const PICKED = 12;
/** So slow that there is a middle. */
const SLOW = (call) => ({ kind: "latency", ms: 1500, methods: [call] });
const ENDED = [
  { kind: "refresh_revoked", count: 1 },
  { kind: "tokens_expired", methods: ["uploads", "mediaItems", "picker"] },
];

export async function play() {
  const home = join(stage, "renew");
  mkdirSync(home, { recursive: true });
  const emulator = await startEmulator(join(stage, "renew emulator"));
  const control = async (what, init) => {
    const answer = await fetch(`${emulator.base}/_control/${what}`, init);
    must(answer.ok, `the service refuses ${what}: ${answer.status}`);
    return answer.json();
  };
  const service = {
    holds: (what) => control(what),
    post: (what, body) =>
      control(what, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    mends: () => control("faults", { method: "DELETE" }),
  };
  await part("A sign-in that ends in the middle", async () => {
    const app = await openWindow("renew", { ALBUMEN_HOME: home, ALBUMEN_GOOGLE: emulator.base });
    try {
      await signIn(app);
      await duringUpload(app, service);
      await duringImport(app, service);
    } finally {
      await app.close();
    }
  });
  await emulator.stop();
}

async function renew(app, service) {
  await service.mends();
  await app.click("button", "Sign in again");
  await until("the dialog is over", async () => (await app.all("dialog")).length === 0, 30_000);
}

async function duringUpload(app, service) {
  const files = await fiveFiles();
  const sent = async () => {
    const items = await service.holds("items");
    return files.map((file) => items.filter((item) => item.sha256 === file.sha256).length);
  };
  await check("in the middle of an upload the queue says that the sign-in ended, and keeps what waits", async () => {
    await service.post("faults", SLOW("uploads"));
    await dragIntoWindow(files, { x: 700, y: 500 });
    await app.click("button", /^Uploads/);
    await app.sees(/Uploading|Sending/);
    await service.post("faults", ENDED);
    await app.sees("Google ended the sign-in", 60_000);
    await app.sees(files[4].name);
    await app.keep("renew-upload");
    must((await sent()).includes(0), "all of it went up before the sign-in ended");
  });
  await check("signing in again goes on with it, and each file is there once", async () => {
    await renew(app, service);
    await until("each file once", async () => (await sent()).every((times) => times === 1), 60_000);
    await app.find("button", /^Connection .*Connected/);
  });
}

async function duringImport(app, service) {
  const folder = join(stage, "imported");
  mkdirSync(folder, { recursive: true });
  await check("photos are chosen on Google's page, and copies begin to come", async () => {
    await app.click("button", /^Import/);
    await app.click("button", "Choose a folder");
    await typeInDialog(folder, /^Add a folder/);
    await app.sees(folder);
    await service.post("faults", [{ kind: "picking_poll", interval_ms: 200 }, SLOW("picker.bytes")]);
    await app.click("button", "Choose in Google Photos");
    await app.find("heading", "Choose in your browser");
    await app.keep("import-waiting");
    await service.post("picking", { items: PICKED });
    await app.find("heading", `Fetching ${PICKED} copies`);
    await app.sees(new RegExp(`[1-9]\\d* of ${PICKED}`), 60_000);
  });
  await check("in the middle of it the import says that it waits for the sign-in", async () => {
    await service.post("faults", ENDED);
    await app.sees(/sign in/i, 60_000);
    await app.find("heading", `Fetching ${PICKED} copies`);
    await app.find("button", "Sign in again", 60_000);
    await app.keep("renew-import");
    must(readdirSync(folder).length < PICKED, "all of them came before the sign-in ended");
  });
  await check("signing in again goes on with it, and every copy is there", async () => {
    await renew(app, service);
    await app.sees(new RegExp(`${PICKED} copies`), 60_000);
    await app.find("heading", "Earlier imports", 60_000);
    const names = readdirSync(folder);
    must(names.length === PICKED, `there are ${names.length}: ${names.join(", ")}`);
    await app.keep("import-done");
  });
}
