//! Complementary courses: begun, attended, practised, ended.

use super::about::{About, word_choices};
use super::field::{Choice, Field, Input};
use super::reading::{Reading, word_of};
use super::values::Values;
use super::{Form, Group, PRACTICE, ToRecord};
use crate::own_words::with_book;
use concord_access::Role;
use concord_chart::{
    CourseId, Event, PracticeId, StaffId,
    practice::{ClassAttended, ClassMissed, Ended, Practised, Started},
    therapy::CourseEnd,
};
use concord_engines::practice_cautions::{Person, Standing, check};
use concord_knowledge::Practice;

pub(super) const FORMS: &[Form] = &[
    Form {
        what: "class-attended",
        title: "A class or visit was attended",
        about: "",
        button: "Keep it",
        group: Group::Complementary,
        roles: PRACTICE,
        records: &["practice.attended"],
        fields: |about| vec![course_field(about), Field::optional("minutes", "Minutes", Input::Whole(1, 720)), Field::occurred()],
        read: |reading, _| {
            let course = course(reading);
            let (minutes, at) = (reading.whole("minutes", 1..=720), reading.occurred());
            let event = Event::ClassAttended(ClassAttended { course: course?, minutes });
            reading.unless_problems(())?;
            ToRecord::at(event, at)
        },
        fill: |event, _| match event {
            Event::ClassAttended(attended) => {
                Values::default().with("course", attended.course).with_some("minutes", attended.minutes)
            }
            _ => Values::default(),
        },
    },
    Form {
        what: "class-missed",
        title: "A class or visit was not attended",
        about: "",
        button: "Keep it",
        group: Group::Complementary,
        roles: PRACTICE,
        records: &["practice.missed"],
        fields: |about| {
            vec![course_field(about), Field::optional("words", "Why, if it was said", Input::Text), Field::occurred()]
        },
        read: |reading, _| {
            let course = course(reading);
            let (words, at) = (reading.text("words"), reading.occurred());
            let event = Event::ClassMissed(ClassMissed { course: course?, words });
            reading.unless_problems(())?;
            ToRecord::at(event, at)
        },
        fill: |event, _| match event {
            Event::ClassMissed(missed) => Values::default().with("course", missed.course).with("words", &missed.words),
            _ => Values::default(),
        },
    },
    Form {
        what: "practised",
        title: "Own practice",
        about: "Minutes on a day",
        button: "Keep it",
        group: Group::Complementary,
        roles: PRACTICE,
        records: &["practice.practised"],
        fields: |about| {
            vec![
                course_field(about),
                Field::needed("on", "Which day", Input::Day),
                Field::needed("minutes", "Minutes", Input::Whole(1, 1440)),
            ]
        },
        read: |reading, _| {
            let course = course(reading);
            let on = reading.needed_day("on", "Say on which day.");
            let minutes = reading.whole("minutes", 1..=1440);
            if minutes.is_none() {
                reading.problem("minutes", "Say for how many minutes.");
            }
            reading.unless_problems(())?;
            ToRecord::at(Event::Practised(Practised { course: course?, on: on?, minutes: minutes? }), on.map(Into::into))
        },
        fill: |event, _| match event {
            Event::Practised(practised) => {
                Values::default().with("course", practised.course).with("on", practised.on).with("minutes", practised.minutes)
            }
            _ => Values::default(),
        },
    },
    Form {
        what: "practice-start",
        title: "Begin a complementary course",
        about: "Mindfulness, yoga, art therapy, acupuncture or another",
        button: "Begin the course",
        group: Group::Complementary,
        roles: PRACTICE,
        records: &["practice.started"],
        fields: start_fields,
        read: read_start,
        fill: fill_start,
    },
    Form {
        what: "practice-end",
        title: "End a complementary course",
        about: "",
        button: "End the course",
        group: Group::Complementary,
        roles: PRACTICE,
        records: &["practice.ended"],
        fields: |about| {
            vec![
                course_field(about),
                Field::needed("how", "How it ended", Input::Radio(word_choices(CourseEnd::ALL, CourseEnd::words))),
                Field::optional("words", "In your words", Input::Text),
                Field::occurred(),
            ]
        },
        read: |reading, _| {
            let course = course(reading);
            let how = reading.word::<CourseEnd>("how", "Choose how it ended.");
            let (words, at) = (reading.text("words"), reading.occurred());
            let event = Event::PracticeEnded(Ended { course: course?, how: how?, words });
            reading.unless_problems(())?;
            ToRecord::at(event, at)
        },
        fill: |event, _| match event {
            Event::PracticeEnded(ended) => {
                Values::default().with("course", ended.course).with("how", word_of(&ended.how)).with("words", &ended.words)
            }
            _ => Values::default(),
        },
    },
];

