//! The practice: its name, places, hours and the help it names. What stands here stands on "Help now" a moment later.

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
use concord_actions::{ActionError, CrisisLine, Place, PracticeSettings};
use concord_knowledge::Schedule;
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Empty rows below the filled ones, to add to.
const SPARE: usize = 2;

/// What was just done.
#[derive(Default, Deserialize)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Query(said): Query<Said>) -> Markup {
    page(&app, &who, &app.clinic.practice(), said.done == "kept", None)
}

/// The settings as typed; places and lines come as fields of one name each, in order.
#[derive(Default)]
struct Typed {
    fields: Vec<(String, String)>,
}

impl Typed {
    fn one(&self, name: &str) -> String {
        self.all(name).next().unwrap_or_default()
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = String> + 'a {
        self.fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.trim().to_owned())
    }

    /// The schedules chosen; an empty choice follows the default.
    fn schedules(&self) -> BTreeMap<String, String> {
        let chosen = self.fields.iter().filter_map(|(name, id)| Some((name.strip_prefix("schedule-")?, id.trim())));
        chosen.filter(|(_, id)| !id.is_empty()).map(|(choice, id)| (choice.to_owned(), id.to_owned())).collect()
    }

    /// The settings; a row that was emptied is gone.
    fn settings(&self, before: &PracticeSettings) -> PracticeSettings {
        let hour = |name: &str| self.one(name).parse().unwrap_or(-1);
        let places = self.all("place_id").zip(self.all("place_name")).zip(self.all("place_phone"));
        let places = places.filter(|((_, name), phone)| !name.is_empty() || !phone.is_empty()).map(|((id, name), phone)| {
            let id = if id.is_empty() { slug(&name) } else { id };
            Place { id: id.as_str().into(), name, phone }
        });
        let lines = self.all("line_label").zip(self.all("line_about")).zip(self.all("line_kind")).zip(self.all("line_number"));
        let lines = lines.filter(|(((label, _), _), number)| !label.is_empty() || !number.is_empty()).map(
            |(((label, about), kind), number)| {
                let kind = if kind == "sms" { "sms" } else { "tel" };
                CrisisLine { label, about, address: format!("{kind}:{number}") }
            },
        );
        PracticeSettings {
            name: self.one("name"),
            zone: self.one("zone"),
            places: places.collect(),
            hours: self.one("hours"),
            open_hours: (hour("opens"), hour("closes")),
            crisis_lines: lines.collect(),
            emergency_number: self.one("emergency"),
            schedules: self.schedules(),
            safety: before.safety.clone(),
            ..before.clone()
        }
    }
}

