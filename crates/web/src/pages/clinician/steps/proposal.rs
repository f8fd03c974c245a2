//! From what was asked (which medicine, which kind of plan, from when) to steps that can be changed and recorded.

use crate::own_words::with_book;
use concord_chart::{Chart, medication::MedicationCourse, steps::StepsKind};
use concord_engines::{
    days::{day_of, full_day_words},
    taper::TaperRule,
    titration::{self, Fit, Restart, Step, Washout},
};
use concord_knowledge::{Knowledge, Sourced, Substance, Verification, formulary::Titration};
use jiff::{civil::Date, tz::TimeZone};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde::Deserialize;

/// What was asked for, as it stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// The course.
    pub course: String,
    /// Kind of plan, as stored.
    pub kind: String,
    /// First day.
    pub start: String,
    /// The other medicine of a cross-taper or a switch, by any name.
    pub to: String,
    /// Place of the variant among the label's, from 0.
    pub variant: String,
    /// Largest cut in percent.
    pub percent: String,
    /// Weeks between cuts.
    pub weeks: String,
    /// Smallest practical daily amount.
    pub smallest: String,
    /// Days without it.
    pub missed: String,
    /// What was just done.
    pub done: String,
}

/// A proposal for one medicine, and for the other of a pair.
pub(super) struct Proposal<'a> {
    pub kind: StepsKind,
    pub course: &'a MedicationCourse,
    pub substance: Option<&'a Substance>,
    /// mg a day now.
    pub before: Decimal,
    pub steps: Vec<Step>,
    pub other: Option<Other<'a>>,
    /// What the steps rest on, in words that are kept with the plan.
    pub basis: String,
    /// Source and how well it was read.
    pub sources: Vec<String>,
    /// What somebody has to know beside it.
    pub remarks: Vec<String>,
}

/// The other medicine of a cross-taper or a switch.
pub(super) struct Other<'a> {
    pub substance: &'a Substance,
    /// Its course, where it is on the chart.
    pub course: Option<&'a MedicationCourse>,
    pub before: Decimal,
    pub steps: Vec<Step>,
}

/// What proposals are made from.
pub(super) struct Ground<'a> {
    pub chart: &'a Chart,
    pub knowledge: &'a Knowledge,
    pub today: Date,
    pub zone: &'a TimeZone,
}

