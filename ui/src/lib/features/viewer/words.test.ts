import { describe, expect, it } from "vitest";

import { isPanorama, itemName, tonesGround, videoLength } from "../../grid/words";
import { itemOf } from "../../grid/testLibrary";
import { exposureFigures, kindWords, sizeWords } from "./details";
import { videoErrorWords, videoStateWords } from "./video";

const DETAILS = {
  item: itemOf(7),
  mimeType: "image/jpeg",
  description: null,
  camera: null,
  focalLength: "35 mm",
  aperture: null,
  exposure: null,
  iso: "ISO 200",
  sizeBytes: 11_300_000,
  localPath: null,
  albums: [],
  hasPage: true,
  uploadedHere: false,
  firstSeenMs: 0,
  missingSinceMs: null,
};

describe("what is said of an item", () => {
  it("gives_only_the_figures_that_are_known", () => {
    expect(exposureFigures(DETAILS)).toEqual([
      { value: "35 mm", name: "focal length" },
      { value: "200", name: "ISO" },
    ]);
    expect(sizeWords({ ...DETAILS, sizeBytes: null })).toMatch(/^\d+ × \d+, \d+ MP$/);
    expect(sizeWords({ ...DETAILS, item: { ...DETAILS.item, widthPx: 0 } })).toBe("11.3 MB");
    expect(kindWords("image/jpeg")).toBe("JPEG");
    expect(kindWords("image/x-new"), "an unknown type is shown as it is").toBe("image/x-new");
  });

  it("says_what_stands_in_the_way_of_a_video", () => {
    expect(videoStateWords("ready")).toBeNull();
    expect(videoStateWords("processing")).toContain("still working");
    expect(videoErrorWords(4), "no decoder").toContain("gstreamer1.0-libav");
    expect(videoErrorWords(2), "the network").not.toContain("gstreamer");
  });

  it("names_a_tile_for_readers", () => {
    expect(itemName({ ...itemOf(1), kind: "video", durationMs: 42_000 })).toMatch(/^Video, 0:42, /);
    expect(videoLength(3_729_000)).toBe("1:02:09");
    expect(isPanorama({ ...itemOf(1), widthPx: 9000, heightPx: 2400 })).toBe(true);
    expect(tonesGround("#aabbcc#112233")).toContain("#112233");
    expect(tonesGround("url(evil)"), "only two colours are taken").toBeUndefined();
  });
});
