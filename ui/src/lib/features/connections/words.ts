/** How a connection stands, in words. */
import type { ConnectionHealth, ConnectionView, QuotaView } from "../../ipc/bindings";
import { count, counted, timeOfDay } from "../../words/format";

export interface HealthWords {
  dot: "good" | "warn" | "bad";
  word: string;
}

const HEALTH: Record<ConnectionHealth, HealthWords> = {
  connected: { dot: "good", word: "Connected" },
  offline: { dot: "warn", word: "Offline" },
  signInNeeded: { dot: "bad", word: "Sign in again" },
  consentMissing: { dot: "warn", word: "Permission missing" },
  apiOff: { dot: "bad", word: "API switched off" },
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
