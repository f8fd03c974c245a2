//! What the place's law says about minors, as the practice wrote it down. Law is settings here, never code.

use crate::{
    app::Shared,
    components::{
        error_summary::error_summary,
        form::{self, Field},
        notice,
    },
    errors::Problem,
    guard::Who,
    layout,
};
use axum::{
    Form,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, ConsentRule, MinorRules, PracticeSettings};
use maud::{Markup, html};
use serde::Deserialize;

/// Empty rows below the filled ones.
const SPARE: usize = 2;

/// What was just done.
#[derive(Default, Deserialize)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Query(said): Query<Said>) -> Markup {
    page(&app, &who, &app.clinic.practice().minors, said.done == "kept", None)
}

/// Keeps the table.
pub async fn submit(State(app): State<Shared>, who: Who, Form(fields): Form<Vec<(String, String)>>) -> Response {
    let (minors, wrong) = read(&fields);
    if let Some(sentence) = wrong {
        return (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &who, &minors, false, Some(sentence))).into_response();
    }
    let practice = PracticeSettings { minors, ..PracticeSettings::clone(&app.clinic.practice()) };
    match app.clinic.change_practice(&who.subject, practice).await {
        Ok(()) => Redirect::to("/admin/minors?done=kept").into_response(),
        Err(ActionError::Refused(refusal)) => {
            let minors = &app.clinic.practice().minors;
            (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &who, minors, false, Some(&refusal.sentence))).into_response()
        }
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// The table as typed; a row that was emptied is gone. With the first thing that is wrong with it.
fn read(fields: &[(String, String)]) -> (MinorRules, Option<&'static str>) {
    let all = |name: &'static str| fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.trim());
    let one = |name: &'static str| all(name).next().unwrap_or_default();
    let mut wrong = None;
    let of_age = one("of_age").parse().unwrap_or(0);
    if !(1..=30).contains(&of_age) {
        wrong = Some("Write the age at which a patient is of age, in years, for example 18.");
    }
    let rows = all("service")
        .zip(all("from_age"))
        .zip(all("rule"))
        .filter(|((service, _), rule)| !service.is_empty() || !rule.is_empty());
    let mut may_consent = Vec::new();
    for ((service, age), rule) in rows {
        let from_age = age.parse().unwrap_or(0);
        if service.is_empty() || rule.is_empty() || from_age == 0 {
            wrong = wrong.or(Some("Each service needs its name, the age from which a minor may consent alone, and the rule."));
        }
        may_consent.push(ConsentRule { service: service.to_owned(), from_age, rule: rule.to_owned() });
    }
    if !may_consent.is_empty() && one("checked").is_empty() {
        wrong = wrong.or(Some("Write who checked these rules, and when: they are the law of your place, not of this program."));
    }
    (MinorRules { of_age, may_consent, checked: one("checked").to_owned() }, wrong)
}

fn page(app: &Shared, who: &Who, minors: &MinorRules, kept: bool, wrong: Option<&str>) -> Markup {
    let errors: Vec<_> = wrong.map(|sentence| ("#of_age".to_owned(), sentence.to_owned())).into_iter().collect();
    let of_age = minors.of_age.to_string();
    let empty = ConsentRule { service: String::new(), from_age: 0, rule: String::new() };
    let body = html! {
        header.page-head { div { h1 { "Minors" } p.lead { "The law of your place, as your practice wrote it down. Nothing is assumed: a service that is not in this table cannot be consented to alone." } } }
        @if kept { (notice::done("Kept.")) }
        (error_summary(&errors))
        form.stack method="post" action="/admin/minors" data-once data-guard {
            section.card { h2 { "Of age" }
                (form::text(&Field { name: "of_age", label: "From which birthday a patient is of age", hint: "On that day the right of a parent to act ends by itself.", value: &of_age, required: true, ..Field::default() }, "number"))
            }
            section.card { h2 { "May consent alone" }
                p.small.muted { "To take one off the list, empty its row." }
                @for rule in minors.may_consent.iter().chain(std::iter::repeat_n(&empty, SPARE)) { (row(rule)) }
            }
            section.card { (form::text(&Field { name: "checked", label: "Checked by whom, and when", value: &minors.checked, ..Field::default() }, "text")) }
            p { button.button.primary type="submit" { "Keep the table" } }
        }
    };
    layout::page(app, Some(who), "Minors", "/admin/minors", body)
}

fn row(rule: &ConsentRule) -> Markup {
    let what = if rule.service.is_empty() { "new service" } else { rule.service.as_str() };
    let age = if rule.from_age == 0 { String::new() } else { rule.from_age.to_string() };
    html! {
        div.inline-form role="group" aria-label=(what) {
            label { "Service" input name="service" value=(rule.service); }
            label { "From age" input.short type="number" name="from_age" value=(age); }
            label { "Rule" input name="rule" value=(rule.rule); }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> (MinorRules, Option<&'static str>) {
        let fields: Vec<(String, String)> =
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        read(&fields)
    }

    #[test]
    fn a_table_needs_somebody_who_checked_it() {
        let rows = [
            ("of_age", "18"),
            ("service", "outpatient psychotherapy"),
            ("from_age", "12"),
            ("rule", "Section 1"),
            ("checked", ""),
        ];
        assert!(typed(&rows).1.is_some());
        let rows = [rows[0], rows[1], rows[2], rows[3], ("checked", "counsel, May 2026")];
        let (minors, wrong) = typed(&rows);
        assert_eq!((minors.may_consent.len(), minors.may_consent[0].from_age, wrong), (1, 12, None));
    }

    #[test]
    fn an_emptied_row_is_gone_and_a_half_filled_one_is_asked_for() {
        let empty = [("of_age", "18"), ("service", ""), ("from_age", ""), ("rule", ""), ("checked", "")];
        assert_eq!((typed(&empty).0.may_consent.len(), typed(&empty).1), (0, None));
        let half = [("of_age", "18"), ("service", "counselling"), ("from_age", ""), ("rule", "x"), ("checked", "me")];
        assert!(typed(&half).1.is_some());
        assert!(typed(&[("of_age", "")]).1.is_some());
    }
}
