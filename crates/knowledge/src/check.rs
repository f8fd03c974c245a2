//! What has to hold within an entry and between entries before anything is shown to anybody.

use crate::article::Article;
use crate::basis::{Source, Sourced, Verification};
use crate::equivalence::EquivalenceTable;
use crate::ids::{SourceId, SubstanceId};
use crate::instrument::Instrument;
use crate::instrument_check::instrument_itself;
use crate::load::Reading;
use crate::monitoring::Schedule;
use crate::outcome::OutcomeDefinition;
use crate::refusal::Refusal;
use crate::rule::{Rule, Scope};
use crate::substance::Substance;
use crate::terms::Product;
use crate::vocabulary::{Evidence, Severity};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What an entry rests on: each number with the name by which a refusal calls it.
pub(crate) type Cited<'a> = Vec<(String, &'a dyn Sourced)>;

/// Runs every check over what was read; adds to its refusals and completes outcome definitions from their instruments.
pub(crate) fn all(reading: &mut Reading) {
    let mut found = Vec::new();
    for (file, source) in reading.sources.values() {
        source_itself(file, source, &mut found);
    }
    for (file, instrument) in reading.instruments.values() {
        cited(file, instrument_citations(instrument), &reading.sources, &mut found);
        instrument_itself(&mut Report { file, found: &mut found }, instrument);
    }
    for (file, substance) in reading.substances.values() {
        cited(file, substance_citations(substance), &reading.sources, &mut found);
        substance_itself(&mut Report { file, found: &mut found }, substance);
    }
    crate::course_check::all(reading, &mut found);
    for (file, article) in reading.articles.values() {
        cited(file, article_citations(article), &reading.sources, &mut found);
    }
    crate::article_check::all(reading, &mut found);
    medication(reading, &mut found);
    crate::names::all(reading, &mut found);
    outcomes(reading, &mut found);
    reading.refusals.append(&mut found);
}

/// Rules, schedules and tables: cited, in order, each rule's id once.
fn medication(reading: &Reading, found: &mut Vec<Refusal>) {
    let mut ids: BTreeMap<&str, &str> = BTreeMap::new();
    let in_rules = reading.rules.values().map(|(file, entry)| (file, entry.rules.as_slice()));
    let in_substances = reading.substances.values().map(|(file, entry)| (file, entry.rules.as_slice()));
    for (file, rules) in in_rules.chain(in_substances) {
        let mut citations = Cited::new();
        rule_citations(rules, &mut citations);
        cited(file, citations, &reading.sources, found);
        for rule in rules {
            let other = ids.insert(&rule.id, file);
            let mut report = Report { file, found };
            let sentence = format!("this id is already used in knowledge/{}.", other.unwrap_or_default());
            report.expect(other.is_none(), format!("rule {}", rule.id), sentence);
            rule_itself(&mut report, rule, file.starts_with("substances/"));
        }
    }
    for (file, schedule) in reading.schedules.values() {
        cited(file, schedule_citations(schedule), &reading.sources, found);
        let mut report = Report { file, found };
        for check in &schedule.checks {
            let name = format!("check {}", check.item);
            let planned =
                check.baseline || !check.at_weeks.is_empty() || !check.every.is_empty() || check.days_after_change.is_some();
            report.expect(planned, name, "it is never due; say `baseline`, `at_weeks`, `every` or `days_after_change`.");
        }
    }
    let formulas = reading.formulas.values().map(|formula| (format!("formula {}", formula.id), formula as &dyn Sourced));
    cited("vocabulary/formulas.toml", formulas.collect(), &reading.sources, found);
    let products = reading.products.values().map(|product| (format!("product {}", product.name), product as &dyn Sourced));
    cited("vocabulary/products.toml", products.collect(), &reading.sources, found);
    for product in reading.products.values() {
        product_itself(&mut Report { file: "vocabulary/products.toml", found }, product);
    }
    for (file, table) in reading.equivalents.values() {
        cited(file, equivalence_citations(table), &reading.sources, found);
        let mut report = Report { file, found };
        for dose in &table.doses {
            report.expect(dose.amount > Decimal::ZERO, dose.substance.as_str(), "an equivalent dose is above zero.");
        }
    }
}

