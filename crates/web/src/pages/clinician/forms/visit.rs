//! Visits: planned, took place, did not.

use super::about::{About, word_choices};
use super::field::{Choice, Field, Input};
use super::reading::{Reading, word_of};
use super::values::Values;
use super::{Form, Group, TREATING, ToRecord};
use concord_chart::{
    Event, StaffId, VisitId, When,
    therapy::NotHeld,
    visit::{Visit, VisitHappened, VisitNotHeld, VisitPlanned},
};

pub(super) const FORMS: &[Form] = &[
    Form {
        what: "visit-planned",
        title: "Plan a visit",
        about: "",
        button: "Plan the visit",
        group: Group::Around,
        roles: TREATING,
        records: &["visit.planned"],
        fields: plan_fields,
        read: read_plan,
        fill: fill_plan,
    },
    Form {
        what: "visit-happened",
        title: "A visit took place",
        about: "",
        button: "Keep it",
        group: Group::Around,
        roles: TREATING,
        records: &["visit.happened"],
        fields: |about| {
            let open = open_visits(about).into_iter().chain([Choice::new("", "One that was not planned")]).collect();
            vec![
                Field::optional("visit", "Which visit", Input::Select(open)),
                Field::needed("what", "What it was", Input::Text).hint("For example: follow-up, medicine and side effects."),
                Field::optional("where", "Where", Input::Text),
                Field::optional("reasons", "Why", Input::Lines(2)).hint("One reason a line."),
                Field::occurred().hint("Empty means the planned time of the visit."),
            ]
        },
        read: read_happened,
        fill: |event, _| match event {
            Event::VisitHappened(happened) => Values::default()
                .with("visit", happened.visit)
                .with("what", &happened.what)
                .with("where", &happened.where_words)
                .with("reasons", happened.reasons.join("\n")),
            _ => Values::default(),
        },
    },
    Form {
        what: "visit-not-held",
        title: "A visit did not take place",
        about: "",
        button: "Keep it",
        group: Group::Around,
        roles: TREATING,
        records: &["visit.not_held"],
        fields: |about| {
            vec![
                Field::needed("visit", "Which visit", Input::Select(open_visits(about))),
                Field::needed("why", "What happened", Input::Radio(word_choices(NotHeld::ALL, NotHeld::words))),
            ]
        },
        read: |reading, _| {
            let visit = reading.chosen::<VisitId>("visit", "Choose the visit.");
            let why = reading.word::<NotHeld>("why", "Say what happened.");
            let event = Event::VisitNotHeld(VisitNotHeld { visit: visit?, why: why? });
            reading.unless_problems(())?;
            ToRecord::now(event)
        },
        fill: |event, _| match event {
            Event::VisitNotHeld(not_held) => Values::default().with("visit", not_held.visit).with("why", word_of(&not_held.why)),
            _ => Values::default(),
        },
    },
];

/// Visits of which nobody has said what became of them, the latest first.
fn open_visits(about: &About<'_>) -> Vec<Choice> {
    let mut open: Vec<&Visit> = about.chart.visits.iter().filter(|visit| visit.outcome.is_none()).collect();
    open.sort_by(|a, b| b.at.order(&a.at));
    let words = |visit: &Visit| {
        let with = visit.planned.as_ref().map(|planned| format!(" with {}", planned.with_name)).unwrap_or_default();
        format!("{}{with}", about.date_time(visit.at))
    };
    open.into_iter().map(|visit| Choice::new(visit.id.to_string(), words(visit))).collect()
}

fn plan_fields(about: &About<'_>) -> Vec<Field> {
    vec![
        Field::needed("at", "Day and time", Input::DayTime),
        Field::needed("minutes", "Minutes", Input::Whole(5, 720)),
        Field::needed("with", "With", Input::Select(about.colleagues(|_| true))),
        Field::optional("place", "Where", Input::Select(about.place_choices())),
        Field::optional("room", "Room or link", Input::Text),
        Field::optional("purpose", "What for", Input::Text).hint("The team reads this; the front desk does not."),
    ]
}

fn read_plan(reading: &mut Reading<'_>, about: &About<'_>) -> Option<Vec<ToRecord>> {
    let at = reading.needed_day_time("at", "Say on which day and at what time.");
    let minutes = reading.whole("minutes", 5..=720);
    if minutes.is_none() && reading.text("minutes").is_empty() {
        reading.problem("minutes", "Say how long the visit is to last.");
    }
    let with = reading.chosen::<StaffId>("with", "Choose with whom.");
    let name = with.and_then(|staff| about.colleague(staff)).map(|colleague| colleague.name.clone());
    let place = reading.some_text("place").map(|place| place.as_str().into());
    let (room, purpose) = (reading.text("room"), reading.text("purpose"));
    reading.unless_problems(())?;
    ToRecord::now(Event::VisitPlanned(VisitPlanned {
        visit: VisitId(reading.made(about.fresh)),
        at: at?,
        minutes: minutes?,
        with,
        with_name: name.unwrap_or_default(),
        place,
        room,
        purpose,
    }))
}

fn fill_plan(event: &Event, about: &About<'_>) -> Values {
    let Event::VisitPlanned(planned) = event else { return Values::default() };
    Values::default()
        .with("made", planned.visit)
        .with("at", planned.at.to_zoned(about.zone.clone()).strftime("%Y-%m-%dT%H:%M"))
        .with("minutes", planned.minutes)
        .with_some("with", planned.with)
        .with_some("place", planned.place.as_ref())
        .with("room", &planned.room)
        .with("purpose", &planned.purpose)
}

fn read_happened(reading: &mut Reading<'_>, about: &About<'_>) -> Option<Vec<ToRecord>> {
    let what = reading.needed("what", "Say what it was, in a few words.");
    let visit = reading.text("visit").parse::<VisitId>().ok();
    let typed_at = reading.occurred();
    let known = visit.and_then(|visit| about.chart.visits.iter().find(|known| known.id == visit));
    let planned_at = known.map(|known| known.at).filter(|at| matches!(at, When::Instant(at) if *at <= about.now));
    let happened = VisitHappened {
        visit: visit.unwrap_or_else(|| VisitId((about.fresh)())),
        what,
        until: None,
        with_name: known
            .and_then(|known| known.planned.as_ref())
            .map_or_else(|| about.me.name.clone(), |planned| planned.with_name.clone()),
        where_words: reading.text("where"),
        reasons: reading.lines("reasons"),
    };
    reading.unless_problems(())?;
    ToRecord::at(Event::VisitHappened(happened), typed_at.or(planned_at))
}
