//! A day's diary card as a form: six boxes a row, yesterday as a small dot, dashed where nothing was answered.

use super::{
    card::days,
    own_work::{Own, Sent, Wrong, about, key_field, trouble},
    words,
};
use crate::{
    components::form::{self, Field},
    pages::patient::frame,
};
use concord_chart::{
    therapy::SessionState,
    work::{CardFilled, CardSet, Target},
};
use concord_engines::days::{day_of, plus};
use concord_knowledge::{Knowledge, skill_set::Skill};
use jiff::civil::Date;
use maud::{Markup, html};

/// What is shown: the layout, the day, and what stands in the fields.
pub(super) struct Shown<'a> {
    pub layout: &'a CardSet,
    pub on: Date,
    pub sent: &'a Sent,
}

/// The page; `first` stands on top of everything.
pub(super) fn page(own: &Own, shown: &Shown<'_>, first: &Markup, wrong: Option<&Wrong>) -> Markup {
    let yesterday = own.chart().work.cards.get(&plus(shown.on, -1)).map(|piece| &piece.what);
    let layout = shown.layout;
    let rows = layout.urges.len() + layout.acts.len() + layout.emotions.len();
    let body = html! {
        (first)
        div.card-head {
            header { h1 { (shown.on.strftime("%A %-d").to_string()) } p.lead { (words::CARD_LEAD) } }
            @if rows > 0 { p.count-box { b { (answered(shown)) } " " (words::of_rows(rows)) } }
        }
        (day_picker(own, shown.on))
        (trouble(wrong))
        form.stack #rows method="post" action="/my/work/card" data-draft=(format!("card-{}", shown.on)) {
            (key_field(&own.key(shown.sent)))
            input type="hidden" name="on" value=(shown.on);
            (rated_rows(words::URGES, &layout.urges, "u:", shown, yesterday.map(|card| &card.urges), wrong))
            (act_rows(shown, wrong))
            (rated_rows(words::FEELINGS, &layout.emotions, "f:", shown, yesterday.map(|card| &card.emotions), wrong))
            (skills(own.app.clinic.knowledge(), shown))
            (from_ticks(own, shown))
            (form::textarea(&Field { name: "words", label: words::CARD_WORDS, value: shown.sent.get("words"), ..Field::default() }, 2))
            p.note { (words::urge_first(own.app.clinic.practice().safety.diary.urge_at_least)) " " a href="/help-now" { (words::HELP_NOW) } " " (words::COMES_FIRST) " " (who_reads(own, layout)) }
            button.button.primary type="submit" { (words::KEEP_CARD) }
        }
        div.row.between { (could_not(own)) a href="/my/work/card/week" { (words::THE_WEEK) } }
    };
    own.page(("/my/work", words::MY_WORK), body)
}

/// Rows of the day that have an answer.
fn answered(shown: &Shown<'_>) -> usize {
    let given = |prefix: &str, rows: &[Target]| {
        rows.iter().filter(|row| !shown.sent.get(&format!("{prefix}{}", row.code)).is_empty()).count()
    };
    given("u:", &shown.layout.urges) + given("a:", &shown.layout.acts) + given("f:", &shown.layout.emotions)
}

fn day_picker(own: &Own, on: Date) -> Markup {
    let mut all: Vec<Date> = days(own.today()).collect();
    all.reverse();
    html! {
        nav.day-picker aria-label=(words::OTHER_DAYS) {
            @for day in all {
                @let kept = own.chart().work.cards.contains_key(&day);
                a.kept[kept] href=(format!("/my/work/card?on={day}")) aria-current=[(day == on).then_some("date")] {
                    (day.strftime("%a").to_string()) b { (day.day()) } @if kept { span.vh { " " (words::KEPT) } }
                }
            }
        }
    }
}

type Values<'a> = Option<&'a std::collections::BTreeMap<String, u8>>;

fn rated_rows(
    title: &str,
    rows: &[Target],
    prefix: &str,
    shown: &Shown<'_>,
    yesterday: Values<'_>,
    wrong: Option<&Wrong>,
) -> Markup {
    html! {
        @if !rows.is_empty() {
            section.card { h2 { (title) }
                @for row in rows {
                    @let name = format!("{prefix}{}", row.code);
                    (boxes(&Boxes { name: &name, label: &row.label, most: 5, value: shown.sent.get(&name), yesterday: yesterday.and_then(|values| values.get(&row.code).copied()), error: about(wrong, &name) }))
                }
                p.tiny.muted { (words::SMALL_DOT) }
            }
        }
    }
}

