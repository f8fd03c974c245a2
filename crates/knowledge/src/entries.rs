//! Every entry with what it rests on, for whoever answers for the knowledge that a practice uses.

use crate::basis::{Sourced, Verification};
use crate::check;
use crate::course_check;
use crate::load::Knowledge;

/// The kinds of entries, as their folders are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// Questionnaires and interview screens.
    Instrument,
    /// What counts as response, remission and change.
    Outcome,
    /// Medicines.
    Substance,
    /// Talking therapies.
    Therapy,
    /// Complementary practices.
    Practice,
    /// Words that forms of therapy offer.
    Words,
    /// Skills that therapies teach.
    Skills,
    /// Scales for one number.
    Scale,
    /// Rules about classes of medicines.
    Rules,
    /// What is checked when.
    Schedule,
    /// Equivalent doses.
    Equivalents,
    /// Articles for patients and families.
    Article,
}

impl EntryKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Instrument,
        Self::Outcome,
        Self::Substance,
        Self::Rules,
        Self::Schedule,
        Self::Equivalents,
        Self::Therapy,
        Self::Practice,
        Self::Words,
        Self::Skills,
        Self::Scale,
        Self::Article,
    ];

    /// The kind in words, several of them.
    pub fn words(self) -> &'static str {
        match self {
            Self::Instrument => "Questionnaires and screens",
            Self::Outcome => "Outcome definitions",
            Self::Substance => "Medicines",
            Self::Therapy => "Talking therapies",
            Self::Practice => "Complementary practices",
            Self::Words => "Words of therapy forms",
            Self::Skills => "Skills",
            Self::Scale => "Scales for one number",
            Self::Rules => "Rules about medicines",
            Self::Schedule => "Schedules of checks",
            Self::Equivalents => "Equivalent doses",
            Self::Article => "Articles for patients and families",
        }
    }
}

/// One entry and its cited parts.
pub struct Entry<'a> {
    /// Of which kind.
    pub kind: EntryKind,
    /// Its id.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// What of it is cited, by name, with its citation.
    pub parts: Vec<(String, &'a dyn Sourced)>,
}

impl Entry<'_> {
    /// How many of its parts were read in their source.
    pub fn read(&self) -> usize {
        self.parts.iter().filter(|(_, part)| part.verification() == Verification::Read).count()
    }

    /// How many were not.
    pub fn unverified(&self) -> usize {
        self.parts.len() - self.read()
    }
}

impl Knowledge {
    /// Every entry, by kind and id.
    pub fn entries(&self) -> Vec<Entry<'_>> {
        let instruments = self.instruments().map(|entry| Entry {
            kind: EntryKind::Instrument,
            id: entry.id.as_str(),
            name: &entry.name,
            parts: check::instrument_citations(entry),
        });
        let outcomes = self.outcome_definitions().map(|entry| Entry {
            kind: EntryKind::Outcome,
            id: entry.instrument.as_str(),
            name: entry.instrument.as_str(),
            parts: check::outcome_citations(entry),
        });
        let substances = self.substances().map(|entry| Entry {
            kind: EntryKind::Substance,
            id: entry.id.as_str(),
            name: &entry.name,
            parts: check::substance_citations(entry),
        });
        let therapies = self.therapies().map(|entry| Entry {
            kind: EntryKind::Therapy,
            id: entry.id.as_str(),
            name: &entry.name,
            parts: course_check::therapy_citations(entry),
        });
        let practices = self.practices().map(|entry| Entry {
            kind: EntryKind::Practice,
            id: entry.id.as_str(),
            name: &entry.name,
            parts: course_check::practice_citations(entry),
        });
        let words = self.word_lists().map(|entry| Entry {
            kind: EntryKind::Words,
            id: entry.id.as_str(),
            name: &entry.name,
            parts: vec![("list".to_owned(), entry as &dyn Sourced)],
        });
        let skills = self.skill_sets().map(|entry| Entry {
            kind: EntryKind::Skills,
            id: &entry.id,
            name: &entry.name,
            parts: course_check::skill_set_citations(entry),
        });
        let scales = self.scales().map(|entry| Entry {
            kind: EntryKind::Scale,
            id: &entry.id,
            name: &entry.name,
            parts: vec![("scale".to_owned(), entry as &dyn Sourced)],
        });
        let rules = self.rule_files().map(|entry| {
            let mut parts = Vec::new();
            check::rule_citations(&entry.rules, &mut parts);
            Entry { kind: EntryKind::Rules, id: &entry.id, name: &entry.about, parts }
        });
        let schedules = self.schedules().map(|entry| Entry {
            kind: EntryKind::Schedule,
            id: &entry.id,
            name: &entry.name,
            parts: check::schedule_citations(entry),
        });
        let equivalents = self.equivalence_tables().map(|entry| Entry {
            kind: EntryKind::Equivalents,
            id: &entry.id,
            name: &entry.name,
            parts: check::equivalence_citations(entry),
        });
        let articles = self.articles().map(|entry| Entry {
            kind: EntryKind::Article,
            id: entry.id.as_str(),
            name: &entry.title,
            parts: check::article_citations(entry),
        });
        let medication = substances.chain(rules).chain(schedules).chain(equivalents);
        let courses = therapies.chain(practices).chain(words).chain(skills).chain(scales);
        instruments.chain(outcomes).chain(medication).chain(courses).chain(articles).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shipped;

    #[test]
    fn every_shipped_entry_rests_on_something_and_its_parts_add_up() {
        let entries = shipped().entries();
        for kind in EntryKind::ALL {
            assert!(entries.iter().any(|entry| entry.kind == *kind), "no entry of the kind “{}”", kind.words());
        }
        for entry in &entries {
            assert!(!entry.parts.is_empty(), "{} rests on nothing", entry.id);
            assert_eq!(entry.read() + entry.unverified(), entry.parts.len());
        }
    }
}
