import { expect, it, vi } from "vitest";
import type { ConnectionView, WizardPlace } from "../../../ipc/bindings";
import { FakeBackend } from "../../../platform/fake";
import { sceneOf } from "../../../platform/fake/scene";
import { Wizard } from "./Wizard.svelte";

const ID = "1-a.apps.googleusercontent.com";
const SECRET = "GOCSPX-0123456789";

function opened(names = "", place: WizardPlace | null = null) {
  const backend = new FakeBackend(sceneOf(`?fake=first-run,${names}`));
  const places: WizardPlace[] = [];
  const done: ConnectionView[] = [];
  const wizard = new Wizard(backend, place, {
    keep: (kept) => places.push(kept),
    done: (connection) => done.push(connection),
  });
  return { backend, wizard, places, done, last: () => places.at(-1) };
}

it("a file leads to the sign-in from wherever it is dropped, and no secret is kept", async () => {
  const { wizard, last } = opened();
  wizard.go("publish");
  await wizard.take("/home/mara/client_secret_1.json");
  expect(wizard.step).toBe("signIn");
  expect(last()).toEqual({ step: "signIn", ticked: [], file: "/home/mara/client_secret_1.json" });
});

it("a file of something else says what it is, and what was there stays", async () => {
  const { wizard } = opened();
  await wizard.take("/home/mara/client_secret_1.json");
  await wizard.take("/home/mara/service.json");
  expect(wizard.error).toContain("service account");
  expect(wizard.step).toBe("file");
  expect(wizard.ready, "the client that was read before is still there").toBe(true);
});

it("a web client without our address waits for it", async () => {
  const { wizard } = opened();
  await wizard.take("/home/mara/client_secret_web_lacks.json");
  expect([wizard.step, wizard.ready]).toEqual(["file", false]);
  wizard.next();
  expect(wizard.step, "it cannot sign in yet").toBe("file");
  wizard.tick("redirect", true);
  wizard.next();
  expect(wizard.step).toBe("signIn");
  await wizard.take("/home/mara/client_secret_web_lacks.json");
  expect(wizard.ready, "another file is looked at anew").toBe(false);
});

it("what is typed is checked, never kept, and each missing half is named", async () => {
  const { wizard, places } = opened();
  wizard.go("file");
  wizard.next();
  expect(wizard.typedError).toContain("The client is missing");
  wizard.typed.id = ID;
  await wizard.check();
  wizard.next();
  expect(wizard.typedError).toContain("client secret is missing");
  wizard.typed.secret = "short";
  await wizard.check();
  expect(wizard.typedError).toContain("not complete");
  wizard.typed.secret = SECRET;
  await wizard.check();
  wizard.next();
  expect(wizard.step).toBe("signIn");
  expect(JSON.stringify(places)).not.toContain("GOCSPX");
});

it("an answer to what was typed before does not count for what is typed now", async () => {
  const { wizard } = opened();
  wizard.typed.id = ID;
  wizard.typed.secret = SECRET;
  const first = wizard.check();
  wizard.typed.secret = "";
  await Promise.all([wizard.check(), first]);
  expect(wizard.client).toBeNull();
});

it("it comes back to where it was left, with its file", async () => {
  const file = "/home/mara/client_secret_1.json";
  const { wizard } = opened("", { step: "signIn", ticked: ["library", "odd"], file });
  expect(wizard.step).toBe("signIn");
  expect(wizard.ticked, "what is no step is left out").toEqual(["library"]);
  await vi.waitFor(() => expect(wizard.ready).toBe(true));
});

it("a file that is gone is said where it is given", async () => {
  const { wizard } = opened("", { step: "signIn", ticked: [], file: "/home/mara/client_secret_gone.json" });
  await vi.waitFor(() => expect(wizard.error).toContain("No such file"));
  expect([wizard.step, wizard.file]).toEqual(["file", null]);
});

it("what was typed is not there after a start, so the sign-in waits for it", () => {
  expect(opened("", { step: "signIn", ticked: [], file: null }).wizard.step).toBe("file");
});

it("signing in ends it once Google has answered", async () => {
  const { wizard, done } = opened();
  await wizard.take("/home/mara/client_secret_1.json");
  await wizard.begin();
  await vi.waitFor(() => expect(done).toHaveLength(1));
  expect(wizard.looking).toBe(false);
});

it("a denied sign-in is said, and can be tried again", async () => {
  const { wizard, done } = opened("sign-in-denied");
  await wizard.take("/home/mara/client_secret_1.json");
  await wizard.begin();
  expect(wizard.signIn.error).toContain("refused");
  expect([done.length, wizard.step, wizard.busy]).toEqual([0, "signIn", false]);
});

it("an API that is off leads to its step, and on once it answers", async () => {
  const { wizard, done } = opened("api-off");
  await wizard.take("/home/mara/client_secret_1.json");
  await wizard.begin();
  await vi.waitFor(() => expect(wizard.apiOff).toBe(true));
  expect([wizard.step, done.length]).toEqual(["library", 0]);
  await wizard.askAgain();
  expect([wizard.apiOff, done.length]).toEqual([false, 1]);
});

it("an API that stays off can be left for later", async () => {
  const { wizard, done } = opened("api-off,api-stays-off");
  await wizard.take("/home/mara/client_secret_1.json");
  await wizard.begin();
  await vi.waitFor(() => expect(wizard.apiOff).toBe(true));
  await wizard.askAgain();
  expect([wizard.apiOff, wizard.step]).toEqual([true, "library"]);
  wizard.goOn();
  expect(done).toHaveLength(1);
});

it("leaving gives up a sign-in that waits", async () => {
  const { wizard, done } = opened("sign-in-waits");
  await wizard.take("/home/mara/client_secret_1.json");
  const begun = wizard.begin();
  await vi.waitFor(() => expect(wizard.signIn.waiting).not.toBeNull());
  wizard.go("project");
  expect(wizard.step, "steps stay while the browser is waited for").toBe("signIn");
  wizard.leave();
  await begun;
  expect([done.length, wizard.signIn.error]).toEqual([0, null]);
});
