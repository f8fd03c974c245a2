//! Two people changed one plan: before, theirs, yours, side by side. What only one side touched is taken in and said so.
//! A medicine is never merged: it is theirs, mine, or neither until people have talked.

use super::{
    forms::Values,
    frame::{self, RecordPage},
    plan::{self, Kept},
};
use crate::{app::Shared, components::error_summary::error_summary, guard::Who};
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use concord_actions::OpenChart;
use concord_chart::{ChartId, plan::PlanPart};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The three versions.
pub(super) struct Versions {
    /// What the person saw when they began.
    pub base: BTreeMap<PlanPart, String>,
    /// The parts that they changed.
    pub mine: BTreeMap<PlanPart, String>,
    /// What stands on the chart now.
    pub theirs: BTreeMap<PlanPart, String>,
    /// Who wrote that.
    pub by: String,
    /// Where the chart is now.
    pub head: u64,
}

/// What became of one part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Nobody changed it.
    Same,
    /// Only they did: it stands on the chart already.
    Theirs,
    /// Only the person did: it is taken in.
    Mine,
    /// Both did: a person has to choose.
    Clash,
}

impl Versions {
    fn text(of: &BTreeMap<PlanPart, String>, part: PlanPart) -> &str {
        of.get(&part).map(String::as_str).unwrap_or_default()
    }

    fn fate(&self, part: PlanPart) -> Fate {
        let (base, theirs) = (Self::text(&self.base, part), Self::text(&self.theirs, part));
        let mine = self.mine.get(&part).map(String::as_str);
        match (theirs != base, mine.filter(|mine| *mine != theirs).is_some()) {
            (false, false) => Fate::Same,
            (true, false) => Fate::Theirs,
            (false, true) => Fate::Mine,
            (true, true) => Fate::Clash,
        }
    }
}

/// The page.
pub(super) fn page(app: &Shared, who: &Who, open: &OpenChart, versions: &Versions, wrong: Option<&str>) -> Response {
    let chart = &open.chart;
    let errors: Vec<_> = wrong.map(|sentence| ("#merge".to_owned(), sentence.to_owned())).into_iter().collect();
    let body = html! {
        (error_summary(&errors))
        section.card.pad aria-labelledby="merge-title" {
            h2 #merge-title { "Two people changed " (frame::given_name(chart)) "’s plan" }
            p.muted { (versions.by) " saved while you were writing. Nothing is lost; nothing is mixed until you say so. " b { "Your words are kept." } }
            form method="post" action=(format!("/chart/{}/plan/merge", chart.id)) data-guard="" {
                input type="hidden" name="key" value=(app.clinic.fresh());
                input type="hidden" name="seen" value=(versions.head);
                input type="hidden" name="by" value=(versions.by);
                div.scroll tabindex="0" role="region" aria-labelledby="merge-title" {
                    table.merge #merge {
                        thead { tr { th scope="col" { "Part" } th scope="col" { "Before" } th scope="col" { (versions.by) ", saved" } th scope="col" { "Yours, not saved yet" } th scope="col" { "Keep" } } }
                        tbody { @for part in PlanPart::ALL { (row(versions, *part)) } }
                    }
                }
                (frame::signing(app, chart))
                p.small.muted { "A medicine is never merged for you." }
                button.button.primary type="submit" { "Save what I chose" }
            }
        }
    };
    let page = frame::page(app, who, &RecordPage { open, tab: "/plan", title: "Two versions of the plan" }, body);
    (StatusCode::CONFLICT, page).into_response()
}

fn row(versions: &Versions, part: PlanPart) -> Markup {
    let (base, theirs) = (Versions::text(&versions.base, part), Versions::text(&versions.theirs, part));
    let mine = versions.mine.get(&part).map(String::as_str);
    let fate = versions.fate(part);
    let hidden = |name: String, text: &str| html! { input type="hidden" name=(name) value=(text); };
    html! {
        tr.clash[fate == Fate::Clash].same[fate == Fate::Same] {
            th scope="row" { (part.words()) (hidden(format!("base_{}", part.as_str()), base)) @if let Some(mine) = mine { (hidden(format!("mine_{}", part.as_str()), mine)) } }
            td { (or_empty(base)) }
            td { @if theirs == base { span.muted { "not touched" } } @else { ins { (or_empty(theirs)) } } }
            td { @match mine { Some(mine) if mine != base => { ins { (or_empty(mine)) } }, _ => { span.muted { "not touched" } } } }
            td { (choice(versions, part, fate)) }
        }
    }
}

fn or_empty(text: &str) -> &str {
    if text.is_empty() { "nothing written" } else { text }
}

