//! Who is to be suspected of an unwanted effect: how strongly sources tie it to each medicine, whether time and dose fit,
//! and whether its level is raised. A ranking of suspects, not a verdict.

use super::case::{At, Case};
use super::doses::highest_daily;
use super::draft::cite;
use super::finding::Suspect;
use super::kinetics;
use super::not_checked::Unjudged;
use super::regimen::Status;
use super::truth::{Span, Truth};
use super::words;
use concord_knowledge::formulary::{Tie, Unwanted};
use concord_knowledge::terms::EffectTerm;
use concord_knowledge::vocabulary::Attribute;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use std::cmp::Reverse;

/// Properties that speak for an effect where the list of unwanted effects does not name it, or names it for several alike.
const PROPERTIES: &[(&str, &[Attribute])] = &[
    ("weight_gain", &[Attribute::Weight]),
    ("appetite_increase", &[Attribute::Weight]),
    ("metabolic_change", &[Attribute::GlucoseLipid]),
    ("raised_lipids", &[Attribute::GlucoseLipid]),
    ("raised_prolactin", &[Attribute::Prolactin]),
    ("menstrual_change", &[Attribute::Prolactin]),
    ("hyponatraemia", &[Attribute::Hyponatraemia]),
    ("hypokalaemia", &[Attribute::PotassiumLoss]),
    ("hyperammonaemia", &[Attribute::Hyperammonaemia]),
    ("qt_prolongation", &[Attribute::Qt]),
    ("conduction_change", &[Attribute::Conduction]),
    ("bradycardia", &[Attribute::Bradycardia]),
    ("hypertension", &[Attribute::BpUp]),
    ("rebound_hypertension", &[Attribute::ReboundBp]),
    ("orthostatic_hypotension", &[Attribute::Alpha1, Attribute::BpDown]),
    ("syncope", &[Attribute::Alpha1, Attribute::BpDown]),
    ("sedation", &[Attribute::CnsDepressant]),
    ("respiratory_depression", &[Attribute::RespDepressant]),
    ("falls", &[Attribute::CnsDepressant, Attribute::Alpha1]),
    ("seizure", &[Attribute::SeizureThreshold]),
    ("parkinsonism", &[Attribute::D2Block]),
    ("akathisia", &[Attribute::D2Block, Attribute::D2Partial]),
    ("dystonia", &[Attribute::D2Block]),
    ("tardive_dyskinesia", &[Attribute::D2Block]),
    ("nms", &[Attribute::D2Block]),
    ("serotonin_toxicity", &[Attribute::Serotonergic]),
    ("constipation", &[Attribute::Acb, Attribute::GutSlowing]),
    ("ileus", &[Attribute::GutSlowing, Attribute::Acb]),
    ("urinary_retention", &[Attribute::Acb]),
    ("dry_mouth", &[Attribute::Acb]),
    ("blurred_vision", &[Attribute::Acb]),
    ("delirium", &[Attribute::Acb]),
    ("cognitive_impairment", &[Attribute::Acb]),
    ("bleeding", &[Attribute::Bleeding]),
    ("neutropenia", &[Attribute::Myelosuppressive]),
    ("liver_injury", &[Attribute::Hepatotoxic]),
    ("rash", &[Attribute::RashSjs]),
    ("severe_skin_reaction", &[Attribute::RashSjs]),
    ("photosensitivity", &[Attribute::Photosensitivity]),
    ("reduced_sweating", &[Attribute::HeatIntolerance]),
    ("withdrawal_symptoms", &[Attribute::Withdrawal]),
    ("dependence", &[Attribute::Abuse]),
    ("folate_deficiency", &[Attribute::Folate]),
    ("teratogenicity", &[Attribute::Teratogen]),
];

/// Ranks the suspects; nothing where the effect is not known or nobody is tied to it.
pub(crate) fn ranked(case: &Case<'_>, effect: &str, unjudged: &mut Unjudged) -> Vec<Suspect> {
    let Some(term) = effect_named(case, effect) else {
        unjudged.say(format!("effect: {}", effect.trim()), "the formulary knows no unwanted effect by these words");
        return Vec::new();
    };
    let mut suspected: Vec<(i64, u32, usize, Vec<String>)> = Vec::new();
    for item in 0..case.items.len() {
        if let Some((points, reasons)) = suspicion(case, item, term) {
            let days = case.items[item].days_on.decimal().and_then(|days| days.to_u32()).unwrap_or(u32::MAX);
            suspected.push((points, days, item, reasons));
        }
    }
    // Items stand in the order of their names, so the last tie is broken by name.
    suspected.sort_by_key(|(points, days, item, _)| (Reverse(*points), *days, *item));
    let mut seen = Vec::new();
    suspected.retain(|(_, _, item, _)| {
        let place = case.items[*item].place;
        let new = !seen.contains(&place);
        seen.push(place);
        new
    });
    let each = (1..).zip(suspected).map(|(rank, (_, _, item, reasons))| {
        let present = &case.items[item];
        let substance = case.book.drugs[present.place].substance;
        let named = substance.unwanted.iter().filter(|unwanted| unwanted.effect == term.id);
        Suspect {
            substance: present.name.clone(),
            id: substance.id.clone(),
            rank,
            why: words::sentence(reasons.join("; ")),
            citations: named.map(|unwanted| cite(unwanted)).collect(),
        }
    });
    each.collect()
}

/// The effect by its id, names or words, also where they stand inside a longer text.
fn effect_named<'c>(case: &Case<'c>, written: &str) -> Option<&'c EffectTerm> {
    let knowledge = case.book.knowledge;
    knowledge.effect_by_name(written).or_else(|| {
        let text = format!(" {} ", words::plain(written));
        let names = |term: &'c EffectTerm| [&term.id, &term.name, &term.plain].into_iter().chain(&term.words);
        let inside = knowledge.effects().flat_map(|term| names(term).map(move |name| (term, words::plain(name))));
        let found = inside.filter(|(_, name)| text.contains(&format!(" {name} ")));
        found.max_by_key(|(term, name)| (name.len(), Reverse(&term.id))).map(|(term, _)| term)
    })
}

