//! Known allergies and intolerances against what is taken.

use super::case::Case;
use super::circumstances::{Circumstances, KnownAllergy};
use super::draft::{Draft, Says};
use super::finding::Numbers;
use super::not_checked::Unjudged;
use super::words;
use concord_knowledge::Sourced;
use concord_knowledge::vocabulary::{Evidence, Kind, Severity};

/// Everything taken that the person is known not to tolerate. Cross-reactions are the matter of rules.
pub(crate) fn drafts<'c>(case: &Case<'c>, given: &Circumstances, unjudged: &mut Unjudged) -> Vec<Draft<'c>> {
    let mut all = Vec::new();
    for allergy in &given.allergies {
        let Some(meant) = Meant::by(&allergy.to, case) else {
            let why = "no substance or class is known by this name, so no medicine was checked against it";
            unjudged.say(format!("allergy to {}", allergy.to.trim()), why);
            continue;
        };
        let taken = (0..case.items.len()).filter(|item| case.items[*item].taken);
        all.extend(taken.filter_map(|item| meant.hit(case, item).map(|hit| draft(case, item, allergy, hit))));
    }
    all
}

/// What the allergy is to.
enum Meant {
    Substances(Vec<usize>),
    Class(String),
}

/// How close an item comes to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hit {
    Itself,
    ActivePart,
    Class,
}

impl Meant {
    fn by(text: &str, case: &Case<'_>) -> Option<Self> {
        let named = words::substances_named(text, case.book);
        if !named.is_empty() {
            return Some(Self::Substances(named.into_iter().map(|named| named.place).collect()));
        }
        let wanted = words::plain(text);
        let singular = wanted.trim_end_matches('s').to_owned();
        let is = |tag: &str| {
            let tag = tag.replace('_', " ");
            tag == wanted || tag == singular
        };
        let tags = case.book.drugs.iter().flat_map(|drug| &drug.substance.tags);
        tags.into_iter().find(|tag| is(tag)).map(|tag| Self::Class(tag.clone()))
    }

    fn hit(&self, case: &Case<'_>, item: usize) -> Option<Hit> {
        let place = case.items[item].place;
        let substance = case.book.drugs[place].substance;
        match self {
            Self::Substances(places) if places.contains(&place) => Some(Hit::Itself),
            Self::Substances(places) => {
                let related = places.iter().map(|place| case.book.drugs[*place].substance).any(|other| {
                    substance.moieties.iter().any(|moiety| moiety.of == other.id.as_str())
                        || other.moieties.iter().any(|moiety| moiety.of == substance.id.as_str())
                });
                related.then_some(Hit::ActivePart)
            }
            Self::Class(tag) => substance.tags.contains(tag).then_some(Hit::Class),
        }
    }
}

fn draft<'c>(case: &Case<'c>, item: usize, allergy: &KnownAllergy, hit: Hit) -> Draft<'c> {
    let name = &case.items[item].name;
    let substance = case.book.drugs[case.items[item].place].substance;
    let (severity, evidence) = match (hit, allergy.intolerance) {
        (Hit::Itself, false) => (Severity::Contraindicated, Evidence::A),
        (Hit::ActivePart | Hit::Class, false) => (Severity::Major, Evidence::C),
        (Hit::Itself | Hit::ActivePart, true) => (Severity::Moderate, Evidence::C),
        (Hit::Class, true) => (Severity::Minor, Evidence::C),
    };
    let known = if allergy.intolerance { "intolerance" } else { "allergy" };
    let reaction = allergy.reaction.as_ref().map(|reaction| format!(" ({reaction})")).unwrap_or_default();
    let how = match hit {
        Hit::Itself => "It is the very substance.",
        Hit::ActivePart => "The two share an active part.",
        Hit::Class => "It is of the same class.",
    };
    let says = Says {
        id: "allergy",
        kind: Kind::Allergy,
        matter: "allergy",
        severity,
        personal: true,
        serious: !allergy.intolerance,
        title: format!("{name}: known {known} to {}{reaction}", allergy.to.trim()),
        consequence: if allergy.intolerance {
            "What was not tolerated before may come again.".to_owned()
        } else {
            "An allergic reaction, up to anaphylaxis or a severe skin reaction.".to_owned()
        },
        mechanism: how.to_owned(),
        action: format!(
            "Do not give {name} before it is clear what happened then; correct the {known} on record if it was none."
        ),
        evidence,
        sources: vec![&substance.plain as &dyn Sourced],
        numbers: Numbers::default(),
    };
    Draft::of(says, &[item], case).context(known, allergy.to.trim())
}
