//! A `CREATE TABLE` text, read: where its columns and constraints are and what they say.

use whimbrel_source::Span;
use whimbrel_source::lex::{Cursor, TokenKind};

use crate::sqlite::syntax::{cursor, cursor_within, same, slice};

/// A table's definition. Spans are places in `text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sqlite) struct Definition {
    /// The whole `CREATE TABLE` statement.
    pub text: String,
    /// Of the name after `CREATE TABLE`.
    pub name_span: Span,
    /// In order.
    pub columns: Vec<Column>,
    /// Those of the table, not of a column, in order.
    pub constraints: Vec<Constraint>,
    /// `WITHOUT ROWID`
    pub without_rowid: bool,
}

/// A column's definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sqlite) struct Column {
    pub name: String,
    pub name_span: Span,
    /// `None` where no type is given.
    pub type_span: Option<Span>,
    /// What follows the type.
    pub constraints: Vec<Constraint>,
    pub span: Span,
}

/// A constraint of a column or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sqlite) struct Constraint {
    /// After `CONSTRAINT`, and its place.
    pub name: Option<(String, Span)>,
    pub kind: ConstraintKind,
    /// The columns it is on: its own for a column's, none for a table's CHECK.
    pub columns: Vec<String>,
    /// Of the expression of CHECK (parentheses included), DEFAULT and GENERATED.
    pub expression: Option<Span>,
    /// What a foreign key points to.
    pub parent: Option<Parent>,
    /// All of it, `CONSTRAINT name` included.
    pub span: Span,
}

/// What a foreign key points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sqlite) struct Parent {
    pub table: String,
    /// Empty where its primary key is meant.
    pub columns: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sqlite) enum ConstraintKind {
    PrimaryKey,
    Unique,
    Check,
    ForeignKey,
    NotNull,
    /// A bare `NULL`.
    Null,
    Default,
    Collate,
    Generated,
}

/// Where reading stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sqlite) struct Unreadable {
    /// The text from there, cut short.
    pub near: String,
}

impl Definition {
    /// Reads a statement as `sqlite_schema` keeps it.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let mut at = cursor(text);
        if !at.eat("CREATE TABLE") && !at.eat("CREATE TEMP TABLE") && !at.eat("CREATE TEMPORARY TABLE") {
            return Err(near(text, &at));
        }
        at.eat("IF NOT EXISTS");
        let (_, name_span) = at.object_name().ok_or_else(|| near(text, &at))?;
        let body = at.group().ok_or_else(|| near(text, &at))?;
        let mut definition = Self {
            text: text.to_owned(),
            name_span,
            columns: Vec::new(),
            constraints: Vec::new(),
            without_rowid: at.any(|token| token.is_word("WITHOUT")),
        };
        definition.read_body(Span { start: body.start + 1, end: body.end - 1 })?;
        Ok(definition)
    }

    fn read_body(&mut self, body: Span) -> Result<(), Unreadable> {
        let text = self.text.clone();
        let mut at = cursor_within(&text, body);
        loop {
            if !self.columns.is_empty() && starts_table_constraint(&at) {
                self.constraints.push(table_constraint(&text, &mut at)?);
            } else {
                self.columns.push(column(&text, &mut at)?);
            }
            // SQLite lets the comma between two constraints of a table be missing.
            let comma = at.eat_kind(TokenKind::Comma).is_some();
            if at.peek().is_none() {
                return if comma { Err(near(&text, &at)) } else { Ok(()) };
            }
            if !comma && (self.constraints.is_empty() || !starts_table_constraint(&at)) {
                return Err(near(&text, &at));
            }
        }
    }

    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| same(&column.name, name))
    }

    /// Every constraint, of columns and of the table, in the order of the text.
    pub fn all_constraints(&self) -> impl Iterator<Item = &Constraint> {
        self.columns.iter().flat_map(|column| &column.constraints).chain(&self.constraints)
    }

    pub fn primary_key(&self) -> Option<&Constraint> {
        self.all_constraints().find(|constraint| constraint.kind == ConstraintKind::PrimaryKey)
    }

    /// The column that is the rowid under another name.
    pub fn rowid_alias(&self) -> Option<&Column> {
        let key = self.primary_key().filter(|key| key.columns.len() == 1 && !self.without_rowid)?;
        let column = self.column(&key.columns[0])?;
        // `INTEGER PRIMARY KEY DESC` on the column is, by an old mistake, not an alias.
        let descending =
            column.constraints.contains(key) && cursor(slice(&self.text, key.span)).any(|t| t.is_word("DESC"));
        (self.type_of(column).eq_ignore_ascii_case("INTEGER") && !descending).then_some(column)
    }

    /// The declared type, empty where there is none.
    pub fn type_of(&self, column: &Column) -> &str {
        column.type_span.map_or("", |span| slice(&self.text, span))
    }
}

