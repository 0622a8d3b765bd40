//! What the person sees in the browser while signing in.

use super::{grants::Pending, scopes};
use crate::{
    account::{Pair, SampleAccount, Who},
    pages::html::{escape, page},
};

/// The consent page. Its form is part of the public interface; see the documentation of the crate.
pub(super) fn consent(accounts: &Pair<SampleAccount>, request: &Pending, id: &str) -> String {
    let chosen = accounts.find(&request.login_hint).unwrap_or(Who::First);
    let people: String = Who::BOTH
        .into_iter()
        .map(|who| person(accounts.of(who), who == chosen))
        .collect();
    let (known, ticks): (Vec<&String>, Vec<&String>) = request
        .scopes
        .iter()
        .partition(|scope| scopes::is_identity(scope));
    let known = if known.is_empty() {
        String::new()
    } else {
        "<p class=\"note\">The app will also know your name, email address and profile picture.</p>"
            .to_owned()
    };
    let ticks: String = ticks.into_iter().map(|scope| tick(scope)).collect();
    let body = format!(
        "<main class=\"card\"><p class=\"brand\">Photos emulator</p><h1>Sign in</h1>\
         <p><strong>{client}</strong> wants to use a Google Photos account on this computer. Nothing leaves it.</p>\
         <form method=\"post\" action=\"/o/oauth2/v2/auth/consent\">\
         <input type=\"hidden\" name=\"request\" value=\"{id}\">\
         <fieldset><legend>Account</legend>{people}</fieldset>\
         <fieldset><legend>What the app may do</legend>{ticks}{known}</fieldset>\
         <div class=\"row\"><button name=\"decision\" value=\"deny\" class=\"quiet\">Cancel</button>\
         <button name=\"decision\" value=\"allow\" id=\"allow\">Allow</button></div></form></main>",
        client = escape(short_name(&request.client_id)),
        id = escape(id),
    );
    page("Sign in", &body)
}

fn short_name(client_id: &str) -> &str {
    client_id.split('.').next().unwrap_or(client_id)
}

fn person(account: &SampleAccount, checked: bool) -> String {
    format!(
        "<label class=\"choice\"><input type=\"radio\" name=\"account\" value=\"{email}\"{checked}>\
         <img src=\"/a/{id}=s96-c\" width=\"40\" height=\"40\" alt=\"\">\
         <span><b>{name}</b><br>{email}<br><small>{label}</small></span></label>",
        email = escape(&account.email),
        checked = if checked { " checked" } else { "" },
        id = escape(&account.id),
        name = escape(&account.name),
        label = escape(account.label()),
    )
}

fn tick(scope: &str) -> String {
    format!(
        "<label class=\"choice\"><input type=\"checkbox\" name=\"scope\" value=\"{value}\" checked>\
         <span>{words}<br><small>{value}</small></span></label>",
        value = escape(scope),
        words = escape(scopes::words(scope)),
    )
}

/// The page for a request that goes no further.
pub(super) fn refused(code: u16, error: &str, words: &str) -> String {
    let body = format!(
        "<main class=\"card\"><p class=\"brand\">Photos emulator</p><h1>Access blocked</h1><p>{words}</p>\
         <p><small>Error {code}: {error}</small></p></main>",
        words = escape(words),
        error = escape(error),
    );
    page("Access blocked", &body)
}