impl<'a> Ground<'a> {
    /// The course that was asked for, where it is still taken.
    pub fn course(&self, wanted: &Wanted) -> Option<&'a MedicationCourse> {
        let id = wanted.course.parse().ok()?;
        self.chart.medication(id).filter(|course| course.is_current())
    }

    /// Its substance.
    pub fn substance(&self, course: &MedicationCourse) -> Option<&'a Substance> {
        let ids = with_book(self.knowledge, |book| book.substances_of(course));
        ids.first().and_then(|id| self.knowledge.substance(id))
    }

    /// A proposal, or a sentence that says what is missing for one.
    pub fn propose(&self, wanted: &Wanted) -> Result<Proposal<'a>, String> {
        let course = self.course(wanted).ok_or("Choose a medicine that is taken now.")?;
        let kind = kind(&wanted.kind).ok_or("Choose what kind of plan it is.")?;
        let start = wanted.start.parse().unwrap_or(self.today).max(self.today);
        let substance = self.substance(course);
        let before = daily_mg(course).ok_or(
            "The present daily amount is not known in milligrams, so nothing can be worked out. Record dose and times a day first, or write the steps yourself.",
        )?;
        let mut proposal = Proposal {
            kind,
            course,
            substance,
            before,
            steps: Vec::new(),
            other: None,
            basis: String::new(),
            sources: Vec::new(),
            remarks: Vec::new(),
        };
        match kind {
            StepsKind::Titration => self.up(&mut proposal, wanted, start)?,
            StepsKind::Taper => self.down(&mut proposal, wanted, start)?,
            StepsKind::CrossTaper | StepsKind::Switch => {
                self.down(&mut proposal, wanted, start)?;
                self.over(&mut proposal, wanted, start)?;
            }
            StepsKind::Restart => self.again(&mut proposal, wanted, start)?,
        }
        Ok(proposal)
    }

    /// What else is taken, as substances.
    fn beside(&self, substance: &Substance) -> Vec<&'a Substance> {
        let current = self.chart.medications.iter().filter(|course| course.is_current() && !course.is_held());
        current.filter_map(|course| self.substance(course)).filter(|other| other.id != substance.id).collect()
    }

    /// The label's variants for this person, the fitting first.
    pub fn variants(&self, substance: &'a Substance) -> Vec<(&'a Titration, Fit)> {
        titration::variants(substance, &self.beside(substance))
    }

    fn variant(&self, substance: &'a Substance, wanted: &Wanted) -> Result<&'a Titration, String> {
        let all = self.variants(substance);
        let chosen = wanted.variant.parse::<usize>().ok().and_then(|place| substance.titrations.get(place));
        let usual = all.iter().find(|(_, fit)| *fit != Fit::DoesNot).map(|(titration, _)| *titration);
        chosen
            .or(usual)
            .ok_or_else(|| format!("No steps for beginning {} are on file. Write them yourself below.", substance.name))
    }

    fn up(&self, proposal: &mut Proposal<'a>, wanted: &Wanted, start: Date) -> Result<(), String> {
        let substance = proposal.substance.ok_or("No entry here knows this medicine. Write the steps yourself below.")?;
        let titration = self.variant(substance, wanted)?;
        let began = day_of(proposal.course.started, self.zone);
        let ahead: Vec<Step> = titration::by_label(titration, began)
            .into_iter()
            .filter(|step| step.from > self.today && step.daily > proposal.before)
            .collect();
        proposal.steps = if ahead.is_empty() { later(titration, proposal.before, start) } else { ahead };
        if proposal.steps.is_empty() {
            proposal.remarks.push("The present dose is at or above every step of this variant.".to_owned());
        }
        proposal.rests_on(format!("label’s steps, {}", titration.variant), self.knowledge, titration);
        self.condition(proposal, titration);
        Ok(())
    }

    fn condition(&self, proposal: &mut Proposal<'a>, titration: &Titration) {
        if let Some(when) = &titration.when {
            proposal.remarks.push(format!("This variant is for: {}.", when.words(self.knowledge)));
        }
        proposal.remarks.extend(titration.note.clone());
    }

    fn down(&self, proposal: &mut Proposal<'a>, wanted: &Wanted, start: Date) -> Result<(), String> {
        let cited = proposal.substance.and_then(|substance| substance.taper.as_ref());
        let mut rule = cited.map(TaperRule::of);
        let typed = [&wanted.percent, &wanted.weeks, &wanted.smallest].iter().any(|text| !text.trim().is_empty());
        if typed || rule.is_none() {
            rule = own_rule(wanted, rule.as_ref());
        }
        let rule = rule.ok_or("No taper is on file for this medicine. Say how many percent a cut is, how many weeks lie between, and the smallest practical amount.")?;
        proposal.steps = titration::going_down(proposal.before, &rule, start).map_err(|problem| problem.to_string())?;
        let words = format!(
            "at most {} % of the present dose every {} weeks, smallest practical amount {} mg a day",
            rule.percent,
            rule.weeks_between,
            rule.smallest.normalize()
        );
        match cited.filter(|cited| TaperRule::of(cited) == rule) {
            Some(cited) => {
                proposal.rests_on(words, self.knowledge, cited);
                proposal.remarks.extend(cited.note.clone());
            }
            None => proposal.basis = format!("own steps: {words}"),
        }
        Ok(())
    }

    fn over(&self, proposal: &mut Proposal<'a>, wanted: &Wanted, start: Date) -> Result<(), String> {
        let from = proposal
            .substance
            .ok_or("No entry here knows this medicine, so no washout can be looked up. Write the steps yourself below.")?;
        let to = self.knowledge.substance_by_name(wanted.to.trim()).ok_or_else(|| {
            if wanted.to.trim().is_empty() {
                "Name the medicine that follows.".to_owned()
            } else {
                format!("No entry here knows “{}”.", wanted.to.trim())
            }
        })?;
        let washout = titration::washout(self.knowledge, from, to);
        let without = titration::first_day_without(&proposal.steps).unwrap_or(start);
        let begin = match (proposal.kind, washout) {
            (StepsKind::CrossTaper, None) => start,
            (StepsKind::CrossTaper, Some(washout)) => {
                proposal.remarks.push(format!(
                    "{} and {} are not to be taken together: this cannot be a cross-taper. Drawn as a switch.",
                    from.name, to.name
                ));
                concord_engines::days::plus(without, i64::from(washout.days))
            }
            (_, washout) => {
                titration::earliest_start(&proposal.steps, washout.map_or(0, |washout| washout.days)).unwrap_or(start)
            }
        };
        proposal.say_washout(washout, from, to, begin, self.knowledge);
        let course = self
            .chart
            .medications
            .iter()
            .find(|course| course.is_current() && self.substance(course).is_some_and(|known| known.id == to.id));
        let titration = self.variant(to, &Wanted::default());
        let steps = match &titration {
            Ok(titration) => titration::by_label(titration, begin),
            Err(_) => first_dose(to, begin),
        };
        if let Ok(titration) = titration {
            proposal.rests_on(format!("{}: label’s steps, {}", to.name, titration.variant), self.knowledge, titration);
            self.condition(proposal, titration);
        }
        let before = course.and_then(daily_mg).unwrap_or_default();
        proposal.other = Some(Other { substance: to, course, before, steps });
        Ok(())
    }

    fn again(&self, proposal: &mut Proposal<'a>, wanted: &Wanted, start: Date) -> Result<(), String> {
        let substance = proposal.substance.ok_or("No entry here knows this medicine. Write the steps yourself below.")?;
        let missed = wanted.missed.trim().parse().map_err(|_| "Say for how many days it was not taken.")?;
        let half_life = || {
            substance.half_life().map(|known| format!("five half-lives of up to {} h", known.to.normalize())).unwrap_or_default()
        };
        match titration::restart(substance, missed) {
            Restart::FromTheBeginning(days) => {
                proposal.remarks.push(format!(
                    "{missed} days without it are more than {days} ({}): begin again as for the first time.",
                    half_life()
                ));
                let titration = self.variant(substance, wanted)?;
                proposal.steps = titration::by_label(titration, start);
                proposal.rests_on(
                    format!("begun again after {missed} days: label’s steps, {}", titration.variant),
                    self.knowledge,
                    titration,
                );
                self.condition(proposal, titration);
            }
            Restart::NotYet(days) => {
                proposal.remarks.push(format!("{missed} days without it are not more than {days} ({}): by this alone it can go on at the dose before. The substance’s own rule goes before this; see the review below.", half_life()));
                proposal.steps = vec![Step { from: start, daily: proposal.before, divided: None, if_needed: false }];
                proposal.basis = format!("went on after {missed} days");
            }
            Restart::NotKnown => {
                return Err(format!("No half-life of {} is on file, so nobody can say here what is left of it.", substance.name));
            }
        }
        proposal.before = if proposal.steps.len() > 1 { Decimal::ZERO } else { proposal.before };
        Ok(())
    }
}

