//! How entries are found: by id, by the names people write, by code.

use crate::basis::Source;
use crate::equivalence::EquivalenceTable;
use crate::ids::{InstrumentId, PracticeId, SourceId, SubstanceId, TherapyId};
use crate::instrument::{Instrument, LoincCode};
use crate::load::Knowledge;
use crate::monitoring::{Schedule, Test};
use crate::outcome::OutcomeDefinition;
use crate::practice::Practice;
use crate::rating::RatingScale;
use crate::rule::{Rule, RuleFile};
use crate::skill_set::SkillSet;
use crate::substance::Substance;
use crate::terms::{ConditionTerm, EffectTerm, Formula, Product};
use crate::therapy::Therapy;
use crate::word_list::{ListName, Word, WordList};
use jiff::civil::Date;

/// What a LOINC code stands for in one of our instruments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoincRole {
    /// The whole questionnaire: goes on a QuestionnaireResponse, never on a score.
    Panel,
    /// The total score.
    Total,
    /// The item at this position.
    Item(u8),
}

impl Knowledge {
    /// The instrument with this id.
    pub fn instrument(&self, id: &InstrumentId) -> Option<&Instrument> {
        self.instruments.get(id)
    }

    /// The instrument that people call so: `PHQ-9`, `phq9`, `PHQ 9`.
    pub fn instrument_by_name(&self, name: &str) -> Option<&Instrument> {
        let wanted = squeezed(name);
        self.instruments.values().find(|instrument| {
            squeezed(instrument.id.as_str()) == wanted
                || squeezed(&instrument.short_name) == wanted
                || instrument.aliases.iter().any(|alias| squeezed(alias) == wanted)
        })
    }

    /// What a LOINC code stands for, if one of our instruments has it. Some items are shared, as between PHQ-2 and PHQ-9:
    /// then the longest instrument is meant, because a lone item is more often one of many.
    pub fn instrument_by_loinc(&self, code: &str) -> Option<(&Instrument, LoincRole)> {
        let roles = self.instruments.values().filter_map(|instrument| Some((instrument, role_of(instrument, code)?)));
        roles.max_by_key(|(instrument, _)| instrument.items.len())
    }

    /// All instruments, by id.
    pub fn instruments(&self) -> impl Iterator<Item = &Instrument> {
        self.instruments.values()
    }

    /// The newest outcome definition for an instrument.
    pub fn outcome_definition(&self, id: &InstrumentId) -> Option<&OutcomeDefinition> {
        self.outcomes.get(id)?.last()
    }

    /// The outcome definition for an instrument that was in force on a day, for reports about that day.
    pub fn outcome_definition_on(&self, id: &InstrumentId, day: Date) -> Option<&OutcomeDefinition> {
        self.outcomes.get(id)?.iter().rev().find(|definition| definition.in_force_from <= day)
    }

    /// All outcome definitions, by instrument and then by day.
    pub fn outcome_definitions(&self) -> impl Iterator<Item = &OutcomeDefinition> {
        self.outcomes.values().flatten()
    }

    /// The substance with this id.
    pub fn substance(&self, id: &SubstanceId) -> Option<&Substance> {
        self.substances.get(id)
    }

    /// The substance that a text names: an ingredient, brand or synonym in any case, alone or inside a text such as
    /// `sertraline 50 MG Oral Tablet`. A text with several ingredients names none: half an answer would be a wrong one.
    pub fn substance_by_name(&self, text: &str) -> Option<&Substance> {
        let text = text.trim().to_lowercase();
        if let Some(id) = self.substance_names.get(&text) {
            return self.substances.get(id);
        }
        if text.contains(" / ") || self.product_by_name(&text).is_some() {
            return None;
        }
        let mut named = self.substance_names.iter().filter(|(name, _)| contains_word(&text, name)).map(|(_, id)| id);
        let first = named.next()?;
        if named.all(|other| other == first) { self.substances.get(first) } else { None }
    }

