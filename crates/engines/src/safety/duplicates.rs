//! The same thing twice: one substance in two products, two substances with one active part, two of one class.

use super::case::Case;
use super::draft::{Draft, Says};
use super::finding::Numbers;
use super::present::same_route;
use concord_knowledge::Sourced;
use concord_knowledge::formulary::{Moiety, MoietyRelation, SubstanceKind};
use concord_knowledge::vocabulary::{Evidence, Kind, Severity};

/// Classes of which one person rarely needs two.
const CLASSES: &[(&str, &str)] = &[
    ("ssri", "SSRIs"),
    ("snri", "SNRIs"),
    ("tca", "tricyclic antidepressants"),
    ("maoi", "MAO inhibitors"),
    ("antipsychotic", "antipsychotics"),
    ("benzodiazepine", "benzodiazepines"),
    ("z_drug", "Z-drugs"),
    ("orexin_antagonist", "orexin antagonists"),
    ("gabapentinoid", "gabapentinoids"),
    ("stimulant", "stimulants"),
    ("nsaid", "NSAIDs"),
    ("ace_inhibitor", "ACE inhibitors"),
    ("arb", "angiotensin receptor blockers"),
    ("beta_blocker", "beta-blockers"),
    ("statin", "statins"),
    ("ppi", "proton pump inhibitors"),
    ("triptan", "triptans"),
    ("cholinesterase_inhibitor", "cholinesterase inhibitors"),
    ("vmat2_inhibitor", "VMAT2 inhibitors"),
    ("alpha2_agonist", "alpha-2 agonists"),
    ("anticoagulant", "anticoagulants"),
];

/// Every duplicate among what is taken.
pub(crate) fn drafts<'c>(case: &Case<'c>) -> Vec<Draft<'c>> {
    let mut all = Vec::new();
    let taken: Vec<usize> = (0..case.items.len()).filter(|item| case.items[*item].taken).collect();
    for (place, a) in taken.iter().enumerate() {
        for b in &taken[place + 1..] {
            if case.items[*a].place == case.items[*b].place {
                all.extend(same_substance(case, *a, *b));
            } else if let Some(moiety) = moiety(case, *a, *b) {
                all.push(same_moiety(case, *a, *b, moiety));
            } else {
                all.extend(same_class(case, *a, *b));
            }
        }
    }
    all
}

/// How a product lets its substance go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Release {
    AtOnce,
    Slow,
    NotSaid,
}

fn release(case: &Case<'_>, item: usize) -> Release {
    const SLOW: [&str; 12] = ["xr", "er", "sr", "cr", "xl", "la", "cd", "pr", "mr", "extended", "sustained", "prolonged"];
    const AT_ONCE: [&str; 4] = ["ir", "immediate", "instant", "liquid"];
    let item = &case.items[item].item;
    let said = item.form.iter().chain(&item.brand).map(|text| text.to_lowercase()).collect::<Vec<_>>().join(" ");
    let says = |words: &[&str]| said.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word));
    if says(&SLOW) {
        Release::Slow
    } else if says(&AT_ONCE) {
        Release::AtOnce
    } else {
        Release::NotSaid
    }
}

