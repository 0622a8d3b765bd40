import { expect, it } from "vitest";
import type { ConnectionView, CredentialsFileView } from "../../../ipc/bindings";
import { checkWords, fileChecks } from "./checks";
import { SCOPE_LINES, notGiven } from "./permissions";
import { after, before, stateOf, STEPS, stepNamed, WORDS, type Known } from "./steps";

const HERE = "http://127.0.0.1:8484";
const desktop: CredentialsFileView = {
  clientId: "481516234200-9f2tk3f9.apps.googleusercontent.com",
  isDesktop: true,
  projectId: "albumen-4815",
  missingRedirect: null,
};
const lacking: CredentialsFileView = { ...desktop, isDesktop: false, missingRedirect: HERE };
const known = (change: Partial<Known>): Known => ({
  ticked: [],
  client: null,
  connection: null,
  apiOff: false,
  ...change,
});

it("each step leads to the next and back", () => {
  expect(before("project")).toBeNull();
  expect(after("signIn")).toBeNull();
  for (const step of STEPS) {
    const next = after(step);
    if (next !== null) expect(before(next)).toBe(step);
    expect(stepNamed(step)).toBe(step);
  }
  expect(stepNamed("something of a later version"), "an unknown place is the beginning").toBe("project");
});

it("a step says what to press in a few short lines", () => {
  for (const step of STEPS) {
    const { lines, opens } = WORDS[step];
    if (opens === undefined) continue;
    expect(lines.length, step).toBeGreaterThanOrEqual(2);
    expect(lines.length, step).toBeLessThanOrEqual(4);
    for (const line of lines) expect(line, "calm").not.toMatch(/!|please/i);
  }
});

it("what Albumen sees needs no tick, and what it cannot see is ticked", () => {
  expect(stateOf("project", known({}))).toBe("open");
  expect(stateOf("project", known({ ticked: ["project"] }))).toBe("done");
  expect(stateOf("project", known({ client: desktop }))).toBe("seen");
  expect(stateOf("project", known({ client: { ...desktop, projectId: null } })), "a number is no name").toBe("open");
  expect(stateOf("client", known({ client: desktop }))).toBe("seen");
  expect(stateOf("consent", known({ client: desktop })), "no file tells of the consent screen").toBe("open");
  expect(stateOf("signIn", known({ connection: {} as ConnectionView }))).toBe("seen");
});

it("a web client is ready once its redirect address is there, or said to be", () => {
  expect(stateOf("file", known({ client: desktop }))).toBe("seen");
  expect(stateOf("file", known({ client: lacking }))).toBe("trouble");
  expect(stateOf("file", known({ client: lacking, ticked: ["redirect"] }))).toBe("seen");
});

it("an API that is off is trouble, whatever was ticked", () => {
  expect(stateOf("library", known({ apiOff: true, ticked: ["library"] }))).toBe("trouble");
});

it("how a step is checked is said", () => {
  expect(checkWords("consent", known({}))).toEqual({ how: "never", text: "Albumen cannot see this." });
  expect(checkWords("library", known({})).how).toBe("later");
  expect(checkWords("project", known({ client: desktop })).text).toContain("“albumen-4815”");
  expect(checkWords("client", known({ client: lacking })).text).toContain("Web application");
});

it("what is found in a file is listed, and what is missing is named", () => {
  const of = (client: CredentialsFileView, isFile = true, ticked: Known["ticked"] = []) =>
    fileChecks(known({ client, ticked }), HERE, isFile);
  expect(of(desktop).map(({ text }) => text)).toEqual([
    "It is a client of type Desktop app",
    "Client id …9f2tk3f9",
    "Project albumen-4815",
    "The secret is in it",
  ]);
  expect(of(lacking).at(-1)).toEqual({ good: false, text: `It may not be answered at ${HERE}` });
  expect(of(lacking, true, ["redirect"]).at(-1)).toEqual({ good: true, text: `You have added ${HERE}` });
  const typed = of({ ...desktop, isDesktop: false, projectId: null }, false);
  expect(typed.map(({ text }) => text).join(), "the list of a typed client is not known").not.toContain("8484");
  expect(fileChecks(known({}), HERE, true)).toEqual([]);
});

it("the four permissions are named as Google spells them, and those left out say what is off", () => {
  expect(SCOPE_LINES.split("\n")).toHaveLength(4);
  expect(SCOPE_LINES).toContain("https://www.googleapis.com/auth/photospicker.mediaitems.readonly");
  expect(notGiven(["pick", "add"]).map(({ permission }) => permission)).toEqual(["add", "pick"]);
});
