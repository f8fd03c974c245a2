//! The pages of facing something: the ladder, before, after, and what a trial showed.

use super::{
    facing::Begun,
    own_work::{Own, Sent, Wrong, about, key_field, trouble},
    readers,
    shift::{Shift, picture},
    words,
};
use crate::{
    components::form::{self, Field},
    pages::patient::frame,
};
use concord_chart::{
    EventId, When,
    work::{ExposureItem, Tried},
};
use concord_engines::days::day_of;
use maud::{Markup, html};

/// The steps, in the order in which they were set, and how far each was tried.
pub(super) fn ladder(own: &Own) -> Markup {
    let steps: Vec<&ExposureItem> = own.chart().work.exposure.iter().filter(|item| !item.what.dropped).collect();
    let body = html! {
        header { h1 { (words::FACING) } p.lead { (words::FACING_LEAD) } }
        @if steps.is_empty() { p { (words::NO_LADDER) } } @else {
            section.card { ol.tasks { @for step in &steps {
                li {
                    b { (step.what.situation) }
                    p.small.muted { (words::tried_times(step.tried.len())) @if let Some(distress) = step.what.expected_distress { " " (words::expected_distress(distress)) } }
                    a href=(format!("/my/work/facing?item={}", step.id)) { (words::TRY_IT) span.vh { ": " (step.what.situation) } }
                }
            } } }
        }
        (expectations(&steps))
    };
    own.page(("/my/work", words::MY_WORK), body)
}

/// How likely the feared thing seemed before and after, one line a step: the latest trial with both.
fn expectations(steps: &[&ExposureItem]) -> Markup {
    let latest = |step: &&ExposureItem| {
        let tried =
            step.tried.iter().rev().find(|(.., tried)| tried.expectancy_before.is_some() && tried.expectancy_after.is_some());
        tried.map(|(.., tried)| Shift {
            name: step.what.situation.clone(),
            before: tried.expectancy_before,
            after: tried.expectancy_after,
        })
    };
    let shifts: Vec<Shift> = steps.iter().filter_map(latest).collect();
    html! { @if !shifts.is_empty() { section.card { h2 { (words::HOW_LIKELY_IT_SEEMED) } (picture(&shifts)) } } }
}

fn hundred(name: &'static str, label: &str, sent: &Sent, wrong: Option<&Wrong>) -> Markup {
    form::text(
        &Field {
            name,
            label,
            hint: words::NOUGHT_TO_HUNDRED,
            error: about(wrong, name),
            value: sent.get(name),
            ..Field::default()
        },
        "number",
    )
}

fn the_step(item: &ExposureItem) -> Markup {
    html! {
        p.note { b { (item.what.situation) } @if !item.what.feared_outcome.is_empty() { " " (words::feared(&item.what.feared_outcome)) } }
        @if !item.what.safety_behaviours.is_empty() { p.small { (words::LEFT_OUT_WHILE) " " (item.what.safety_behaviours.join(", ")) "." } }
    }
}

/// Before: what is expected.
pub(super) fn before(own: &Own, item: &ExposureItem, sent: &Sent, wrong: Option<&Wrong>) -> Markup {
    let body = html! {
        header { h1 { (words::BEFORE) } p.lead { (words::BEFORE_LEAD) } }
        (the_step(item))
        (trouble(wrong))
        form.stack method="post" action="/my/work/facing/start" data-no-wait data-draft=(format!("before-{}", item.id)) {
            (key_field(&own.key(sent)))
            input type="hidden" name="item" value=(item.id);
            (hundred("expectancy", words::HOW_LIKELY_NOW, sent, wrong))
            (hundred("start", words::DISTRESS_NOW, sent, wrong))
            button.button.primary type="submit" { (words::BEGIN_NOW) }
        }
        p.small.muted { (words::WE_COUNT) }
    };
    own.page(("/my/work/facing", words::FACING), body)
}

/// While it is done, and afterwards.
pub(super) fn after(own: &Own, item: &ExposureItem, begun: &Begun, sent: &Sent, wrong: Option<&Wrong>) -> Markup {
    let yes_no: &[(&str, &str)] = &[("no", words::NO), ("yes", words::YES)];
    let choice = |name: &'static str, label: &'static str| {
        form::radios(&Field { name, label, value: sent.get(name), ..Field::default() }, yes_no)
    };
    let body = html! {
        header { h1 { (words::DOING_IT) } p.lead { (words::begun_at(&frame::clock_words(begun.at, &own.zone()))) } }
        (the_step(item))
        (trouble(wrong))
        form.stack method="post" action="/my/work/facing/finish" data-no-wait data-draft=(format!("after-{}", begun.key)) {
            (key_field(&begun.key))
            h2 { (words::AFTERWARDS) }
            (choice("happened", words::DID_IT_HAPPEN))
            (hundred("expectancy_after", words::HOW_LIKELY_AFTER, sent, wrong))
            (hundred("peak", words::DISTRESS_PEAK, sent, wrong))
            (hundred("end", words::DISTRESS_END, sent, wrong))
            @if !item.what.safety_behaviours.is_empty() { (choice("kept", words::DID_I_LEAVE_OUT)) }
            (form::textarea(&Field { name: "learnt", label: words::WHAT_I_LEARNT, error: about(wrong, "learnt"), value: sent.get("learnt"), ..Field::default() }, 3))
            button.button.primary type="submit" { (words::FINISH) }
        }
        form method="post" action="/my/work/facing/drop" { button.link type="submit" { (words::THROW_AWAY) } }
        p { a href="/help-now" { (words::HELP_NOW) } }
    };
    own.page(("/my/work", words::MY_WORK), body)
}

fn latest(own: &Own) -> Option<(&ExposureItem, &(EventId, When, Tried))> {
    let trials = own.chart().work.exposure.iter().flat_map(|item| item.tried.iter().map(move |tried| (item, tried)));
    trials.max_by(|(_, one), (_, other)| one.1.order(&other.1))
}

/// What the latest trial showed, and who can read it.
pub(super) fn kept(own: &Own) -> Markup {
    let body = match latest(own) {
        None => html! { header { h1 { (words::FACING) } p.lead { (words::NOTHING_TRIED) } } },
        Some((item, (id, at, tried))) => html! {
            header { h1 { (item.what.situation) } p.lead { (frame::past_day(day_of(*at, &own.zone()), own.today())) @if let Some(minutes) = tried.minutes { ", " (words::minutes(minutes)) } } }
            section.card { h2 { (words::WHAT_SHIFTED) }
                (picture(&[Shift { name: words::IT_HAPPENS.to_owned(), before: tried.expectancy_before, after: tried.expectancy_after }, Shift { name: words::DISTRESS.to_owned(), before: tried.start, after: tried.end }]))
                @if let Some(happened) = tried.feared_outcome_happened { p { (words::feared_happened(happened)) } }
                @if !tried.learnt.is_empty() { blockquote.quote { (tried.learnt) } }
            }
            (readers::card(own, *id, own.chart().work.readers.get(id).unwrap_or(&tried.readers), "/my?done=work"))
        },
    };
    own.page(("/my/work/facing", words::FACING), body)
}
