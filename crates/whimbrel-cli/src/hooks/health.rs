//! The health check: a URL is asked until it answers as it should.

use std::time::{Duration, Instant};

use whimbrel::Interrupt;
use whimbrel_plan::HookResult;

use crate::duration;

/// Asks `url` until it answers `status` or `within` is over; the pause grows from 250 ms to 2 s.
pub(super) async fn check(url: &str, status: u16, within: Duration, interrupt: &Interrupt) -> HookResult {
    let started = Instant::now();
    let deadline = started + within;
    let mut pause = Duration::from_millis(250);
    let what = format!("health check of {url}");
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let (code, output) = tokio::select! {
            answer = get(url, left.clamp(Duration::from_millis(250), Duration::from_secs(10))) => answer,
            () = interrupt.triggered() => (None, "you interrupted".to_owned()),
        };
        if code == Some(i32::from(status)) {
            return HookResult { what, ok: true, code, output, duration: started.elapsed() };
        }
        if interrupt.is_triggered() || Instant::now() + pause > deadline {
            let last = match code {
                Some(code) => {
                    format!("it last answered {code}, not {status}, within {}\n{output}", duration::show(within))
                }
                None => format!("it gave no answer within {}: {output}", duration::show(within)),
            };
            return HookResult { what, ok: false, code, output: last, duration: started.elapsed() };
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = interrupt.triggered() => {}
        }
        pause = (pause * 2).min(Duration::from_secs(2));
    }
}

/// The status and the beginning of the body, or why there is none.
async fn get(url: &str, timeout: Duration) -> (Option<i32>, String) {
    let url = url.to_owned();
    let asked = tokio::task::spawn_blocking(move || {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(timeout))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("whimbrel/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        let mut answer = agent.get(&url).call()?;
        let code = answer.status().as_u16();
        // The body only explains a failure; one that cannot be read explains nothing.
        let body = answer.body_mut().with_config().limit(2048).lossy_utf8(true).read_to_string().unwrap_or_default();
        Ok::<_, ureq::Error>((code, body))
    })
    .await;
    match asked {
        Ok(Ok((code, body))) => (Some(code.into()), body),
        Ok(Err(error)) => (None, error.to_string()),
        Err(error) => (None, error.to_string()),
    }
}
