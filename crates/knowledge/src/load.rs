//! Reads the files of `knowledge/` and refuses what is uncited, contradicts itself or names what is not there.

use crate::article::Article;
use crate::basis::{Source, date};
use crate::check;
use crate::equivalence::EquivalenceTable;
use crate::ids::{ArticleId, InstrumentId, PracticeId, SourceId, SubstanceId, TherapyId};
use crate::instrument::Instrument;
use crate::monitoring::{Schedule, Test};
use crate::outcome::{OutcomeDefinition, Outcomes};
use crate::practice::Practice;
use crate::rating::{RatingScale, RatingScales};
use crate::refusal::Refusal;
use crate::rule::RuleFile;
use crate::skill_set::SkillSet;
use crate::substance::Substance;
use crate::terms::{ConditionTerm, Conditions, EffectTerm, Effects, Formula, Formulas, Outside, Product, Products, Tests};
use crate::therapy::Therapy;
use crate::word_list::{ListName, WordList};
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// Everything that medicine says here, loaded and checked. Immutable.
#[derive(Clone, Debug, PartialEq)]
pub struct Knowledge {
    pub(crate) instruments: BTreeMap<InstrumentId, Instrument>,
    pub(crate) outcomes: BTreeMap<InstrumentId, Vec<OutcomeDefinition>>,
    pub(crate) substances: BTreeMap<SubstanceId, Substance>,
    pub(crate) therapies: BTreeMap<TherapyId, Therapy>,
    pub(crate) practices: BTreeMap<PracticeId, Practice>,
    pub(crate) word_lists: BTreeMap<ListName, WordList>,
    pub(crate) skill_sets: BTreeMap<String, SkillSet>,
    pub(crate) scales: BTreeMap<String, RatingScale>,
    pub(crate) articles: BTreeMap<ArticleId, Article>,
    pub(crate) rules: BTreeMap<String, RuleFile>,
    pub(crate) schedules: BTreeMap<String, Schedule>,
    pub(crate) equivalents: BTreeMap<String, EquivalenceTable>,
    pub(crate) conditions: BTreeMap<String, ConditionTerm>,
    pub(crate) effects: BTreeMap<String, EffectTerm>,
    pub(crate) tests: BTreeMap<String, Test>,
    pub(crate) formulas: BTreeMap<String, Formula>,
    pub(crate) products: BTreeMap<String, Product>,
    pub(crate) sources: BTreeMap<SourceId, Source>,
    pub(crate) substance_names: BTreeMap<String, SubstanceId>,
    pub(crate) edition: Date,
    pub(crate) version: String,
}

/// `knowledge/edition.toml`: the day on which the whole was last looked through.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edition {
    #[serde(deserialize_with = "date")]
    edition: Date,
}

/// What has been read so far, and what had to be refused.
#[derive(Default)]
pub(crate) struct Reading {
    pub(crate) instruments: BTreeMap<InstrumentId, (String, Instrument)>,
    pub(crate) outcomes: Vec<(String, Outcomes)>,
    pub(crate) substances: BTreeMap<SubstanceId, (String, Substance)>,
    pub(crate) therapies: BTreeMap<TherapyId, (String, Therapy)>,
    pub(crate) practices: BTreeMap<PracticeId, (String, Practice)>,
    pub(crate) word_lists: BTreeMap<ListName, (String, WordList)>,
    pub(crate) skill_sets: BTreeMap<String, (String, SkillSet)>,
    pub(crate) scales: BTreeMap<String, RatingScale>,
    pub(crate) articles: BTreeMap<ArticleId, (String, Article)>,
    pub(crate) rules: BTreeMap<String, (String, RuleFile)>,
    pub(crate) schedules: BTreeMap<String, (String, Schedule)>,
    pub(crate) equivalents: BTreeMap<String, (String, EquivalenceTable)>,
    pub(crate) conditions: BTreeMap<String, ConditionTerm>,
    pub(crate) effects: BTreeMap<String, EffectTerm>,
    pub(crate) tests: BTreeMap<String, Test>,
    pub(crate) formulas: BTreeMap<String, Formula>,
    pub(crate) products: BTreeMap<String, Product>,
    pub(crate) sources: BTreeMap<SourceId, (String, Source)>,
    /// Names that rules use and no entry has, each known to be so.
    pub(crate) outside: Vec<String>,
    edition: Option<Date>,
    pub(crate) refusals: Vec<Refusal>,
}

