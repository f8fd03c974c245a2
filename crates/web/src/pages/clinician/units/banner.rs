//! What stands on top of a unit's page: its members' marks, since when, who treats, whether the rule is signed; and the tabs.

use super::page::Seen;
use crate::components::{icon::Icon, patient_banner::tabs, record_mark::record_mark, status_tag::tag};
use crate::pages::own_lines::capital;
use concord_chart::unit::UnitKind;
use concord_engines::days::{day_of, full_day_words};
use maud::{Markup, html};

/// Banner and tabs.
pub(super) fn banner(seen: &Seen<'_>) -> Markup {
    let unit = &seen.unit;
    let since = full_day_words(day_of(unit.since, &seen.app.clinic.zone()));
    let together = matches!(unit.what.kind, UnitKind::Couple | UnitKind::Family);
    html! {
        section.pt aria-label="Unit" {
            @if together { span.marks { @for room in seen.rooms.iter().take(3) { (record_mark(&room.member.chart.to_string(), &initials(&room.member.name), 44)) } } }
            div.who {
                h1 { (unit.what.name) }
                dl {
                    div { dt { (capital(unit.what.kind.words())) } dd { "since " (since) } }
                    div { dt { "Looked after by" } dd { (seen.team_words()) } }
                    @if together { div { dt { "Shared by all" } dd { (shared_words(unit.measures.len())) } } }
                }
            }
            div.side {
                @if unit.what.kind == UnitKind::ConsultationTeam { (tag("line", Some(Icon::Lock), "only its therapists")) }
                @else if !unit.is_open() { (tag("", None, "ended")) }
                @else if unit.all_signed() { (tag("line", Some(Icon::Pencil), "Rule signed by all")) }
                @else { (tag("care", Some(Icon::Pencil), "Rule not signed by all")) }
            }
        }
        (tabs(&addresses(seen).iter().map(|(address, words)| (address.as_str(), words.as_str())).collect::<Vec<_>>(), &format!("/unit/{}", seen.id)))
    }
}

/// The unit, and the own record of each member of a couple or family; a group's roster links to its members by itself.
fn addresses(seen: &Seen<'_>) -> Vec<(String, String)> {
    let own = seen.rooms.iter().filter(|room| room.chart.is_some());
    let own = own.map(|room| (format!("/chart/{}", room.member.chart), format!("{}’s record", room.given())));
    let record = |end: &str, words: &str| (format!("/chart/{}/{end}", seen.id), words.to_owned());
    let last =
        [record("release", "Given to others"), record("entries", "Everything recorded"), record("looked", "Who has looked")];
    [(format!("/unit/{}", seen.id), "Unit".to_owned())].into_iter().chain(own).chain(last).collect()
}

/// What stands in the joint room. Answers that all gave together are counted; of none there is nothing to count.
fn shared_words(answered: usize) -> String {
    let answers = match answered {
        0 => String::new(),
        1 => ", 1 set of answers".to_owned(),
        many => format!(", {many} sets of answers"),
    };
    format!("sessions, goals, tasks{answers}")
}

fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_given_together_are_counted_and_none_are_not_called_one() {
        assert_eq!(shared_words(0), "sessions, goals, tasks");
        assert_eq!(shared_words(1), "sessions, goals, tasks, 1 set of answers");
        assert_eq!(shared_words(3), "sessions, goals, tasks, 3 sets of answers");
    }
}
