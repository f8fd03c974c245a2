//! Invented people: one course of depression, one bipolar life, and anybody from a seed.
#![allow(dead_code, clippy::unwrap_used, missing_docs)]

use concord_timeline::*;
use jiff::civil::{Date, date, time};
use rust_decimal::Decimal;

pub fn today() -> Date {
    date(2026, 8, 20)
}

pub fn lane(id: &str, name: &str, unit: &str, latest: &str, context: &str, kind: LaneKind) -> Lane {
    Lane { id: id.into(), name: name.into(), unit: unit.into(), latest: latest.into(), context: context.into(), kind }
}

fn decision(number: u32, on: Date, label: &str, what: &str, why: &str, who: &str) -> Decision {
    let planned = on > today();
    Decision { number, on, label: label.into(), what: what.into(), why: why.into(), who: who.into(), planned }
}

fn phq9_bands() -> Vec<Band> {
    [("minimal", 0, 4), ("mild", 5, 9), ("moderate", 10, 14), ("moderately severe", 15, 19), ("severe", 20, 27)]
        .into_iter()
        .map(|(name, from, to)| Band { name: name.into(), from, to })
        .collect()
}

fn line(at_tenths: i32, words: &str) -> Option<ScoreLine> {
    Some(ScoreLine { at_tenths, words: words.into() })
}

fn point(on: Date, total: i32) -> ScorePoint {
    ScorePoint { on, answer: Answer::Total(total), series: "v1 self".into(), mark: None }
}