fn suspicion(case: &Case<'_>, item: usize, term: &EffectTerm) -> Option<(i64, Vec<String>)> {
    let present = &case.items[item];
    let substance = case.book.drugs[present.place].substance;
    let stops = !present.taken || present.item.status == Status::StopPlannedAbrupt;
    let withdrawal = term.id.contains("withdrawal");
    if present.item.status == Status::Proposed || (!present.taken && !withdrawal && !still_there(present.item.days_since_stop)) {
        return None;
    }
    let named = substance.unwanted.iter().filter(|unwanted| unwanted.effect == term.id).max_by_key(|unwanted| unwanted.strength);
    let property = property(case, item, &term.id);
    let boxed = named.is_none() && in_box(case, item, term);
    if named.is_none() && property == 0 && !boxed {
        return None;
    }
    let mut reasons = Vec::new();
    let mut points = 3 * property;
    match named {
        Some(unwanted) => {
            points += tie_points(unwanted.strength);
            reasons.push(tie_words(unwanted.strength).to_owned());
            points += time_fits(case, item, unwanted, &mut reasons);
            if unwanted.dose_related {
                points += dose_points(case, item, &mut reasons);
            }
        }
        None if boxed => {
            points += tie_points(Tie::Warning);
            reasons.push("its label warns of it in a box".to_owned());
        }
        None => {
            points += 3 * property;
            reasons.push("expected from its properties".to_owned());
        }
    }
    if withdrawal && stops {
        points += 40;
        reasons.push("it was stopped or is to be stopped".to_owned());
    }
    if let Some(dose_raised) = kinetics::raised(case, item).filter(|ratio| *ratio >= 1.5) {
        points += 10;
        reasons.push(format!("its level is raised by what is taken with it, to about {dose_raised:.1} times"));
    }
    Some((points, reasons))
}

/// Whether the effect stands in one of its boxed warnings that are for this person.
fn in_box(case: &Case<'_>, item: usize, term: &EffectTerm) -> bool {
    let drug = &case.book.drugs[case.items[item].place];
    let boxed = drug.substance.boxed.iter().zip(&drug.boxed);
    let meant = boxed.filter(|(_, when)| when.as_ref().is_none_or(|when| case.test(when, At::one(item)) != Truth::False));
    let mut topics = meant.map(|(boxed, _)| words::plain(&boxed.topic));
    topics.any(|topic| [&term.name].into_iter().chain(&term.words).any(|word| topic.contains(&words::plain(word))))
}

/// So many days after its beginning a medicine counts as new.
const NEW_DAYS: u32 = 28;

/// A stopped medicine stays a suspect for two weeks.
fn still_there(days_since_stop: Option<u32>) -> bool {
    days_since_stop.is_none_or(|days| days <= 14)
}

fn property(case: &Case<'_>, item: usize, effect: &str) -> i64 {
    let attributes = PROPERTIES.iter().find(|(id, _)| *id == effect).map_or(&[][..], |(_, attributes)| attributes);
    let highest = attributes.iter().map(|attribute| case.items[item].property(*attribute).high).max();
    highest.unwrap_or(0) / Span::whole(1).low
}

fn tie_points(tie: Tie) -> i64 {
    match tie {
        Tie::Rare => 10,
        Tie::Common => 20,
        Tie::Warning => 28,
        Tie::VeryCommon => 30,
        Tie::Hallmark => 50,
    }
}

fn tie_words(tie: Tie) -> &'static str {
    match tie {
        Tie::Rare => "seldom reported with it",
        Tie::Common => "common with it",
        Tie::VeryCommon => "very common with it",
        Tie::Warning => "its label warns of it",
        Tie::Hallmark => "what it is known for",
    }
}

fn time_fits(case: &Case<'_>, item: usize, unwanted: &Unwanted, reasons: &mut Vec<String>) -> i64 {
    let days = case.items[item].days_on.decimal().and_then(|days| days.to_u32());
    let (from, to, days) = match (unwanted.onset_days, days) {
        (Some((from, to)), Some(days)) => (from, to, days),
        // Where nothing is known of its usual time, what was begun lately is likelier than what was there before.
        (None, Some(days)) if days <= NEW_DAYS => {
            reasons.push(format!("it was begun {days} days ago"));
            return 6;
        }
        _ => return 0,
    };
    let (from, to) = (u32::from(from), u32::from(to));
    if days < from {
        reasons.push(format!("it is early for that: {days} days on it, usual from day {from}"));
        -15
    } else if days <= to + to / 2 + 3 {
        reasons.push(format!("the time fits: {days} days on it, usual within {to}"));
        15
    } else if days > 3 * to.max(30) {
        reasons.push(format!("it has been taken for {days} days, and this usually begins within {to}"));
        -20
    } else {
        0
    }
}

fn dose_points(case: &Case<'_>, item: usize, reasons: &mut Vec<String>) -> i64 {
    let Some((daily, highest)) = case.items[item].daily.decimal().zip(highest_daily(case, item)) else {
        return 0;
    };
    if highest <= Decimal::ZERO {
        return 0;
    }
    let share = daily / highest;
    if share >= Decimal::new(75, 2) {
        reasons.push("it rises with the dose, and the dose is high".to_owned());
        8
    } else if share <= Decimal::new(25, 2) {
        reasons.push("it rises with the dose, and the dose is low".to_owned());
        -3
    } else {
        0
    }
}
