//! Her own work between the sessions: thought records, the diary card, things planned, a chain, a safety plan, reading.

use super::{BEN, KEI, RUTH, Things, august, july, june};
use crate::{
    calendar::plus,
    deed::{By, Line},
    scribe::{Scribe, staff, texts},
};
use concord_chart::{
    ActivityId, ArticleId, Event, EventId, HomeworkId, When,
    learning::{ArticleOffered, ArticleRead, TaughtBack},
    practice::{PracticePlanned, PracticeRated},
    safety_plan::{Contact, PlanReviewed, PlanWritten},
    therapy::{HomeworkReported, HomeworkSet, WorkForm},
    work::{
        ActivityPlanned, ActivityReported, Balanced, CardFilled, CardSet, ChainAnalysed, Commented, Link, LinkKind, Mood,
        Readers, RecordForm, SkillUsed, Target, Thought, ThoughtRecorded,
    },
};
use jiff::civil::Date;

/// What she does with the week's tasks, by the events that set them.
struct Tasks {
    records: HomeworkId,
    walks: HomeworkId,
    card: HomeworkId,
    plan: HomeworkId,
}

pub(super) fn write(scribe: &mut Scribe<'_>, things: &Things) {
    let mut homework = || HomeworkId(scribe.names.id());
    let tasks = Tasks { records: homework(), walks: homework(), card: homework(), plan: homework() };
    set(scribe, things, &tasks);
    card(scribe, things);
    thoughts(scribe, &tasks);
    doing(scribe, &tasks);
    told_on_the_nineteenth(scribe, things, &tasks);
    safety_plan(scribe);
    practice(scribe, things);
    reading(scribe);
}

fn set(scribe: &mut Scribe<'_>, things: &Things, tasks: &Tasks) {
    let set = |homework, task: &str, form, times| {
        let (task, due) = (task.to_owned(), Some(august(19)));
        let set = HomeworkSet { course: things.cbt, homework, session: None, task, due, form: Some(form), times };
        Line::from(Event::HomeworkSet(set))
    };
    let lines = vec![
        set(tasks.records, "Thought record, three entries", WorkForm::ThoughtRecord, Some(3)),
        set(tasks.walks, "Walk with Inés, twice", WorkForm::ActivityPlan, Some(2)),
        set(tasks.card, "Diary card, every day", WorkForm::DiaryCard, Some(7)),
    ];
    scribe.by_staff(scribe.at(august(12), 10, 58), RUTH, lines);
}

const fn row(code: &'static str, label: &'static str, level: Option<u8>) -> (&'static str, &'static str, Option<u8>) {
    (code, label, level)
}

fn target((code, label, level): (&str, &str, Option<u8>)) -> Target {
    Target { code: code.to_owned(), label: label.to_owned(), level }
}

/// Day, to hurt myself, to cancel or hide, sadness, shame, worry, calm, skills: code and how it went.
type Day = (i8, [u8; 2], [u8; 4], &'static [(&'static str, u8)]);

const DAYS: &[Day] = &[
    (13, [1, 1], [2, 1, 2, 2], &[("check_the_facts", 4), ("observe", 5)]),
    (14, [0, 1], [2, 1, 1, 2], &[("opposite_action", 5), ("observe", 5)]),
    (15, [3, 4], [4, 4, 3, 0], &[("tip_temperature", 5), ("opposite_action", 4)]),
    (16, [1, 2], [3, 2, 2, 1], &[("tip_temperature", 5), ("check_the_facts", 5), ("opposite_action", 5)]),
    (17, [0, 1], [2, 1, 2, 2], &[("opposite_action", 5), ("observe", 5)]),
    (18, [0, 0], [1, 1, 1, 3], &[("check_the_facts", 5)]),
    (19, [0, 0], [1, 0, 1, 3], &[("opposite_action", 5), ("observe", 5)]),
];

