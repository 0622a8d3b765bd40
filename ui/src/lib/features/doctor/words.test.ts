import { expect, it } from "vitest";
import type { CheckKind, CheckState, CheckView, DoctorView, Remedy } from "../../ipc/bindings";
import { remedyWords, skippedRows, summaryWords, troubles, wellRows } from "./words";

const check = (kind: CheckKind, state: CheckState = "ok", remedy: Remedy | null = null): CheckView => ({
  kind,
  title: kind,
  state,
  sentence: `${kind} is ${state}.`,
  detail: null,
  remedy,
});
const view = (checks: CheckView[], change: Partial<DoctorView> = {}): DoctorView => ({
  connection: 1,
  state: "done",
  job: null,
  step: null,
  checks,
  total: 16,
  requests: 3,
  beganMs: 0,
  endedMs: 1000,
  ...change,
});
const grant: Remedy = { kind: "grantPermission" };

it("failures come before what only needs somebody soon", () => {
  const found = troubles(
    view([
      check("clock", "warning", { kind: "setClock" }),
      check("signIn", "failed", { kind: "signInAgain" }),
      check("api", "skipped"),
      check("network"),
    ]),
  );
  expect(found.map(({ id, bad }) => [id, bad])).toEqual([
    ["signIn", true],
    ["clock", false],
  ]);
});

it("permissions that one step grants stand together, as bad as the worst of them", () => {
  const found = troubles(
    view([check("pick", "warning", grant), check("add", "failed", grant), check("edit", "failed", grant)]),
  );
  expect(found.length).toBe(1);
  expect(found[0]?.bad).toBe(true);
  expect(found[0]?.checks.map(({ kind }) => kind)).toEqual(["pick", "add", "edit"]);
});

it("four permissions are one row, fewer are named one by one", () => {
  const all = (["add", "read", "edit", "pick"] as const).map((kind) => check(kind));
  expect(wellRows(view([check("network"), ...all])).map(({ id }) => id)).toEqual(["network", "permissions"]);
  const three = [...all.slice(0, 3), check("pick", "warning", grant)];
  expect(wellRows(view(three)).map(({ id }) => id)).toEqual(["add", "read", "edit"]);
});

it("what was not looked at is neither well nor in need of somebody", () => {
  const one = view([check("api", "skipped")]);
  expect(skippedRows(one).length).toBe(1);
  expect(wellRows(one)).toEqual([]);
  expect(troubles(one)).toEqual([]);
});

it("the whole is said in a line, with when it was", () => {
  const well = summaryWords(view([check("network")]), 125_000);
  expect(well.title).toBe("Everything works");
  expect(well.line).toBe("1 check, 3 requests, 2 minutes ago.");
  const bad = view([check("signIn", "failed", { kind: "signInAgain" })]);
  expect(summaryWords(bad, 0).title).toBe("1 thing needs you");
  const both = view([
    check("signIn", "failed", { kind: "signInAgain" }),
    check("clock", "warning", { kind: "setClock" }),
  ]);
  expect(summaryWords(both, 0).title).toBe("1 thing needs you, 1 more soon");
  const soon = view([check("clock", "warning", { kind: "setClock" }), check("age", "warning", { kind: "tryLater" })]);
  expect(summaryWords(soon, 0).title).toBe("It works. 2 things need you soon");
  const stopped = view([check("network")], { state: "cancelled" });
  expect(summaryWords(stopped, 1000).line).toBe("1 of 16 checks ended before that, just now.");
});

it("every remedy says what to press or what passes by itself", () => {
  const all: Remedy[] = [
    { kind: "signInAgain" },
    grant,
    { kind: "enableApi", url: "" },
    { kind: "publishApp", url: "" },
    { kind: "enterClient" },
    { kind: "openSample" },
    { kind: "otherAccount" },
    { kind: "checkNetwork" },
    { kind: "setClock" },
    { kind: "waitUntilMidnight", untilMs: 0 },
    { kind: "unlockKeychain" },
    { kind: "mendSecretsFolder" },
    { kind: "freePort", port: 8484 },
    { kind: "restartElsewhere" },
    { kind: "tryLater" },
  ];
  for (const remedy of all) {
    const { button, line } = remedyWords(remedy);
    expect(button ?? line, remedy.kind).not.toBeNull();
    if (line !== null) expect(line.endsWith("."), line).toBe(true);
  }
});
