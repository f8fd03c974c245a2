//! On call: who is called when an answer calls for a person, how fast the calls go on, and what happens out of hours, signed.

use crate::{
    app::Shared,
    components::{
        error_summary::error_summary,
        form::{self, Field},
        notice,
    },
    errors::Problem,
    guard::Who,
    layout,
};
use axum::{
    Form,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::ActionError;
use concord_chart::{StaffId, safety_alert::Tier};
use concord_engines::escalation::{
    Answer, Chain, DiaryRule, Rules, TierRule,
    calendar::{Away, Calendar, Shift},
    of_answers,
};
use concord_store::Account;
use jiff::{SignedDuration, civil::Time};
use maud::{Markup, html};
use serde::Deserialize;

/// Empty rows below the filled ones, to add to.
const SPARE: usize = 2;
/// Days of a shift, as they are chosen.
const DAYS: &[(&str, &str)] = &[
    ("1234567", "every day"),
    ("12345", "Monday to Friday"),
    ("67", "Saturday and Sunday"),
    ("1", "Monday"),
    ("2", "Tuesday"),
    ("3", "Wednesday"),
    ("4", "Thursday"),
    ("5", "Friday"),
    ("6", "Saturday"),
    ("7", "Sunday"),
];
const TIERS: &[(&str, Tier)] = &[("next", Tier::NextWorkingPeriod), ("soon", Tier::Soon), ("at_once", Tier::AtOnce)];
const LEVELS: &[(&str, &str)] = &[("1", "first"), ("2", "second"), ("3", "third")];

/// What was just done.
#[derive(Default, Deserialize)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// What was typed.
struct Typed {
    fields: Vec<(String, String)>,
}

impl Typed {
    fn one(&self, name: &str) -> String {
        self.all(name).next().unwrap_or_default()
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = String> + 'a {
        self.fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.trim().to_owned())
    }

    /// A number; what is no number is one that the check of the rules refuses.
    fn number(&self, name: &str) -> u16 {
        self.one(name).parse().unwrap_or(u16::MAX)
    }

    fn rules(&self, before: &Rules) -> Rules {
        Rules {
            tiers: self.tiers(),
            diary: DiaryRule {
                urge_at_least: self.one("urge_at_least").parse().unwrap_or(0),
                urge: tier(&self.one("urge_tier")),
                act: tier(&self.one("act_tier")),
            },
            chain: Chain {
                on_call: self.one("on_call").split(',').map(|minutes| minutes.trim().parse().unwrap_or(u16::MAX)).collect(),
                everybody: self.number("everybody"),
                again: self.number("again"),
                soon: self.number("soon"),
                at_once: self.number("at_once"),
                next_period_hours: self.number("next_period_hours"),
                abandoned: self.number("abandoned"),
                recent_days: self.number("recent_days"),
            },
            calendar: Calendar { shifts: self.shifts(), away: self.away() },
            lead: self.one("lead").parse().ok(),
            reach: self.reach(),
            signed: before.signed.clone(),
        }
    }

    fn tiers(&self) -> Vec<TierRule> {
        let rows = self.all("rule_instrument").zip(self.all("rule_item")).zip(self.all("rule_from")).zip(self.all("rule_tier"));
        let rule = |(((instrument, item), from), word): (((String, String), String), String)| {
            Some(TierRule { instrument, item: item.parse().ok()?, at_least: from.parse().ok()?, tier: tier(&word) })
        };
        rows.filter_map(rule).filter(|rule| !rule.instrument.is_empty()).collect()
    }

    fn shifts(&self) -> Vec<Shift> {
        let who = self.all("shift_level").zip(self.all("shift_staff")).zip(self.all("shift_days"));
        let when = self.all("shift_from").zip(self.all("shift_until"));
        let shift = |(((level, staff), days), (from, until)): (((String, String), String), (String, String))| {
            Some(Shift {
                level: level.parse().ok()?,
                staff: staff.parse().ok()?,
                days: days.chars().filter_map(|day| day.to_digit(10).and_then(|day| i8::try_from(day).ok())).collect(),
                from: time(&from)?,
                until: time(&until)?,
            })
        };
        who.zip(when).filter_map(shift).collect()
    }

    fn away(&self) -> Vec<Away> {
        let rows = self.all("away_staff").zip(self.all("away_from")).zip(self.all("away_until")).zip(self.all("away_stand_in"));
        let away = |(((staff, from), until), stand_in): (((String, String), String), String)| {
            let from = from.parse().ok()?;
            Some(Away { staff: staff.parse().ok()?, from, until: until.parse().unwrap_or(from), stand_in: stand_in.parse().ok() })
        };
        rows.filter_map(away).collect()
    }

    fn reach(&self) -> std::collections::BTreeMap<StaffId, String> {
        let rows =
            self.fields.iter().filter_map(|(name, value)| Some((name.strip_prefix("reach-")?.parse().ok()?, value.trim())));
        rows.filter(|(_, value)| !value.is_empty()).map(|(staff, value)| (staff, value.to_owned())).collect()
    }
}

