import { expect, it } from "vitest";
import { consoleUrl, projectOf } from "./console";

const ID = "481516234200-9f2tk3f9.apps.googleusercontent.com";

it("a page of the console is opened in the project, once it is known", () => {
  expect(consoleUrl("library", null)).toBe(
    "https://console.cloud.google.com/apis/library/photoslibrary.googleapis.com",
  );
  expect(consoleUrl("library", "albumen-4815")).toBe(
    "https://console.cloud.google.com/apis/library/photoslibrary.googleapis.com?project=albumen-4815",
  );
  expect(consoleUrl("newProject", "albumen-4815"), "a new project is in none").toBe(
    "https://console.cloud.google.com/projectcreate",
  );
});

it("what a file says is no part of an address but in its place", () => {
  expect(consoleUrl("scopes", "a&b=c/../x")).toBe(
    "https://console.cloud.google.com/auth/scopes?project=a%26b%3Dc%2F..%2Fx",
  );
  expect(consoleUrl("clients", "p", "1-a/../b?x.apps.googleusercontent.com")).toBe(
    "https://console.cloud.google.com/auth/clients/1-a%2F..%2Fb%3Fx.apps.googleusercontent.com?project=p",
  );
});

it("a project is named by its file, else by the number in the client id", () => {
  expect(projectOf({ clientId: ID, projectId: "albumen-4815" })).toBe("albumen-4815");
  expect(projectOf({ clientId: ID, projectId: null })).toBe("481516234200");
  expect(projectOf({ clientId: ID })).toBe("481516234200");
  expect(projectOf({ clientId: "odd.apps.googleusercontent.com" })).toBeNull();
  expect(projectOf(null)).toBeNull();
});
