//! A couple, a group, a consultation team and a mother who acts for her son: what is done on several records at once.
//! It is written after the lives, at the days on which it happened, through the same actions.

use crate::{
    Simulation, SimulationError,
    calendar::{TODAY, days_between, plus},
    chance::Chance,
    moments,
    play::{account_of, patient_subject},
    roster::Enrolled,
    staff::{StaffNumber, by_login},
    track::Track,
};
use concord_access::Subject;
use concord_actions::{ActionError, Clinic, Entry, FreshIds, JointOutcome, JointPlan, NewMember, NewProxy, NewUnit, SetClock};
use concord_chart::{
    ChartId, Event, PlaceId, TherapyId,
    course_plan::ParticipantRole,
    disclosure::{AskedAlone, Handling, ToldAlone},
    note::Section,
    proxy::ProxyMay,
    registration::{CareRole, TeamJoined, TeamMember},
    unit::{Attendance, JointTaskReported, SecretsPolicy, TeamNote, UnitKind},
};
use jiff::civil::{Date, date};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};
use uuid::Uuid;

/// The sign-in of the mother who acts for her son.
pub const PROXY_LOGIN: &str = "joan.ramsey";

/// Ids that follow from what is being done, not from what was done before: who is in a smaller practice too has the same
/// there.
struct OwnIds(Mutex<Chance>);

impl FreshIds for OwnIds {
    fn next(&self) -> Uuid {
        let mut chance = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let value = (u128::from(chance.bits()) << 64) | u128::from(chance.bits());
        uuid::Builder::from_random_bytes(value.to_be_bytes()).into_uuid()
    }
}

/// What is done on several records, at its own time.
pub(crate) struct Hand<'a> {
    pub clinic: Clinic,
    clock: Arc<SetClock>,
    ids: Arc<OwnIds>,
    pub simulation: &'a Simulation,
    part: &'static str,
    keys: u32,
}

impl Hand<'_> {
    /// Another part of the story begins; its keys are its own.
    pub fn begin(&mut self, part: &'static str) {
        (self.part, self.keys) = (part, 0);
    }

    /// It is this time now; and a key that nobody else has.
    pub fn at(&mut self, day: Date, hour: i8, minute: i8) -> String {
        self.clock.set(self.simulation.calendar().at(day, hour, minute));
        self.keys += 1;
        let key = format!("{}-{}", self.part, self.keys);
        *self.ids.0.lock().unwrap_or_else(PoisonError::into_inner) = Chance::new(0, &key);
        key
    }

    pub fn staff(&self, login: &str) -> Subject {
        by_login(login).member().subject(self.clinic.organisation())
    }

    pub fn patient(&self, chart: ChartId, who: &Enrolled) -> Subject {
        patient_subject(self.clinic.organisation(), chart, who.person.name())
    }

    /// The therapist joins the team of somebody who has come for the couple's or the group's sake.
    async fn joins(&mut self, day: Date, by: StaffNumber, chart: ChartId, therapist: &str) -> Result<(), ActionError> {
        let key = self.at(day, 9, 10);
        let member = by_login(therapist).member();
        let member = TeamMember { staff: Some(member.id()), name: member.name.to_owned(), role: CareRole::Therapist };
        let by = by.member().subject(self.clinic.organisation());
        let entry = Entry::new(key, Event::TeamJoined(TeamJoined { member }));
        self.clinic.record(&by, chart, None, vec![entry]).await.map(drop)
    }
}

/// Whoever stands in a unit has no drawn sessions of their own with its therapist.
pub(crate) fn is_of_the_couple(who: &Enrolled) -> bool {
    who.person.family == "Marchetti" && who.track == Track::Couple
}

/// Plays all of it; who is not enrolled in a smaller practice is left out.
pub(crate) async fn play(simulation: &Simulation, enrolled: &[Enrolled], charts: &[ChartId]) -> Result<(), SimulationError> {
    let clock = Arc::new(SetClock::at(simulation.calendar().now()));
    let ids = Arc::new(OwnIds(Mutex::new(Chance::new(0, ""))));
    let clinic = Clinic::new(Arc::clone(simulation.store_for_clinic()), simulation.knowledge, clock.clone(), ids.clone());
    clinic.load_practice().await.map_err(|error| SimulationError::Stopped(error.to_string()))?;
    let mut hand = Hand { clinic, clock, ids, simulation, part: "", keys: 0 };
    let people: Vec<(&Enrolled, ChartId)> = enrolled.iter().zip(charts.iter().copied()).collect();
    let done = async {
        couple(&mut hand, &people).await?;
        group(&mut hand, &people).await?;
        team(&mut hand).await?;
        mother(&mut hand, &people).await?;
        moments::play(&mut hand, &people).await
    };
    done.await.map_err(|error: ActionError| SimulationError::Stopped(format!("a couple or group: {error}")))
}

