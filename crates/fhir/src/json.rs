//! Other people's JSON, looked at before anything believes it.
//!
//! One pass without recursion checks the grammar, the depth, that no object says the same key twice (two readers
//! would take different values) and that every number is one. It also leaves out the white space between tokens, so
//! that the same resource has the same text in a pretty-printed bundle and in NDJSON. Strings and numbers are copied
//! byte for byte: `14.50` stays `14.50`.

use std::{borrow::Cow, collections::BTreeSet, fmt};

/// How deep arrays and objects may lie in each other. Real bundles stay under 20; serde_json gives up at 128.
pub const MAX_DEPTH: usize = 64;

/// What is wrong with a text, and in which line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flaw {
    /// Line, from 1.
    pub(crate) line: usize,
    /// Where in the structure, e.g. `entry[3].resource`; empty at the top.
    pub(crate) path: String,
    /// What is wrong.
    pub(crate) what: What,
}

/// The things that can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Nothing,
    Markup,
    CutOff,
    TooDeep,
    SameKeyTwice(String),
    NoSuchNumber(String),
    Unexpected(String),
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line;
        let place = if self.path.is_empty() { format!("line {line}") } else { format!("line {line} ({})", self.path) };
        match &self.what {
            What::Nothing => write!(f, "it is empty"),
            What::Markup => write!(f, "it begins like XML or HTML; Concord reads FHIR as JSON, so export it as JSON"),
            What::CutOff => write!(f, "it ends in the middle, at {place}; fetch the whole file again"),
            What::TooDeep => {
                write!(f, "at {place} more than {MAX_DEPTH} levels lie in each other, which no record of a person needs")
            }
            What::SameKeyTwice(key) => {
                write!(f, "at {place} the key “{key}” stands twice in one object, so two readers would read two things")
            }
            What::NoSuchNumber(number) => write!(f, "at {place} “{number}” is larger than any number a computer can hold"),
            What::Unexpected(found) => write!(f, "it is not JSON: at {place} there is {found} where it cannot be"),
        }
    }
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
    Nothing,
}

/// One array or object that is open.
struct Open<'a> {
    is_object: bool,
    keys: BTreeSet<Cow<'a, str>>,
    key: Cow<'a, str>,
    index: usize,
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    open: Vec<Open<'a>>,
    out: String,
}

/// The text without white space between tokens, if it is JSON that may be read.
///
/// # Errors
/// The first flaw, with its line.
pub(crate) fn tidy(text: &str) -> Result<String, Flaw> {
    let mut scan = Scan { text, at: 0, line: 1, open: Vec::new(), out: String::with_capacity(text.len()) };
    scan.run()?;
    Ok(scan.out)
}

impl<'a> Scan<'a> {
    fn run(&mut self) -> Result<(), Flaw> {
        let mut expect = Expect::Value;
        while let Some(byte) = self.next_token() {
            if self.out.is_empty() && byte == b'<' {
                return self.flaw(What::Markup);
            }
            expect = self.token(byte, expect)?;
        }
        match expect {
            Expect::Nothing => Ok(()),
            _ if self.out.is_empty() => self.flaw(What::Nothing),
            _ => self.flaw(What::CutOff),
        }
    }

    fn token(&mut self, byte: u8, expect: Expect) -> Result<Expect, Flaw> {
        match (expect, byte) {
            (Expect::Value | Expect::ValueOrEnd, b'{' | b'[') => self.open(byte == b'{'),
            (Expect::KeyOrEnd, b'}') => self.close(b'}'),
            (Expect::ValueOrEnd, b']') => self.close(b']'),
            (Expect::CommaOrEnd, b'}' | b']') => self.close(byte),
            (Expect::Key | Expect::KeyOrEnd, b'"') => self.key(),
            (Expect::Colon, b':') => Ok(self.mark(Expect::Value)),
            (Expect::CommaOrEnd, b',') => Ok(self.comma()),
            (Expect::Value | Expect::ValueOrEnd, b'"') => {
                self.string()?;
                Ok(self.after_value())
            }
            (Expect::Value | Expect::ValueOrEnd, _) => self.word(),
            _ => self.unexpected(),
        }
    }

    fn next_token(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        let skipped = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
        self.line += rest[..skipped].iter().filter(|byte| **byte == b'\n').count();
        self.at += skipped;
        rest.get(skipped).copied()
    }

