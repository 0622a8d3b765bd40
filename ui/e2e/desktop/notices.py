"""The part of the desktop that shows notices: prints each as a line of JSON, and for a number on stdin presses that notice."""

import json
import sys

from gi.repository import Gio, GLib

INTERFACE = """<node><interface name='org.freedesktop.Notifications'>
  <method name='Notify'>
    <arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>
    <arg type='s' direction='in'/><arg type='as' direction='in'/><arg type='a{sv}' direction='in'/><arg type='i' direction='in'/>
    <arg type='u' direction='out'/>
  </method>
  <method name='CloseNotification'><arg type='u' direction='in'/></method>
  <method name='GetCapabilities'><arg type='as' direction='out'/></method>
  <method name='GetServerInformation'>
    <arg type='s' direction='out'/><arg type='s' direction='out'/><arg type='s' direction='out'/><arg type='s' direction='out'/>
  </method>
  <signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>
  <signal name='NotificationClosed'><arg type='u'/><arg type='u'/></signal>
</interface></node>"""
NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
DISMISSED_BY_THE_PERSON = 2

shown = 0


def answer(_bus, _sender, _path, _interface, method, arguments, call):
    global shown
    if method == "Notify":
        shown += 1
        _app, _replaces, _icon, summary, body, actions, _hints, _time = arguments.unpack()
        print(json.dumps({"id": shown, "title": summary, "text": body, "actions": actions}), flush=True)
        call.return_value(GLib.Variant("(u)", (shown,)))
    elif method == "GetCapabilities":
        call.return_value(GLib.Variant("(as)", (["actions", "body"],)))
    elif method == "GetServerInformation":
        call.return_value(GLib.Variant("(ssss)", ("notices", "Albumen", "1", "1.2")))
    else:
        call.return_value(None)


def press(channel, _condition):
    line = channel.readline()
    if not line:
        loop.quit()
        return False
    number = int(line)
    bus.emit_signal(None, PATH, NAME, "ActionInvoked", GLib.Variant("(us)", (number, "default")))
    bus.emit_signal(None, PATH, NAME, "NotificationClosed", GLib.Variant("(uu)", (number, DISMISSED_BY_THE_PERSON)))
    return True


bus = Gio.bus_get_sync(Gio.BusType.SESSION)
described = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
bus.register_object(PATH, described, answer, None, None)
Gio.bus_own_name_on_connection(bus, NAME, Gio.BusNameOwnerFlags.NONE, lambda *_: print("ready", flush=True), None)
GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, press)
loop = GLib.MainLoop()
loop.run()