impl Proposal<'_> {
    /// Keeps what the steps rest on, with the source beside it.
    fn rests_on(&mut self, words: String, knowledge: &Knowledge, cited: &impl Sourced) {
        let title = knowledge.source(cited.source()).map_or_else(|| cited.source().to_string(), |source| source.title.clone());
        let read = if cited.verification() == Verification::Read { "read there" } else { "not verified in the source" };
        self.sources.push(format!("{words}: {title} ({read})"));
        self.basis = if self.basis.is_empty() { words } else { format!("{}; {words}", self.basis) };
    }

    fn say_washout(
        &mut self,
        washout: Option<Washout<'_>>,
        from: &Substance,
        to: &Substance,
        begin: Date,
        knowledge: &Knowledge,
    ) {
        match washout {
            Some(washout) => {
                self.remarks.push(format!(
                    "{} whole days without either: {} not before {}.",
                    washout.days,
                    to.name,
                    full_day_words(begin)
                ));
                let title = washout.rule.title.replace("{a}", &from.name).replace("{b}", &to.name);
                self.rests_on(title, knowledge, washout.rule);
            }
            None => self.remarks.push(format!(
                "No washout from {} to {} is on file. That is not the same as none being needed.",
                from.name, to.name
            )),
        }
    }
}

/// The label's steps above the present dose, moved so that the first of them is on a day.
fn later(titration: &Titration, before: Decimal, start: Date) -> Vec<Step> {
    let all = titration::by_label(titration, start);
    let above: Vec<Step> = all.into_iter().filter(|step| step.daily > before).collect();
    let Some(first) = above.first().map(|step| step.from) else { return above };
    let back = concord_engines::days::days_between(first, start);
    above.into_iter().map(|step| Step { from: concord_engines::days::plus(step.from, back), ..step }).collect()
}

/// Without steps on file: the usual first dose.
fn first_dose(substance: &Substance, begin: Date) -> Vec<Step> {
    let dose = substance.main_dose().map(|dose| dose.start.normalize());
    dose.map(|daily| Step { from: begin, daily, divided: None, if_needed: false }).into_iter().collect()
}

/// A rule as typed; what was left open follows the one on file.
fn own_rule(wanted: &Wanted, cited: Option<&TaperRule>) -> Option<TaperRule> {
    let or = |text: &str, known: Option<Decimal>| text.trim().replace(',', ".").parse::<Decimal>().ok().or(known);
    Some(TaperRule {
        percent: or(&wanted.percent, cited.map(|rule| Decimal::from(rule.percent)))?.to_u8()?,
        weeks_between: or(&wanted.weeks, cited.map(|rule| Decimal::from(rule.weeks_between)))?.to_u16()?,
        smallest: or(&wanted.smallest, cited.map(|rule| rule.smallest))?,
        weeks_min: 0,
    })
}

/// mg a day now; `None` where amount, times or unit are not known.
pub(super) fn daily_mg(course: &MedicationCourse) -> Option<Decimal> {
    let dosing = course.steps.iter().rev().find_map(|step| step.dosing.as_ref())?;
    dosing.per_day_amount().filter(|dose| dose.unit == "mg").map(|dose| dose.amount.normalize())
}

/// The kind of plan that a word names.
pub(super) fn kind(word: &str) -> Option<StepsKind> {
    StepsKind::ALL.iter().copied().find(|kind| stored(*kind) == word)
}

/// The word of a kind in addresses and forms.
pub(super) fn stored(kind: StepsKind) -> &'static str {
    match kind {
        StepsKind::Titration => "titration",
        StepsKind::Taper => "taper",
        StepsKind::CrossTaper => "cross_taper",
        StepsKind::Switch => "switch",
        StepsKind::Restart => "restart",
    }
}
