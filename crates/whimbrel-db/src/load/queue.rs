//! What runs next: the order of the files, and before it what the database says is missing.
//!
//! Pure: it is told what succeeded and what failed, and never talks to a database.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use whimbrel_source::Engine;

use super::item::{Item, Thing};
use super::makers::Makers;
use super::{mentions, names};
use crate::DbError;

/// So many failures for want of something show that a script is in no order at all.
const MANY_LACKS: usize = 10;

/// Where an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    /// Failed in this pass, or held back behind what did.
    Stuck,
    /// Failed in a way that nothing cures.
    Failed,
    Done,
    /// Left out after all.
    Dropped,
}

/// All items, and which of them run when.
#[derive(Debug)]
pub(super) struct Queue {
    engine: Engine,
    pub items: Vec<Item>,
    states: Vec<State>,
    /// In the order in which they are tried; what is no longer waiting is passed over.
    waiting: VecDeque<usize>,
    /// In the order in which they succeeded.
    done: Vec<usize>,
    /// The last error of each that has failed.
    errors: BTreeMap<usize, DbError>,
    /// For each that failed in this pass, those that it let go first.
    let_first: HashMap<usize, BTreeSet<usize>>,
    /// Pairs of those that were let go first in this pass, and before what, because their names are mentioned there.
    guessed: HashSet<(usize, usize)>,
    /// How many failed for want of something.
    lacks: usize,
    makers: Makers,
    /// How many were done when the first of this pass got stuck.
    done_when_stuck: Option<usize>,
    /// Rows are stuck, so that those after them wait.
    data_waits: bool,
    /// Something is stuck above a statement that goes over all there is, so that this and all after it wait.
    all_wait: bool,
    /// Whether anything waits for what is stuck above it at all.
    in_order: bool,
}

/// What a failure led to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Something else goes first, or it waits for the next pass.
    Later,
    /// These need each other, each the next and the last the first; it is stuck unless one of them is changed.
    Circle(Vec<usize>),
}

impl Queue {
    pub(super) fn new(items: Vec<Item>, engine: Engine) -> Self {
        let mut queue = Self {
            engine,
            states: Vec::new(),
            waiting: VecDeque::new(),
            done: Vec::new(),
            errors: BTreeMap::new(),
            let_first: HashMap::new(),
            guessed: HashSet::new(),
            lacks: 0,
            makers: Makers::default(),
            done_when_stuck: None,
            data_waits: false,
            all_wait: false,
            in_order: true,
            items: Vec::with_capacity(items.len()),
        };
        for item in items {
            let id = queue.add(item);
            queue.waiting.push_back(id);
        }
        queue
    }

    /// Takes in one more item, which is not tried before it is in the order; see [`Queue::first`].
    pub(super) fn add(&mut self, item: Item) -> usize {
        let id = self.items.len();
        self.makers.add(id, &item);
        self.items.push(item);
        self.states.push(State::Waiting);
        id
    }

    /// The next ones to try, at most so many.
    pub(super) fn take(&mut self, at_most: usize) -> Vec<usize> {
        let mut taken = Vec::new();
        let mut seen = HashSet::new();
        while taken.len() < at_most
            && let Some(id) = self.waiting.pop_front()
        {
            if self.states[id] != State::Waiting || !seen.insert(id) {
                continue;
            }
            if self.has_to_wait(id) {
                self.stuck(id);
                continue;
            }
            let mut wanted = self.wanted_by(id);
            wanted.extend(self.mentioned_by(id));
            wanted.retain(|maker| !seen.contains(maker));
            if !wanted.is_empty() {
                seen.remove(&id);
                self.let_go_first(&wanted, id);
                continue;
            }
            taken.push(id);
        }
        taken
    }

    /// Puts what was taken and not tried back to the front.
    pub(super) fn first(&mut self, ids: &[usize]) {
        for &id in ids.iter().rev() {
            if !matches!(self.states[id], State::Done | State::Dropped) {
                self.states[id] = State::Waiting;
                self.waiting.push_front(id);
            }
        }
    }