    /// The product of several substances that a text names: `Symbyax`, `Symbyax 6 mg/25 mg capsule`. Where several names
    /// are in the text, the longest.
    pub fn product_by_name(&self, text: &str) -> Option<&Product> {
        let text = text.trim().to_lowercase();
        let inside = |product: &&Product| {
            product.names().map(str::to_lowercase).filter(|name| contains_word(&text, name)).map(|name| name.len()).max()
        };
        self.products
            .values()
            .filter_map(|product| inside(&product).map(|length| (length, product)))
            .max_by_key(|(length, _)| *length)
            .map(|(_, product)| product)
    }

    /// All products of several substances, by name.
    pub fn products(&self) -> impl Iterator<Item = &Product> {
        self.products.values()
    }

    /// The substance with this RxNorm ingredient code.
    pub fn substance_by_rxcui(&self, code: &str) -> Option<&Substance> {
        self.substances.values().find(|substance| substance.rxcui.as_ref().is_some_and(|known| known.code == code))
    }

    /// All substances, by id.
    pub fn substances(&self) -> impl Iterator<Item = &Substance> {
        self.substances.values()
    }

    /// All files of class rules, by id.
    pub fn rule_files(&self) -> impl Iterator<Item = &RuleFile> {
        self.rules.values()
    }

    /// All rules: those of the substances, each with the substance it belongs to, and those between classes.
    pub fn rules(&self) -> impl Iterator<Item = (Option<&Substance>, &Rule)> {
        let of_classes = self.rules.values().flat_map(|file| file.rules.iter().map(|rule| (None, rule)));
        let of_substances = self.substances.values().flat_map(|entry| entry.rules.iter().map(move |rule| (Some(entry), rule)));
        of_substances.chain(of_classes)
    }

    /// All schedules of checks, by id.
    pub fn schedules(&self) -> impl Iterator<Item = &Schedule> {
        self.schedules.values()
    }

    /// The schedule that people call so, in any case and punctuation.
    pub fn schedule_by_name(&self, name: &str) -> Option<&Schedule> {
        let wanted = squeezed(name);
        self.schedules.values().find(|schedule| {
            let names = [schedule.id.as_str(), &schedule.name].into_iter();
            names.chain(schedule.synonyms.iter().map(String::as_str)).any(|known| squeezed(known) == wanted)
        })
    }

    /// All tables of equivalent doses, by id.
    pub fn equivalence_tables(&self) -> impl Iterator<Item = &EquivalenceTable> {
        self.equivalents.values()
    }

    /// The table that people call so, in any case and punctuation.
    pub fn equivalence_table_by_name(&self, name: &str) -> Option<&EquivalenceTable> {
        let wanted = squeezed(name);
        self.equivalents.values().find(|table| {
            let names = [table.id.as_str(), &table.name].into_iter();
            names.chain(table.synonyms.iter().map(String::as_str)).any(|known| squeezed(known) == wanted)
        })
    }

    /// All conditions that rules know, by id.
    pub fn conditions(&self) -> impl Iterator<Item = &ConditionTerm> {
        self.conditions.values()
    }

    /// The condition with this id.
    pub fn condition(&self, id: &str) -> Option<&ConditionTerm> {
        self.conditions.get(id)
    }

    /// All unwanted effects, by id.
    pub fn effects(&self) -> impl Iterator<Item = &EffectTerm> {
        self.effects.values()
    }

    /// The unwanted effect with this id.
    pub fn effect(&self, id: &str) -> Option<&EffectTerm> {
        self.effects.get(id)
    }

    /// The unwanted effect that people call so: its id, name, plain words or one of its other words.
    pub fn effect_by_name(&self, name: &str) -> Option<&EffectTerm> {
        let wanted = squeezed(name);
        self.effects.values().find(|effect| {
            let names = [effect.id.as_str(), &effect.name, &effect.plain].into_iter();
            names.chain(effect.words.iter().map(String::as_str)).any(|known| squeezed(known) == wanted)
        })
    }

    /// The published formula with this id.
    pub fn formula(&self, id: &str) -> Option<&Formula> {
        self.formulas.get(id)
    }

    /// All published formulas, by id.
    pub fn formulas(&self) -> impl Iterator<Item = &Formula> {
        self.formulas.values()
    }

    /// All tests, by id.
    pub fn tests(&self) -> impl Iterator<Item = &Test> {
        self.tests.values()
    }

    /// The test with this id.
    pub fn test(&self, id: &str) -> Option<&Test> {
        self.tests.get(id)
    }

