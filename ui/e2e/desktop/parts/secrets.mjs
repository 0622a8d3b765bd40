// After all that, nothing secret lies where it does not belong: the program's data, its settings, every log, the pages.
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { logs, stage } from "../places.mjs";
import { check, must, part } from "../report.mjs";
import { googlesFolders } from "../stage.mjs";
import { CLIENT_SECRET } from "./google.mjs";

/** What a secret of any account looks like, and what an address with rights in it looks like. */
// The last is an upload token: the queue keeps it while its file goes up, and by now all have gone up.
const SHAPES = [/ya29\.a0[\w-]{20,}/, /1\/\/0[\w-]{40,}/, /4\/0A[\w-]{30,}/, /CAIS[\w-]{60,}/];

export async function play() {
  await part("Nothing secret lies about", async () => {
    const issued = await issuedByTheService();
    await check("the service issued something to look for", () => must(issued.length > 2, `only ${issued.length}`));
    // The emulator is Google's side: it knows what it issued, outside the program and inside the sample library.
    const googles = (file) =>
      [...googlesFolders].some((folder) => file.startsWith(folder + sep)) ||
      file.includes(`${sep}sample${sep}data${sep}sample${sep}`);
    const files = (await below(stage)).filter((file) => !googles(file));
    await check("the program's files and logs are there to be looked through", () => {
      must(
        files.some((file) => file.endsWith("index.db")),
        "no index was found",
      );
      must(
        files.some((file) => file.startsWith(logs)),
        "no log was found",
      );
    });
    await check("no token, code, upload token or client secret in any of them", async () => {
      for (const file of files) {
        // The keychain is where secrets belong; it keeps them encrypted, and its files are looked through as well.
        const text = (await readFile(file)).toString("latin1");
        const exact = issued.find((secret) => text.includes(secret));
        must(!exact, `a secret of the service stands in ${relative(stage, file)}`);
        const shaped = SHAPES.find((shape) => shape.test(text));
        must(!shaped, `something shaped like ${shaped} stands in ${relative(stage, file)}`);
      }
    });
    await check("no share link and no address of a picture's bytes in a log", async () => {
      for (const file of files.filter((one) => one.startsWith(logs))) {
        const text = await readFile(file, "utf8");
        must(!/\/share\/AF1QipN/.test(text), `a share link stands in ${relative(stage, file)}`);
        must(!/\/lr\/(?!album|photo)[\w-]{30,}/.test(text), `a base URL stands in ${relative(stage, file)}`);
      }
    });
  });
}

/** The tokens that the outside services kept over their end, and the client's secret. */
async function issuedByTheService() {
  const found = new Set([CLIENT_SECRET]);
  const kept = (await Promise.all([...googlesFolders].map(below))).flat();
  for (const file of kept.filter((one) => one.endsWith(".json"))) {
    const text = await readFile(file, "utf8");
    for (const shape of SHAPES) for (const [secret] of text.matchAll(new RegExp(shape.source, "g"))) found.add(secret);
  }
  return [...found];
}

async function below(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
