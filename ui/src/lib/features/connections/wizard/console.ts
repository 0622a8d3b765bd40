/** Every page of Google's console that the wizard opens: the one table of their addresses. */
import type { CredentialsFileView } from "../../../ipc/bindings";

const CONSOLE = "https://console.cloud.google.com";

const PAGES = {
  newProject: "/projectcreate",
  library: "/apis/library/photoslibrary.googleapis.com",
  picker: "/apis/library/photospicker.googleapis.com",
  consent: "/auth/overview",
  audience: "/auth/audience",
  scopes: "/auth/scopes",
  newClient: "/auth/clients/create",
  clients: "/auth/clients",
} as const;

export type ConsolePage = keyof typeof PAGES;

/** A page that is of no project. */
const WITHOUT_PROJECT = new Set<ConsolePage>(["newProject"]);

/** The address of a page, in the project where one is known; of one client, where it is named. */
export function consoleUrl(page: ConsolePage, project: string | null, client?: string): string {
  const place = client === undefined ? PAGES[page] : `${PAGES[page]}/${encodeURIComponent(client)}`;
  const query = project === null || WITHOUT_PROJECT.has(page) ? "" : `?project=${encodeURIComponent(project)}`;
  return `${CONSOLE}${place}${query}`;
}

/** The project of a client: by its file, otherwise by the number that each client id begins with. */
export function projectOf(
  client: { clientId: string; projectId?: CredentialsFileView["projectId"] } | null,
): string | null {
  if (client === null) return null;
  return client.projectId ?? /^(\d+)-/.exec(client.clientId)?.[1] ?? null;
}

/** The end of a client id, which tells one from another: `…k3f9.apps.googleusercontent.com`. */
export function clientTail(clientId: string): string {
  const name = clientId.replace(/\.apps\.googleusercontent\.com$/, "");
  const short = name.length > 10 ? `…${name.slice(-6)}` : name;
  return name === clientId ? clientId : `${short}.apps.googleusercontent.com`;
}
