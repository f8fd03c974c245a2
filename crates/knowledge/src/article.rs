//! Articles for patients and families: short, in plain words, each claim tied to a citation, offered by a plan when they
//! fit it, with a question at the end that lets the reader say it back in their own words.
//!
//! ```
//! use concord_knowledge::{article::Block, shipped};
//!
//! let article = shipped().article(&"ssri".into()).expect("the article about SSRIs ships");
//! for section in &article.sections {
//!     println!("{}", section.heading);
//!     for block in &section.blocks {
//!         match block {
//!             Block::Paragraph(passage) => println!("{}", passage.text),
//!             Block::List(passages) => passages.iter().for_each(|passage| println!("- {}", passage.text)),
//!         }
//!     }
//! }
//! ```

use crate::basis::{Verification, date, sourced};
use crate::ids::{ArticleId, PracticeId, SourceId, TherapyId};
use crate::load::Knowledge;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One article in one language.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// Id: `ssri`; a translation has an id of its own: `ssri-es`.
    pub id: ArticleId,
    /// Title for lists, tabs and reminders. It names no condition: somebody may look over the reader's shoulder.
    pub title: String,
    /// What it is about, for lists.
    pub topic: Topic,
    /// For whom it was written.
    pub audience: Audience,
    /// Language as a two-letter code: `en`, `es`.
    pub language: String,
    /// The article that this one says in another language.
    pub translation_of: Option<ArticleId>,
    /// The day of this wording. A changed wording gets a new day; what a reader read is recorded with it.
    #[serde(deserialize_with = "date")]
    pub version: Date,
    /// Minutes that a slow reader needs.
    pub minutes: u8,
    /// How easy the text has to be.
    #[serde(default)]
    pub level: Level,
    /// One sentence that says what the reader will know afterwards.
    pub summary: String,
    /// When a plan offers it.
    pub offered_when: OfferedWhen,
    /// The text.
    pub sections: Vec<Section>,
    /// The question at the end.
    pub teach_back: TeachBack,
    /// What the text rests on; passages name these by their key.
    pub claims: Vec<Claim>,
}

impl Article {
    /// All passages of the text in order, headings left out.
    pub fn passages(&self) -> impl Iterator<Item = &Passage> {
        self.sections.iter().flat_map(|section| &section.blocks).flat_map(Block::passages)
    }

    /// The claim with this key.
    pub fn claim(&self, key: &str) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.key == key)
    }

    /// Words of the text, headings left out.
    pub fn word_count(&self) -> usize {
        self.passages().map(|passage| passage.text.split_whitespace().count()).sum()
    }
}

/// What an article is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// The treatment as a whole, and how it goes on.
    Treatment,
    /// Talking therapies.
    Therapy,
    /// Practices beside them.
    Practices,
    /// Medicines.
    Medicines,
    /// Hard times and how to be ready for them.
    Safety,
    /// Daily life: sleep, alcohol, driving, children.
    Living,
    /// Other people: family, work, school, peers.
    People,
    /// Rights, records, money.
    Rights,
    /// What people believe and say.
    Stigma,
}

impl Topic {
    /// Every topic, in the order of a list.
    pub const ALL: &'static [Self] = &[
        Self::Treatment,
        Self::Therapy,
        Self::Medicines,
        Self::Practices,
        Self::Safety,
        Self::Living,
        Self::People,
        Self::Stigma,
        Self::Rights,
    ];

    /// The heading of its list.
    pub fn words(self) -> &'static str {
        match self {
            Self::Treatment => "Your treatment",
            Self::Therapy => "Talking therapies",
            Self::Practices => "Body and mind practices",
            Self::Medicines => "Medicines",
            Self::Safety => "Hard times",
            Self::Living => "Daily life",
            Self::People => "Other people",
            Self::Rights => "Your rights",
            Self::Stigma => "What people say",
        }
    }
}

/// For whom an article was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The person in treatment.
    Patient,
    /// Those who live with or care for that person.
    Family,
    /// Both.
    Both,
}

/// How easy a text has to be, as a school grade of the formula by Kincaid (1975).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// At most grade 8: for reading in quiet.
    #[default]
    Plain,
    /// At most grade 6: for reading in a bad hour.
    Plainest,
}

impl Level {
    /// The highest grade allowed.
    pub fn highest_grade(self) -> u8 {
        match self {
            Self::Plain => 8,
            Self::Plainest => 6,
        }
    }
}

/// When a plan offers an article. Of the causes (`everyone` to `conditions`) one that applies is enough; the limits
/// (`phases`, `within_weeks`) have to hold beside it. Without a cause, `phases` is the cause.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfferedWhen {
    /// To everybody in treatment.
    #[serde(default)]
    pub everyone: bool,
    /// A medicine and a talking therapy are on the plan together.
    #[serde(default)]
    pub combined: bool,
    /// Any medicine is taken.
    #[serde(default)]
    pub any_medicine: bool,
    /// Any talking therapy is under way.
    #[serde(default)]
    pub any_therapy: bool,
    /// One of these is taken: ids or tags of `substances/`, or [`LONG_ACTING`].
    #[serde(default)]
    pub medicines: Vec<String>,
    /// One of these is under way.
    #[serde(default)]
    pub therapies: Vec<TherapyId>,
    /// One of these is under way.
    #[serde(default)]
    pub practices: Vec<PracticeId>,
    /// One of these is on the chart: ids of `vocabulary/conditions.toml`.
    #[serde(default)]
    pub conditions: Vec<String>,
    /// Only in these phases of treatment; empty: in any.
    #[serde(default)]
    pub phases: Vec<TreatmentPhase>,
    /// Only so many weeks after the treatment that calls for it began; for `everyone`, after any treatment began.
    pub within_weeks: Option<u16>,
}

