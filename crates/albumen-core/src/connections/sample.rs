//! Signing in to the sample library: everything as with Google, but nobody has to click. The engine fetches the consent
//! page and sends its form, as a browser would.

use std::sync::Arc;
use std::time::Duration;

use google_photos::{ClientCredentials, Endpoints};
use url::Url;

use super::Inner;
use super::rules::Service;
use super::store;
use crate::error::CoreError;
use crate::view::ConnectionKey;

/// How long the sample library may take to answer; the first time it may still be drawing.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);

/// An account of the sample library.
#[derive(Clone, Debug)]
pub struct SampleSignIn {
    /// Where it listens.
    pub endpoints: Endpoints,
    /// The client that is registered there.
    pub client_id: String,
    /// Its secret, which protects nothing.
    pub client_secret: String,
    /// The account to sign in to.
    pub email: String,
    /// What the connection is to be called.
    pub name: String,
}

impl Inner {
    pub(super) async fn add_sample(
        self: &Arc<Self>,
        sample: SampleSignIn,
    ) -> Result<ConnectionKey, CoreError> {
        let SampleSignIn {
            endpoints,
            client_id,
            client_secret,
            email,
            name,
        } = sample;
        if endpoints.is_google() {
            return Err(CoreError::ServiceNotRunning);
        }
        let credentials =
            ClientCredentials::typed(&client_id, &client_secret).map_err(|error| {
                CoreError::BadCredentials {
                    why: error.to_string(),
                }
            })?;
        self.reopen_sample(endpoints.clone()).await?;
        let answer = |page: Url| async move { allow(page, &email).await };
        let key = self
            .sign_in_answered_by(endpoints, credentials, Service::Sample, answer)
            .await?;
        self.frame
            .index
            .write(move |tx| store::rename(tx, key, &name))
            .await?;
        Ok(key)
    }
}

/// Presses Allow for an account.
async fn allow(page: Url, email: &str) -> Result<(), CoreError> {
    let not_running = |error: reqwest::Error| {
        tracing::warn!(error = %error.without_url(), "the sample library did not answer");
        CoreError::ServiceNotRunning
    };
    let browser = reqwest::Client::builder()
        .no_proxy()
        .timeout(ANSWER_WITHIN)
        .build()
        .map_err(not_running)?;
    let shown = browser
        .get(page.clone())
        .send()
        .await
        .map_err(not_running)?;
    let shown = shown
        .error_for_status()
        .map_err(not_running)?
        .text()
        .await
        .map_err(not_running)?;
    let request = form_request(&shown).ok_or(CoreError::ServiceNotRunning)?;
    let mut form = vec![
        ("request", request.to_owned()),
        ("account", email.to_owned()),
        ("decision", "allow".to_owned()),
    ];
    let asked = page
        .query_pairs()
        .find(|(name, _)| name == "scope")
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default();
    form.extend(
        asked
            .split_whitespace()
            .map(|scope| ("scope", scope.to_owned())),
    );
    let mut to = page;
    to.set_path("/o/oauth2/v2/auth/consent");
    to.set_query(None);
    // The answer leads back to the sign-in that waits.
    browser
        .post(to)
        .form(&form)
        .send()
        .await
        .and_then(reqwest::Response::error_for_status)
        .map_err(not_running)?;
    Ok(())
}

/// The hidden field of the form that names the request.
fn form_request(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("name=\"request\" value=\"")?;
    rest.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hidden_field_of_the_form_is_found() {
        let page = "<form><input type=\"hidden\" name=\"request\" value=\"r-1\"></form>";
        assert_eq!(form_request(page), Some("r-1"));
        assert_eq!(
            form_request("<form></form>"),
            None,
            "another page is no consent page"
        );
    }
}
