// npm test: sets up what is missing, then runs every test of the project. `npm test -- rust`, `-- ui` or `-- desktop` runs
// one part. Every step runs, even after one failed; the last line is the sum over all of them.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureFrontEnd, prepare, root, say } from "./setup.mjs";
import { countOf, failedRustTests, summary } from "./test-counts.mjs";

const npx = (name, ...args) => ["npx", ["--no-install", name, ...args]];

/** `counts` names the closing line to read; a step without it is one check. */
const STEPS = [
  {
    part: "ui",
    name: "formatting of the front end",
    run: npx("prettier", "--check", "--log-level", "warn", "ui", "scripts", "eslint.config.js"),
  },
  { part: "ui", name: "lints of the front end", run: npx("eslint", "--max-warnings", "0", ".") },
  {
    part: "ui",
    name: "types of the front end",
    run: npx("svelte-check", "--tsconfig", "ui/tsconfig.json", "--fail-on-warnings"),
  },
  {
    part: "ui",
    name: "front-end tests",
    counts: "vitest",
    run: npx("vitest", "run", "--config", "ui/vitest.config.ts"),
  },
  {
    part: "ui",
    name: "browser tests",
    counts: "plain",
    run: ["node", ["ui/e2e/browser/run.mjs"]],
    onlyWith: "ui/e2e/browser/run.mjs",
  },
  { part: "rust", name: "formatting", run: ["cargo", ["fmt", "--all", "--check"]] },
  { part: "rust", name: "layers", run: ["cargo", ["xtask", "layers"]] },
  {
    part: "rust",
    name: "lints",
    run: ["cargo", ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]],
  },
  { part: "rust", name: "real files", run: ["node", ["scripts/real-files.mjs"]], onlyWith: "scripts/real-files.mjs" },
  {
    part: "rust",
    name: "Rust tests",
    counts: "cargo",
    run: ["cargo", ["test", "--workspace", "--no-fail-fast", "--locked"]],
    again: failedRustTests,
  },
  // Order: the programs that the desktop run starts are those that `cargo test` builds; nothing is compiled twice.
  {
    part: "desktop",
    name: "programs for the desktop run",
    run: ["cargo", ["test", "--workspace", "--no-run", "--locked"]],
  },
  { part: "desktop", name: "the real window", counts: "plain", run: ["node", ["ui/e2e/desktop/run.mjs"]] },
];

/** More failures than these are not tried again. */
const MOST_TRIED_AGAIN = 3;

const asked = process.argv.slice(2);
const unknown = asked.filter((part) => !STEPS.some((step) => step.part === part));
if (unknown.length > 0) {
  console.error(`There is no part named ${unknown.join(", ")}. There are: rust, ui, desktop.`);
  process.exit(2);
}

prepare({ tests: true });
ensureFrontEnd();

const results = [];
for (const step of STEPS) {
  if (asked.length > 0 && !asked.includes(step.part)) continue;
  if (step.onlyWith && !existsSync(join(root, step.onlyWith))) continue;
  results.push(await take(step));
}
console.log(`\n${summary(results)}`);
process.exit(results.some((result) => result.failed > 0) ? 1 : 0);

/** Runs one step, shows what it prints as it comes, and counts. */
async function take(step) {
  console.log("");
  say(`${step.name}: ${[step.run[0], ...step.run[1]].join(" ")}`);
  const begun = Date.now();
  const { code, output } = await stream(step.run[0], step.run[1]);
  const result = { name: step.name, again: [], ...countOf(step.counts, output, code) };
  if (result.failed > 0 && step.again) await tryAgain(step.again(output), result);
  result.seconds = (Date.now() - begun) / 1000;
  say(`${step.name}: ${result.failed > 0 ? "failed" : "passed"} after ${result.seconds.toFixed(1)} s`);
  return result;
}

/**
 * Hundreds of tests share two processors, and now and then one meets a limit that it meets nowhere else. A few are given a
 * second try by themselves, and the sum names them. More than a few are a fault, and so is what fails twice.
 */
async function tryAgain(commands, result) {
  if (commands.flatMap(({ names }) => names).length !== result.failed || result.failed > MOST_TRIED_AGAIN) return;
  for (const { run, names } of commands) {
    say(`once more, alone: ${names.join(", ")}`);
    const { code, output } = await stream(run[0], run[1]);
    const { passed } = countOf("cargo", output, code);
    if (code !== 0 || passed !== names.length) continue;
    result.passed += passed;
    result.failed -= passed;
    result.again.push(...names);
  }
}

function stream(program, args) {
  return new Promise((resolve) => {
    const shell = process.platform === "win32" && program === "npx";
    const child = spawn(program, args, { cwd: root, shell, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (bytes) => {
      output += bytes;
      process.stdout.write(bytes);
    });
    child.stderr.on("data", (bytes) => {
      output += bytes;
      process.stderr.write(bytes);
    });
    child.on("error", (error) => {
      console.error(error.message);
      resolve({ code: 127, output });
    });
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
