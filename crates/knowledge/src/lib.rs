//! What medicine says: the entries of `knowledge/`, read into types, refused where they are uncited or contradict
//! themselves. No clock, no input or output: the files are compiled in.
//!
//! ```
//! use concord_knowledge::{ids::InstrumentId, shipped};
//!
//! let phq9 = shipped().instrument(&InstrumentId::from("phq-9")).expect("the PHQ-9 ships");
//! assert_eq!(phq9.items.len(), 9);
//! ```

pub mod article;
mod article_check;
pub mod basis;
pub mod caution;
mod check;
mod condition_words;
mod course_check;
mod entries;
pub mod equivalence;
pub mod expression;
pub mod formulary;
pub mod instrument;
mod instrument_check;
mod load;
mod lookup;
pub mod monitoring;
mod names;
pub mod outcome;
mod overlay;
pub mod practice;
pub mod rating;
mod refusal;
pub mod rule;
mod shipped;
pub mod skill_set;
pub mod substance;
pub mod terms;
pub mod therapy;
pub mod vocabulary;
pub mod word_list;

pub use article::Article;
pub use basis::{Source, Sourced, Verification};
pub use caution::{Caution, CautionStrength, CautionWhen};
pub use concord_chart::ids;
pub use entries::{Entry, EntryKind};
pub use equivalence::EquivalenceTable;
pub use expression::Expression;
pub use instrument::Instrument;
pub use load::Knowledge;
pub use lookup::LoincRole;
pub use monitoring::Schedule;
pub use outcome::OutcomeDefinition;
pub use overlay::read_content;
pub use practice::Practice;
pub use rating::RatingScale;
pub use refusal::Refusal;
pub use rule::{Rule, RuleFile};
pub use shipped::shipped;
pub use skill_set::SkillSet;
pub use substance::Substance;
pub use therapy::Therapy;
pub use word_list::{ListName, Word, WordList};