fn choice(versions: &Versions, part: PlanPart, fate: Fate) -> Markup {
    let name = format!("keep_{}", part.as_str());
    match fate {
        Fate::Same => html! { span.muted { "nothing to decide" } },
        Fate::Theirs => html! { "✓ theirs, taken in" },
        Fate::Mine => html! { "✓ yours, taken in" },
        Fate::Clash => html! {
            fieldset.plain { legend.vh { "Keep which " (part.words()) "?" }
                label.choice { input type="radio" name=(name) value="theirs"; " " (versions.by) "’s" }
                label.choice { input type="radio" name=(name) value="mine"; " mine" }
                label.choice { input type="radio" name=(name) value="neither"; " neither yet, ask " (versions.by) }
            }
        },
    }
}

/// Keeps what was chosen.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let values = Values::new(pairs);
    let open = match frame::read(&app, &who, chart, "plan").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let head = values.get("seen").parse().unwrap_or(0);
    let versions = Versions {
        base: parts(&values, "base_"),
        mine: parts(&values, "mine_"),
        theirs: plan::as_of(&open.chart, head),
        by: values.get("by").to_owned(),
        head,
    };
    let Some((mine, waits)) = chosen(&versions, &values) else {
        return page(
            &app,
            &who,
            &open,
            &versions,
            Some("Choose in every marked row which words stay: theirs, yours, or neither until you have talked."),
        );
    };
    let base = versions.theirs.clone();
    plan::keep(&app, &who, &open, Kept { key: values.get("key").to_owned(), seen: head, base, mine, waits }).await
}

fn parts(values: &Values, prefix: &str) -> BTreeMap<PlanPart, String> {
    let sent = PlanPart::ALL.iter().map(|part| (*part, format!("{prefix}{}", part.as_str())));
    sent.filter(|(_, name)| values.sent(name)).map(|(part, name)| (part, values.get(&name).to_owned())).collect()
}

/// What is recorded and what waits; `None` while a marked row has no choice.
fn chosen(versions: &Versions, values: &Values) -> Option<(BTreeMap<PlanPart, String>, String)> {
    let (mut mine, mut waits) = (BTreeMap::new(), Vec::new());
    for (part, text) in &versions.mine {
        match (versions.fate(*part), values.get(&format!("keep_{}", part.as_str()))) {
            (Fate::Mine, _) | (Fate::Clash, "mine") => drop(mine.insert(*part, text.clone())),
            (Fate::Clash, "theirs") | (Fate::Same | Fate::Theirs, _) => {}
            (Fate::Clash, "neither") => waits.push(format!("{}: {text}", part.words())),
            (Fate::Clash, _) => return None,
        }
    }
    Some((mine, waits.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(parts: &[(PlanPart, &str)]) -> BTreeMap<PlanPart, String> {
        parts.iter().map(|(part, text)| (*part, (*text).to_owned())).collect()
    }

    fn versions() -> Versions {
        use PlanPart::{Complementary, Measures, Medication};
        Versions {
            base: plan(&[(Medication, "75 mg at night"), (Complementary, "class"), (Measures, "24 Aug")]),
            mine: plan(&[(Medication, "50 mg at night"), (Measures, "24 Aug, by phone")]),
            theirs: plan(&[(Medication, "75 mg with the evening meal"), (Complementary, "drop-in"), (Measures, "24 Aug")]),
            by: "B. Achebe".to_owned(),
            head: 9,
        }
    }

    #[test]
    fn a_part_that_one_side_touched_is_taken_in_and_a_clash_needs_a_choice() {
        let versions = versions();
        assert!(versions.fate(PlanPart::Complementary) == Fate::Theirs);
        assert!(versions.fate(PlanPart::Measures) == Fate::Mine);
        assert!(versions.fate(PlanPart::Medication) == Fate::Clash);
        assert!(versions.fate(PlanPart::LookAgain) == Fate::Same);
        assert!(chosen(&versions, &Values::default()).is_none());
    }

    #[test]
    fn neither_yet_records_nothing_of_the_medicine_and_keeps_the_words() {
        let values = Values::default().with("keep_medication", "neither");
        let (mine, waits) = chosen(&versions(), &values).unwrap_or_default();
        assert_eq!(mine, plan(&[(PlanPart::Measures, "24 Aug, by phone")]));
        assert_eq!(waits, "Medicine: 50 mg at night");
    }

    #[test]
    fn the_same_change_on_both_sides_is_no_clash() {
        let mut versions = versions();
        versions.mine.insert(PlanPart::Medication, "75 mg with the evening meal".to_owned());
        assert!(versions.fate(PlanPart::Medication) == Fate::Theirs);
    }
}
