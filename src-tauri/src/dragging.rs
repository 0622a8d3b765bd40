//! Drags files out of the window into another program. A drag belongs to the system: it begins while a button of the mouse is
//! held and goes on by itself.

use std::path::PathBuf;

use tauri::WebviewWindow;
use tokio::sync::oneshot;

use crate::ipc_error::{IpcError, IpcResult};

/// Begins to drag these files, with a picture beside the pointer where there is one.
pub async fn begin(window: &WebviewWindow, files: Vec<PathBuf>, icon: Vec<u8>) -> IpcResult<()> {
    let (say, begun) = oneshot::channel();
    let shown = window.clone();
    let posted = window.run_on_main_thread(move || {
        // Whoever asked may have gone.
        let _ = say.send(start(&shown, files, icon));
    });
    let begun = match posted {
        Ok(()) => begun.await.unwrap_or(Begun::Refused),
        Err(_) => Begun::Refused,
    };
    match begun {
        Begun::Yes => Ok(()),
        Begun::Released => Err(IpcError::other(
            "The files took longer than the button was held. They are here now: drag again.",
        )),
        Begun::Refused => Err(IpcError::other(
            "The system did not take the files. Show them in their folder and drag them from there.",
        )),
    }
}

enum Begun {
    Yes,
    /// The button was let go before the files were here.
    Released,
    Refused,
}

#[cfg(target_os = "linux")]
fn start(window: &WebviewWindow, files: Vec<PathBuf>, icon: Vec<u8>) -> Begun {
    use std::cell::RefCell;
    use std::rc::Rc;

    use gtk::gdk::{DragAction, ModifierType};
    use gtk::gdk_pixbuf::PixbufLoader;
    use gtk::prelude::*;

    let Ok(window) = window.gtk_window() else {
        return Begun::Refused;
    };
    if !is_held(&window) {
        return Begun::Released;
    }
    // Written as addresses: a name may hold spaces or letters that an address may not.
    let addresses: Vec<String> = files
        .iter()
        .filter_map(|file| url::Url::from_file_path(file).ok())
        .map(String::from)
        .collect();
    let targets = gtk::TargetList::new(&[]);
    targets.add_uri_targets(0);
    let button = 1;
    let Some(drag) =
        window.drag_begin_with_coordinates(&targets, DragAction::COPY, button, None, -1, -1)
    else {
        return Begun::Refused;
    };
    let loader = PixbufLoader::new();
    if loader.write(&icon).and_then(|()| loader.close()).is_ok()
        && let Some(picture) = loader.pixbuf().and_then(|picture| small(&picture))
    {
        drag.drag_set_icon_pixbuf(&picture, -12, -12);
    }
    let giving = window.connect_drag_data_get(move |_, _, data, _, _| {
        let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
        data.set_uris(&addresses);
    });
    let ending = Rc::new(RefCell::new(None));
    let own = Rc::clone(&ending);
    let giving = RefCell::new(Some(giving));
    let end = window.connect_drag_end(move |window, _| {
        for handler in [giving.take(), own.take()].into_iter().flatten() {
            window.disconnect(handler);
        }
    });
    ending.replace(Some(end));
    return Begun::Yes;

    fn is_held(window: &gtk::ApplicationWindow) -> bool {
        let pointer = WidgetExt::display(window)
            .default_seat()
            .and_then(|seat| seat.pointer());
        let (Some(pointer), Some(surface)) = (pointer, window.window()) else {
            return false;
        };
        let (.., held) = surface.device_position(&pointer);
        held.contains(ModifierType::BUTTON1_MASK)
    }

    /// Small enough not to hide where it is dropped.
    fn small(picture: &gtk::gdk_pixbuf::Pixbuf) -> Option<gtk::gdk_pixbuf::Pixbuf> {
        const SIDE_PX: i32 = 96;
        let longest = picture.width().max(picture.height()).max(1);
        let side = |length: i32| (length * SIDE_PX / longest).max(1);
        picture.scale_simple(
            side(picture.width()),
            side(picture.height()),
            gtk::gdk_pixbuf::InterpType::Bilinear,
        )
    }
}

#[cfg(not(target_os = "linux"))]
fn start(window: &WebviewWindow, files: Vec<PathBuf>, icon: Vec<u8>) -> Begun {
    let begun = drag::start_drag(
        window,
        drag::DragItem::Files(files),
        drag::Image::Raw(icon),
        |_, _| {},
        drag::Options::default(),
    );
    match begun {
        Ok(()) => Begun::Yes,
        Err(_) => Begun::Refused,
    }
}