    /// The test that people call so: its id, name, laboratory key or one of its other names.
    pub fn test_by_name(&self, name: &str) -> Option<&Test> {
        let wanted = squeezed(name);
        self.tests.values().find(|test| {
            let names = [test.id.as_str(), &test.name].into_iter().chain(test.lab.as_deref());
            names.chain(test.synonyms.iter().map(String::as_str)).any(|known| squeezed(known) == wanted)
        })
    }

    /// The therapy with this id.
    pub fn therapy(&self, id: &TherapyId) -> Option<&Therapy> {
        self.therapies.get(id)
    }

    /// The therapy that people call so.
    pub fn therapy_by_name(&self, name: &str) -> Option<&Therapy> {
        let wanted = squeezed(name);
        self.therapies.values().find(|therapy| {
            let names = [therapy.id.as_str(), &therapy.name, &therapy.short_name].into_iter();
            names.chain(therapy.synonyms.iter().map(String::as_str)).any(|known| squeezed(known) == wanted)
        })
    }

    /// All therapies, by id.
    pub fn therapies(&self) -> impl Iterator<Item = &Therapy> {
        self.therapies.values()
    }

    /// The complementary practice with this id.
    pub fn practice(&self, id: &PracticeId) -> Option<&Practice> {
        self.practices.get(id)
    }

    /// The complementary practice that people call so.
    pub fn practice_by_name(&self, name: &str) -> Option<&Practice> {
        let wanted = squeezed(name);
        self.practices.values().find(|practice| {
            let names = [practice.id.as_str(), &practice.name].into_iter();
            names.chain(practice.synonyms.iter().map(String::as_str)).any(|known| squeezed(known) == wanted)
        })
    }

    /// All complementary practices, by id.
    pub fn practices(&self) -> impl Iterator<Item = &Practice> {
        self.practices.values()
    }

    /// The list of words with this name.
    pub fn word_list(&self, name: ListName) -> Option<&WordList> {
        self.word_lists.get(&name)
    }

    /// The words of a list, in the order in which they are shown; none where the list is not there.
    pub fn words(&self, name: ListName) -> &[Word] {
        self.word_list(name).map(|list| list.words.as_slice()).unwrap_or_default()
    }

    /// All lists of words, by name.
    pub fn word_lists(&self) -> impl Iterator<Item = &WordList> {
        self.word_lists.values()
    }

    /// The set of skills with this id.
    pub fn skill_set(&self, id: &str) -> Option<&SkillSet> {
        self.skill_sets.get(id)
    }

    /// All sets of skills, by id.
    pub fn skill_sets(&self) -> impl Iterator<Item = &SkillSet> {
        self.skill_sets.values()
    }

    /// The scale for one number with this id.
    pub fn scale(&self, id: &str) -> Option<&RatingScale> {
        self.scales.get(id)
    }

    /// All scales for one number, by id.
    pub fn scales(&self) -> impl Iterator<Item = &RatingScale> {
        self.scales.values()
    }

    /// The citation with this id.
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.get(id)
    }

    /// All citations, by id.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.sources.values()
    }

    /// The day on which the whole was last looked through.
    pub fn edition(&self) -> Date {
        self.edition
    }

    /// Names this state of the data: the edition's day and a fingerprint of every file, `2026-11-22+0f3a…`.
    pub fn version(&self) -> &str {
        &self.version
    }
}

/// What a LOINC code stands for in one instrument.
fn role_of(instrument: &Instrument, code: &str) -> Option<LoincRole> {
    let is = |known: &Option<LoincCode>| known.as_ref().is_some_and(|known| known.code == code);
    if is(&instrument.loinc_panel) {
        Some(LoincRole::Panel)
    } else if is(&instrument.loinc_total) {
        Some(LoincRole::Total)
    } else {
        instrument.all_items().find(|item| is(&item.loinc)).map(|item| LoincRole::Item(item.position))
    }
}

/// A name without case, spaces and punctuation.
fn squeezed(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a text contains a name as whole words: `citalopram` is not in `escitalopram 10 mg`.
fn contains_word(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        let after = text[start + name.len()..].chars().next();
        let open = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        open(before) && open(after)
    })
}
