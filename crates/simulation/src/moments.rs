//! Single moments in the lives of a few: an exposure ladder, a call at night, somebody who asks for help in their own words,
//! a young man who consents alone. Written after the lives, at the days on which they happened.

use crate::{roster::Enrolled, settings::ALONE, units::Hand};
use concord_access::{Purpose, Subject};
use concord_actions::{ActionError, Entry};
use concord_chart::{
    Chart, ChartId, CourseId, Event, EventId, ExposureItemId, InstrumentId, ReleaseId, StaffId,
    diary::CycleEntered,
    formulation::Coached,
    note::{NoteAddended, NoteSigned, Section},
    questionnaire::{Rhythm, ScheduleEnded, Scheduled},
    release::{ReleaseAsked, ReleaseConsented, ReleaseGiven, ReleasePart},
    safety_alert::{Acknowledged, Assessed, Closed, ContactTried, ContactTry, Cosigned, HelpAsked},
    work::{Field, ItemSet, Readers, ReadersChosen, SheetFilled, Tried},
};
use jiff::civil::{Date, date};
use std::sync::Arc;

type People<'a> = [(&'a Enrolled, ChartId)];

/// All of them; who is not enrolled in a smaller practice is left out.
pub(crate) async fn play(hand: &mut Hand<'_>, people: &People<'_>) -> Result<(), ActionError> {
    let find = |given: &str, family: &str| {
        people.iter().find(|(who, _)| who.person.given == given && who.person.family == family).copied()
    };
    if let Some((who, chart)) = find("Mila", "Sorensen") {
        facing_it(hand, who, chart).await?;
    }
    if let Some((_, chart)) = find("Noor", "Haddad") {
        a_call_in_the_evening(hand, chart).await?;
    }
    if let Some((who, chart)) = find("Per", "Lindqvist") {
        asking_for_help(hand, who, chart).await?;
    }
    if let Some((_, chart)) = find("Chidi", "Abara") {
        consenting_alone(hand, chart).await?;
    }
    if let Some((_, chart)) = find("Ana", "Ferreira") {
        going_on_elsewhere(hand, chart).await?;
    }
    Ok(())
}

async fn seen(hand: &Hand<'_>, by: &Subject, chart: ChartId) -> Result<Arc<Chart>, ActionError> {
    hand.clinic.open_chart(by, chart, Purpose("chart")).await.map(|open| open.chart)
}

/// The course that this therapist gives.
fn course_with(chart: &Chart, staff: Option<StaffId>) -> Option<CourseId> {
    chart.therapies.iter().rev().find(|course| course.what.therapist == staff).map(|course| course.id)
}

/// Records one thing, as true at the moment at which it is written.
async fn note(
    hand: &mut Hand<'_>,
    by: &Subject,
    chart: ChartId,
    at: (Date, i8, i8),
    event: Event,
) -> Result<Option<EventId>, ActionError> {
    let key = hand.at(at.0, at.1, at.2);
    let receipt = hand.clinic.record(by, chart, None, vec![Entry::new(key, event)]).await?;
    Ok(receipt.events.first().copied())
}

