//! Counting messages, and what happens at one.

use std::collections::HashMap;
use std::net::{Shutdown, TcpStream};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Whether an action runs before or after its message is sent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// The other side has not seen the message.
    Before,
    /// The message was written to the other side's socket.
    After,
}

/// What the proxy does after an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It goes on.
    Continue,
    /// It closes this connection on both sides. With [`When::Before`] the message is not sent on.
    Cut,
}

impl From<()> for Then {
    fn from((): ()) -> Self {
        Self::Continue
    }
}

/// Who sent a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Direction {
    Frontend,
    Backend,
}

type Action = Box<dyn FnOnce() -> Then + Send>;

#[derive(Default)]
pub(super) struct Hooks {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    frontend: Vec<char>,
    backend: Vec<char>,
    actions: HashMap<(Direction, usize, When), Action>,
    open: Vec<TcpStream>,
}

impl Hooks {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add(&mut self, direction: Direction, n: usize, when: When, action: Action) {
        self.state().actions.insert((direction, n, when), action);
    }

    /// Counts a message and gives its number.
    pub(super) fn count(&self, direction: Direction, letter: u8) -> usize {
        let mut state = self.state();
        let seen = match direction {
            Direction::Frontend => &mut state.frontend,
            Direction::Backend => &mut state.backend,
        };
        seen.push(char::from(letter));
        seen.len()
    }

    /// Whether something is to happen at this message.
    pub(super) fn has(&self, direction: Direction, n: usize) -> bool {
        let actions = &self.state().actions;
        [When::Before, When::After].into_iter().any(|when| actions.contains_key(&(direction, n, when)))
    }

    pub(super) fn run(&self, direction: Direction, n: usize, when: When) -> Then {
        // Taken out first: the action runs without the lock, and may take as long as it likes.
        let action = self.state().actions.remove(&(direction, n, when));
        action.map_or(Then::Continue, |action| action())
    }

    pub(super) fn seen(&self, direction: Direction) -> Vec<char> {
        match direction {
            Direction::Frontend => self.state().frontend.clone(),
            Direction::Backend => self.state().backend.clone(),
        }
    }

    pub(super) fn opened(&self, stream: TcpStream) {
        self.state().open.push(stream);
    }

    pub(super) fn cut_all(&self) {
        for stream in self.state().open.drain(..) {
            // An error means that it is closed already.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl std::fmt::Debug for Hooks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hooks").finish_non_exhaustive()
    }
}