fn card(scribe: &mut Scribe<'_>, things: &Things) {
    let rows = |rows: &[(&str, &str, Option<u8>)]| rows.iter().copied().map(target).collect();
    let set = CardSet {
        course: Some(things.cbt),
        urges: rows(&[row("self_harm", "To hurt myself", Some(1)), row("hide", "To cancel or hide", Some(2))]),
        acts: rows(&[row("self_harm_act", "Hurt myself", Some(1))]),
        emotions: rows(&[
            row("sadness", "Sadness", None),
            row("shame", "Shame", None),
            row("worry", "Worry", None),
            row("calm", "Calm or glad", None),
        ]),
        skills: texts(&["tip_temperature", "check_the_facts", "opposite_action", "observe"]),
        skills_rated: false,
        asks_medicines: false,
    };
    scribe.by_staff(scribe.at(august(12), 10, 59), RUTH, vec![Event::DiaryCardSet(set).into()]);
    for (day, urges, feelings, skills) in DAYS {
        let named =
            |codes: &[&str], values: &[u8]| codes.iter().map(|code| (*code).to_owned()).zip(values.iter().copied()).collect();
        let filled = CardFilled {
            on: august(*day),
            urges: named(&["self_harm", "hide"], urges),
            acts: [("self_harm_act".to_owned(), concord_chart::work::Act { done: false, times: None, words: String::new() })]
                .into(),
            emotions: named(&["sadness", "shame", "worry", "calm"], feelings),
            skills: skills.iter().map(|(skill, rating)| SkillUsed { skill: (*skill).to_owned(), rating: *rating }).collect(),
            medicines: None,
            words: if *day == 15 { "My brother’s message before the visit.".to_owned() } else { String::new() },
        };
        // Wednesday's card was filled in before the session.
        let at = if *day == 19 { scribe.at(august(19), 9, 31) } else { scribe.at(august(*day), 21, 14) };
        scribe.record(at, By::Patient, vec![Event::DiaryCardFilled(filled).into()]);
    }
}

fn thoughts(scribe: &mut Scribe<'_>, tasks: &Tasks) {
    let readers = Readers::Only(vec![staff(RUTH).member().id()]);
    let mood = |name: &str, before, after| Mood { name: name.to_owned(), before: Some(before), after };
    let thought = |text: &str, before, after| Thought { text: text.to_owned(), before: Some(before), after, hot: true };
    let fractions = ThoughtRecorded {
        form: RecordForm::Seven,
        homework: Some(tasks.records),
        situation: "Tuesday at four, kitchen. Leo asked for help with fractions. I snapped.".to_owned(),
        moods: vec![mood("guilt", 80, Some(40)), mood("sad", 60, Some(40))],
        thoughts: vec![thought("I let them down, again.", 80, Some(35))],
        evidence_for: "I raised my voice. He went to his room for ten minutes.".to_owned(),
        evidence_against: "I said sorry and we did the page after. His teacher says he asks for help now.".to_owned(),
        balanced: Some(Balanced { text: "I was tired and sharp for a minute, and I put it right.".to_owned(), belief: Some(65) }),
        outcome: String::new(),
        distortions: texts(&["overgeneralisation", "labelling"]),
        reached: 7,
        readers: readers.clone(),
    };
    let visit = ThoughtRecorded {
        situation: "Saturday, my brother’s message an hour before the visit.".to_owned(),
        moods: vec![mood("shame", 70, None)],
        thoughts: vec![thought("I ruin every visit.", 90, None)],
        evidence_for: "We argued on the eighth.".to_owned(),
        evidence_against: String::new(),
        balanced: None,
        distortions: Vec::new(),
        reached: 4,
        ..fractions.clone()
    };
    let bus = ThoughtRecorded {
        situation: "Thursday on the bus, a mother with three, all of them laughing.".to_owned(),
        moods: vec![mood("envy", 50, Some(30)), mood("sad", 50, Some(30))],
        thoughts: vec![thought("They would be better off with somebody like her.", 60, Some(25))],
        evidence_for: "We do not laugh much at the moment.".to_owned(),
        evidence_against: "On Sunday we did, about the pancakes. I saw one minute of her day.".to_owned(),
        balanced: Some(Balanced { text: "I am comparing my hard hour with her easy one.".to_owned(), belief: Some(70) }),
        distortions: texts(&["mental_filter"]),
        reached: 7,
        ..fractions.clone()
    };
    for (day, hour, minute, record) in [(13, 20, 20, bus), (15, 22, 10, visit), (18, 16, 40, fractions)] {
        let id = EventId(scribe.names.id());
        let line = Line::from(Event::ThoughtRecorded(record)).with_id(id);
        scribe.record(scribe.at(august(day), hour, minute), By::Patient, vec![line]);
        if day == 15 {
            let text = "Stopping at four was right. We look at the other side together on Wednesday.".to_owned();
            let comment = Event::WorkCommented(Commented { about: id, text });
            scribe.by_staff(scribe.at(august(17), 8, 40), RUTH, vec![comment.into()]);
        }
    }
}

/// What, when, where, smaller version, and: mood before, mood after, enjoyed, managed; or what got in the way.
struct Thing {
    what: &'static str,
    at: (i8, i8, i8),
    place: &'static str,
    smaller: &'static str,
    value: &'static str,
    outcome: Option<Result<[u8; 4], (&'static str, &'static str)>>,
}

const fn thing(
    what: &'static str,
    at: (i8, i8, i8),
    place: &'static str,
    smaller: &'static str,
    value: &'static str,
    outcome: Option<Result<[u8; 4], (&'static str, &'static str)>>,
) -> Thing {
    Thing { what, at, place, smaller, value, outcome }
}

