//! What the person tells: life events, goals, mood and sleep.

use super::about::About;
use super::field::{Choice, Field, Input};
use super::reading::{Reading, word_of};
use super::values::Values;
use super::{CLINICIANS, Form, Group, TREATING, ToRecord};
use concord_chart::{
    Event, GoalId,
    diary::{MoodEntered, SleepEntered},
    goal::{GoalMoved, GoalSet, GoalState},
    life_event::{Feel, Noted},
};

pub(super) const FORMS: &[Form] = &[
    Form {
        what: "mood",
        title: "Mood of a day",
        about: "Around their usual",
        button: "Keep it",
        group: Group::Measures,
        roles: CLINICIANS,
        records: &["diary.mood_entered"],
        fields: mood_fields,
        read: read_mood,
        fill: |event, _| match event {
            Event::MoodEntered(mood) => Values::default().with("on", mood.on).with("mood", mood.mood).with("words", &mood.words),
            _ => Values::default(),
        },
    },
    Form {
        what: "sleep",
        title: "Sleep of a night",
        about: "",
        button: "Keep it",
        group: Group::Measures,
        roles: CLINICIANS,
        records: &["diary.sleep_entered"],
        fields: |_| {
            vec![
                Field::needed("on", "The day on which the night ended", Input::Day),
                Field::needed("hours", "Hours", Input::Whole(0, 24)),
                Field::optional("minutes", "and minutes", Input::Whole(0, 59)),
            ]
        },
        read: read_sleep,
        fill: |event, _| match event {
            Event::SleepEntered(sleep) => {
                Values::default().with("on", sleep.on).with("hours", sleep.minutes / 60).with("minutes", sleep.minutes % 60)
            }
            _ => Values::default(),
        },
    },
    Form {
        what: "life-event",
        title: "Something happened in their life",
        about: "",
        button: "Keep it",
        group: Group::Story,
        roles: CLINICIANS,
        records: &["life_event.noted"],
        fields: |about| {
            let feel = [(Feel::Hard, "Hard"), (Feel::Good, "Good"), (Feel::Neither, "Neither, both, or not said")];
            vec![
                Field::needed("words", format!("What happened, in {}’s words", about.given_name()), Input::Text)
                    .hint("A few words: they are drawn on the chart."),
                Field::needed(
                    "feel",
                    "How it felt",
                    Input::Radio(feel.map(|(feel, label)| Choice::new(word_of(&feel), label)).to_vec()),
                ),
                Field::occurred(),
            ]
        },
        read: |reading, _| {
            let words = reading.needed("words", "Say in a few words what happened.");
            let feel = reading.word::<Feel>("feel", "Say how it felt, or that it was not said.");
            let at = reading.occurred();
            let event = Event::LifeEventNoted(Noted { words, feel: feel? });
            reading.unless_problems(())?;
            ToRecord::at(event, at)
        },
        fill: |event, _| match event {
            Event::LifeEventNoted(noted) => Values::default().with("words", &noted.words).with("feel", word_of(&noted.feel)),
            _ => Values::default(),
        },
    },
    Form {
        what: "goal",
        title: "A goal",
        about: "In their own words",
        button: "Set the goal",
        group: Group::Story,
        roles: TREATING,
        records: &["goal.set"],
        fields: |about| {
            vec![
                Field::needed("words", format!("What {} wants to reach", about.given_name()), Input::Text),
                Field::optional("by", "Until", Input::Day),
            ]
        },
        read: |reading, about| {
            let words = reading.needed("words", "Write the goal in the person’s words.");
            let by = reading.day("by");
            reading.unless_problems(())?;
            ToRecord::now(Event::GoalSet(GoalSet { goal: GoalId(reading.made(about.fresh)), words, by }))
        },
        fill: |event, _| match event {
            Event::GoalSet(goal) => Values::default().with("made", goal.goal).with("words", &goal.words).with_some("by", goal.by),
            _ => Values::default(),
        },
    },
    Form {
        what: "goal-moved",
        title: "A goal moved",
        about: "",
        button: "Keep it",
        group: Group::Story,
        roles: TREATING,
        records: &["goal.moved"],
        fields: goal_fields,
        read: |reading, _| {
            let goal = reading.chosen::<GoalId>("goal", "Choose the goal.");
            let state = reading.word::<GoalState>("state", "Say where it stands.");
            let (words, at) = (reading.text("words"), reading.occurred());
            let event = Event::GoalMoved(GoalMoved { goal: goal?, state: state?, words });
            reading.unless_problems(())?;
            ToRecord::at(event, at)
        },
        fill: |event, _| match event {
            Event::GoalMoved(moved) => {
                Values::default().with("goal", moved.goal).with("state", word_of(&moved.state)).with("words", &moved.words)
            }
            _ => Values::default(),
        },
    },
];

fn mood_fields(about: &About<'_>) -> Vec<Field> {
    let words = |mood: i8| match mood {
        -4 => "−4, far below their usual".to_owned(),
        0 => "0, their usual".to_owned(),
        4 => "+4, far above their usual".to_owned(),
        mood if mood < 0 => format!("−{}", mood.unsigned_abs()),
        mood => format!("+{mood}"),
    };
    let moods = (-4..=4).map(|mood: i8| Choice::new(mood.to_string(), words(mood))).collect();
    vec![
        Field::needed("on", "Which day", Input::Day),
        Field::needed("mood", "Mood", Input::Radio(moods)),
        Field::optional("words", format!("{}’s words", about.given_name()), Input::Text),
    ]
}

fn read_mood(reading: &mut Reading<'_>, _: &About<'_>) -> Option<Vec<ToRecord>> {
    let on = reading.needed_day("on", "Say which day it was.");
    let mood = reading.chosen::<i8>("mood", "Choose from −4 to +4; 0 is their usual.");
    let words = reading.text("words");
    reading.unless_problems(())?;
    ToRecord::at(Event::MoodEntered(MoodEntered { on: on?, mood: mood?, words }), on.map(Into::into))
}

fn read_sleep(reading: &mut Reading<'_>, _: &About<'_>) -> Option<Vec<ToRecord>> {
    let on = reading.needed_day("on", "Say on which day the night ended.");
    let hours = reading.whole("hours", 0..=24);
    if hours.is_none() {
        reading.problem("hours", "Say how many hours.");
    }
    let minutes = reading.whole("minutes", 0..=59).unwrap_or(0);
    reading.unless_problems(())?;
    ToRecord::at(Event::SleepEntered(SleepEntered { on: on?, minutes: hours? * 60 + minutes }), on.map(Into::into))
}

fn goal_fields(about: &About<'_>) -> Vec<Field> {
    let goals =
        about.chart.goals.iter().map(|goal| Choice::new(goal.what.goal.to_string(), format!("“{}”", goal.what.words))).collect();
    let states = [GoalState::Active, GoalState::Improving, GoalState::Reached, GoalState::LetGo];
    vec![
        Field::needed("goal", "Which goal", Input::Select(goals)),
        Field::needed("state", "Where it stands", Input::Radio(super::about::word_choices(&states, GoalState::words))),
        Field::optional("words", "In words", Input::Text),
        Field::occurred(),
    ]
}
