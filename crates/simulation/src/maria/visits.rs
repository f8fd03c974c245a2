//! Her visits and the decisions made in them.

use super::{BEN, OSEI, PRIYA, RUTH, Things, august, july, june, september};
use crate::{
    calendar::plus,
    deed::{By, Line},
    scribe::{Scribe, note, staff, texts},
};
use concord_chart::{
    Event, PlaceId, VisitId, When,
    decision::{Arm, DecisionMade, Judged, Verdict},
    visit::{VisitArrived, VisitHappened, VisitPlanned},
};
use jiff::civil::{Date, date};

/// One line of the list below.
type Arranged = (Date, (i8, i8), i64, &'static str, &'static str, &'static str);

/// One visit that took place: day, begin, minutes, what it was, what was written.
const VISITS: &[Arranged] = &[
    (
        june(1),
        (9, 30),
        38,
        "First visit",
        "Low mood, early waking, cannot concentrate; works in the library, on leave. No earlier episode. Mother ill.",
        "Sertraline in small steps, hydroxyzine for the worst nights, CBT with Ruth Lindgren.",
    ),
    (
        june(29),
        (9, 30),
        24,
        "Medication visit",
        "Sleeps a little longer. Mood much the same; queasy in the first week, gone.",
        "Up to 100. Look again in two weeks.",
    ),
    (
        july(13),
        (9, 30),
        26,
        "Medication visit",
        "Fog since the step up: sleepy from noon, two weeks of homework lost, did not come to Ruth on the 8th.",
        "Down to 75 and to the night. Ruth told at lunch.",
    ),
    (
        july(27),
        (15, 30),
        18,
        "Telephone visit",
        "Fog lifted within days. Back at work half days. Hydroxyzine not touched since the 8th.",
        "Stop hydroxyzine, all else stays.",
    ),
    (
        august(10),
        (15, 30),
        24,
        "Medication visit",
        "More than half better. The answer to question nine was talked through with Ben this morning and again here.",
        "Stay the course; joint review on 21 September.",
    ),
];

pub(super) fn write(scribe: &mut Scribe<'_>, things: &Things) {
    visits(scribe);
    ahead(scribe);
    decisions(scribe, things);
}

fn visits(scribe: &mut Scribe<'_>) {
    let mut booked_on = (date(2026, 5, 28), 9, 20);
    let osei = staff(OSEI).member();
    for (day, (hour, minute), minutes, what, said, plan) in VISITS {
        let visit = VisitId(scribe.names.id());
        let start = scribe.at(*day, *hour, *minute);
        let purpose = if *what == "First visit" { "first visit" } else { "medicine, and how it goes" };
        let length = if *what == "First visit" { 40 } else { 20 };
        let line = planned(visit, start, length, OSEI, purpose);
        scribe.by_staff(scribe.at(booked_on.0, booked_on.1, booked_on.2), PRIYA, vec![line]);
        if !what.starts_with("Telephone") {
            let arrived = Event::VisitArrived(VisitArrived { visit });
            scribe.by_staff(crate::life::minutes_after(start, -6), PRIYA, vec![arrived.into()]);
        }
        let end = crate::life::minutes_after(start, *minutes);
        let happened = VisitHappened {
            visit,
            what: (*what).to_owned(),
            until: Some(When::Instant(end)),
            with_name: osei.name.to_owned(),
            where_words: osei.room.to_owned(),
            reasons: Vec::new(),
        };
        let lines = vec![
            Line::from(Event::VisitHappened(happened)).at(start),
            note("soap", &[("Subjective", said), ("Plan", plan)]).into(),
        ];
        scribe.look(crate::life::minutes_after(start, -2), OSEI);
        scribe.by_staff(crate::life::minutes_after(end, 4), OSEI, lines);
        booked_on = (*day, hour + 1, 1);
    }
}

fn planned(visit: VisitId, at: jiff::Timestamp, minutes: u16, with: &str, purpose: &str) -> Line {
    let member = staff(with).member();
    Line::from(Event::VisitPlanned(VisitPlanned {
        visit,
        at,
        minutes,
        with: Some(member.id()),
        with_name: member.name.to_owned(),
        place: Some(PlaceId::from("riverside")),
        room: member.room.to_owned(),
        purpose: purpose.to_owned(),
    }))
}

/// Today, next week on the same journey as her session, and the joint review.
fn ahead(scribe: &mut Scribe<'_>) {
    let mut lines = Vec::new();
    let next = [
        (august(20), (14, 30), 20, "decide together: each treatment has had its time"),
        (august(26), (11, 5), 20, "weight, and medicine"),
        (september(21), (10, 0), 40, "joint review, all of us"),
    ];
    for (day, (hour, minute), minutes, purpose) in next {
        let visit = VisitId(scribe.names.id());
        let at = scribe.at(day, hour, minute);
        lines.push(planned(visit, at, minutes, OSEI, purpose));
    }
    scribe.by_staff(scribe.at(august(10), 16, 8), PRIYA, lines);
    scribe.look(scribe.at(august(20), 12, 48), OSEI);
    scribe.look(scribe.at(august(19), 8, 40), BEN);
    scribe.deed(scribe.at(august(18), 20, 15), By::Patient, crate::deed::Act::Look);
}

fn decisions(scribe: &mut Scribe<'_>, things: &Things) {
    use Arm::{Complementary, Medication, Psychotherapy};
    let working = vec![Judged { course: things.sertraline, verdict: Verdict::Working }];
    let all: Vec<(Date, (i8, i8), &str, DecisionMade)> = vec![
        (
            june(1),
            (10, 4),
            OSEI,
            decision(
                "Start together",
                "Four ways to begin were laid side by side. She wants a clear mind and something to do about it herself: sertraline and CBT at once.",
                &["Maria", "Dr Amara Osei", "Ruth Lindgren"],
                &[Medication, Psychotherapy],
                &["Sertraline and CBT together", "CBT first", "Sertraline first", "Wait four weeks"],
                june(29),
                Vec::new(),
            ),
        ),
        (
            june(22),
            (12, 40),
            RUTH,
            decision(
                "Add class",
                "Nights are the worst and she asked for something for the evenings: the mindfulness class, eight Tuesdays.",
                &["Maria", "Ruth Lindgren"],
                &[Complementary],
                &["Mindfulness class", "Yoga", "Nothing more for now"],
                plus(june(22), 56),
                Vec::new(),
            ),
        ),
        (
            june(29),
            (9, 59),
            OSEI,
            decision(
                "Up to 100 mg",
                "Four weeks in, the PHQ-9 is down by 3 of 18; a fifth was what we had set.",
                &["Maria", "Dr Amara Osei"],
                &[Medication],
                &["Keep 50 for four more weeks", "Up to 100", "Another medicine"],
                july(13),
                Vec::new(),
            ),
        ),
        (
            july(13),
            (9, 59),
            OSEI,
            decision(
                "Down to 75 mg, at night",
                "Fog every afternoon since the step up, and two weeks of homework gone with it. Heard first by Ruth, answered the next morning.",
                &["Maria", "Dr Amara Osei", "Ruth Lindgren"],
                &[Medication],
                &["Wait", "75 at night", "Back to 50"],
                july(27),
                Vec::new(),
            ),
        ),
        (
            august(10),
            (15, 57),
            OSEI,
            decision(
                "Stay the course",
                "More than half better and the fog is gone. Item 9 is back at several days: called the same morning, plan read together.",
                &["Maria", "Ben Achebe", "Dr Amara Osei"],
                &[Medication, Psychotherapy, Complementary],
                &["Keep all three", "Change one of them", "Begin to finish"],
                september(21),
                working,
            ),
        ),
    ];
    for (day, (hour, minute), login, decision) in all {
        scribe.by_staff(scribe.at(day, hour, minute), login, vec![Event::DecisionMade(decision).into()]);
    }
}

fn decision(
    what: &str,
    why: &str,
    who: &[&str],
    arms: &[Arm],
    options: &[&str],
    look_again: Date,
    judged: Vec<Judged>,
) -> DecisionMade {
    DecisionMade {
        what: what.to_owned(),
        why: why.to_owned(),
        who: texts(who),
        arms: arms.to_vec(),
        options: texts(options),
        look_again: Some(look_again),
        judged,
    }
}
