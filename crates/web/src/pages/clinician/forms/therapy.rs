//! Talking therapy: the course, its sessions, the work between them.

use super::about::{About, sentence_case, word_choices};
use super::field::{Choice, Field, Input};
use super::reading::{Reading, word_of};
use super::values::Values;
use super::{Form, Group, THERAPIST, ToRecord};
use concord_chart::{
    CourseId, Event, HomeworkId, SessionId, TherapyId, When,
    therapy::{
        CourseEnd, Ended, Format, Homework, HomeworkReported, HomeworkSet, NotHeld, Session, SessionHeld, SessionNotHeld,
        SessionPlanned, SessionState, Started, TherapyCourse, WorkForm,
    },
};
use concord_knowledge::ListName;

pub(super) const FORMS: &[Form] = &[
    Form {
        what: "session-held",
        title: "A session took place",
        about: "Shareable facts, and homework if you set any",
        button: "Keep the session",
        group: Group::Therapy,
        roles: THERAPIST,
        records: &["therapy.session_held"],
        fields: held_fields,
        read: read_held,
        fill: fill_held,
    },
    Form {
        what: "session-not-held",
        title: "A session did not take place",
        about: "",
        button: "Keep it",
        group: Group::Therapy,
        roles: THERAPIST,
        records: &["therapy.session_not_held"],
        fields: |about| {
            vec![
                Field::needed("session", "Which session", Input::Select(planned_sessions(about))),
                Field::needed("why", "What happened", Input::Radio(word_choices(NotHeld::ALL, NotHeld::words))),
                Field::optional("words", "In your words", Input::Text),
            ]
        },
        read: read_not_held,
        fill: |event, _| match event {
            Event::SessionNotHeld(not_held) => Values::default()
                .with("session", pair(not_held.course, Some(not_held.session)))
                .with("why", word_of(&not_held.why))
                .with("words", &not_held.words),
            _ => Values::default(),
        },
    },
    Form {
        what: "session-planned",
        title: "Plan a session",
        about: "",
        button: "Plan the session",
        group: Group::Therapy,
        roles: THERAPIST,
        records: &["therapy.session_planned"],
        fields: plan_fields,
        read: read_plan,
        fill: fill_plan,
    },
    Form {
        what: "homework-set",
        title: "Set homework",
        about: "",
        button: "Set it",
        group: Group::Therapy,
        roles: THERAPIST,
        records: &["therapy.homework_set"],
        fields: |about| {
            vec![
                course_field(about),
                Field::needed("task", "The task", Input::Suggest(tasks(about))).hint("Small enough to be done in a bad week."),
                Field::optional("form", "Done on", Input::Select(forms_of_work())),
                Field::optional("times", "How often", Input::Whole(1, 99)),
                Field::optional("due", "Until", Input::Day),
            ]
        },
        read: |reading, about| {
            let course = course(reading);
            let (form, times) = (reading.some_word::<WorkForm>("form"), reading.whole("times", 1..=99));
            let task = reading.needed("task", "Write the task in a few words.");
            let due = reading.day("due");
            let (homework, session) = (HomeworkId(reading.made(about.fresh)), reading.text("made_in").parse().ok());
            let event = Event::HomeworkSet(HomeworkSet { course: course?, homework, session, task, due, form, times });
            reading.unless_problems(())?;
            ToRecord::now(event)
        },
        fill: |event, _| match event {
            Event::HomeworkSet(set) => Values::default()
                .with("made", set.homework)
                .with_some("made_in", set.session)
                .with("course", set.course)
                .with("task", &set.task)
                .with_some("form", set.form.as_ref().map(word_of))
                .with_some("times", set.times)
                .with_some("due", set.due),
            _ => Values::default(),
        },
    },
    Form {
        what: "homework-reported",
        title: "What became of homework",
        about: "How much was done, or what got in the way",
        button: "Keep it",
        group: Group::Therapy,
        roles: THERAPIST,
        records: &["therapy.homework_reported"],
        fields: report_fields,
        read: read_report,
        fill: |event, _| match event {
            Event::HomeworkReported(report) => Values::default()
                .with("homework", format!("{}/{}", report.course, report.homework))
                .with("done", report.done_percent)
                .with("could_not", &report.could_not)
                .with_some("obstacle", report.obstacle.as_ref()),
            _ => Values::default(),
        },
    },
    Form {
        what: "therapy-start",
        title: "Begin a course of therapy",
        about: "Modality, planned sessions, what for",
        button: "Begin the course",
        group: Group::Therapy,
        roles: THERAPIST,
        records: &["therapy.started"],
        fields: start_fields,
        read: read_start,
        fill: fill_start,
    },
    Form {
        what: "therapy-end",
        title: "End a course of therapy",
        about: "",
        button: "End the course",
        group: Group::Therapy,
        roles: THERAPIST,
        records: &["therapy.ended"],
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
            let event = Event::TherapyEnded(Ended { course: course?, how: how?, words });
            reading.unless_problems(())?;
            ToRecord::at(event, at)
        },
        fill: |event, _| match event {
            Event::TherapyEnded(ended) => {
                Values::default().with("course", ended.course).with("how", word_of(&ended.how)).with("words", &ended.words)
            }
            _ => Values::default(),
        },
    },
];