impl Column {
    pub fn find(&self, kind: ConstraintKind) -> Option<&Constraint> {
        self.constraints.iter().find(|constraint| constraint.kind == kind)
    }

    pub fn is_generated(&self) -> bool {
        self.find(ConstraintKind::Generated).is_some()
    }
}

fn starts_table_constraint(at: &Cursor<'_>) -> bool {
    ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].iter().any(|word| at.is(word))
}

/// Reads one column's definition.
pub(in crate::sqlite) fn column(text: &str, at: &mut Cursor<'_>) -> Result<Column, Unreadable> {
    let (name, name_span) = at.name().ok_or_else(|| near(text, at))?;
    let type_span = type_name(at);
    let mut constraints = Vec::new();
    while let Some(constraint) = column_constraint(text, at, &name)? {
        constraints.push(constraint);
    }
    let span = Span { start: name_span.start, end: at.offset() };
    Ok(Column { name, name_span, type_span, constraints, span })
}

/// Steps over a type: words, and up to two numbers in parentheses.
pub(in crate::sqlite) fn type_name(at: &mut Cursor<'_>) -> Option<Span> {
    const ENDS: [&str; 10] =
        ["CONSTRAINT", "DEFAULT", "NOT", "NULL", "PRIMARY", "UNIQUE", "CHECK", "REFERENCES", "COLLATE", "AS"];
    let mut span: Option<Span> = None;
    while let Some(token) = at.peek() {
        let is_word = matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdentifier | TokenKind::String);
        if !is_word || ENDS.iter().any(|end| token.is_word(end)) || at.is("GENERATED") || at.is("USING") {
            break;
        }
        at.next();
        span = Some(Span { start: span.map_or(token.span.start, |s| s.start), end: token.span.end });
    }
    if let (Some(span), Some(group)) = (span.as_mut(), at.group()) {
        span.end = group.end;
        // `timestamp(3) with time zone`
        while let Some(token) = at.peek().filter(|t| ["WITH", "WITHOUT", "TIME", "ZONE"].iter().any(|w| t.is_word(w))) {
            at.next();
            span.end = token.span.end;
        }
    }
    span
}

fn column_constraint(text: &str, at: &mut Cursor<'_>, column: &str) -> Result<Option<Constraint>, Unreadable> {
    let start = at.peek().map(|token| token.span.start);
    let name = constraint_name(text, at)?;
    let mut expression = None;
    let mut parent = None;
    let kind = if at.eat("PRIMARY KEY") {
        let _ = at.eat("ASC") || at.eat("DESC");
        on_conflict(at);
        at.eat("AUTOINCREMENT");
        ConstraintKind::PrimaryKey
    } else if at.eat("NOT NULL") {
        on_conflict(at);
        ConstraintKind::NotNull
    } else if at.eat("NULL") {
        on_conflict(at);
        ConstraintKind::Null
    } else if at.eat("UNIQUE") {
        on_conflict(at);
        ConstraintKind::Unique
    } else if at.eat("CHECK") {
        expression = Some(at.group().ok_or_else(|| near(text, at))?);
        on_conflict(at);
        ConstraintKind::Check
    } else if at.eat("DEFAULT") {
        expression = Some(default_value(text, at)?);
        ConstraintKind::Default
    } else if at.eat("COLLATE") {
        at.name().ok_or_else(|| near(text, at))?;
        ConstraintKind::Collate
    } else if at.is("REFERENCES") {
        parent = Some(references(text, at)?);
        ConstraintKind::ForeignKey
    } else if at.eat("GENERATED ALWAYS AS") || at.eat("AS") {
        expression = Some(at.group().ok_or_else(|| near(text, at))?);
        let _ = at.eat("STORED") || at.eat("VIRTUAL");
        ConstraintKind::Generated
    } else {
        return Ok(None);
    };
    let span = Span { start: start.unwrap_or_default(), end: at.offset() };
    Ok(Some(Constraint { name, kind, columns: vec![column.to_owned()], expression, parent, span }))
}