/// A rule says everything that its finding will have to show.
fn rule_itself(report: &mut Report<'_>, rule: &Rule, of_substance: bool) {
    let name = || format!("rule {}", rule.id);
    let worst = rule.ladder.iter().map(|step| step.severity).max();
    let firm = rule.evidence <= Evidence::B;
    report.expect(worst != Some(Severity::Contraindicated) || firm, name(), "`contraindicated` needs evidence A or B.");
    report.expect(rule.a.is_some() || of_substance, name(), "it does not say whom it is about; write `a`.");
    let two = matches!(rule.scope, Scope::Pair | Scope::Washout);
    report.expect(!two || rule.b.is_some(), name(), "a rule about two items needs `b`.");
    report.expect(two || rule.b.is_none(), name(), "only a rule about two items has `b`.");
    report.expect(two || rule.kind.is_some() || rule.ladder.is_empty(), name(), "its `kind` is missing.");
    report.expect(rule.silent_when.is_none() || rule.silent_why.is_some(), name(), "it is silent without a `silent_why`.");
    if rule.ladder.is_empty() {
        report.expect(!rule.instead_of.is_empty(), name(), "a rule that only silences names in `instead_of` what it silences.");
        report.expect(rule.silent_why.is_some(), name(), "a rule that only silences says in `silent_why` why.");
    }
}

/// A product has several substances, and every strength an amount for each of them.
fn product_itself(report: &mut Report<'_>, product: &Product) {
    let name = format!("product {}", product.name);
    let several = product.ingredients.iter().collect::<BTreeSet<_>>().len();
    report.expect(several > 1, &name, "a product of several substances names at least two different ones.");
    let whole = |row: &Vec<Decimal>| row.len() == product.ingredients.len() && row.iter().all(|amount| *amount > Decimal::ZERO);
    report.expect(product.strengths.iter().all(whole), &name, "each strength gives one amount above zero for each ingredient.");
    let called = product.called_by.as_ref().is_none_or(|called| product.ingredients.contains(called));
    report.expect(called, &name, "`called_by` is not one of its ingredients.");
}

/// Collects refusals of one file.
pub(crate) struct Report<'a> {
    pub(crate) file: &'a str,
    pub(crate) found: &'a mut Vec<Refusal>,
}

impl Report<'_> {
    /// Refuses unless the condition holds.
    pub(crate) fn expect(&mut self, holds: bool, entry: impl Into<String>, sentence: impl Into<String>) {
        if !holds {
            self.found.push(Refusal::new(self.file, entry, sentence));
        }
    }

    /// Refuses a range that runs backwards.
    pub(crate) fn expect_order<T: PartialOrd + std::fmt::Display>(&mut self, entry: &str, from: T, to: T) {
        self.expect(from <= to, entry, format!("the range runs backwards, from {from} to {to}."));
    }
}

fn source_itself(file: &str, source: &Source, found: &mut Vec<Refusal>) {
    let mut report = Report { file, found };
    report.expect(!source.citation.trim().is_empty(), "citation", "it is empty.");
    if source.verification == Verification::Read {
        report.expect(source.read_on.is_some(), "read_on", "a source that was read says on which day.");
        report.expect(
            source.url.is_some() || source.doi.is_some(),
            "url",
            "a source that was read says where: give a `url` or a `doi`.",
        );
    } else {
        report.expect(source.read_on.is_none(), "read_on", "a source with a reading day has `verification = \"read\"`.");
    }
}

/// Every citation is known, and no number claims more than its source: read only where the source was read.
pub(crate) fn cited(file: &str, citations: Cited<'_>, sources: &BTreeMap<SourceId, (String, Source)>, found: &mut Vec<Refusal>) {
    for (entry, number) in citations {
        let id = number.source();
        match sources.get(id) {
            None => found.push(Refusal::new(file, entry, format!("the source `{id}` is not in knowledge/sources/."))),
            Some((_, source)) => {
                if number.verification() == Verification::Read && source.verification != Verification::Read {
                    let sentence = format!("it is marked as read, but the source `{id}` was not read.");
                    found.push(Refusal::new(file, entry, sentence));
                }
            }
        }
    }
}

/// Adds an optional number.
pub(crate) fn maybe<'a, T: Sourced>(all: &mut Cited<'a>, name: impl Into<String>, number: Option<&'a T>) {
    if let Some(number) = number {
        all.push((name.into(), number));
    }
}

