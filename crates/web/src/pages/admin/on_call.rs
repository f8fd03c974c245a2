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
use concord_chart::{Refusal, StaffId, safety_alert::Tier};
use concord_engines::escalation::{
    Answer, Chain, DiaryRule, Rules, TierRule, ToldRule,
    calendar::{Away, Calendar, Shift},
    of_answers,
};
use concord_knowledge::Instrument;
use concord_store::Account;
use jiff::{SignedDuration, civil::Time};
use maud::{Markup, html};
use serde::Deserialize;

/// Empty rows below the filled ones, to add to.
const SPARE: usize = 2;
/// The time that stands in an empty row.
const EIGHT: &str = "08:00";
/// The fields of a row of the week, of who is away, and of an answer's tier.
const SHIFT: [&str; 6] = ["shift_was", "shift_level", "shift_staff", "shift_days", "shift_from", "shift_until"];
const AWAY: [&str; 4] = ["away_staff", "away_from", "away_until", "away_stand_in"];
const RULE: [&str; 4] = ["rule_instrument", "rule_item", "rule_from", "rule_tier"];
const HALF_A_SHIFT: &str = "A row of the week is not complete: a shift needs a person, and from when until when. Fill it, or set \
                            it back to nobody, every day, 08:00 to 08:00. Nothing was changed.";
const HALF_AWAY: &str = "A row of who is away is not complete: it needs a person, a first day, and a last day that is not before \
                         it. Fill it, or clear all of it. Nothing was changed.";
const HALF_A_RULE: &str = "A row about an answer is not complete: it needs the questionnaire, the item and from which answer on. \
                           Fill it, or clear all of it. Nothing was changed.";