const THINGS: &[Thing] = &[
    thing("Walk with Inés", (13, 18, 0), "along the river", "to the corner and back", "friends", Some(Ok([4, 6, 6, 7]))),
    thing("Choir rehearsal", (13, 19, 30), "with Sofía", "listen from the last row", "recreation", Some(Ok([5, 7, 8, 6]))),
    thing("Walk with Inés", (16, 10, 0), "along the river", "to the corner and back", "friends", Some(Ok([4, 6, 7, 7]))),
    thing("Sort the drawer", (17, 17, 0), "kitchen", "five minutes", "family", Some(Ok([5, 6, 4, 7]))),
    thing(
        "Walk to the library",
        (18, 10, 0),
        "before the shops",
        "to the bench",
        "body",
        Some(Err(("something_happened", "Rain, and Leo ill."))),
    ),
    thing("Choir rehearsal", (19, 19, 30), "with Sofía", "listen from the last row", "recreation", Some(Ok([5, 8, 7, 6]))),
    thing("Water the balcony with Leo", (20, 16, 0), "home, ten minutes", "one pot", "parenting", None),
    thing("Pancakes, all four of us", (22, 9, 30), "home", "pancakes from the shop", "family", None),
];

fn doing(scribe: &mut Scribe<'_>, tasks: &Tasks) {
    for thing in THINGS {
        let (day, hour, minute) = thing.at;
        let (activity, at) = (ActivityId(scribe.names.id()), scribe.at(august(day), hour, minute));
        let planned = ActivityPlanned {
            activity,
            what: thing.what.to_owned(),
            at: When::Instant(at),
            place: thing.place.to_owned(),
            smaller: thing.smaller.to_owned(),
            value: Some(thing.value.to_owned()),
            homework: (thing.what.starts_with("Walk with")).then_some(tasks.walks),
        };
        // Planned with Ruth on a Wednesday for the week that follows.
        let wednesday = if day < 19 { august(12) } else { august(19) };
        scribe.by_staff(scribe.at(wednesday, 11, 1), RUTH, vec![Event::ActivityPlanned(planned).into()]);
        let Some(outcome) = thing.outcome else { continue };
        let blank = ActivityReported {
            activity,
            what: String::new(),
            done: true,
            mastery: None,
            pleasure: None,
            mood_before: None,
            mood_after: None,
            obstacle: None,
            words: String::new(),
        };
        let reported = match outcome {
            Ok([before, after, pleasure, mastery]) => ActivityReported {
                mastery: Some(mastery),
                pleasure: Some(pleasure),
                mood_before: Some(before),
                mood_after: Some(after),
                ..blank
            },
            Err((obstacle, words)) => {
                ActivityReported { done: false, obstacle: Some(obstacle.to_owned()), words: words.to_owned(), ..blank }
            }
        };
        scribe.record(scribe.at(august(day), 21, 2), By::Patient, vec![Event::ActivityReported(reported).into()]);
    }
}

/// At the session of the nineteenth: what became of the tasks, the chain of Saturday, the plan for the next week.
fn told_on_the_nineteenth(scribe: &mut Scribe<'_>, things: &Things, tasks: &Tasks) {
    let done =
        |homework| HomeworkReported { course: things.cbt, homework, done_percent: 100, could_not: String::new(), obstacle: None };
    let mut lines: Vec<Line> =
        [tasks.records, tasks.walks, tasks.card].map(|homework| Event::HomeworkReported(done(homework)).into()).into();
    let link = |kind, words: &str, instead: &str| Link { kind, words: words.to_owned(), instead: instead.to_owned() };
    lines.push(
        Event::ChainAnalysed(ChainAnalysed {
            course: Some(things.cbt),
            behaviour: "Urge to hurt myself, 3 of 5, for twenty minutes".to_owned(),
            vulnerability: "Five hours of sleep".to_owned(),
            prompting_event: "My brother’s message".to_owned(),
            links: vec![
                link(LinkKind::Thought, "“I ruin every visit”", "check the facts"),
                link(LinkKind::Body, "Hands cold, chest tight", "cold water"),
            ],
            consequences: "Cold water, then called Inés; went to the visit an hour late".to_owned(),
            repair: "Told my brother that I was late because I was low".to_owned(),
            readers: Readers::Team,
        })
        .into(),
    );
    lines.push(
        Event::HomeworkSet(HomeworkSet {
            course: things.cbt,
            homework: tasks.plan,
            session: None,
            task: "Things I planned to do".to_owned(),
            due: Some(august(26)),
            form: Some(WorkForm::ActivityPlan),
            times: Some(2),
        })
        .into(),
    );
    scribe.by_staff(scribe.at(august(19), 10, 56), RUTH, lines);
}

