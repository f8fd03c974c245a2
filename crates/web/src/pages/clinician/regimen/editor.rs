//! The form beside the review: which change, and its fields. Its buttons stand under the review, after what was found.

use super::{Page, Typed, proposal::CHANGES};
use crate::pages::clinician::forms::{Field, Values, show_fields};
use concord_chart::{Chart, CourseId};
use maud::{Markup, html};

/// Fields that stand in one row; the others follow under "More".
const ROW: [&str; 6] = ["name", "course", "amount", "unit", "often", "time"];

/// Links to the changes and, for the chosen one, its form.
pub(super) fn editor(page: &Page<'_>, typed: &Typed<'_>) -> Markup {
    let what = typed.form.map_or("", |form| form.what);
    html! {
        section.card #change aria-labelledby="change-title" {
            h2 #change-title { "Change something" }
            nav.chips aria-label="What to change" {
                @for (form, words) in CHANGES {
                    a.chip href=(format!("{}?what={form}#change", page.base())) aria-current=[(*form == what).then_some("true")] { (words) }
                }
                a.chip href=(format!("/chart/{}/steps", page.chart().id)) { "Plan steps" }
            }
            @if typed.form.is_some() { (form(page, typed)) }
            @else { p.small.muted { "Choose what to change. The review beside this is made again as you type, before anything is recorded." } }
        }
    }
}

fn form(page: &Page<'_>, typed: &Typed<'_>) -> Markup {
    let Some(form) = typed.form else { return html! {} };
    let (chart, values) = (page.chart(), &typed.values);
    let fields = page.desk.about(|about| (form.fields)(about));
    let (row, more): (Vec<Field>, Vec<Field>) = fields.into_iter().partition(|field| ROW.contains(&&*field.name));
    let wrong = |field: &Field| typed.problems.iter().any(|problem| problem.field == field.name);
    let open = form.what != "medicine-start" || more.iter().any(|field| wrong(field) || !values.get(&field.name).is_empty());
    let corrects = !values.get("amends").is_empty();
    let key = if values.get("key").is_empty() { page.app().clinic.fresh().to_string() } else { values.get("key").to_owned() };
    let seen = if values.get("seen").is_empty() { page.desk.open.head.to_string() } else { values.get("seen").to_owned() };
    html! {
        form.stack #edit method="post" action=(format!("/chart/{}/record/{}", chart.id, form.what)) novalidate data-guard=""
            data-review="#review" data-from=(format!("{}/review", page.base())) {
            input type="hidden" name="what" value=(form.what);
            input type="hidden" name="from" value="regimen";
            input type="hidden" name="chart" value=(chart.id);
            input type="hidden" name="seen" value=(seen);
            input type="hidden" name="key" value=(key);
            @if corrects {
                input type="hidden" name="amends" value=(values.get("amends"));
                p.small { "A correction: it takes the place of the entry, and both stay readable." }
            }
            div.edit { (show_fields(&row, values, typed.problems)) }
            @if !more.is_empty() {
                details open[open] { summary { "More: what for, who prescribes, since when" } div.stack { (show_fields(&more, values, typed.problems)) } }
            }
            p.row {
                @if corrects { a.button.quiet href=(page.base()) { "Leave the entry as it was" } }
                @else { button.button.secondary type="submit" formmethod="get" formaction=(page.base()) { "Check again" } }
                span.small.muted { "The review is made again each time; with no script it is made when you press." }
            }
        }
    }
}

/// The usual answers: the present dose where one is to be changed, and what a new one most often has. A new amount is never
/// among them.
pub(super) fn usual(values: &Values, chart: &Chart) -> Vec<(String, String)> {
    let put = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    match values.get("what") {
        "medicine-start" => vec![put("unit", "mg"), put("often", "1")],
        "dose-change" => {
            let course = values.get("course").parse::<CourseId>().ok().and_then(|id| chart.medication(id));
            let dosing = course.and_then(|course| course.steps.iter().rev().find_map(|step| step.dosing.clone()));
            let Some(dosing) = dosing else { return vec![put("unit", "mg"), put("often", "1")] };
            let often = if dosing.as_needed {
                Some("as-needed".to_owned())
            } else {
                dosing.per_day.map(|often| often.normalize().to_string())
            };
            vec![
                put("unit", dosing.dose.as_ref().map_or("mg", |dose| dose.unit.as_str())),
                put("often", &often.unwrap_or_default()),
                put("time", &dosing.time_words),
            ]
        }
        _ => Vec::new(),
    }
}
