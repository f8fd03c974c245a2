//! The frame of every page on one record: whose it is, which pages it has, who is looking.

use crate::{
    app::Shared,
    components::patient_banner::{Banner, folded_tabs, patient_banner, signing_for},
    errors::Problem,
    layout::{Around, staff_page},
};
use axum::response::{IntoResponse, Response};
use concord_access::{Denied, Purpose, View};
use concord_actions::{ActionError, OpenChart, SignedIn};
use concord_chart::{Chart, ChartId, When, plan::PlanPart, registration::Demographics};
use concord_engines::days::{day_of, day_words, full_day_words};
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};

/// Opens a record for this page and remembers that it was opened, for the wrong-patient guard. The access log has a line
/// for it before anything is shown.
///
/// # Errors
/// The page that says why not.
pub(super) async fn open(app: &Shared, who: &SignedIn, chart: ChartId, purpose: &'static str) -> Result<OpenChart, Response> {
    let open = read(app, who, chart, purpose).await?;
    let noted = app.clinic.note_opened(who, chart).await;
    noted.map_err(|error| Problem::of(app, Some(who), error).into_response())?;
    Ok(open)
}

/// Opens a record to act on it, without taking it for the one that the person looked at last.
///
/// # Errors
/// The page that says why not.
pub(super) async fn read(app: &Shared, who: &SignedIn, chart: ChartId, purpose: &'static str) -> Result<OpenChart, Response> {
    match app.clinic.open_chart(&who.subject, chart, Purpose(purpose)).await {
        Ok(open) => Ok(open),
        Err(ActionError::Denied(Denied::NotOnTeam)) => Err(Problem::not_on_team(app, who, chart).into_response()),
        Err(error) => Err(Problem::of(app, Some(who), error).into_response()),
    }
}

/// One page of a record.
pub(super) struct RecordPage<'a> {
    /// The record.
    pub open: &'a OpenChart,
    /// The tab that it belongs to, as it ends the address: ``, `/plan`.
    pub tab: &'a str,
    /// Its own title.
    pub title: &'a str,
}

