/** Files of clients in the invented program: what one is, its name says. */
import type { CredentialsFileView } from "../../ipc/bindings";
import { refusal } from "./refusal";

export const WEB_REDIRECT = "http://127.0.0.1:8484";
export const CLIENT_ID = "481516234200-9f2tk3f9.apps.googleusercontent.com";
/** Another client of the same person, whose file has 9901 in its name. */
export const SECOND_ID = "9901-q7zz.apps.googleusercontent.com";

const wrong = (message: string) => refusal("other", message);

/** What the engine says of files that are something else. */
const WRONG: readonly [RegExp, string][] = [
  [
    /service/,
    "This file is the key of a service account, and Google Photos takes none. Create a client of the type Desktop app.",
  ],
  [
    /api.key/,
    "This file holds an API key, and nobody can sign in with one. Create a client of the type Desktop app and download its JSON.",
  ],
  [
    /phone/,
    "This file holds no client secret. Google puts it in only when a client is created: create a new one of the type Desktop app and download its JSON at once.",
  ],
  [/gone/, "“client_secret_gone.json” could not be used: No such file or directory (os error 2)"],
  [
    /broken|\.(?!json$)\w+$/,
    "This file is not the JSON file that Google gives. On the Clients page, choose Download JSON.",
  ],
];

/** `client_secret_web_lacks.json` is a Web application without our address in its list. */
export function clientFile(path: string): CredentialsFileView {
  const why = WRONG.find(([name]) => name.test(path));
  if (why) throw wrong(why[1]);
  return {
    clientId: path.includes("9901") ? SECOND_ID : CLIENT_ID,
    isDesktop: !path.includes("web"),
    projectId: "albumen-4815",
    missingRedirect: path.includes("lacks") ? WEB_REDIRECT : null,
  };
}

export function typedClient(id: string, secret: string, isWeb: boolean): CredentialsFileView {
  if (id.trim().startsWith("GOCSPX-"))
    throw wrong(
      "The client id and the client secret are swapped. The id is the one that ends in .apps.googleusercontent.com.",
    );
  if (!id.trim().endsWith(".apps.googleusercontent.com"))
    throw wrong("The client id is not complete. It ends in .apps.googleusercontent.com and has no spaces.");
  if (secret.trim().length < 12)
    throw wrong("The client secret is not complete. It usually begins with GOCSPX- and has no spaces.");
  return { clientId: id.trim(), isDesktop: !isWeb, projectId: null, missingRedirect: null };
}
