//! The form on which a course is agreed: the same where it begins and where it changes.

use super::{
    Seen,
    cautions::{all, looked_at, of_everybody, weighed},
    evidence::{self, cited},
};
use crate::pages::clinician::{
    forms::{About, Choice, Field, Input, Problem as Wrong, Reading, Values, show_fields},
    frame,
};
use concord_access::Role;
use concord_chart::{
    CourseId, InstrumentId,
    practice::{CautionWeighed, PracticeCourse, PracticePlanned},
};
use concord_engines::practice_cautions::{Checked, Standing};
use concord_knowledge::{Practice, ids::PracticeId};
use maud::{Markup, html};

/// What the form is about.
pub(super) struct Asked<'a> {
    /// The practice, where it has an entry.
    pub entry: Option<&'static Practice>,
    /// The course, where it has begun.
    pub course: Option<&'a PracticeCourse>,
    /// Where the form is sent to, after the chart's address.
    pub action: String,
    /// Words of the button.
    pub button: &'static str,
}

/// The questions.
pub(super) fn fields(asked: &Asked<'_>, about: &About<'_>) -> Vec<Field> {
    let mut fields = Vec::new();
    if asked.course.is_none() {
        if asked.entry.is_none() {
            fields.push(Field::needed("name", "Which practice", Input::Text));
        }
        if about.me.role != Role::ComplementaryPractitioner {
            let practitioners = about.colleagues(|colleague| colleague.role == Role::ComplementaryPractitioner);
            let choices = std::iter::once(Choice::new("", "Nobody of the practice")).chain(practitioners).collect();
            fields.push(Field::needed("with", "With whom", Input::Select(choices)));
            fields.push(Field::optional("with_name", "Their name, where it is somebody outside", Input::Text));
        }
        fields.push(Field::optional("aim", format!("What for, in {}’s words", about.given_name()), Input::Lines(2)));
    }
    fields.push(Field::optional("credential", "The practitioner’s credential", Input::Suggest(credentials(asked.entry))));
    if let Some(entry) = asked.entry.filter(|entry| !entry.protocols.is_empty()) {
        let named = entry.protocols.iter().map(|one| Choice::new(one.id.as_str(), format!("{}: {}", one.name, one.about)));
        let choices = std::iter::once(Choice::new("", "No set course")).chain(named).collect();
        fields.push(Field::needed("protocol", "Set course", Input::Select(choices)));
    }
    let usual = asked.entry.map(usual_words).unwrap_or_default();
    fields.extend([
        Field::heading("The dose"),
        Field::optional("classes", "Classes or visits in all", Input::Whole(1, 500)).hint(usual),
        Field::optional("per_week", "How many a week", Input::Whole(1, 14)),
        Field::optional("minutes", "Minutes of one", Input::Whole(1, 720)),
        Field::optional("home_minutes", "Own practice, minutes a week", Input::Whole(1, 2000)),
        Field::heading("How it is judged"),
        Field::needed("measure", "Measured by", Input::Select(measures(asked.entry, about))),
        Field::needed("own_line", format!("What the line from 0 to 10 asks, in {}’s words", about.given_name()), Input::Text),
        Field::optional("cost", "What it costs, and who pays", Input::Text),
    ]);
    if asked.course.is_none() {
        fields.push(Field::occurred());
    }
    fields
}

fn credentials(entry: Option<&Practice>) -> Vec<String> {
    entry.map(|entry| entry.credentials.iter().map(|one| one.label.clone()).collect()).unwrap_or_default()
}

fn usual_words(entry: &Practice) -> String {
    let expected = &entry.expected;
    match (expected.sessions_from, expected.sessions_to) {
        (Some(from), Some(to)) => format!("Usual: {from} to {to}, of {} minutes.", expected.minutes),
        _ => format!("Usually practised alone, {} minutes at a time.", expected.minutes),
    }
}

