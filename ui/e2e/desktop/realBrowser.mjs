// The system's own browser, not a stand-in: Chromium in a window on the same screen, its pages driven as a person does.
import { createServer } from "node:http";
import { chromium } from "playwright-core";

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--window-position=500,300",
  "--window-size=880,620",
];

/** Opens it. `env` makes every address that a program wants opened end up here; `next` gives the page of the next one. */
export async function openRealBrowser() {
  const browser = await chromium.launch({
    executablePath: process.env.ALBUMEN_CHROMIUM ?? "/usr/bin/chromium",
    headless: false,
    args: ARGS,
  });
  const context = await browser.newContext({ viewport: null });
  const waiting = [];
  const opened = [];
  const server = createServer((request, response) => {
    let address = "";
    request.on("data", (bytes) => (address += bytes));
    request.on("end", async () => {
      response.end();
      const page = await context.newPage();
      await page.goto(address).catch(() => {});
      const taker = waiting.shift();
      if (taker) taker(page);
      else opened.push(page);
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    env: { ALBUMEN_E2E_BROWSER: `http://127.0.0.1:${server.address().port}` },
    next: () => {
      const page = opened.shift();
      return page ? Promise.resolve(page) : new Promise((taker) => waiting.push(taker));
    },
    close: async () => {
      server.close();
      await browser.close();
    },
  };
}