/// A part of the page, and what is wrong in it.
type Wrong = (&'static str, &'static str);
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
    /// The rules as they would have been typed, with empty rows to add to.
    fn of(rules: &Rules) -> Self {
        let mut typed = Self { fields: Vec::new() };
        let chain = &rules.chain;
        let on_call = chain.on_call.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        typed.put(&[
            ("on_call", on_call),
            ("everybody", chain.everybody.to_string()),
            ("again", chain.again.to_string()),
            ("soon", chain.soon.to_string()),
            ("at_once", chain.at_once.to_string()),
            ("next_period_hours", chain.next_period_hours.to_string()),
            ("abandoned", chain.abandoned.to_string()),
            ("recent_days", chain.recent_days.to_string()),
            ("urge_at_least", rules.diary.urge_at_least.to_string()),
            ("urge_tier", word(rules.diary.urge)),
            ("act_tier", word(rules.diary.act)),
            ("told_tier", word(rules.told.tier)),
            ("lead", rules.lead.map(|staff| staff.to_string()).unwrap_or_default()),
        ]);
        typed.put_rows(rules);
        for (staff, value) in &rules.reach {
            typed.fields.push((format!("reach-{staff}"), value.clone()));
        }
        typed
    }

    fn put_rows(&mut self, rules: &Rules) {
        let clock = |time: Time| time.strftime("%H:%M").to_string();
        let shift = |shift: &Shift| {
            [
                "yes".to_owned(),
                shift.level.to_string(),
                shift.staff.to_string(),
                days_of(shift),
                clock(shift.from),
                clock(shift.until),
            ]
        };
        let spare = ["no", "1", "", "1234567", EIGHT, EIGHT].map(str::to_owned);
        let shifts = rules.calendar.shifts.iter().map(shift).chain(std::iter::repeat_n(spare, SPARE));
        shifts.for_each(|row| self.put_row(SHIFT, row));
        let staff = |staff: Option<StaffId>| staff.map(|staff| staff.to_string()).unwrap_or_default();
        let away = |away: &Away| [staff(Some(away.staff)), away.from.to_string(), away.until.to_string(), staff(away.stand_in)];
        let none = [const { String::new() }; 4];
        let aways = rules.calendar.away.iter().map(away).chain(std::iter::repeat_n(none.clone(), SPARE));
        aways.for_each(|row| self.put_row(AWAY, row));
        let rule = |rule: &TierRule| [rule.instrument.clone(), rule.item.to_string(), rule.at_least.to_string(), word(rule.tier)];
        let tiers = rules.tiers.iter().map(rule).chain(std::iter::repeat_n(none, SPARE));
        tiers.for_each(|row| self.put_row(RULE, row));
    }

    fn put(&mut self, fields: &[(&str, String)]) {
        self.fields.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    }

    fn put_row<const N: usize>(&mut self, names: [&str; N], row: [String; N]) {
        self.fields.extend(names.into_iter().map(str::to_owned).zip(row));
    }

    /// The rows of some fields, in order; a field that was not sent is empty.
    fn rows<const N: usize>(&self, names: [&str; N]) -> Vec<[String; N]> {
        let columns = names.map(|name| self.all(name).collect::<Vec<_>>());
        let length = columns.iter().map(Vec::len).max().unwrap_or_default();
        (0..length).map(|row| std::array::from_fn(|column| columns[column].get(row).cloned().unwrap_or_default())).collect()
    }

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

    /// The rules as they were typed.
    ///
    /// # Errors
    /// The part with a row that is filled in half, and a sentence: it would be lost without a word.
    fn rules(&self, before: &Rules) -> Result<Rules, Wrong> {
        Ok(Rules {
            tiers: self.tiers()?,
            diary: DiaryRule {
                urge_at_least: self.one("urge_at_least").parse().unwrap_or(0),
                urge: tier(&self.one("urge_tier")),
                act: tier(&self.one("act_tier")),
            },
            told: ToldRule { tier: tier(&self.one("told_tier")) },
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
            calendar: Calendar { shifts: self.shifts()?, away: self.away()? },
            lead: self.one("lead").parse().ok(),
            reach: self.reach(),
            signed: before.signed.clone(),
        })
    }

    fn tiers(&self) -> Result<Vec<TierRule>, Wrong> {
        let filled = self.rows(RULE).into_iter().filter(|row| row[..3].iter().any(|text| !text.is_empty()));
        let rule = |[instrument, item, from, word]: [String; 4]| match (instrument.is_empty(), item.parse(), from.parse()) {
            (false, Ok(item), Ok(at_least)) => Ok(TierRule { instrument, item, at_least, tier: tier(&word) }),
            _ => Err(("answers", HALF_A_RULE)),
        };
        filled.map(rule).collect()
    }

    fn shifts(&self) -> Result<Vec<Shift>, Wrong> {
        let mut shifts = Vec::new();
        for [was, level, staff, days, from, until] in self.rows(SHIFT) {
            // Nobody is chosen to take a shift out; a new row where times or days were changed has lost its person.
            let untouched = [level.as_str(), &days, &from, &until] == ["1", "1234567", EIGHT, EIGHT];
            if staff.is_empty() && (was != "no" || untouched) {
                continue;
            }
            let days = days.chars().filter_map(|day| day.to_digit(10).and_then(|day| i8::try_from(day).ok())).collect();
            match (level.parse(), staff.parse(), time(&from), time(&until)) {
                (Ok(level), Ok(staff), Some(from), Some(until)) => shifts.push(Shift { level, staff, days, from, until }),
                _ => return Err(("shifts", HALF_A_SHIFT)),
            }
        }
        Ok(shifts)
    }

    fn away(&self) -> Result<Vec<Away>, Wrong> {
        let filled = self.rows(AWAY).into_iter().filter(|row| row.iter().any(|text| !text.is_empty()));
        let away = |[staff, from, until, stand_in]: [String; 4]| {
            let until = if until.is_empty() { &from } else { &until };
            match (staff.parse(), from.parse(), until.parse()) {
                (Ok(staff), Ok(from), Ok(until)) if from <= until => {
                    Ok(Away { staff, from, until, stand_in: stand_in.parse().ok() })
                }
                _ => Err(("away", HALF_AWAY)),
            }
        };
        filled.map(away).collect()
    }

    fn reach(&self) -> std::collections::BTreeMap<StaffId, String> {
        let rows =
            self.fields.iter().filter_map(|(name, value)| Some((name.strip_prefix("reach-")?.parse().ok()?, value.trim())));
        rows.filter(|(_, value)| !value.is_empty()).map(|(staff, value)| (staff, value.to_owned())).collect()
    }
}