/// One row of boxes.
struct Boxes<'a> {
    name: &'a str,
    label: &'a str,
    most: u8,
    value: &'a str,
    yesterday: Option<u8>,
    error: &'a str,
}

/// "Not answered" is the choice that stands until another is made, and can be gone back to.
fn boxes(row: &Boxes<'_>) -> Markup {
    html! {
        fieldset.six-row.wrong[!row.error.is_empty()] id=(row.name) {
            legend { (row.label) }
            label.na { input type="radio" name=(row.name) value="" checked[row.value.is_empty()]; span.is { (words::NOT_ANSWERED) } span.take-out aria-hidden="true" { (words::TAKE_OUT) } }
            @if !row.error.is_empty() { p.error { (row.error) } }
            div.six.eight[row.most > 5] { @for value in 0..=row.most {
                label.y[row.yesterday == Some(value)] {
                    input type="radio" name=(row.name) value=(value) checked[row.value == value.to_string()];
                    span { (value) @if row.yesterday == Some(value) { span.vh { " " (words::YESTERDAY) } } }
                }
            } }
        }
    }
}

fn act_rows(shown: &Shown<'_>, wrong: Option<&Wrong>) -> Markup {
    html! {
        @if !shown.layout.acts.is_empty() {
            section.card { h2 { (words::ACTS) }
                @for row in &shown.layout.acts {
                    @let (name, times) = (format!("a:{}", row.code), format!("t:{}", row.code));
                    @let value = shown.sent.get(&name);
                    fieldset.six-row id=(name) {
                        legend { (row.label) }
                        label.na { input type="radio" name=(name) value="" checked[value.is_empty()]; span.is { (words::NOT_ANSWERED) } span.take-out aria-hidden="true" { (words::TAKE_OUT) } }
                        div.two-boxes {
                            label { input type="radio" name=(name) value="no" checked[value == "no"]; span { (words::NO) } }
                            label { input type="radio" name=(name) value="yes" checked[value == "yes"]; span { (words::YES) } }
                        }
                        @if !about(wrong, &times).is_empty() { p.error { (about(wrong, &times)) } }
                        label.times { (words::HOW_OFTEN) " " input name=(times) type="text" inputmode="numeric" maxlength="3" autocomplete="off" value=(shown.sent.get(&times)); }
                    }
                }
            }
        }
    }
}

/// Skills of the same set that are not on the card by themselves.
fn other_skills<'k>(know: &'k Knowledge, layout: &'k CardSet) -> impl Iterator<Item = &'k Skill> {
    let set = know.skill_sets().find(|set| layout.skills.iter().any(|code| set.skill(code).is_some()));
    set.into_iter().flat_map(|set| set.skills()).filter(|skill| !layout.skills.contains(&skill.code))
}

/// Every skill for which the page has a row.
pub(super) fn skills_asked(know: &Knowledge, layout: &CardSet) -> Vec<String> {
    layout.skills.iter().cloned().chain(other_skills(know, layout).map(|skill| skill.code.clone())).collect()
}

/// Skills: one tap used, two taps helped; or from 0 to 7 where the card asks so.
fn skills(know: &Knowledge, shown: &Shown<'_>) -> Markup {
    let layout = shown.layout;
    let named = |code: &str| {
        know.skill_sets().find_map(|set| set.skill(code)).map_or_else(|| code.replace('_', " "), |(_, skill)| skill.label.clone())
    };
    let others: Vec<(String, String)> =
        other_skills(know, layout).map(|skill| (skill.code.clone(), skill.label.clone())).collect();
    let used_other = others.iter().any(|(code, _)| !shown.sent.get(&format!("s:{code}")).is_empty());
    html! {
        @if !layout.skills.is_empty() {
            section.card { h2 { (words::SKILLS) }
                p.tiny.muted { @if layout.skills_rated { (words::SKILLS_RATED_HINT) } @else { (words::SKILLS_HINT) } }
                div.skills { @for code in &layout.skills { (skill(layout, code, &named(code), shown.sent)) } }
                @if !others.is_empty() { details open[used_other] { summary { (words::OTHER_SKILLS) } div.skills { @for (code, label) in &others { (skill(layout, code, label, shown.sent)) } } } }
            }
        }
    }
}

