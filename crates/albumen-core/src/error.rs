//! What can go wrong, sorted by what the person does next. The text of each is a sentence for the person: what happened,
//! what is kept, what to do. No secret and no path of a photo is in any of them.

mod meaning;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use google_photos::{ApiError, EndpointError};
use jiff::Timestamp;

pub(crate) use meaning::is_disk_full;

use crate::index::IndexError;

/// Why something could not be done.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CoreError {
    /// Google ended the sign-in of this connection.
    #[error(
        "Google asks you to sign in again. Your albums and uploads are kept. Choose Sign in again."
    )]
    SignInNeeded,
    /// The person signed this connection out and kept its library here.
    #[error(
        "This account is signed out. What is here can still be looked at. Sign in again to go on."
    )]
    SignedOut,
    /// The person did not allow what this needs.
    #[error(
        "Albumen was not given the permission this needs. Nothing was changed. Sign in again and leave all boxes ticked."
    )]
    ConsentMissing,
    /// The requests of the day are used up.
    #[error(
        "Today's requests to Google are used up. Everything waiting is kept and can go on after midnight in California."
    )]
    QuotaSpent {
        /// When Google counts anew.
        until: Timestamp,
        /// Seconds until then.
        retry_after_s: u32,
    },
    /// Too many requests for the moment.
    #[error("Google asks Albumen to slow down. Nothing is lost. Try again in a minute.")]
    SlowDown {
        /// How long Google wants to be left alone, if it said so.
        retry_after: Option<Duration>,
    },
    /// Google cannot be reached.
    #[error(
        "Google cannot be reached right now. What you see is kept on this computer. Try again when you are online."
    )]
    Offline {
        /// Whether the request may have reached Google all the same.
        sent: bool,
    },
    /// The sample library is not running, or a connection belongs to another test service.
    #[error("The service of this account is not running. What you see is kept on this computer.")]
    ServiceNotRunning,
    /// The account's storage is full.
    #[error(
        "The storage of this Google account is full. Files not sent yet are kept in the queue. Free some space at Google, then try again."
    )]
    StorageFull,
    /// It is not there (any more).
    #[error("This {what} is not there any more. It may have been removed at Google.")]
    NotFound {
        /// What was looked for, as a noun.
        what: &'static str,
    },
    /// There is no connection yet.
    #[error("No Google account is connected yet. Connect one, or explore the sample library.")]
    NoConnection,
    /// The person cancelled it.
    #[error("Cancelled.")]
    Cancelled,
    /// What was pasted is not a share link.
    #[error(
        "This is not a link to a shared album. Copy the link from the album's Share dialog in Google Photos and paste it here."
    )]
    NotALink,
    /// The link belongs to an own album already.
    #[error(
        "This is the link of your album \u{201c}{title}\u{201d}, which is listed under Shared. Nothing was changed."
    )]
    LinkKnown {
        /// The album's title.
        title: String,
    },
    /// The person pressed Cancel on Google's page.
    #[error(
        "Sign-in was cancelled on Google's page. Nothing was changed. Start again when you are ready."
    )]
    SignInDenied,
    /// Nobody answered Google's page in time.
    #[error("The sign-in page was not answered in time. Start again when you are ready.")]
    SignInTimedOut,
    /// The sign-in failed on the way.
    #[error("{why}")]
    SignInFailed {
        /// A sentence.
        why: String,
    },
    /// Another account than the one of the connection signed in.
    #[error(
        "You signed in as {got}, but this connection is {expected}. Nothing was changed. Sign in again and choose {expected}."
    )]
    OtherAccount {
        /// The account's address.
        expected: String,
        /// The address that came back.
        got: String,
    },
    /// The account is connected already, with another client. The sign-in waits for the person's word.
    #[error(
        "{email} is connected already, with another client. Google shows each client only what it made itself. Nothing was changed."
    )]
    OtherClient {
        /// The account's address.
        email: String,
    },
    /// What was pasted is not the answer to this sign-in, which waits on.
    #[error("{why}")]
    NotTheAnswer {
        /// A sentence.
        why: String,
    },
    /// Google knows no such client any more, or its secret was changed.
    #[error(
        "Google does not accept this client id and secret. Copy both again from the Google Cloud console, or drop the downloaded JSON file."
    )]
    ClientRefused,
    /// What was typed or dropped is not a set of client credentials.
    #[error("{why}")]
    BadCredentials {
        /// A sentence.
        why: String,
    },
    /// The API is switched off in the person's Google Cloud project.
    #[error(
        "The Photos Library API is switched off in your Google Cloud project. Open the API library in the console, enable it, then try again."
    )]
    ApiDisabled,
    /// The Picker API is switched off in the person's Google Cloud project.
    #[error(
        "The Google Photos Picker API is switched off in your Google Cloud project. Open the API library in the console, enable it, then try again."
    )]
    PickerDisabled,
    /// The account has as many picking pages open as Google allows.
    #[error(
        "Google has too many picking pages open for this account. Nothing is lost. Finish or close those of other apps, or try again later."
    )]
    TooManyPicks,
    /// The picking page is no longer good.
    #[error(
        "This choice has expired at Google. What was fetched is kept. Choose in Google Photos again."
    )]
    PickOver,
    /// The copy of a picked item is not where it was.
    #[error(
        "The copy of this photo is not on this computer any more. It is still in Google Photos. Import it again to get it back."
    )]
    CopyGone,
    /// Where the copies are to go, nothing can be written.
    #[error(
        "This folder cannot be used. Nothing was fetched. Choose a folder that exists and that you may write to."
    )]
    FolderNotUsable,
    /// Google Photos is switched off for the account.
    #[error(
        "Google Photos is switched off for this account, usually by an organisation. Use another account, or ask its administrator."
    )]
    PhotosOff,
    /// The organisation of the account lets no such program in.
    #[error(
        "The organisation of this account does not allow Albumen. Your library and queue are kept. Ask its administrator, or use another account."
    )]
    AdminBlocked,
    /// Google does not allow it.
    #[error(
        "Google does not let Albumen do this. It can only change albums and photos that it added itself."
    )]
    NotAllowed,
    /// Google refused the request.
    #[error("Google refused this: {message}")]
    Refused {
        /// What Google said.
        message: String,
    },
    /// Some items of many were refused; the others are done.
    #[error(
        "{done} done, {refused} refused: Google only lets Albumen move photos that it added itself. The rest is as you wanted it."
    )]
    SomeRefused {
        /// Items that went through.
        done: u32,
        /// Items that did not.
        refused: u32,
    },
    /// A setting is outside its bounds. What held before holds.
    #[error("{why}")]
    BadSetting {
        /// A sentence.
        why: &'static str,
    },
    /// An album's title cannot be used.
    #[error("An album needs a title of 1 to 500 characters.")]
    BadTitle,
    /// A text or a place cannot be put in an album as it is.
    #[error("{why} Nothing was added.")]
    NotPutIn {
        /// A sentence.
        why: &'static str,
    },
    /// No answer came to a text or a place for an album, and no program can look what became of it.
    #[error(
        "No answer came from Google, so it may be in the album or not. Look at the album in Google Photos before you add it again."
    )]
    MayBePutIn,
    /// Google has trouble of its own, or its answer could not be understood.
    #[error(
        "Google has a problem of its own right now. Nothing is lost. Try again in a few minutes."
    )]
    GoogleTrouble {
        /// Which call, and what was wrong with the answer.
        #[source]
        source: Arc<ApiError>,
    },
    /// A picture or video has nothing to show yet.
    #[error("Google is still working on this video. It can be played in a few minutes.")]
    StillProcessing,
    /// Google could not work on a video.
    #[error("Google could not process this video. The file that was uploaded is kept there.")]
    VideoFailed,
    /// A file of the person's could not be read or written.
    #[error("\u{201c}{file_name}\u{201d} could not be used: {source}")]
    File {
        /// Its name without its folder.
        file_name: String,
        /// The error of the operating system.
        #[source]
        source: Arc<std::io::Error>,
    },
    /// `ALBUMEN_GOOGLE` cannot be used.
    #[error("{0}")]
    NotLoopback(#[from] EndpointError),
    /// The system names no home folder.
    #[error(
        "This system names no home folder. Set ALBUMEN_HOME to a folder in which Albumen may keep its data."
    )]
    NoHome,
    /// Another process works on this home.
    #[error("Albumen is already open with this library. Use the open window, or close it first.")]
    AlreadyOpen,
    /// A folder of the home cannot be written.
    #[error("Albumen cannot write to its folder {}. Check that the disk is there, not full and not read-only.", folder.display())]
    HomeNotWritable {
        /// The folder.
        folder: PathBuf,
        /// The error of the operating system, where there is one.
        #[source]
        source: Option<Arc<std::io::Error>>,
    },
    /// A folder is not watched.
    #[error("{why}")]
    FolderRefused {
        /// A sentence.
        why: String,
    },
    /// The disk is full.
    #[error("The disk is full. What was saved before is kept. Free some space, then try again.")]
    DiskFull,
    /// The index was made by a newer version.
    #[error(
        "This library was opened by a newer version of Albumen. It is untouched. Install the newest version to open it."
    )]
    NewerIndex,
    /// The index cannot be read.
    #[error(
        "The library's index on this computer is damaged. Nothing at Google is lost. Move the file index.db away and start again to build a new one."
    )]
    IndexDamaged,
    /// The index failed in a way that is not the person's to mend.
    #[error(
        "The library's index on this computer did not answer. Close Albumen and start it again."
    )]
    Index(#[source] Arc<IndexError>),
    /// The secret store refused.
    #[error("The keychain is locked. Unlock it, then try again. Nothing is lost.")]
    KeychainLocked,
    /// The secret store failed.
    #[error("The sign-in could not be saved on this computer: {why}")]
    SecretsNotSaved {
        /// What happened.
        why: String,
    },
    /// What a job did is not remembered any more, or was undone already.
    #[error("This cannot be undone any more. What was done stays as it is.")]
    CannotUndo,
    /// A call made by hand is not sent as it stands.
    #[error("{why}")]
    CallRefused {
        /// A sentence.
        why: String,
    },
    /// A call made by hand would change something, and nobody said that it should.
    #[error("This call changes something at Google. Nothing was sent. Confirm it to send it.")]
    NotConfirmed,
    /// A call made by hand was stopped on its way.
    #[error(
        "Stopped before an answer came. Google may have acted on it all the same. Look before you send it again."
    )]
    CallStopped,
    /// A description is too long.
    #[error(
        "A description has at most 1,000 characters. Nothing was changed. Shorten it and try again."
    )]
    DescriptionTooLong,
    /// Something in a recipe has to be mended before it is switched on.
    #[error("{why}")]
    RecipeNotReady {
        /// A sentence.
        why: String,
    },
    /// A command or an address of a recipe was not allowed by the person.
    #[error(
        "This recipe runs a command or calls an address that you have not allowed yet. It is kept and off. Look at it, allow it, then switch the recipe on."
    )]
    NeedsLeave,
    /// The recipe is another one than the person saw.
    #[error("This recipe was changed meanwhile. Nothing was allowed. Look at it again.")]
    RecipeChanged,
    /// A rule for the names of downloaded files names nothing.
    #[error("{why} Nothing was downloaded.")]
    NameRule {
        /// A sentence.
        why: String,
    },
    /// A download that runs cannot be taken out of the list.
    #[error("This download still runs. Cancel it first.")]
    DownloadRuns,
    /// The engine was closed.
    #[error("Albumen is closing.")]
    Closed,
}

