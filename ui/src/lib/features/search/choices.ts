/** What can be chosen where a filter has a fixed list of values. */
interface Choice {
  value: string;
  label: string;
}

const NAMES = "January February March April May June July August September October November December".split(" ");
export const MONTHS: readonly Choice[] = NAMES.map((label) => ({ value: label.toLowerCase(), label }));

/** Google's content categories. Source: the `ContentCategory` of Google's reference for `mediaItems.search`. */
const SEEN =
  "Animals Arts Birthdays Cityscapes Crafts Documents Fashion Flowers Food Gardens Holidays Houses Landmarks Landscapes Night People Performances Pets Receipts Screenshots Selfies Sport Travel Utility Weddings Whiteboards";
export const CATEGORIES: readonly Choice[] = SEEN.split(" ").map((label) => ({
  value: `category:${label.toLowerCase()}`,
  label,
}));