impl Knowledge {
    /// Loads entries from `(path below knowledge/, text)` pairs.
    ///
    /// # Errors
    /// All refusals at once, in the order of the files, so that one run shows everything there is to put right.
    pub fn load<'a, P: AsRef<str>>(files: impl IntoIterator<Item = (P, &'a str)>) -> Result<Self, Vec<Refusal>> {
        let mut files: Vec<(P, &str)> = files.into_iter().collect();
        files.sort_by(|a, b| a.0.as_ref().cmp(b.0.as_ref()));
        let mut reading = Reading::default();
        for (path, text) in &files {
            reading.take(path.as_ref(), text);
        }
        if reading.edition.is_none() && reading.refusals.is_empty() {
            reading.refusals.push(Refusal::new("edition.toml", "file", "it is missing; write `edition = <day>` in it."));
        }
        check::all(&mut reading);
        let version = format!("{}+{:016x}", reading.edition.unwrap_or_default(), fingerprint(&files));
        reading.finish(version)
    }
}

impl Reading {
    fn take(&mut self, path: &str, text: &str) {
        let (folder, file) = path.split_once('/').unwrap_or(("", path));
        let stem = file.strip_suffix(".toml").unwrap_or(file);
        match folder {
            "instruments" => {
                let read = parse::<Instrument>(path, text).map(Instrument::completed);
                keep(path, stem, read, |entry| entry.id.clone(), &mut self.instruments, &mut self.refusals);
            }
            "substances" => {
                let read = parse::<Substance>(path, text);
                keep(path, stem, read, |entry| entry.id.clone(), &mut self.substances, &mut self.refusals);
            }
            "therapies" => {
                let read = parse::<Therapy>(path, text);
                keep(path, stem, read, |entry| entry.id.clone(), &mut self.therapies, &mut self.refusals);
            }
            "practices" => {
                let read = parse::<Practice>(path, text);
                keep(path, stem, read, |entry| entry.id.clone(), &mut self.practices, &mut self.refusals);
            }
            "education" => {
                let read = parse::<Article>(path, text);
                keep(path, stem, read, |entry| entry.id.clone(), &mut self.articles, &mut self.refusals);
            }
            "words" => {
                let read = parse::<WordList>(path, text);
                keep(path, stem, read, |entry| entry.id, &mut self.word_lists, &mut self.refusals);
            }
            "skills" => {
                let read = parse::<SkillSet>(path, text);
                keep(path, stem, read, |entry| entry.id.clone(), &mut self.skill_sets, &mut self.refusals);
            }
            "rules" => {
                let read = parse::<RuleFile>(path, text);
                keep(path, stem, read, |entry| entry.id.clone(), &mut self.rules, &mut self.refusals);
            }
            "monitoring" => {
                let read = parse::<Schedule>(path, text);
                keep(path, stem, read, |entry| entry.id.clone(), &mut self.schedules, &mut self.refusals);
            }
            "equivalents" => {
                let read = parse::<EquivalenceTable>(path, text);
                keep(path, stem, read, |entry| entry.id.clone(), &mut self.equivalents, &mut self.refusals);
            }
            "vocabulary" => self.take_terms(path, stem, text),
            "sources" => {
                let read = parse::<Source>(path, text);
                keep(path, stem, read, |entry| entry.id.clone(), &mut self.sources, &mut self.refusals);
            }
            "outcomes" => match parse::<Outcomes>(path, text) {
                Ok(outcomes) => self.outcomes.push((path.to_owned(), outcomes)),
                Err(refusal) => self.refusals.push(refusal),
            },
            "" if stem == "edition" => match parse::<Edition>(path, text) {
                Ok(edition) => self.edition = Some(edition.edition),
                Err(refusal) => self.refusals.push(refusal),
            },
            _ => self.refusals.push(Refusal::new(path, "file", "nothing reads this folder; move the file or take it out.")),
        }
    }

