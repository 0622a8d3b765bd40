/** The menu on a link of the list. */
import ExternalLink from "@lucide/svelte/icons/external-link";
import Link from "@lucide/svelte/icons/link";
import Pencil from "@lucide/svelte/icons/pencil";
import QrCode from "@lucide/svelte/icons/qr-code";
import RefreshCw from "@lucide/svelte/icons/refresh-cw";
import Share2 from "@lucide/svelte/icons/share-2";
import Trash2 from "@lucide/svelte/icons/trash-2";
import Unlink from "@lucide/svelte/icons/unlink";
import type { MenuEntry } from "../lib/design/menus.svelte";
import { toasts } from "../lib/design/toasts.svelte";
import type { LinkView } from "../lib/ipc/bindings";
import { keyLabel } from "../lib/words/keys";
import { linkTitle } from "../lib/words/link";
import { copyLinkAloud } from "./linkSteps";
import type { Session } from "./Session.svelte";

/** `check` and `stop` are shown in the row itself. */
export function linkMenu(session: Session, link: LinkView, row: { check: () => void; stop: () => void }): MenuEntry[] {
  const { backend } = session;
  const { album, key } = link;
  const dead = link.state === "dead";
  const remove: MenuEntry = {
    label: "Remove from the list",
    icon: Trash2,
    danger: true,
    run: () =>
      void session.attempt(async () => {
        await backend.removeLink(key);
        await session.links.read();
        toasts.show(`“${linkTitle(link)}” is off the list`);
      }),
  };
  const own: MenuEntry[] =
    album === null
      ? [{ label: "Rename", icon: Pencil, run: () => (session.dialog = { kind: "renameLink", link }) }, "line", remove]
      : [
          { label: "Share settings", icon: Share2, run: () => (session.dialog = { kind: "share", album }) },
          "line",
          ...(dead ? [remove] : [{ label: "Stop sharing", icon: Unlink, danger: true, run: row.stop }]),
        ];
  return [
    {
      label: "Copy link",
      icon: Link,
      keys: keyLabel("ctrl+shift+c"),
      disabled: dead,
      run: () => void copyLinkAloud(session, link),
    },
    { label: "QR code", icon: QrCode, disabled: dead, run: () => (session.dialog = { kind: "qr", link }) },
    { label: "Open page", icon: ExternalLink, run: () => void session.attempt(() => backend.openLink(key)) },
    { label: "Check now", icon: RefreshCw, run: row.check },
    ...own,
  ];
}