/// The forms that go with homework, and none.
fn forms_of_work() -> Vec<Choice> {
    std::iter::once(Choice::new("", "No form")).chain(word_choices(WorkForm::ALL, WorkForm::words)).collect()
}

fn course_field(about: &About<'_>) -> Field {
    Field::needed("course", "Which course", Input::Select(about.current_therapies()))
}

fn course(reading: &mut Reading<'_>) -> Option<CourseId> {
    reading.chosen("course", "Choose the course.")
}

/// A course and one of its sessions in one value.
fn pair(course: CourseId, session: Option<SessionId>) -> String {
    format!("{course}/{}", session.map(|session| session.to_string()).unwrap_or_default())
}

/// Reads [`pair`]; a new session where none is named.
fn course_and_session(reading: &mut Reading<'_>, about: &About<'_>) -> Option<(CourseId, SessionId)> {
    let text = reading.needed("session", "Choose the session.");
    let (course, session) = text.split_once('/')?;
    let session = session.parse().unwrap_or_else(|_| SessionId((about.fresh)()));
    let course = course.parse().ok();
    if course.is_none() {
        reading.problem("session", "Choose the session.");
    }
    Some((course?, session))
}

/// Sessions of which nobody has said yet what became of them, the one nearest to now first.
fn planned_sessions(about: &About<'_>) -> Vec<Choice> {
    let mut open: Vec<(&TherapyCourse, &Session)> = about
        .chart
        .therapies
        .iter()
        .filter(|course| course.is_current())
        .flat_map(|course| {
            course.sessions.iter().filter(|session| session.state == SessionState::Planned).map(move |session| (course, session))
        })
        .collect();
    let away = |at: When| match at {
        When::Instant(at) => about.now.duration_since(at).abs(),
        _ => jiff::SignedDuration::MAX,
    };
    open.sort_by_key(|(_, session)| away(session.at));
    let words = |course: &TherapyCourse, session: &Session| format!("{}, {}", about.date_time(session.at), course.what.name);
    open.into_iter().map(|(course, session)| Choice::new(pair(course.id, Some(session.id)), words(course, session))).collect()
}

fn held_fields(about: &About<'_>) -> Vec<Field> {
    let unplanned = about.chart.therapies.iter().filter(|course| course.is_current());
    let unplanned =
        unplanned.map(|course| Choice::new(pair(course.id, None), format!("One that was not planned, {}", course.what.name)));
    let sessions = planned_sessions(about).into_iter().chain(unplanned).collect();
    let mut fields = vec![
        Field::needed("session", "Which session", Input::Select(sessions)),
        Field::optional("minutes", "Minutes", Input::Whole(1, 720)),
        Field::needed("format", "How you met", Input::Select(word_choices(Format::ALL, Format::words))),
    ];
    let skills = worked_with(about);
    if !skills.is_empty() {
        fields.push(Field::optional("worked_with", "What you worked with", Input::Checks(skills)));
    }
    fields.extend([
        Field::optional("other_work", "Anything else you worked with", Input::Lines(2)).hint("One a line."),
        Field::optional("summary", "Summary for the team", Input::Lines(3))
            .hint(format!("Two or three plain sentences. {} reads this too.", about.given_name())),
        Field::optional("task", "Homework, if you set any", Input::Suggest(tasks(about))),
        Field::optional("due", "Homework until", Input::Day),
        Field::occurred().hint("Empty means the planned time of the session."),
    ]);
    fields
}

/// The skills and parts that the entries of the running courses name.
fn worked_with(about: &About<'_>) -> Vec<Choice> {
    let entries = about
        .chart
        .therapies
        .iter()
        .filter(|course| course.is_current())
        .filter_map(|course| about.knowledge.therapy(course.what.therapy.as_ref()?));
    let mut names: Vec<String> =
        entries.flat_map(|entry| entry.skills.iter().chain(entry.homework.iter().map(|kind| &kind.label)).cloned()).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|name| Choice::new(name.clone(), sentence_case(&name))).collect()
}