/// Three choices that look like one button: a tap goes on to the next. Without the newer style rules they are three choices.
fn skill(layout: &CardSet, code: &str, label: &str, sent: &Sent) -> Markup {
    let name = format!("s:{code}");
    let value = sent.get(&name);
    if layout.skills_rated {
        return boxes(&Boxes { name: &name, label, most: 7, value, yesterday: None, error: "" });
    }
    let choices = [("", words::NOT_USED), ("4", words::USED), ("5", words::USED_AND_HELPED)];
    html! {
        fieldset.skill {
            legend { (label) }
            @for (choice, said) in choices { label { input type="radio" name=(name) value=(choice) checked[value == choice]; span { (said) } } }
            // Rated when the card asked for a number: it stays what it was until another choice is made.
            @if choices.iter().all(|(choice, _)| *choice != value) { label { input type="radio" name=(name) value=(value) checked; span { (words::rated_before(value)) } } }
        }
    }
}

/// Medicines and sleep as they were ticked: shown, not asked again. Beside the ticks only what the card was made to ask.
fn from_ticks(own: &Own, shown: &Shown<'_>) -> Markup {
    let chart = own.chart();
    let current = chart.medications.iter().filter(|course| course.is_current());
    let medicines: Vec<String> = current
        .map(|course| {
            let missed = course.missed.iter().any(|(day, _)| *day == shown.on);
            words::ticked(&course.what.name, course.taken.contains(&shown.on), missed)
        })
        .collect();
    let slept = chart.diary.sleep.get(&shown.on).copied();
    let asked =
        [("m:as_agreed", words::AS_AGREED), ("m:when_needed", words::WHEN_NEEDED), ("m:over_the_counter", words::FROM_THE_SHOP)];
    html! {
        section.card { div.row.between { h3 { (words::TABLETS_SLEEP) } span.small.muted { (words::FROM_TICKS) } }
            p.small { (medicines.join(" ")) " " (words::slept(slept)) }
            @if shown.layout.asks_medicines {
                @for (name, label) in asked {
                    fieldset.six-row { legend { (label) }
                        label.na { input type="radio" name=(name) value="" checked[shown.sent.get(name).is_empty()]; span.is { (words::NOT_ANSWERED) } span.take-out aria-hidden="true" { (words::TAKE_OUT) } }
                        div.two-boxes {
                            label { input type="radio" name=(name) value="no" checked[shown.sent.get(name) == "no"]; span { (words::NO) } }
                            label { input type="radio" name=(name) value="yes" checked[shown.sent.get(name) == "yes"]; span { (words::YES) } }
                        }
                    }
                }
            }
        }
    }
}

/// Who reads the card and when, and when nobody does.
fn who_reads(own: &Own, layout: &CardSet) -> String {
    let course = layout
        .course
        .and_then(|course| own.chart().therapy(course))
        .or_else(|| own.chart().therapies.iter().rev().find(|course| course.is_current()));
    let next = course.and_then(|course| {
        let planned = course.sessions.iter().filter(|session| session.state == SessionState::Planned);
        planned
            .map(|session| session.at)
            .filter(|at| day_of(*at, &own.zone()) >= own.app.clinic.today())
            .min_by(concord_chart::When::order)
    });
    let next = next.map(|at| frame::short_day(day_of(at, &own.zone())));
    let therapist = course.map_or("", |course| course.what.therapist_name.as_str());
    words::card_read_by(
        if therapist.is_empty() { own.therapist().1 } else { therapist },
        next.as_deref(),
        &own.app.clinic.practice().hours,
    )
}

/// The way to say that the card could not be filled in, where it was set as a task.
fn could_not(own: &Own) -> Markup {
    let tasks = own.chart().therapies.iter().flat_map(|course| &course.homework);
    let task = tasks
        .into_iter()
        .find(|task| task.reported.is_none() && task.what.form == Some(concord_chart::therapy::WorkForm::DiaryCard));
    html! { @if let Some(task) = task { a href=(format!("/my/work/could-not?homework={}", task.what.homework)) { (words::COULD_NOT) } } @else { span {} } }
}

/// One answer of a card in the week's table.
pub(super) fn cell(card: Option<&CardFilled>, of: impl Fn(&CardFilled) -> Option<String>) -> Markup {
    html! { @match card.and_then(of) { Some(said) => { (said) } None => { span.faint { "–" span.vh { (words::NOT_ANSWERED) } } } } }
}
