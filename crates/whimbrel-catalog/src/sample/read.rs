//! Reading expressions as the server renders them.

use super::expression::Expression;

/// The expression; `None` where it has something that is not known here.
pub(super) fn read(text: &str) -> Option<Expression> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0 };
    let expression = parser.expression(0)?;
    (parser.at == parser.tokens.len()).then_some(expression)
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Quoted(String),
    Text(String),
    Number(f64),
    Operator(String),
    Mark(char),
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let start = at;
        let take = |from: usize, is: &dyn Fn(char) -> bool| chars[from..].iter().take_while(|c| is(**c)).count();
        match c {
            c if c.is_whitespace() => at += 1,
            '\'' | '"' => {
                let (inside, end) = quoted(&chars, at, false)?;
                tokens.push(if c == '"' { Token::Quoted(inside) } else { Token::Text(inside) });
                at = end;
            }
            'E' | 'e' if chars.get(at + 1) == Some(&'\'') => {
                let (inside, end) = quoted(&chars, at + 1, true)?;
                tokens.push(Token::Text(inside));
                at = end;
            }
            c if c.is_ascii_digit() || (c == '.' && chars.get(at + 1).is_some_and(char::is_ascii_digit)) => {
                at += take(at, &|c| c.is_ascii_digit() || c == '.');
                tokens.push(Token::Number(chars[start..at].iter().collect::<String>().parse().ok()?));
            }
            c if c.is_alphabetic() || c == '_' => {
                at += take(at, &|c| c.is_alphanumeric() || c == '_' || c == '$');
                tokens.push(Token::Word(chars[start..at].iter().collect()));
            }
            '(' | ')' | '[' | ']' | ',' | '.' => {
                tokens.push(Token::Mark(c));
                at += 1;
            }
            ':' => {
                at += take(at, &|c| c == ':');
                tokens.push(Token::Operator("::".to_owned()));
            }
            c => {
                let length = take(at, &|c| "+-*/<>=~!@#%^&|`?".contains(c));
                if length == 0 {
                    return None;
                }
                at += length;
                let operator: String = chars[start..at].iter().collect();
                debug_assert!(operator.starts_with(c));
                tokens.push(Token::Operator(operator));
            }
        }
    }
    Some(tokens)
}

