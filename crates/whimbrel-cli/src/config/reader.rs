//! Reads the tables of `whimbrel.toml` key by key, with the place of everything, so that each mistake is shown
//! where it stands. The keys that exist are those that were asked for.

use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use whimbrel_plan::{ExitClass, Problem};
use whimbrel_source::{SourceFile, Span};

/// A string and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// As written, `${VAR}` not yet replaced.
    pub value: String,
    /// With its quotes.
    pub span: Span,
}

/// The file and the mistakes found in it.
pub struct Reader {
    file: SourceFile,
    problems: Vec<Problem>,
}

/// One table, from which keys are taken.
pub struct Table<'a> {
    /// How the table is called in messages, such as `[run]`.
    name: String,
    entries: DeTable<'a>,
    asked: Vec<&'static str>,
}

impl Reader {
    /// Parses `file` and hands its root table to `read`; every mistake in it together is the error.
    pub fn read<T>(file: &SourceFile, read: impl FnOnce(&mut Self, Table<'_>) -> T) -> Result<T, Problem> {
        // Blank space of the same length, so that every place stays what it is in the file.
        let text = file.text.replacen('\u{feff}', "   ", usize::from(file.text.starts_with('\u{feff}')));
        let mut reader = Self { file: file.clone(), problems: Vec::new() };
        let root = match DeTable::parse(&text) {
            Ok(root) => root.into_inner(),
            Err(error) => {
                let at = error.span().unwrap_or(0..0);
                let span = Span { start: at.start, end: at.end };
                let message = format!("failed to read {}: it is not TOML", file.path.display());
                return Err(Problem::new(ExitClass::Usage, "config.syntax", message).at(
                    file.clone(),
                    span,
                    first_line(error.message()),
                ));
            }
        };
        let value = read(&mut reader, Table { name: String::new(), entries: root, asked: Vec::new() });
        reader.problems.sort_by_key(|problem| problem.at.as_ref().map(|(_, span)| span.start));
        let mut problems = reader.problems.into_iter();
        match problems.next() {
            None => Ok(value),
            Some(mut first) => {
                first.others = problems.collect();
                Err(first)
            }
        }
    }

    fn wrong(&mut self, span: Span, expected: &str) {
        let message = format!("failed to read {}: a value is of the wrong kind", self.file.path.display());
        self.problems.push(Problem::new(ExitClass::Usage, "config.value", message).at(
            self.file.clone(),
            span,
            format!("expected {expected}"),
        ));
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or(text)
}

fn span_of<T>(value: &Spanned<T>) -> Span {
    Span { start: value.span().start, end: value.span().end }
}

impl<'a> Table<'a> {
    fn take(&mut self, key: &'static str) -> Option<Spanned<DeValue<'a>>> {
        self.asked.push(key);
        self.entries.remove(key)
    }

    /// A string.
    pub fn text(&mut self, reader: &mut Reader, key: &'static str) -> Option<Text> {
        let value = self.take(key)?;
        text(reader, &value)
    }

    /// A list of strings.
    pub fn texts(&mut self, reader: &mut Reader, key: &'static str) -> Option<Vec<Text>> {
        let value = self.take(key)?;
        let Some(items) = value.get_ref().as_array() else {
            reader.wrong(span_of(&value), "a list of strings, such as `[\"…\"]`");
            return None;
        };
        Some(items.iter().filter_map(|item| text(reader, item)).collect())
    }

    /// A whole number that fits.
    pub fn number<T: std::str::FromStr>(&mut self, reader: &mut Reader, key: &'static str) -> Option<T> {
        let value = self.take(key)?;
        let number = value.get_ref().as_integer().and_then(|number| number.as_str().replace('_', "").parse().ok());
        if number.is_none() {
            reader.wrong(span_of(&value), "a whole number that is not negative");
        }
        number
    }

    /// A duration with its unit.
    pub fn duration(&mut self, reader: &mut Reader, key: &'static str) -> Option<Duration> {
        let value = self.take(key)?;
        let parsed = match value.get_ref().as_str() {
            Some(text) => crate::duration::parse(text).ok(),
            None => None,
        };
        if parsed.is_none() {
            reader.wrong(span_of(&value), "a duration with its unit in quotes, such as \"500ms\", \"2s\" or \"1m\"");
        }
        parsed
    }

    /// A table whose keys are known.
    pub fn table<T>(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        read: impl FnOnce(&mut Reader, &mut Table<'a>) -> T,
    ) -> Option<T> {
        let value = self.take(key)?;
        self.within(reader, key, value, read)
    }

    /// A table whose keys are names that the user chose, each holding a table.
    pub fn named<T>(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        read: impl Fn(&mut Reader, &mut Table<'a>) -> T,
    ) -> Vec<(Text, T)> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let name = self.name_of(key);
        let span = span_of(&value);
        let DeValue::Table(entries) = value.into_inner() else {
            reader.wrong(span, "a table");
            return Vec::new();
        };
        let mut outer = Table { name, entries: DeTable::new(), asked: Vec::new() };
        let mut found = Vec::new();
        for (entry, value) in entries {
            let chosen = Text { value: entry.get_ref().to_string(), span: span_of(&entry) };
            if let Some(value) = outer.within(reader, &chosen.value, value, &read) {
                found.push((chosen, value));
            }
        }
        found
    }

    /// A table whose keys are names that the user chose, each holding a string.
    pub fn chosen(&mut self, reader: &mut Reader, key: &'static str) -> Vec<(Text, Text)> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let span = span_of(&value);
        let DeValue::Table(entries) = value.into_inner() else {
            reader.wrong(span, "a table");
            return Vec::new();
        };
        let pair = |(entry, value): (Spanned<_>, Spanned<DeValue<'_>>)| {
            let name: &std::borrow::Cow<'_, str> = entry.get_ref();
            let chosen = Text { value: name.to_string(), span: span_of(&entry) };
            Some((chosen, text(reader, &value)?))
        };
        entries.into_iter().filter_map(pair).collect()
    }

    fn within<T>(
        &mut self,
        reader: &mut Reader,
        key: &str,
        value: Spanned<DeValue<'a>>,
        read: impl FnOnce(&mut Reader, &mut Table<'a>) -> T,
    ) -> Option<T> {
        let span = span_of(&value);
        let DeValue::Table(entries) = value.into_inner() else {
            reader.wrong(span, "a table");
            return None;
        };
        let mut table = Table { name: self.name_of(key), entries, asked: Vec::new() };
        let read = read(reader, &mut table);
        table.finish(reader);
        Some(read)
    }

    fn name_of(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    /// Whatever was not asked for does not exist.
    pub fn finish(self, reader: &mut Reader) {
        let place = if self.name.is_empty() { "at the top level".to_owned() } else { format!("in [{}]", self.name) };
        for (key, _) in self.entries {
            let nearest = nearest(key.get_ref(), &self.asked);
            let message =
                format!("failed to read {}: unknown key `{}` {place}", reader.file.path.display(), key.get_ref());
            let label = match nearest {
                Some(known) => format!("did you mean `{known}`?"),
                None => "unknown key".to_owned(),
            };
            let problem = Problem::new(ExitClass::Usage, "config.unknown_key", message)
                .at(reader.file.clone(), span_of(&key), label)
                .remedy(format!("the keys {place} are: {}", self.asked.join(", ")));
            reader.problems.push(problem);
        }
    }
}

fn text(reader: &mut Reader, value: &Spanned<DeValue<'_>>) -> Option<Text> {
    match value.get_ref().as_str() {
        Some(text) => Some(Text { value: text.to_owned(), span: span_of(value) }),
        None => {
            reader.wrong(span_of(value), "a string in quotes");
            None
        }
    }
}

/// The known key that `word` was likely meant to be.
fn nearest(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let word = word.to_lowercase().replace('-', "_");
    known
        .iter()
        .map(|key| (strsim::damerau_levenshtein(&word, key), *key))
        .filter(|(distance, key)| *distance <= 1 + key.len() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, key)| key)
}