    fn mark(&mut self, next: Expect) -> Expect {
        self.take(1);
        next
    }

    fn take(&mut self, length: usize) {
        self.out.push_str(&self.text[self.at..self.at + length]);
        self.at += length;
    }

    fn open(&mut self, is_object: bool) -> Result<Expect, Flaw> {
        if self.open.len() == MAX_DEPTH {
            return self.flaw(What::TooDeep);
        }
        self.open.push(Open { is_object, keys: BTreeSet::new(), key: Cow::Borrowed(""), index: 0 });
        Ok(self.mark(if is_object { Expect::KeyOrEnd } else { Expect::ValueOrEnd }))
    }

    fn close(&mut self, byte: u8) -> Result<Expect, Flaw> {
        match self.open.last() {
            Some(open) if open.is_object == (byte == b'}') => {
                self.open.pop();
                self.take(1);
                Ok(self.after_value())
            }
            _ => self.unexpected(),
        }
    }

    fn comma(&mut self) -> Expect {
        let in_object = self.open.last_mut().is_some_and(|open| {
            open.index += 1;
            open.is_object
        });
        self.mark(if in_object { Expect::Key } else { Expect::Value })
    }

    fn after_value(&self) -> Expect {
        if self.open.is_empty() { Expect::Nothing } else { Expect::CommaOrEnd }
    }

    fn key(&mut self) -> Result<Expect, Flaw> {
        let raw = self.string()?;
        let key: Cow<'a, str> = match serde_json::from_str(raw) {
            Ok(key) if raw.contains('\\') => Cow::Owned(key),
            Ok(_) => Cow::Borrowed(&raw[1..raw.len() - 1]),
            Err(_) => return self.flaw(What::Unexpected("a key that is no text".to_owned())),
        };
        let known = self.open.last_mut().is_some_and(|open| {
            open.key = key.clone();
            !open.keys.insert(key.clone())
        });
        if known { self.flaw(What::SameKeyTwice(shortened(&key))) } else { Ok(Expect::Colon) }
    }

    /// A string with its quotation marks. Escapes are checked when the value is read.
    fn string(&mut self) -> Result<&'a str, Flaw> {
        let rest = &self.text.as_bytes()[self.at..];
        let mut length = 1;
        loop {
            match rest.get(length) {
                None => return self.flaw(What::CutOff),
                Some(b'"') => break,
                // No database keeps it in a text, and no text needs it.
                Some(b'\\') if rest[length..].starts_with(b"\\u0000") => {
                    return self.flaw(What::Unexpected("a NUL character in a text".to_owned()));
                }
                Some(b'\\') => length += 2,
                Some(byte) if *byte < 0x20 => {
                    return self.flaw(What::Unexpected("a line break or control character in a text".to_owned()));
                }
                Some(_) => length += 1,
            }
        }
        let raw = &self.text[self.at..=self.at + length];
        self.take(length + 1);
        Ok(raw)
    }

    /// `true`, `false`, `null` or a number.
    fn word(&mut self) -> Result<Expect, Flaw> {
        let rest = &self.text[self.at..];
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.')).unwrap_or(rest.len());
        let word = &rest[..length];
        match word {
            "true" | "false" | "null" => {}
            "" => return self.unexpected(),
            _ if !is_number(word) => {
                let cut = self.at + length == self.text.len() && !self.open.is_empty();
                return if cut {
                    self.flaw(What::CutOff)
                } else {
                    self.flaw(What::Unexpected(format!("“{}”", shortened(word))))
                };
            }
            _ if word.parse::<f64>().is_ok_and(f64::is_infinite) => return self.flaw(What::NoSuchNumber(shortened(word))),
            _ => {}
        }
        self.take(length);
        Ok(self.after_value())
    }

    fn unexpected<T>(&self) -> Result<T, Flaw> {
        let found = self.text[self.at..].chars().next().unwrap_or(' ');
        self.flaw(What::Unexpected(format!("“{}”", found.escape_debug())))
    }

    fn flaw<T>(&self, what: What) -> Result<T, Flaw> {
        Err(Flaw { line: self.line, path: self.path(), what })
    }

    /// Where we are, as far as it helps a person: the outermost levels.
    fn path(&self) -> String {
        let mut path = String::new();
        for open in self.open.iter().take(6) {
            match open.is_object {
                false => path.push_str(&format!("[{}]", open.index)),
                true if open.key.is_empty() => {}
                true if path.is_empty() => path.push_str(&shortened(&open.key)),
                true => path.push_str(&format!(".{}", shortened(&open.key))),
            }
        }
        if self.open.len() > 6 { format!("{path}…") } else { path }
    }
}

