// Recipes in the real window: what a camera saves goes into the album of its month, and what is new is saved and handed to a
// program of the person's, whatever a file is called.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pictureFile } from "../files.mjs";
import { stage } from "../places.mjs";
import { check, must, part } from "../report.mjs";
import { openWindow, startEmulator } from "../stage.mjs";
import { until } from "../webdriver.mjs";
import { signIn } from "./google.mjs";

const place = join(stage, "recipes");
const [home, camera, copies, out] = ["home", "Camera", "Copies", "Out"].map((name) => join(place, name));
const program = join(place, "take it.sh");
/** A name that a shell would stumble over. */
const HOSTILE = `$(touch hostile); touch hostile #"'.png`;
const CAMERA = "Camera into albums by month";
const COPIES = "A program for each new photo";

const ANY = { kinds: [], camera: "", name: "", album: null, minBytes: null, maxBytes: null };
const recipes = [
  {
    name: CAMERA,
    when: { kind: "fileAppears", folder: camera, subfolders: true },
    onlyIf: ANY,
    then: [
      { kind: "upload", album: { kind: "named", title: "{date:%B %Y}" } },
      { kind: "notify", text: "{name} is in Google Photos" },
    ],
  },
  {
    name: COPIES,
    when: { kind: "newItem" },
    onlyIf: ANY,
    then: [
      { kind: "download", folder: copies, below: "{year}" },
      { kind: "run", program, args: ["two words"], limitS: 60 },
    ],
  },
];

export async function play() {
  for (const folder of [home, camera, copies, out]) mkdirSync(folder, { recursive: true });
  writeFileSync(program, `#!/bin/sh\ncat > "${out}/$$.json"\nprintf '%s' "$1"\n`, { mode: 0o755 });
  const emulator = await startEmulator(join(place, "emulator"), "synthetic:8");
  const env = { ALBUMEN_HOME: home, ALBUMEN_GOOGLE: emulator.base };
  const held = (what) => fetch(`${emulator.base}/_control/${what}`).then((answer) => answer.json());
  try {
    await part("Recipes", () => withWindow("recipes", env, (app) => firstTime(app, held)));
    await part("Recipes after another start", () => withWindow("recipes-again", env, again));
  } finally {
    await emulator.stop();
  }
}

async function withWindow(name, env, body) {
  const app = await openWindow(name, env);
  try {
    await body(app);
  } finally {
    await app.close();
  }
}

async function firstTime(app, held) {
  await signIn(app);
  await check("two recipes are kept, and both are off", async () => {
    // Folders and programs are chosen in dialogs of the system, which no page can answer.
    for (const spec of recipes)
      await app.driver.run(
        "(spec) => window.__TAURI_INTERNALS__.invoke('recipe_save', { key: null, spec }).then(() => true)",
        spec,
      );
    await app.click("button", /^Recipes/);
    for (const { name } of recipes) await app.find("switch", `${name}: off`);
    await app.sees("When a file appears in “Camera” or below it: upload it into an album such as");
  });
  await check("one is switched on at once", async () => {
    await app.click("switch", `${CAMERA}: off`);
    await app.find("switch", `${CAMERA}: on`);
  });
  await check("the program is shown in full before it is allowed", async () => {
    await app.click("switch", `${COPIES}: off`);
    await app.find("dialog", "Run this program?");
    await app.sees(program);
    await app.sees("two words");
    await app.keep("recipe-allow");
    await app.click("button", "Allow and switch on");
    await app.find("switch", `${COPIES}: on`);
  });
  const month = new Date().toLocaleString("en", { month: "long", timeZone: "UTC" });
  const title = `${month} ${new Date().getUTCFullYear()}`;
  await check("what appears in the folder goes into the album of its month, once", async () => {
    writeFileSync(join(camera, HOSTILE), await pictureFile());
    const albums = await until(
      `an album “${title}” with the photo in it`,
      async () => {
        const found = (await held("albums")).filter((album) => album.title === title);
        return found[0]?.items.length === 1 && found;
      },
      60_000,
    );
    must(albums.length === 1, `${albums.length} albums of this month`);
  });
  await check("what is new is saved and handed to the program whole", async () => {
    const text = await until(
      "what the program was given",
      () => {
        const [first] = readdirSync(out);
        const text = first && readFileSync(join(out, first), "utf8");
        return text?.endsWith("\n") && text;
      },
      60_000,
    );
    const given = JSON.parse(text);
    must(given.item.fileName === HOSTILE, `it was given ${given.item.fileName}`);
    must(given.file.path.startsWith(copies), `the copy lies at ${given.file.path}`);
    must(readFileSync(given.file.path).equals(readFileSync(join(camera, HOSTILE))), "the copy is another file");
  });
  await check("no name reached a shell", () => {
    const all = readdirSync(place, { recursive: true }).map(String);
    must(!all.some((path) => /(^|\/)hostile$/.test(path)), "a file was made by a name");
  });
  await check("the history says what each step did", async () => {
    await app.click("button", `History of ${COPIES}`);
    await app.sees("Run take it.sh");
    await app.sees("two words");
    await app.keep("recipe-history");
    await app.click("button", "Back to recipes");
    await app.click("button", `History of ${CAMERA}`);
    await app.sees(/Told you “.*is in Google Photos”/);
    await app.click("button", "Back to recipes");
    await app.keep("recipes");
  });
}

async function again(app) {
  await check("they are still on, and nothing is done a second time", async () => {
    // A start comes back to where the last one was left.
    for (const { name } of recipes) await app.find("switch", `${name}: on`, 60_000);
    await app.click("button", `History of ${COPIES}`);
    await app.sees("Run take it.sh");
    must(readdirSync(out).length === 1, `the program ran ${readdirSync(out).length} times`);
  });
}