    pub(super) fn succeeded(&mut self, id: usize) {
        self.states[id] = State::Done;
        self.errors.remove(&id);
        self.done.push(id);
    }

    /// Leaves an item out for good.
    pub(super) fn leave_out(&mut self, id: usize) {
        self.states[id] = State::Dropped;
        self.errors.remove(&id);
    }

    /// Takes in an error; `curable` where something else, run first, may make it go away.
    pub(super) fn failed(&mut self, id: usize, error: DbError, curable: bool) -> Outcome {
        let missing = names::missing(&error);
        self.errors.insert(id, error);
        if !curable || !self.items[id].drops.is_empty() {
            self.states[id] = State::Failed;
            return Outcome::Later;
        }
        let makers = missing.map_or(Vec::new(), |missing| self.makers_of(&missing, id));
        self.lacks += 1;
        let asked = self.let_first.entry(id).or_default();
        let new: Vec<usize> = makers.iter().copied().filter(|maker| asked.insert(*maker)).collect();
        let waiting: Vec<usize> = new.into_iter().filter(|maker| self.states[*maker] == State::Waiting).collect();
        if !waiting.is_empty() {
            self.let_go_first(&waiting, id);
            return Outcome::Later;
        }
        let circle = makers.iter().find_map(|maker| self.path(*maker, id));
        self.stuck(id);
        match circle {
            Some(mut path) => {
                path.insert(0, id);
                path.pop();
                Outcome::Circle(path)
            }
            None => Outcome::Later,
        }
    }

    fn let_go_first(&mut self, makers: &[usize], id: usize) {
        let mut front = Vec::new();
        for &maker in makers {
            front.extend(self.drops_before(maker));
            front.push(maker);
        }
        front.push(id);
        self.first(&front);
    }

    /// What is still to be tried and makes what an item would pass over in silence; each is told once in a pass.
    fn wanted_by(&mut self, id: usize) -> Vec<usize> {
        let Some(name) = self.items[id].wants.clone() else { return Vec::new() };
        let mut makers = self.makers_of(&Thing::object(name), id);
        let asked = self.let_first.entry(id).or_default();
        makers.retain(|maker| self.states[*maker] == State::Waiting && asked.insert(*maker));
        makers
    }

    /// What is still to be tried, and makes what an item mentions, once the script has turned out to be in no order:
    /// each failure that this saves is dear.
    fn mentioned_by(&mut self, id: usize) -> Vec<usize> {
        if self.lacks < MANY_LACKS {
            return Vec::new();
        }
        let mut found = BTreeSet::new();
        for name in mentions::of(&self.items[id].sql, self.engine) {
            let thing = Thing::object(name);
            if self.made_by(&thing, id).is_none() {
                found.extend(self.makers_of(&thing, id));
            }
        }
        let is_new = |maker: &usize| self.states[*maker] == State::Waiting && self.guessed.insert((id, *maker));
        found.into_iter().filter(is_new).collect()
    }

    /// Whether its turn has not come, as something above it is stuck.
    fn has_to_wait(&mut self, id: usize) -> bool {
        let item = &self.items[id];
        self.all_wait |= self.in_order && item.is_sweeping && self.done_when_stuck.is_some();
        self.all_wait || (self.data_waits && item.is_data)
    }

    fn stuck(&mut self, id: usize) {
        self.states[id] = State::Stuck;
        self.data_waits |= self.in_order && self.items[id].is_data;
        self.done_when_stuck.get_or_insert(self.done.len());
    }

    /// Everything is tried once more, in the order of the files, if anything has changed since the first got stuck.
    pub(super) fn again(&mut self) -> bool {
        let moved = self.done_when_stuck.take().is_some_and(|before| self.done.len() > before);
        moved && self.retry()
    }