const RUTH: &str = "ruth.lindgren";
const COUNTED: &str = "Arguments that ended badly, a week, both counting";

/// Wednesdays at three: six kept, one missed, three to come.
async fn couple(hand: &mut Hand<'_>, people: &[(&Enrolled, ChartId)]) -> Result<(), ActionError> {
    let members: Vec<_> = people.iter().filter(|(who, _)| is_of_the_couple(who)).copied().collect();
    let [(first, lia), (second, tomas)] = members.as_slice() else { return Ok(()) };
    hand.begin("couple");
    let began = date(2026, 6, 9);
    for (who, chart) in &members {
        hand.joins(date(2026, 6, 8), who.care_manager, *chart, RUTH).await?;
    }
    let (lia, tomas) = ((hand.patient(*lia, first), *lia), (hand.patient(*tomas, second), *tomas));
    let ruth = hand.staff(RUTH);
    let key = hand.at(began, 15, 4);
    let member = |chart| NewMember { chart, role: ParticipantRole::Partner };
    let new = NewUnit {
        kind: UnitKind::Couple,
        name: "Marchetti couple".to_owned(),
        public_name: String::new(),
        therapy: Some(TherapyId::from("couple")),
        members: vec![member(lia.1), member(tomas.1)],
        with: Vec::new(),
        open: false,
        places: None,
        planned_sessions: Some(10),
    };
    let unit = hand.clinic.open_new_unit(&ruth, &key, new).await?;
    let key = hand.at(began, 15, 20);
    let words = "What one of you tells me alone stays with that person, marked keep, ask first or may bring. If a kept thing makes \
                 the work impossible, I say that I cannot go on as we are, never what it is. Danger to someone is the exception, and I tell \
                 you before I act.";
    hand.clinic.choose_secrets_rule(&ruth, unit, &key, SecretsPolicy::LimitedSecrets, words).await?;
    let key = hand.at(began, 19, 12);
    hand.clinic.sign_secrets_rule(&lia.0, unit, &key, words).await?;
    let key = hand.at(began, 20, 41);
    hand.clinic.sign_secrets_rule(&tomas.0, unit, &key, words).await?;
    let key = hand.at(began, 15, 48);
    hand.clinic.set_joint_goal(&ruth, unit, &key, "Fight less about money, and have Sundays back.").await?;
    couple_sessions(hand, &ruth, unit, [lia.1, tomas.1]).await?;
    alone(hand, &ruth, unit, &lia, &tomas).await
}

