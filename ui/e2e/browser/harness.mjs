/** Builds and serves the window on the invented library, opens it in the system's Chromium, and tells what fails. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { build, preview } from "vite";

export const root = fileURLToPath(new URL("../../..", import.meta.url));
const ui = `${root}/ui`;
const outDir = `${root}/target/fake-ui`;

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function serve() {
  const options = { root: ui, configFile: `${ui}/vite.config.ts`, logLevel: "error" };
  await build({
    ...options,
    build: { outDir, emptyOutDir: true, rollupOptions: { input: `${ui}/fake.html` } },
  });
  const server = await preview({
    ...options,
    build: { outDir },
    preview: { host: "127.0.0.1", port: 5221, strictPort: false },
  });
  const [address] = server.resolvedUrls?.local ?? [];
  assert.ok(address, "the preview server says where it is");
  return { address: `${address}fake.html`, close: () => server.close() };
}

export function openBrowser() {
  return chromium.launch({ executablePath: process.env.ALBUMEN_CHROMIUM ?? "/usr/bin/chromium", args: ARGS });
}

/** A window on the invented library; `before` is done before it opens. `problems` collects what the console says is wrong. */
export async function openWindow(browser, address, query = "", options = {}) {
  const { viewport = { width: 1280, height: 800 }, scale = 1, before } = options;
  const context = await browser.newContext({ viewport, deviceScaleFactor: scale, reducedMotion: "reduce" });
  const page = await context.newPage();
  const prepared = await before?.(page);
  // Long enough for a busy machine: what never comes fails all the same.
  page.setDefaultTimeout(30_000);
  const problems = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(`${address}?${query}`);
  await page.locator("main").first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  return { page, prepared, problems, close: () => context.close() };
}

/** Runs tasks, at most `width` at the same time. */
export async function pool(tasks, width) {
  const queue = [...tasks];
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let task = queue.shift(); task !== undefined; task = queue.shift()) await task();
    }),
  );
}