    /// The words of `vocabulary/`: one file for each sort.
    fn take_terms(&mut self, path: &str, stem: &str, text: &str) {
        let refused = match stem {
            "conditions" => parse::<Conditions>(path, text)
                .map(|file| keep_terms(path, file.conditions, |term| &term.id, &mut self.conditions, &mut self.refusals)),
            "effects" => parse::<Effects>(path, text)
                .map(|file| keep_terms(path, file.effects, |term| &term.id, &mut self.effects, &mut self.refusals)),
            "tests" => parse::<Tests>(path, text)
                .map(|file| keep_terms(path, file.tests, |term| &term.id, &mut self.tests, &mut self.refusals)),
            "outside" => parse::<Outside>(path, text).map(|file| self.outside = file.names),
            "scales" => parse::<RatingScales>(path, text)
                .map(|file| keep_terms(path, file.scales, |term| &term.id, &mut self.scales, &mut self.refusals)),
            "formulas" => parse::<Formulas>(path, text)
                .map(|file| keep_terms(path, file.formulas, |term| &term.id, &mut self.formulas, &mut self.refusals)),
            "products" => parse::<Products>(path, text)
                .map(|file| keep_terms(path, file.products, |term| &term.name, &mut self.products, &mut self.refusals)),
            _ => Err(Refusal::new(
                path,
                "file",
                "nothing reads this file; the words are in conditions, effects, tests, formulas, products, scales and outside.",
            )),
        };
        self.refusals.extend(refused.err());
    }

    fn finish(mut self, version: String) -> Result<Knowledge, Vec<Refusal>> {
        let substance_names = check::substance_names(&self.substances, &mut self.refusals);
        check::product_names(&self.products, &substance_names, &mut self.refusals);
        let mut outcomes: BTreeMap<InstrumentId, Vec<OutcomeDefinition>> = BTreeMap::new();
        for definition in self.outcomes.into_iter().flat_map(|(_, outcomes)| outcomes.definitions) {
            outcomes.entry(definition.instrument.clone()).or_default().push(definition);
        }
        for definitions in outcomes.values_mut() {
            definitions.sort_by_key(|definition| definition.in_force_from);
        }
        if !self.refusals.is_empty() {
            self.refusals.sort();
            return Err(self.refusals);
        }
        Ok(Knowledge {
            instruments: without_paths(self.instruments),
            outcomes,
            substances: without_paths(self.substances),
            therapies: without_paths(self.therapies),
            practices: without_paths(self.practices),
            word_lists: without_paths(self.word_lists),
            skill_sets: without_paths(self.skill_sets),
            scales: self.scales,
            articles: without_paths(self.articles),
            rules: without_paths(self.rules),
            schedules: without_paths(self.schedules),
            equivalents: without_paths(self.equivalents),
            conditions: self.conditions,
            effects: self.effects,
            tests: self.tests,
            formulas: self.formulas,
            products: self.products,
            sources: without_paths(self.sources),
            substance_names,
            edition: self.edition.unwrap_or_default(),
            version,
        })
    }
}

pub(crate) fn parse<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, Refusal> {
    toml::from_str(text).map_err(|error| Refusal::of_text(path, text, &error))
}

/// Keeps an entry whose id is its file's name and was not taken before.
fn keep<I: Ord + std::fmt::Display, T>(
    path: &str,
    stem: &str,
    read: Result<T, Refusal>,
    id_of: impl Fn(&T) -> I,
    kept: &mut BTreeMap<I, (String, T)>,
    refusals: &mut Vec<Refusal>,
) {
    match read {
        Err(refusal) => refusals.push(refusal),
        Ok(entry) => {
            let id = id_of(&entry);
            if let Some((other, _)) = kept.get(&id) {
                refusals.push(Refusal::new(path, "id", format!("`{id}` is already the id of knowledge/{other}.")));
            } else if id.to_string() != stem {
                refusals.push(Refusal::new(path, "id", format!("the id `{id}` is not the file's name.")));
            } else {
                kept.insert(id, (path.to_owned(), entry));
            }
        }
    }
}

/// Keeps words, each id once.
fn keep_terms<T>(
    path: &str,
    terms: Vec<T>,
    id_of: impl Fn(&T) -> &String,
    kept: &mut BTreeMap<String, T>,
    refusals: &mut Vec<Refusal>,
) {
    for term in terms {
        let id = id_of(&term).clone();
        if kept.insert(id.clone(), term).is_some() {
            refusals.push(Refusal::new(path, id, "this id stands there twice."));
        }
    }
}

fn without_paths<I: Ord, T>(kept: BTreeMap<I, (String, T)>) -> BTreeMap<I, T> {
    kept.into_iter().map(|(id, (_, entry))| (id, entry)).collect()
}

/// FNV-1a over paths and texts: names a state of the data, guards nothing.
fn fingerprint<P: AsRef<str>>(files: &[(P, &str)]) -> u64 {
    files
        .iter()
        .flat_map(|(path, text)| path.as_ref().bytes().chain([0]).chain(text.bytes()).chain([0]))
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