/// The name under `medicines` for whatever is given as a long-acting injection.
pub const LONG_ACTING: &str = "long_acting_injection";

/// Where a treatment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TreatmentPhase {
    /// Getting better.
    Acute,
    /// Better, and keeping on so that it stays so.
    Continuation,
    /// Well, and keeping on against a return.
    Maintenance,
    /// A treatment is being lowered or ended.
    Tapering,
}

/// A part of the text under a heading.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "WrittenSection")]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// Paragraphs and lists in order.
    pub blocks: Vec<Block>,
}

/// A paragraph or a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// One paragraph.
    Paragraph(Passage),
    /// A list without order.
    List(Vec<Passage>),
}

impl Block {
    /// Its passages: one for a paragraph, one for each point of a list.
    pub fn passages(&self) -> &[Passage] {
        match self {
            Self::Paragraph(passage) => std::slice::from_ref(passage),
            Self::List(passages) => passages,
        }
    }
}

/// A stretch of text with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The words, without marks.
    pub text: String,
    /// Keys of the claims that it rests on, in order; for footnotes.
    pub claims: Vec<String>,
}

/// A section as it is written: blank lines between blocks, `- ` before the points of a list, `[key]` after a claim.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSection {
    heading: String,
    text: String,
}

impl TryFrom<WrittenSection> for Section {
    type Error = String;

    fn try_from(written: WrittenSection) -> Result<Self, String> {
        let blocks: Result<Vec<Block>, String> =
            written.text.split("\n\n").filter(|block| !block.trim().is_empty()).map(block).collect();
        Ok(Self { heading: written.heading, blocks: blocks? })
    }
}

fn block(written: &str) -> Result<Block, String> {
    let lines: Vec<&str> = written.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if !lines.iter().any(|line| line.starts_with("- ")) {
        return Ok(Block::Paragraph(passage(&lines.join(" "))?));
    }
    let mut points: Vec<String> = Vec::new();
    for line in lines {
        match (line.strip_prefix("- "), points.last_mut()) {
            (Some(point), _) => points.push(point.to_owned()),
            (None, Some(point)) => *point = format!("{point} {line}"),
            (None, None) => return Err(format!("leave a blank line between “{line}” and the list after it")),
        }
    }
    Ok(Block::List(points.iter().map(|point| passage(point)).collect::<Result<_, _>>()?))
}

/// Takes the marks out of a text.
fn passage(written: &str) -> Result<Passage, String> {
    let mut text = String::new();
    let mut claims = Vec::new();
    let mut rest = written;
    while let Some((before, after)) = rest.split_once('[') {
        let (key, after) = after.split_once(']').ok_or_else(|| format!("a mark is not closed in “{written}”"))?;
        text.push_str(before.trim_end());
        claims.push(key.to_owned());
        rest = after;
    }
    text.push_str(rest);
    Ok(Passage { text: text.trim().to_owned(), claims })
}

/// The question at the end of an article, asked by a person or answered alone. It finds out whether we explained well,
/// never whether the reader is clever.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeachBack {
    /// The question.
    pub question: String,
    /// What a good answer mentions, each in a few words.
    pub mentions: Vec<String>,
}

/// How the answer to a teach-back question went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TeachBackResult {
    /// 0: we have to explain it again, in another way.
    NotYet,
    /// 1: a part came back.
    Partly,
    /// 2: what matters came back in the reader's own words.
    InOwnWords,
}

impl TeachBackResult {
    /// All, from 0 to 2.
    pub const ALL: &'static [Self] = &[Self::NotYet, Self::Partly, Self::InOwnWords];

    /// 0, 1 or 2.
    pub fn points(self) -> u8 {
        match self {
            Self::NotYet => 0,
            Self::Partly => 1,
            Self::InOwnWords => 2,
        }
    }

    /// The result that so many points stand for; none above 2.
    pub fn of_points(points: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|result| result.points() == points)
    }

    /// The result in words that reader and clinician may both see; English where there is no other.
    pub fn words(self, language: &str) -> &'static str {
        match (self, language) {
            (Self::NotYet, "es") => "Todavía no está claro: lo explicamos de otra manera",
            (Self::Partly, "es") => "Una parte está clara",
            (Self::InOwnWords, "es") => "Está claro, con sus propias palabras",
            (Self::NotYet, _) => "Not clear yet: we explain it another way",
            (Self::Partly, _) => "Partly clear",
            (Self::InOwnWords, _) => "Clear, in your own words",
        }
    }
}

/// What a passage rests on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The name by which passages call it: `trial`.
    pub key: String,
    /// What the source says, in our words.
    pub says: String,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

sourced!(Claim);

impl Knowledge {
    /// All articles, in every language, by id.
    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        self.articles.values()
    }

    /// The article with this id.
    pub fn article(&self, id: &ArticleId) -> Option<&Article> {
        self.articles.get(id)
    }

    /// The article, or its translation where there is one in this language.
    pub fn article_in(&self, id: &ArticleId, language: &str) -> Option<&Article> {
        let translated = |article: &&Article| article.translation_of.as_ref() == Some(id) && article.language == language;
        self.articles.values().find(translated).or_else(|| self.article(id))
    }
}
