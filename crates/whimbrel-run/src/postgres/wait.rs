//! Waiting for an answer: being interrupted, and finding out who is in the way.

use std::io::ErrorKind;
use std::pin::pin;
use std::time::Duration;

use tokio::time::{Instant, sleep, sleep_until};
use whimbrel_db::{DbError, Postgres};
use whimbrel_plan::{Event, LockHolder};

use super::Run;
use super::blockers::Lookout;
use crate::Interrupt;

/// From when on a wait is worth a look at who causes it.
const LOOK_AFTER: Duration = Duration::from_millis(500);
/// Cancelling once may miss: the statement may not have begun yet.
const CANCEL_AGAIN: Duration = Duration::from_millis(250);
/// The answer is not looked at while the request is made.
const CANCEL_WITHIN: Duration = Duration::from_secs(2);

impl Run<'_> {
    /// The answer to what is under way. When the run is interrupted, cancels on the server until the answer comes.
    pub(super) async fn wait<T>(&mut self, answer: impl Future<Output = T>, attempt: u32) -> T {
        let mut answer = pin!(answer);
        // Kept while one migration is tried again and again, so that later attempts need no new session to look from.
        let mut lookout = self.lookout.take();
        if let Some(lookout) = &mut lookout {
            lookout.look_anew();
        }
        let look_at = Instant::now() + self.look_after();
        let mut cancel_at: Option<Instant> = None;
        let interrupt = self.options.interrupt.clone();
        loop {
            tokio::select! {
                biased;
                answer = &mut answer => {
                    self.lookout = lookout;
                    return answer;
                }
                () = interrupt.triggered(), if cancel_at.is_none() => cancel_at = Some(Instant::now()),
                () = sleep_until(cancel_at.unwrap_or(look_at)), if cancel_at.is_some() => {
                    cancel(self.session).await;
                    cancel_at = Some(Instant::now() + CANCEL_AGAIN);
                }
                () = sleep_until(look_at), if lookout.is_none() && !self.session.is_single() => {
                    lookout = Some(Lookout::start(self.session, self.look_after()));
                }
                found = next(&mut lookout), if lookout.is_some() => {
                    let pids = |holders: &[LockHolder]| holders.iter().map(|holder| holder.pid).collect::<Vec<_>>();
                    if pids(&found) != pids(&self.blockers) {
                        self.observer.event(Event::Blocked { by: found.clone(), attempt });
                    }
                    self.blockers = found;
                }
            }
        }
    }

    /// A migration has got its locks.
    pub(super) fn unblocked(&mut self) {
        self.blockers.clear();
        self.lookout = None;
    }

    /// Early enough to see somebody before the lock timeout passes.
    fn look_after(&self) -> Duration {
        match self.options.lock_timeout {
            Duration::ZERO => LOOK_AFTER,
            timeout => LOOK_AFTER.min(timeout / 4),
        }
    }

    /// Waits before trying again; false where the run was interrupted meanwhile.
    pub(super) async fn pause(&mut self, attempt: u32) -> bool {
        let pause = backoff(attempt);
        self.observer.event(Event::Retrying { attempt, of: self.attempts(), pause });
        let interrupt = self.options.interrupt.clone();
        tokio::select! {
            () = sleep(pause) => true,
            () = interrupt.triggered() => false,
        }
    }

    /// How often a migration is tried.
    pub(super) fn attempts(&self) -> u32 {
        self.options.lock_attempts.max(1)
    }
}

/// The answer to what is under way. When the run is interrupted, cancels on the server until the answer comes.
pub(crate) async fn unless_interrupted<T>(
    session: &Postgres,
    interrupt: &Interrupt,
    answer: impl Future<Output = T>,
) -> T {
    let mut answer = pin!(answer);
    tokio::select! {
        biased;
        answer = &mut answer => return answer,
        () = interrupt.triggered() => {}
    }
    loop {
        cancel(session).await;
        tokio::select! {
            biased;
            answer = &mut answer => return answer,
            () = sleep(CANCEL_AGAIN) => {}
        }
    }
}

/// Asks the server once to cancel. Where it cannot be reached for it, it is tried again as long as no answer comes;
/// the embedded PostgreSQL cannot cancel at all, and is left alone with its statement.
async fn cancel(session: &Postgres) {
    let asked = tokio::time::timeout(CANCEL_WITHIN, session.canceller().cancel()).await;
    if matches!(asked, Ok(Err(error)) if error.kind() == ErrorKind::Unsupported) {
        session.give_up();
    }
}

async fn next(lookout: &mut Option<Lookout>) -> Vec<LockHolder> {
    match lookout {
        Some(lookout) => lookout.next().await,
        None => std::future::pending().await,
    }
}

/// Doubles from 100 ms up to 5 s, of which half is chance, so that two that collide do not collide again.
fn backoff(attempt: u32) -> Duration {
    use std::hash::BuildHasher;
    let whole = Duration::from_millis(100).saturating_mul(1 << (attempt - 1).min(6)).min(Duration::from_secs(5));
    let chance = std::hash::RandomState::new().hash_one(attempt) % 1000;
    whole / 2 + (whole / 2) * u32::try_from(chance).unwrap_or(0) / 1000
}

/// Failures that go away by themselves: no lock in time, a deadlock, a serialization failure.
pub(super) fn passes(error: &DbError) -> bool {
    matches!(error.code.as_str(), "55P03" | "40P01" | "40001")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_limit() {
        for attempt in 1..40 {
            let pause = backoff(attempt);
            assert!(pause >= Duration::from_millis(50) && pause <= Duration::from_secs(5), "{attempt}: {pause:?}");
        }
        assert!(backoff(7) > backoff(1));
    }
}