/// The grammar of a JSON number.
fn is_number(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let word = word.strip_prefix('-').unwrap_or(word);
    let (mantissa, exponent) = match word.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (word, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole) && (whole == "0" || !whole.starts_with('0')) && fraction.is_none_or(digits) && exponent.is_none_or(digits)
}

/// Enough of somebody's text to recognise it.
fn shortened(text: &str) -> String {
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(40).chain("…".chars()).collect() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn what(text: &str) -> What {
        tidy(text).unwrap_err().what
    }

    #[test]
    fn white_space_between_tokens_goes_and_nothing_else_changes() {
        let pretty = "{\n  \"value\" : 14.50,\n \"text\": \"a  b\\u00e9\", \"list\": [ 1e3 , -0.10, true,null ] }\r\n";
        assert_eq!(tidy(pretty).unwrap(), r#"{"value":14.50,"text":"a  b\u00e9","list":[1e3,-0.10,true,null]}"#);
    }

    #[test]
    fn ten_thousand_levels_are_a_sentence_and_not_a_crash() {
        assert_eq!(what(&"[".repeat(10_000)), What::TooDeep);
        assert_eq!(what(&"{\"a\":".repeat(100_000)), What::TooDeep);
        assert!(tidy(&format!("{}1{}", "[".repeat(64), "]".repeat(64))).is_ok());
    }

    #[test]
    fn the_same_key_twice_is_refused_even_when_it_is_spelt_differently() {
        assert_eq!(what(r#"{"id":"a","id":"b"}"#), What::SameKeyTwice("id".to_owned()));
        assert_eq!(what(r#"{"id":"a","\u0069d":"b"}"#), What::SameKeyTwice("id".to_owned()));
        assert!(tidy(r#"[{"id":"a"},{"id":"b"}]"#).is_ok());
    }

    #[test]
    fn a_flaw_names_its_line_and_place() {
        let flaw = tidy("{\"entry\": [\n{},\n{\"resource\": {\"a\": 1, \"a\": 2}}]}").unwrap_err();
        assert_eq!((flaw.line, flaw.path.as_str()), (3, "entry[1].resource.a"));
    }

    #[test]
    fn a_text_that_ends_in_the_middle_says_so() {
        for text in ["{", "{\"a\"", "{\"a\":", "{\"a\":1", "[1,", "[tru", "\"abc", "\"abc\\"] {
            assert_eq!(what(text), What::CutOff, "{text}");
        }
        assert_eq!(what(""), What::Nothing);
        assert_eq!(what("<Bundle/>"), What::Markup);
    }

    #[test]
    fn a_number_beyond_every_computer_is_refused() {
        assert_eq!(what("[1e400]"), What::NoSuchNumber("1e400".to_owned()));
        assert!(matches!(what("[01]"), What::Unexpected(_)));
        assert!(matches!(what("[NaN]"), What::Unexpected(_)));
        assert!(matches!(what("[+1]"), What::Unexpected(_)));
        assert!(matches!(what("[1.]"), What::Unexpected(_)));
    }

    proptest! {
        /// Whatever is accepted here, serde_json reads too, and to the same value; whatever it refuses, we refuse.
        #[test]
        fn we_agree_with_serde_json(text in "[\\[\\]{}\",:0-9eE+.a-z\\\\ \n-]{0,40}") {
            match (tidy(&text), serde_json::from_str::<serde_json::Value>(&text)) {
                (Ok(tidied), Ok(value)) => prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&tidied).unwrap(), value),
                // Escapes inside values are looked at by serde_json alone.
                (Ok(_), Err(_)) => prop_assert!(text.contains('\\'), "{}", text),
                (Err(flaw), Ok(_)) => {
                    prop_assert!(matches!(flaw.what, What::SameKeyTwice(_) | What::NoSuchNumber(_)) || text.contains("u0000"), "{text}: {flaw}");
                }
                (Err(_), Err(_)) => {}
            }
        }
    }
}
