/** Cutting what is asked for into requests. Pure. */
import type { Segment } from "../../ipc/bindings";

/** What is to be seen comes in small requests, so that the first tiles do not wait for the last. */
const MOST_ITEMS = 400;
const MOST_SEGMENTS = 12;

/** The first request for these segments, of a bounded size; none where nothing is asked for. */
export function firstBatch(wanted: readonly number[], segments: readonly Segment[]): number[] {
  const batch: number[] = [];
  let items = 0;
  for (const segment of wanted) {
    const count = segments[segment]?.items ?? 0;
    if (batch.length > 0 && (items + count > MOST_ITEMS || batch.length >= MOST_SEGMENTS)) break;
    batch.push(segment);
    items += count;
  }
  return batch;
}
