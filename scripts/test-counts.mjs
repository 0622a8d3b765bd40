// Reads from what a test runner printed how many tests passed and failed.

const COLOURS = /\u001b\[[0-9;]*m/g;

const READERS = {
  // One line per test binary and one for the doc tests.
  cargo: (text) => sum([...text.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed/gm)]),
  vitest: (text) => {
    const line = /^\s*Tests\s+(.*)$/m.exec(text)?.[1] ?? "";
    return { passed: numberBefore("passed", line), failed: numberBefore("failed", line) };
  },
  plain: (text) => sum([...text.matchAll(/^(\d+) passed, (\d+) failed/gm)].slice(-1)),
};

/**
 * What a step counts for. A step without a runner is one check. A runner that failed without a failed test (it did not
 * compile, it was ended) counts one failure, and so does one that ran no test at all.
 */
export function countOf(runner, output, code) {
  if (!runner) return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const { passed, failed } = READERS[runner](output.replace(COLOURS, "").replace(/\r/g, ""));
  const silent = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: silent ? 1 : failed };
}

/** What runs each failed Rust test once more: a command for every test binary, from what `cargo test` printed. */
export function failedRustTests(output) {
  const commands = [];
  let names = [];
  for (const line of output.replace(COLOURS, "").split("\n")) {
    const failed = /^test (\S+) (?:- should panic )?\.\.\. FAILED/.exec(line);
    if (failed) names.push(failed[1]);
    const ended = /^error: test failed, to rerun pass `([^`]+)`/.exec(line);
    if (!ended) continue;
    if (names.length > 0) {
      const args = ["test", "--locked", ...ended[1].split(" "), "--", "--exact", "--test-threads=1", ...names];
      commands.push({ run: ["cargo", args], names });
    }
    names = [];
  }
  return commands;
}

/** A table of the steps, and below it the one line that stands for the whole run. */
export function summary(results) {
  const rows = results.map(({ name, seconds, passed, failed }) => {
    const mark = failed > 0 ? "\u2717" : "\u2713";
    return `${mark} ${name.padEnd(32)}${String(passed).padStart(5)} passed${String(failed).padStart(5)} failed${seconds.toFixed(1).padStart(9)} s`;
  });
  const passed = results.reduce((total, result) => total + result.passed, 0);
  const failed = results.reduce((total, result) => total + result.failed, 0);
  const again = results.flatMap(({ again = [] }) => again);
  if (again.length > 0) rows.push("", "Passed only at the second try, alone:", ...again.map((name) => `  ${name}`));
  return [...rows, "", `${passed} passed, ${failed} failed`].join("\n");
}

function sum(matches) {
  return {
    passed: matches.reduce((total, match) => total + Number(match[1]), 0),
    failed: matches.reduce((total, match) => total + Number(match[2]), 0),
  };
}

function numberBefore(word, line) {
  return Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
}