fn safety_plan(scribe: &mut Scribe<'_>) {
    let contact = |name: &str, phone: &str, words: &str| Contact {
        name: name.to_owned(),
        phone: phone.to_owned(),
        words: words.to_owned(),
    };
    let first = PlanWritten {
        warning_signs: texts(&["I stop answering Inés.", "I wake at four.", "“They’d be better off.”"]),
        coping_alone: texts(&["Cold water on my face.", "Walk to the corner and back."]),
        distraction: vec![contact("The library", "", ""), contact("Sofía’s kitchen", "", "")],
        people: vec![contact("Inés", "555 0143", "She knows. She just picks up.")],
        professionals: vec![contact("988", "988", "at any hour"), contact("Ben at the practice", "555 0110", "8 to 5")],
        safer_surroundings: texts(&["Inés keeps the tablets, one week at a time."]),
        reason_to_stay: "Leo’s goals. The low part in the Fauré.".to_owned(),
        written_with: "Ben Achebe".to_owned(),
        review_on: Some(august(10)),
    };
    let second = PlanWritten {
        people: vec![contact("Inés", "555 0143", "She knows. She just picks up."), contact("My sister Carmen", "555 0177", "")],
        review_on: Some(plus(august(10), 42)),
        ..first.clone()
    };
    let id = EventId(scribe.names.id());
    scribe.by_staff(scribe.at(june(3), 14, 20), BEN, vec![Event::SafetyPlanWritten(first).into()]);
    let line = Line::from(Event::SafetyPlanWritten(second)).with_id(id);
    scribe.by_staff(scribe.at(august(10), 11, 42), BEN, vec![line]);
    let words = "Read together; every number tried.".to_owned();
    scribe.by_staff(scribe.at(august(10), 11, 50), BEN, vec![Event::SafetyPlanReviewed(PlanReviewed { plan: id, words }).into()]);
}

fn practice(scribe: &mut Scribe<'_>, things: &Things) {
    let planned = PracticePlanned {
        course: things.mindfulness,
        protocol: Some("mbsr".to_owned()),
        planned_classes: Some(8),
        per_week: Some(1),
        minutes: Some(60),
        home_minutes_week: Some(60),
        credential: "MBSR teacher".to_owned(),
        cost: "20 dollars a class".to_owned(),
        measure: None,
        own_line: "how tense I am before bed".to_owned(),
        weighed: Vec::new(),
    };
    scribe.by_staff(scribe.at(june(22), 13, 18), KEI, vec![Event::PracticePlanned(planned.clone()).into()]);
    // Ben has looked at the cautions with conditions and medicines at hand.
    scribe.by_staff(scribe.at(june(22), 15, 2), BEN, vec![Event::PracticePlanned(planned).into()]);
    let rated: &[(Date, u8, u8, &str)] = &[
        (june(30), 8, 7, "restless"),
        (july(14), 7, 6, "the same"),
        (july(21), 7, 5, "calmer"),
        (july(28), 6, 4, "calmer"),
        (august(4), 6, 4, "calmer"),
        (august(11), 5, 3, "calmer"),
        (august(18), 5, 3, "calmer"),
    ];
    for (on, before, after, noticed) in rated {
        let (before, after) = (Some(*before), Some(*after));
        let rated =
            PracticeRated { course: things.mindfulness, on: *on, before, after, noticed: (*noticed).to_owned(), obstacle: None };
        scribe.record(scribe.at(*on, 21, 31), By::Patient, vec![Event::PracticeRated(rated).into()]);
    }
}

fn reading(scribe: &mut Scribe<'_>) {
    let article = |id: &str| ArticleId::from(id);
    let offered =
        |id: &str, why: &str| Line::from(Event::ArticleOffered(ArticleOffered { article: article(id), why: why.to_owned() }));
    let lines = vec![
        offered("time-to-effect", "You begin a new medicine this week."),
        offered("starting-therapy", "Your first session is next week."),
    ];
    scribe.by_staff(scribe.at(june(3), 14, 26), BEN, lines);
    let read = ArticleRead {
        article: article("time-to-effect"),
        version: "2026-11-22".to_owned(),
        language: "es".to_owned(),
        helped: Some(true),
    };
    scribe.record(scribe.at(june(5), 20, 18), By::Patient, vec![Event::ArticleRead(read).into()]);
    let told = TaughtBack {
        article: article("time-to-effect"),
        version: "2026-11-22".to_owned(),
        words: "Two weeks or more before it lifts; the side effects come first and mostly go.".to_owned(),
        result: None,
        rates: None,
    };
    let id = EventId(scribe.names.id());
    let line = Line::from(Event::TaughtBack(told.clone())).with_id(id);
    scribe.record(scribe.at(june(5), 20, 21), By::Patient, vec![line]);
    let rated = TaughtBack { words: String::new(), result: Some(2), rates: Some(id), ..told };
    scribe.by_staff(scribe.at(june(8), 9, 5), BEN, vec![Event::TaughtBack(rated).into()]);
}