fn measures(entry: Option<&Practice>, about: &About<'_>) -> Vec<Choice> {
    let own = std::iter::once(Choice::new("", "A line from 0 to 10"));
    let known = entry.map(|entry| entry.own_measure.instruments.as_slice()).unwrap_or_default();
    let name = |id: &InstrumentId| about.knowledge.instrument(id).map_or_else(|| id.to_string(), |one| one.name.clone());
    own.chain(known.iter().map(|id| Choice::new(id.as_str(), name(id)))).collect()
}

/// The form filled from the practice's entry, or from one of its set courses.
pub(super) fn usual(entry: &Practice, protocol: &str) -> Values {
    let expected = &entry.expected;
    let values = Values::default()
        .with("practice", &entry.id)
        .with("own_line", &entry.own_measure.question)
        .with("cost", &entry.cost)
        .with_some("per_week", expected.sessions_per_week);
    match entry.protocol(protocol) {
        Some(one) => values
            .with("protocol", protocol)
            .with_some("classes", one.sessions_from)
            .with("minutes", one.minutes)
            .with_some("home_minutes", home(one.home_per_week, one.home_minutes.unwrap_or(one.minutes))),
        None => values
            .with_some("classes", expected.sessions_from)
            .with("minutes", expected.minutes)
            .with_some("home_minutes", home(expected.home_per_week, expected.home_minutes.unwrap_or(expected.minutes))),
    }
}

fn home(per_week: Option<u16>, minutes: u16) -> Option<u16> {
    per_week.map(|count| count.saturating_mul(minutes)).filter(|minutes| *minutes > 0)
}

/// The form filled from what is agreed now.
pub(super) fn present(course: &PracticeCourse, entry: Option<&Practice>) -> Values {
    let Some(plan) = course.plan() else {
        let usual = entry.map(|entry| usual(entry, "")).unwrap_or_default();
        // What was said when it began goes before what is usual.
        let begun = Values::default()
            .with_some("classes", course.what.planned_classes)
            .with_some("home_minutes", course.what.aim_minutes_week);
        let rest = usual.pairs().map(|(name, text)| (name.to_owned(), text.to_owned()));
        return Values::new(begun.pairs().map(|(name, text)| (name.to_owned(), text.to_owned())).chain(rest).collect());
    };
    let values = Values::default()
        .with_some("protocol", plan.protocol.as_deref())
        .with_some("classes", course.planned_classes())
        .with_some("per_week", plan.per_week)
        .with_some("minutes", plan.minutes)
        .with_some("home_minutes", course.home_minutes_week())
        .with("credential", &plan.credential)
        .with("cost", &plan.cost)
        .with_some("measure", plan.measure.as_ref())
        .with("own_line", &plan.own_line);
    let cautions = entry.map(|entry| entry.cautions.as_slice()).unwrap_or_default();
    cautions.iter().fold(values, |values, caution| match weighed(Some(plan), caution) {
        Some(known) => values
            .with(&format!("weigh-{}", caution.id), &known.words)
            .with(&format!("tell-{}", caution.id), &known.for_practitioner),
        None => values,
    })
}

/// What was typed, as what is agreed; nothing while something has to be put right.
pub(super) fn read(
    reading: &mut Reading<'_>,
    seen: &Seen<'_>,
    entry: Option<&'static Practice>,
    course: CourseId,
) -> Option<PracticePlanned> {
    let per_week = reading.whole("per_week", 1..=14).and_then(|count| u8::try_from(count).ok());
    let protocol = reading.some_text("protocol").filter(|id| entry.is_some_and(|entry| entry.protocol(id).is_some()));
    let measure = reading.some_text("measure").map(|id| InstrumentId::from(id.as_str()));
    let known = |id: &InstrumentId| entry.is_some_and(|entry| entry.own_measure.instruments.contains(id));
    let plan = PracticePlanned {
        course,
        protocol,
        planned_classes: reading.whole("classes", 1..=500),
        per_week,
        minutes: reading.whole("minutes", 1..=720),
        home_minutes_week: reading.whole("home_minutes", 1..=2000),
        credential: reading.text("credential"),
        cost: reading.text("cost"),
        measure: measure.filter(known),
        own_line: reading.text("own_line"),
        weighed: read_weighed(reading, seen, entry),
    };
    reading.unless_problems(plan)
}