fn word(tier: Tier) -> String {
    TIERS.iter().find(|(_, known)| *known == tier).map_or("soon", |(word, _)| *word).to_owned()
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
    page(&app, &who, &Typed::of(&app.clinic.practice().safety), &said.done, None).await
}

/// Keeps the rules.
pub async fn submit(State(app): State<Shared>, who: Who, Form(fields): Form<Vec<(String, String)>>) -> Response {
    let typed = Typed { fields };
    let done = match typed.rules(&app.clinic.practice().safety) {
        Ok(wanted) => app.clinic.change_safety_rules(&who.subject, wanted).await,
        Err((part, sentence)) => Err(Refusal::new(sentence).about(part).into()),
    };
    answer(&app, &who, done, &typed, "kept").await
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
    let typed = Typed::of(&app.clinic.practice().safety);
    answer(&app, &who, done, &typed, if promise.words.trim().is_empty() { "taken-back" } else { "signed" }).await
}

async fn answer(app: &Shared, who: &Who, done: Result<(), ActionError>, typed: &Typed, word: &str) -> Response {
    match done {
        Ok(()) => Redirect::to(&format!("/admin/on-call?done={word}")).into_response(),
        Err(ActionError::Refused(refusal)) => {
            let wrong = (refusal.field.unwrap_or("on_call"), refusal.sentence.as_str());
            match page(app, who, typed, "", Some(wrong)).await {
                Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
                Err(problem) => problem.into_response(),
            }
        }
        Err(error) => Problem::of(app, Some(who), error).into_response(),
    }
}

async fn page(app: &Shared, who: &Who, typed: &Typed, done: &str, wrong: Option<(&str, &str)>) -> Result<Markup, Problem> {
    let practice = app.clinic.practice();
    let rules = &practice.safety;
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
            (shifts(typed, &staff, wrong))
            (away(typed, &staff, wrong))
            (chain(typed, wrong))
            (tiers(app, rules, typed, wrong))
            (reach(typed, &staff, wrong))
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

fn wrong_in(part: &str, wrong: Option<(&str, &str)>) -> Markup {
    html! { @if let Some((field, sentence)) = wrong { @if field == part { p.error { (sentence) } } } }
}

fn choose(name: &str, label: &str, staff: &[Account], chosen: &str) -> Markup {
    html! {
        label { (label) select name=(name) {
            option value="" { "nobody" }
            @for account in staff { @if let Some(id) = account.staff { option value=(id) selected[chosen == id.to_string()] { (account.name) } } }
        } }
    }
}

fn shifts(typed: &Typed, staff: &[Account], wrong: Option<(&str, &str)>) -> Markup {
    html! {
        section.card #shifts { h2 { "The week" }
            p.small.muted { "The first is called at once, the second if the first does not answer, and so on. A shift that ends earlier than it begins ends on the next day; the same time twice is a whole day. Choose nobody to take a shift out." }
            (wrong_in("shifts", wrong))
            @for [was, level, who, days, from, until] in typed.rows(SHIFT) {
                div.inline-form role="group" aria-label=(if was == "no" { "new shift" } else { "shift" }) {
                    input type="hidden" name="shift_was" value=(was);
                    label { "Called" select name="shift_level" { @for (value, words) in LEVELS { option value=(value) selected[level == *value] { (words) } } } }
                    (choose("shift_staff", "Who", staff, &who))
                    label { "Days" select name="shift_days" { @for (value, words) in DAYS { option value=(value) selected[days == *value] { (words) } } } }
                    label { "From" input type="time" name="shift_from" value=(from); }
                    label { "Until" input type="time" name="shift_until" value=(until); }
                }
            }
            div.field { (choose("lead", "Clinic lead, called before everybody is", staff, &typed.one("lead"))) }
        }
    }
}

