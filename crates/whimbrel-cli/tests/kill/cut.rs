//! The connection is cut, and the process lives to say what it knows.

use whimbrel_testing::{Database, Then, When, shared};

use crate::common::Run;
use crate::state::State;
use crate::subject::postgres;
use crate::victim::{Message, Moment, plain_proxy, succeeds, through};

/// Checks what a run that lost its server says of how things stand, and gives it.
pub fn check_told(run: &Run, database: &Database) -> String {
    assert!(
        run.stderr.starts_with("error: failed to ") || run.stderr.contains("\nerror: failed to "),
        "{}",
        run.whole()
    );
    let state = run.stderr.lines().find_map(|line| line.strip_prefix("state: "));
    let state = state.unwrap_or_else(|| panic!("it says nothing of how things stand: {}", run.whole()));
    let exists = database.psql("SELECT to_regclass('whimbrel.history') IS NOT NULL") == "t";
    let applied =
        || database.psql("SELECT string_agg(version, ' ' ORDER BY id) FROM whimbrel.history WHERE kind = 'applied'");
    let applied = if exists { applied() } else { String::new() };
    if state.starts_with("nothing was ") {
        assert_eq!(applied, "", "{}", run.whole());
    }
    // `5 was applied and stays` and `5 migrations, 1 to 5, were applied and stay` are true and leave nothing out.
    if let Some(known) = state.split("; ").find(|part| part.contains(" and stay")) {
        let last = known.rsplit_once(" w").unwrap().0.rsplit(' ').next().unwrap().trim_end_matches(',');
        assert!(applied.split(' ').any(|version| version == last), "{applied}: {}", run.whole());
        if !state.contains("not known") {
            assert!(applied.ends_with(last), "{applied}: {}", run.whole());
        }
    }
    state.to_owned()
}

#[test]
fn it_says_what_is_known_and_the_next_run_goes_on() {
    let (project, server) = (postgres(), shared(15));
    let database = server.database();
    let proxy = plain_proxy(&database).start();
    project.finish(through(&project, &proxy, &database, &["apply", "--no-rehearse"]));
    let expected = State::of(&database);
    let answers = proxy.backend_messages().len();
    let mut told = std::collections::BTreeSet::new();

    let asked = (1..=proxy.frontend_messages().len()).step_by(5).map(Message::Sent);
    for message in asked.chain((1..=answers).step_by(answers / 8).map(Message::Answered)) {
        let moment = Moment(message, When::Before);
        let database = server.database();
        let proxy = moment.proxy(&database, || Then::Cut);
        let run = project.finish(through(&project, &proxy, &database, &["apply", "--no-rehearse"]));
        // Cut while it connects, while it reads, while it runs, or once all is done and it says good-bye.
        assert!(matches!(run.code, Some(0 | 1 | 5)), "{moment:?}: {}", run.whole());
        if run.code != Some(0) {
            assert!(run.stderr.contains("connection") || run.stderr.contains("closed"), "{}", run.whole());
            told.insert(check_told(&run, &database));
        }
        let again = succeeds(&project, &database, &["apply", "--no-rehearse"]);
        assert_eq!(State::of(&database), expected, "cut at {moment:?}: {}\n{}", run.whole(), again.whole());
    }
    assert!(told.iter().any(|state| state.contains("is not known until the history can be read")), "{told:#?}");
    assert!(told.iter().any(|state| state.contains("were applied and stay unless the server crashed")), "{told:#?}");
}