/// What was decided about each caution that was found. None may be passed over in silence.
fn read_weighed(reading: &mut Reading<'_>, seen: &Seen<'_>, entry: Option<&'static Practice>) -> Vec<CautionWeighed> {
    let Some(entry) = entry.filter(|_| !seen.is_practitioner()) else { return Vec::new() };
    let checked = looked_at(seen, entry);
    let found: Vec<_> = checked.standing(Standing::Found).map(|each| each.caution).collect();
    let weighed = found.into_iter().map(|caution| CautionWeighed {
        caution: caution.text.clone(),
        words: reading.needed(&format!("weigh-{}", caution.id), "Say what was decided about this caution, and why."),
        for_practitioner: reading.text(&format!("tell-{}", caution.id)),
    });
    weighed.collect()
}

/// Form and what stands beside it.
pub(super) fn body(seen: &Seen<'_>, asked: &Asked<'_>, fields: &[Field], values: &Values, problems: &[Wrong]) -> Markup {
    let checked = asked.entry.filter(|_| !seen.is_practitioner()).map(|entry| looked_at(seen, entry));
    let key = if values.get("key").is_empty() { seen.app.clinic.fresh().to_string() } else { values.get("key").to_owned() };
    html! {
        div.two-columns {
            form.card.pad.stack method="post" action={ (seen.base()) (asked.action) } novalidate data-guard="" data-draft="practice" {
                input type="hidden" name="key" value=(key);
                input type="hidden" name="chart" value=(seen.chart().id);
                @if let Some(entry) = asked.entry { input type="hidden" name="practice" value=(entry.id); }
                (show_fields(fields, values, problems))
                @if let Some(checked) = &checked { (weigh_fields(checked, values, problems)) }
                (frame::signing(seen.app, seen.chart()))
                p.row { button.button.primary type="submit" { (asked.button) } a.button.quiet href={ (seen.base()) "/practices" } { "Leave it" } }
            }
            aside aria-label="Beside the form" {
                section.card.pad { h3 { "What to look out for" }
                    @match (&checked, asked.entry) {
                        (Some(checked), _) => { (all(seen, checked, asked.course.and_then(|course| course.plan()))) },
                        (None, Some(entry)) => { p { "You do not see what somebody has or takes. When you keep this, the team is asked to look at it." } (of_everybody(entry)) },
                        (None, None) => { p { "This practice has no entry, so no cautions are on file. That is not the same as there being none." } },
                    }
                }
                @if let Some(entry) = asked.entry { (evidence::card(seen, entry)) (dose_source(seen, entry)) }
            }
        }
    }
}

fn weigh_fields(checked: &Checked<'_>, values: &Values, problems: &[Wrong]) -> Markup {
    let found: Vec<_> = checked.standing(Standing::Found).collect();
    html! {
        @if !found.is_empty() { h3.form-heading { "Found for this person: weigh it" } }
        @for each in &found {
            div.note { p { b { (each.caution.strength.words()) ": " } (each.caution.text) @if let Some(action) = &each.caution.action { " " (action) } } p.small { "Because: " (each.because.join("; ")) "." } }
            (show_fields(&weigh_pair(&each.caution.id), values, problems))
        }
    }
}

fn weigh_pair(id: &str) -> [Field; 2] {
    [
        Field::needed(format!("weigh-{id}"), "What is decided, and why", Input::Lines(2)).hint("For the team."),
        Field::needed(format!("tell-{id}"), "What the practitioner is to do or leave out", Input::Text)
            .hint("They read these words and nothing else of it. Name no condition and no medicine that they need not know."),
    ]
}

fn dose_source(seen: &Seen<'_>, entry: &Practice) -> Markup {
    html! { section.card.pad { h3 { "The usual dose" } p { (usual_words(entry)) } p.small { (cited(seen, &entry.expected)) } } }
}

/// The practice with this id.
pub(super) fn entry_of(seen: &Seen<'_>, id: &str) -> Option<&'static Practice> {
    seen.app.clinic.knowledge().practice(&PracticeId::from(id))
}
