//! A password shows nowhere, however wrong the URL that holds it.

use std::path::Path;

use proptest::prelude::*;

use super::parse_with;

/// Everything that could be printed of what `text` was made into.
fn shown(text: &str, variables: &[(&str, &str)]) -> String {
    match parse_with(text, variables, Path::new("/project")) {
        Ok(address) => format!("{address:?} {} {:?}", address.masked(), address.warnings()),
        Err(error) => format!("{error} {error:?}"),
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

proptest! {
    #[test]
    fn of_urls(password in "[zZ9]Q[ -~]{6,20}", database in "[a-p]{1,8}", scheme in "postgres|postgresql[+]asyncpg|mysql|postgrs", tail in "|[?]sslmode=maybe|[?]frob=1|:x|[?]x") {
        for written in [password.clone(), encoded(&password)] {
            for url in [
                format!("{scheme}://app:{written}@db:5432/{database}{tail}"),
                format!("{scheme}://db/{database}?user=app&password={written}{}", tail.replace('?', "&")),
                format!("app:{written}@db/{database}"),
            ] {
                let shown = shown(&url, &[]);
                prop_assert!(!shown.contains(&password), "{} in {}", password, shown);
            }
        }
    }

    #[test]
    fn of_keyword_strings_and_variables(password in "[zZ9]Q[ -~]{6,20}", more in "|sslmode=x|hosst=y") {
        let quoted = password.replace('\\', r"\\").replace('\'', r"\'");
        let shown_of_keywords = shown(&format!("host=db user=app password='{quoted}' {more}"), &[]);
        prop_assert!(!shown_of_keywords.contains(&password), "{} in {}", password, shown_of_keywords);
        let shown_raw = shown(&format!("host=db user=app password={password} {more}"), &[]);
        prop_assert!(!shown_raw.contains(&password), "{} in {}", password, shown_raw);
        let shown_of_variables = shown(&format!("host=db user=app {more}"), &[("PGPASSWORD", &password)]);
        prop_assert!(!shown_of_variables.contains(&password), "{} in {}", password, shown_of_variables);
    }

    #[test]
    fn anything_is_read_without_a_panic(text in "\\PC{0,40}", scheme in "|postgres://|sqlite:|host=") {
        shown(&format!("{scheme}{text}"), &[]);
    }
}