fn course_field(about: &About<'_>) -> Field {
    Field::needed("course", "Which course", Input::Select(about.current_practices()))
}

fn course(reading: &mut Reading<'_>) -> Option<CourseId> {
    reading.chosen("course", "Choose the course.")
}

fn start_fields(about: &About<'_>) -> Vec<Field> {
    let known = about.knowledge.practices().map(|practice| Choice::new(practice.id.as_str(), practice.name.clone()));
    let kinds = known.chain([Choice::new("", "Another, named below")]).collect();
    let mut fields = vec![
        Field::needed("practice", "Which practice", Input::Select(kinds)),
        Field::optional("name", "Its name, where it is another", Input::Text),
    ];
    if about.me.role != Role::ComplementaryPractitioner {
        let practitioners = about.colleagues(|colleague| colleague.role == Role::ComplementaryPractitioner);
        let choices = std::iter::once(Choice::new("", "Nobody of the practice")).chain(practitioners).collect();
        fields.push(Field::optional("with", "With whom", Input::Select(choices)));
    }
    fields.extend([
        Field::optional("classes", "Classes or visits planned", Input::Whole(1, 500)),
        Field::optional("aim_minutes", "Own practice, minutes a week", Input::Whole(1, 2000)),
        Field::optional("aim", format!("What for, in {}’s words", about.given_name()), Input::Lines(2)),
        Field::occurred(),
    ]);
    fields
}

fn read_start(reading: &mut Reading<'_>, about: &About<'_>) -> Option<Vec<ToRecord>> {
    let practice = reading.some_text("practice").map(|id| PracticeId::from(id.as_str()));
    let entry = practice.as_ref().and_then(|id| about.knowledge.practice(id));
    let name = entry.map_or_else(|| reading.text("name"), |entry| entry.name.clone());
    if name.is_empty() {
        reading.problem("name", "Say which practice it is.");
    }
    if let Some(entry) = entry.filter(|entry| reading.text("amends").is_empty() && has_to_be_weighed(entry, about)) {
        let name = &entry.name;
        reading.problem("practice", format!("Something about {name} has to be weighed for this person first. Begin it under Complementary, where it stands beside the form."));
    }
    let with = match about.me.role {
        Role::ComplementaryPractitioner => Some(&about.me),
        _ => reading.text("with").parse::<StaffId>().ok().and_then(|staff| about.colleague(staff)),
    };
    let started = Started {
        course: CourseId(reading.made(about.fresh)),
        practice: entry.map(|entry| entry.id.clone()),
        name,
        planned_classes: reading.whole("classes", 1..=500),
        aim_minutes_week: reading.whole("aim_minutes", 1..=2000),
        practitioner: with.and_then(|colleague| colleague.staff),
        practitioner_name: with.map(|colleague| colleague.name.clone()).unwrap_or_default(),
        aim: reading.text("aim"),
    };
    let at = reading.occurred();
    reading.unless_problems(())?;
    ToRecord::at(Event::PracticeStarted(started), at)
}

/// True where a caution of the practice holds for this person; asked for those alone who see conditions and medicines.
fn has_to_be_weighed(entry: &Practice, about: &About<'_>) -> bool {
    if !about.me.role.is_clinician() {
        return false;
    }
    let person = with_book(about.knowledge, |book| Person::from_chart(about.chart, book, about.today, about.zone));
    check(about.knowledge, &entry.cautions, &person).standing(Standing::Found).next().is_some()
}

fn fill_start(event: &Event, _: &About<'_>) -> Values {
    let Event::PracticeStarted(started) = event else { return Values::default() };
    Values::default()
        .with("made", started.course)
        .with("practice", started.practice.as_ref().map_or("", |id| id.as_str()))
        .with("name", &started.name)
        .with_some("with", started.practitioner)
        .with_some("classes", started.planned_classes)
        .with_some("aim_minutes", started.aim_minutes_week)
        .with("aim", &started.aim)
}
