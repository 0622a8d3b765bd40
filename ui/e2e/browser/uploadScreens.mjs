/** Every screen of uploads: the plan, each waiting state, the failures, settings, folders, the question at closing. */
import { button, drop, fake, press, sees } from "./steps.mjs";

const toUploads = async (page) => {
  await press(page, "g", "u");
  await page.getByRole("heading", { name: "Uploads", exact: true }).waitFor();
};
const toFolders = async (page) => {
  await toUploads(page);
  await page.getByRole("radio", { name: "Folders" }).check();
};
const dropFolders = (page) => drop(page, ["/home/mara/Pictures/2026-06", "/home/mara/Pictures/Cabin"]);

const WAITING = [
  ["slow-down", /Google asks to slow down/],
  ["quota-spent", /Asleep until/],
  ["storage-full", /storage is full/],
  ["queue-offline", /No network/],
  ["queue-signed-out", /Google ended the sign-in/],
  ["queue-consent", /may not add photos/],
  ["disk-gone", /is not there/],
  ["album-full", /album is full/],
  ["scheduled", /Not the time/],
  ["metered", /counts what goes over it/],
  ["on-battery", /runs on its battery/],
];

const plan = (name, scene, steps) => ({
  name: `plan${name}`,
  query: `fake=uploads-failed,scheduled${scene}`,
  steps: async (page) => {
    await toUploads(page);
    await dropFolders(page);
    await page.getByRole("dialog", { name: "Before anything is sent" }).waitFor();
    await steps(page);
  },
});

export const screens = [
  ...WAITING.map(([scene, says]) => ({
    name: `uploads-${scene}`,
    query: `fake=${scene}`,
    steps: async (page) => {
      await toUploads(page);
      await sees(page, says);
    },
  })),
  {
    name: "uploads-failed",
    query: "fake=uploads-failed,quota-spent",
    steps: async (page) => {
      await toUploads(page);
      await sees(page, "1 failed");
    },
  },
  {
    name: "uploads-paused",
    query: "fake=uploads-running",
    steps: async (page) => {
      await toUploads(page);
      await button(page, "Pause all").click();
      await sees(page, "Paused");
    },
  },
  {
    name: "uploads-many",
    query: "uploads=100000&fake=quota-spent",
    steps: async (page) => {
      await toUploads(page);
      await sees(page, "80 failed");
    },
  },
  {
    name: "uploads-empty",
    steps: async (page) => {
      await toUploads(page);
      await sees(page, "Nothing to upload");
    },
  },
  {
    name: "uploads-cancel",
    query: "fake=uploads-failed,quota-spent",
    steps: async (page) => {
      await toUploads(page);
      await button(page, "Cancel all").click();
      await sees(page, /will not go up/);
    },
  },
  {
    name: "uploads-settings",
    steps: async (page) => {
      await toUploads(page);
      await button(page, "Upload settings").click();
      await page.getByRole("checkbox", { name: /Only at some times/ }).check();
      await page.getByRole("checkbox", { name: /Leave room/ }).check();
    },
  },
  plan("", "", (page) => sees(page, "Upload 412 files")),
  plan("-looking", ",plan-looking", (page) => sees(page, /Looking through folders/)),
  plan("-reading", ",plan-reading", (page) => button(page, "Start now").waitFor()),
  plan("-many", ",plan-many", (page) => sees(page, /3,000 albums/)),
  plan("-below", "", async (page) => {
    await sees(page, "Upload 412 files");
    await page.getByRole("dialog").getByText("4 files stay out").scrollIntoViewIfNeeded();
    await page.locator("dialog .body").evaluate((node) => node.scrollTo(0, 9999));
  }),
  plan("-list", "", async (page) => {
    await sees(page, "Upload 412 files");
    await button(page, "Look at the files that go up, leave some out").click();
    await sees(page, "DSC_4501.jpg");
  }),
  plan("-refused", ",plan-refused", async (page) => {
    await button(page, "Upload 412 files").click();
    await sees(page, /disk of this computer is full/);
  }),
  {
    name: "folders",
    query: "fake=folders",
    steps: async (page) => {
      await toFolders(page);
      await sees(page, "From the camera");
    },
  },
  {
    name: "folders-empty",
    steps: async (page) => {
      await toFolders(page);
      await sees(page, "No folder is watched");
    },
  },
  {
    name: "folders-add",
    query: "fake=folders",
    steps: async (page) => {
      await toFolders(page);
      await button(page, "Watch a folder").click();
      await page.getByRole("dialog").getByRole("button", { name: "Choose a folder" }).click();
      await sees(page, /go up, new ones too/);
    },
  },
  {
    name: "close-question",
    query: "fake=uploads-still",
    steps: async (page) => {
      await fake(page, () => window.fake.askClose({ left: window.fake.queue.view().totals.left, tray: true }));
      await sees(page, "Files are still going up");
    },
  },
  {
    name: "panel-waiting",
    query: "fake=uploads-failed,quota-spent",
    steps: async (page) => {
      await sees(page, /2 files did not go up/);
    },
  },
];