fn tier(word: &str) -> Tier {
    TIERS.iter().find(|(known, _)| *known == word).map_or(Tier::Soon, |(_, tier)| *tier)
}

fn time(text: &str) -> Option<Time> {
    if text.len() == 5 { format!("{text}:00").parse().ok() } else { text.parse().ok() }
}

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(said): Query<Said>) -> Result<Markup, Problem> {
    page(&app, &who, &app.clinic.practice().safety, &said.done, None).await
}

/// Keeps the rules.
pub async fn submit(State(app): State<Shared>, who: Who, Form(fields): Form<Vec<(String, String)>>) -> Response {
    let wanted = Typed { fields }.rules(&app.clinic.practice().safety);
    let done = app.clinic.change_safety_rules(&who.subject, wanted.clone()).await;
    answer(&app, &who, done, &wanted, "kept").await
}

/// What happens out of hours.
#[derive(Deserialize)]
pub struct Promise {
    #[serde(default)]
    words: String,
}

/// Signs it, or takes it back when it is empty.
pub async fn sign(State(app): State<Shared>, who: Who, Form(promise): Form<Promise>) -> Response {
    let done = app.clinic.sign_out_of_hours(&who.subject, &promise.words).await;
    let rules = app.clinic.practice().safety.clone();
    answer(&app, &who, done, &rules, if promise.words.trim().is_empty() { "taken-back" } else { "signed" }).await
}

async fn answer(app: &Shared, who: &Who, done: Result<(), ActionError>, rules: &Rules, word: &str) -> Response {
    match done {
        Ok(()) => Redirect::to(&format!("/admin/on-call?done={word}")).into_response(),
        Err(ActionError::Refused(refusal)) => {
            let wrong = (refusal.field.unwrap_or("on_call"), refusal.sentence.as_str());
            match page(app, who, rules, "", Some(wrong)).await {
                Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
                Err(problem) => problem.into_response(),
            }
        }
        Err(error) => Problem::of(app, Some(who), error).into_response(),
    }
}

