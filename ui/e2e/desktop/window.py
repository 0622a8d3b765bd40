"""Where the content of a window is on the screen, and what it shows: `window.py ID` or `window.py ID FILE.png`."""

import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("GdkX11", "3.0")
from gi.repository import Gdk, GdkX11  # noqa: E402

window = GdkX11.X11Window.foreign_new_for_display(Gdk.Display.get_default(), int(sys.argv[1]))
_, x, y = window.get_origin()
width, height = window.get_width(), window.get_height()
if len(sys.argv) > 2:
    picture = Gdk.pixbuf_get_from_window(Gdk.get_default_root_window(), x, y, width, height)
    picture.savev(sys.argv[2], "png", [], [])
print(x, y, width, height)
