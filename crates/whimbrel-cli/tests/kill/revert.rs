//! The same on the way back.

use whimbrel_testing::{Server, When, shared};

use crate::common::{Project, Run};
use crate::state::State;
use crate::subject::postgres;
use crate::victim::{Message, Moment, direct, killed, plain_proxy, succeeds, through};

/// `revert --all` with the phrase that the refusal without it names; what is left to lose changes with every step.
pub fn revert_all(project: &Project, url: &str) -> Run {
    let run = |more: &[&str]| {
        let mut command = project.command([&["revert", "--all", "--yes"], more].concat());
        command.env("DATABASE_URL", url);
        project.finish(command)
    };
    let refused = run(&[]);
    if refused.code == Some(4) { run(&["--confirm", &phrase(&refused)]) } else { refused }
}

/// What the refusal wants typed.
pub fn phrase(refused: &Run) -> String {
    let (_, rest) = refused.stderr.split_once("--confirm '").unwrap_or_else(|| panic!("{}", refused.whole()));
    rest.split_once('\'').unwrap().0.to_owned()
}

fn check(server: &Server, first: usize, step: usize) {
    let project = postgres();
    let database = server.database();
    succeeds(&project, &database, &["apply", "--no-rehearse"]);
    let applied = State::of(&database);
    let phrase = phrase(&project.finish(direct(&project, &database, &["revert", "--all"])));
    let arguments = ["revert", "--all", "--yes", "--confirm", &phrase];
    let proxy = plain_proxy(&database).start();
    let run = project.finish(through(&project, &proxy, &database, &arguments));
    assert_eq!(run.code, Some(0), "{}", run.whole());
    let expected = State::of(&database);

    for n in (first..=proxy.frontend_messages().len()).step_by(step) {
        for when in [When::Before, When::After] {
            let moment = Moment(Message::Sent(n), when);
            let database = server.database();
            succeeds(&project, &database, &["apply", "--no-rehearse"]);
            let run = killed(&project, &database, moment, &arguments);
            assert!(run.code.is_none_or(|code| code == 0), "{moment:?}: {}", run.whole());
            let again = revert_all(&project, database.url());
            assert_eq!(again.code, Some(0), "killed at {moment:?} on {}: {}", server.version(), again.whole());
            assert_eq!(State::of(&database), expected, "killed at {moment:?} on {}", server.version());
            // And forward once more.
            if n % 27 == 1 {
                succeeds(&project, &database, &["apply", "--no-rehearse"]);
                let forward = State::of(&database);
                assert!(forward.same_schema_and_rows(&applied), "{forward:?}\n{applied:?}");
            }
        }
    }
}

#[test]
fn a_revert_that_is_killed_goes_on() {
    check(&shared(15), 1, 9);
}

#[test]
fn a_revert_that_is_killed_goes_on_on_the_newest_version() {
    check(&shared(18), 4, 15);
}