/// Twelve weeks of sertraline, CBT and mindfulness, seen in week 11.
pub fn maria() -> Timeline {
    let start = date(2026, 6, 1);
    let day = |n: i32| shift(start, n);
    let mut t = Timeline::new(today(), Some(start));
    t.window = Window { from: date(2026, 5, 25), to: date(2026, 11, 9) };
    t.title = "Maria Delgado: treatment and change, June to November 2026".into();
    t.headline = "PHQ-9 fell from 18 to 8 over ten weeks.".into();
    t.path = Some("/people/204517/chart".into());
    t.decisions = vec![
        decision(
            1,
            day(0),
            "Start together",
            "Start sertraline and CBT together",
            "She compared four ways to begin and chose both.",
            "Maria, Dr Osei, R. Lindgren",
        ),
        decision(
            2,
            day(21),
            "Add class",
            "Add the mindfulness class",
            "Evenings are hard and sleep is poor.",
            "Maria, R. Lindgren",
        ),
        decision(
            3,
            day(28),
            "Up to 100 mg",
            "Sertraline 50 to 100 mg",
            "17 % lower at week 4: less than hoped for.",
            "Maria, Dr Osei",
        ),
        decision(
            4,
            day(42),
            "Down to 75 mg, at night",
            "Sertraline 100 to 75 mg, at night",
            "Foggy afternoons; homework stopped for two weeks.",
            "Maria, Dr Osei, R. Lindgren",
        ),
        decision(
            5,
            day(70),
            "Stay the course",
            "Stay the course",
            "Response reached; item 9 asked about the same day.",
            "Maria, B. Achebe, Dr Osei",
        ),
        decision(6, day(112), "Joint review, week 16", "Joint review, week 16", "Remission or not?", "All four"),
    ];
    let scores = [18, 17, 15, 14, 11, 8];
    let mut points: Vec<ScorePoint> = scores.iter().enumerate().map(|(i, s)| point(day(i as i32 * 14), *s)).collect();
    points[4].mark = Some(Mark { kind: MarkKind::ReliableChange, words: "reliable change, −7".into() });
    points[5].mark = Some(Mark { kind: MarkKind::Response, words: "response, −56%".into() });
    let fan = |n: i32, low80, low50, median, high50, high80| FanPoint { on: day(n), low80, low50, median, high50, high80 };
    let phq9 = ScoreLane {
        main: true,
        min: 0,
        max: 27,
        more_is_better: false,
        bands: phq9_bands(),
        response: line(90, "response: 9 or less"),
        remission: line(45, "remission: under 5"),
        look_closer: None,
        points,
        due: (6..11).map(|i| day(i * 14)).collect(),
        fan: Some(Fan {
            points: vec![
                fan(0, 180, 180, 180, 180, 180),
                fan(14, 134, 154, 166, 186, 202),
                fan(28, 96, 124, 146, 172, 196),
                fan(56, 52, 83, 113, 147, 181),
                fan(84, 33, 60, 92, 129, 169),
                fan(126, 20, 44, 75, 115, 158),
                fan(168, 15, 39, 68, 107, 152),
            ],
            words: "usual course for people starting at 18 (half, 8 in 10)".into(),
            source: "invented for this test".into(),
        }),
    };
    let item9 = [1, 0, 0, 0, 0, 1];
    let safety = SafetyLane {
        points: item9
            .iter()
            .enumerate()
            .map(|(i, v)| SafetyPoint {
                on: day(i as i32 * 14),
                value: Some(*v),
                words: if *v > 0 { "several days".into() } else { "not at all".into() },
                retracted: false,
            })
            .collect(),
    };
    let gad7 = ScoreLane {
        main: false,
        min: 0,
        max: 21,
        more_is_better: false,
        bands: vec![
            Band { name: "minimal".into(), from: 0, to: 4 },
            Band { name: "mild".into(), from: 5, to: 9 },
            Band { name: "moderate".into(), from: 10, to: 14 },
            Band { name: "severe".into(), from: 15, to: 21 },
        ],
        response: line(70, "response: 7 or less"),
        remission: None,
        look_closer: None,
        points: [14, 14, 12, 12, 9, 7].iter().enumerate().map(|(i, s)| point(day(i as i32 * 14), *s)).collect(),
        due: Vec::new(),
        fan: None,
    };
    let step =
        |n: i32, mg: i64, words: &str| DoseStep { from: day(n).into(), dose: Some(Decimal::from(mg)), words: words.into() };
    let sertraline = DoseLane {
        class: "Antidepressants".into(),
        dose_unit: "mg".into(),
        steps: vec![step(0, 25, ""), step(7, 50, ""), step(28, 100, ""), step(42, 75, "night")],
        stopped: None,
        missed: [10, 33, 36, 37, 39, 62].into_iter().map(day).collect(),
        unknown: Vec::new(),
        planned: vec![PlannedStep {
            from: day(112),
            until: Some(day(140)),
            dose: Decimal::from(100),
            words: String::new(),
            condition: Some("if PHQ-9 over 9".into()),
        }],
        level: level(day(0), t.window.to, 26.0, |on| match days_between(day(0), on) {
            10 | 33 | 36 | 37 | 39 | 62 => (0.0, 0.0),
            ..7 => (25.0, 25.0),
            7..28 => (50.0, 50.0),
            28..42 => (100.0, 100.0),
            _ => (75.0, 75.0),
        }),
    };
    let hydroxyzine = AsNeededLane {
        class: "Anxiolytics".into(),
        from: day(0),
        taken: [2, 4, 5, 8, 11, 13, 17, 21, 26, 32, 40].into_iter().map(|n| (day(n), 1)).collect(),
        stopped: Some(day(56)),
    };
    let burden = BurdenLane {
        max: 6,
        action: Some(ActionLine { at: 3, words: "3: talk about it".into() }),
        entries: [1, 2, 1, 1, 4, 5, 2, 1, 1, 1, 1]
            .iter()
            .enumerate()
            .map(|(i, v)| BurdenEntry {
                on: day(i as i32 * 7),
                value: *v,
                words: if *v == 4 { "foggy and sleepy after lunch".into() } else { String::new() },
            })
            .collect(),
    };
    let homework = [(3, 3), (3, 3), (3, 2), (3, 1), (3, 0), (2, 1), (3, 3), (3, 3), (3, 2), (3, 3)];
    let mut sessions: Vec<Session> = (0..11)
        .map(|i| Session {
            on: day(9 + i * 7),
            at: Some(time(15, 0, 0, 0)),
            modality: if i == 8 { Modality::CoupleOrFamily } else { Modality::Cbt },
            state: if i == 4 { Attendance::DidNotAttend } else { Attendance::Attended },
            homework: homework.get(i as usize).map(|(set, done)| Homework { set: *set, done: *done, could_not: 0 }),
            name: if i == 8 { "couple 1".into() } else { format!("CBT {}", i + 1) },
        })
        .collect();
    sessions.extend([86, 93, 107, 135, 156].into_iter().map(|n| Session {
        on: day(n),
        at: None,
        modality: Modality::Cbt,
        state: Attendance::Planned,
        homework: None,
        name: "CBT".into(),
    }));
    let minutes = [45, 30, 10, 35, 70, 95, 80, 105, 45];
    let practice = PracticeLane {
        visits: (0..8)
            .map(|i| Visit {
                on: day(22 + i * 7),
                state: if i == 2 { Attendance::Cancelled } else { Attendance::Attended },
                name: format!("class {}", i + 1),
            })
            .chain([106, 134].into_iter().map(|n| Visit { on: day(n), state: Attendance::Planned, name: "class".into() }))
            .collect(),
        minutes: minutes.iter().enumerate().map(|(i, m)| (day(22 + i as i32 * 7), *m)).collect(),
        aim: Some(60),
        aim_words: "aim 60 min".into(),
        from: Some(day(21)),
    };
    let mut seed = 7_u64;
    let nights = (0..81).map(|n| (day(n), 320 + n as u32 * 5 / 4 + (random(&mut seed) % 70) as u32)).collect();
    let mood = (0..81)
        .filter(|n| n % 9 != 2)
        .map(|n| {
            let value = match n {
                0..52 => -2 - i8::from(random(&mut seed).is_multiple_of(5)),
                52..70 => -i8::from(!random(&mut seed).is_multiple_of(3)),
                _ => i8::from(n > 77),
            };
            MoodDay { on: day(n), low: value, high: value, words: String::new() }
        })
        .collect();
    let check =
        |name: &str, n: i32, value: &str| Check { name: name.into(), done: vec![(day(n), Some(value.into()))], due: Vec::new() };
    let mut weight = check("weight, pressure", 49, "71 kg");
    weight.due.push(Due { on: day(84), state: DueState::Due, words: "weight due".into() });
    weight.due.push(Due { on: day(112), state: DueState::Conditional, words: "pressure, if switching".into() });
    let event =
        |n: i32, tone: Tone, words: &str| LifeEvent { when: day(n).into(), tone, words: words.into(), ahead: day(n) > today() };
    t.lanes = vec![
        lane("phq-9", "PHQ-9", "low mood, 0–27, every 2 weeks", "8 mild", "was 18, 10 Aug", LaneKind::Score(phq9)),
        lane("item-9", "Item 9", "thoughts of self-harm", "1", "several days", LaneKind::Safety(safety)),
        lane("gad-7", "GAD-7", "worry, 0–21", "7 mild", "was 14", LaneKind::Score(gad7)),
        lane("sertraline", "Sertraline", "mg a day", "75 mg", "at night, 93% taken", LaneKind::Dose(sertraline)),
        lane("hydroxyzine", "Hydroxyzine", "25 mg as needed", "stopped", "27 Jul", LaneKind::AsNeeded(hydroxyzine)),
        lane("burden", "Side effects", "burden, 0–6, weekly", "1", "not bothersome", LaneKind::Burden(burden)),
        lane(
            "cbt",
            "Talking therapy",
            "CBT, one couple session; bars: homework done",
            "10 of 13",
            "sessions, 72% homework",
            LaneKind::Sessions(SessionLane { sessions, courses: Vec::new() }),
        ),
        lane(
            "mindfulness",
            "Mindfulness",
            "class ●, practice min a week",
            "45 min",
            "this week, 7 of 8 classes",
            LaneKind::Practice(practice),
        ),
        lane(
            "sleep",
            "Sleep",
            "hours, band 7 to 9",
            "7.1 h",
            "7-night mean",
            LaneKind::Sleep(SleepLane { nights, band: Some((420, 540)) }),
        ),
        lane(
            "mood",
            "Mood, daily",
            "above or below usual",
            "above",
            "usual",
            LaneKind::Mood(MoodLane { reach: 3, days: mood, actions: Vec::new() }),
        ),
        lane(
            "checks",
            "Checks",
            "",
            "24 Aug",
            "",
            LaneKind::Checks(ChecksLane { checks: vec![check("bloods", 4, "normal"), check("sodium", 21, "139"), weight] }),
        ),
        lane(
            "events",
            "Life events",
            "",
            "",
            "",
            LaneKind::LifeEvents(vec![
                event(33, Tone::Hard, "mother’s operation"),
                event(48, Tone::Good, "half days"),
                event(67, Tone::Hard, "argument at home"),
                event(133, Tone::Hard, "father’s anniversary"),
            ]),
        ),
    ];
    t
}