/// Mila is afraid of being heard: three steps, two tries, and what she keeps to herself and Ruth.
async fn facing_it(hand: &mut Hand<'_>, who: &Enrolled, chart: ChartId) -> Result<(), ActionError> {
    hand.begin("mila");
    let (ruth, mila) = (hand.staff("ruth.lindgren"), hand.patient(chart, who));
    let known = seen(hand, &ruth, chart).await?;
    let Some(course) = course_with(&known, ruth.staff) else { return Ok(()) };
    rhythms(hand, &ruth, chart, course).await?;
    let steps: [(&str, u8, &str); 3] = [
        ("Ring the bakery and ask when it closes", 40, "They laugh at my voice."),
        ("Ask somebody at the station for the way", 60, "They turn away."),
        ("Say one sentence in the seminar", 85, "I lose the thread and everybody sees it."),
    ];
    let mut items = Vec::new();
    for (minute, (situation, distress, feared)) in (50..).zip(steps) {
        let key = hand.at(date(2026, 7, 9), 13, minute);
        let item = ExposureItemId(hand.clinic.fresh());
        let set = ItemSet {
            item,
            course: Some(course),
            situation: situation.to_owned(),
            expected_distress: Some(distress),
            feared_outcome: feared.to_owned(),
            safety_behaviours: vec!["Learning the sentence by heart".to_owned()],
            dropped: false,
        };
        hand.clinic.record(&ruth, chart, None, vec![Entry::new(key, Event::ExposureItemSet(set))]).await?;
        items.push(item);
    }
    let tried = |item, [before, after, start, peak, end]: [u8; 5], learnt: &str| {
        Event::ExposureTried(Tried {
            item,
            expectancy_before: Some(before),
            expectancy_after: Some(after),
            start: Some(start),
            peak: Some(peak),
            end: Some(end),
            minutes: Some(10),
            feared_outcome_happened: Some(false),
            response_prevention_kept: Some(true),
            learnt: learnt.to_owned(),
            homework: None,
            readers: Readers::Team,
        })
    };
    let first = tried(items[0], [70, 25, 50, 65, 30], "She said seven, and wished me a good day.");
    note(hand, &mila, chart, (date(2026, 7, 14), 17, 20), first).await?;
    let second = tried(items[1], [80, 50, 70, 85, 60], "One did not stop. The next one walked with me to the corner.");
    let second = note(hand, &mila, chart, (date(2026, 8, 11), 8, 15), second).await?;
    if let (Some(work), Some(reader)) = (second, ruth.staff) {
        let chosen = Event::ReadersChosen(ReadersChosen { work, readers: Readers::Only(vec![reader]) });
        note(hand, &mila, chart, (date(2026, 8, 11), 8, 17), chosen).await?;
    }
    let field = |label: &str, text: &str, value| Field { label: label.to_owned(), text: text.to_owned(), value };
    let sheet = SheetFilled {
        sheet: "values".to_owned(),
        course: Some(course),
        homework: None,
        fields: vec![
            field("Friends", "To be one who rings first.", Some(9)),
            field("Learning", "To ask when I do not understand.", Some(7)),
        ],
        readers: Readers::Team,
    };
    note(hand, &mila, chart, (date(2026, 7, 21), 19, 5), Event::SheetFilled(sheet)).await?;
    for (day, bleeding, words) in
        [(3, Some(2), "Cramps in the morning."), (4, Some(3), ""), (5, Some(1), ""), (17, None, "Restless.")]
    {
        let on = date(2026, 8, day);
        let entered = CycleEntered { on, bleeding, words: words.to_owned() };
        note(hand, &mila, chart, (on, 20, 40), Event::CycleEntered(entered)).await?;
    }
    let known = seen(hand, &ruth, chart).await?;
    let signed =
        known.therapy(course).and_then(|course| course.sessions.iter().rev().find_map(|session| session.written.as_ref()));
    if let Some(signed) = signed {
        let text = "Added afterwards: she asked to keep the station for when term has begun.".to_owned();
        let added = Event::NoteAddended(NoteAddended { note: signed.id, text });
        note(hand, &ruth, chart, (date(2026, 8, 19), 9, 2), added).await?;
    }
    Ok(())
}

/// One rhythm of measuring that ended, and one that holds.
async fn rhythms(hand: &mut Hand<'_>, ruth: &Subject, chart: ChartId, course: CourseId) -> Result<(), ActionError> {
    let rhythm = |instrument: &str, days, from| {
        Event::MeasureScheduled(Scheduled {
            instrument: InstrumentId::from(instrument),
            rhythm: Rhythm::EveryDays(days),
            course: Some(course),
            from,
            until: None,
            rated_by_clinician: false,
            tell_after_missed: None,
        })
    };
    note(hand, ruth, chart, (date(2026, 7, 9), 13, 40), rhythm("who-5", 28, date(2026, 8, 6))).await?;
    let words = "The GAD-7 says what she wants to know.".to_owned();
    let ended = ScheduleEnded { instrument: InstrumentId::from("who-5"), words };
    note(hand, ruth, chart, (date(2026, 7, 30), 13, 52), Event::MeasureScheduleEnded(ended)).await?;
    note(hand, ruth, chart, (date(2026, 7, 30), 13, 53), rhythm("gad-7", 14, date(2026, 8, 20))).await.map(drop)
}

/// Noor rings before nine, as it was agreed.
async fn a_call_in_the_evening(hand: &mut Hand<'_>, chart: ChartId) -> Result<(), ActionError> {
    hand.begin("noor");
    let tobias = hand.staff("tobias.hale");
    let known = seen(hand, &tobias, chart).await?;
    let Some(course) = course_with(&known, tobias.staff) else { return Ok(()) };
    let coached = Coached {
        course,
        reason: "A call with her sister; wanted to leave the flat and drive.".to_owned(),
        skills: vec!["stop".to_owned(), "tip_breathing".to_owned()],
        minutes: Some(12),
        outcome: "Stayed, slow breathing, then a film with her neighbour.".to_owned(),
        within_24_hours_of_self_harm: false,
    };
    note(hand, &tobias, chart, (date(2026, 8, 13), 19, 48), Event::Coached(coached)).await.map(drop)
}

