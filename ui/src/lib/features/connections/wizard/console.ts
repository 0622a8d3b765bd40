/** Every page of Google's console that the wizard opens. Their addresses are the engine's: it sends people there, too. */
import { consolePages, type CredentialsFileView } from "../../../ipc/bindings";

export type ConsolePage = keyof typeof consolePages;

/** A page that is of no project. */
const WITHOUT_PROJECT = new Set<ConsolePage>(["newProject"]);

/** The address of a page, in the project where one is known; of one client, where it is named. */
export function consoleUrl(page: ConsolePage, project: string | null, client?: string): string {
  const place = client === undefined ? consolePages[page] : `${consolePages[page]}/${encodeURIComponent(client)}`;
  const query = project === null || WITHOUT_PROJECT.has(page) ? "" : `?project=${encodeURIComponent(project)}`;
  return `${place}${query}`;
}

/** The project of a client: by its file, otherwise by the number that each client id begins with. */
export function projectOf(
  client: { clientId: string; projectId?: CredentialsFileView["projectId"] } | null,
): string | null {
  if (client === null) return null;
  return client.projectId ?? /^(\d+)-/.exec(client.clientId)?.[1] ?? null;
}
