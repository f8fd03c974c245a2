//! Thought records, activities with mood, exposure: what the patient wrote, as far as it is shared with the reader.

use super::{Desk, lines, short};
use crate::{
    components::{empty_state::empty_state, status_tag::tag},
    pages::clinician::session::bar,
};
use concord_chart::work::{ExposureItem, Piece, ThoughtRecorded};
use concord_engines::therapy::{
    activity::{self, DoneActivity},
    expectancy,
};
use concord_knowledge::ListName;
use maud::{Markup, html};

/// Pieces of work that stand on the page; the rest is counted.
const SHOWN: usize = 12;

/// Thought records, the latest first. Of one that is not shared only its day and form are told.
pub(super) fn thoughts(desk: &Desk<'_>) -> Markup {
    let all = &desk.chart().work.thoughts;
    html! {
        section.card aria-labelledby="thoughts" {
            h2 #thoughts { "Thought records" }
            @if all.is_empty() { (empty_state("None yet", "What happened, the thought, and a fairer way to say it: each record stands here once it is written.", None)) }
            @for piece in all.iter().rev().take(SHOWN) { (thought(desk, piece)) }
            @if all.len() > SHOWN { p.small.muted { (all.len() - SHOWN) " earlier ones." } }
        }
    }
}

fn thought(desk: &Desk<'_>, piece: &Piece<ThoughtRecorded>) -> Markup {
    let record = &piece.what;
    let readable = !record.situation.is_empty() || !record.thoughts.is_empty() || !record.moods.is_empty();
    let habit = |code: &String| {
        desk.app
            .clinic
            .knowledge()
            .word_list(ListName::Distortions)
            .and_then(|list| list.word(code))
            .map_or_else(|| code.clone(), |word| word.label.clone())
    };
    html! {
        article.work-piece {
            p.small.muted { (short(piece.at, desk)) ", " (record.columns()) " columns, reached column " (record.reached) }
            @if readable {
                @if !record.situation.is_empty() { p { (record.situation) } }
                @if let Some(hot) = record.hot() {
                    p.quote { "“" (hot.text) "”" }
                    @if let (Some(before), Some(after)) = (hot.before, hot.after) { p.small { "Believed " (before) " → " b { (after) } " of 100" } } @else if let Some(before) = hot.before { p.small { "Believed " (before) " of 100, not rated again" } }
                }
                @if let Some(balanced) = &record.balanced { p { "Fairer: “" (balanced.text) "”" @if let Some(belief) = balanced.belief { span.small.muted { " believed " (belief) } } } }
                @for mood in &record.moods { span.small { (mood.name) " " @if let Some(before) = mood.before { (before) } @else { "not rated" } @if let Some(after) = mood.after { " → " b { (after) } } "  " } }
                @if !record.distortions.is_empty() { p.small.muted { "Habits spotted: " (record.distortions.iter().map(habit).collect::<Vec<_>>().join(", ")) } }
            } @else { p.small { (tag("line", None, "not shared with you")) " It counts as done; the words stay with " (desk.given_name()) "." } }
            (lines::about(desk, piece.id))
        }
    }
}

/// Things done with how they went, and how mastery and pleasure go together with mood.
pub(super) fn activities(desk: &Desk<'_>) -> Markup {
    let done = activity::done(&desk.chart().work.activities, &desk.zone);
    html! {
        section.card aria-labelledby="activities" {
            h2 #activities { "Things to do, and mood" }
            @if done.is_empty() { (empty_state("Nothing done is written yet", "What was planned and done stands here with mastery and pleasure, and with mood after it.", None)) } @else {
                div.columns {
                    (scatter("Pleasure and mood after", &activity::with_mood(&done, |one| one.pleasure)))
                    (scatter("Mastery and mood after", &activity::with_mood(&done, |one| one.mastery)))
                }
                (log(desk, &done))
            }
        }
    }
}

/// Pairs of two ratings from 0 to 10 as dots, with how far they go together.
fn scatter(title: &str, pairs: &[(u8, u8)]) -> Markup {
    let together = activity::together(pairs);
    let words = match together {
        None => format!("{} pairs: too few, or too alike, to say.", pairs.len()),
        Some(r) if r >= 0.5 => format!("Mood was better after what had more of it ({r:.2}, {} pairs).", pairs.len()),
        Some(r) if r <= -0.5 => format!("Mood was lower after what had more of it ({r:.2}, {} pairs).", pairs.len()),
        Some(r) => format!("They hardly go together ({r:.2}, {} pairs).", pairs.len()),
    };
    html! {
        figure.scatter {
            figcaption { b { (title) } p.small.muted { (words) } }
            @if !pairs.is_empty() {
                svg viewBox="0 0 220 150" role="img" aria-label=(format!("{title}: {words}")) {
                    path.base d="M20 8V130H212" {}
                    @for (x, y) in pairs { circle cx=(20 + usize::from(*x.min(&10)) * 19) cy=(130 - usize::from(*y.min(&10)) * 12) r="4.5" {} }
                    text x="212" y="146" text-anchor="end" { "0 to 10" }
                }
            }
        }
    }
}

