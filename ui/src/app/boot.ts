/** Mounts the window on a backend. */
import { mount } from "svelte";
import App from "./App.svelte";
import "../lib/design/base.css";
import type { Backend } from "../lib/platform/backend";

export function boot(backend: Backend) {
  const target = document.getElementById("app");
  if (target === null) throw new Error("index.html has no #app");
  mount(App, { target, props: { backend } });
}
