//! A kept thought record: what shifted, the steps as a list, who can read it, and the same in columns.

use super::{
    lines,
    own_work::Own,
    readers,
    shift::{Shift, picture},
    thought_step::{Step, said, steps},
    words,
};
use crate::pages::patient::frame;
use concord_chart::work::{Piece, ThoughtRecorded};
use concord_engines::days::day_of;
use maud::{Markup, html};

/// The day and the first words: what the person knows it by.
pub(super) fn name(own: &Own, piece: &Piece<ThoughtRecorded>) -> String {
    let day = frame::past_day(day_of(piece.at, &own.zone()), own.today());
    let first: String = piece.what.situation.chars().take(40).collect();
    let more = if piece.what.situation.chars().count() > 40 { "…" } else { "" };
    if first.is_empty() { day } else { format!("{day}, {first}{more}") }
}

/// The page.
pub(super) fn page(own: &Own, piece: &Piece<ThoughtRecorded>) -> Markup {
    let record = &piece.what;
    let chosen = own.chart().work.readers.get(&piece.id).unwrap_or(&record.readers);
    let address = format!("/my/work/thoughts?of={}", piece.id);
    let body = html! {
        header { h1 { (name(own, piece)) } p.lead { (words::steps_reached(record.reached, record.columns())) } }
        @let shifted = shifts(record);
        @if shifted.iter().any(|shift| shift.after.is_some()) { section.card { h2 { (words::WHAT_SHIFTED) } (picture(&shifted)) } }
        section.card { ol.numbered { @for (step, place) in steps(record.form).iter().zip(1_u8..) { li { b { (words::short_heading(*step)) } (cell(record, *step, place)) } } } (habits(own, record)) }
        (lines::card(own, &earlier(own, piece), &address))
        (readers::card(own, piece.id, chosen, "/my?done=work"))
        section.seven-columns.wide-only { h2 { (words::IN_COLUMNS) } (columns(own, &[piece])) }
        div.row.between {
            form method="post" action=(format!("/my/work/thought/{}/change", piece.id)) { button.link type="submit" { (words::CHANGE_A_STEP) } }
            a href="/my/work/thoughts?as=columns" { (words::AS_COLUMNS) }
        }
    };
    own.page(("/my/work/thoughts", words::MY_RECORDS), body)
}

/// The record and its earlier versions: lines to any of them belong here.
fn earlier(own: &Own, piece: &Piece<ThoughtRecorded>) -> Vec<concord_chart::EventId> {
    let before = |id: &concord_chart::EventId| own.chart().entry(*id).and_then(|entry| entry.recorded.draft.amends);
    // The log itself bounds the walk.
    std::iter::successors(Some(piece.id), before).take(own.chart().entries.len()).collect()
}

fn shifts(record: &ThoughtRecorded) -> Vec<Shift> {
    let thought = record.hot().map(|hot| Shift { name: words::OLD_THOUGHT.to_owned(), before: hot.before, after: hot.after });
    let moods =
        record.moods.iter().map(|mood| Shift { name: words::capital(&mood.name), before: mood.before, after: mood.after });
    thought.into_iter().chain(moods).collect()
}

/// What was written in a column; "not reached" is not the same as "left out".
fn cell(record: &ThoughtRecorded, step: Step, place: u8) -> Markup {
    let said = said(record, step);
    html! {
        @if !said.is_empty() { span.said { (said) } }
        @else if place > record.reached { span.said.faint { (words::NOT_REACHED) } }
        @else { span.said.faint { (words::LEFT_OUT) } }
    }
}

fn habits(own: &Own, record: &ThoughtRecorded) -> Markup {
    let list = own.app.clinic.knowledge().words(concord_knowledge::ListName::Distortions);
    let label =
        |code: &str| list.iter().find(|word| word.code == code).map_or_else(|| code.replace('_', " "), |word| word.label.clone());
    html! {
        @if !record.distortions.is_empty() {
            p.small.muted { (words::HABITS_SPOTTED) " " (record.distortions.iter().map(|code| label(code)).collect::<Vec<_>>().join(", ")) "." }
        }
    }
}

/// Records side by side, one a row: for a wide screen and for paper.
pub(super) fn columns(own: &Own, pieces: &[&Piece<ThoughtRecorded>]) -> Markup {
    let widest = pieces.iter().map(|piece| piece.what.columns()).max().unwrap_or(7);
    let form = pieces.iter().find(|piece| piece.what.columns() == widest).map(|piece| piece.what.form).unwrap_or_default();
    html! {
        div.xscroll tabindex="0" role="region" aria-label=(words::IN_COLUMNS) {
            table.columns-table {
                thead { tr { @for (step, place) in steps(form).iter().zip(1_u8..) { th scope="col" { (place) " " (words::short_heading(*step)) } } } }
                tbody { @for piece in pieces { tr {
                    @for step in steps(form) {
                        td { @match steps(piece.what.form).iter().zip(1_u8..).find(|(known, _)| *known == step) {
                            Some((_, place)) => { (cell(&piece.what, *step, place)) }
                            None => { span.faint { (words::NOT_IN_THIS_FORM) } }
                        } }
                    }
                } } }
            }
        }
        @if pieces.is_empty() { p { (words::NO_RECORDS) } }
        p.vh { (frame::day_words(own.today())) }
    }
}
