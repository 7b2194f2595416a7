//! The text of a type, taken apart.

use crate::catalog::Catalog;
use crate::name::ident;

/// A type as the server writes it: `numeric(10,2)[]`, `timestamp(3) with time zone`, `public.mood`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DataType {
    /// Without modifiers and brackets: `numeric`, `timestamp with time zone`.
    pub(super) base: String,
    /// The numbers in parentheses.
    pub(super) modifiers: Vec<i32>,
    /// Of an interval: `day to second`.
    pub(super) fields: String,
    pub(super) is_array: bool,
}

impl DataType {
    pub(super) fn parse(text: &str) -> Self {
        let element = text.trim_end_matches("[]");
        let is_array = element.len() < text.len();
        let (mut base, modifiers) = without_modifiers(element);
        let mut fields = String::new();
        if let Some(rest) = base.strip_prefix("interval ") {
            fields = rest.to_owned();
            base = "interval".to_owned();
        }
        Self { base, modifiers, fields, is_array }
    }

    /// Of a domain what it is made of, all the way down; other types as they are.
    pub(super) fn resolved(text: &str, catalog: &Catalog) -> Self {
        let mut it = Self::parse(text);
        // a domain cannot be over itself; the bound is for a catalog that was put together wrongly
        for _ in 0..32 {
            match domain(&it, catalog) {
                Some(domain) => it = Self::parse(&domain.data_type),
                None => break,
            }
        }
        it
    }

    /// Its elements, where it is an array.
    pub(super) fn element(&self) -> Self {
        Self { is_array: false, ..self.clone() }
    }

    pub(super) fn is_enum(&self, catalog: &Catalog) -> bool {
        catalog.enums.keys().any(|name| is_called(name, &self.base))
    }
}

/// The domain of that type.
pub(super) fn domain<'a>(data_type: &DataType, catalog: &'a Catalog) -> Option<&'a crate::Domain> {
    if data_type.is_array || !data_type.base.contains('.') {
        return None;
    }
    catalog.domains.iter().find(|(name, _)| is_called(name, &data_type.base)).map(|(_, domain)| domain)
}

fn is_called(name: &crate::Name, text: &str) -> bool {
    let schema = name.schema.as_deref().unwrap_or_default();
    text == format!("{}.{}", ident(schema), ident(&name.name))
}

/// `timestamp(3) with time zone` is `timestamp with time zone` with 3. A name in quotes may have parentheses.
fn without_modifiers(text: &str) -> (String, Vec<i32>) {
    let mut quoted = false;
    let open = text.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        !quoted && *c == '('
    });
    let Some((open, _)) = open else { return (text.to_owned(), Vec::new()) };
    let close = text[open..].find(')').map_or(text.len(), |at| open + at);
    let numbers = text[open + 1..close].split(',').filter_map(|n| n.trim().parse().ok()).collect();
    (format!("{}{}", &text[..open], text.get(close + 1..).unwrap_or_default()), numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (String, Vec<i32>, String, bool) {
        let DataType { base, modifiers, fields, is_array } = DataType::parse(text);
        (base, modifiers, fields, is_array)
    }

    #[test]
    fn types_are_taken_apart() {
        let plain = |base: &str, modifiers: &[i32]| (base.to_owned(), modifiers.to_vec(), String::new(), false);
        assert_eq!(parts("integer"), plain("integer", &[]));
        assert_eq!(parts("numeric(10,2)"), plain("numeric", &[10, 2]));
        assert_eq!(parts("timestamp(3) with time zone"), plain("timestamp with time zone", &[3]));
        assert_eq!(parts("public.\"Odd (type)\""), plain("public.\"Odd (type)\"", &[]));
        let interval = ("interval".to_owned(), vec![2], "day to second".to_owned(), false);
        assert_eq!(parts("interval day to second(2)"), interval);
        assert_eq!(parts("character varying(3)[]"), ("character varying".to_owned(), vec![3], String::new(), true));
    }
}