/// Ten years of bipolar disorder: lithium, stopped and taken up again, two hospital stays, long wellness.
pub fn hanna() -> Timeline {
    let mut t = Timeline::new(today(), None);
    t.title = "Hanna Kowalczyk: ten years".into();
    t.headline = "Eight episodes and two hospital stays in ten years; well for 15 months.".into();
    t.path = Some("/people/118206/chart".into());
    t.decisions = [
        (1, date(2019, 4, 20), "Begin lithium"),
        (2, date(2021, 2, 1), "Taper lithium"),
        (3, date(2022, 1, 31), "Lithium again"),
        (4, date(2022, 6, 2), "Add lamotrigine"),
        (5, date(2022, 12, 1), "Quetiapine off"),
        (6, date(2025, 1, 10), "Add CBT"),
        (7, date(2025, 11, 17), "Lithium 900 to 750"),
        (8, date(2026, 4, 11), "Step 2: quetiapine"),
        (9, date(2026, 5, 8), "Quetiapine off"),
        (10, date(2026, 6, 30), "Family top-ups"),
        (11, date(2026, 10, 5), "Yearly look"),
    ]
    .into_iter()
    .map(|(n, on, label)| decision(n, on, label, label, "As the plan says.", "Hanna, Dr Imani"))
    .collect();
    let episode = |kind, from: Date, to: Date, worst, words: &str| Episode {
        kind,
        from: from.into(),
        to: Some(to.into()),
        worst,
        words: words.into(),
    };
    use EpisodeKind::{High, Hospital, Low, Remission};
    t.episodes = vec![
        Episode {
            kind: Low,
            from: When::Between { earliest: date(2016, 10, 1), latest: date(2016, 12, 15), words: "about 2016".into() },
            to: Some(When::On(date(2017, 1, 20))),
            worst: 2,
            words: String::new(),
        },
        episode(Low, date(2017, 2, 15), date(2017, 8, 10), 3, ""),
        episode(High, date(2017, 8, 20), date(2017, 10, 5), 2, "on sertraline"),
        episode(Low, date(2018, 10, 15), date(2019, 4, 1), 3, ""),
        episode(High, date(2019, 4, 20), date(2019, 7, 4), 4, ""),
        episode(Hospital, date(2019, 5, 18), date(2019, 6, 4), 4, "17 days"),
        episode(Remission, date(2019, 9, 10), date(2021, 12, 10), 1, "well 27 months"),
        episode(High, date(2021, 12, 16), date(2022, 2, 4), 4, ""),
        episode(Hospital, date(2021, 12, 22), date(2022, 1, 12), 4, "hospital, 21 days"),
        episode(Low, date(2022, 3, 20), date(2022, 9, 8), 3, ""),
        episode(Remission, date(2022, 11, 15), date(2024, 10, 15), 1, "well 23 months"),
        episode(Low, date(2024, 10, 20), date(2025, 3, 10), 2, ""),
        Episode { kind: Remission, from: date(2025, 5, 10).into(), to: None, worst: 1, words: "well 15 months".into() },
        episode(High, date(2026, 4, 8), date(2026, 4, 18), 3, "10 days"),
    ];
    let mut seed = 11_u64;
    let mut days = Vec::new();
    let mut nights = Vec::new();
    let mut day = date(2019, 1, 1);
    while day <= today() {
        let ill = t
            .episodes
            .iter()
            .find(|e| e.kind != Remission && e.from.earliest() <= day && e.to.as_ref().is_some_and(|to| to.latest() >= day));
        let wobble = (random(&mut seed) % 7) as i8;
        let value = match ill.map(|e| (e.kind, e.worst as i8)) {
            Some((Low, worst)) => -worst + i8::from(wobble > 3),
            Some((_, worst)) => worst - i8::from(wobble > 4),
            None => match wobble {
                0 => 1,
                1 => -1,
                _ => 0,
            },
        };
        if !random(&mut seed).is_multiple_of(9) {
            days.push(MoodDay { on: day, low: value, high: value, words: String::new() });
            nights.push((day, (430 - i32::from(value) * 40 + (random(&mut seed) % 80) as i32).max(120) as u32));
        }
        day = shift(day, 1);
    }
    let level = |on: Date, hundredths: i64, words: &str| Measured {
        on,
        value: Decimal::new(hundredths, 2),
        outside: !(60..=80).contains(&hundredths),
        words: words.into(),
    };
    let levels: Vec<Measured> = [
        (2019, 6, 55, ""),
        (2019, 10, 80, ""),
        (2020, 4, 72, ""),
        (2020, 10, 70, ""),
        (2021, 4, 48, "tapering"),
        (2022, 3, 55, ""),
        (2022, 8, 78, ""),
        (2023, 2, 72, ""),
        (2023, 8, 70, ""),
        (2024, 2, 69, ""),
        (2024, 8, 71, ""),
        (2025, 2, 68, ""),
        (2025, 9, 82, ""),
        (2025, 11, 94, "trembling"),
        (2025, 12, 72, ""),
        (2026, 3, 70, ""),
        (2026, 4, 48, "doses missed"),
        (2026, 6, 68, ""),
    ]
    .into_iter()
    .map(|(y, m, v, words)| level(date(y, m, 12), v, words))
    .collect();
    let kidney = (2019..=2026)
        .map(|y| Measured {
            on: date(y, 3, 20),
            value: Decimal::from(104 - (y - 2019) as i64 * 3),
            outside: false,
            words: String::new(),
        })
        .collect();
    let medicine = |class: &str, from: Date, stopped: Option<Date>, doses: &[(Date, i64)]| {
        LaneKind::Dose(DoseLane {
            class: class.into(),
            dose_unit: "mg".into(),
            steps: std::iter::once((from, doses[0].1))
                .chain(doses[1..].iter().copied())
                .map(|(on, mg)| DoseStep { from: on.into(), dose: Some(Decimal::from(mg)), words: String::new() })
                .collect(),
            stopped,
            missed: if stopped.is_none() { vec![date(2026, 4, 1), date(2026, 4, 2), date(2026, 1, 15)] } else { Vec::new() },
            unknown: Vec::new(),
            planned: Vec::new(),
            level: DoseLevel::Measured,
        })
    };
    let zero = date(2000, 1, 1);
    let score = |name: &str, max: i32, values: &[(i16, i8, i32)], closer: Option<ScoreLine>, remission: Option<ScoreLine>| {
        let points = values.iter().map(|(y, m, v)| point(date(*y, *m, 14), *v)).collect();
        lane(
            &name.to_lowercase(),
            name,
            if max == 27 { "low mood, 0–27" } else { "high mood, 0–20" },
            "2",
            "no low mood",
            LaneKind::Score(ScoreLane {
                main: false,
                min: 0,
                max,
                more_is_better: false,
                bands: Vec::new(),
                response: None,
                remission,
                look_closer: closer,
                points,
                due: Vec::new(),
                fan: None,
            }),
        )
    };
    let phq: Vec<(i16, i8, i32)> = vec![
        (2022, 1, 2),
        (2022, 4, 19),
        (2022, 9, 9),
        (2023, 3, 2),
        (2024, 3, 1),
        (2024, 11, 14),
        (2025, 3, 3),
        (2025, 9, 3),
        (2025, 10, 2),
        (2025, 12, 6),
        (2026, 1, 8),
        (2026, 2, 7),
        (2026, 3, 4),
        (2026, 4, 1),
        (2026, 5, 3),
        (2026, 6, 2),
        (2026, 7, 2),
    ];
    let asrm: Vec<(i16, i8, i32)> = vec![
        (2021, 10, 1),
        (2022, 1, 15),
        (2022, 6, 0),
        (2023, 6, 2),
        (2025, 9, 2),
        (2025, 11, 1),
        (2026, 1, 0),
        (2026, 3, 1),
        (2026, 4, 11),
        (2026, 5, 9),
        (2026, 6, 2),
        (2026, 7, 1),
    ];
    let mut sessions = Vec::new();
    for (name, modality, first, count) in [
        ("family", Modality::CoupleOrFamily, date(2023, 1, 12), 12),
        ("CBT", Modality::Cbt, date(2025, 1, 15), 16),
        ("top-ups", Modality::Psychoeducation, date(2025, 10, 2), 7),
    ] {
        for i in 0..count {
            sessions.push(Session {
                on: shift(first, i * if name == "top-ups" { 40 } else { 14 }),
                at: None,
                modality,
                state: if i == 5 && name == "CBT" { Attendance::DidNotAttend } else { Attendance::Attended },
                homework: (name == "CBT").then_some(Homework { set: 2, done: (i % 3) as u32, could_not: 0 }),
                name: format!("{name} {}", i + 1),
            });
        }
    }
    let event = |when: When, tone: Tone, words: &str, ahead: bool| LifeEvent { when, tone, words: words.into(), ahead };
    t.lanes = vec![
        lane(
            "mood",
            "Mood",
            "lowest and highest day, −4 to +4; up: above her usual",
            "usual",
            "15 months well, 2 days at −1",
            LaneKind::Mood(MoodLane {
                reach: 4,
                days,
                actions: vec![
                    ActionLine { at: 2, words: "her step 2: two days at +2".into() },
                    ActionLine { at: -2, words: "her step 2: five days at −2".into() },
                ],
            }),
        ),
        lane(
            "weeks-well",
            "Weeks well",
            "of 52, each year; above: weeks low, high",
            "31 of 33",
            "this year",
            LaneKind::WeeksWell(
                [
                    (2017, 20, 25, 7),
                    (2018, 43, 9, 0),
                    (2019, 25, 16, 11),
                    (2020, 52, 0, 0),
                    (2021, 51, 0, 1),
                    (2022, 19, 25, 8),
                    (2023, 52, 0, 0),
                    (2024, 44, 8, 0),
                    (2025, 40, 12, 0),
                    (2026, 31, 0, 2),
                ]
                .into_iter()
                .map(|(year, well, low, high)| YearWell {
                    year,
                    well,
                    low,
                    high,
                    of: if year == 2026 { 33 } else { 52 },
                    told: year < 2019,
                })
                .collect(),
            ),
        ),
        score("PHQ-9", 27, &phq, None, line(45, "remission: under 5")),
        score("ASRM", 20, &asrm, line(60, "6: look closer"), None),
        lane(
            "lithium",
            "Lithium",
            "mg a day",
            "750 mg",
            "97% taken",
            medicine("Mood stabilisers", date(2022, 1, 31), None, &[(zero, 900), (date(2025, 11, 17), 750)]),
        ),
        lane(
            "lithium-1",
            "Lithium",
            "mg a day",
            "stopped",
            "20 Aug 2021",
            medicine("Mood stabilisers", date(2019, 4, 20), Some(date(2021, 8, 20)), &[(zero, 900)]),
        ),
        lane(
            "lamotrigine",
            "Lamotrigine",
            "mg a day",
            "200 mg",
            "",
            medicine("Mood stabilisers", date(2022, 6, 2), None, &[(zero, 200)]),
        ),
        lane(
            "quetiapine",
            "Quetiapine",
            "step 2 only",
            "none",
            "since 8 May",
            medicine("Antipsychotics", date(2026, 4, 11), Some(date(2026, 5, 8)), &[(zero, 100), (date(2026, 4, 28), 50)]),
        ),
        lane(
            "quetiapine-2",
            "Quetiapine",
            "mg",
            "stopped",
            "",
            medicine("Antipsychotics", date(2022, 1, 12), Some(date(2022, 12, 1)), &[(zero, 300), (date(2022, 9, 1), 50)]),
        ),
        lane(
            "sertraline",
            "Sertraline",
            "mg",
            "stopped",
            "",
            medicine("Antidepressants", date(2017, 3, 20), Some(date(2017, 9, 20)), &[(zero, 50)]),
        ),
        lane(
            "lithium-level",
            "Lithium level",
            "measured, mEq/L, 12 h after dose",
            "0.68",
            "15 Jun, due 14 Sep",
            LaneKind::Measurement(MeasurementLane {
                values: levels,
                aim: Some((Decimal::new(60, 2), Decimal::new(80, 2))),
                aim_words: "aim 0.6–0.8".into(),
                line: None,
                due: vec![Due { on: date(2026, 9, 14), state: DueState::Due, words: "due 14 Sep".into() }],
                slow: false,
            }),
        ),
        lane(
            "kidney",
            "Kidney",
            "eGFR",
            "84",
            "was 104",
            LaneKind::Measurement(MeasurementLane {
                values: kidney,
                aim: None,
                aim_words: String::new(),
                line: Some((Decimal::from(60), "60: talk about it".into())),
                due: Vec::new(),
                slow: true,
            }),
        ),
        lane(
            "checks",
            "Lithium checks",
            "",
            "due",
            "all on 14 Sep",
            LaneKind::Checks(ChecksLane {
                checks: ["thyroid, TSH", "calcium", "weight, kg"]
                    .iter()
                    .map(|name| Check {
                        name: (*name).into(),
                        done: vec![(date(2025, 9, 12), Some("2.1".into())), (date(2026, 3, 20), Some("2.4".into()))],
                        due: vec![Due { on: date(2026, 9, 14), state: DueState::Due, words: (*name).into() }],
                    })
                    .collect(),
            }),
        ),
        lane(
            "burden",
            "Side effects",
            "worst week of month",
            "1",
            "of 6",
            LaneKind::Burden(BurdenLane {
                max: 6,
                action: Some(ActionLine { at: 3, words: "3: talk about it".into() }),
                entries: (0..50)
                    .map(|i| BurdenEntry {
                        on: shift(date(2025, 9, 1), i * 7),
                        value: if i == 11 { 4 } else { 1 },
                        words: if i == 11 { "“tea cup shakes”".into() } else { String::new() },
                    })
                    .collect(),
            }),
        ),
        lane(
            "therapy",
            "Talking therapy",
            "learning, family; courses: n done of n",
            "7 of 7",
            "top-ups",
            LaneKind::Sessions(SessionLane { sessions, courses: Vec::new() }),
        ),
        lane(
            "sleep",
            "Sleep",
            "shortest and longest night",
            "7.4 h",
            "7-night mean",
            LaneKind::Sleep(SleepLane { nights, band: Some((420, 540)) }),
        ),
        lane(
            "events",
            "Life events",
            "",
            "",
            "",
            LaneKind::LifeEvents(vec![
                event(date(2018, 9, 10).into(), Tone::Hard, "lost work", false),
                event(
                    When::Between { earliest: date(2020, 2, 1), latest: date(2020, 6, 1), words: "about spring 2020".into() },
                    Tone::Good,
                    "trained as a nurse",
                    false,
                ),
                event(date(2023, 5, 10).into(), Tone::Good, "moved in with Jan", false),
                event(date(2024, 9, 10).into(), Tone::Hard, "father’s illness", false),
                event(date(2025, 10, 20).into(), Tone::Good, "new job, days only", false),
                event(date(2026, 4, 1).into(), Tone::Hard, "three night flights", false),
                event(date(2026, 10, 30).into(), Tone::Good, "sister’s wedding", true),
            ]),
        ),
    ];
    t
}

