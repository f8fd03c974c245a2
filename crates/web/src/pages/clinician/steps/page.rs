//! The page: what to plan, the proposal as a table that can be changed, the picture, what the patient is told, who checks.

use super::{
    Desk, contrast,
    drawing::{Part, figure},
    due,
    proposal::{Other, Proposal, Wanted, kind, stored},
    rows::{Row, SPARE, Typed},
};
use crate::{
    components::{
        error_summary::error_summary,
        icon::{Icon, icon},
        notice,
    },
    own_words::{taken_and_known, with_book},
    pages::clinician::frame,
};
use concord_chart::{medication::MedicationCourse, registration::CareRole, steps::StepsKind};
use concord_engines::{
    days::{day_of, full_day_words},
    safety::{Book, Finding, Item, Status},
    titration::{Fit, Step, both_taken},
};
use concord_knowledge::vocabulary::{Kind, Severity};
use maud::{Markup, html};

impl Desk<'_> {
    pub(super) fn body(&self, wanted: &Wanted, typed: Option<&Typed>) -> Markup {
        let ground = self.ground();
        let course = ground.course(wanted);
        let proposal = (course.is_some() && kind(&wanted.kind).is_some()).then(|| ground.propose(wanted));
        html! {
            header.page-head {
                h2 { "Dose steps" }
                p.row { a.button.secondary href=(format!("/chart/{}/regimen", self.open.chart.id)) { "Regimen" } }
                p.lead { "Up, down, across, or again. A plan is a proposal until each step is confirmed on its day." }
            }
            (said(&wanted.done))
            (error_summary(&self.wrong.iter().map(|(field, sentence)| (format!("#{field}"), sentence.clone())).collect::<Vec<_>>()))
            (self.plans())
            @match &proposal {
                Some(Ok(proposal)) => (self.proposed(proposal, wanted, typed)),
                Some(Err(sentence)) => { (notice::note(html! { p { (sentence) } })) @if let Some(course) = course { (self.own(course, wanted, typed)) } },
                None => {},
            }
            (self.ask(wanted))
            @if let Some(course) = course.filter(|_| matches!(kind(&wanted.kind), Some(StepsKind::Taper | StepsKind::CrossTaper | StepsKind::Switch))) {
                (contrast::columns(ground.substance(course), self.last_cut(course)))
            }
        }
    }

    /// The last step down that was taken, and today.
    fn last_cut(&self, course: &MedicationCourse) -> Option<(jiff::civil::Date, jiff::civil::Date)> {
        let amount = |step: &concord_chart::medication::DoseStep| step.dosing.as_ref()?.per_day_amount().map(|dose| dose.amount);
        let cut = course
            .steps
            .windows(2)
            .rev()
            .find(|pair| amount(&pair[1]).is_some_and(|now| amount(&pair[0]).is_some_and(|before| now < before)))?;
        Some((day_of(cut[1].from, &self.zone), self.today))
    }

    /// What to plan: works by the address alone, so that it can be tried again with other numbers.
    fn ask(&self, wanted: &Wanted) -> Markup {
        let ground = self.ground();
        let current: Vec<&MedicationCourse> = self.open.chart.medications.iter().filter(|course| course.is_current()).collect();
        let chosen = ground.course(wanted);
        let variants =
            chosen.and_then(|course| ground.substance(course)).map(|substance| (substance, ground.variants(substance)));
        html! {
            section.card.pad aria-labelledby="ask" {
                h3 #ask { "Plan steps" }
                @if current.is_empty() { p.muted { "No medicine is taken now." } } @else {
                    form.stack method="get" action=(format!("/chart/{}/steps", self.open.chart.id)) {
                        div.field { label for="course" { "Medicine" } select #course name="course" { @for course in &current { option value=(course.id) selected[chosen.is_some_and(|chosen| chosen.id == course.id)] { (self.name(course)) } } } }
                        fieldset { legend { "What kind of plan" } @for one in StepsKind::ALL { label.choice { input type="radio" name="kind" value=(stored(*one)) checked[stored(*one) == wanted.kind]; span { (kind_words(*one)) } } } }
                        div.columns {
                            div.field { label for="start" { "First step on" } input.short #start type="date" name="start" min=(self.today) value=(if wanted.start.is_empty() { self.today.to_string() } else { wanted.start.clone() }); }
                            div.field { label for="to" { "The other medicine, for a cross-taper or a switch" } input #to name="to" value=(wanted.to); }
                            div.field { label for="missed" { "Days without it, for a restart" } input.short #missed name="missed" inputmode="numeric" value=(wanted.missed); }
                        }
                        @if let Some((substance, all)) = variants.filter(|(_, all)| all.len() > 1) {
                            div.field { label for="variant" { "The label’s steps for" } select #variant name="variant" {
                                option value="" { "as fits what is taken" }
                                @for (titration, fit) in &all {
                                    @if let Some(place) = substance.titrations.iter().position(|known| known == *titration) {
                                        option value=(place) selected[wanted.variant == place.to_string()] { (titration.variant) (fit_words(*fit)) }
                                    }
                                }
                            } }
                        }
                        details { summary { "Own numbers for a taper" }
                            div.columns {
                                div.field { label for="percent" { "Largest cut, % of the present dose" } input.short #percent name="percent" inputmode="numeric" value=(wanted.percent); }
                                div.field { label for="weeks" { "Weeks between cuts" } input.short #weeks name="weeks" inputmode="numeric" value=(wanted.weeks); }
                                div.field { label for="smallest" { "Smallest practical amount, mg a day" } input.short #smallest name="smallest" inputmode="decimal" value=(wanted.smallest); }
                            }
                        }
                        p { button.button type="submit" { "Propose steps" } }
                    }
                }
            }
        }
    }

    fn proposed(&self, proposal: &Proposal<'_>, wanted: &Wanted, typed: Option<&Typed>) -> Markup {
        let name = self.name(proposal.course);
        let parts = self.parts(proposal, &name);
        let both = proposal.other.as_ref().and_then(|other| both_taken(&proposal.steps, &other.steps));
        let review = self.review_of(proposal, wanted);
        html! {
            section.card.pad aria-labelledby="proposal" {
                h3 #proposal { (name) @if let Some(other) = &proposal.other { " and " (other.substance.name) } ": proposed " (proposal.kind.words()) }
                @for remark in &proposal.remarks { p { (icon(Icon::Triangle)) " " (remark) } }
                @for source in &proposal.sources { p.small.muted { "Rests on: " (source) "." } }
                (figure(&parts, both, self.today))
                @if !review.is_empty() { h4 { "The review with this plan begun" } (due::findings(review.iter().map(|finding| (finding, "")))) }
                @if self.prescriber {
                    (self.form(proposal.course, proposal.kind, &proposal.basis, wanted, Tables {
                        first: typed.map_or_else(|| proposal.steps.iter().map(Row::of).collect(), |typed| typed.first.clone()),
                        other: proposal.other.as_ref().map(|other| (other, typed.map_or_else(|| other.steps.iter().map(Row::of).collect(), |typed| typed.other.clone()))),
                    }))
                } @else { p.small { "A prescriber records a plan." } }
                (self.told(proposal, &name))
            }
        }
    }

    /// Steps of one's own, where nothing could be proposed.
    fn own(&self, course: &MedicationCourse, wanted: &Wanted, typed: Option<&Typed>) -> Markup {
        let kind = kind(&wanted.kind).unwrap_or(StepsKind::Titration);
        html! {
            @if self.prescriber {
                section.card.pad { h3 { (self.name(course)) ": own steps" }
                    (self.form(course, kind, "own steps", wanted, Tables { first: typed.map(|typed| typed.first.clone()).unwrap_or_default(), other: None }))
                }
            }
        }
    }

    fn parts<'p>(&self, proposal: &'p Proposal<'_>, name: &'p str) -> Vec<Part<'p>> {
        let half_life = |substance: Option<&concord_knowledge::Substance>| {
            substance.and_then(|known| known.half_life()).map(|known| known.middle_hours())
        };
        let first =
            Part { name, before: proposal.before, steps: &proposal.steps, half_life_hours: half_life(proposal.substance) };
        let other = proposal.other.as_ref().map(|other| Part {
            name: &other.substance.name,
            before: other.before,
            steps: &other.steps,
            half_life_hours: half_life(Some(other.substance)),
        });
        std::iter::once(first).chain(other).collect()
    }

    /// What the review says once the plan is under way: the other medicine begun, or this one begun again.
    fn review_of(&self, proposal: &Proposal<'_>, wanted: &Wanted) -> Vec<Finding> {
        with_book(self.app.clinic.knowledge(), |book| self.review_by(book, proposal, wanted))
    }

    fn review_by(&self, book: &Book<'_>, proposal: &Proposal<'_>, wanted: &Wanted) -> Vec<Finding> {
        let first = |steps: &[Step]| steps.iter().find(|step| !step.daily.is_zero()).map(|step| (step.from, step.daily));
        let (steps, substance) = match &proposal.other {
            Some(other) => (&other.steps, Some(other.substance)),
            None => (&proposal.steps, proposal.substance),
        };
        let (Some((on, daily)), Some(substance)) = (first(steps), substance) else { return Vec::new() };
        let schedules = &self.app.clinic.practice().schedules;
        let (mut regimen, given) = taken_and_known(&self.open.chart, book, on.max(self.today), &self.zone, schedules);
        let own = book.substances_of(proposal.course);
        if proposal.kind == StepsKind::Switch {
            // By then it is stopped, and the review counts the days.
            let gone = concord_engines::titration::first_day_without(&proposal.steps);
            for item in regimen.items.iter_mut().filter(|item| item.name == proposal.course.what.name.trim()) {
                item.status = Status::Stopped;
                item.days_since_stop = gone.and_then(|gone| u32::try_from(concord_engines::days::days_between(gone, on)).ok());
            }
        }
        let restart = proposal.kind == StepsKind::Restart;
        let item = Item {
            name: substance.name.clone(),
            substance: Some(substance.id.clone()),
            dose: Some(daily),
            unit: Some("mg".to_owned()),
            per_day: Some(rust_decimal::Decimal::ONE),
            status: if restart { Status::Restart } else { Status::Proposed },
            days_missed: if restart { wanted.missed.trim().parse().ok() } else { None },
            day_of_treatment: restart.then_some(1),
            ..Item::default()
        };
        let regimen = concord_engines::safety::with_proposal(&regimen, item, book);
        let review = book.review(&regimen, &given, None);
        let wanted = |finding: &Finding| {
            let about = finding.ids.contains(&substance.id) || finding.ids.iter().any(|id| own.contains(id));
            about && (finding.severity >= Severity::Major || matches!(finding.kind, Kind::Titration | Kind::Washout))
        };
        review.findings.into_iter().filter(wanted).take(5).collect()
    }

    fn form(&self, course: &MedicationCourse, kind: StepsKind, basis: &str, wanted: &Wanted, tables: Tables<'_, '_>) -> Markup {
        let unit = unit(course);
        html! {
            form.stack method="post" action=(format!("/chart/{}/steps", self.open.chart.id)) data-guard="" data-draft="steps" {
                input type="hidden" name="chart" value=(self.open.chart.id);
                input type="hidden" name="key" value=(self.app.clinic.fresh());
                input type="hidden" name="course" value=(course.id);
                input type="hidden" name="kind" value=(stored(kind));
                input type="hidden" name="start" value=(wanted.start);
                input type="hidden" name="to" value=(wanted.to);
                input type="hidden" name="missed" value=(wanted.missed);
                input type="hidden" name="variant" value=(wanted.variant);
                (table("a", &self.name(course), &unit, &tables.first))
                @if let Some((other, rows)) = &tables.other {
                    (table("b", &other.substance.name, "mg", rows))
                    @if other.course.is_none() { p.small { (other.substance.name) " is not on this chart yet: a task to begin it on its first day is opened for you, and its own steps are planned when it is begun." } }
                }
                div.field { label for="basis" { "What the steps rest on" } input.wide #basis name="basis" value=(basis); }
                (frame::signing(self.app, &self.open.chart))
                p { button.button type="submit" { "Record this plan for " (frame::given_name(&self.open.chart)) } }
            }
        }
    }

    fn told(&self, proposal: &Proposal<'_>, name: &str) -> Markup {
        let team = &self.open.chart.registration;
        let who = team.member(CareRole::Prescriber).map_or("a prescriber", |member| member.name.as_str());
        let take = proposal
            .other
            .as_ref()
            .map(|other| other.substance)
            .or(proposal.substance)
            .and_then(|known| known.how_to_take.as_ref());
        html! {
            div.columns {
                div { h4 { "What " (frame::given_name(&self.open.chart)) " is told" }
                    ul {
                        @for step in &proposal.steps { li { (told(step, name)) } }
                        @if let Some(other) = &proposal.other { @for step in &other.steps { li { (told(step, &other.substance.name)) } } }
                        li { "You can ask for more time at every step; then the plan waits." }
                        @if let Some(take) = take { li { (take.words) } @if let Some(expect) = &take.expect { li { (expect) } } }
                    }
                }
                div { h4 { "Who checks" } p { (who) " is asked on the day of each step, sees that day’s review, and confirms, moves or pauses it. It stands on Today and on the caseload until somebody answers." } }
            }
        }
    }
}

/// Rows of both tables.
struct Tables<'t, 'a> {
    first: Vec<Row>,
    other: Option<(&'t Other<'a>, Vec<Row>)>,
}

fn table(prefix: &str, name: &str, unit: &str, rows: &[Row]) -> Markup {
    let empty = Row::default();
    let rows = rows.iter().chain(std::iter::repeat_n(&empty, SPARE));
    html! {
        div.xscroll tabindex="0" role="region" aria-label=(format!("Steps of {name}")) {
            table.facts.steps-table {
                caption.small { b { (name) } ", " (unit) " a day; 0 is the end. To drop a step, empty its row." }
                thead { tr { th scope="col" { "From" } th scope="col" { "Amount a day, " (unit) } th scope="col" { "Times a day" } th scope="col" { "Only if" } } }
                tbody { @for (place, row) in (1..).zip(rows) {
                    @let label = |what: &str| format!("{name}, step {place}: {what}");
                    tr {
                        td { input type="date" id=(format!("{prefix}-from-{place}")) name=(format!("{prefix}-from-{place}")) value=(row.from) aria-label=(label("from")); }
                        td { input id=(format!("{prefix}-amount-{place}")) name=(format!("{prefix}-amount-{place}")) value=(row.amount) inputmode="decimal" aria-label=(label("amount a day")); }
                        td { input id=(format!("{prefix}-times-{place}")) name=(format!("{prefix}-times-{place}")) value=(row.times) inputmode="numeric" aria-label=(label("times a day")); }
                        td { input.wide id=(format!("{prefix}-only-{place}")) name=(format!("{prefix}-only-{place}")) value=(row.only_if) aria-label=(label("only if")); }
                    }
                } }
            }
        }
    }
}

/// The unit in which a course is dosed.
pub(super) fn unit(course: &MedicationCourse) -> String {
    let known = course.steps.iter().rev().find_map(|step| step.dosing.as_ref()?.dose.as_ref());
    known.map_or_else(|| "mg".to_owned(), |dose| dose.unit.clone())
}

fn told(step: &Step, name: &str) -> String {
    let day = full_day_words(step.from);
    match (step.daily.is_zero(), step.if_needed) {
        (true, _) => format!("From {day}: no more {name}."),
        (false, true) => {
            format!("From {day}, only if we agree that it is needed: {} mg of {name} a day.", step.daily.normalize())
        }
        (false, false) => format!("From {day}: {} mg of {name} a day.", step.daily.normalize()),
    }
}

fn kind_words(kind: StepsKind) -> &'static str {
    match kind {
        StepsKind::Titration => "Up, by the label’s steps",
        StepsKind::Taper => "Down to nothing, each cut a share of the dose before it",
        StepsKind::CrossTaper => "Down while another goes up",
        StepsKind::Switch => "To an end, a pause where one is needed, then another",
        StepsKind::Restart => "Again after missed doses",
    }
}

fn fit_words(fit: Fit) -> &'static str {
    match fit {
        Fit::Fits => " (fits what is taken)",
        Fit::Ordinary => "",
        Fit::Open => " (depends on the person)",
        Fit::DoesNot => " (does not fit what is taken)",
    }
}

fn said(done: &str) -> Markup {
    match done {
        "planned" => notice::done("The plan is recorded. Each step waits to be confirmed on its day."),
        "confirmed" => notice::done("The step is confirmed; the dose has changed."),
        "stopped" => notice::done("The last step is confirmed; the medicine is stopped."),
        "moved" => notice::done("The remaining steps have moved."),
        "paused" => notice::done("The plan waits."),
        "resumed" => notice::done("The plan goes on."),
        _ => html! {},
    }
}
