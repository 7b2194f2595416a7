//! Which of the server's notices belong to which text. They come beside the answers, and with several texts under
//! way they come ahead of them. So each text carries a mark that the server's scanner turns into a notice before
//! anything of that text runs: an alias one character too long to be a name.

use std::collections::BTreeMap;

use whimbrel_db::postgres::Notice;

/// `name_too_long`
const TOO_LONG: &str = "42622";
const PREFIX: &str = "whimbrel_mark_";
/// Names are cut at 63 bytes.
const DIGITS: usize = 64 - PREFIX.len();

/// Notices by the number of their text.
#[derive(Debug, Default)]
pub(super) struct Notices {
    current: u64,
    by_text: BTreeMap<u64, Vec<Notice>>,
}

/// The alias that makes the server say that text `number` begins.
pub(super) fn mark(number: u64) -> String {
    format!("{PREFIX}{number:0DIGITS$}")
}

impl Notices {
    /// Sorts what has come since.
    pub(super) fn sort(&mut self, new: Vec<Notice>) {
        for notice in new {
            match marked(&notice) {
                Some(number) => self.current = number,
                None => self.by_text.entry(self.current).or_default().push(notice),
            }
        }
    }

    /// What belongs to texts up to `number`. Where marks do not come, because the role's `client_min_messages`
    /// keeps notices back, what else comes belongs to the text that is answered next.
    pub(super) fn up_to(&mut self, number: u64) -> Vec<Notice> {
        let later = self.by_text.split_off(&(number + 1));
        std::mem::replace(&mut self.by_text, later).into_values().flatten().collect()
    }
}

fn marked(notice: &Notice) -> Option<u64> {
    if notice.code != TOO_LONG {
        return None;
    }
    let digits = &notice.message[notice.message.find(PREFIX)? + PREFIX.len()..];
    digits.get(..DIGITS)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(code: &str, message: &str) -> Notice {
        Notice {
            severity: "NOTICE".to_owned(),
            code: code.to_owned(),
            message: message.to_owned(),
            detail: None,
            hint: None,
            context: None,
        }
    }

    #[test]
    fn notices_belong_to_the_mark_before_them() {
        let told = |number| {
            let (long, cut) = (mark(number), mark(number)[..63].to_owned());
            notice("42622", &format!("identifier \"{long}\" will be truncated to \"{cut}\""))
        };
        assert_eq!(mark(7).len(), 64);
        let mut notices = Notices::default();
        let mine = notice("42622", "identifier \"xxxx\" will be truncated to \"xxx\"");
        notices.sort(vec![told(1), notice("00000", "a"), told(2), mine.clone(), notice("00000", "b"), told(3)]);
        let texts = |notices: Vec<Notice>| notices.into_iter().map(|n| n.message).collect::<Vec<_>>();
        assert_eq!(texts(notices.up_to(1)), ["a"]);
        assert_eq!(texts(notices.up_to(2)), [mine.message.as_str(), "b"]);
        assert!(notices.up_to(9).is_empty());
    }
}