async fn page(app: &Shared, who: &Who, rules: &Rules, done: &str, wrong: Option<(&str, &str)>) -> Result<Markup, Problem> {
    let trouble = |error: concord_store::StoreError| Problem::of(app, Some(who), error.into());
    let accounts = app.clinic.store().accounts(app.clinic.organisation()).await.map_err(trouble)?;
    let staff: Vec<Account> = accounts.into_iter().filter(|account| account.open && account.role.is_clinician()).collect();
    let since = app.clinic.now().checked_sub(SignedDuration::from_hours(24)).unwrap_or(app.clinic.now());
    let unsent = app.clinic.store().outbox_since(app.clinic.organisation(), since, 50).await.map_err(trouble)?;
    let mut tries = Vec::new();
    for message in &unsent {
        let said = app.clinic.tried_to_send(message).await.map_err(|error| Problem::of(app, Some(who), error))?;
        let name = staff.iter().find(|account| account.id == message.to).map_or("an account", |account| account.name.as_str());
        tries.push((message, name.to_owned(), said));
    }
    let errors: Vec<_> = wrong.map(|(field, sentence)| (format!("#{field}"), sentence.to_owned())).into_iter().collect();
    let body = html! {
        header.page-head { div { h1 { "On call" } p.lead { "Who is called when an answer calls for a person. Calls go on from one to the next until somebody has it in hand; a message that is not delivered does not stop them." } } }
        @match done { "kept" => (notice::done("Kept. The next call follows it.")), "signed" => (notice::done("Signed. Questionnaires that ask about suicide or self-harm may now be sent to patients.")), "taken-back" => (notice::done("Taken back. Such questionnaires are asked at the practice only.")), _ => {} }
        (error_summary(&errors))
        (promise(app, rules, wrong))
        form.stack method="post" action="/admin/on-call" data-once data-guard {
            (shifts(rules, &staff, wrong))
            (away(rules, &staff))
            (chain(rules, wrong))
            (tiers(app, rules))
            (reach(rules, &staff, wrong))
            div.row { button.button.primary type="submit" { "Keep the settings" } }
        }
        section.card { h2 { "Messages of the last 24 hours that were not sent" }
            @if tries.is_empty() { p.muted { "None." } }
            ul.plain { @for (message, name, said) in &tries { li { (message.at.to_zoned(app.clinic.zone()).strftime("%H:%M")) ", to " (name) ": " (said.as_deref().unwrap_or("not tried: no way to send messages is configured, or it waits for its turn")) } } }
        }
    };
    Ok(layout::page(app, Some(who), "On call", "/admin/on-call", body))
}

fn promise(app: &Shared, rules: &Rules, wrong: Option<(&str, &str)>) -> Markup {
    let error = wrong.filter(|(field, _)| *field == "signed").map_or("", |(_, sentence)| sentence);
    let words = rules.signed.as_ref().map(|signed| signed.words.as_str()).unwrap_or_default();
    html! {
        section.card #signed { h2 { "What happens out of hours" }
            @match &rules.signed {
                Some(signed) => p { "Signed by " b { (signed.by) } " on " (signed.at.to_zoned(app.clinic.zone()).strftime("%-d %B %Y, %H:%M")) "." },
                None => p { b { "Not signed. " } "Until somebody signs it, questionnaires that ask about suicide or self-harm are not sent to patients; they are told that these questions are asked at the practice." },
            }
            form.stack method="post" action="/admin/on-call/sign" data-once {
                (form::textarea(&Field { name: "words", label: "In words that staff and patients can read", hint: "For example: at night and at weekends the person on call reads such an answer within 15 minutes and calls back.", error, value: words, ..Field::default() }, 3))
                p { button.button.secondary type="submit" { "Sign this" } " " span.small.muted { "Sending it empty takes the signature back." } }
            }
        }
    }
}

fn choose(name: &str, label: &str, staff: &[Account], chosen: Option<StaffId>) -> Markup {
    html! {
        label { (label) select name=(name) {
            option value="" { "nobody" }
            @for account in staff { @if let Some(id) = account.staff { option value=(id) selected[chosen == Some(id)] { (account.name) } } }
        } }
    }
}

