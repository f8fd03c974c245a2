//! Help now: opens without signing in, from memory, whatever else fails.

use crate::{
    app::Shared,
    components::icon::{Icon, sized},
    layout,
    pages::{
        patient::safety_words::{HelpWords, TITLE, help_words},
        plan_form,
    },
};
use axum::{
    Extension,
    extract::{Query, State},
};
use concord_access::{Purpose, Role};
use concord_actions::SignedIn;
use concord_chart::{
    plan::PlanPart,
    safety_plan::{Contact, PlanVersion},
};
use maud::{Markup, html};
use serde::Deserialize;
use std::time::Duration;

/// Where "Leave this page quickly" leads: a page that says nothing about whoever has it open.
const NEUTRAL: &str = "https://www.weather.gov/";
/// How long the own plan may take; the numbers do not wait for it longer.
const PATIENCE: Duration = Duration::from_millis(700);

/// What is asked for: `copy` is the page as a telephone keeps it for hours without a signal.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    copy: String,
}

/// Who to call, in order. Needs no database, no script and no mail: the practice's settings lie in memory. Somebody who is
/// signed in has their own people among the lines and their own plan below, if the record can be reached in time.
pub async fn show(State(app): State<Shared>, Query(asked): Query<Asked>, who: Option<Extension<SignedIn>>) -> Markup {
    if !asked.copy.is_empty() {
        return copy(&app);
    }
    let who = who.map(|Extension(who)| who);
    let own = match &who {
        Some(who) if who.subject.role == Role::Patient => {
            tokio::time::timeout(PATIENCE, own_plan(&app, who)).await.ok().flatten()
        }
        _ => None,
    };
    let is_patient = who.as_ref().is_some_and(|who| who.subject.role == Role::Patient);
    let people: &[Contact] = match &own {
        Some(Own::Steps(version)) => &version.what.people,
        _ => &[],
    };
    let body = html! {
        section.help-now {
            p.leave.noprint { a href=(NEUTRAL) rel="noreferrer" data-leave { (sized(Icon::Cross, 16)) "Leave this page quickly" } }
            header { h1 { "Help now" } p.lead { "You do not have to be in an emergency to use these." } }
            (lines_with(&app, people, Shown::Now, help_words("en")))
            @if is_patient { p.noprint { a.button.secondary href="/my/help" { "Ask us to call you" } } }
            @match &own {
                Some(Own::Steps(version)) => section.card { div.page-head { h2 { (TITLE) } a.noprint href="/my/safety-plan/change" { "Change it" } } (plan_form::read(&version.what)) p.small { (plan_form::last_read(&app, version)) " " a.noprint href="/my/safety-plan" { "Keep a copy or print a card" } } },
                Some(Own::Words(text, when)) => section.card { h2 { "If things start to slip" } p.prose { (text) } p.small { "Written together, " (when) "." } },
                None => {}
            }
            @if is_patient && !matches!(own, Some(Own::Steps(_))) { p.small.noprint { a href="/my/safety-plan" { (TITLE) } } }
        }
    };
    layout::page(&app, who.as_ref(), "Help now", "/help-now", body)
}

/// The lines themselves, for every page that shows help at once. No heading of their own.
pub fn lines(app: &Shared) -> Markup {
    lines_with(app, &[], Shown::Now, help_words("en"))
}

/// The same on a page in another language. What the practice wrote about its lines is marked as its own words.
pub(crate) fn lines_in(app: &Shared, words: &'static HelpWords) -> Markup {
    lines_with(app, &[], Shown::Now, words)
}

/// The lines as they stand in a copy, and from which day they are: a copy cannot know whether somebody is there now.
pub fn lines_of_a_copy(app: &Shared) -> Markup {
    html! {
        (lines_with(app, &[], Shown::Later, help_words("en")))
        p.small { "The numbers and hours are those of " (app.clinic.today().strftime("%-d %B %Y")) "." }
    }
}

/// The page as it is kept on a phone: nothing of anybody's own, and nothing that is true only at this hour.
fn copy(app: &Shared) -> Markup {
    let body = html! {
        section.help-now {
            p.leave.noprint { a href=(NEUTRAL) rel="noreferrer" data-leave { (sized(Icon::Cross, 16)) "Leave this page quickly" } }
            header { h1 { "Help now" } p.lead { "You do not have to be in an emergency to use these." } }
            p { "No signal just now: this is the copy on this phone." }
            (lines_of_a_copy(app))
            p { a href="/my/safety-plan/copy" { "My plan, if I keep a copy on this phone" } }
        }
    };
    layout::page(app, None, "Help now", "/help-now", body)
}