fn days_of(shift: &Shift) -> String {
    let mut days = shift.days.clone();
    days.sort_unstable();
    days.iter().map(ToString::to_string).collect()
}

fn away(typed: &Typed, staff: &[Account], wrong: Option<(&str, &str)>) -> Markup {
    html! {
        section.card #away { h2 { "Away" }
            p.small.muted { "On these days somebody stands in wherever the person is on call." }
            (wrong_in("away", wrong))
            @for [who, from, until, stand_in] in typed.rows(AWAY) {
                div.inline-form role="group" aria-label=(if who.is_empty() { "new row" } else { "away" }) {
                    (choose("away_staff", "Who", staff, &who))
                    label { "From" input type="date" name="away_from" value=(from); }
                    label { "Until" input type="date" name="away_until" value=(until); }
                    (choose("away_stand_in", "Stands in", staff, &stand_in))
                }
            }
        }
    }
}

fn chain(typed: &Typed, wrong: Option<(&str, &str)>) -> Markup {
    let error = |name: &str| wrong.filter(|(field, _)| *field == name).map_or("", |(_, sentence)| sentence);
    let field = |name: &'static str, label: &'static str, kind: &str| {
        form::text(&Field { name, label, value: &typed.one(name), error: error(name), required: true, ..Field::default() }, kind)
    };
    html! {
        section.card { h2 { "How fast" }
            p.small.muted { "These times are set by this practice." }
            div.columns {
                (field("on_call", "Minutes after which the first, second, third is called", "text"))
                (field("everybody", "Minutes until lead and everybody", "number"))
                (field("again", "Minutes until it goes round again", "number"))
                (field("at_once", "“At once”: minutes until somebody has looked", "number"))
                (field("soon", "“Soon”: minutes until somebody has looked", "number"))
                (field("next_period_hours", "“Next working period”: hours at the most", "number"))
                (field("abandoned", "Minutes after which a form that was left is looked at", "number"))
                (field("recent_days", "Days back for which answers from elsewhere count", "number"))
            }
        }
    }
}

fn tiers(app: &Shared, rules: &Rules, typed: &Typed, wrong: Option<(&str, &str)>) -> Markup {
    let instruments: Vec<_> = app.clinic.knowledge().instruments().filter(|one| !one.safety_items.is_empty()).collect();
    let options =
        |chosen: &str| html! { @for (word, tier) in TIERS { option value=(word) selected[*word == chosen] { (tier.words()) } } };
    html! {
        section.card #answers { h2 { "Which answers are how pressing" }
            (as_it_stands(&instruments, rules))
            p.small.muted { "A row here sets another tier for an answer." }
            (wrong_in("answers", wrong))
            @for [instrument, item, from, tier] in typed.rows(RULE) {
                div.inline-form role="group" aria-label=(if instrument.is_empty() { "new rule" } else { "rule" }) {
                    label { "Questionnaire" select name="rule_instrument" { option value="" { "none" } @for known in &instruments { option value=(known.id) selected[instrument == known.id.as_str()] { (known.short_name) } } } }
                    label { "Item" input type="number" name="rule_item" min="1" value=(item); }
                    label { "From answer" input type="number" name="rule_from" min="1" value=(from); }
                    label { "Tier" select name="rule_tier" { (options(if tier.is_empty() { "soon" } else { &tier })) } }
                }
            }
            h3 { "Diary cards" }
            div.inline-form role="group" aria-label="diary cards" {
                label { "An urge that comes first, from" input #urge_at_least type="number" name="urge_at_least" min="1" max="5" value=(typed.one("urge_at_least")); }
                label { "is" select name="urge_tier" { (options(&typed.one("urge_tier"))) } }
                label { "Something done is" select name="act_tier" { (options(&typed.one("act_tier"))) } }
            }
            h3 { "Told in person" }
            div.inline-form role="group" aria-label="told in person" {
                label { "What a clinician was told and somebody has to act on is" select name="told_tier" { (options(&typed.one("told_tier"))) } }
            }
        }
    }
}