fn shifts(rules: &Rules, staff: &[Account], wrong: Option<(&str, &str)>) -> Markup {
    let known = rules.calendar.shifts.iter().map(Some).chain(std::iter::repeat_n(None, SPARE));
    html! {
        section.card #shifts { h2 { "The week" }
            p.small.muted { "The first is called at once, the second if the first does not answer, and so on. A shift that ends earlier than it begins ends on the next day; the same time twice is a whole day." }
            @for shift in known {
                div.inline-form role="group" aria-label=(if shift.is_some() { "shift" } else { "new shift" }) {
                    label { "Called" select name="shift_level" { @for (value, words) in LEVELS { option value=(value) selected[shift.is_some_and(|shift| shift.level.to_string() == *value)] { (words) } } } }
                    (choose("shift_staff", "Who", staff, shift.map(|shift| shift.staff)))
                    label { "Days" select name="shift_days" { @for (value, words) in DAYS { option value=(value) selected[shift.is_some_and(|shift| days_of(shift) == *value)] { (words) } } } }
                    label { "From" input type="time" name="shift_from" value=(shift.map_or_else(|| "08:00".to_owned(), |shift| shift.from.strftime("%H:%M").to_string())); }
                    label { "Until" input type="time" name="shift_until" value=(shift.map_or_else(|| "08:00".to_owned(), |shift| shift.until.strftime("%H:%M").to_string())); }
                }
            }
            div.field { (choose("lead", "Clinic lead, called before everybody is", staff, rules.lead)) }
            @if let Some((field, sentence)) = wrong { @if field == "shifts" { p.error { (sentence) } } }
        }
    }
}

fn days_of(shift: &Shift) -> String {
    let mut days = shift.days.clone();
    days.sort_unstable();
    days.iter().map(ToString::to_string).collect()
}

fn away(rules: &Rules, staff: &[Account]) -> Markup {
    let known = rules.calendar.away.iter().map(Some).chain(std::iter::repeat_n(None, SPARE));
    html! {
        section.card { h2 { "Away" }
            p.small.muted { "On these days somebody stands in wherever the person is on call." }
            @for away in known {
                div.inline-form role="group" aria-label=(if away.is_some() { "away" } else { "new row" }) {
                    (choose("away_staff", "Who", staff, away.map(|away| away.staff)))
                    label { "From" input type="date" name="away_from" value=[away.map(|away| away.from.to_string())]; }
                    label { "Until" input type="date" name="away_until" value=[away.map(|away| away.until.to_string())]; }
                    (choose("away_stand_in", "Stands in", staff, away.and_then(|away| away.stand_in)))
                }
            }
        }
    }
}

fn chain(rules: &Rules, wrong: Option<(&str, &str)>) -> Markup {
    let chain = &rules.chain;
    let error = |name: &str| wrong.filter(|(field, _)| *field == name).map_or("", |(_, sentence)| sentence);
    let on_call = chain.on_call.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let number = |name: &'static str, label: &'static str, value: u16| {
        form::text(
            &Field { name, label, value: &value.to_string(), error: error(name), required: true, ..Field::default() },
            "number",
        )
    };
    html! {
        section.card { h2 { "How fast" }
            p.small.muted { "These times are set by this practice." }
            div.columns {
                (form::text(&Field { name: "on_call", label: "Minutes after which the first, second, third is called", value: &on_call, error: error("on_call"), required: true, ..Field::default() }, "text"))
                (number("everybody", "Minutes until lead and everybody", chain.everybody))
                (number("again", "Minutes until it goes round again", chain.again))
                (number("at_once", "“At once”: minutes until somebody has looked", chain.at_once))
                (number("soon", "“Soon”: minutes until somebody has looked", chain.soon))
                (number("next_period_hours", "“Next working period”: hours at the most", chain.next_period_hours))
                (number("abandoned", "Minutes after which a form that was left is looked at", chain.abandoned))
                (number("recent_days", "Days back for which answers from elsewhere count", chain.recent_days))
            }
        }
    }
}

