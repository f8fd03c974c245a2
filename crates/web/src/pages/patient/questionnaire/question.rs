//! One question on one page.

use super::{
    SoFar, before, help_at_once, notice_of, number,
    page::{Sheet, decline, switches},
    questions,
};
use crate::{
    components::{notice, progress_segments::segments},
    pages::patient::frame,
};
use concord_knowledge::instrument::Item;
use maud::{Markup, html};

/// The page of question `place`, counted from 1.
pub(super) fn page(sheet: &Sheet<'_>, kept: &SoFar, place: usize, wrong: Option<&str>) -> Markup {
    let (instrument, words) = (&sheet.instrument, sheet.words);
    let all = questions(instrument);
    let Some(item) = place.checked_sub(1).and_then(|index| all.get(index)) else { return html! {} };
    // The numbers to call stand first on every page that follows an answer which calls for help.
    let help_first = kept.is_worrying(instrument) && !sheet.is_safety(place);
    let (question, of, kept_words) = words.progress;
    let sentence = format!("{question} {place} {of} {}. {kept_words}", all.len());
    let body = html! {
        div.row.between { p.back { a href=(back(sheet, kept, place)) { (words.back) } } (switches(sheet, Some(place))) }
        @if help_first { (help_at_once(sheet, kept)) }
        (segments(count(place), count(all.len()), &sentence))
        (frame::trouble(wrong, "value"))
        (question_form(sheet, item, kept, place, all.len()))
        @if place == 1 { (before(sheet)) (other_ways(sheet)) }
        (notice_of(sheet))
    };
    sheet.page(body)
}

/// The question before that is asked after the answers so far.
fn back(sheet: &Sheet<'_>, kept: &SoFar, place: usize) -> String {
    let all = questions(&sheet.instrument);
    let asked = |before: &usize| all.get(before - 1).is_some_and(|item| kept.is_asked(&sheet.instrument, item));
    match (1..place).rev().find(asked) {
        Some(before) => format!("{}/{}?q={before}", sheet.base(), sheet.instrument.id),
        None => frame::home(sheet.who).to_owned(),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn question_form(sheet: &Sheet<'_>, item: &Item, kept: &SoFar, place: usize, of: usize) -> Markup {
    let (instrument, words) = (&sheet.instrument, sheet.words);
    let scored = place <= instrument.items.len();
    let intro = instrument.intro.as_deref().filter(|_| scored).unwrap_or_default();
    let chosen = kept.chosen(place);
    let text = item.text.as_deref().unwrap_or(&item.label);
    // A tap goes on by itself, except where a slip of the finger would say something grave or send everything.
    let goes_on = place < of && !sheet.is_safety(place);
    html! {
        form.question method="post" action=(format!("{}/{}", sheet.base(), instrument.id)) data-once data-goes-on[goes_on] {
            input type="hidden" name="q" value=(place);
            input type="hidden" name="shown_in" value=(sheet.instrument.language);
            fieldset #value.answers {
                legend { @if !intro.is_empty() { span.lead { (intro) } } h1 { (text) } }
                @if let Some(range) = item.number_input() { (number::field("value", range, chosen, words)) }
                @else { @for option in instrument.options_of(item) {
                    label.answer { input type="radio" name="value" value=(option.value) checked[chosen == Some(option.value)]; span { (option.label) } }
                } }
            }
            @if kept.is_left_out(place) { p.small.muted { (words.was_left_out) } }
            @if sheet.is_safety(place) { (beside_the_question(sheet)) }
            div.go {
                button.button.primary type="submit" { @if place == of { (words.send) } @else { (words.next) } }
                button.button.quiet type="submit" name="leave_out" value="yes" { (words.leave_out) }
            }
        }
    }
}

/// Help stands on the page that asks, before anything was answered.
fn beside_the_question(sheet: &Sheet<'_>) -> Markup {
    let words = sheet.words;
    notice::note(html! {
        (words.beside) " " (sheet.app.clinic.practice().hours) ". " (words.need_someone) " " a href="/help-now" { (words.help_now) }
    })
}

fn other_ways(sheet: &Sheet<'_>) -> Markup {
    let instrument = &sheet.instrument;
    html! {
        p.small { (instrument.patient_about) " " (sheet.words.stop_any_time) }
        (decline(sheet))
    }
}
