//! What happens during a run, told as it happens: a line of progress on a terminal, and lines for what a person
//! must know even where nobody watches.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use whimbrel_plan::{Event, LockHolder, Observer};

use super::Terminal;
use crate::duration;
use crate::render::style::{NAME, paint};

/// What is over sooner is not worth a flicker.
const DELAY: Duration = Duration::from_millis(250);

/// Receives the events of a run and tells them.
pub struct Narration {
    terminal: Terminal,
    bar: ProgressBar,
    /// Set once the narration has ended, so that the bar does not appear after it.
    ended: Arc<Mutex<bool>>,
    told: Option<String>,
}

impl Narration {
    /// Begins to tell; `doing` is shown while nothing else has happened.
    pub fn start(terminal: &Terminal, doing: &str) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        bar.set_style(ProgressStyle::with_template("{spinner} {msg} ({elapsed})").expect("the template is a constant"));
        bar.set_message(doing.to_owned());
        let ended = Arc::new(Mutex::new(false));
        if terminal.is_watched() {
            let (bar, ended) = (bar.clone(), Arc::clone(&ended));
            std::thread::spawn(move || {
                std::thread::sleep(DELAY);
                let ended = ended.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
                if !*ended {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                    bar.enable_steady_tick(Duration::from_millis(120));
                }
            });
        }
        Self { terminal: terminal.clone(), bar, ended, told: None }
    }

    /// Shows that something else is being done now.
    pub fn doing(&self, doing: impl Into<String>) {
        self.bar.set_message(doing.into());
    }

    fn say(&self, line: &str) {
        self.bar.suspend(|| self.terminal.say(line));
    }

    fn detail(&self, level: u8, line: &str) {
        self.bar.suspend(|| self.terminal.detail(level, line));
    }

    /// Says `line` unless it is what was said last: a lock is looked at many times.
    fn say_once(&mut self, line: String) {
        if self.told.as_ref() != Some(&line) {
            self.say(&line);
            self.told = Some(line);
        }
    }
}

impl Drop for Narration {
    fn drop(&mut self) {
        *self.ended.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = true;
        self.bar.finish_and_clear();
    }
}

impl Observer for Narration {
    fn event(&mut self, event: Event) {
        match event {
            Event::WaitingForRun(holder) => {
                let who = holder.as_ref().map_or_else(String::new, |holder| format!(": {}", holder_words(holder)));
                self.say_once(format!("waiting for another run to end{who}"));
            }
            Event::HistoryFallback(message) => self.bar.suspend(|| self.terminal.warn(&message)),
            Event::HistoryUpgraded { from, to } => {
                self.detail(1, &format!("the history was upgraded from version {from} to {to}"));
            }
            Event::Rehearsing { migrations } => {
                let what =
                    if migrations == 1 { "the migration".to_owned() } else { format!("{migrations} migrations") };
                self.doing(format!("trying {what} on a shadow database"));
                self.detail(1, &format!("trying {what} on a shadow database"));
            }
            Event::Started { index, total, version, name } => {
                self.told = None;
                self.doing(format!("[{}/{total}] {version} {name}", index + 1));
                self.detail(1, &format!("[{}/{total}] {version} {name}", index + 1));
            }
            Event::Resuming { version, done, total } => {
                self.say(&format!("{version} was interrupted: continuing after {done} of {total} steps"));
            }
            Event::Blocked { by, .. } => {
                let who: Vec<_> = by.iter().map(holder_words).collect();
                self.say_once(format!("waiting for a lock held by {}", who.join("; ")));
            }
            Event::Retrying { attempt, of, pause } => {
                self.detail(1, &format!("attempt {attempt} of {of} got no lock; again in {}", duration::show(pause)));
            }
            Event::RebuildingIndex(index) => {
                self.say(&format!("the index {} was left invalid: building it again", paint(NAME, index)));
            }
            Event::Notice(notice) => self.detail(1, &format!("the database says: {notice}")),
            Event::Finished { version, duration } => {
                self.detail(1, &format!("{version} is committed after {}", duration::show(duration)));
            }
            // New events are told by the version that knows them.
            _ => {}
        }
    }
}

fn holder_words(holder: &LockHolder) -> String {
    let mut words = format!("process {}", holder.pid);
    if let Some(user) = &holder.user {
        words.push_str(&format!(" of {user}"));
    }
    if let Some(application) = holder.application.as_ref().filter(|name| !name.is_empty()) {
        words.push_str(&format!(" ({application})"));
    }
    if let Some(client) = &holder.client {
        words.push_str(&format!(" from {client}"));
    }
    if let Some(since) = holder.since {
        words.push_str(&format!(", for {}", duration::show(since)));
    }
    if let Some(query) = holder.query.as_ref().filter(|query| !query.is_empty()) {
        words.push_str(&format!(", running: {query}"));
    }
    words
}
