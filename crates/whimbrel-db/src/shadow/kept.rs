//! What the embedded PostgreSQL held once is there again in no time: a copy of it is kept between runs, under a name that
//! says all that it was made of. A copy that is missing, of another build or damaged makes no difference but time.

use std::time::Duration;

#[cfg(feature = "embedded")]
use super::Place;
use super::Shadow;
use crate::ConnectOptions;

impl Shadow {
    /// One that holds what was kept under this name, with the note that was kept with it; `None` where there is nothing, or
    /// nothing that can be used.
    #[cfg(feature = "embedded")]
    pub async fn from_kept(name: &str, options: &ConnectOptions) -> Option<(Self, String)> {
        let kept = whimbrel_embedded::Kept::named(name)?;
        let note = kept.note()?;
        match crate::postgres::connect_to_copy(kept.clone(), options).await {
            Ok(session) => {
                let session = crate::Connection::Postgres(session);
                Some((Self { session, place: Place::Embedded, options: options.clone() }, note))
            }
            Err(_) => {
                // It is made anew, and what is wrong with the embedded PostgreSQL itself is told then.
                kept.remove();
                None
            }
        }
    }

    /// Keeps what it holds, with a note; `took` is how long it took to make. On a server nothing is kept, nor where there is no
    /// place for it, or a copy would be no quicker: it is made anew the next time.
    #[cfg(feature = "embedded")]
    pub async fn keep(&self, name: &str, note: &str, took: Duration) {
        if let Some(kept) = whimbrel_embedded::Kept::named(name).filter(|_| matches!(self.place, Place::Embedded)) {
            self.postgres().keep(&kept, note, took).await;
        }
    }

    /// Forgets what is kept under this name.
    #[cfg(feature = "embedded")]
    pub fn forget(name: &str) {
        if let Some(kept) = whimbrel_embedded::Kept::named(name) {
            kept.remove();
        }
    }

    /// There is none.
    #[cfg(not(feature = "embedded"))]
    pub async fn from_kept(_: &str, _: &ConnectOptions) -> Option<(Self, String)> {
        None
    }

    /// There is nothing to be kept.
    #[cfg(not(feature = "embedded"))]
    pub async fn keep(&self, _: &str, _: &str, _: Duration) {}

    /// There is nothing to be forgotten.
    #[cfg(not(feature = "embedded"))]
    pub fn forget(_: &str) {}
}
