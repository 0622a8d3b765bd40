/** The four permissions that Albumen asks for: what each is for, and what is off without it. */
import type { Permission } from "../../../ipc/bindings";

interface PermissionWords {
  permission: Permission;
  /** As Google spells it. */
  scope: string;
  name: string;
  use: string;
  /** What does not work without it. */
  off: string;
}

export const SCOPE_PREFIX = "https://www.googleapis.com/auth/";

export const PERMISSIONS: readonly PermissionWords[] = [
  {
    permission: "add",
    scope: `${SCOPE_PREFIX}photoslibrary.appendonly`,
    name: "Add",
    use: "To upload your files and to make albums.",
    off: "Nothing can be uploaded, and no album can be made.",
  },
  {
    permission: "read",
    scope: `${SCOPE_PREFIX}photoslibrary.readonly.appcreateddata`,
    name: "See what it added",
    use: "To list the photos and albums that this client added, and no others.",
    off: "The library stays empty: Albumen cannot list what it added.",
  },
  {
    permission: "edit",
    scope: `${SCOPE_PREFIX}photoslibrary.edit.appcreateddata`,
    name: "Change what it added",
    use: "To change titles, covers, descriptions and what is in an album.",
    off: "Albums cannot be renamed, get no cover, and nothing can be taken out of them.",
  },
  {
    permission: "pick",
    scope: `${SCOPE_PREFIX}photospicker.mediaitems.readonly`,
    name: "See what you pick",
    use: "To copy older photos that you choose yourself in Google’s own window.",
    off: "Older photos cannot be picked in Google’s window.",
  },
];

/** As they are pasted in the console. */
export const SCOPE_LINES = PERMISSIONS.map(({ scope }) => scope).join("\n");

/** Those of the four that were not given, in the order in which they are explained. */
export function notGiven(missing: readonly Permission[]): PermissionWords[] {
  return PERMISSIONS.filter(({ permission }) => missing.includes(permission));
}