/// Kinds of homework that the entries of the running courses name.
fn tasks(about: &About<'_>) -> Vec<String> {
    let entries = about
        .chart
        .therapies
        .iter()
        .filter(|course| course.is_current())
        .filter_map(|course| about.knowledge.therapy(course.what.therapy.as_ref()?));
    entries.flat_map(|entry| entry.homework.iter().map(|kind| sentence_case(&kind.label))).collect()
}

fn read_held(reading: &mut Reading<'_>, about: &About<'_>) -> Option<Vec<ToRecord>> {
    let ids = course_and_session(reading, about);
    let minutes = reading.whole("minutes", 1..=720);
    let format = reading.word::<Format>("format", "Say how you met.");
    let interventions = reading.several("worked_with").into_iter().chain(reading.lines("other_work")).collect();
    let summary = reading.text("summary");
    let (task, due) = (reading.some_text("task"), reading.day("due"));
    let typed_at = reading.occurred();
    reading.unless_problems(())?;
    let (course, session) = ids?;
    let known = about.chart.therapy(course).and_then(|course| course.sessions.iter().find(|known| known.id == session));
    let at = typed_at.or_else(|| known.map(|known| known.at).filter(|at| about.now >= beginning(*at)));
    let held = Event::SessionHeld(SessionHeld { course, session, minutes, format: format?, summary, interventions });
    let homework = task.map(|task| {
        let homework = HomeworkId((about.fresh)());
        ToRecord {
            event: Event::HomeworkSet(HomeworkSet {
                course,
                homework,
                session: Some(session),
                task,
                due,
                form: None,
                times: None,
            }),
            at,
        }
    });
    Some(std::iter::once(ToRecord { event: held, at }).chain(homework).collect())
}

/// A session that lies ahead cannot have been held at its planned time.
fn beginning(at: When) -> jiff::Timestamp {
    match at {
        When::Instant(at) => at,
        _ => jiff::Timestamp::MIN,
    }
}

fn fill_held(event: &Event, about: &About<'_>) -> Values {
    let Event::SessionHeld(held) = event else { return Values::default() };
    let values = Values::default()
        .with("session", pair(held.course, Some(held.session)))
        .with_some("minutes", held.minutes)
        .with("format", word_of(&held.format))
        .with("summary", &held.summary);
    let offered = worked_with(about);
    let (listed, other): (Vec<&String>, Vec<&String>) =
        held.interventions.iter().partition(|one| offered.iter().any(|choice| choice.value == **one));
    let values = values.with("other_work", other.into_iter().map(String::as_str).collect::<Vec<_>>().join("\n"));
    listed.into_iter().fold(values, |values, one| values.with("worked_with", one))
}

fn read_not_held(reading: &mut Reading<'_>, about: &About<'_>) -> Option<Vec<ToRecord>> {
    let ids = course_and_session(reading, about);
    let why = reading.word::<NotHeld>("why", "Say what happened.");
    let words = reading.text("words");
    reading.unless_problems(())?;
    let (course, session) = ids?;
    ToRecord::now(Event::SessionNotHeld(SessionNotHeld { course, session, why: why?, words }))
}

fn plan_fields(about: &About<'_>) -> Vec<Field> {
    vec![
        course_field(about),
        Field::needed("at", "Day and time", Input::DayTime),
        Field::needed("minutes", "Minutes", Input::Whole(1, 720)),
        Field::needed("format", "How you meet", Input::Select(word_choices(Format::ALL, Format::words))),
        Field::optional("place", "Where", Input::Select(about.place_choices())),
    ]
}

fn read_plan(reading: &mut Reading<'_>, about: &About<'_>) -> Option<Vec<ToRecord>> {
    let course = course(reading);
    let at = reading.needed_day_time("at", "Say on which day and at what time.");
    let minutes = reading.whole("minutes", 1..=720);
    if minutes.is_none() && reading.text("minutes").is_empty() {
        reading.problem("minutes", "Say how long the session is to last.");
    }
    let format = reading.word::<Format>("format", "Say how you meet.");
    let place = reading.some_text("place").map(|place| place.as_str().into());
    reading.unless_problems(())?;
    ToRecord::now(Event::SessionPlanned(SessionPlanned {
        course: course?,
        session: SessionId(reading.made(about.fresh)),
        at: at?,
        minutes: minutes?,
        place,
        format: format?,
    }))
}

fn fill_plan(event: &Event, about: &About<'_>) -> Values {
    let Event::SessionPlanned(planned) = event else { return Values::default() };
    Values::default()
        .with("made", planned.session)
        .with("course", planned.course)
        .with("at", planned.at.to_zoned(about.zone.clone()).strftime("%Y-%m-%dT%H:%M"))
        .with("minutes", planned.minutes)
        .with("format", word_of(&planned.format))
        .with_some("place", planned.place.as_ref())
}

