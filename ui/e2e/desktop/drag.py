"""Another window on the desktop, from which files or addresses are dragged: `drag.py X Y PATH_OR_ADDRESS...`."""

import pathlib
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

uris = [given if "://" in given else pathlib.Path(given).resolve().as_uri() for given in sys.argv[3:]]

window = Gtk.Window(title="Files to drag", decorated=False)
window.set_default_size(160, 60)
window.set_keep_above(True)
window.move(int(sys.argv[1]), int(sys.argv[2]))

handle = Gtk.EventBox()
handle.add(Gtk.Label(label=f"{len(uris)} files"))
handle.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
handle.drag_source_add_uri_targets()
handle.connect("drag-data-get", lambda _widget, _context, data, _info, _time: data.set_uris(uris))
handle.connect("drag-end", lambda _widget, _context: (print("dropped", flush=True), Gtk.main_quit()))

window.add(handle)
window.connect("map-event", lambda _widget, _event: print("ready", flush=True))
window.show_all()
Gtk.main()
