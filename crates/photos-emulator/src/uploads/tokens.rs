//! Upload tokens and the bytes they stand for.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::sink::Complete;
use crate::{account::Who, clock::now_ms, random};

/// Complete bytes that wait to become a media item.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Upload {
    pub(crate) who: Who,
    /// BLAKE3 in hexadecimal, which is also the name of the file.
    pub(crate) blake3: String,
    pub(crate) size_bytes: u64,
    /// Whether the file has all the bytes.
    pub(crate) is_whole: bool,
    /// The name of the upload header, empty if there was none.
    pub(crate) name: String,
    since_ms: i64,
}

/// All tokens given out.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct UploadTokens(HashMap<String, Upload>);

impl UploadTokens {
    /// A token for complete bytes.
    pub(super) fn give(&mut self, who: Who, complete: Complete, name: String) -> String {
        let token = random::token("CAIS", 120);
        self.0.insert(
            token.clone(),
            Upload {
                who,
                blake3: complete.blake3,
                size_bytes: complete.size_bytes,
                is_whole: complete.is_whole,
                name,
                since_ms: now_ms(),
            },
        );
        token
    }

    /// The bytes of a token, if it is this account's and not too old. It may be used again.
    pub(crate) fn get(&self, token: &str, who: Who, life_ms: i64) -> Option<&Upload> {
        self.0.get(token).filter(|upload| {
            upload.who == who && now_ms() < upload.since_ms.saturating_add(life_ms)
        })
    }
}