/// Per writes in his own words. Ben has it in hand within minutes; Ruth reads the next day what was done.
async fn asking_for_help(hand: &mut Hand<'_>, who: &Enrolled, chart: ChartId) -> Result<(), ActionError> {
    hand.begin("per");
    let (ben, ruth, per) = (hand.staff("ben.achebe"), hand.staff("ruth.lindgren"), hand.patient(chart, who));
    let day = date(2026, 8, 11);
    let asked = HelpAsked {
        words: "Four months today. I cannot sit here alone with it. Please ring.".to_owned(),
        location: "at home".to_owned(),
        call_back: who.person.phone.clone(),
    };
    let asked = note(hand, &per, chart, (day, 16, 12), Event::HelpAsked(asked)).await?;
    let Some(alert) = asked.and_then(|asked| hand.clinic.open_alert_about(chart, asked)) else { return Ok(()) };
    let taken = Acknowledged { alert, words: "I ring him now.".to_owned() };
    note(hand, &ben, chart, (day, 16, 15), Event::AlertAcknowledged(taken)).await?;
    let at = hand.simulation.calendar().at(day, 16, 18);
    let what = ContactTry { at, how: "telephone".to_owned(), reached: true };
    note(hand, &ben, chart, (day, 16, 18), Event::ContactTried(ContactTried { alert, what, words: String::new() })).await?;
    let assessed = Assessed {
        alert,
        how: "conversation by telephone, twenty-five minutes".to_owned(),
        words: "Grief on the day of the month. No wish to die, no plan; asked in so many words. Ate nothing since morning."
            .to_owned(),
        disposition: "stays at home; his brother comes for the evening; Ben rings at nine tomorrow".to_owned(),
        tries: Vec::new(),
    };
    note(hand, &ben, chart, (day, 16, 49), Event::AlertAssessed(assessed)).await?;
    let closed = Closed { alert, reason: "Spoke with him, and with his brother, who is there.".to_owned() };
    note(hand, &ben, chart, (day, 16, 52), Event::AlertClosed(closed)).await?;
    let words = "Read; we take it up on Thursday.".to_owned();
    note(hand, &ruth, chart, (date(2026, 8, 12), 8, 40), Event::AlertCosigned(Cosigned { alert, words })).await.map(drop)
}

/// Chidi is seventeen and comes without his parents' knowing.
async fn consenting_alone(hand: &mut Hand<'_>, chart: ChartId) -> Result<(), ActionError> {
    hand.begin("chidi");
    let ruth = hand.staff("ruth.lindgren");
    let known = seen(hand, &ruth, chart).await?;
    let Some(course) = course_with(&known, ruth.staff) else { return Ok(()) };
    let key = hand.at(date(2026, 7, 30), 8, 55);
    let words = "Knows what it is and what it is not; asked good questions. Judged mature enough.";
    hand.clinic.consent_as_minor(&ruth, chart, &key, ALONE, Some(course), words).await?;
    let section = Section { heading: String::new(), text: "Spoke of how he would tell his mother, and when.".to_owned() };
    let written = NoteSigned { format: "free".to_owned(), sections: vec![section], session: None };
    note(hand, &ruth, chart, (date(2026, 8, 6), 9, 1), Event::NoteSigned(written)).await.map(drop)
}

/// Ana is well and goes back to her family doctor, who asks what she takes and how she has been.
async fn going_on_elsewhere(hand: &mut Hand<'_>, chart: ChartId) -> Result<(), ActionError> {
    hand.begin("ana");
    let ben = hand.staff("ben.achebe");
    let (asked_on, given_on) = (date(2026, 8, 13), date(2026, 8, 14));
    let key = hand.at(asked_on, 10, 30);
    let release = ReleaseId(hand.clinic.fresh());
    let asked = ReleaseAsked {
        release,
        to: "Dr K. Lindholm, family practice".to_owned(),
        address: "12 Orchard Street".to_owned(),
        purpose: "Goes on with sertraline there".to_owned(),
        parts: vec![ReleasePart::Medicines, ReleasePart::Measures],
        from: None,
        to_day: None,
    };
    hand.clinic.record(&ben, chart, None, vec![Entry::new(key, Event::ReleaseAsked(asked))]).await?;
    let how = "on paper, seen by me".to_owned();
    let consented = ReleaseConsented { release, member: chart, on: true, how, until: Some(date(2026, 12, 31)) };
    note(hand, &ben, chart, (asked_on, 10, 41), Event::ReleaseConsented(consented)).await?;
    let given = ReleaseGiven { release, how: "sent by post".to_owned() };
    note(hand, &ben, chart, (given_on, 9, 15), Event::ReleaseGiven(given)).await.map(drop)
}