impl CoreError {
    /// What the window acts on; `other` where it only shows the sentence.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::SignInNeeded | Self::SignedOut => "signInNeeded",
            Self::ConsentMissing => "consentMissing",
            Self::QuotaSpent { .. } => "quotaSpent",
            Self::SlowDown { .. } => "slowDown",
            Self::Offline { .. } | Self::ServiceNotRunning => "offline",
            Self::StorageFull => "storageFull",
            Self::NotFound { .. } => "notFound",
            Self::Cancelled => "cancelled",
            Self::NotALink => "notALink",
            Self::ClientRefused
            | Self::ApiDisabled
            | Self::PhotosOff
            | Self::AdminBlocked
            | Self::KeychainLocked => "connectionTrouble",
            Self::OtherClient { .. } => "otherClient",
            Self::NeedsLeave => "needsLeave",
            _ => "other",
        }
    }

    /// Seconds until it is worth trying again, where that is known.
    #[must_use]
    pub fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::QuotaSpent { retry_after_s, .. } => Some(*retry_after_s),
            Self::SlowDown { retry_after } => {
                retry_after.map(|wait| u32::try_from(wait.as_secs()).unwrap_or(u32::MAX))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_ends_and_shouts_not() {
        let errors = [
            CoreError::SignInNeeded,
            CoreError::SignedOut,
            CoreError::ConsentMissing,
            CoreError::AdminBlocked,
            CoreError::OtherClient {
                email: "mara@example.com".to_owned(),
            },
            CoreError::Offline { sent: true },
            CoreError::AlreadyOpen,
            CoreError::NewerIndex,
            CoreError::SomeRefused {
                done: 2,
                refused: 1,
            },
        ];
        for error in errors {
            let sentence = error.to_string();
            assert!(
                sentence.ends_with('.'),
                "a sentence for the person: {sentence}"
            );
            assert!(!sentence.contains('!'), "calm: {sentence}");
        }
    }

    #[test]
    fn what_the_window_acts_on_has_its_code() {
        let wait = CoreError::SlowDown {
            retry_after: Some(Duration::from_secs(30)),
        };
        assert_eq!((wait.code(), wait.retry_after_s()), ("slowDown", Some(30)));
        assert_eq!(
            CoreError::AlreadyOpen.code(),
            "other",
            "the window only shows it"
        );
    }
}
