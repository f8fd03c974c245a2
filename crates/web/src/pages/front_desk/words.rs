//! Small things that every page of the desk says in the same way.

use crate::{
    app::Shared,
    components::{icon::Icon, status_tag::tag},
};
use concord_actions::Clinic;
use concord_chart::{PlaceId, When, registration::Demographics};
use concord_registry::DiaryRow;
use concord_store::Account;
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};

/// "DELGADO, Maria".
pub(super) fn name_of(person: &Demographics) -> String {
    [person.family_name.to_uppercase(), person.given_name.clone()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// The letters on the record mark.
pub(super) fn initials_of(given: &str, family: &str) -> String {
    [given, family].into_iter().filter_map(|name| name.chars().next()).collect()
}

/// "14 Mar 1988", as precisely as known.
pub(super) fn born_words(person: &Demographics) -> String {
    match person.birth_date {
        Some(When::Day(day)) => concord_engines::days::full_day_words(day),
        Some(other) => other.to_string(),
        None => "not known".to_owned(),
    }
}

/// The place's name.
pub(super) fn place_name(app: &Shared, id: &PlaceId) -> String {
    app.clinic.practice().place_name(id).to_owned()
}

/// "50 min, Riverside, room 3".
pub(super) fn length_and_room(app: &Shared, visit: &DiaryRow) -> String {
    let place = visit.place.as_ref().map(|id| place_name(app, id)).unwrap_or_default();
    [visit.minutes_words(), place, visit.room.clone()]
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// "13:40", where a time is known.
pub(super) fn time_of(visit: &DiaryRow, zone: &TimeZone) -> String {
    if visit.time_known { visit.at.to_zoned(zone.clone()).strftime("%H:%M").to_string() } else { "no time".to_owned() }
}

/// The day of a visit where the practice is.
pub(super) fn day_of(visit: &DiaryRow, zone: &TimeZone) -> Date {
    visit.at.to_zoned(zone.clone()).date()
}

/// "Thu 20 Aug 2026".
pub(super) fn full_day(day: Date) -> String {
    day.strftime("%a %-d %b %Y").to_string()
}

/// A tag for people who may be taken for each other.
pub(super) fn similar_tag() -> Markup {
    tag("care", Some(Icon::People), "similar name")
}

/// Members of staff who can be on a team and have an open account, by name.
pub(super) async fn staff(clinic: &Clinic) -> Result<Vec<Account>, concord_actions::ActionError> {
    let accounts = clinic.store().accounts(clinic.organisation()).await?;
    Ok(accounts.into_iter().filter(|account| account.open && account.role.treats()).collect())
}

/// The head of a page about one person: mark, name, birth date, record number.
pub(super) fn person_head(chart: &str, person: &Demographics, record_number: &str, title: Option<&str>) -> Markup {
    html! {
        header.page-head.desk-person {
            div.row {
                (crate::components::record_mark::record_mark(chart, &initials_of(&person.given_name, &person.family_name), 44))
                div { h1 { (name_of(person)) } p.lead { "born " b { (born_words(person)) } " · record " (record_number) } }
            }
            @if let Some(title) = title { h2 { (title) } }
        }
    }
}
