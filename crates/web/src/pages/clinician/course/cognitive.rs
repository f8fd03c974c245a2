//! Activities with mood, exposure: what the patient wrote, as far as it is shared with the reader.

use super::{Desk, lines, short, words_of};
use crate::{
    components::{empty_state::empty_state, status_tag::tag},
    pages::clinician::{entries::is_kept_from, session::bar},
};
use concord_chart::{
    EventId,
    work::{Activity, ExposureItem, Tried},
};
use concord_engines::therapy::{
    activity::{self, DoneActivity},
    expectancy,
};
use concord_knowledge::ListName;
use maud::{Markup, html};

/// Pieces of work that stand on the page; the rest is counted.
pub(super) const SHOWN: usize = 12;

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
            (not_done(desk))
        }
    }
}

/// What was planned and is open, or was not done, with what got in the way: the next session begins there.
fn not_done(desk: &Desk<'_>) -> Markup {
    let open = |one: &&Activity| one.reported.as_ref().is_none_or(|(_, report)| !report.done);
    let all: Vec<&Activity> = desk.chart().work.activities.iter().filter(open).collect();
    html! {
        @if !all.is_empty() {
            h3 { "Planned, and open or not done" }
            ul.small { @for one in all.iter().rev().take(SHOWN) {
                li {
                    (one.what()) span.muted { ", " (short(one.at, desk)) }
                    @match &one.reported {
                        None => span.muted { ": nothing said yet" },
                        Some((_, report)) => {
                            ": not done"
                            @if let Some(code) = &report.obstacle { ", because of " (words_of(desk, ListName::HomeworkObstacles, code)) }
                            @if !report.words.is_empty() { ". “" (report.words) "”" }
                        },
                    }
                }
            } }
        }
    }
}

/// Pairs of two ratings from 0 to 10 as dots, with what they say about going together.
fn scatter(title: &str, pairs: &[(u8, u8)]) -> Markup {
    let words = said_together(activity::together(pairs), pairs.len());
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

/// How two ratings went together, in words. A figure with decimals would say more than so few entries of one person can.
fn said_together(together: Option<f64>, entries: usize) -> String {
    let no_cause = "What brings what about, this cannot say.";
    match together {
        None if entries < activity::PAIRS => {
            format!("{entries} entries with both: fewer than {} say nothing about how they go together.", activity::PAIRS)
        }
        None => format!("In {entries} entries one of the two never changed, so nothing can be said about how they go together."),
        Some(far) if far >= 0.5 => format!("In {entries} entries, mood was mostly higher where there was more of it. {no_cause}"),
        Some(far) if far <= -0.5 => format!("In {entries} entries, mood was mostly lower where there was more of it. {no_cause}"),
        Some(_) => format!("In {entries} entries the two hardly went together. {no_cause}"),
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
            tbody { @for (id, at, trial) in item.tried.iter().rev().take(SHOWN) { tr {
                td { (short(*at, desk)) }
                @if is_kept_from_reader(desk, *id) { td colspan="4" { (tag("line", None, "not shared with you")) } } @else {
                td data-label="Before" { @match trial.expectancy_before { Some(value) => { (bar(u32::from(value))) " " (value) " %" }, None => { span.faint { "not said" } } } }
                td data-label="After" { @match trial.expectancy_after { Some(value) => { (bar(u32::from(value))) " " (value) " %" }, None => { span.faint { "not said" } } } }
                td data-label="Highest fear" { @match trial.peak { Some(value) => (value), None => { span.faint { "–" } } } }
                td { (expectancy::lesson(trial).words()) (left_out(trial)) @if !trial.learnt.is_empty() { span.small { "“" (trial.learnt) "”" } } }
                }
            } } }
        }
        @for (place, (id, at, _)) in item.tried.iter().rev().take(SHOWN).enumerate() {
            // A line may be written about the latest; about those before it, what was written is shown.
            @if place == 0 || desk.chart().work.comments_on(*id).next().is_some() {
                p.small.muted { "About the trial of " (short(*at, desk)) ":" }
                (lines::about(desk, *id))
            }
        }
    }
}

/// What is not said and what is not shared are two things.
fn is_kept_from_reader(desk: &Desk<'_>, trial: EventId) -> bool {
    desk.chart().entry(trial).is_some_and(|entry| is_kept_from(desk.who, desk.chart(), entry))
}

/// How long it was, and whether what makes it safer was left out, where it was said.
fn left_out(trial: &Tried) -> Markup {
    let kept =
        trial.response_prevention_kept.map(|kept| if kept { "safety behaviours left out" } else { "with safety behaviours" });
    let minutes = trial.minutes.map(|minutes| format!("{minutes} minutes"));
    let said: Vec<String> = minutes.into_iter().chain(kept.map(str::to_owned)).collect();
    html! { @if !said.is_empty() { span.small.muted { (said.join(", ")) } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_together_is_said_in_words_with_its_entries_and_without_a_cause_or_a_decimal() {
        let said = [Some(0.93), Some(-0.71), Some(0.12), None].map(|far| said_together(far, 14));
        for words in &said[..3] {
            assert!(words.starts_with("In 14 entries") && words.ends_with("this cannot say."), "{words}");
        }
        assert!(said[3].contains("never changed"), "{}", said[3]);
        assert!(said.iter().all(|words| !words.contains("0.") && !words.contains("because")), "{said:?}");
        assert!(said_together(None, 4).starts_with("4 entries with both: fewer than 10"));
    }
}
