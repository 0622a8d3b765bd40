// node scripts/icons.mjs: draws every icon from icons/albumen.svg. What it makes is committed; run it after changing the SVG.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must, root } from "./setup.mjs";

const icons = join(root, "icons");
const drawn = readFileSync(join(icons, "albumen.svg"), "utf8");
const work = mkdtempSync(join(tmpdir(), "albumen-icons-"));

/** At 16 px one hill only, and the egg grows by 2. */
const small = drawn
  .replace(/<path id="far"[^>]*\/>/, "")
  .replace('id="print"', 'id="print" transform="translate(32 32) scale(1.08) translate(-32 -32)"')
  .replace(/id="near" d="[^"]*"/, 'id="near" d="M14 44C22 43.6 28 39 34 37C40 35 44 34.6 50 34.4V56H14Z"');

/** On macOS inside the system's shape: 824 of 1024, the rest is margin. */
const mac = drawn.replace('viewBox="0 0 64 64"', 'viewBox="-5.28 -5.28 74.56 74.56"');

/** One colour, for a tray: the egg's outline and the near hill, filled. */
const egg = /<clipPath id="opening">\s*<path d="([^"]*)"/.exec(drawn)[1];
const tray = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="9 8.5 46 46" width="64" height="64">
  <!-- Made from albumen.svg by scripts/icons.mjs. -->
  <clipPath id="opening"><path d="${egg}" /></clipPath>
  <path d="M14 42C20 38 26 38 32 41.4C38 44.6 44 44 50 40V56H14Z" clip-path="url(#opening)" />
  <path d="${egg}" fill="none" stroke="#000" stroke-width="2.9" />
</svg>
`;

/** The PNGs of one drawing, by size. */
function render(name, svg, sizes) {
  const source = join(work, `${name}.svg`);
  const out = join(work, name);
  writeFileSync(source, svg);
  must("npx", ["--no-install", "tauri", "icon", source, "--output", out, "--png", sizes.join(",")], {
    stdio: "ignore",
  });
  return new Map(sizes.map((size) => [size, readFileSync(join(out, `${size}x${size}.png`))]));
}

/** Windows: a directory of PNGs. Source: the ICO format, entries of 16 bytes after a head of 6. */
function ico(pngs) {
  const head = Buffer.alloc(6 + 16 * pngs.size);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pngs.size, 4);
  let offset = head.length;
  [...pngs].forEach(([size, png], index) => {
    const at = 6 + 16 * index;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...pngs.values()]);
}

/** macOS: tagged PNGs; a tag says the size and whether it is for a display of double density. */
function icns(pngs) {
  const tags = {
    icp4: 16,
    icp5: 32,
    ic11: 32,
    ic12: 64,
    ic07: 128,
    ic13: 256,
    ic08: 256,
    ic14: 512,
    ic09: 512,
    ic10: 1024,
  };
  const parts = Object.entries(tags).map(([tag, size]) => {
    const head = Buffer.alloc(8);
    head.write(tag, "latin1");
    head.writeUInt32BE(8 + pngs.get(size).length, 4);
    return Buffer.concat([head, pngs.get(size)]);
  });
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.write("icns", "latin1");
  head.writeUInt32BE(8 + body.length, 4);
  return Buffer.concat([head, body]);
}

const tiny = render("small", small, [16]);
const plain = render("plain", drawn, [24, 32, 48, 64, 128, 256, 512]);
const save = (name, bytes) => writeFileSync(join(icons, name), bytes);

save("16x16.png", tiny.get(16));
for (const size of [32, 48, 64, 128, 256, 512]) save(`${size}x${size}.png`, plain.get(size));
save("128x128@2x.png", plain.get(256));
save("albumen.ico", ico(new Map([...tiny, ...[...plain].filter(([size]) => size <= 256)])));
save(
  "albumen.icns",
  icns(new Map([...render("mac", mac, [32, 64, 128, 256, 512, 1024]), ...render("macsmall", small, [16])])),
);
save("tray.svg", tray);
for (const [size, png] of render("tray", tray, [22, 44])) save(`tray-${size}.png`, png);
rmSync(work, { recursive: true });