/// Adds numbers of which there may be several, each under its own name.
pub(crate) fn each<'a, T: Sourced>(all: &mut Cited<'a>, numbers: &'a [T], name: impl Fn(&T) -> String) {
    for number in numbers {
        all.push((name(number), number));
    }
}

pub(crate) fn instrument_citations(instrument: &Instrument) -> Cited<'_> {
    let mut all: Cited<'_> = vec![("licence".to_owned(), &instrument.licence)];
    maybe(&mut all, "total", instrument.total.as_ref());
    maybe(&mut all, "scale of the total", instrument.total.as_ref().and_then(|total| total.scale.as_ref()));
    maybe(&mut all, "prorating", instrument.prorating.as_ref());
    maybe(&mut all, "ages", instrument.ages.as_ref());
    maybe(&mut all, "schedule", instrument.schedule.as_ref());
    maybe(&mut all, "loinc_panel", instrument.loinc_panel.as_ref());
    maybe(&mut all, "loinc_total", instrument.loinc_total.as_ref());
    for item in instrument.all_items() {
        maybe(&mut all, format!("item {} loinc", item.position), item.loinc.as_ref());
    }
    each(&mut all, &instrument.bands, |band| format!("band {}", band.id));
    each(&mut all, &instrument.triage, |level| format!("triage {}", level.id));
    each(&mut all, &instrument.subscales, |part| format!("subscale {}", part.id));
    each(&mut all, &instrument.safety_items, |item| format!("safety item {}", item.item));
    each(&mut all, &instrument.algorithms, |rule| format!("algorithm {}", rule.id));
    each(&mut all, &instrument.cutoffs, |cut| format!("cut-off {}", cut.id));
    for part in &instrument.subscales {
        maybe(&mut all, format!("scale of subscale {}", part.id), part.scale.as_ref());
    }
    for (language, translation) in &instrument.texts {
        all.push((format!("texts.{language}"), translation));
    }
    all
}

pub(crate) fn article_citations(article: &Article) -> Cited<'_> {
    article.claims.iter().map(|claim| (format!("claim {}", claim.key), claim as &dyn Sourced)).collect()
}

pub(crate) fn substance_citations(substance: &Substance) -> Cited<'_> {
    let mut all: Cited<'_> = vec![("plain".to_owned(), &substance.plain)];
    maybe(&mut all, "rxcui", substance.rxcui.as_ref());
    maybe(&mut all, "atc", substance.atc.as_ref());
    each(&mut all, &substance.doses, |dose| format!("dose for {}", dose.indication));
    each(&mut all, &substance.adequate_trials, |trial| format!("adequate trial for {}", trial.indication));
    maybe(&mut all, "exposure", substance.exposure.as_ref());
    each(&mut all, &substance.half_lives, |half_life| {
        format!("half-life of {}", half_life.of.as_deref().unwrap_or("the substance"))
    });
    formulary_citations(substance, &mut all);
    all
}

/// What the formulary adds to a substance's names and doses.
fn formulary_citations<'a>(substance: &'a Substance, all: &mut Cited<'a>) {
    maybe(all, "how to take it", substance.how_to_take.as_ref());
    each(all, &substance.facts, |facts| {
        let names: Vec<&str> = facts.values.keys().map(|attribute| attribute.as_str()).collect();
        format!("properties {}", names.join(", "))
    });
    each(all, &substance.moieties, |moiety| format!("shared with {}", moiety.of));
    maybe(all, "kinetics", substance.kinetics.as_ref());
    each(all, &substance.cleared_by, |route| format!("cleared by {}", route.enzyme.as_str()));
    each(all, &substance.affects, |effect| format!("effect on {}", effect.enzyme.as_str()));
    maybe(all, "how long it acts on", substance.lingers.as_ref());
    each(all, &substance.levels, |level| format!("level {}", level.lab));
    each(all, &substance.titrations, |titration| format!("titration, {}", titration.variant));
    maybe(all, "taper", substance.taper.as_ref());
    each(all, &substance.boxed, |boxed| format!("boxed warning, {}", boxed.topic));
    each(all, &substance.unwanted, |unwanted| format!("unwanted effect {}", unwanted.effect));
    each(all, &substance.formulations, |formulation| format!("formulation {}", formulation.id));
    rule_citations(&substance.rules, all);
}

pub(crate) fn rule_citations<'a>(rules: &'a [Rule], all: &mut Cited<'a>) {
    for rule in rules {
        all.push((format!("rule {}", rule.id), rule));
        each(all, &rule.also, |_| format!("rule {}, further citation", rule.id));
    }
}

