/** How a step is checked, in words. */
import { clientTail } from "../words";
import { isReady, stateOf, WORDS, type Known, type StepName } from "./steps";

export interface CheckWords {
  /** `later` and `never`: the person may tick it meanwhile. */
  how: "good" | "later" | "never";
  text: string;
}

export function checkWords(step: StepName, known: Known): CheckWords {
  const { client } = known;
  if (stateOf(step, known) === "seen") {
    if (step === "project") return { how: "good", text: `The file names the project “${client?.projectId ?? ""}”.` };
    if (step === "client") return { how: "good", text: `Albumen has it: ${typeWords(client?.isDesktop === true)}.` };
  }
  switch (WORDS[step].seen) {
    case "never":
      return { how: "never", text: "Albumen cannot see this." };
    case "file":
      return { how: "later", text: "Albumen sees this once it has the client’s file." };
    case "signIn":
      return { how: "later", text: "Albumen sees this after you have signed in." };
  }
}

function typeWords(isDesktop: boolean): string {
  return isDesktop ? "a client of type Desktop app" : "a client of type Web application";
}

export interface FileCheck {
  good: boolean;
  text: string;
}

/** What was found in a client's file, or in what was typed. */
export function fileChecks(known: Known, webRedirect: string, isFile: boolean): FileCheck[] {
  const { client } = known;
  if (client === null) return [];
  const good = (text: string): FileCheck => ({ good: true, text });
  const found = [
    good(isFile ? `It is ${typeWords(client.isDesktop)}` : `It has the shape of ${typeWords(client.isDesktop)}`),
    good(`Client id ${clientTail(client.clientId)}`),
    good(isFile ? "The secret is in it" : "The secret is there"),
  ];
  if (client.projectId !== null) found.splice(2, 0, good(`Project ${client.projectId}`));
  if (client.isDesktop || !isFile) return found;
  if (client.missingRedirect === null) return [...found, good(`It may be answered at ${webRedirect}`)];
  return [
    ...found,
    isReady(known)
      ? good(`You have added ${webRedirect}`)
      : { good: false, text: `It may not be answered at ${webRedirect}` },
  ];
}
