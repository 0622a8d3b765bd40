import { expect, it } from "vitest";
import { isKept, Router, routeName, routeNamed, withItem } from "./Router.svelte";

it("goes back the way it came, and forward again", () => {
  const router = new Router();
  router.go({ page: "albums" });
  router.go({ page: "album", key: 3 });
  router.back();
  expect(router.route).toEqual({ page: "albums" });
  router.forward();
  expect(router.route).toEqual({ page: "album", key: 3 });
});

it("the next photo takes no step of its own, so Back leaves the viewer", () => {
  const router = new Router();
  router.go({ page: "photos", item: 1 });
  router.replace({ page: "photos", item: 2 });
  router.back();
  expect(router.route).toEqual({ page: "photos" });
});

it("going where one stands is no step", () => {
  const router = new Router();
  router.go({ page: "photos" });
  expect(router.canGoBack).toBe(false);
});

it("a view that is kept is found again, and an unknown one is Photos", () => {
  expect(routeNamed(routeName({ page: "album", key: 12 }))).toEqual({ page: "album", key: 12 });
  expect(routeNamed("shared")).toEqual({ page: "shared" });
  expect(routeNamed("album:x")).toEqual({ page: "photos" });
  expect(routeNamed("")).toEqual({ page: "photos" });
});

it("two searches are two places, and a search is not where a start comes back to", () => {
  const router = new Router();
  router.go({ page: "search", text: "boats" });
  router.go({ page: "search", text: "boats type:video" });
  router.back();
  expect(router.route).toEqual({ page: "search", text: "boats" });
  expect(isKept(router.route)).toBe(false);
});

it("a photo that is looked at keeps what was searched for", () => {
  const looked = withItem({ page: "search", text: "boats" }, 7);
  expect(looked).toEqual({ page: "search", text: "boats", item: 7 });
  expect(withItem(looked, null)).toEqual({ page: "search", text: "boats" });
});

it("what came is one place with what was seen and another without", () => {
  const router = new Router();
  router.go({ page: "new" });
  router.go({ page: "new", seen: true });
  router.back();
  expect(router.route).toEqual({ page: "new" });
  expect(routeNamed(routeName({ page: "new", seen: true }))).toEqual({ page: "new" });
});