fn tiers(app: &Shared, rules: &Rules) -> Markup {
    let known = rules.tiers.iter().map(Some).chain(std::iter::repeat_n(None, SPARE));
    let instruments: Vec<_> = app.clinic.knowledge().instruments().filter(|one| !one.safety_items.is_empty()).collect();
    let options =
        |chosen: Tier| html! { @for (word, tier) in TIERS { option value=(word) selected[*tier == chosen] { (tier.words()) } } };
    html! {
        section.card #answers { h2 { "Which answers are how pressing" }
            details { summary { "As it stands now" }
                table.visits { caption.vh { "Answers and their tiers" } thead { tr { th scope="col" { "Answer" } th scope="col" { "Tier" } } } tbody {
                    @for instrument in &instruments { @for safety in &instrument.safety_items { @for value in safety.at_least..=instrument.item(safety.item).map_or(safety.at_least, |item| instrument.range_of(item).1) {
                        @if let Some((what, tier)) = of_answers(instrument, &[Answer { item: safety.item, value }], rules) { tr { th scope="row" { (what) } td { (tier.words()) } } }
                    } } }
                } }
            }
            p.small.muted { "A row here sets another tier for an answer." }
            @for rule in known {
                div.inline-form role="group" aria-label=(if rule.is_some() { "rule" } else { "new rule" }) {
                    label { "Questionnaire" select name="rule_instrument" { option value="" { "none" } @for instrument in &instruments { option value=(instrument.id) selected[rule.is_some_and(|rule| rule.instrument == instrument.id.as_str())] { (instrument.short_name) } } } }
                    label { "Item" input type="number" name="rule_item" min="1" value=[rule.map(|rule| rule.item)]; }
                    label { "From answer" input type="number" name="rule_from" min="1" value=[rule.map(|rule| rule.at_least)]; }
                    label { "Tier" select name="rule_tier" { (options(rule.map_or(Tier::Soon, |rule| rule.tier))) } }
                }
            }
            h3 { "Diary cards" }
            div.inline-form role="group" aria-label="diary cards" {
                label { "An urge that comes first, from" input #urge_at_least type="number" name="urge_at_least" min="1" max="5" value=(rules.diary.urge_at_least); }
                label { "is" select name="urge_tier" { (options(rules.diary.urge)) } }
                label { "Something done is" select name="act_tier" { (options(rules.diary.act)) } }
            }
        }
    }
}

fn reach(rules: &Rules, staff: &[Account], wrong: Option<(&str, &str)>) -> Markup {
    let error = wrong.filter(|(field, _)| *field == "reach").map_or("", |(_, sentence)| sentence);
    html! {
        section.card #reach { h2 { "How each is reached" }
            p.small.muted { "As the message program takes it: a number or an address. Left empty, the login is handed over." }
            @if !error.is_empty() { p.error { (error) } }
            div.columns { @for account in staff { @if let Some(id) = account.staff {
                @let name = format!("reach-{id}");
                div.field { label for=(name) { (account.name) } input id=(name) name=(name) value=[rules.reach.get(&id)]; }
            } } }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Typed {
        Typed { fields: fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect() }
    }

    #[test]
    fn a_row_without_a_person_is_no_shift_and_a_night_goes_over_midnight() {
        let id = "00000000-0000-0000-0000-000000000007";
        let shifts = typed(&[
            ("shift_level", "1"),
            ("shift_staff", id),
            ("shift_days", "12345"),
            ("shift_from", "17:00"),
            ("shift_until", "08:00"),
            ("shift_level", "2"),
            ("shift_staff", ""),
            ("shift_days", "67"),
            ("shift_from", "08:00"),
            ("shift_until", "08:00"),
        ])
        .shifts();
        assert_eq!(shifts.len(), 1);
        assert_eq!(days_of(&shifts[0]), "12345");
        assert!(shifts[0].covers(jiff::civil::date(2026, 8, 21).at(2, 0, 0, 0)));
    }

    #[test]
    fn what_is_no_number_is_refused_and_never_taken_for_nought() {
        let rules = typed(&[("on_call", "0, five"), ("everybody", "")]).rules(&Rules::default());
        assert!(rules.wrong().is_some());
    }
}