fn report_fields(about: &About<'_>) -> Vec<Field> {
    let mut tasks: Vec<(&TherapyCourse, &Homework)> =
        about.chart.therapies.iter().flat_map(|course| course.homework.iter().map(move |task| (course, task))).collect();
    tasks.sort_by(|a, b| a.1.reported.is_some().cmp(&b.1.reported.is_some()).then_with(|| b.1.set.order(&a.1.set)));
    let words = |task: &Homework| format!("{}, set {}", task.what.task, about.date(task.set));
    let tasks = tasks
        .into_iter()
        .take(30)
        .map(|(course, task)| Choice::new(format!("{}/{}", course.id, task.what.homework), words(task)))
        .collect();
    let known = about.knowledge.words(ListName::HomeworkObstacles).iter();
    let known = known.map(|word| Choice::new(word.code.clone(), sentence_case(&word.label)));
    let obstacles = std::iter::once(Choice::new("", "Not said")).chain(known).collect();
    let share = [("0", "None of it"), ("25", "A quarter"), ("50", "Half"), ("75", "Most of it"), ("100", "All of it")];
    vec![
        Field::needed("homework", "Which task", Input::Select(tasks)),
        Field::needed("done", "How much was done", Input::Radio(share.map(|(value, label)| Choice::new(value, label)).to_vec())),
        Field::optional("could_not", "What got in the way", Input::Text)
            .hint("“Could not, because…” is left out of every average."),
        Field::optional("obstacle", "Which kind of thing it was", Input::Select(obstacles)),
        Field::occurred(),
    ]
}

fn read_report(reading: &mut Reading<'_>, _: &About<'_>) -> Option<Vec<ToRecord>> {
    let text = reading.needed("homework", "Choose the task.");
    let ids = text.split_once('/').and_then(|(course, homework)| Some((course.parse().ok()?, homework.parse().ok()?)));
    let done = reading.text("done").parse::<u8>().ok().filter(|done| *done <= 100);
    if done.is_none() {
        reading.problem("done", "Say how much was done.");
    }
    let (could_not, obstacle) = (reading.text("could_not"), reading.some_text("obstacle"));
    let at = reading.occurred();
    reading.unless_problems(())?;
    let (course, homework) = ids?;
    ToRecord::at(Event::HomeworkReported(HomeworkReported { course, homework, done_percent: done?, could_not, obstacle }), at)
}

fn start_fields(about: &About<'_>) -> Vec<Field> {
    let known = about.knowledge.therapies().map(|therapy| Choice::new(therapy.id.as_str(), therapy.name.clone()));
    let kinds = known.chain([Choice::new("", "Another, named below")]).collect();
    vec![
        Field::needed("therapy", "Which therapy", Input::Select(kinds)),
        Field::optional("name", "Its name, where it is another", Input::Text),
        Field::optional("sessions", "Sessions planned", Input::Whole(1, 500)),
        Field::optional("every_days", "Days between sessions", Input::Whole(1, 90)),
        Field::optional("aim", format!("What for, in {}’s words", about.given_name()), Input::Lines(2)),
        Field::occurred(),
    ]
}

fn read_start(reading: &mut Reading<'_>, about: &About<'_>) -> Option<Vec<ToRecord>> {
    let therapy = reading.some_text("therapy").map(|id| TherapyId::from(id.as_str()));
    let entry = therapy.as_ref().and_then(|id| about.knowledge.therapy(id));
    let name = entry.map_or_else(|| reading.text("name"), |entry| entry.short_name.clone());
    if name.is_empty() {
        reading.problem("name", "Say which therapy it is.");
    }
    let started = Started {
        course: CourseId(reading.made(about.fresh)),
        therapy: entry.map(|entry| entry.id.clone()),
        name,
        planned_sessions: reading.whole("sessions", 1..=500),
        every_days: reading.whole("every_days", 1..=90),
        therapist: about.me.staff,
        therapist_name: about.me.name.clone(),
        aim: reading.text("aim"),
    };
    let at = reading.occurred();
    reading.unless_problems(())?;
    ToRecord::at(Event::TherapyStarted(started), at)
}

fn fill_start(event: &Event, _: &About<'_>) -> Values {
    let Event::TherapyStarted(started) = event else { return Values::default() };
    Values::default()
        .with("made", started.course)
        .with("therapy", started.therapy.as_ref().map_or("", |id| id.as_str()))
        .with("name", &started.name)
        .with_some("sessions", started.planned_sessions)
        .with_some("every_days", started.every_days)
        .with("aim", &started.aim)
}
