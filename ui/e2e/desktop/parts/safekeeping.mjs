// A folder in the real window: what of it is in Google Photos, on what proof, and what is not.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pictureFile } from "../files.mjs";
import { stage } from "../places.mjs";
import { check, must, part } from "../report.mjs";
import { openWindow, startEmulator } from "../stage.mjs";
import { until } from "../webdriver.mjs";
import { signIn } from "./google.mjs";

const place = join(stage, "safekeeping");
const [home, folder] = ["home", "Two Grüße"].map((name) => join(place, name));
const [sent, not] = ["sent.png", "=not sent.png"].map((name) => join(folder, name));

const INVOKE = "(name, args) => window.__TAURI_INTERNALS__.invoke(name, args)";
const list = () =>
  readdirSync(folder).map((name) => {
    const path = join(folder, name);
    return [name, statSync(path).mtimeMs, createHash("sha256").update(readFileSync(path)).digest("hex")].join(" ");
  });

export async function play() {
  for (const one of [home, folder]) mkdirSync(one, { recursive: true });
  const picture = await pictureFile();
  for (const path of [sent, not]) writeFileSync(path, Buffer.concat([picture, Buffer.from(path)]));
  writeFileSync(join(folder, "notes.txt"), "no photo");
  const emulator = await startEmulator(join(place, "emulator"), "synthetic:8");
  const env = { ALBUMEN_HOME: home, ALBUMEN_GOOGLE: emulator.base };
  const held = (what) => fetch(`${emulator.base}/_control/${what}`).then((answer) => answer.json());
  const app = await openWindow("safekeeping", env);
  try {
    await part("What of a folder is in Google Photos", () => report(app, held));
  } finally {
    await app.close();
    await emulator.stop();
  }
}

async function report(app, held) {
  await signIn(app);
  const before = list();
  await check("a photo of the folder goes up", async () => {
    const items = (await held("items")).length;
    await app.driver.run(INVOKE, "uploads_enqueue", { paths: [sent], album: null });
    await until("the photo at the service", async () => (await held("items")).length === items + 1, 60_000);
    await until("an empty queue", async () => (await app.driver.run(INVOKE, "uploads_view", {})).totals.left === 0);
  });
  await check("the folder it came from is offered, and checked with one press", async () => {
    await app.click("button", /^Safekeeping/);
    await app.sees("Is everything really up there?");
    await app.click("button", "Check Two Grüße");
    await app.find("heading", "Two Grüße", 60_000);
    await app.sees("None of the 2 photos and videos was seen in Google Photos.");
    await app.sees(/1 is not, as far as Albumen knows; 1 was sent but not seen since/);
    await app.keep("safekeeping-unseen");
  });
  await check("Google is asked with one request, and then it is proof", async () => {
    await app.click("button", "Ask Google (1 request)");
    await app.sees("1 of 2 photos and videos is in Google Photos.", 60_000);
  });
  await check("the file that went up shows its item, the other one that it did not go up", async () => {
    await app.click("button", /^sent\.png/);
    await app.sees(/Media item[\s\S]*Last seen/);
    await app.sees("No other copy is known.");
    await app.keep("safekeeping");
    await app.click("button", /^Not uploaded/);
    await app.click("button", /^=not sent\.png/);
    await app.sees("Albumen never sent this file to this account.");
    await app.keep("safekeeping-absent");
  });
  await check("what could be deleted is the one that was seen", async () => {
    await app.click("button", /^What could be deleted/);
    await app.sees("Albumen deletes nothing");
    await app.find("button", /^sent\.png/);
    must((await app.all("button", /^=not sent/)).length === 0, "a file without proof is offered");
  });
  await check("the report is written as a table whose cells are cells", async () => {
    // The place is chosen in a dialog of the system, which no page can answer.
    const { current } = await app.driver.run(INVOKE, "app_state", {});
    const [head] = await app.driver.run(INVOKE, "safekeeping_reports", { connection: current });
    const to = join(place, "report.csv");
    const written = await app.driver.run(INVOKE, "safekeeping_export", {
      connection: current,
      folder: head.folder,
      filter: { states: [], words: "" },
      form: "csv",
      to,
    });
    const text = readFileSync(to, "utf8");
    must(written === 3, `${written} rows were written`);
    must(/sent\.png.*\bseen\b/.test(text) && /absent/.test(text), text);
    must(!/^=|,=|^"=|,"=/m.test(text), `a cell of it is a formula: ${text}`);
  });
  await check("nothing in the folder was changed", () => {
    must(list().join("\n") === before.join("\n"), "a file of the folder is another one");
  });
}
