/** Steps in the viewer, and pictures that a test answers itself. */
import { press, tiles } from "./steps.mjs";

export const viewer = (page) => page.getByRole("dialog", { name: /^(Photo|Video) / });

export async function open(page, key) {
  await tiles(page).first().waitFor();
  await page.locator(`[data-key="${key}"]`).click();
  await viewer(page).waitFor();
}

/** A click right after the viewer opened is taken for the second of a double click. */
export async function unhurried(page) {
  const begun = await page.evaluate(() => performance.now());
  await page.waitForFunction((from) => performance.now() - from > 500, begun);
}

/** Waits until the viewer stands at a place, counted from 1. */
export const stands = (page, at) =>
  page.waitForFunction((begin) => document.querySelector(".viewer")?.textContent.includes(begin), `${at} of `);

export const zoomWords = (page) => page.locator(".viewer .zoom").textContent();

export const saysZoom = (page, text) =>
  page.waitForFunction(
    (part) => new RegExp(part).test(document.querySelector(".viewer .zoom")?.textContent ?? ""),
    text.source,
  );

/** The sizes of which a layer of the picture that is looked at is decoded and shown. */
export const layers = (page) =>
  page
    .locator(".slide.active img.here")
    .evaluateAll((all) => all.map((image) => image.getAttribute("src").split("/").at(-1)));

export const hasLayer = (page, size) =>
  page.waitForFunction(
    (end) => [...document.querySelectorAll(".slide.active img.here")].some((image) => image.src.endsWith(end)),
    `/${size}`,
  );

/**
 * Answers `/picture/KEY/SIZE` with a drawn picture of the item's shape. `how` may give another answer: a status, or a
 * body of its own. Gives the list of what was asked for, `KEY/SIZE`, in order.
 */
export async function serve(page, how = () => undefined) {
  const asked = [];
  const answer = async (key, size) => {
    const other = await how(key, size);
    if (typeof other === "number") return { status: other, body: "" };
    if (other) return other;
    const { widthPx, heightPx } = await page.evaluate(
      async (wanted) => (await window.fake.itemDetails(wanted)).item,
      key,
    );
    const edge = size === "full" ? Math.max(widthPx, heightPx) : Number(size);
    const scale = edge / Math.max(widthPx, heightPx);
    const [width, height] = [Math.round(widthPx * scale), Math.round(heightPx * scale)];
    const body = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 3 2" preserveAspectRatio="none"><rect width="3" height="2" fill="#5a6a9e"/><rect width="1.5" height="1" fill="#f0b7a4"/></svg>`;
    return { contentType: "image/svg+xml", body };
  };
  await page.route("**/picture/**", async (route) => {
    const [key, size] = new URL(route.request().url()).pathname.split("/").slice(-2);
    asked.push(`${key}/${size}`);
    try {
      await route.fulfill(await answer(Number(key), size));
    } catch {
      // The page has gone on and waits for it no more.
      await route.abort().catch(() => undefined);
    }
  });
  // What was asked for before anybody answered is asked for again.
  await page.reload();
  await tiles(page).first().waitFor();
  asked.length = 0;
  return asked;
}

/** Holds an arrow down, a press a frame. */
export const holdDown = (page, key, presses) =>
  page.evaluate(
    async ([name, times]) => {
      for (let at = 0; at < times; at += 1) {
        document.activeElement.dispatchEvent(
          new KeyboardEvent("keydown", { key: name, bubbles: true, repeat: at > 0 }),
        );
        await new Promise((go) => requestAnimationFrame(go));
      }
    },
    [key, presses],
  );

/** A JPEG whose px lie on their side and whose EXIF says how to turn them: `width` by `height` once turned. */
export async function turnedJpeg(page, width, height) {
  const base64 = await page.evaluate(
    ([across, down]) => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [down, across];
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#3f7fb8";
      pen.fillRect(0, 0, down, across);
      return canvas.toDataURL("image/jpeg").split(",")[1];
    },
    [width, height],
  );
  const plain = Buffer.from(base64, "base64");
  // Exif, big endian, one entry: 0x0112 orientation, a short, 6 (turn by a quarter).
  const tiff = Buffer.from("4d4d002a00000008000101120003000000010006000000000000", "hex");
  const exif = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(exif.length + 2, 2);
  return { contentType: "image/jpeg", body: Buffer.concat([plain.subarray(0, 2), head, exif, plain.subarray(2)]) };
}

export async function describe(page) {
  if ((await page.locator(".details").count()) === 0) await press(page, "i");
  const field = page.getByRole("textbox", { name: "Description" });
  await field.waitFor();
  return field;
}
