//! What the window promises to its page.

mod bindings;
