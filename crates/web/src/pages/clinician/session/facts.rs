//! What the law never lets be sealed: summaries from the chart, read, changed and confirmed with the signature.

use super::Room;
use crate::{
    components::icon::{Icon, icon},
    pages::clinician::forms::{Reading, Values, sentence_case},
};
use concord_chart::{When, session::ShareableFacts};
use concord_engines::therapy::facts::{self, Fact, Known, Stands};
use maud::{Markup, html};

/// The lines, and of each fact where it stands.
pub(super) fn section(room: &Room<'_>, values: &Values) -> Markup {
    let known = Known {
        times: !values.get("from").is_empty() && !values.get("to").is_empty(),
        frequency: room.course.every_days().is_some(),
    };
    let typed = |fact: Fact| values.get(&format!("fact-{}", fact.word())).to_owned();
    let facts = of(typed);
    html! {
        section.card aria-labelledby="open-facts" {
            h2 #open-facts { "What may never be sealed" }
            p.small.muted { "Filled from the chart. Signing confirms these lines as yours; an empty line says nothing." }
            @for fact in Fact::SUMMARIES {
                @let name = format!("fact-{}", fact.word());
                div.field.fact { label for=(name) { (sentence_case(fact.words())) } textarea id=(name) name=(name) rows="1" { (values.get(&name)) } }
            }
            (stands(&facts::check(&facts, known)))
        }
    }
}

fn stands(checked: &[(Fact, Stands)]) -> Markup {
    let of = |wanted: Stands| -> Vec<&'static str> {
        checked.iter().filter(|(_, stands)| *stands == wanted).map(|(fact, _)| fact.words()).collect()
    };
    let (elsewhere, missing) = (of(Stands::OnTheChart), of(Stands::Missing));
    html! {
        p.small { (icon(Icon::Check)) " Already on the chart: " (elsewhere.join(", ")) "." }
        @if !missing.is_empty() { p.small { (icon(Icon::Query)) " Not said yet: " (missing.join(", ")) "." } }
    }
}

fn of(typed: impl Fn(Fact) -> String) -> ShareableFacts {
    ShareableFacts {
        diagnosis: typed(Fact::Diagnosis),
        function: typed(Fact::Function),
        plan: typed(Fact::Plan),
        symptoms: typed(Fact::Symptoms),
        prognosis: typed(Fact::Prognosis),
        progress: typed(Fact::Progress),
    }
}

/// What was typed.
pub(super) fn read(reading: &Reading<'_>) -> ShareableFacts {
    of(|fact| reading.text(&format!("fact-{}", fact.word())))
}

/// True where one of the lines says something of its own: not empty, and not what the chart says.
pub(super) fn is_typed(typed: &ShareableFacts, derived: &ShareableFacts) -> bool {
    Fact::SUMMARIES.iter().any(|fact| !fact.of(typed).is_empty() && fact.of(typed) != fact.of(derived))
}

/// The same for something that was signed.
pub(super) fn read_only(room: &Room<'_>, facts: &ShareableFacts) -> Markup {
    let known = Known {
        times: matches!(room.session.at, When::Instant(_)) && room.session.minutes.is_some(),
        frequency: room.course.every_days().is_some(),
    };
    let lines: Vec<(Fact, &str)> =
        Fact::SUMMARIES.iter().map(|fact| (*fact, fact.of(facts))).filter(|(_, text)| !text.is_empty()).collect();
    html! {
        h3 { "For the record" }
        @if lines.is_empty() { p.small.muted { "No summary was written with this session." } }
        dl.pairs.wide-pairs { @for (fact, text) in &lines { div { dt { (sentence_case(fact.words())) } dd { (text) } } } }
        (stands(&facts::check(facts, known)))
    }
}
