//! `${VAR}` in the values of `whimbrel.toml` and `.env`.

/// Why a value could not be expanded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpandError {
    /// The variable of this name is not set, and the value gives no `:-default`.
    Missing(String),
    /// `${` without `}`, or something that is no name between them.
    Malformed,
}

/// Replaces `${NAME}` and `${NAME:-default}` by what `variable` says; `$${` stands for a literal `${`. A `$` that
/// is not followed by `{` is left alone, so that passwords with `$` need no care.
pub fn expand(text: &str, variable: &dyn Fn(&str) -> Option<String>) -> Result<String, ExpandError> {
    let mut expanded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        if rest[..start].ends_with('$') {
            expanded.push_str(&rest[..start]);
            expanded.push('{');
            rest = &rest[start + 2..];
            continue;
        }
        expanded.push_str(&rest[..start]);
        let inside = &rest[start + 2..];
        let end = inside.find('}').ok_or(ExpandError::Malformed)?;
        let (name, default) = match inside[..end].split_once(":-") {
            Some((name, default)) => (name, Some(default)),
            None => (&inside[..end], None),
        };
        if !is_name(name) {
            return Err(ExpandError::Malformed);
        }
        let value = variable(name).filter(|value| default.is_none() || !value.is_empty());
        match (value, default) {
            (Some(value), _) => expanded.push_str(&value),
            (None, Some(default)) => expanded.push_str(default),
            (None, None) => return Err(ExpandError::Missing(name.to_owned())),
        }
        rest = &inside[end + 1..];
    }
    expanded.push_str(rest);
    Ok(expanded)
}

/// True for what can be the name of an environment variable.
pub fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<String, ExpandError> {
        expand(text, &|name| match name {
            "A" => Some("one".to_owned()),
            "EMPTY" => Some(String::new()),
            _ => None,
        })
    }

    #[test]
    fn replaces_what_is_set() {
        for (text, expected) in [
            ("", ""),
            ("plain $A pa$$word", "plain $A pa$$word"),
            ("x${A}y${A}", "xoneyone"),
            ("${B:-two}", "two"),
            ("${EMPTY:-two}${EMPTY}", "two"),
            ("$${A}", "${A}"),
        ] {
            assert_eq!(check(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn says_what_is_missing() {
        assert_eq!(check("${A}${B}"), Err(ExpandError::Missing("B".to_owned())));
        assert_eq!(check("${A"), Err(ExpandError::Malformed));
        assert_eq!(check("${A B}"), Err(ExpandError::Malformed));
        assert_eq!(check("${}"), Err(ExpandError::Malformed));
    }
}
