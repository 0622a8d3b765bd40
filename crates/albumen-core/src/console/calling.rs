//! Making a call: it is filled in and checked, sent once, and put on record.

use std::path::{Path, PathBuf};

use google_photos::{ApiError, RawAnswer, RawCall, RawError, ReadAhead, UploadSource};
use tokio_util::sync::CancellationToken;

use super::{Inner, KEPT_ANSWERS, answer, blanks, lock, masks, rules, store};
use crate::error::CoreError;
use crate::uploads::{judge, read_head};
use crate::view::{AnswerId, ConnectionKey, ConsoleRequest};

/// A call that is about to be made.
pub(super) struct Ready {
    connection: ConnectionKey,
    pub(super) call: RawCall,
    pub(super) method: Option<&'static google_photos::Method>,
    api: google_photos::Api,
}

impl Inner {
    pub(super) async fn current(&self) -> Result<ConnectionKey, CoreError> {
        let current = self.connections.current().await?;
        current.ok_or(CoreError::NoConnection)
    }

    pub(super) async fn ready(
        &self,
        request: &ConsoleRequest,
        confirmed: bool,
    ) -> Result<Ready, CoreError> {
        let connection = self.current().await?;
        let endpoints = self.connections.endpoints(connection).await?;
        let mut call = blanks::filled(request)?;
        if let Some(file) = &request.file {
            call.file = Some(source(Path::new(file).to_owned()).await?);
        }
        let to = call.check(&endpoints).map_err(rules::refused)?;
        if to.changes && !confirmed {
            return Err(CoreError::NotConfirmed);
        }
        Ok(Ready {
            connection,
            call,
            method: to.method,
            api: to.api,
        })
    }

    pub(super) async fn once(&self, ready: &Ready, call: &RawCall) -> Result<RawAnswer, CoreError> {
        let client = self.connections.client(ready.connection).await?;
        let stop = {
            let mut running = lock(&self.running);
            if running.is_cancelled() {
                *running = CancellationToken::new();
            }
            running.clone()
        };
        let answer = tokio::select! {
            answer = client.raw(call) => answer,
            () = stop.cancelled() => return Err(CoreError::CallStopped),
            () = self.frame.tasks.stopped() => return Err(CoreError::Closed),
        };
        let answer: Result<RawAnswer, ApiError> = match answer {
            Ok(answer) => Ok(answer),
            Err(RawError::Refused(why)) => return Err(rules::refused(why)),
            Err(RawError::Api(error)) => Err(error),
        };
        // A refusal is an answer here: only a good one tells that the Photos Library API is switched on.
        let library = ready.api == google_photos::Api::Library;
        let good = answer.as_ref().is_ok_and(|answer| answer.status < 300);
        match library && good {
            true => self.connections.outcome(ready.connection, answer).await,
            false => {
                self.connections
                    .outcome_elsewhere(ready.connection, answer)
                    .await
            }
        }
    }

    /// Puts a call on record. Where that fails, the answer is worth more than the record.
    pub(super) async fn note(
        &self,
        ready: &Ready,
        request: &ConsoleRequest,
        answer: Option<&RawAnswer>,
    ) {
        let past = store::Past {
            connection: ready.connection,
            request: masks::kept(request),
            sent_ms: self.frame.clock.now_ms(),
            status: answer.map(|answer| answer.status),
            took_ms: answer.map_or(0, |answer| answer::milliseconds(answer.took)),
            size_bytes: answer.map_or(0, |answer| answer.body.len() as u64),
        };
        let kept = self
            .frame
            .index
            .write_quietly(move |tx| store::note(tx, &past))
            .await;
        if let Err(error) = kept {
            tracing::warn!(%error, "a call made by hand was not put on record");
        }
    }

    pub(super) fn keep_answer(&self, id: AnswerId, text: String) {
        let mut answers = lock(&self.answers);
        answers.push_back((id, text));
        while answers.len() > KEPT_ANSWERS {
            answers.pop_front();
        }
    }
}

/// A file as it is sent.
async fn source(path: PathBuf) -> Result<UploadSource, CoreError> {
    let looked = tokio::task::spawn_blocking(move || {
        let about = std::fs::metadata(&path).map_err(|error| CoreError::file(&path, error))?;
        let head = read_head(&path).unwrap_or_default();
        let name = path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy();
        let name = name.into_owned();
        let mime =
            judge(&head, about.len(), &name).map_or("application/octet-stream", |media| media.mime);
        Ok(UploadSource {
            size_bytes: about.len(),
            mime_type: mime.to_owned(),
            file_name: name,
            sha1: None,
            progress: None,
            pace: None,
            ahead: ReadAhead::default(),
            path,
        })
    });
    looked.await.map_err(|_| CoreError::Closed)?
}
