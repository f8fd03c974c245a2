//! What a number rests on: the citation it came from and whether anybody here has read it there.

use crate::ids::SourceId;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

/// Whether a number was read in the source it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verification {
    /// Somebody opened the source and found the number there.
    Read,
    /// Taken from general knowledge of the source; the page that shows it says so.
    Unverified,
}

impl Verification {
    /// The word as it stands in `knowledge/` and in exports: `read` or `unverified`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unverified => "unverified",
        }
    }
}

/// One citation: where a reader can look the matter up.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The id by which entries name it; equals the file's name.
    pub id: SourceId,
    /// Short title for a footnote.
    pub title: String,
    /// Full citation: authors, title, journal or publisher, year.
    pub citation: String,
    /// Where it stands on the web.
    pub url: Option<String>,
    /// Digital object identifier, without a resolver in front.
    pub doi: Option<String>,
    /// Which part of the source is meant when entries do not say more.
    pub section: Option<String>,
    /// Terms under which the source itself may be used.
    pub licence: Option<String>,
    /// The day on which it was read; absent unless it really was.
    #[serde(default, deserialize_with = "optional_date")]
    pub read_on: Option<Date>,
    /// What was read when it was not the original: an abstract, a stored copy, a secondary account.
    pub read_as: Option<String>,
    /// Whether it was read at all.
    pub verification: Verification,
}

/// Anything clinical that rests on a citation.
pub trait Sourced {
    /// The citation.
    fn source(&self) -> &SourceId;
    /// Where in the source: a section, table or page.
    fn locator(&self) -> Option<&str>;
    /// Whether the number was read there.
    fn verification(&self) -> Verification;
}

/// Implements [`Sourced`] for types with the fields `source`, `locator` and `verification`.
macro_rules! sourced {
    ($($name:ident),+ $(,)?) => {$(
        impl crate::basis::Sourced for $name {
            fn source(&self) -> &crate::ids::SourceId {
                &self.source
            }
            fn locator(&self) -> Option<&str> {
                self.locator.as_deref()
            }
            fn verification(&self) -> crate::basis::Verification {
                self.verification
            }
        }
    )+};
}
pub(crate) use sourced;

/// Reads a date written as TOML writes dates: `2026-01-31`, without quotation marks.
pub(crate) fn date<'de, D: Deserializer<'de>>(input: D) -> Result<Date, D::Error> {
    let written = toml::value::Datetime::deserialize(input)?;
    written.to_string().parse().map_err(|_| serde::de::Error::custom(format!("`{written}` is not a day")))
}

/// As [`date`], where the day may be absent.
fn optional_date<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Date>, D::Error> {
    date(input).map(Some)
}