/// An id for a new place: small letters and hyphens.
fn slug(name: &str) -> String {
    let plain: String =
        concord_registry::folded(name).chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
    plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// Keeps the settings.
pub async fn submit(State(app): State<Shared>, who: Who, Form(fields): Form<Vec<(String, String)>>) -> Response {
    let wanted = Typed { fields }.settings(&app.clinic.practice());
    match app.clinic.change_practice(&who.subject, wanted.clone()).await {
        Ok(()) => Redirect::to("/admin/practice?done=kept").into_response(),
        Err(ActionError::Refused(refusal)) => {
            let wrong = (refusal.field.unwrap_or("name"), refusal.sentence);
            (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &who, &wanted, false, Some(&wrong))).into_response()
        }
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

type Wrong<'a> = Option<&'a (&'static str, String)>;

fn page(app: &Shared, who: &Who, practice: &PracticeSettings, kept: bool, wrong: Wrong<'_>) -> Markup {
    let errors: Vec<(String, String)> = wrong.iter().map(|(field, sentence)| (format!("#{field}"), sentence.clone())).collect();
    let error = |name: &str| wrong.filter(|(field, _)| *field == name).map_or("", |(_, sentence)| sentence.as_str());
    let (opens, closes) = (practice.open_hours.0.to_string(), practice.open_hours.1.to_string());
    let text = |name: &'static str, label: &'static str, value: &str, kind: &str| {
        form::text(&Field { name, label, value, error: error(name), required: true, ..Field::default() }, kind)
    };
    let body = html! {
        header.page-head { div { h1 { "Practice" } p.lead { "Patients read these words; “Help now” is made from them." } } }
        @if kept { (notice::done("Kept. Every page says it from now on.")) }
        (error_summary(&errors))
        form.stack method="post" action="/admin/practice" data-once data-guard {
            section.card { h2 { "Name and hours" }
                p.small.muted { "Hours are those of Monday to Friday. “Today” begins at midnight in the time zone." }
                div.columns {
                    (text("name", "Name", &practice.name, "text"))
                    (text("zone", "Time zone, like America/New_York", &practice.zone, "text"))
                    (text("hours", "Opening hours, in words", &practice.hours, "text"))
                    (text("opens", "Opens at (hour, 0 to 23)", &opens, "number"))
                    (text("closes", "Closes at (hour, 1 to 24)", &closes, "number"))
                }
            }
            section.card #places { h2 { "Places" }
                p.small.muted { "To add one, fill an empty row; to take one off the list, empty its row. What was recorded there stays." }
                @if !error("places").is_empty() { p.error { (error("places")) } }
                @for place in &practice.places { (place_row(place.id.as_str(), &place.name, &place.phone)) }
                @for _ in 0..SPARE { (place_row("", "", "")) }
            }
            section.card #lines { h2 { "Who answers day and night" }
                p.small.muted { "In this order. The first is what somebody sees in their worst moment." }
                @if !error("lines").is_empty() { p.error { (error("lines")) } }
                @for line in &practice.crisis_lines { (line_row(line)) }
                @for _ in 0..SPARE { (line_row(&CrisisLine { label: String::new(), about: String::new(), address: "tel:".to_owned() })) }
                (text("emergency", "Emergency number", &practice.emergency_number, "tel"))
            }
            (schedules(app, practice, error("schedules")))
            div.row { button.button.primary type="submit" { "Keep the settings" } a href="/help-now" { "Look at Help now" } }
        }
    };
    layout::page(app, Some(who), "Practice", "/admin/practice", body)
}

/// Schedules of checks that are alternatives: the practice says which it goes by.
fn schedules(app: &Shared, practice: &PracticeSettings, wrong: &str) -> Markup {
    let mut choices: BTreeMap<&str, Vec<&Schedule>> = BTreeMap::new();
    for schedule in app.clinic.knowledge().schedules() {
        if let Some(choice) = &schedule.choice {
            choices.entry(choice).or_default().push(schedule);
        }
    }
    html! {
        section.card #schedules { h2 { "Checks of medicines" }
            p.small.muted { "Where sources differ on what is checked when, choose the schedule that this practice goes by." }
            @if !wrong.is_empty() { p.error { (wrong) } }
            @for (choice, all) in choices {
                @let name = format!("schedule-{choice}");
                @let usual = all.iter().find(|schedule| schedule.default).map_or("", |schedule| schedule.name.as_str());
                div.field { label for=(name) { (choice.replace('_', " ")) }
                    select id=(name) name=(name) {
                        option value="" { "as shipped: " (usual) }
                        @for schedule in all {
                            option value=(schedule.id) selected[practice.schedules.get(choice) == Some(&schedule.id)] { (schedule.name) }
                        }
                    }
                }
            }
        }
    }
}

fn place_row(id: &str, name: &str, phone: &str) -> Markup {
    let what = if name.is_empty() { "new place".to_owned() } else { name.to_owned() };
    html! {
        div.inline-form role="group" aria-label=(what) {
            input type="hidden" name="place_id" value=(id);
            label { "Name" input name="place_name" value=(name); }
            label { "Telephone" input type="tel" name="place_phone" value=(phone); }
        }
    }
}

fn line_row(line: &CrisisLine) -> Markup {
    let (kind, number) = line.address.split_once(':').unwrap_or(("tel", ""));
    let what = if line.label.is_empty() { "new line".to_owned() } else { line.label.clone() };
    html! {
        div.inline-form role="group" aria-label=(what) {
            label { "What to press" input name="line_label" value=(line.label) placeholder="Call 988"; }
            label { "One sentence about it" input name="line_about" value=(line.about); }
            label { "Way" select name="line_kind" { option value="tel" selected[kind == "tel"] { "call" } option value="sms" selected[kind == "sms"] { "text" } } }
            label { "Number" input type="tel" name="line_number" value=(number); }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Typed {
        Typed { fields: fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect() }
    }

    #[test]
    fn an_emptied_row_is_gone_and_a_filled_spare_row_is_a_new_place() {
        let fields = [
            ("place_id", "riverside"),
            ("place_name", "Riverside"),
            ("place_phone", "555 0100"),
            ("place_id", "old-mill"),
            ("place_name", ""),
            ("place_phone", ""),
            ("place_id", ""),
            ("place_name", "Söder Höjd"),
            ("place_phone", "555 0102"),
        ];
        let places = typed(&fields).settings(&PracticeSettings::default()).places;
        let ids: Vec<&str> = places.iter().map(|place| place.id.as_str()).collect();
        assert_eq!(ids, ["riverside", "soder-hojd"]);
    }

    #[test]
    fn a_line_is_called_or_texted_and_nothing_else() {
        let fields = [("line_label", "Call"), ("line_about", ""), ("line_kind", "javascript"), ("line_number", "988")];
        let lines = typed(&fields).settings(&PracticeSettings::default()).crisis_lines;
        assert_eq!(lines[0].address, "tel:988");
    }

    #[test]
    fn nobody_can_turn_an_invented_practice_into_a_real_one_by_a_form() {
        let before = PracticeSettings { invented: true, ..PracticeSettings::default() };
        assert!(typed(&[("invented", "false")]).settings(&before).invented);
    }
}