fn as_it_stands(instruments: &[&Instrument], rules: &Rules) -> Markup {
    html! {
        details { summary { "As it stands now" }
            table.visits { caption.vh { "Answers and their tiers" } thead { tr { th scope="col" { "Answer" } th scope="col" { "Tier" } } } tbody {
                @for instrument in instruments { @for safety in &instrument.safety_items { @for value in safety.at_least..=instrument.item(safety.item).map_or(safety.at_least, |item| instrument.range_of(item).1) {
                    @if let Some((what, tier)) = of_answers(instrument, &[Answer { item: safety.item, value }], rules) { tr { th scope="row" { (what) } td { (tier.words()) } } }
                } } }
            } }
        }
    }
}

fn reach(typed: &Typed, staff: &[Account], wrong: Option<(&str, &str)>) -> Markup {
    let error = wrong.filter(|(field, _)| *field == "reach").map_or("", |(_, sentence)| sentence);
    html! {
        section.card #reach { h2 { "How each is reached" }
            p.small.muted { "As the message program takes it: a number or an address. Left empty, the login is handed over." }
            @if !error.is_empty() { p.error { (error) } }
            div.columns { @for account in staff { @if let Some(id) = account.staff {
                @let name = format!("reach-{id}");
                div.field { label for=(name) { (account.name) } input id=(name) name=(name) value=(typed.one(&name)); }
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
        .shifts()
        .unwrap();
        assert_eq!(shifts.len(), 1);
        assert_eq!(days_of(&shifts[0]), "12345");
        assert!(shifts[0].covers(jiff::civil::date(2026, 8, 21).at(2, 0, 0, 0)));
    }

    #[test]
    fn what_is_no_number_is_refused_and_never_taken_for_nought() {
        let rules = typed(&[("on_call", "0, five"), ("everybody", "")]).rules(&Rules::default()).unwrap();
        assert!(rules.wrong().is_some());
    }

    #[test]
    fn a_row_that_is_filled_in_half_is_refused_and_an_empty_one_is_not() {
        let id = "00000000-0000-0000-0000-000000000007";
        let part = |fields: &[(&str, &str)]| typed(fields).rules(&Rules::default()).err().map(|(part, _)| part);
        assert_eq!(
            part(&[("rule_instrument", "phq-9"), ("rule_item", ""), ("rule_from", "2"), ("rule_tier", "soon")]),
            Some("answers")
        );
        assert_eq!(part(&[("rule_instrument", ""), ("rule_item", ""), ("rule_from", ""), ("rule_tier", "soon")]), None);
        let shift = |was, staff, days, from| {
            part(&[
                ("shift_was", was),
                ("shift_level", "1"),
                ("shift_staff", staff),
                ("shift_days", days),
                ("shift_from", from),
                ("shift_until", "08:00"),
            ])
        };
        assert_eq!(shift("no", "", "1234567", "08:00"), None, "as the page offers it");
        assert_eq!(shift("no", "", "67", "08:00"), Some("shifts"), "days were chosen, and nobody");
        assert_eq!(shift("yes", "", "67", "17:00"), None, "somebody is taken out of the week");
        assert_eq!(shift("no", id, "67", ""), Some("shifts"));
        let away = |staff, from, until| {
            part(&[("away_staff", staff), ("away_from", from), ("away_until", until), ("away_stand_in", "")])
        };
        assert_eq!(away("", "", ""), None);
        assert_eq!(away(id, "", "2026-09-02"), Some("away"));
        assert_eq!(away(id, "2026-09-02", "2026-09-01"), Some("away"));
        assert_eq!(away(id, "2026-09-02", ""), None);
    }

    #[test]
    fn rules_come_back_from_the_page_as_they_were() {
        let kept = Rules { lead: Some(StaffId(uuid::Uuid::from_u128(3))), ..Rules::default() };
        assert_eq!(Typed::of(&kept).rules(&kept), Ok(kept));
    }
}
