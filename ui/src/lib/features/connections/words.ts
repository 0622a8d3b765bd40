/** How a connection stands, in words. */
import type { ConnectionHealth, ConnectionView, LeavingView, MadeView, QuotaView } from "../../ipc/bindings";
import { count, counted, timeOfDay } from "../../words/format";

export interface HealthWords {
  dot: "good" | "warn" | "bad" | "none";
  word: string;
}

const HEALTH: Record<ConnectionHealth, HealthWords> = {
  connected: { dot: "good", word: "Connected" },
  offline: { dot: "warn", word: "Offline" },
  signInNeeded: { dot: "bad", word: "Sign in again" },
  consentMissing: { dot: "warn", word: "Permission missing" },
  apiOff: { dot: "bad", word: "API switched off" },
  signedOut: { dot: "none", word: "Signed out" },
};

export function healthWords(connection: ConnectionView): HealthWords {
  if (connection.health === "connected" && connection.syncing) return { dot: "good", word: "Looking for new items" };
  return HEALTH[connection.health];
}

export function quotaWords(quota: QuotaView): string {
  return quota.projectRequests >= quota.limit
    ? `${count(quota.limit)} used, back at ${timeOfDay(quota.resetsMs)}`
    : `${count(quota.projectRequests)} of ${count(quota.limit)} requests today`;
}

/** How much of Google's day went into loads of pictures and videos; nothing where there were none. */
export function loadsWords(quota: QuotaView): string | null {
  const { projectLoads: loads, loadsLimit: limit } = quota;
  if (loads === 0) return null;
  return loads >= limit
    ? `${count(limit)} loads used, back at ${timeOfDay(quota.resetsMs)}`
    : `${count(loads)} of ${count(limit)} loads today`;
}

/** Whether so many of them are used that they are worth a meter. */
export function loadsAreLow({ projectLoads, loadsLimit }: QuotaView): boolean {
  return projectLoads >= loadsLimit * 0.8;
}

/** What a load is, for who wonders. */
export const LOADS = "Each thumbnail, picture or download from Google is one load. Google counts them by project.";

/** The end of a client id, which tells it from others. What is no client id is shown as it is. */
export function clientTail(clientId: string): string {
  const name = clientId.replace(/\.apps\.googleusercontent\.com$/, "");
  return name === clientId || name.length <= 10 ? name : `…${name.slice(-8)}`;
}

/** What stops besides the queue, when a connection is given up or signed out. */
export function stopsWords(view: LeavingView, keep: boolean): string[] {
  const { folders, alsoSignedOut: also } = view;
  const [they, their] = folders === 1 ? ["is", "Its"] : ["are", "Their"];
  return [
    ...(folders > 0
      ? [
          keep
            ? `${counted(folders, "watched folder")}: what is new in ${folders === 1 ? "it" : "them"} waits in the queue.`
            : `${counted(folders, "watched folder")} ${they} watched no more. ${their} files stay as they are.`,
        ]
      : []),
    ...(also.length > 0
      ? [
          `Google signs out ${also.map((name) => `“${name}”`).join(", ")} too: ${also.length === 1 ? "its client is" : "their clients are"} of the same project.`,
        ]
      : []),
  ];
}

/** `1,204 items, 12 albums and 3 links`; what there is none of is left out. */
export function madeWords({ items, albums, links }: MadeView): string {
  const some = [
    items > 0 && counted(items, "item"),
    albums > 0 && counted(albums, "album"),
    links > 0 && counted(links, "link"),
  ].filter((words) => words !== false);
  const last = some.pop();
  if (last === undefined) return "nothing yet";
  return some.length === 0 ? last : `${some.join(", ")} and ${last}`;
}

export interface BannerWords {
  text: string;
  button: string;
  act: "sync" | "signIn" | "enableApi";
}

/** The one line above a page when the connection needs something; none while all is well. */
export function bannerWords(connection: ConnectionView, waiting: number): BannerWords | null {
  switch (connection.health) {
    case "connected":
      return null;
    case "offline":
      return {
        text: connection.isSample
          ? "The sample library does not answer. What is here can still be looked at, and the queue is kept."
          : "No network. Your library can still be looked at and the queue is kept. Albumen goes on when the network is back.",
        button: "Try now",
        act: "sync",
      };
    case "signInNeeded":
      return {
        text: "Google ended the sign-in. Your library and queue are kept. Sign in again to go on.",
        button: "Sign in again",
        act: "signIn",
      };
    case "apiOff":
      return {
        text: "The Photos Library API is switched off in your Google project. Your library and queue are kept. Enable it there, then check again.",
        button: "Show how",
        act: "enableApi",
      };
    case "signedOut":
      return {
        text: "You signed this account out. Its library can still be looked at and the queue is kept.",
        button: "Sign in again",
        act: "signIn",
      };
    case "consentMissing":
      return { text: consentWords(connection, waiting), button: "Allow in browser", act: "signIn" };
  }
}

function consentWords(connection: ConnectionView, waiting: number): string {
  if (!connection.missing.includes("add")) {
    const may = connection.missing.includes("read") ? "see what it added to" : "change albums in";
    return `Albumen may not ${may} this account. Nothing is lost. Allow it in your browser.`;
  }
  const files = waiting > 0 ? ` ${waiting === 1 ? "The file waits" : `The ${counted(waiting, "file")} wait`}.` : "";
  return `Albumen may not add photos to this account.${files} Allow adding in your browser.`;
}

/** Why there is nothing to see: a library is not empty without a reason. */
export function emptyWords(
  connection: ConnectionView | null,
  of: "photos" | "albums",
): { heading: string; line: string } {
  if (connection?.health === "apiOff")
    return {
      heading: "Google does not answer for this project",
      line: "The Photos Library API is switched off there, so nothing can be listed.",
    };
  if (connection?.missing.includes("read"))
    return {
      heading: "Albumen may not look",
      line: "The permission to see what it added was not given, so nothing can be listed.",
    };
  return of === "photos"
    ? { heading: "Nothing here yet", line: "Google shows Albumen only what Albumen uploaded." }
    : { heading: "No albums yet", line: "Google shows Albumen the albums that Albumen made." };
}
