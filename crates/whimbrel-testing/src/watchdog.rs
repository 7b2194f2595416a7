//! Ends a server when nobody uses it any more.
//!
//! Whoever uses a server holds a lock on its `use.lock`; the kernel releases it when the process ends, however it
//! ends. A small shell process of its own waits for that: it outlives the test process, which may be killed.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// $1 the run's directory, $2 seconds to wait for a next user. Stops the server only while holding the lock alone,
/// so nobody begins to use a server that is being stopped.
const SCRIPT: &str = r#"
cd "$1" 2>/dev/null || exit 0
while [ -e use.lock ]; do
    flock -x use.lock true || exit 0
    waited=0
    while [ "$waited" -lt "$2" ] && [ -e use.lock ]; do
        sleep 1
        waited=$((waited + 1))
    done
    flock -n -x use.lock sh -c '
        pid=$(head -n 1 data/postmaster.pid 2>/dev/null) || pid=
        if [ -n "$pid" ] && [ "$(readlink "/proc/$pid/cwd")" = "$1/data" ]; then
            kill -QUIT "$pid" 2>/dev/null
            while kill -0 "$pid" 2>/dev/null && [ "$(readlink "/proc/$pid/cwd")" = "$1/data" ]; do sleep 0.1; done
        fi
        rm -rf "$1"
    ' sh "$1" && exit 0
done
"#;

pub(crate) fn watch(run: &Path, linger: Duration) {
    let mut watchdog = Command::new("sh")
        .args(["-c", SCRIPT, "whimbrel-testing-watchdog"])
        .arg(run)
        .arg(linger.as_secs().to_string())
        .stdin(Stdio::null())
        // A pipe of the test's held open would keep the test runner waiting.
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // Out of reach of a Ctrl-C or a kill that is meant for the test.
        .process_group(0)
        .spawn()
        .expect("`sh` can be run");
    // Reaped if it ends while this process lives.
    std::thread::spawn(move || watchdog.wait());
}
