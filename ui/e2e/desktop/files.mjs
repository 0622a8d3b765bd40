// Five files that this project did not draw, where they were fetched; otherwise pictures the run took of the screen.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { root, screens, stage } from "./places.mjs";

const KINDS = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic", ".mp4"];

export async function fiveFiles() {
  const real = await below(join(root, "target", "real-files"));
  const found = real.length >= 5 ? mixed(real) : (await below(screens)).slice(0, 5);
  const folder = join(stage, "files to drop");
  await mkdir(folder, { recursive: true });
  const names = found.map((file, index) => join(folder, `${index + 1} Grüße ${basename(file)}`));
  await Promise.all(found.map((file, index) => copyFile(file, names[index])));
  return Promise.all(names.map(described));
}

/** The bytes of a picture that no account has yet. */
export async function pictureFile() {
  const [picture] = await below(screens);
  return Buffer.concat([await readFile(picture), Buffer.from(`one more ${process.pid}`)]);
}

/** A folder with two folders of two pictures each that no account has yet. */
export async function folderOfFolders() {
  const [picture] = await below(screens);
  const bytes = await readFile(picture);
  const folder = join(stage, "folder to drop", "Two weeks");
  for (const name of ["Harbour", "Hut"]) {
    await mkdir(join(folder, name), { recursive: true });
    for (const number of [1, 2]) {
      // What follows the end of a picture is not looked at, but makes it another file.
      const other = Buffer.concat([bytes, Buffer.from(`${name} ${number} ${process.pid}`)]);
      await writeFile(join(folder, name, `${name} ${number}${extname(picture)}`), other);
    }
  }
  return folder;
}

async function described(path) {
  const sha256 = createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
  return { path, name: basename(path), sha256, toString: () => path };
}

async function below(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && KINDS.includes(extname(entry.name).toLowerCase()))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** One of each kind first, then whatever there is. */
function mixed(files) {
  const first = KINDS.flatMap((kind) => files.filter((file) => extname(file).toLowerCase() === kind).slice(0, 1));
  return [...new Set([...first, ...files])].slice(0, 5);
}
