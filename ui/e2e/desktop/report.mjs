// Counts what held and what did not. One check that fails does not end the run; the part it is in ends there.

let passed = 0;
const failures = [];
let witness = async () => {};

/** What to do when a check fails, so that it can be looked into. */
export function whenOneFails(look) {
  witness = look;
}

/** One thing that must hold. */
export async function check(name, body) {
  const begun = Date.now();
  try {
    const answer = await body();
    passed += 1;
    console.log(`ok    ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
    return answer;
  } catch (error) {
    failures.push(name);
    console.log(`FAIL  ${name}: ${error.message}`);
    await witness(name).catch((reason) => console.log(`      and no picture of it: ${reason.message}`));
    throw new PartFailed(name);
  }
}

class PartFailed extends Error {}

/** A part of the tour. When a check in it fails, the rest of the part is left out and the next part begins. */
export async function part(name, body) {
  console.log(`\n${name}`);
  try {
    await body();
  } catch (error) {
    if (error instanceof PartFailed) return;
    failures.push(name);
    console.log(`FAIL  ${name}: ${error.stack}`);
  }
}

export function must(held, why) {
  if (!held) throw new Error(why);
}

export function close() {
  for (const name of failures) console.log(`failed: ${name}`);
  console.log(`\n${passed} passed, ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
}
