/** How commands are asked and events are heard. */
import type { Refusal, Unsubscribe } from "./backend";
import { isRefusal, NO_REASON } from "./refusal";

/** The answer of a command; whatever goes wrong arrives as a `Refusal`. */
export async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (isRefusal(error)) throw error;
    const message = typeof error === "string" ? error : NO_REASON;
    throw { code: "other", message, retryAfterS: null } satisfies Refusal;
  }
}

export async function done(answer: Promise<unknown>): Promise<void> {
  await asked(answer);
}

/** `listen` answers late; an early goodbye waits for it. */
export function subscribe(pending: Promise<Unsubscribe>): Unsubscribe {
  return () => void pending.then((stop) => stop());
}
