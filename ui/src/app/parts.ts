/** The parts of the window that are not read with the first page, and when they are. */
import { Part } from "../lib/design/Part.svelte";
import { panels } from "./panels";

export const parts = {
  viewer: new Part(() => import("./ViewerLayer.svelte")),
  dialogs: new Part(() => import("./Dialogs.svelte")),
  pages: new Part(() => import("./views/OtherPages.svelte")),
  firstRun: new Part(() => import("./views/FirstRun.svelte")),
  wizard: new Part(() => import("./views/ConnectView.svelte")),
};

/** In the order in which they are likely to be wanted. Who has an account needs no first run. */
const SOON = [parts.viewer, parts.dialogs, parts.pages, panels.filters, panels.uploads];

/** A page without pictures is waited for no longer than this. */
const AT_MOST_MS = 2_000;
/** So long the page is left to itself, to draw and to answer. */
const BREATH_MS = 60;

const breath = () => new Promise((go) => setTimeout(go, BREATH_MS));

/** Waits until a picture of a grid has come. */
function firstPicture(): Promise<void> {
  return new Promise((go) => {
    const over = () => {
      document.removeEventListener("load", onload, true);
      clearTimeout(timer);
      go();
    };
    function onload({ target }: Event) {
      if (target instanceof HTMLImageElement && target.closest("[role='gridcell']")) over();
    }
    const timer = setTimeout(over, AT_MOST_MS);
    document.addEventListener("load", onload, true);
  });
}

/** Reads the parts one after the other once the first pictures are there: later a press finds what it opens. */
export async function fetchTheRest(): Promise<void> {
  await firstPicture();
  for (const part of SOON) {
    await breath();
    // What is not to be had now is asked for again when it is wanted, and said then.
    await part.fetch().catch(() => undefined);
  }
}