async fn couple_sessions(hand: &mut Hand<'_>, ruth: &Subject, unit: ChartId, members: [ChartId; 2]) -> Result<(), ActionError> {
    let said: &[(Date, Option<&str>)] = &[
        (date(2026, 6, 17), Some("How each of you came to be here; what a good Sunday was.")),
        (date(2026, 6, 24), Some("A quarrel slowed down; who starts, who leaves.")),
        (date(2026, 7, 1), Some("Speaking and listening in turns, ten minutes each.")),
        (date(2026, 7, 15), None),
        (date(2026, 7, 22), Some("What money meant at home, for each of you.")),
        (date(2026, 8, 5), Some("A plan for the account, and a rule: the number first.")),
        (date(2026, 8, 12), Some("We named the money pattern and who starts. Next: say the number first, then the worry.")),
    ];
    for (index, (day, summary)) in said.iter().enumerate() {
        let key = hand.at(plus(*day, -7), 15, 58);
        let at = hand.simulation.calendar().at(*day, 15, 0);
        let plan = JointPlan { at, minutes: 75, place: Some(PlaceId::from("riverside")), topic: String::new() };
        let session = hand.clinic.plan_joint_session(ruth, unit, &key, plan).await?;
        let came = if summary.is_some() { Attendance::Came } else { Attendance::DidNotCome };
        let key = hand.at(*day, 16, 17);
        let outcome = JointOutcome {
            session,
            minutes: summary.map(|_| 75),
            attendance: BTreeMap::from([(members[0], Attendance::Came), (members[1], came)]),
            topic: String::new(),
            techniques: Vec::new(),
            summary: summary.unwrap_or("One of us could not come; we spoke of the next date only.").to_owned(),
        };
        hand.clinic.hold_joint_session(ruth, unit, &key, outcome).await?;
        if let Some(summary) = summary {
            let key = hand.at(*day, 16, 24);
            let section = |heading: &str, text: &str| Section { heading: heading.to_owned(), text: text.to_owned() };
            let sections = vec![section("What we worked on", summary), section("Next", "Homework first; same hour.")];
            hand.clinic.sign_joint_note(ruth, unit, &key, session, sections).await?;
        }
        let (key, value) = (hand.at(*day, 16, 28), [5, 5, 4, 4, 4, 3, 2][index]);
        hand.clinic.count_together(ruth, unit, &key, COUNTED, value).await?;
    }
    for words in
        ["Twenty minutes on money, Tuesday, timer on", "A Sunday walk without phones", "Say one thing you noticed, every day"]
    {
        let key = hand.at(date(2026, 8, 12), 16, 30);
        hand.clinic.set_joint_task(ruth, unit, &key, words, Some(date(2026, 8, 26))).await?;
    }
    let open = hand.clinic.open_unit(ruth, unit, concord_access::Purpose("unit")).await?.1;
    for (task, done_percent, could_not) in
        open.tasks.iter().zip([100, 100, 57]).zip(["", "", "late shifts"]).map(|((a, b), c)| (a, b, c))
    {
        let key = hand.at(date(2026, 8, 19), 20, 5);
        let reported = JointTaskReported { task: task.what.task, done_percent, could_not: could_not.to_owned() };
        hand.clinic.report_joint_task(ruth, unit, &key, reported).await?;
    }
    for day in [date(2026, 8, 26), date(2026, 9, 9), date(2026, 9, 23)] {
        let key = hand.at(date(2026, 8, 12), 16, 33);
        let at = hand.simulation.calendar().at(day, 15, 0);
        let plan = JointPlan { at, minutes: 75, place: Some(PlaceId::from("riverside")), topic: String::new() };
        hand.clinic.plan_joint_session(ruth, unit, &key, plan).await?;
    }
    Ok(())
}

/// What each told alone, and what each was asked alone.
async fn alone(
    hand: &mut Hand<'_>,
    ruth: &Subject,
    unit: ChartId,
    lia: &(Subject, ChartId),
    tomas: &(Subject, ChartId),
) -> Result<(), ActionError> {
    let told = |words: &str, handling| ToldAlone { unit, words: words.to_owned(), handling };
    let key = hand.at(date(2026, 8, 5), 21, 40);
    hand.clinic.tell_alone(&lia.0, lia.1, &key, told("I looked at flats in May.", Handling::Keep)).await?;
    let key = hand.at(TODAY, 7, 15);
    hand.clinic.tell_alone(&lia.0, lia.1, &key, told("Can we talk before Wednesday, just me?", Handling::Keep)).await?;
    let key = hand.at(date(2026, 6, 30), 17, 30);
    hand.clinic.tell_alone(&tomas.0, tomas.1, &key, told("I lost the bonus and did not say.", Handling::Keep)).await?;
    let open = hand.clinic.open_chart(&tomas.0, tomas.1, concord_access::Purpose("own room")).await?;
    if let Some(bonus) = open.chart.disclosures.last().map(|told| told.id) {
        let key = hand.at(date(2026, 7, 1), 8, 50);
        let words = "Thank you for telling me. Nothing of it comes up before you say so; we can look for a way to say it.";
        hand.clinic.answer_alone(ruth, tomas.1, &key, bonus, words).await?;
        let key = hand.at(date(2026, 7, 2), 21, 10);
        hand.clinic.set_handling(&tomas.0, &key, bonus, Handling::AskFirst).await?;
    }
    let key = hand.at(date(2026, 8, 12), 18, 2);
    hand.clinic.tell_alone(&tomas.0, tomas.1, &key, told("I want a second child.", Handling::MayBring)).await?;
    for (day, chart) in
        [(date(2026, 6, 23), lia.1), (date(2026, 6, 30), tomas.1), (date(2026, 8, 12), lia.1), (date(2026, 8, 12), tomas.1)]
    {
        let key = hand.at(day, 14, 40);
        let asked = AskedAlone { unit, concern: false, words: "Safe at home; nothing told.".to_owned(), done: String::new() };
        hand.clinic.asked_alone(ruth, chart, &key, asked).await?;
    }
    Ok(())
}