    /// The same, changed or not. False where nothing is stuck.
    pub(super) fn retry(&mut self) -> bool {
        let stuck: Vec<usize> = self.with_state(State::Stuck).collect();
        self.done_when_stuck = None;
        self.data_waits = false;
        self.all_wait = false;
        self.let_first.clear();
        self.guessed.clear();
        self.first(&stuck);
        !stuck.is_empty()
    }

    /// Lets nothing wait any more for what is stuck above it. False where that changes nothing.
    pub(super) fn let_overtake(&mut self) -> bool {
        let held_back = self.with_state(State::Stuck).any(|id| !self.errors.contains_key(&id));
        self.in_order = false;
        held_back && self.retry()
    }

    pub(super) fn stuck_ones(&self) -> Vec<usize> {
        self.with_state(State::Stuck).collect()
    }

    /// All that has not run, with its error; what was only held back has none.
    pub(super) fn left(&self) -> impl Iterator<Item = (usize, &DbError)> {
        let left = |id: usize| !matches!(self.states[id], State::Done | State::Dropped);
        self.errors.iter().filter(move |(id, _)| left(**id)).map(|(id, error)| (*id, error))
    }

    pub(super) fn error(&self, id: usize) -> Option<&DbError> {
        self.errors.get(&id)
    }

    pub(super) fn done(&self) -> &[usize] {
        &self.done
    }

    pub(super) fn is_done(&self, id: usize) -> bool {
        self.states[id] == State::Done
    }

    pub(super) fn is_stuck(&self, id: usize) -> bool {
        self.states[id] == State::Stuck
    }

    pub(super) fn is_left_out(&self, id: usize) -> bool {
        self.states[id] == State::Dropped
    }

    /// Forgets that anything has run, and gives what has, to be run again in the same order.
    pub(super) fn undo(&mut self) -> Vec<usize> {
        let mut done = std::mem::take(&mut self.done);
        done.retain(|id| self.states[*id] == State::Done);
        for &id in &done {
            self.states[id] = State::Waiting;
        }
        done
    }

    /// Every item that may make what is missing and has not run, in the order of the files.
    pub(super) fn makers_of(&self, missing: &Thing, but: usize) -> Vec<usize> {
        let open = |id: &usize| *id != but && !matches!(self.states[*id], State::Done | State::Dropped);
        self.makers.of(missing, &self.items).filter(open).collect()
    }

    /// What has made a thing of this name.
    pub(super) fn made_by(&self, thing: &Thing, but: usize) -> Option<usize> {
        self.makers.of(thing, &self.items).find(|id| *id != but && self.is_done(*id))
    }

    /// `DROP TABLE IF EXISTS t` above `CREATE TABLE t` must stay above it, or it drops what was created.
    fn drops_before(&self, maker: usize) -> Vec<usize> {
        let droppers = self.makers.droppers_of(&self.items[maker], &self.items);
        droppers.into_iter().filter(|id| *id < maker && self.states[*id] == State::Waiting).collect()
    }

    /// From one item to another over what let what go first in this pass, both included.
    fn path(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let mut seen = HashSet::from([from]);
        let mut paths = VecDeque::from([vec![from]]);
        while let Some(path) = paths.pop_front() {
            let last = path.last().copied()?;
            if last == to {
                return Some(path);
            }
            for &next in self.let_first.get(&last).into_iter().flatten() {
                if !self.is_done(next) && seen.insert(next) {
                    paths.push_back(path.iter().copied().chain([next]).collect());
                }
            }
        }
        None
    }

    fn with_state(&self, state: State) -> impl Iterator<Item = usize> {
        let of_state = move |id: &usize| self.states[*id] == state;
        let mut ids: Vec<usize> = (0..self.items.len()).filter(of_state).collect();
        ids.sort_by_key(|id| (self.items[*id].statement, *id));
        ids.into_iter()
    }
}