/// Reads one constraint of a table.
pub(in crate::sqlite) fn table_constraint(text: &str, at: &mut Cursor<'_>) -> Result<Constraint, Unreadable> {
    let start = at.peek().map_or(at.offset(), |token| token.span.start);
    let name = constraint_name(text, at)?;
    let mut columns = Vec::new();
    let mut expression = None;
    let mut parent = None;
    let kind = if at.eat("PRIMARY KEY") {
        columns = column_list(text, at)?;
        on_conflict(at);
        ConstraintKind::PrimaryKey
    } else if at.eat("UNIQUE") {
        columns = column_list(text, at)?;
        on_conflict(at);
        ConstraintKind::Unique
    } else if at.eat("CHECK") {
        expression = Some(at.group().ok_or_else(|| near(text, at))?);
        on_conflict(at);
        ConstraintKind::Check
    } else if at.eat("FOREIGN KEY") {
        columns = column_list(text, at)?;
        parent = Some(references(text, at)?);
        ConstraintKind::ForeignKey
    } else {
        return Err(near(text, at));
    };
    Ok(Constraint { name, kind, columns, expression, parent, span: Span { start, end: at.offset() } })
}

/// SQLite lets a name stand without a constraint; the last one before a constraint is that one's.
fn constraint_name(text: &str, at: &mut Cursor<'_>) -> Result<Option<(String, Span)>, Unreadable> {
    let mut name = None;
    while at.eat("CONSTRAINT") {
        name = Some(at.name().ok_or_else(|| near(text, at))?);
    }
    Ok(name)
}

fn on_conflict(at: &mut Cursor<'_>) {
    if at.eat("ON CONFLICT") {
        at.next();
    }
}

/// `(a, b COLLATE nocase DESC)`: the first word of each.
fn column_list(text: &str, at: &mut Cursor<'_>) -> Result<Vec<String>, Unreadable> {
    let group = at.group().ok_or_else(|| near(text, at))?;
    let inside = Span { start: group.start + 1, end: group.end - 1 };
    let first = |span: Span| {
        let mut piece = cursor_within(text, span);
        piece.name().map(|(name, _)| name).ok_or_else(|| near(text, &piece))
    };
    crate::sqlite::syntax::split_at_commas(text, inside).into_iter().map(first).collect()
}

/// A literal with or without a sign, a word such as CURRENT_TIMESTAMP, or an expression in parentheses.
fn default_value(text: &str, at: &mut Cursor<'_>) -> Result<Span, Unreadable> {
    if let Some(group) = at.group() {
        return Ok(group);
    }
    let first = at.next().ok_or_else(|| near(text, at))?;
    let is_sign = first.kind == TokenKind::Operator && matches!(first.text, "+" | "-");
    let last = if is_sign { at.next().ok_or_else(|| near(text, at))? } else { first };
    match last.kind {
        TokenKind::Word | TokenKind::Number | TokenKind::String | TokenKind::QuotedIdentifier => {
            Ok(Span { start: first.span.start, end: last.span.end })
        }
        _ => Err(near(text, at)),
    }
}

fn references(text: &str, at: &mut Cursor<'_>) -> Result<Parent, Unreadable> {
    if !at.eat("REFERENCES") {
        return Err(near(text, at));
    }
    let (table, _) = at.object_name().ok_or_else(|| near(text, at))?;
    let columns = if at.is_kind(TokenKind::LeftParen) { column_list(text, at)? } else { Vec::new() };
    loop {
        if at.eat("ON DELETE") || at.eat("ON UPDATE") || at.eat("ON INSERT") {
            let _ = at.eat("SET NULL")
                || at.eat("SET DEFAULT")
                || at.eat("NO ACTION")
                || at.eat("CASCADE")
                || at.eat("RESTRICT");
        } else if at.eat("MATCH") {
            at.next();
        } else if at.eat("NOT DEFERRABLE") || at.eat("DEFERRABLE") {
            let _ = at.eat("INITIALLY DEFERRED") || at.eat("INITIALLY IMMEDIATE");
        } else {
            return Ok(Parent { table: table.name, columns });
        }
    }
}

pub(in crate::sqlite) fn near(text: &str, at: &Cursor<'_>) -> Unreadable {
    let rest = text.get(at.offset()..).unwrap_or_default().trim_start();
    Unreadable { near: rest.chars().take(40).collect() }
}