pub(crate) fn schedule_citations(schedule: &Schedule) -> Cited<'_> {
    let mut all = Cited::new();
    each(&mut all, &schedule.checks, |check| format!("check {}", check.item));
    all
}

pub(crate) fn equivalence_citations(table: &EquivalenceTable) -> Cited<'_> {
    vec![("table".to_owned(), table)]
}

pub(crate) fn outcome_citations(definition: &OutcomeDefinition) -> Cited<'_> {
    let of = |part: &str| format!("{part} of {}", definition.instrument);
    let mut all = Cited::new();
    maybe(&mut all, of("response"), definition.response.as_ref());
    maybe(&mut all, of("remission"), definition.remission.as_ref());
    maybe(&mut all, of("reliable change"), definition.reliable_change.as_ref());
    maybe(&mut all, of("measurement error"), definition.measurement_error.as_ref());
    maybe(&mut all, of("caseness"), definition.caseness.as_ref());
    each(&mut all, &definition.grades, |grade| format!("{} of {}", grade.id, definition.instrument));
    each(&mut all, &definition.also, |also| format!("{} of {}", also.id, definition.instrument));
    all
}

fn substance_itself(report: &mut Report<'_>, substance: &Substance) {
    for dose in &substance.doses {
        let name = format!("dose for {}", dose.indication);
        report.expect(dose.start > Decimal::ZERO, &name, "the start is not above zero.");
        report.expect_order(&name, dose.start, dose.max);
        if let Some(effective) = dose.min_effective {
            report.expect_order(&name, effective, dose.max);
        }
    }
    for trial in &substance.adequate_trials {
        let name = format!("adequate trial for {}", trial.indication);
        report.expect_order(&name, trial.weeks_from, trial.weeks_to);
        report.expect(trial.weeks_from > 0, &name, "a trial of no weeks is no trial.");
        let dose = substance.doses.iter().find(|dose| dose.indication == trial.indication);
        let within = dose.is_none_or(|dose| dose.unit == trial.unit && trial.min_effective_dose <= dose.max);
        report.expect(within, &name, "its dose is above the highest dose for the same use, or in another unit.");
    }
    if let Some(exposure) = &substance.exposure {
        report.expect((1..=100).contains(&exposure.taken_percent), "exposure", "it is not between 1 and 100 percent.");
    }
    formulary_itself(report, substance);
    for half_life in &substance.half_lives {
        report.expect_order("half-life", half_life.from, half_life.to);
        report.expect(half_life.from > Decimal::ZERO, "half-life", "it is not above zero.");
    }
}

/// Steps go on in time, ranges forwards, and a property is worth something.
fn formulary_itself(report: &mut Report<'_>, substance: &Substance) {
    for facts in &substance.facts {
        let sound = facts.values.values().all(|value| (-3..=3).contains(value));
        report.expect(sound, "facts", "a property goes from -3 to 3.");
    }
    for titration in &substance.titrations {
        let name = format!("titration, {}", titration.variant);
        report.expect(!titration.steps.is_empty(), &name, "it has no steps.");
        let rising = titration.steps.windows(2).all(|pair| pair[0].from_day < pair[1].from_day);
        report.expect(rising, &name, "its steps do not follow one another in time.");
        report.expect(titration.steps.iter().all(|step| step.from_day > 0), &name, "the first day of treatment is 1.");
    }
    for level in &substance.levels {
        report.expect_order(&format!("level {}", level.lab), level.from, level.to);
    }
    if let Some(taper) = &substance.taper {
        report.expect((1..=100).contains(&taper.percent), "taper", "a cut is between 1 and 100 percent.");
        report.expect(taper.weeks_between > 0, "taper", "steps cannot be zero weeks apart.");
    }
}

