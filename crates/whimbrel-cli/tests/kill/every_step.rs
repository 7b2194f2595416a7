//! `kill -9` between any two messages of an `apply`: before one is sent, after it, and with its answer on the way.

use whimbrel_testing::{Server, When, shared};

use crate::common::Project;
use crate::state::State;
use crate::subject::{VERSIONS, postgres};
use crate::victim::{Message, Moment, killed, plain_proxy, succeeds, through};

/// What an undisturbed run sends, receives and leaves.
struct Undisturbed {
    sent: usize,
    answered: Vec<char>,
    state: State,
}

fn undisturbed(project: &Project, server: &Server) -> Undisturbed {
    let database = server.database();
    let proxy = plain_proxy(&database).start();
    let run = project.finish(through(project, &proxy, &database, &["apply", "--no-rehearse"]));
    assert_eq!(run.code, Some(0), "{}", run.whole());
    let state = State::of(&database);
    state.assert_applied_once(&VERSIONS);
    // It stays so.
    let nothing = succeeds(project, &database, &["apply", "--no-rehearse"]);
    assert!(nothing.stdout.contains("nothing to apply"), "{}", nothing.whole());
    Undisturbed { sent: proxy.frontend_messages().len(), answered: proxy.backend_messages(), state }
}

/// Kills a run at each of `moments` and applies again at once, whether the server has noticed or not.
fn check(project: &Project, server: &Server, expected: &State, moments: impl Iterator<Item = Moment>) {
    let (mut rounds, mut killed_rounds) = (0, 0);
    for moment in moments {
        let database = server.database();
        let run = killed(project, &database, moment, &["apply", "--no-rehearse"]);
        rounds += 1;
        // The last messages are sent when the process has ended already, or a run took fewer than the first.
        killed_rounds += usize::from(run.code.is_none());
        assert!(run.code.is_none_or(|code| code == 0), "{moment:?}: {}", run.whole());
        let again = project.finish(crate::victim::direct(project, &database, &["apply", "--no-rehearse"]));
        assert_eq!(again.code, Some(0), "killed at {moment:?} on {}: {}", server.version(), again.whole());
        let state = State::of(&database);
        assert_eq!(state, *expected, "killed at {moment:?} on {}: {}", server.version(), again.whole());
    }
    assert!(killed_rounds * 10 >= rounds * 9, "only {killed_rounds} of {rounds} were killed");
}

/// Every `step`th message that the run sends, from `first` on.
fn sent(first: usize, step: usize, count: usize) -> impl Iterator<Item = Moment> {
    let both = |n| [When::Before, When::After].map(|when| Moment(Message::Sent(n), when));
    (first..=count).step_by(step).flat_map(both)
}

#[test]
fn at_every_odd_message() {
    let (project, server) = (postgres(), shared(15));
    let expected = undisturbed(&project, &server);
    check(&project, &server, &expected.state, sent(1, 2, expected.sent));
}

#[test]
fn at_every_even_message() {
    let (project, server) = (postgres(), shared(15));
    let expected = undisturbed(&project, &server);
    check(&project, &server, &expected.state, sent(2, 2, expected.sent));
}

/// The server is done and the run does not know: `CommandComplete` (C) is on its way.
#[test]
fn with_the_answer_on_its_way() {
    let (project, server) = (postgres(), shared(15));
    let expected = undisturbed(&project, &server);
    let done = expected.answered.iter().enumerate().filter(|(_, letter)| **letter == 'C');
    let moments = done.map(|(index, _)| Moment(Message::Answered(index + 1), When::Before));
    check(&project, &server, &expected.state, moments.step_by(5));
}

#[test]
fn on_the_oldest_version() {
    let (project, server) = (postgres(), shared(12));
    let expected = undisturbed(&project, &server);
    check(&project, &server, &expected.state, sent(1, 8, expected.sent));
}

#[test]
fn on_the_newest_version() {
    let (project, server) = (postgres(), shared(18));
    let expected = undisturbed(&project, &server);
    check(&project, &server, &expected.state, sent(4, 8, expected.sent));
}
