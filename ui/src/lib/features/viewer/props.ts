import type { ItemOrder, Point } from "../../grid/source";
import type { AlbumKey, ItemKey } from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";

export interface ViewerProps {
  backend: Backend;
  store: ItemOrder;
  /** The item shown. The viewer asks for another through `onnavigate`; the page sets it. */
  key: ItemKey;
  /** Where the item is seen, such as an album's title; "" in Photos. */
  place: string;
  detailsOpen: boolean;
  ondetails: (open: boolean) => void;
  onnavigate: (key: ItemKey) => void;
  /** With the item seen last: its tile takes the focus. */
  onclose: (key: ItemKey) => void;
  /** Opens the item's page at Google. */
  onopenpage: (key: ItemKey) => void;
  onshowinfolder: (key: ItemKey) => void;
  onalbum: (key: AlbumKey) => void;
  /** Right click on the picture. */
  onmenu?: ((keys: ItemKey[], at: Point) => void) | undefined;
}