/// The page: banner, tabs, content, and a foot that says that looking is seen.
pub(super) fn page(app: &Shared, who: &SignedIn, page: &RecordPage<'_>, body: Markup) -> Markup {
    let chart = &page.open.chart;
    let name = browser_title(chart, page.title);
    let words = BannerWords::of(chart, app.clinic.today(), &app.clinic.zone());
    let base = format!("/chart/{}", chart.id);
    let (first, more) = pages(&page.open.view);
    let addressed = |pages: &[(&str, &'static str)]| -> Vec<(String, &'static str)> {
        pages.iter().map(|(end, words)| (format!("{base}{end}"), *words)).collect()
    };
    let unit = chart.unit.as_ref().map(|_| (format!("/unit/{}", chart.id), "Unit"));
    let first: Vec<(String, &str)> = unit.into_iter().chain(addressed(first)).collect();
    let more = addressed(more);
    let current = format!("{base}{}", page.tab);
    let record = html! { (patient_banner(&words.banner())) (folded_tabs(&borrowed(&first), &borrowed(&more), &current)) };
    let around = Around { record: Some(record), foot: Some(foot(app, who, chart)) };
    staff_page(app, who, &name, "", around, body)
}

fn borrowed<'a>(pages: &'a [(String, &'static str)]) -> Vec<(&'a str, &'a str)> {
    pages.iter().map(|(address, words)| (address.as_str(), *words)).collect()
}

/// What stands beside a button that signs: the record's mark, name and birth date.
pub(super) fn signing(app: &Shared, chart: &Chart) -> Markup {
    BannerWords::of(chart, app.clinic.today(), &app.clinic.zone()).beside_button()
}

/// The browser's title begins with name and birth date, so that two tabs differ.
fn browser_title(chart: &Chart, title: &str) -> String {
    let person = person(chart);
    format!("{} {}, {}: {title}", person.family_name.to_uppercase(), person.given_name, born(&person))
}

/// The person of a chart; everything that is not known is empty.
pub(super) fn person(chart: &Chart) -> Demographics {
    let of_unit = || Demographics {
        family_name: chart.unit.as_ref().map(|unit| unit.what.name.clone()).unwrap_or_default(),
        ..Demographics::default()
    };
    chart.registration.person.clone().unwrap_or_else(of_unit)
}

/// The given name that sentences use.
pub(super) fn given_name(chart: &Chart) -> String {
    let person = person(chart);
    let first = person.given_name.split_whitespace().next().map(str::to_owned);
    first.unwrap_or(person.family_name)
}

/// "14 Mar 1988", as precisely as known.
pub(super) fn born(person: &Demographics) -> String {
    match person.birth_date {
        Some(When::Day(day)) => full_day_words(day),
        Some(rough) => crate::chart_view::about_words(rough).replacen("about ", "", 1),
        None => "birth date not known".to_owned(),
    }
}

/// Pages by the end of their address, with their words.
type Pages = &'static [(&'static str, &'static str)];

/// The pages that a view has: those that are opened at most visits, and those behind "More".
fn pages(view: &View) -> (Pages, Pages) {
    match view {
        View::Complementary(_) => {
            (&[("", "Chart"), ("/practices", "Complementary"), ("/record", "Record"), ("/entries", "Everything recorded")], &[])
        }
        View::Unit(_) => {
            (&[("/release", "Given to others"), ("/entries", "Everything recorded"), ("/looked", "Who has looked")], &[])
        }
        _ => (
            &[
                ("", "Chart"),
                ("/plan", "Plan"),
                ("/regimen", "Regimen"),
                ("/checks", "Checks"),
                ("/sessions", "Sessions"),
                ("/practices", "Complementary"),
                ("/measures", "Measures"),
                ("/safety", "Safety plan"),
                ("/note", "Note"),
                ("/record", "Record"),
            ],
            &[
                ("/visits", "Visits"),
                ("/reading", "Reading"),
                ("/proxies", "People who act"),
                ("/release", "Given to others"),
                ("/entries", "Everything recorded"),
                ("/looked", "Who has looked"),
            ],
        ),
    }
}

fn foot(app: &Shared, who: &SignedIn, chart: &Chart) -> Markup {
    let glass = who.subject.glass.as_ref().filter(|glass| glass.chart == chart.id);
    html! {
        span {
            "You are looking at " (given_name(chart)) "’s record as " (who.subject.name) ". They can see that you did."
            @if let Some(glass) = glass {
                " Opened with a reason until " (glass.until.to_zoned(app.clinic.zone()).strftime("%H:%M")) ": “" (glass.reason) "”."
            }
        }
        a href="/help-now" { "Help now" }
    }
}

/// The words of the banner, owned.
pub(super) struct BannerWords {
    id: String,
    person: Demographics,
    born: String,
    record: String,
    allergy: String,
    languages: String,
    slipping: Option<(String, bool)>,
}

impl BannerWords {
    /// The words for a chart on a day.
    pub fn of(chart: &Chart, today: Date, zone: &TimeZone) -> Self {
        let person = person(chart);
        Self {
            id: chart.id.to_string(),
            born: match age(&person, today) {
                Some(age) => format!("{} ({age} y)", born(&person)),
                None => born(&person),
            },
            record: chart.registration.record_number.clone(),
            allergy: chart.allergies.words(),
            languages: person.languages.join(", "),
            slipping: safety_plan(chart, today, zone).or_else(|| slipping(chart, today, zone)),
            person,
        }
    }

    /// As the component takes them.
    pub fn banner(&self) -> Banner<'_> {
        Banner {
            id: &self.id,
            family_name: &self.person.family_name,
            given_name: &self.person.given_name,
            born: &self.born,
            record: &self.record,
            pronouns: self.person.pronouns.as_deref().unwrap_or_default(),
            allergy: &self.allergy,
            languages: &self.languages,
            safety_plan: self.slipping.as_ref().map(|(words, written)| (words.as_str(), *written)),
            sharing: None,
        }
    }

    /// What stands beside a button that signs.
    pub fn beside_button(&self) -> Markup {
        signing_for(&self.banner())
    }
}

/// When the safety plan was last looked at, and whether something since then asks for looking again; nothing where there is
/// none.
fn safety_plan(chart: &Chart, today: Date, zone: &TimeZone) -> Option<(String, bool)> {
    let version = chart.safety_plans.last()?;
    let day = day_words(day_of(version.last_looked_at(), zone), today);
    let reasons = concord_engines::safety_plan_review::reasons(chart, concord_knowledge::shipped(), &[], today, zone);
    let words = if reasons.is_empty() {
        format!("Safety plan, reviewed {day}")
    } else {
        format!("Safety plan of {day}: look at it again")
    };
    Some((words, reasons.is_empty()))
}

/// Whether the plan says what to do if things start to slip; nothing for a view that has no plan.
fn slipping(chart: &Chart, today: Date, zone: &TimeZone) -> Option<(String, bool)> {
    match chart.plan.parts.get(&PlanPart::IfThingsSlip) {
        Some(part) => Some((format!("If things slip: written {}", day_words(day_of(part.at, zone), today)), true)),
        None if chart.plan.parts.is_empty() => None,
        None => Some(("If things slip: not written yet".to_owned(), false)),
    }
}

/// Whole years on a day, where the birth date is known to the day.
pub(super) fn age(person: &Demographics, today: Date) -> Option<i16> {
    let Some(When::Day(born)) = person.birth_date else { return None };
    let before_birthday = (today.month(), today.day()) < (born.month(), born.day());
    (born <= today).then(|| today.year() - born.year() - i16::from(before_birthday))
}

/// A moment in words for lists: `10 Aug`, `10 Aug, 14:30`, `about 2019`.
pub(super) fn moment(at: When, today: Date, zone: &TimeZone) -> String {
    match at {
        When::Instant(instant) => {
            format!("{}, {}", day_words(day_of(at, zone), today), instant.to_zoned(zone.clone()).strftime("%H:%M"))
        }
        When::Day(day) => day_words(day, today),
        rough => crate::chart_view::about_words(rough),
    }
}

/// The day of a moment in words.
pub(super) fn day(at: When, today: Date, zone: &TimeZone) -> String {
    match at {
        When::Instant(_) | When::Day(_) => day_words(day_of(at, zone), today),
        rough => crate::chart_view::about_words(rough),
    }
}
