/**
 * `node ui/e2e/browser/run.mjs [PART OF A NAME]...`: every flow and every screen of the window on the invented library, in
 * the system's Chromium. Screenshots are left in `target/screens/fake/`.
 */
import assert from "node:assert/strict";
import { mkdir, rm } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { flows as albumFlows, screens as albumScreens } from "./albumFlows.mjs";
import { flows as connectionFlows, screens as connectionScreens } from "./connectionFlows.mjs";
import { flows as consoleFlows, screens as consoleScreens } from "./consoleFlows.mjs";
import { flows as doctorFlows, screens as doctorScreens } from "./doctorFlows.mjs";
import { flows as downloadFlows, screens as downloadScreens } from "./downloadFlows.mjs";
import { flows as findFlows, screens as findScreens } from "./findFlows.mjs";
import { flows } from "./flows.mjs";
import { tests as gridTests } from "./grid.mjs";
import { flows as gridFlows, screens as gridScreens } from "./gridFlows.mjs";
import { openBrowser, openWindow, pool, root, serve } from "./harness.mjs";
import { flows as importFlows, screens as importScreens } from "./importFlows.mjs";
import { flows as lateFlows } from "./lateFlows.mjs";
import { flows as linkFlows, screens as linkScreens } from "./linkFlows.mjs";
import { flows as newFlows, screens as newScreens } from "./newFlows.mjs";
import { flows as paletteFlows, screens as paletteScreens } from "./paletteFlows.mjs";
import { flows as recipeFlows, screens as recipeScreens } from "./recipeFlows.mjs";
import { flows as safekeepingFlows, screens as safekeepingScreens } from "./safekeepingFlows.mjs";
import { screens } from "./screens.mjs";
import { flows as uploadFlows } from "./uploadFlows.mjs";
import { screens as uploadScreens } from "./uploadScreens.mjs";
import { flows as viewerFlows } from "./viewerFlows.mjs";
import { screens as viewerScreens } from "./viewerScreens.mjs";
import { flows as wizardFlows, screens as wizardScreens } from "./wizardFlows.mjs";

const EVERY_FLOW = [
  ...[flows, connectionFlows, consoleFlows, doctorFlows, findFlows, gridFlows, lateFlows],
  ...[albumFlows, downloadFlows, importFlows, linkFlows, newFlows, paletteFlows, recipeFlows],
  ...[safekeepingFlows, uploadFlows, viewerFlows, wizardFlows],
].flat();
const EVERY_SCREEN = [
  ...[screens, connectionScreens, consoleScreens, doctorScreens, findScreens, gridScreens],
  ...[albumScreens, downloadScreens, importScreens, linkScreens, newScreens, paletteScreens, recipeScreens],
  ...[safekeepingScreens, uploadScreens, viewerScreens, wizardScreens],
].flat();
const AT_ONCE = 3;
const THEMES = ["light", "dark"];
const SIZES = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
];
const shots = `${root}/target/screens/fake`;
const wanted = process.argv.slice(2);
const all = wanted.length === 0;
/** What failed in its window is tried once more in a new one, when nothing else runs: three share two processors. */
const again = [];
const MOST_TRIED_AGAIN = 3;
let passed = 0;
let failed = 0;

async function test(name, work, tries = 1) {
  if (!all && !wanted.some((part) => name.includes(part))) return;
  const begun = performance.now();
  try {
    await work();
    passed += 1;
    console.log(`ok   ${name} (${Math.round(performance.now() - begun)} ms)`);
  } catch (error) {
    const where = String(error.stack).match(/[\w.]+\.mjs:\d+/g) ?? [];
    const why = `${name} (${where.slice(0, 3).join(", ")})\n     ${String(error.message).replaceAll("\n", "\n     ")}`;
    if (tries > 1) {
      again.push({ name, work });
      console.log(`once more later: ${why}`);
      return;
    }
    failed += 1;
    console.log(`FAIL ${why}`);
  }
}

const NOT_THERE = /^Failed to load resource/;

/** `served` flows answer pictures themselves, also with none: the browser complains of those by itself. */
async function inWindow(browser, address, { query, viewport, scale, before, served }, work) {
  const window = await openWindow(browser, address, query, { viewport, scale, before });
  try {
    await work(window.page, window.prepared);
    const problems = window.problems.filter((one) => !(served && NOT_THERE.test(one)));
    assert.deepEqual(problems, [], "the console has nothing to complain about");
  } finally {
    await window.close();
  }
}

/** A theme changes colours alone: what the first one showed of the structure is not looked at in the second. */
async function readable(page, theme) {
  const axe = new AxeBuilder({ page });
  if (theme === THEMES[0]) axe.withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]);
  else axe.withRules(["color-contrast", "link-in-text-block"]);
  const { violations } = await axe.analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
  );
  assert.deepEqual(found, [], "axe finds nothing");
}

async function picture(page, name, theme) {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.evaluate(() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go))));
    await page.screenshot({ path: `${shots}/${name}-${theme}-${size.width}.png` });
  }
}

function pictured(screen) {
  return inWindow(browser, server.address, { ...screen, before: undefined }, async (page) => {
    await screen.steps(page);
    for (const theme of THEMES) {
      await page.evaluate((chosen) => (document.documentElement.dataset.theme = chosen), theme);
      await screen.before?.(page);
      await picture(page, screen.name, theme);
      await readable(page, theme);
    }
  });
}

/** The grid's and the viewer's own tests share one window, one after the other. */
async function grid(browser, address) {
  const window = await openWindow(browser, address, "n=300");
  const inSilence = (name, work) =>
    test(name, async () => {
      await work();
      assert.deepEqual(window.problems.splice(0), [], "the console has nothing to complain about");
    });
  await gridTests({ page: window.page, base: address.replace(/\/fake\.html$/, ""), test: inSilence });
  await window.close();
}

// A whole run leaves no picture of a screen that is not there any more.
if (all) await rm(shots, { recursive: true, force: true });
await mkdir(shots, { recursive: true });
const server = await serve();
const browser = await openBrowser();
const tasks = [
  () => grid(browser, server.address),
  ...EVERY_FLOW.map((flow) => () => test(flow.name, () => inWindow(browser, server.address, flow, flow.run), 2)),
  ...EVERY_SCREEN.map(
    (screen) => () =>
      test(`the screen ${screen.name} is readable in both themes, and pictured`, () => pictured(screen), 2),
  ),
];
await pool(tasks, AT_ONCE);
if (again.length > MOST_TRIED_AGAIN) console.log(`${again.length} failed: too many to be chance`);
const chance = again.length <= MOST_TRIED_AGAIN;
for (const { name, work } of again) {
  if (chance) await test(`${name} [second try]`, work);
  else failed += 1;
}
await browser.close();
await server.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
