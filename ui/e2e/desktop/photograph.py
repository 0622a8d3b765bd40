"""Writes a part of the screen into a PNG: `photograph.py X Y WIDTH HEIGHT FILE`."""

import sys

import gi

gi.require_version("Gdk", "3.0")
from gi.repository import Gdk  # noqa: E402

x, y, width, height = (int(word) for word in sys.argv[1:5])
picture = Gdk.pixbuf_get_from_window(Gdk.get_default_root_window(), x, y, width, height)
picture.savev(sys.argv[5], "png", [], [])
