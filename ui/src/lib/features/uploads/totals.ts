/** The sums of the upload queue. Apart from its words, so that the store alone is small. */
import type { UploadsView } from "../../ipc/bindings";

/** How many files go up or were to: without those left out or cancelled. */
export function meant(totals: UploadsView["totals"]): number {
  return totals.done + totals.left + totals.failed;
}