const SIMONE: &str = "simone.duval";
/// The second of the group leaves it after this week.
const LEAVER: usize = 1;
const LEAVES_AFTER: i64 = 6;

/// Tuesdays, half past five: people in treatment who do not know one another. The first who are with her, however many there
/// are: a smaller practice has a smaller group, and each of its members the same record.
async fn group(hand: &mut Hand<'_>, people: &[(&Enrolled, ChartId)]) -> Result<(), ActionError> {
    let simone = by_login(SIMONE);
    let first = date(2026, 6, 16);
    let theirs = people.iter().filter(|(who, _)| {
        let talks = who.talk.is_some_and(|talk| talk.seat.staff == simone && talk.from < plus(first, -7));
        talks && who.until.is_none() && days_between(who.from, first) > 14
    });
    let members: Vec<_> = theirs.take(6).copied().collect();
    if members.is_empty() {
        return Ok(());
    }
    hand.begin("group");
    let subject = hand.staff(SIMONE);
    let key = hand.at(plus(first, -7), 17, 10);
    let new = NewUnit {
        kind: UnitKind::Group,
        name: "Evening group, Tuesdays".to_owned(),
        public_name: "Tuesday group".to_owned(),
        therapy: Some(TherapyId::from("process-group")),
        members: members.iter().map(|(_, chart)| NewMember { chart: *chart, role: ParticipantRole::GroupMember }).collect(),
        with: Vec::new(),
        open: false,
        places: Some(8),
        planned_sessions: Some(16),
    };
    let unit = hand.clinic.open_new_unit(&subject, &key, new).await?;
    let key = hand.at(plus(first, -7), 17, 14);
    let words = "What is said in the group stays in the group. Nobody names another member outside it.";
    hand.clinic.choose_secrets_rule(&subject, unit, &key, SecretsPolicy::NoSecrets, words).await?;
    hand.begin("group-signs");
    for (_, chart) in &members {
        let key = hand.at(first, 17, 22);
        hand.clinic.signed_on_paper(&subject, unit, &key, *chart).await?;
    }
    hand.begin("group-meets");
    let topics = ["arriving", "saying no", "being seen", "anger", "being needed", "leaving early", "asking", "missing somebody"];
    for week in 0..11_i64 {
        let day = plus(first, week * 7);
        let key = hand.at(plus(day, -6).min(TODAY), 9, 5);
        let at = hand.simulation.calendar().at(day, 17, 30);
        let topic = topics[week as usize % topics.len()].to_owned();
        let plan = JointPlan { at, minutes: 90, place: Some(PlaceId::from("riverside")), topic: topic.clone() };
        let session = hand.clinic.plan_joint_session(&subject, unit, &key, plan).await?;
        if day >= TODAY {
            continue;
        }
        let came = |index: usize| match (index + week as usize) % 7 {
            3 => Attendance::Cancelled,
            5 if week % 3 == 0 => Attendance::DidNotCome,
            _ => Attendance::Came,
        };
        let here = members.iter().enumerate().filter(|(index, _)| *index != LEAVER || week <= LEAVES_AFTER);
        let attendance = here.map(|(index, (_, chart))| (*chart, came(index))).collect();
        let key = hand.at(day, 19, 4);
        let summary = "Two thirds spoke; the silence at the beginning was named.".to_owned();
        let outcome = JointOutcome { session, minutes: Some(90), attendance, topic, techniques: Vec::new(), summary };
        hand.clinic.hold_joint_session(&subject, unit, &key, outcome).await?;
        if let Some((_, leaver)) = members.get(LEAVER).filter(|_| week == LEAVES_AFTER) {
            // A smaller practice's group has no second member: the keys of what follows are the same there.
            let (part, keys) = (hand.part, hand.keys);
            hand.begin("group-leaves");
            let key = hand.at(day, 19, 22);
            hand.clinic.leave_unit(&subject, unit, &key, *leaver, "Works late on Tuesdays from August on.").await?;
            (hand.part, hand.keys) = (part, keys);
        }
    }
    Ok(())
}

