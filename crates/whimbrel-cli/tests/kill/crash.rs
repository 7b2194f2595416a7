//! The server dies in the middle of a run.

use whimbrel_testing::{OwnServer, When};

use crate::cut::check_told;
use crate::state::State;
use crate::subject::{VERSIONS, postgres};
use crate::victim::{Message, Moment, plain_proxy, succeeds, through};

#[test]
fn a_server_that_crashes_comes_back_to_a_run_that_goes_on() {
    let project = postgres();
    let server = std::sync::Arc::new(OwnServer::start(15, &[], &[]));
    let database = server.database();
    let proxy = plain_proxy(&database).start();
    project.finish(through(&project, &proxy, &database, &["apply", "--no-rehearse"]));
    let expected = State::of(&database);
    expected.assert_applied_once(&VERSIONS);
    let count = proxy.frontend_messages().len();
    drop((proxy, database));

    // From the creation of the history on; each crash costs a start.
    for n in (count / 8..count).step_by(count / 8) {
        let database = server.database();
        let moment = Moment(Message::Sent(n), When::After);
        let crashing = server.clone();
        let proxy = moment.proxy(&database, move || crashing.crash());
        let run = project.finish(through(&project, &proxy, &database, &["apply", "--no-rehearse"]));
        assert!(matches!(run.code, Some(0 | 1 | 5)), "{moment:?}: {}", run.whole());
        server.start_again();
        // What was committed without waiting for the disk may be gone, and it says so.
        if run.code != Some(0)
            && !run.stderr.contains("stay unless the server crashed")
            && !run.stderr.contains("stays unless")
        {
            check_told(&run, &database);
        }
        let again = succeeds(&project, &database, &["apply", "--no-rehearse", "--wait", "60s"]);
        let state = State::of(&database);
        assert_eq!(state, expected, "crashed at {moment:?}: {}\n{}", run.whole(), again.whole());
    }
}
