//! Who has looked at my record.

use super::{frame, own};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::extract::State;
use maud::{Markup, html};

/// Lines shown; the whole log is the practice's to keep.
const LINES: u32 = 200;

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let chart = own::id(&app, &who)?;
    let lines = app.clinic.who_looked(&who.subject, chart, LINES).await.map_err(|error| Problem::of(&app, Some(&who), error))?;
    let zone = app.clinic.zone();
    let own = |line: &concord_store::AccessLine| line.account == Some(who.subject.account);
    let others = lines.iter().filter(|line| !own(line)).count();
    let body = html! {
        (frame::back("/my", "Home"))
        header { h1 { "Who has looked" } p.lead { "Everybody who opened my record, newest first. " (others) " of the latest " (lines.len()) " lines are other people. Ask us about any of them." } }
        section.card aria-label="Who has looked" {
            ul.looked { @for line in &lines {
                li.own[own(line)] {
                    p { b { @if own(line) { "You" } @else { (line.name) } } @if !own(line) { span.muted { ", " (line.role.to_lowercase()) } } }
                    p.small.muted { (line.at.to_zoned(zone.clone()).strftime("%-d %b %Y, %-I:%M %P")) ": " (line.what) }
                    @if !line.reason.is_empty() { p.quote { "“" (line.reason) "”" } }
                }
            } }
        }
    };
    Ok(frame::page(&app, &who, "Who has looked", frame::HOME, body))
}