/// What is between the quotes at `at`, and where it goes on.
fn quoted(chars: &[char], at: usize, escapes: bool) -> Option<(String, usize)> {
    let quote = chars[at];
    let mut out = String::new();
    let mut at = at + 1;
    loop {
        let c = *chars.get(at)?;
        at += 1;
        if c == quote {
            if chars.get(at) != Some(&quote) {
                return Some((out, at));
            }
            at += 1;
        } else if c == '\\' && escapes {
            out.push(match *chars.get(at)? {
                'n' => '\n',
                't' => '\t',
                c => c,
            });
            at += 1;
            continue;
        }
        out.push(c);
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
}

/// How strongly operators bind, after PostgreSQL's table of them.
fn strength(operator: &str) -> u8 {
    match operator {
        "<" | ">" | "=" | "<=" | ">=" | "<>" => 5,
        "+" | "-" => 8,
        "*" | "/" | "%" => 9,
        "^" => 10,
        _ => 7,
    }
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.peek()?.clone();
        self.at += 1;
        Some(token)
    }

    fn is(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Token::Word(found)) if found.eq_ignore_ascii_case(word))
    }

    /// Steps over these words, in any case, if all come next.
    fn eat(&mut self, words: &str) -> bool {
        let start = self.at;
        for word in words.split(' ') {
            if !self.is(word) {
                self.at = start;
                return false;
            }
            self.at += 1;
        }
        true
    }

    fn mark(&mut self, mark: char) -> bool {
        let found = self.peek() == Some(&Token::Mark(mark));
        self.at += usize::from(found);
        found
    }

    fn expression(&mut self, least: u8) -> Option<Expression> {
        use Expression as E;
        let mut left = if self.eat("NOT") { E::Not(Box::new(self.expression(3)?)) } else { self.operand()? };
        loop {
            if least <= 1 && self.eat("OR") {
                let right = self.expression(2)?;
                left = match left {
                    E::Or(mut all) => {
                        all.push(right);
                        E::Or(all)
                    }
                    left => E::Or(vec![left, right]),
                };
            } else if least <= 2 && self.eat("AND") {
                let right = self.expression(3)?;
                left = match left {
                    E::And(mut all) => {
                        all.push(right);
                        E::And(all)
                    }
                    left => E::And(vec![left, right]),
                };
            } else if least <= 4 && self.eat("IS") {
                left = self.is_what(left)?;
            } else if least <= 6 && (self.is("LIKE") || self.is("ILIKE")) {
                let operator = if self.eat("LIKE") {
                    "~~"
                } else {
                    self.at += 1;
                    "~~*"
                };
                left = E::Operator(operator.to_owned(), Box::new(left), Box::new(self.expression(7)?));
            } else if least <= 6 && self.eat("BETWEEN") {
                let low = self.expression(7)?;
                if !self.eat("AND") {
                    return None;
                }
                let high = self.expression(7)?;
                let compare =
                    |operator: &str, bound| E::Operator(operator.to_owned(), Box::new(left.clone()), Box::new(bound));
                left = E::And(vec![compare(">=", low), compare("<=", high)]);
            } else if let Some(Token::Operator(operator)) = self.peek().cloned() {
                let strength = strength(&operator);
                if operator == "::" || strength < least {
                    return Some(left);
                }
                self.at += 1;
                let quantifier = if self.eat("ANY") { Some(true) } else { self.eat("ALL").then_some(false) };
                left = match quantifier {
                    Some(any) => {
                        let list = self.operand()?;
                        E::Quantified(operator, any, Box::new(left), Box::new(list))
                    }
                    None => E::Operator(operator, Box::new(left), Box::new(self.expression(strength + 1)?)),
                };
            } else {
                return Some(left);
            }
        }
    }

    fn is_what(&mut self, left: Expression) -> Option<Expression> {
        let not = self.eat("NOT");
        if self.eat("DISTINCT FROM") {
            return Some(Expression::Distinct(Box::new(left), Box::new(self.expression(5)?), not));
        }
        let what = ["NULL", "TRUE", "FALSE", "UNKNOWN"].into_iter().find(|word| self.eat(word))?;
        Some(Expression::Is(Box::new(left), what, not))
    }

    /// Something with the casts and subscripts that follow it.
    fn operand(&mut self) -> Option<Expression> {
        let mut operand = self.primary()?;
        loop {
            if self.peek() == Some(&Token::Operator("::".to_owned())) {
                self.at += 1;
                operand = Expression::Cast(Box::new(operand), self.type_name()?);
            } else if self.mark('[') {
                let mut depth = 1;
                while depth > 0 {
                    match self.next()? {
                        Token::Mark('[') => depth += 1,
                        Token::Mark(']') => depth -= 1,
                        _ => {}
                    }
                }
                operand = Expression::Unknown;
            } else if self.eat("COLLATE") || self.eat("AT TIME ZONE") {
                self.operand()?;
            } else if self.mark('.') {
                // a field of a composite value
                self.next()?;
                operand = Expression::Unknown;
            } else {
                return Some(operand);
            }
        }
    }

    fn primary(&mut self) -> Option<Expression> {
        use Expression as E;
        match self.next()? {
            Token::Number(number) => Some(E::Number(number)),
            Token::Text(text) => Some(E::Text(text)),
            Token::Operator(sign) if sign == "-" => match self.operand()? {
                E::Number(number) => Some(E::Number(-number)),
                other => Some(E::Operator("-".to_owned(), Box::new(E::Number(0.0)), Box::new(other))),
            },
            Token::Operator(sign) if sign == "+" => self.operand(),
            Token::Operator(_) => {
                self.operand()?;
                Some(E::Unknown)
            }
            Token::Mark('(') => {
                let mut all = self.list(')')?;
                if all.len() == 1 { all.pop() } else { Some(E::List(all)) }
            }
            Token::Mark(_) => None,
            Token::Quoted(name) => self.named(name),
            Token::Word(word) => match word.to_ascii_lowercase().as_str() {
                "null" => Some(E::Null),
                "true" => Some(E::Boolean(true)),
                "false" => Some(E::Boolean(false)),
                "array" if self.mark('[') => self.list(']').map(E::List),
                "row" if self.peek() == Some(&Token::Mark('(')) => {
                    self.at += 1;
                    self.list(')').map(E::List)
                }
                "case" => self.case(),
                "current_date" | "current_timestamp" | "localtimestamp" => {
                    if self.mark('(') {
                        self.list(')')?;
                    }
                    Some(E::Call(word.to_ascii_lowercase(), Vec::new()))
                }
                "extract" if self.mark('(') => {
                    let field = match self.next()? {
                        Token::Word(field) | Token::Text(field) => field.to_ascii_lowercase(),
                        _ => return None,
                    };
                    if !self.eat("FROM") {
                        return None;
                    }
                    let of = self.expression(0)?;
                    self.mark(')').then(|| E::Call("date_part".to_owned(), vec![E::Text(field), of]))
                }
                "interval" | "date" | "timestamp" if matches!(self.peek(), Some(Token::Text(_))) => {
                    let text = self.operand()?;
                    Some(E::Cast(Box::new(text), word.to_ascii_lowercase()))
                }
                _ => self.named(word),
            },
        }
    }

    /// A column, or a function with its arguments; a schema in front is left out.
    fn named(&mut self, name: String) -> Option<Expression> {
        if self.peek() == Some(&Token::Mark('.'))
            && let Some(Token::Word(next) | Token::Quoted(next)) = self.tokens.get(self.at + 1).cloned()
            && self.tokens.get(self.at + 2) == Some(&Token::Mark('('))
        {
            self.at += 2;
            return self.named(next);
        }
        if !self.mark('(') {
            return Some(Expression::Column(name));
        }
        let name = name.to_ascii_lowercase();
        // the forms of SQL with words between their arguments
        if ["substring", "position", "overlay", "trim"].contains(&name.as_str()) {
            let start = self.at;
            if let Some(arguments) = self.list(')') {
                return Some(Expression::Call(name, arguments));
            }
            self.at = start;
            let mut depth = 1;
            while depth > 0 {
                match self.next()? {
                    Token::Mark('(') => depth += 1,
                    Token::Mark(')') => depth -= 1,
                    _ => {}
                }
            }
            return Some(Expression::Unknown);
        }
        Some(Expression::Call(name, self.list(')')?))
    }

    /// Up to the mark that closes it.
    fn list(&mut self, close: char) -> Option<Vec<Expression>> {
        let mut all = Vec::new();
        while !self.mark(close) {
            if !all.is_empty() && !self.mark(',') {
                return None;
            }
            all.push(self.expression(0)?);
        }
        Some(all)
    }

    fn case(&mut self) -> Option<Expression> {
        let subject = if self.is("WHEN") { None } else { Some(self.expression(0)?) };
        let mut pairs = Vec::new();
        while self.eat("WHEN") {
            let mut condition = self.expression(0)?;
            if let Some(subject) = &subject {
                condition = Expression::Operator("=".to_owned(), Box::new(subject.clone()), Box::new(condition));
            }
            if !self.eat("THEN") {
                return None;
            }
            pairs.push((condition, self.expression(0)?));
        }
        let otherwise = if self.eat("ELSE") { Some(Box::new(self.expression(0)?)) } else { None };
        self.eat("END").then_some(Expression::Case(pairs, otherwise))
    }

    /// What follows `::`, without its modifiers.
    fn type_name(&mut self) -> Option<String> {
        let mut name = match self.next()? {
            Token::Word(word) | Token::Quoted(word) => word,
            _ => return None,
        };
        while self.mark('.') {
            match self.next()? {
                Token::Word(word) | Token::Quoted(word) => name = word,
                _ => return None,
            }
        }
        if self.eat("varying") {
            name.push_str(" varying");
        } else if name == "double" && self.eat("precision") {
            name.push_str(" precision");
        }
        if self.mark('(') {
            self.list(')')?;
        }
        let _ = self.eat("with time zone") || self.eat("without time zone");
        while self.mark('[') {
            self.mark(']');
            name.push_str("[]");
        }
        Some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::super::expression::Expression as E;

    fn number(number: f64) -> Box<E> {
        Box::new(E::Number(number))
    }

    #[test]
    fn checks_are_read_as_the_server_renders_them() {
        let column = |name: &str| Box::new(E::Column(name.into()));
        assert_eq!(
            E::parse("((price > (0)::numeric) AND (NOT hidden))"),
            E::And(vec![
                E::Operator(">".into(), column("price"), Box::new(E::Cast(number(0.0), "numeric".into()))),
                E::Not(column("hidden")),
            ])
        );
        assert_eq!(
            E::parse("(state = ANY (ARRAY['a'::text, 'b'::text]))"),
            E::Quantified(
                "=".into(),
                true,
                column("state"),
                Box::new(E::List(vec![
                    E::Cast(Box::new(E::Text("a".into())), "text".into()),
                    E::Cast(Box::new(E::Text("b".into())), "text".into())
                ]))
            )
        );
        assert_eq!(E::parse("(a + 2 * b < -3)").columns(), ["a", "b"]);
        assert_eq!(E::parse("(((\"Odd\")::text ~ '^a''b$'::text) OR (c IS NOT NULL))").columns(), ["Odd", "c"]);
        assert_eq!(E::parse("(EXTRACT(year FROM born) > (1900)::numeric)").columns(), ["born"]);
        assert_eq!(E::parse("app.is_fine(a, VALUE)").columns(), ["a", "VALUE"]);
        assert_eq!(E::parse("(CASE WHEN (a = 1) THEN (b IS NULL) ELSE true END)").columns(), ["a", "b"]);
        assert_eq!(E::parse("a ; b"), E::Unknown);
    }
}