/// When the lines are read.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    /// At once: whether the practice is open is said.
    Now,
    /// At some later hour.
    Later,
}

/// The lines with the person's own people before the practice.
fn lines_with(app: &Shared, people: &[Contact], shown: Shown, words: &HelpWords) -> Markup {
    let practice = app.clinic.practice();
    let theirs = (words.language != "en").then_some("en");
    let open = match (shown, app.clinic.is_open_now()) {
        (Shown::Later, _) => "",
        (Shown::Now, true) => words.open,
        (Shown::Now, false) => words.closed,
    };
    let reachable = people.iter().filter_map(|contact| Some((contact, telephone(&contact.phone)?)));
    html! {
        ul.help-lines {
            @for line in &practice.crisis_lines {
                li { a href=(line.address) { (badge(if line.address.starts_with("sms:") { Icon::Message } else { Icon::Phone }, "c")) span lang=[theirs] { strong { (line.label) } span { (line.about) } } } }
            }
            @for (contact, number) in reachable {
                li { a href=(format!("tel:{number}")) { (badge(Icon::Heart, "c")) span { strong { (words.call) " " (contact.name) } span { @if contact.words.is_empty() { (contact.phone) } @else { "“" (contact.words) "”" } } } } }
            }
            @for place in &practice.places {
                li { a href=(format!("tel:{}", dialled(&place.phone))) { (badge(Icon::Phone, "c o")) span { strong { (words.call_us) " " (place.name) } span { span lang=[theirs] { (practice.hours) "." } @if !open.is_empty() { " " (open) } } } } }
            }
        }
        p.danger { (words.danger.0) " " a href=(format!("tel:{}", dialled(&practice.emergency_number))) { (practice.emergency_number) } " " (words.danger.1) }
    }
}

fn badge(icon: Icon, class: &str) -> Markup {
    html! { span class=(class) aria-hidden="true" { (sized(icon, 20)) } }
}

/// A number as a telephone takes it.
pub(crate) fn dialled(number: &str) -> String {
    number.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect()
}

/// The one number in what somebody wrote beside a name, where it is one number and nothing else. Two numbers, or a number among
/// words, are shown as they were written: to dial their digits in a row would call a stranger, or nobody.
pub(crate) fn telephone(written: &str) -> Option<String> {
    let written = written.trim();
    let (foreign, rest) = written.strip_prefix('+').map_or((false, written), |rest| (true, rest));
    let readable = |letter: char| letter.is_ascii_digit() || matches!(letter, ' ' | '-' | '.' | '(' | ')' | '\u{a0}');
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    let fits = if foreign { (7..=15).contains(&digits) } else { (3..=11).contains(&digits) };
    (fits && rest.chars().all(readable)).then(|| dialled(written))
}

/// What the person wrote down for such a time.
enum Own {
    /// The safety plan in six steps.
    Steps(Box<PlanVersion>),
    /// The words of the care plan, where there are no six steps, and when they were written.
    Words(String, String),
}

async fn own_plan(app: &Shared, who: &SignedIn) -> Option<Own> {
    let open = app.clinic.open_chart(&who.subject, who.subject.chart?, Purpose("own plan for a hard time")).await.ok()?;
    if let Some(version) = open.chart.safety_plans.last() {
        return Some(Own::Steps(Box::new(version.clone())));
    }
    let written = open.chart.plan.parts.get(&PlanPart::IfThingsSlip)?;
    Some(Own::Words(written.text.clone(), written.at.first_day().strftime("%-d %b %Y").to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_dialled_without_what_makes_it_readable() {
        assert_eq!(dialled("(303) 555-0142"), "3035550142");
        assert_eq!(dialled("+1 303 555 0142"), "+13035550142");
    }

    #[test]
    fn only_one_clean_number_becomes_a_link() {
        for (written, number) in [("988", "988"), (" (303) 555-0142 ", "3035550142"), ("+44 20 7946 0958", "+442079460958")] {
            assert_eq!(telephone(written).as_deref(), Some(number), "{written}");
        }
        for words in [
            "",
            "call 2 times then 555 0111",
            "555 0111 or 555 0112",
            "555 0111 555 0112",
            "555-0111 / 0112",
            "12",
            "+1",
            "room 12, flat 3",
        ] {
            assert_eq!(telephone(words), None, "{words}");
        }
    }
}
