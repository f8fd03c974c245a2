//! What was noticed, with its grounds and what can be done about it.

use super::{Seen, panel::grounds};
use crate::components::finding_card::{Finding as Card, Weight, finding_card};
use concord_access::View;
use concord_engines::{
    days::day_words,
    findings::{self, Finding, OfferedAction, Severity},
};
use maud::{Markup, html};

/// The cards, most urgent first. A complementary practitioner sees none: they rest on what is not shared.
pub(super) fn cards(seen: &Seen<'_>) -> Markup {
    if matches!(seen.open.view, View::Complementary(_)) {
        return html! {};
    }
    let mut found = findings::all(seen.state);
    found.retain(|finding| finding.holds(seen.today));
    html! {
        section #findings aria-labelledby="findings-title" {
            h2.vh #findings-title { "What was noticed" }
            @if found.is_empty() { p.small.muted { "Nothing was noticed that waits for a person. What is not checked here: interactions between medicines." } }
            @for finding in &found { (card(seen, finding)) }
        }
    }
}

fn card(seen: &Seen<'_>, finding: &Finding) -> Markup {
    let weight = match finding.severity() {
        Severity::Urgent => Weight::Stop,
        Severity::Attention => Weight::Care,
        Severity::Note => Weight::NotChecked,
    };
    let words = finding.sentences.join(" ");
    finding_card(&Card {
        weight,
        title: &finding.title,
        words: &words,
        ways: &[],
        actions: Some(actions(seen, finding)),
        rests_on: html! { (grounds(seen, &finding.report)) p { (whose(seen, finding)) } },
    })
}

fn whose(seen: &Seen<'_>, finding: &Finding) -> String {
    let promised = finding
        .answer_by
        .map(|at| at.to_zoned(seen.state.zone.clone()).strftime(" Answer promised by %-d %b, %H:%M.").to_string());
    let whose = match (&finding.taken, &finding.owner) {
        (Some(taken), _) => format!("{} took this on {}.", taken.by, day_words(taken.on, seen.today)),
        (None, Some(owner)) => format!("{} is asked; nobody has taken it on yet.", owner.name),
        (None, None) => "Nobody has taken it on yet.".to_owned(),
    };
    format!("{whose}{}", promised.unwrap_or_default())
}

fn actions(seen: &Seen<'_>, finding: &Finding) -> Markup {
    let base = seen.base();
    let kind = finding.kind.as_str();
    let because = finding.report.because.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let link = |end: String, words: &str| html! { a.button.secondary href=(format!("{base}{end}")) { (words) } };
    let one = |action: &OfferedAction| match action {
        OfferedAction::TakeOn if finding.taken.is_some() => html! {},
        OfferedAction::TakeOn => html! {
            form method="post" action=(format!("{base}/finding/take")) {
                input type="hidden" name="chart" value=(seen.open.chart.id);
                input type="hidden" name="key" value=(seen.app.clinic.fresh());
                input type="hidden" name="finding" value=(kind);
                input type="hidden" name="because" value=(because);
                button.button type="submit" { (action.words()) }
            }
        },
        OfferedAction::SpeakToday => html! { span.small { (action.words()) } },
        OfferedAction::AskScreener => link("/record/questionnaire?instrument=c-ssrs-screen".to_owned(), action.words()),
        OfferedAction::AnswerReport if seen.who.subject.role != concord_access::Role::Prescriber => html! {},
        OfferedAction::AnswerReport => {
            let report = finding.report.because.first().map(ToString::to_string).unwrap_or_default();
            link(format!("/record/side-effect-answer?report={report}"), action.words())
        }
        OfferedAction::OfferQuestionnaire => link("/record/questionnaire-offer".to_owned(), action.words()),
        OfferedAction::PlanVisit => link("/record/visit-planned".to_owned(), action.words()),
        OfferedAction::OrderCheck => link("/checks".to_owned(), action.words()),
        OfferedAction::ConfirmStep => {
            let course = finding.course.map(|course| format!("?course={course}")).unwrap_or_default();
            link(format!("/steps{course}"), action.words())
        }
        OfferedAction::DecideTogether => link("/record/decision".to_owned(), "Decide together"),
        OfferedAction::Close => {
            html! { a href=(format!("{base}/finding/close?finding={kind}&because={because}")) { (action.words()) } }
        }
    };
    html! { div.row { @for action in &finding.actions { (one(action)) } } }
}