fn log(desk: &Desk<'_>, done: &[DoneActivity]) -> Markup {
    let rating = |value: Option<u8>| value.map_or_else(|| "–".to_owned(), |value| value.to_string());
    html! {
        table.visits {
            caption.vh { "Things done, the latest first" }
            thead { tr { th scope="col" { "When" } th scope="col" { "What" } th scope="col" { "Mastery" } th scope="col" { "Pleasure" } th scope="col" { "Mood after" } } }
            tbody { @for one in done.iter().rev().take(SHOWN) { tr {
                td { (concord_engines::days::day_words(one.on, desk.today)) } td { (one.what) }
                td data-label="Mastery" { (rating(one.mastery)) } td data-label="Pleasure" { (rating(one.pleasure)) } td data-label="Mood after" { (rating(one.mood)) }
            } } }
        }
    }
}

/// The ladder from the easiest step to the hardest, with its trials.
pub(super) fn exposure(desk: &Desk<'_>) -> Markup {
    let own = |item: &&ExposureItem| item.what.course.is_none_or(|course| course == desk.course.id) && !item.what.dropped;
    let mut items: Vec<&ExposureItem> = desk.chart().work.exposure.iter().filter(own).collect();
    items.sort_by_key(|item| item.what.expected_distress.unwrap_or(u8::MAX));
    html! {
        section.card aria-labelledby="ladder" {
            div.row.between { h2 #ladder { "Steps towards what is feared" } @if desk.may_write() { a.button.secondary href=(desk.form("exposure-step")) { "Add a step" } } }
            p.small.muted { "What is looked for is that the feared thing does not come. Fear may stay." }
            @if items.is_empty() { (empty_state("No step yet", "The easiest first, each with what is feared to happen and what is to be left out.", None)) }
            @for item in items { (step(desk, item)) }
        }
    }
}

fn step(desk: &Desk<'_>, item: &ExposureItem) -> Markup {
    let over = expectancy::over_trials(item);
    html! {
        article.work-piece {
            div.row.between {
                h3 { (item.what.situation) @if let Some(expected) = item.what.expected_distress { span.small.muted { " fear expected " (expected) " of 100" } } }
                @if desk.may_write() { a.small href=(format!("/chart/{}/entries/{}/amend", desk.chart().id, item.because)) { "Change" } }
            }
            @if !item.what.feared_outcome.is_empty() { p.small { "Feared: “" (item.what.feared_outcome) "”" } }
            @if !item.what.safety_behaviours.is_empty() { p.small.muted { "Left out: " (item.what.safety_behaviours.join(", ")) } }
            @if over.trials == 0 { p.small.muted { "Not tried yet." } } @else {
                p.small {
                    (over.trials) " trials, " (over.not_as_feared) " not as feared"
                    @if over.safety_behaviour_said > 0 { "; without safety behaviours in " (over.without_safety_behaviour) " of " (over.safety_behaviour_said) }
                    @if let Some((from, to)) = over.from_to { ". Expected " (from) " % → " b { (to) " %" } }
                }
                (trials(desk, item))
            }
        }
    }
}

/// Each trial: what was expected before and after as two bars, and what came.
fn trials(desk: &Desk<'_>, item: &ExposureItem) -> Markup {
    html! {
        table.visits.trials {
            caption.vh { "Trials of " (item.what.situation) }
            thead { tr { th scope="col" { "When" } th scope="col" { "Expected before" } th scope="col" { "Expected after" } th scope="col" { "Highest fear" } th scope="col" { "What came" } } }
            tbody { @for (_, at, trial) in item.tried.iter().rev().take(SHOWN) { tr {
                td { (short(*at, desk)) }
                td data-label="Before" { @match trial.expectancy_before { Some(value) => { (bar(u32::from(value))) " " (value) " %" }, None => { span.faint { "not said" } } } }
                td data-label="After" { @match trial.expectancy_after { Some(value) => { (bar(u32::from(value))) " " (value) " %" }, None => { span.faint { "not said" } } } }
                td data-label="Highest fear" { @match trial.peak { Some(value) => (value), None => { span.faint { "–" } } } }
                td { (expectancy::lesson(trial).words()) @if !trial.learnt.is_empty() { span.small { "“" (trial.learnt) "”" } } }
            } } }
        }
    }
}