/// The same person in another window.
pub fn within(mut t: Timeline, from: Date, to: Date) -> Timeline {
    t.window = Window { from, to };
    t
}

/// A small generator, so that every test names its own numbers.
pub fn random(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

/// Somebody, from a seed: any kinds of lanes, long names, crowds of events, everything that may be missing missing.
pub fn anybody(seed: u64, window: Window) -> Timeline {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    for _ in 0..8 {
        random(&mut state);
    }
    let mut t = Timeline::new(today(), None);
    t.window = window;
    t.title = "Somebody".into();
    let mut dice = Dice { state };
    if dice.one_in(2) {
        t.course_start = Some(dice.day(&window));
    }
    t.language = if dice.one_in(3) { Language::Spanish } else { Language::English };
    t.reader = if dice.one_in(3) { Reader::Patient } else { Reader::Clinician };
    t.decisions = (0..dice.up_to(40))
        .map(|i| {
            let on = dice.day(&window);
            Decision {
                number: i + 1,
                on,
                label: dice.words(4),
                what: dice.words(8),
                why: dice.words(12),
                who: dice.words(4),
                planned: on > today(),
            }
        })
        .collect();
    t.episodes = (0..dice.up_to(9))
        .map(|_| {
            let kind = [EpisodeKind::Low, EpisodeKind::High, EpisodeKind::Mixed, EpisodeKind::Remission, EpisodeKind::Hospital]
                [dice.up_to(4) as usize];
            let from = dice.when(&window);
            let to = dice
                .one_in(5)
                .then_some(())
                .map_or_else(|| Some(When::On(shift(from.latest(), dice.up_to(400) as i32))), |()| None);
            Episode { kind, from, to, worst: 1 + dice.up_to(3) as u8, words: dice.words(4) }
        })
        .collect();
    for i in 0..3 + dice.up_to(14) {
        let kind = dice.lane(&window, i == 0);
        let (name, unit, latest, context) = (dice.words(5), dice.words(9), dice.words(4), dice.words(6));
        t.lanes.push(Lane { id: format!("lane-{i}"), name, unit, latest, context, kind });
    }
    t
}

struct Dice {
    state: u64,
}

impl Dice {
    /// 0 to `most`, both included.
    fn up_to(&mut self, most: u32) -> u32 {
        (random(&mut self.state) % (u64::from(most) + 1)) as u32
    }

    fn one_in(&mut self, n: u32) -> bool {
        self.up_to(n - 1) == 0
    }

    /// Mostly within the window, sometimes outside it.
    fn day(&mut self, window: &Window) -> Date {
        let length = window.days() as u32;
        shift(window.from, self.up_to(length + length / 5) as i32 - length as i32 / 10)
    }

    fn when(&mut self, window: &Window) -> When {
        let day = self.day(window);
        if self.one_in(4) {
            When::Between { earliest: day, latest: shift(day, self.up_to(200) as i32), words: self.words(4) }
        } else {
            When::On(day)
        }
    }

    fn days(&mut self, window: &Window, most: u32) -> Vec<Date> {
        (0..self.up_to(most)).map(|_| self.day(window)).collect()
    }

    fn words(&mut self, most: u32) -> String {
        const SOME: [&str; 16] = [
            "mood",
            "sertraline",
            "acompañamiento",
            "to 75 mg",
            "at night",
            "mother’s operation",
            "Weltschmerz",
            "–",
            "7 of 8",
            "MMMM",
            "moderately severe",
            "Antidepressivum-Rückfallprophylaxe",
            "fog",
            "i",
            "100",
            "if PHQ-9 over 9",
        ];
        let count = self.up_to(most);
        (0..count).map(|_| SOME[self.up_to(15) as usize]).collect::<Vec<_>>().join(" ")
    }

    fn attendance(&mut self) -> Attendance {
        [Attendance::Attended, Attendance::DidNotAttend, Attendance::Cancelled, Attendance::Planned][self.up_to(3) as usize]
    }

    fn due(&mut self, window: &Window) -> Vec<Due> {
        (0..self.up_to(6))
            .map(|_| Due {
                on: self.day(window),
                state: [DueState::Due, DueState::Overdue(1 + self.up_to(80)), DueState::Conditional][self.up_to(2) as usize],
                words: self.words(3),
            })
            .collect()
    }

    fn lane(&mut self, window: &Window, first: bool) -> LaneKind {
        match if first { 0 } else { self.up_to(16) } {
            0 | 1 => LaneKind::Score(self.score(window, first)),
            2 => LaneKind::Safety(SafetyLane {
                points: self
                    .days(window, 600)
                    .into_iter()
                    .map(|on| SafetyPoint {
                        on,
                        value: (!self.one_in(6)).then(|| self.up_to(3) as i32),
                        words: self.words(3),
                        retracted: self.one_in(9),
                    })
                    .collect(),
            }),
            3..=5 => LaneKind::Dose(self.dose(window)),
            6 => LaneKind::AsNeeded(AsNeededLane {
                class: self.words(1),
                from: self.day(window),
                taken: self.days(window, 500).into_iter().map(|day| (day, 1 + self.up_to(4))).collect(),
                stopped: self.one_in(2).then(|| self.day(window)),
            }),
            7 => LaneKind::Burden(BurdenLane {
                max: 6,
                action: self.one_in(2).then(|| ActionLine { at: 3, words: self.words(4) }),
                entries: self
                    .days(window, 300)
                    .into_iter()
                    .map(|on| BurdenEntry { on, value: self.up_to(6) as i32, words: self.words(4) })
                    .collect(),
            }),
            8 | 9 => LaneKind::Sessions(SessionLane {
                sessions: self
                    .days(window, 300)
                    .into_iter()
                    .map(|on| Session {
                        on,
                        at: self.one_in(2).then(|| time(self.up_to(23) as i8, 30, 0, 0)),
                        modality: [
                            Modality::Cbt,
                            Modality::DbtIndividual,
                            Modality::DbtSkills,
                            Modality::Psychodynamic,
                            Modality::CoupleOrFamily,
                            Modality::Psychoeducation,
                            Modality::Other,
                        ][self.up_to(6) as usize],
                        state: self.attendance(),
                        homework: self.one_in(2).then(|| Homework {
                            set: self.up_to(3),
                            done: self.up_to(3),
                            could_not: self.up_to(1),
                        }),
                        name: self.words(2),
                    })
                    .collect(),
                courses: if self.one_in(2) {
                    Vec::new()
                } else {
                    (0..self.up_to(5))
                        .map(|_| {
                            let from = self.day(window);
                            CourseBlock {
                                name: self.words(3),
                                span: Span { from, to: Some(shift(from, self.up_to(200) as i32)) },
                                done: self.up_to(12),
                                of: 12,
                            }
                        })
                        .collect()
                },
            }),
            10 => LaneKind::Practice(PracticeLane {
                visits: self
                    .days(window, 200)
                    .into_iter()
                    .map(|on| Visit { on, state: self.attendance(), name: self.words(2) })
                    .collect(),
                minutes: self.days(window, 900).into_iter().map(|day| (day, self.up_to(60))).collect(),
                aim: self.one_in(2).then_some(60),
                aim_words: self.words(3),
                from: None,
            }),
            11 => LaneKind::Sleep(SleepLane {
                nights: self.days(window, 1500).into_iter().map(|day| (day, self.up_to(800))).collect(),
                band: Some((420, 540)),
            }),
            12 => {
                let reach = if self.one_in(2) { 4 } else { 3 };
                LaneKind::Mood(MoodLane {
                    reach,
                    days: self
                        .days(window, 1500)
                        .into_iter()
                        .map(|on| {
                            let low = self.up_to(2 * u32::from(reach)) as i8 - reach as i8;
                            MoodDay { on, low, high: low, words: self.words(2) }
                        })
                        .collect(),
                    actions: (0..self.up_to(2))
                        .map(|i| ActionLine { at: if i == 0 { 2 } else { -2 }, words: self.words(5) })
                        .collect(),
                })
            }
            13 => LaneKind::Measurement(MeasurementLane {
                values: self
                    .days(window, 200)
                    .into_iter()
                    .map(|on| Measured {
                        on,
                        value: Decimal::new(i64::from(self.up_to(300)), 2),
                        outside: self.one_in(5),
                        words: self.words(2),
                    })
                    .collect(),
                aim: self.one_in(2).then(|| (Decimal::new(60, 2), Decimal::new(80, 2))),
                aim_words: self.words(3),
                line: self.one_in(2).then(|| (Decimal::ONE, self.words(4))),
                due: self.due(window),
                slow: self.one_in(2),
            }),
            14 => LaneKind::Checks(ChecksLane {
                checks: (0..self.up_to(9))
                    .map(|_| Check {
                        name: self.words(2),
                        done: self.days(window, 30).into_iter().map(|day| (day, self.one_in(2).then(|| self.words(1)))).collect(),
                        due: self.due(window),
                    })
                    .collect(),
            }),
            15 => LaneKind::LifeEvents(
                (0..self.up_to(60))
                    .map(|_| LifeEvent {
                        when: self.when(window),
                        tone: [Tone::Hard, Tone::Good, Tone::Unsaid][self.up_to(2) as usize],
                        words: self.words(4),
                        ahead: self.one_in(4),
                    })
                    .collect(),
            ),
            _ => match self.up_to(2) {
                0 => LaneKind::NotShared,
                1 => LaneKind::Notes(self.days(window, 40).into_iter().map(|on| Note { on, words: self.words(6) }).collect()),
                _ => LaneKind::WeeksWell(
                    (2016..=2026)
                        .map(|year| YearWell {
                            year,
                            well: self.up_to(30),
                            low: self.up_to(10),
                            high: self.up_to(12),
                            of: 52,
                            told: self.one_in(4),
                        })
                        .collect(),
                ),
            },
        }
    }

    fn score(&mut self, window: &Window, main: bool) -> ScoreLane {
        let max = [6, 21, 27, 100][self.up_to(3) as usize];
        let line = |dice: &mut Self| {
            dice.one_in(2).then(|| ScoreLine { at_tenths: dice.up_to(max as u32 * 10) as i32, words: dice.words(4) })
        };
        let points = self
            .days(window, 400)
            .into_iter()
            .map(|on| {
                let answer = match self.up_to(9) {
                    0 => Answer::NotAnswered,
                    1 => Answer::Declined,
                    2 => Answer::NoTotal,
                    3 => Answer::Retracted(Some(self.up_to(max as u32) as i32)),
                    _ => Answer::Total(self.up_to(max as u32) as i32),
                };
                let mark = self.one_in(9).then(|| Mark {
                    kind: [MarkKind::ReliableChange, MarkKind::Response, MarkKind::Remission, MarkKind::Worse]
                        [self.up_to(3) as usize],
                    words: self.words(4),
                });
                ScorePoint { on, answer, series: if self.one_in(7) { "clinician".into() } else { "self".into() }, mark }
            })
            .collect();
        let third = max / 3;
        ScoreLane {
            main: main || self.one_in(3),
            min: 0,
            max,
            more_is_better: self.one_in(4),
            bands: vec![
                Band { name: self.words(2), from: 0, to: third },
                Band { name: self.words(2), from: third + 1, to: 2 * third },
                Band { name: self.words(2), from: 2 * third + 1, to: max },
            ],
            response: line(self),
            remission: line(self),
            look_closer: line(self),
            points,
            due: self.days(window, 20),
            fan: None,
        }
    }

    fn level(&mut self, window: &Window) -> DoseLevel {
        if self.one_in(4) {
            return if self.one_in(2) { DoseLevel::Measured } else { DoseLevel::NotDrawn(self.words(3)) };
        }
        let from = self.day(window);
        let (hours, dose) = (1.0 + self.up_to(140) as f32, self.up_to(300) as f32);
        let unknown = self.one_in(2);
        level(from, window.to, hours, |_| (if unknown { 0.0 } else { dose }, dose))
    }

    fn dose(&mut self, window: &Window) -> DoseLane {
        DoseLane {
            class: self.words(1),
            dose_unit: "mg".into(),
            steps: (0..1 + self.up_to(12))
                .map(|_| DoseStep {
                    from: self.when(window),
                    dose: (!self.one_in(8)).then(|| Decimal::from(self.up_to(400))),
                    words: self.words(2),
                })
                .collect(),
            stopped: self.one_in(3).then(|| self.day(window)),
            missed: self.days(window, 200),
            unknown: (0..self.up_to(3))
                .map(|_| {
                    let from = self.day(window);
                    Span { from, to: (!self.one_in(4)).then(|| shift(from, self.up_to(60) as i32)) }
                })
                .collect(),
            planned: (0..self.up_to(3))
                .map(|_| {
                    let from = self.day(window);
                    PlannedStep {
                        from,
                        until: self.one_in(2).then(|| shift(from, self.up_to(90) as i32)),
                        dose: Decimal::from(self.up_to(300)),
                        words: self.words(2),
                        condition: self.one_in(2).then(|| self.words(4)),
                    }
                })
                .collect(),
            level: self.level(window),
        }
    }
}

/// A level that follows the least and the most that were taken on each day.
pub fn level(from: Date, until: Date, half_life_hours: f32, dose: impl Fn(Date) -> (f32, f32)) -> DoseLevel {
    let kept = 0.5_f32.powf(24.0 / half_life_hours);
    let mut now = (0.0, 0.0);
    let day = |n| {
        let (least, most) = dose(shift(from, n));
        now = (now.0 * kept + least * (1.0 - kept), now.1 * kept + most * (1.0 - kept));
        now
    };
    let days = (0..days_between(from, until).max(0)).map(day).collect();
    DoseLevel::Simulated(SimulatedLevel { from, days, source: "the label of the medicine".into() })
}
