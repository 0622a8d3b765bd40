import type { Icon } from "../../design/icon";
import type { ItemOrder, Point } from "../../grid/source";
import type { AlbumKey, ItemKey } from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";

/** An action of the window on the item shown, as a button of the bar. */
export interface ViewerAct {
  label: string;
  icon: Icon;
  /** The key that does the same, as it is pressed. */
  key?: string | undefined;
  run: () => void;
}

export interface ViewerProps {
  backend: Backend;
  store: ItemOrder;
  /** The item shown. The viewer asks for another through `onnavigate`; the page sets it. */
  key: ItemKey;
  /** Where the item is seen, such as an album's title; "" in Photos. */
  place: string;
  detailsOpen: boolean;
  acts: readonly ViewerAct[];
  /** What went wrong with something that was asked for here. */
  problem: string | null;
  onproblemread: () => void;
  /** Whether a slideshow was asked for from outside. */
  slideshow: boolean;
  /** The wish for a slideshow was heard. */
  onslideshow: () => void;
  ondetails: (open: boolean) => void;
  onnavigate: (key: ItemKey) => void;
  /** With the item seen last: its tile takes the focus. */
  onclose: (key: ItemKey) => void;
  /** Opens the item's page at Google. */
  onopenpage: (key: ItemKey) => void;
  onshowinfolder: (key: ItemKey) => void;
  oncopyimage: (key: ItemKey) => void;
  oncopypath: (path: string) => void;
  /** Drags the file out of the window, while the button of the mouse is held. */
  ondragout: (key: ItemKey) => void;
  /** Writes a description. Gives the sentence of the refusal, or null. */
  ondescribe: (key: ItemKey, text: string) => Promise<string | null>;
  onalbum: (key: AlbumKey) => void;
  /** Right click on the picture. */
  onmenu: (key: ItemKey, at: Point) => void;
}