fn same_substance<'c>(case: &Case<'c>, a: usize, b: usize) -> Option<Draft<'c>> {
    let (first, second) = (&case.items[a].item, &case.items[b].item);
    let brands = first.brand.as_ref().zip(second.brand.as_ref());
    let two_brands = brands.is_some_and(|(one, other)| !one.eq_ignore_ascii_case(other));
    let releases = (release(case, a), release(case, b));
    let slow_and_quick = matches!(releases, (Release::Slow, Release::AtOnce) | (Release::AtOnce, Release::Slow));
    let brand_said = first.brand.is_some() || second.brand.is_some();
    let severity = if two_brands || brand_said { Severity::Major } else { Severity::Moderate };
    let name = &case.items[a].name;
    let substance = case.book.drugs[case.items[a].place].substance;
    if substance.kind != SubstanceKind::Medicine {
        return None;
    }
    let products = match brands {
        Some((one, other)) => format!(" ({one} and {other})"),
        None => String::new(),
    };
    let mut draft = says(
        case,
        "duplicate.moiety",
        (a, b),
        severity,
        format!("{name} is taken twice{products}: duplicate of the same active substance"),
        format!("Both products contain the same substance, {name}; their doses add up unnoticed, with the risk of overdose."),
        "The same active substance under two entries.".to_owned(),
        format!("Settle on one product of {name}, or note that both are meant and count their doses together."),
        vec![&substance.plain as &dyn Sourced],
    );
    draft.silent = if slow_and_quick {
        Some("a slow and a quick form of the same medicine are often meant to go together".to_owned())
    } else if !same_route(first.route(), second.route()) {
        Some("tablets go on for a while beside a new depot or patch".to_owned())
    } else {
        None
    };
    Some(draft)
}

fn moiety<'c>(case: &Case<'c>, a: usize, b: usize) -> Option<&'c Moiety> {
    let linked = |from: usize, to: usize| {
        let other = &case.book.drugs[case.items[to].place].substance.id;
        case.book.drugs[case.items[from].place].substance.moieties.iter().find(|moiety| moiety.of == other.as_str())
    };
    linked(a, b).or_else(|| linked(b, a))
}

fn same_moiety<'c>(case: &Case<'c>, a: usize, b: usize, moiety: &'c Moiety) -> Draft<'c> {
    let (one, other) = (&case.items[a].name, &case.items[b].name);
    let relation = match moiety.relation {
        MoietyRelation::Enantiomer => "one is the enantiomer (mirror-image isomer) contained in the other, the racemate",
        MoietyRelation::Metabolite => "one is the active metabolite of the other",
        MoietyRelation::Prodrug => "one is a prodrug that the body turns into the other",
        MoietyRelation::Salt => "they are salts or esters of the same substance",
    };
    says(
        case,
        "duplicate.moiety",
        (a, b),
        Severity::Major,
        format!("{one} and {other}: duplicate of the same active substance"),
        "In effect the same medicine twice: doses add up, and so do all unwanted effects and the risk of overdose.".to_owned(),
        format!("They share an active part: {relation}."),
        "Keep one of the two.".to_owned(),
        vec![moiety as &dyn Sourced],
    )
}

fn same_class<'c>(case: &Case<'c>, a: usize, b: usize) -> Option<Draft<'c>> {
    let drug = |item: usize| case.book.drugs[case.items[item].place].substance;
    let has = |item: usize, tag: &str| drug(item).tags.iter().any(|known| known == tag);
    let (_, words) = CLASSES.iter().find(|(tag, _)| has(a, tag) && has(b, tag))?;
    let (one, other) = (&case.items[a].name, &case.items[b].name);
    Some(says(
        case,
        "duplicate.class",
        (a, b),
        Severity::Moderate,
        format!("{one} and {other}: two {words}, duplicate therapy of the same class"),
        "Two of one class mostly add unwanted effects and little benefit.".to_owned(),
        format!("Both are {words} and act in the same way."),
        "Say what each of the two is for, or keep one; during a switch, say until when both are taken.".to_owned(),
        vec![&drug(a).plain as &dyn Sourced, &drug(b).plain as &dyn Sourced],
    ))
}

#[allow(clippy::too_many_arguments)] // each is a line of the card
fn says<'c>(
    case: &Case<'c>,
    id: &'static str,
    (a, b): (usize, usize),
    severity: Severity,
    title: String,
    consequence: String,
    mechanism: String,
    action: String,
    sources: Vec<&'c dyn Sourced>,
) -> Draft<'c> {
    let says = Says {
        id,
        kind: Kind::DuplicateTherapy,
        matter: "duplicate",
        severity,
        personal: false,
        serious: false,
        title,
        consequence,
        mechanism,
        action,
        evidence: Evidence::C,
        sources,
        numbers: Numbers::default(),
    };
    Draft::of(says, &[a, b], case)
}
