/** The steps of the wizard: what each says, which page of the console it opens, how it is checked. */
import type { ConnectionView, CredentialsFileView } from "../../../ipc/bindings";
import type { ConsolePage } from "./console";

export const STEPS = [
  "project",
  "library",
  "picker",
  "consent",
  "publish",
  "scopes",
  "client",
  "file",
  "signIn",
] as const;

export type StepName = (typeof STEPS)[number];
/** What a person ticks: a step, or that a redirect address was added to a client. */
export type Tick = StepName | "redirect";

export interface StepWords {
  /** In the list at the left. */
  short: string;
  title: string;
  why: string;
  /** What to press, in this order. */
  lines: readonly string[];
  opens?: { page: ConsolePage; label: string };
  /** How Albumen comes to know that it is done; what it cannot see, the person ticks. */
  seen: "never" | "file" | "signIn";
}

export const WORDS: Record<StepName, StepWords> = {
  project: {
    short: "Project",
    title: "Make a project at Google",
    why: "Google wants every program on your computer to come with a client of your own. It is free, and this is done once. A project is the folder it lies in.",
    lines: [
      "Sign in with the Google account that has your photos.",
      "As the project’s name, type “Albumen”. Leave the rest as it is.",
      "Press “Create”, and wait until Google says that the project is there.",
    ],
    opens: { page: "newProject", label: "Open New project" },
    seen: "file",
  },
  library: {
    short: "Photos Library API",
    title: "Enable the Photos Library API",
    why: "Through it Albumen uploads your photos, and lists what it uploaded.",
    lines: [
      "See that your project’s name stands at the top of the page.",
      "Press “Enable”. When it is done, the page says “Manage” in its place.",
    ],
    opens: { page: "library", label: "Open Photos Library API" },
    seen: "signIn",
  },
  picker: {
    short: "Photos Picker API",
    title: "Enable the Google Photos Picker API",
    why: "Through it you choose older photos for Albumen yourself, in Google’s own window.",
    lines: [
      "See that your project’s name stands at the top of the page.",
      "Press “Enable”. When it is done, the page says “Manage” in its place.",
    ],
    opens: { page: "picker", label: "Open Photos Picker API" },
    seen: "never",
  },
  consent: {
    short: "Consent screen",
    title: "Set up the consent screen",
    why: "It is the page on which you allow Albumen to use your account. Nobody but you will see it.",
    lines: [
      "Press “Get started”. As the app’s name, type “Albumen”; as the address for support, choose your own.",
      "Under Audience, choose “External”: the other one is for organisations.",
      "Type your address once more as the contact, agree to the policy, and press “Create”.",
    ],
    opens: { page: "consent", label: "Open the consent screen" },
    seen: "never",
  },
  publish: {
    short: "Publish",
    title: "Publish the app",
    why: "As long as it is in “Testing”, Google ends each sign-in after 7 days. In production, a sign-in lasts.",
    lines: [
      "Under “Publishing status”, press “Publish app”, then “Confirm”.",
      "It says “In production” now. Nothing has to be verified for your own use.",
    ],
    opens: { page: "audience", label: "Open Audience" },
    seen: "never",
  },
  scopes: {
    short: "Data access",
    title: "Name the permissions",
    why: "Google wants to know what the app may ask for. This list gives nothing away: you are asked for each when you sign in.",
    lines: [
      "Press “Add or remove scopes”.",
      "Paste these four lines under “Manually add scopes”, and press “Add to table”.",
      "Press “Update”, then “Save”.",
    ],
    opens: { page: "scopes", label: "Open Data access" },
    seen: "never",
  },
  client: {
    short: "Client",
    title: "Create the client",
    why: "It is what Albumen shows to Google: an id and a secret that belong to you.",
    lines: [
      "As the application type, choose “Desktop app”. Any name will do.",
      "Press “Create”.",
      "Press “Download JSON” at once: Google shows the secret only now, and never again.",
    ],
    opens: { page: "newClient", label: "Open New client" },
    seen: "file",
  },
  file: {
    short: "Client file",
    title: "Give the client to Albumen",
    why: "Drop the file that Google gave you anywhere on this window. Its secret goes straight to where this computer keeps secrets.",
    lines: [],
    seen: "file",
  },
  signIn: {
    short: "Sign in",
    title: "Sign in",
    why: "Your browser opens, and Google asks for these four one by one. Leave them ticked; what you untick is off, and can be given later.",
    lines: [],
    seen: "signIn",
  },
};

export type StepState = "open" | "done" | "seen" | "trouble";

/** What is known while the wizard is open. */
export interface Known {
  ticked: readonly Tick[];
  client: CredentialsFileView | null;
  connection: ConnectionView | null;
  /** Google answered that the Photos Library API is switched off. */
  apiOff: boolean;
}

/** Whether a client can sign in, as far as that can be seen here. */
export function isReady({ client, ticked }: Pick<Known, "client" | "ticked">): boolean {
  return client !== null && (client.missingRedirect === null || ticked.includes("redirect"));
}

/** How a step stands: `seen` is checked by Albumen, `done` is ticked by the person. */
export function stateOf(step: StepName, known: Known): StepState {
  const { client, connection, apiOff } = known;
  if (step === "library" && apiOff) return "trouble";
  if (step === "file" && client !== null) return isReady(known) ? "seen" : "trouble";
  if (step === "client" && client !== null) return "seen";
  // An id that was typed names its project by a number, which the person never met.
  if (step === "project" && client?.projectId) return "seen";
  if (step === "signIn" && connection !== null) return "seen";
  return known.ticked.includes(step) ? "done" : "open";
}

export function stepNamed(name: string): StepName {
  return STEPS.find((step) => step === name) ?? "project";
}

export function after(step: StepName): StepName | null {
  return STEPS[STEPS.indexOf(step) + 1] ?? null;
}

export function before(step: StepName): StepName | null {
  return STEPS[STEPS.indexOf(step) - 1] ?? null;
}
