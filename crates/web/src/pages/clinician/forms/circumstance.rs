//! Facts about the person that the safety check asks for: pregnancy, breast-feeding, contraception, ancestry, gene tests.
//! Each is asked by itself, so that one answer never stands for another.

use super::about::About;
use super::field::{Choice, Field, Input};
use super::reading::Reading;
use super::values::Values;
use super::{CLINICIANS, Form, Group, ToRecord};
use concord_chart::{
    Event,
    circumstance::{Circumstance, CircumstanceNoted},
};

pub(super) const FORMS: &[Form] = &[Form {
    what: "circumstance",
    title: "A fact that the safety check asks for",
    about: "Pregnancy, contraception, ancestry, a gene test",
    button: "Note it",
    group: Group::Story,
    roles: CLINICIANS,
    records: &["circumstance.noted"],
    fields,
    read,
    fill,
}];

/// What can be noted: the word in the form, and what is read.
const KINDS: &[(&str, &str)] = &[
    ("pregnant", "Pregnant"),
    ("not-pregnant", "Not pregnant: asked or tested"),
    ("breastfeeding", "Breast-feeding"),
    ("not-breastfeeding", "Not breast-feeding"),
    ("contraception", "Contraception: which, or “none”"),
    ("can-become-pregnant", "Can become pregnant"),
    ("cannot-become-pregnant", "Cannot become pregnant"),
    ("pregnancy-wanted", "A pregnancy is wished for"),
    ("pregnancy-not-wanted", "No pregnancy is wished for now"),
    ("ancestry", "Ancestry: where the family comes from"),
    ("gene", "A gene test"),
];

fn fields(_: &About<'_>) -> Vec<Field> {
    let genes = ["CYP2D6", "CYP2C19", "CYP2C9", "CYP2B6", "HLA-B*15:02", "HLA-B*57:01", "HLA-A*31:01", "POLG", "UGT1A4"];
    let results = [
        "poor metabolizer",
        "intermediate metabolizer",
        "normal metabolizer",
        "rapid metabolizer",
        "ultrarapid metabolizer",
        "positive",
        "negative",
    ];
    let words = |all: &[&str]| Input::Suggest(all.iter().map(|word| (*word).to_owned()).collect());
    vec![
        Field::needed(
            "about_what",
            "What is known",
            Input::Radio(KINDS.iter().map(|(value, label)| Choice::new(*value, *label)).collect()),
        ),
        Field::optional("due", "Day the child is due", Input::Day).hint("For a pregnancy."),
        Field::optional(
            "which",
            "Which contraception, or which ancestry",
            words(&[
                "none",
                "combined pill",
                "progestogen-only pill",
                "implant",
                "injection",
                "hormonal coil",
                "copper coil",
                "condoms",
                "sterilised",
            ]),
        ),
        Field::optional("gene", "Gene", words(&genes)).hint("For a gene test."),
        Field::optional("phenotype", "What the result means", words(&results)),
        Field::optional("words", "Laboratory, diplotype, other words", Input::Text),
        Field::occurred(),
    ]
}

fn read(reading: &mut Reading<'_>, _: &About<'_>) -> Option<Vec<ToRecord>> {
    let kind = reading.needed("about_what", "Choose what is known.");
    let what = match kind.as_str() {
        "pregnant" => Circumstance::Pregnancy { due: reading.day("due") },
        "not-pregnant" => Circumstance::NotPregnant {},
        "breastfeeding" => Circumstance::Breastfeeding {},
        "not-breastfeeding" => Circumstance::NotBreastfeeding {},
        "contraception" => Circumstance::Contraception {
            words: reading.needed("which", "Say which contraception is used, or write “none”."),
        },
        "can-become-pregnant" => Circumstance::CanBecomePregnant { yes: true },
        "cannot-become-pregnant" => Circumstance::CanBecomePregnant { yes: false },
        "pregnancy-wanted" => Circumstance::PregnancyWanted { yes: true },
        "pregnancy-not-wanted" => Circumstance::PregnancyWanted { yes: false },
        "ancestry" => Circumstance::Ancestry { words: reading.needed("which", "Say where the family comes from.") },
        "gene" => Circumstance::Gene {
            gene: reading.needed("gene", "Say which gene was tested, for example CYP2D6."),
            phenotype: reading.needed("phenotype", "Say what the result means, for example “poor metabolizer” or “positive”."),
            words: reading.text("words"),
        },
        _ => return None,
    };
    let at = reading.occurred();
    reading.unless_problems(())?;
    ToRecord::at(Event::CircumstanceNoted(CircumstanceNoted { what }), at)
}

fn fill(event: &Event, _: &About<'_>) -> Values {
    let Event::CircumstanceNoted(noted) = event else { return Values::default() };
    let values = Values::default();
    match &noted.what {
        Circumstance::Pregnancy { due } => values.with("about_what", "pregnant").with_some("due", *due),
        Circumstance::NotPregnant {} => values.with("about_what", "not-pregnant"),
        Circumstance::Breastfeeding {} => values.with("about_what", "breastfeeding"),
        Circumstance::NotBreastfeeding {} => values.with("about_what", "not-breastfeeding"),
        Circumstance::Contraception { words } => values.with("about_what", "contraception").with("which", words),
        Circumstance::CanBecomePregnant { yes } => {
            values.with("about_what", if *yes { "can-become-pregnant" } else { "cannot-become-pregnant" })
        }
        Circumstance::PregnancyWanted { yes } => {
            values.with("about_what", if *yes { "pregnancy-wanted" } else { "pregnancy-not-wanted" })
        }
        Circumstance::Ancestry { words } => values.with("about_what", "ancestry").with("which", words),
        Circumstance::Gene { gene, phenotype, words } => {
            values.with("about_what", "gene").with("gene", gene).with("phenotype", phenotype).with("words", words)
        }
    }
}