/// Definitions name an instrument with a total, lie within its range, and get direction and range from it.
fn outcomes(reading: &mut Reading, found: &mut Vec<Refusal>) {
    let mut taken = BTreeSet::new();
    for (file, outcomes) in &mut reading.outcomes {
        for definition in &mut outcomes.definitions {
            let entry = definition.instrument.to_string();
            cited(file, outcome_citations(definition), &reading.sources, found);
            let mut report = Report { file, found };
            let once = taken.insert((entry.clone(), definition.in_force_from));
            report.expect(once, &entry, format!("two definitions are in force from {}.", definition.in_force_from));
            let Some((_, instrument)) = reading.instruments.get(&definition.instrument) else {
                report.expect(false, &entry, format!("the instrument `{entry}` is not in knowledge/instruments/."));
                continue;
            };
            report.expect(instrument.construct == outcomes.construct, &entry, "the instrument measures something else.");
            let Some(range) = instrument.total_range() else {
                report.expect(false, &entry, "the instrument has no total that could change.");
                continue;
            };
            definition.direction = instrument.direction;
            definition.range = range;
            definition.standard = instrument.is_standard_score();
            definition.percent_base = definition.percent_base.max(range.0);
            outcome_itself(&mut report, &entry, definition);
        }
    }
}

fn outcome_itself(report: &mut Report<'_>, entry: &str, definition: &OutcomeDefinition) {
    let (min, max) = definition.range;
    let within = |number: i32| (min..=max).contains(&number);
    let improvement = |percent: Option<u8>, points: Option<i32>| match (percent, points) {
        (Some(percent), None) => (1..=100).contains(&percent),
        (None, Some(points)) => points > 0 && points <= max - min,
        _ => false,
    };
    let response = definition.response.as_ref().is_none_or(|response| improvement(response.percent, response.points));
    report.expect(
        response,
        entry,
        "a response is between 1 and 100 percent, or a number of points the scale has; one of the two.",
    );
    for grade in &definition.grades {
        let sound = improvement(grade.percent, grade.points);
        report.expect(sound, entry, format!("`{}` is a percentage or a number of points; one of the two.", grade.id));
    }
    for also in &definition.also {
        let kinds = [also.points.is_some(), also.percent.is_some(), also.sd.is_some() && also.reliability.is_some()];
        let one = kinds.into_iter().filter(|given| *given).count() == 1;
        report.expect(one, entry, format!("`{}` gives points, or percent, or sd and reliability; one of the three.", also.id));
    }
    let remission = definition.remission.as_ref().is_none_or(|remission| within(remission.below));
    report.expect(remission, entry, format!("remission lies outside {min} to {max}."));
    let points = definition.reliable_change.as_ref().is_none_or(|rule| rule.points > 0 && rule.points <= max - min);
    report.expect(points, entry, format!("reliable change is not between 1 and {} points.", max - min));
    let caseness = definition.caseness.as_ref().is_none_or(|caseness| within(caseness.at));
    report.expect(caseness, entry, format!("caseness lies outside {min} to {max}."));
    if let Some(error) = &definition.measurement_error {
        report.expect(error.sd > Decimal::ZERO, entry, "a standard deviation is above zero.");
        let reliable = error.reliability > Decimal::ZERO && error.reliability < Decimal::ONE;
        report.expect(reliable, entry, "a reliability is between 0 and 1.");
    }
}

/// The names by which substances are found: each names one substance only.
pub(crate) fn substance_names(
    substances: &BTreeMap<SubstanceId, (String, Substance)>,
    refusals: &mut Vec<Refusal>,
) -> BTreeMap<String, SubstanceId> {
    let mut names: BTreeMap<String, SubstanceId> = BTreeMap::new();
    for (file, substance) in substances.values() {
        let all = substance.brands.iter().chain(&substance.synonyms).chain([&substance.name]);
        for name in all.map(|name| name.to_lowercase()).chain([substance.id.to_string()]) {
            match names.get(&name) {
                Some(other) if *other != substance.id => {
                    refusals.push(Refusal::new(file, "names", format!("`{name}` already names {other}.")));
                }
                _ => {
                    names.insert(name, substance.id.clone());
                }
            }
        }
    }
    names
}

/// A product's name is neither a substance's nor another product's.
pub(crate) fn product_names(
    products: &BTreeMap<String, Product>,
    substances: &BTreeMap<String, SubstanceId>,
    refusals: &mut Vec<Refusal>,
) {
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    for product in products.values() {
        for name in product.names().map(str::to_lowercase) {
            let substance = substances.get(&name).map(ToString::to_string);
            let other = substance.or_else(|| taken.insert(name.clone(), &product.name).map(str::to_owned));
            if let Some(other) = other {
                let sentence = format!("`{name}` already names {other}.");
                refusals.push(Refusal::new("vocabulary/products.toml", format!("product {}", product.name), sentence));
            }
        }
    }
}
