/** What Albumen can see of an account, in words. */
import type { ConnectionClientView, ConnectionView, Counts } from "../../ipc/bindings";
import { counted } from "../../words/format";
import { projectOf } from "./wizard/console";
import { clientTail } from "./words";

export interface Fact {
  kind: "client" | "listed" | "permissions" | "sharing";
  good: boolean;
  heading: string;
  line: string;
}

interface Known {
  connection: ConnectionView;
  /** None until it is read. */
  client: ConnectionClientView | null;
  counts: Counts;
  /** Whether the first list is still coming in. */
  arriving: boolean;
  sample: "legacy" | "today" | null;
}

export function facts(known: Known): Fact[] {
  const { client } = known;
  return [
    ...(client === null ? [] : [clientFact(client, known.connection.isSample)]),
    listedFact(known),
    ...(known.connection.missing.length === 0
      ? [
          {
            kind: "permissions" as const,
            good: true,
            heading: "All four permissions are given",
            line: "Add, see what it added, change what it added, see what you pick.",
          },
        ]
      : []),
    ...(known.sample === null ? [] : [sampleFact(known.sample)]),
  ];
}

function clientFact(client: ConnectionClientView, isSample: boolean): Fact {
  const type = client.isDesktop ? "Desktop app" : "Web application";
  const project = projectOf(client);
  const of = project === null ? "" : `, of project ${project}`;
  return {
    kind: "client",
    good: true,
    heading: isSample ? "The sample library’s own client" : "Your own client",
    line: `${type} ${clientTail(client.clientId)}${of}. What is added through it belongs to it: through another client Albumen would see none of that.`,
  };
}

function listedFact({ connection, counts, arriving }: Known): Fact {
  const rule =
    "Since 31 March 2025 Google lists for an app only what the app’s own client added. Older photos, and what other apps added, stay out.";
  if (connection.missing.includes("read"))
    return {
      kind: "listed",
      good: false,
      heading: "Nothing is listed",
      line: "The permission to see what was added is not given.",
    };
  const what = `${counted(counts.items, "item")} and ${counted(counts.albums, "album")}`;
  if (arriving)
    return { kind: "listed", good: true, heading: `${what} so far`, line: `The list is still coming in. ${rule}` };
  if (counts.items + counts.albums === 0)
    return {
      kind: "listed",
      good: true,
      heading: "Nothing yet",
      line: `This client has added nothing so far. ${rule}`,
    };
  return { kind: "listed", good: true, heading: what, line: rule };
}

function sampleFact(sample: "legacy" | "today"): Fact {
  return sample === "legacy"
    ? {
        kind: "sharing",
        good: true,
        heading: "This account follows the rules of before 31 March 2025",
        line: "It is there to try what an account at Google does not allow any more: here, one click shares an album. What is listed follows today’s rules.",
      }
    : {
        kind: "sharing",
        good: true,
        heading: "This account follows today’s rules",
        line: "As at Google, an album is shared on its own page in the browser, in two clicks.",
      };
}
