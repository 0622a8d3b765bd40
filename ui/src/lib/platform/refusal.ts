/** Reads what a refused call says. */
import type { Refusal } from "./backend";

/** Said where nothing is known of what went wrong. */
export const NO_REASON = "Albumen could not do that. Try again.";

export function isRefusal(error: unknown): error is Refusal {
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}

/** The sentence for the person. */
export function sentenceOf(error: unknown): string {
  if (isRefusal(error) && error.message !== "") return error.message;
  return NO_REASON;
}

const OF_CONNECTION: readonly Refusal["code"][] = [
  "signInNeeded",
  "consentMissing",
  "quotaSpent",
  "offline",
  "connectionTrouble",
];

/** Whether it tells of sign-in, permission, network or quota, so that a check of the connection may help. */
export function isOfConnection(error: unknown): boolean {
  return isRefusal(error) && OF_CONNECTION.includes(error.code);
}

/** Whether the person ended it: then there is nothing to say. */
export function wasCancelled(error: unknown): boolean {
  return isRefusal(error) && error.code === "cancelled";
}
