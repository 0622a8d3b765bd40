/** What the invented program answers where the engine would refuse. */
import type { Refusal } from "../backend";

export function refusal(code: Refusal["code"], message: string): Refusal {
  return { code, message, retryAfterS: null };
}
