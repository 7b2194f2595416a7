//! Texts that match a regular expression, and whether one does. What it does not know, it does not guess.

/// A regular expression of the common sort: without back references and without looking around.
#[derive(Debug, Clone)]
pub(super) struct Regex(Vec<Branch>);

/// One of the ways that `|` separates: each atom with how often it may and must come.
type Branch = Vec<(Atom, usize, usize)>;

#[derive(Debug, Clone)]
enum Atom {
    Start,
    End,
    One(Set),
    Group(Vec<Branch>),
}

/// Characters, as ranges.
#[derive(Debug, Clone)]
struct Set {
    ranges: Vec<(char, char)>,
    negated: bool,
}

const MANY: usize = usize::MAX;
/// Characters that a set stands for where it leaves the choice, in the order of preference.
const USUAL: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.@+/ :,#";

impl Regex {
    /// `None` where it has something that is not known here.
    pub(super) fn parse(pattern: &str) -> Option<Self> {
        let mut parser = Parser { rest: pattern.chars().collect(), at: 0 };
        let branches = parser.branches()?;
        (parser.at == parser.rest.len()).then_some(Self(branches))
    }

    /// A text that matches; another `number` mostly gives another text. Of the optional parts those with `long` come.
    pub(super) fn text(&self, number: usize, long: bool) -> String {
        let mut out = String::new();
        let mut left = number;
        write(&self.0, &mut left, long, &mut out);
        out
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        (0..=text.len()).any(|start| branches(&self.0, &text, start, &mut |_| true))
    }
}

fn write(branches: &[Branch], left: &mut usize, long: bool, out: &mut String) {
    let Some(branch) = branches.get(*left % branches.len().max(1)) else { return };
    for (atom, least, most) in branch {
        let times = match (*least, *most) {
            (least, MANY) => least.max(if long { 6 } else { 3 }),
            (least, most) if long => most.min(least.max(8)),
            (0, _) => 0,
            (least, most) => most.min(least.max(3)),
        };
        for _ in 0..times {
            match atom {
                Atom::Start | Atom::End => {}
                Atom::Group(branches) => write(branches, left, long, out),
                Atom::One(set) => {
                    let choice: Vec<char> = USUAL.chars().filter(|&c| set.has(c)).collect();
                    let all = if choice.is_empty() { set.ranges.iter().map(|range| range.0).collect() } else { choice };
                    if let Some(c) = all.get(*left % all.len().max(1)) {
                        out.push(*c);
                        *left /= all.len().max(1);
                    }
                }
            }
        }
    }
}

/// Whether one of the branches matches at `at` and `then` what follows.
fn branches(all: &[Branch], text: &[char], at: usize, then: &mut dyn FnMut(usize) -> bool) -> bool {
    all.iter().any(|branch| sequence(branch, text, at, then))
}

fn sequence(atoms: &[(Atom, usize, usize)], text: &[char], at: usize, then: &mut dyn FnMut(usize) -> bool) -> bool {
    let Some(((atom, least, most), rest)) = atoms.split_first() else { return then(at) };
    repeated(atom, *least, *most, text, at, &mut |at| sequence(rest, text, at, then))
}

fn repeated(
    atom: &Atom,
    least: usize,
    most: usize,
    text: &[char],
    at: usize,
    then: &mut dyn FnMut(usize) -> bool,
) -> bool {
    if most > 0 {
        let less = most - usize::from(most != MANY);
        let mut more = |end: usize| {
            // what takes nothing would come for ever
            (end > at || least > 0) && repeated(atom, least.saturating_sub(1), less, text, end, then)
        };
        let found = match atom {
            Atom::Start => at == 0 && more(at),
            Atom::End => at == text.len() && more(at),
            Atom::One(set) => text.get(at).is_some_and(|&c| set.has(c)) && more(at + 1),
            Atom::Group(all) => branches(all, text, at, &mut more),
        };
        if found {
            return true;
        }
    }
    least == 0 && then(at)
}

impl Set {
    fn has(&self, c: char) -> bool {
        self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&c)) != self.negated
    }

    fn one(c: char) -> Self {
        Self { ranges: vec![(c, c)], negated: false }
    }
}

