//! The access log: who looked at which record, when and why. Record numbers, no contents.

use crate::{app::Shared, components::empty_state::empty_state, errors::Problem, guard::Who, layout};
use axum::extract::{Query, State};
use concord_store::AccessLine;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use serde::Deserialize;

/// Lines read; older ones are in the log and in every export of it.
const LINES: u32 = 1_000;

/// Which lines.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    show: String,
}

/// Ways to look at the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lines {
    ToLookAt,
    Refused,
    Glass,
    GivenOut,
    Settings,
    AtTheMachine,
    All,
}

impl Lines {
    const ALL: &'static [Self] =
        &[Self::ToLookAt, Self::Refused, Self::Glass, Self::GivenOut, Self::Settings, Self::AtTheMachine, Self::All];

    fn as_str(self) -> &'static str {
        match self {
            Self::ToLookAt => "look",
            Self::Refused => "refused",
            Self::Glass => "glass",
            Self::GivenOut => "given",
            Self::Settings => "settings",
            Self::AtTheMachine => "machine",
            Self::All => "all",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::ToLookAt => "To look at",
            Self::Refused => "Refused",
            Self::Glass => "Outside the team",
            Self::GivenOut => "Given out",
            Self::Settings => "Accounts and settings",
            Self::AtTheMachine => "At the machine",
            Self::All => "Everything",
        }
    }

    fn of(text: &str) -> Self {
        Self::ALL.iter().copied().find(|lines| lines.as_str() == text).unwrap_or(Self::ToLookAt)
    }

    fn holds(self, line: &AccessLine) -> bool {
        match self {
            Self::ToLookAt => Self::Refused.holds(line) || Self::Glass.holds(line),
            Self::Refused => line.what.starts_with("refused"),
            Self::Glass => !line.reason.is_empty(),
            // The accounting of disclosures: what left the practice, by a release or at the machine.
            Self::GivenOut => line.what.starts_with("given out to ") || line.what == "export",
            Self::Settings => ["opened the account", "closed the account", "changed the", "gave a first", "closed the patient"]
                .iter()
                .any(|beginning| line.what.starts_with(beginning)),
            Self::AtTheMachine => line.account.is_none(),
            Self::All => true,
        }
    }
}

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(asked): Query<Asked>) -> Result<Markup, Problem> {
    let lines = app.clinic.access_log(&who.subject, LINES).await.map_err(|error| Problem::of(&app, Some(&who), error))?;
    let shown = Lines::of(&asked.show);
    let chosen: Vec<&AccessLine> = lines.iter().filter(|line| shown.holds(line)).collect();
    let body = html! {
        header.page-head { div { h1 { "Access log" } p.lead { "The latest " (lines.len()) " lines. Each patient sees those about their own record. A line can be added, never changed." } } }
        nav.chips aria-label="Which lines" {
            @for choice in Lines::ALL {
                a.chip href=(format!("/admin/log?show={}", choice.as_str())) aria-current=[(*choice == shown).then_some("true")] { (choice.words()) " " b { (lines.iter().filter(|line| choice.holds(line)).count()) } }
            }
        }
        section.card.flush aria-label=(shown.words()) {
            @if chosen.is_empty() { div.pad { (empty_state("No such line", "Among the latest lines there is none of this kind.", None)) } }
            @else { (table(&chosen, &app.clinic.zone())) }
        }
    };
    Ok(layout::page(&app, Some(&who), "Access log", "/admin/log", body))
}

fn table(lines: &[&AccessLine], zone: &TimeZone) -> Markup {
    html! {
        table.visits {
            caption.vh { "Lines of the access log, newest first" }
            thead { tr { th scope="col" { "When" } th scope="col" { "Who" } th scope="col" { "Record" } th scope="col" { "What" } th scope="col" { "Reason given" } } }
            tbody { @for line in lines {
                tr.late[Lines::ToLookAt.holds(line)] {
                    td.tm { b { (line.at.to_zoned(zone.clone()).strftime("%H:%M:%S")) } span { (line.at.to_zoned(zone.clone()).strftime("%-d %b %Y")) } }
                    td data-label="Who" { (line.name) span.small { (line.role) } }
                    td data-label="Record" { @match line.chart { Some(chart) => { code { (chart.to_string().split('-').next_back().unwrap_or_default()) } }, None => { span.muted { "none" } } } }
                    td data-label="What" { (line.what) }
                    td data-label="Reason given" { @if line.reason.is_empty() { span.muted { "none asked" } } @else { "“" (line.reason) "”" } }
                }
            } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(what: &str, reason: &str) -> AccessLine {
        AccessLine {
            at: jiff::Timestamp::UNIX_EPOCH,
            account: None,
            name: String::new(),
            role: String::new(),
            chart: None,
            what: what.to_owned(),
            reason: reason.to_owned(),
        }
    }

    #[test]
    fn refusals_and_opened_glass_are_what_is_looked_at_first() {
        assert!(Lines::ToLookAt.holds(&line("refused: chart", "")));
        assert!(Lines::ToLookAt.holds(&line("chart", "on the phone, shaking")));
        assert!(!Lines::ToLookAt.holds(&line("chart", "")));
        assert_eq!(Lines::of("nonsense"), Lines::ToLookAt);
    }

    #[test]
    fn what_left_the_practice_is_a_list_of_its_own() {
        assert!(Lines::GivenOut.holds(&line("given out to Family court, for hearing", "")));
        assert!(Lines::GivenOut.holds(&line("export", "")));
        assert!(
            !Lines::GivenOut.holds(&line("release", "")) && !Lines::ToLookAt.holds(&line("given out to Dr N. Ito, for x", ""))
        );
    }
}