/// The therapists who do dialectical behaviour therapy consult one another.
async fn team(hand: &mut Hand<'_>) -> Result<(), ActionError> {
    hand.begin("team");
    let (tobias, ngozi) = (hand.staff("tobias.hale"), hand.staff("ngozi.eze"));
    let key = hand.at(date(2026, 5, 4), 8, 30);
    let with = TeamMember { staff: ngozi.staff, name: ngozi.name.clone(), role: CareRole::Therapist };
    let new = NewUnit {
        kind: UnitKind::ConsultationTeam,
        name: "Consultation team, Mondays".to_owned(),
        public_name: String::new(),
        therapy: Some(TherapyId::from("dbt")),
        members: Vec::new(),
        with: vec![with],
        open: false,
        places: None,
        planned_sessions: None,
    };
    let unit = hand.clinic.open_new_unit(&tobias, &key, new).await?;
    let entries: &[(&Subject, i8, TeamNote, &str, Option<u8>)] = &[
        (&tobias, 3, TeamNote::Agenda, "Calls at night: what we promised and what we can keep", None),
        (&ngozi, 3, TeamNote::Wellbeing, "Tired; two hard weeks", Some(4)),
        (&tobias, 10, TeamNote::Agreement, "Each of us takes calls until nine, and says so in the first session", None),
        (&ngozi, 17, TeamNote::Wellbeing, "Better since the calls are shared", Some(7)),
    ];
    for (who, day, kind, words, rating) in entries {
        let key = hand.at(date(2026, 8, *day), 8, 45);
        hand.clinic.note_for_team(who, unit, &key, *kind, words, *rating).await?;
    }
    Ok(())
}

/// For two weeks his grandfather brought him.
async fn grandfather(hand: &mut Hand<'_>, by: &Subject, chart: ChartId, from: Date) -> Result<(), ActionError> {
    let key = hand.at(plus(from, 10).min(TODAY), 10, 20);
    let new = NewProxy {
        name: "Walter Cole".to_owned(),
        relation: "grandfather".to_owned(),
        may: vec![ProxyMay::Visits],
        rests_on: "his mother’s word, with her".to_owned(),
        ..NewProxy::default()
    };
    let proxy = hand.clinic.name_proxy(by, chart, &key, new).await?;
    let key = hand.at(plus(from, 24).min(TODAY), 10, 40);
    hand.clinic.end_proxy(by, chart, &key, proxy, "His mother brings him again.").await
}

/// A mother acts for her nine-year-old.
async fn mother(hand: &mut Hand<'_>, people: &[(&Enrolled, ChartId)]) -> Result<(), ActionError> {
    let Some((who, chart)) = people.iter().find(|(who, _)| who.person.family == "Ramsey-Cole") else { return Ok(()) };
    hand.begin("mother");
    let by = who.care_manager.member().subject(hand.clinic.organisation());
    let key = hand.at(plus(who.from, 3), 10, 5);
    let new = NewProxy {
        name: "Joan Ramsey".to_owned(),
        relation: "mother".to_owned(),
        may: vec![ProxyMay::Visits, ProxyMay::Medicines, ProxyMay::Plan, ProxyMay::Education, ProxyMay::AnswerAsProxy],
        until: None,
        consents: true,
        rests_on: "birth certificate seen".to_owned(),
        ..NewProxy::default()
    };
    let proxy = hand.clinic.name_proxy(&by, *chart, &key, new).await?;
    grandfather(hand, &by, *chart, who.from).await?;
    // Her sign-in has the demo's password, like everybody's.
    let store = hand.simulation.store_for_clinic();
    let patient = store.account(account_of(*chart)).await?.ok_or(ActionError::NotFound)?;
    let account = concord_store::Account {
        id: concord_chart::AccountId(proxy.0),
        login: PROXY_LOGIN.to_owned(),
        name: "Joan Ramsey".to_owned(),
        role: concord_access::Role::Proxy,
        ..patient
    };
    Ok(store.put_accounts(vec![account]).await?)
}