struct Parser {
    rest: Vec<char>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += 1;
        Some(next)
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.rest[self.at..].iter().copied().take(text.chars().count()).eq(text.chars());
        if found {
            self.at += text.chars().count();
        }
        found
    }

    fn branches(&mut self) -> Option<Vec<Branch>> {
        let mut branches = vec![self.branch()?];
        while self.eat("|") {
            branches.push(self.branch()?);
        }
        Some(branches)
    }

    fn branch(&mut self) -> Option<Branch> {
        let mut branch = Vec::new();
        while let Some(c) = self.peek().filter(|c| !matches!(c, '|' | ')')) {
            self.at += 1;
            let atom = match c {
                '^' => Atom::Start,
                '$' => Atom::End,
                '.' => Atom::One(Set { ranges: Vec::new(), negated: true }),
                '[' => Atom::One(self.set()?),
                '\\' => match class(self.next()?) {
                    Class::Set(set) => Atom::One(set),
                    Class::Start => Atom::Start,
                    Class::End => Atom::End,
                    Class::Unknown => return None,
                },
                '(' => {
                    if self.peek() == Some('?') && !self.eat("?:") {
                        return None;
                    }
                    let inside = self.branches()?;
                    if self.next()? != ')' {
                        return None;
                    }
                    Atom::Group(inside)
                }
                '*' | '+' | '?' | '{' => return None,
                c => Atom::One(Set::one(c)),
            };
            let (least, most) = self.times()?;
            branch.push((atom, least, most));
        }
        Some(branch)
    }

    fn times(&mut self) -> Option<(usize, usize)> {
        let times = if self.eat("*") {
            (0, MANY)
        } else if self.eat("+") {
            (1, MANY)
        } else if self.eat("?") {
            (0, 1)
        } else if self.eat("{") {
            let inside: String = self.rest[self.at..].iter().take_while(|c| **c != '}').collect();
            self.at += inside.chars().count() + 1;
            let (least, most) = inside.split_once(',').unwrap_or((&inside, &inside));
            (least.parse().ok()?, if most.is_empty() { MANY } else { most.parse().ok()? })
        } else {
            return Some((1, 1));
        };
        self.eat("?");
        Some(times)
    }

    /// What follows `[`.
    fn set(&mut self) -> Option<Set> {
        let negated = self.eat("^");
        let mut ranges = Vec::new();
        loop {
            if self.eat("[:") {
                let name: String = self.rest[self.at..].iter().take_while(|c| **c != ':').collect();
                self.at += name.chars().count();
                ranges.extend(named(&name)?);
                if !self.eat(":]") {
                    return None;
                }
            } else {
                let mut first = self.next()?;
                if first == ']' && !ranges.is_empty() {
                    return Some(Set { ranges, negated });
                }
                if first == '\\' {
                    let escaped = self.next()?;
                    match class(escaped) {
                        Class::Set(Set { ranges: more, negated: false })
                            if more.len() != 1 || more[0].0 != more[0].1 =>
                        {
                            ranges.extend(more);
                            continue;
                        }
                        Class::Set(Set { ranges: more, negated: false }) => first = more[0].0,
                        _ => return None,
                    }
                }
                let is_range = self.peek() == Some('-') && self.rest.get(self.at + 1).is_some_and(|c| *c != ']');
                let last = if is_range {
                    self.at += 1;
                    match self.next()? {
                        '\\' => self.next()?,
                        last => last,
                    }
                } else {
                    first
                };
                ranges.push((first, last));
            }
        }
    }
}

enum Class {
    Set(Set),
    Start,
    End,
    Unknown,
}

fn class(c: char) -> Class {
    let set = |name: &str, negated| named(name).map(|ranges| Set { ranges, negated });
    let found = match c {
        'd' => set("digit", false),
        'D' => set("digit", true),
        'w' => set("word", false),
        'W' => set("word", true),
        's' => set("space", false),
        'S' => set("space", true),
        'n' => Some(Set::one('\n')),
        't' => Some(Set::one('\t')),
        'A' => return Class::Start,
        'Z' => return Class::End,
        c if c.is_alphanumeric() => return Class::Unknown,
        c => Some(Set::one(c)),
    };
    found.map_or(Class::Unknown, Class::Set)
}

fn named(name: &str) -> Option<Vec<(char, char)>> {
    Some(match name {
        "digit" => vec![('0', '9')],
        "alpha" => vec![('a', 'z'), ('A', 'Z')],
        "lower" => vec![('a', 'z')],
        "upper" => vec![('A', 'Z')],
        "alnum" => vec![('a', 'z'), ('A', 'Z'), ('0', '9')],
        "word" => vec![('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')],
        "xdigit" => vec![('0', '9'), ('a', 'f'), ('A', 'F')],
        "space" => vec![(' ', ' '), ('\t', '\r')],
        "punct" => vec![('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        _ => return None,
    })
}

/// Whether a text is like a pattern with `%` and `_`.
pub(super) fn is_like(text: &str, pattern: &str) -> bool {
    fn like(text: &[char], pattern: &[char]) -> bool {
        match pattern.split_first() {
            None => text.is_empty(),
            Some(('%', rest)) => (0..=text.len()).any(|at| like(&text[at..], rest)),
            Some(('_', rest)) => !text.is_empty() && like(&text[1..], rest),
            Some(('\\', rest)) if !rest.is_empty() => text.first() == rest.first() && like(&text[1..], &rest[1..]),
            Some((c, rest)) => text.first() == Some(c) && like(&text[1..], rest),
        }
    }
    let [text, pattern]: [Vec<char>; 2] = [text, pattern].map(|it| it.chars().collect());
    like(&text, &pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_match_what_they_are_made_after() {
        for pattern in [
            "^[a-z0-9]+(-[a-z0-9]+)*$",
            "^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$",
            "^#[0-9a-fA-F]{6}$",
            "^\\+?[1-9]\\d{1,14}$",
            "^(GET|POST|PUT)$",
            "^[A-Z]{3}$",
            "^https?://.+",
            "[[:digit:]]{4}-[[:upper:]_]",
            "^v\\d+\\.\\d+(\\.\\d+)?$",
            "^[A-Za-z_][\\w.-]*$",
        ] {
            let regex = Regex::parse(pattern).expect("it is known");
            for number in [0, 1, 101, 12_345] {
                for long in [false, true] {
                    let text = regex.text(number, long);
                    assert!(regex.is_match(&text), "{text} ~ {pattern}");
                }
            }
        }
        assert!(Regex::parse("(?=a)b").is_none());
        assert!(!Regex::parse("^a+$").expect("known").is_match("aab"));
    }

    #[test]
    fn likeness_is_that_of_sql() {
        assert!(is_like("A-12", "A-%"));
        assert!(is_like("abc", "_b_"));
        assert!(!is_like("abc", "_b"));
        assert!(is_like("a%c", "a\\%c"));
    }
}
