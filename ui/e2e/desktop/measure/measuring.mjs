// Measures the real window on libraries that are there, for `cargo xtask bench`. Prints one line of JSON behind MEASURED.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { openSession, openWindow, stopAll } from "../stage.mjs";
import { JUMP, PAINTED, SCROLL } from "./page.mjs";
import { anonymousOf, below, shareOf } from "./processes.mjs";

const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
const QUIET = { RUST_LOG: "warn", ALBUMEN_KEYCHAIN: "off" };
/** More than two hands can scroll, less than a jump. */
const SPEED = 3_000;
const LONG = 600_000;

await openSession();
const measured = await { grid, start, memory }[job.what]();
console.log(`MEASURED ${JSON.stringify(measured)}`);
await stopAll();
process.exit(0);

function envOf(library) {
  return { ...QUIET, ALBUMEN_HOME: library.home, ALBUMEN_GOOGLE: library.google };
}

async function opened(name, library) {
  const app = await openWindow(name, envOf(library));
  await app.driver.wait(LONG);
  await app.find("gridcell", /./, 120_000);
  await app.size(1280, 800);
  return app;
}

/** The same places in every run. */
function places(count) {
  let seed = 20_261_124;
  return Array.from({ length: count }, () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed / 2 ** 31;
  });
}

async function grid() {
  const libraries = { few: job.few, many: job.many };
  for (const [name, library] of Object.entries(libraries)) await warm(name, library);
  const rounds = { few: [], many: [] };
  for (let round = 0; round < job.rounds; round += 1) {
    for (const [name, library] of Object.entries(libraries)) {
      const result = await scrolled(name, library);
      rounds[name].push(result);
      console.log(`${name}: ${JSON.stringify(result)}`);
    }
  }
  return { ...rounds, crowd: await crowd(job.many) };
}

/** Goes where it will be measured, slowly, so that every picture is in the cache. */
async function warm(name, library) {
  const app = await opened(`warm-${name}`, library);
  try {
    const height = await app.driver.run("() => document.querySelector('.scroller').scrollHeight");
    const end = Math.min(height, SPEED * job.seconds + 2_000);
    for (let top = 0; top < end; top += 500) await app.driver.run(JUMP, top / height, true);
    for (const part of places(100)) await app.driver.run(JUMP, part, true);
  } finally {
    await app.close();
  }
}

async function scrolled(name, library) {
  const app = await opened(name, library);
  try {
    await app.pictures();
    const { frames, scripts, longest, tiles, px } = await app.driver.run(SCROLL, SPEED, job.seconds * 1_000);
    const web = below(app.pid, "WebKitWebProcess");
    const share = shareOf(web);
    const jumps = [];
    for (const part of places(100)) jumps.push(await app.driver.run(JUMP, part, false));
    const total = frames.reduce((sum, ms) => sum + ms, 0);
    return {
      fps: (1_000 * frames.length) / total,
      frameP95: quantile(frames, 0.95),
      scriptP99: quantile(scripts, 0.99),
      scriptMost: Math.max(...scripts),
      longest,
      tiles,
      px,
      share,
      jumpP95: quantile(
        jumps.filter((ms) => ms >= 0),
        0.95,
      ),
      jumpsLost: jumps.filter((ms) => ms < 0).length,
    };
  } finally {
    await app.close();
  }
}

/** Scrolls through the month with most items. */
async function crowd(library) {
  const app = await opened("crowd", library);
  try {
    const results = [];
    for (const part of job.crowd) {
      await app.driver.run(JUMP, part, true);
      results.push(await app.driver.run(SCROLL, SPEED, 5_000));
    }
    return {
      longest: Math.max(...results.map((result) => result.longest)),
      scriptMost: Math.max(...results.flatMap((result) => result.scripts)),
      tiles: Math.max(...results.map((result) => result.tiles)),
    };
  } finally {
    await app.close();
  }
}

async function start() {
  const rounds = [];
  for (let round = -1; round < job.rounds; round += 1) {
    const result = {
      empty: await painted("empty", QUIET, "examples/empty-window", false),
      few: await painted("few", envOf(job.few), "albumen", true),
      many: await painted("many", envOf(job.many), "albumen", true),
    };
    console.log(JSON.stringify(result));
    // The first one fills what a person's computer has filled since it was switched on.
    if (round >= 0) rounds.push(result);
  }
  return { rounds, dropped: dropCaches() };
}

async function painted(name, env, program, pictures) {
  dropCaches();
  const app = await openWindow(`start-${name}`, env, program);
  try {
    return (await app.driver.run(PAINTED, pictures)) - app.begun;
  } finally {
    await app.close();
  }
}

/** Lets the system forget what it read from the disk; only root may. */
function dropCaches() {
  try {
    execFileSync("sync");
    writeFileSync("/proc/sys/vm/drop_caches", "3");
    return true;
  } catch {
    return false;
  }
}

async function memory() {
  const app = await opened("memory", job.many);
  try {
    const own = below(app.pid, "albumen");
    const from = anonymousOf(own);
    for (let step = 0; step <= 400; step += 1) await app.driver.run(JUMP, step / 400, false);
    const through = anonymousOf(own);
    const samples = await soak(app, own);
    return { from, through, samples, web: shareOf(below(app.pid, "WebKitWebProcess")) };
  } finally {
    await app.close();
  }
}

/** Scrolls here and there for so many minutes; one sample for each tenth. */
async function soak(app, own) {
  const samples = [];
  const tenth = (job.minutes * 60_000) / 10;
  for (let sample = 0; sample < 10; sample += 1) {
    const end = Date.now() + tenth;
    for (const part of places(100_000)) {
      await app.driver.run(JUMP, part, false);
      await app.driver.run(SCROLL, SPEED, 1_000);
      if (Date.now() > end) break;
    }
    samples.push(anonymousOf(own));
    console.log(`${sample + 1} of 10: ${samples.at(-1).toFixed(1)} MiB`);
  }
  return samples;
}

function quantile(figures, part) {
  const sorted = [...figures].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}
