/** Reads what a refused call says. */
import type { Refusal } from "./backend";

function isRefusal(error: unknown): error is Refusal {
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}

/** The sentence for the person. */
export function sentenceOf(error: unknown): string {
  if (isRefusal(error) && error.message !== "") return error.message;
  return "Albumen could not do that. Nothing was changed. Try again.";
}

/** Whether the person ended it: then there is nothing to say. */
export function wasCancelled(error: unknown): boolean {
  return isRefusal(error) && error.code === "cancelled";
}
