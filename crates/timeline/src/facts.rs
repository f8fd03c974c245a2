//! What each lane says about a stretch of time, in words: the table's cells and the tooltips.

use crate::days::{self, Stretch, number};
use crate::lanes::dose::{Begun, in_order};
use crate::model::*;
use crate::words::Words;
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

/// Says things about one timeline.
pub(crate) struct Facts<'a> {
    pub t: &'a Timeline,
    pub words: &'static Words,
}

/// What one lane says about one stretch.
#[derive(Debug, PartialEq)]
pub(crate) struct Fact {
    pub words: String,
    /// Something was recorded; otherwise the words say which kind of nothing it is.
    pub recorded: bool,
}

fn fact(words: impl Into<String>) -> Fact {
    Fact { words: words.into(), recorded: true }
}

fn nothing(words: &str) -> Fact {
    Fact { words: words.to_owned(), recorded: false }
}

/// The letter of the n-th note: a to z, then aa, ab …
pub fn letter(n: usize) -> String {
    let last = char::from(b'a' + (n % 26) as u8);
    if n < 26 { last.to_string() } else { format!("{}{last}", letter(n / 26 - 1)) }
}

/// "+2", "0", "−1", or "−2 to +1".
pub(crate) fn mood_words(low: i8, high: i8) -> String {
    let one = |value: i8| match value {
        0 => "0".to_owned(),
        value if value > 0 => format!("+{value}"),
        value => format!("−{}", value.unsigned_abs()),
    };
    if low == high { one(low) } else { format!("{}…{}", one(low), one(high)) }
}

impl<'a> Facts<'a> {
    pub(crate) fn new(t: &'a Timeline) -> Self {
        Self { t, words: Words::of(t.language, t.reader) }
    }

    pub(crate) fn date(&self, day: Date) -> String {
        days::short(day, self.t.today, self.words)
    }

    /// "3 Aug – 9 Aug", or one day.
    pub(crate) fn span(&self, stretch: &Stretch) -> String {
        let last = shift(stretch.end, -1);
        if last == stretch.first { self.date(last) } else { format!("{} – {}", self.date(stretch.first), self.date(last)) }
    }

    /// Everything recorded in a stretch, a line a lane.
    pub(crate) fn tooltip(&self, stretch: &Stretch) -> String {
        let mut lines = vec![self.span(stretch)];
        for lane in &self.t.lanes {
            let said = self.lane(lane, stretch);
            if said.recorded && !said.words.is_empty() {
                lines.push(format!("{}: {}", lane.name, said.words));
            }
        }
        lines.extend(self.decisions(stretch).into_iter().map(|decision| format!("■ {decision}")));
        lines.join("\n")
    }

    /// Decisions of a stretch, "4: Sertraline 100 to 75 mg".
    pub(crate) fn decisions(&self, stretch: &Stretch) -> Vec<String> {
        let mut made: Vec<&Decision> = self.t.decisions.iter().filter(|d| within(stretch, d.on)).collect();
        made.sort_by_key(|decision| decision.number);
        let what = |d: &Decision| if d.what.is_empty() { d.label.clone() } else { d.what.clone() };
        made.iter().map(|decision| format!("{}: {}", decision.number, what(decision))).collect()
    }

    /// Episodes that touch a stretch.
    pub(crate) fn episodes(&self, stretch: &Stretch) -> Vec<String> {
        let touches = |episode: &&Episode| {
            episode.from.earliest() < stretch.end && episode.to.as_ref().is_none_or(|to| to.latest() >= stretch.first)
        };
        self.t.episodes.iter().filter(touches).map(|episode| self.episode(episode)).collect()
    }

    fn episode(&self, episode: &Episode) -> String {
        let w = self.words;
        let kind = match episode.kind {
            EpisodeKind::Low => w.low,
            EpisodeKind::High => w.high,
            EpisodeKind::Mixed => w.mixed,
            EpisodeKind::Remission => w.key_remission,
            EpisodeKind::Hospital => w.hospital,
        };
        if episode.words.is_empty() { kind.to_owned() } else { format!("{kind} ({})", episode.words) }
    }

    /// What a lane says about a stretch.
    pub(crate) fn lane(&self, lane: &Lane, stretch: &Stretch) -> Fact {
        let w = self.words;
        match &lane.kind {
            LaneKind::Score(score) => self.score(score, stretch),
            LaneKind::Safety(safety) => self.safety(safety, stretch),
            LaneKind::Dose(dose) => self.dose(dose, stretch),
            LaneKind::AsNeeded(as_needed) => self.as_needed(as_needed, stretch),
            LaneKind::Burden(burden) => self.burden(burden, stretch),
            LaneKind::Sessions(sessions) => self.sessions(sessions, stretch),
            LaneKind::Practice(practice) => self.practice(practice, stretch),
            LaneKind::Sleep(sleep) => self.sleep(sleep, stretch),
            LaneKind::Mood(mood) => self.mood(mood, stretch),
            LaneKind::Measurement(measurement) => self.measurement(measurement, stretch),
            LaneKind::Checks(checks) => self.checks(checks, stretch),
            LaneKind::LifeEvents(events) => self.life_events(events, stretch),
            LaneKind::Notes(notes) => self.notes(notes, stretch),
            LaneKind::WeeksWell(years) => {
                let year = years.iter().find(|year| year.year == stretch.first.year());
                year.map_or_else(|| nothing(""), |year| fact(format!("{} {} {}", year.well, w.of, year.of)))
            }
            LaneKind::NotShared => nothing(w.not_shared),
        }
    }

    fn as_needed(&self, lane: &AsNeededLane, stretch: &Stretch) -> Fact {
        let w = self.words;
        let stopped = lane.stopped.is_some_and(|day| day < stretch.first);
        match lane.taken.iter().filter(|(day, _)| within(stretch, *day)).count() {
            0 if stopped => nothing(w.stopped),
            0 if lane.from >= stretch.end => nothing(w.not_started),
            0 => nothing(w.none),
            days => fact(format!("{days} {}", w.days)),
        }
    }

    fn burden(&self, lane: &BurdenLane, stretch: &Stretch) -> Fact {
        let mut told: Vec<&BurdenEntry> = lane.entries.iter().filter(|entry| within(stretch, entry.on)).collect();
        told.sort_by_key(|entry| entry.on);
        let mut values: Vec<String> = told.iter().map(|entry| entry.value.to_string()).collect();
        values.dedup();
        let joined = values.join(&format!(", {} ", self.words.then));
        let words = told.iter().map(|entry| entry.words.as_str());
        self.listed(std::iter::once(joined.as_str()).chain(words), self.words.not_answered)
    }

    fn mood(&self, lane: &MoodLane, stretch: &Stretch) -> Fact {
        let days: Vec<&MoodDay> = lane.days.iter().filter(|day| within(stretch, day.on)).collect();
        let low = days.iter().map(|day| day.low).min();
        let high = days.iter().map(|day| day.high).max();
        match low.zip(high) {
            Some((low, high)) => fact(format!("{} ({} {})", mood_words(low, high), days.len(), self.words.days)),
            None => nothing(self.words.not_answered),
        }
    }

    fn life_events(&self, events: &[LifeEvent], stretch: &Stretch) -> Fact {
        let seen = |event: &&LifeEvent| event.when.earliest() < stretch.end && event.when.latest() >= stretch.first;
        let events: Vec<String> = events.iter().filter(seen).map(life_event).collect();
        self.listed(events.iter().map(String::as_str), "")
    }

    fn notes(&self, notes: &[Note], stretch: &Stretch) -> Fact {
        let mut notes: Vec<&Note> = notes.iter().collect();
        notes.sort_by_key(|note| note.on);
        let lettered = notes.iter().enumerate().filter(|(_, note)| within(stretch, note.on));
        let said: Vec<String> = lettered.map(|(i, note)| format!("{}: “{}”", letter(i), note.words)).collect();
        self.listed(said.iter().map(String::as_str), "")
    }

    fn listed<'s>(&self, parts: impl Iterator<Item = &'s str>, otherwise: &str) -> Fact {
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { nothing(otherwise) } else { fact(parts.join("; ")) }
    }

    fn due(&self, due: impl Iterator<Item = Date>, stretch: &Stretch) -> Option<String> {
        let ahead = due.filter(|day| within(stretch, *day) && *day >= self.t.today).min()?;
        Some(format!("{} {}", self.words.due, self.date(ahead)))
    }

    fn score(&self, score: &ScoreLane, stretch: &Stretch) -> Fact {
        let w = self.words;
        let mut points: Vec<&ScorePoint> = score.points.iter().filter(|point| within(stretch, point.on)).collect();
        points.sort_by_key(|point| point.on);
        let said: Vec<String> = points
            .iter()
            .map(|point| match point.answer {
                Answer::Total(total) => match &point.mark {
                    Some(mark) => format!("{total} ({})", mark.words),
                    None => total.to_string(),
                },
                Answer::NoTotal => w.left_out.to_owned(),
                Answer::NotAnswered => w.not_answered.to_owned(),
                Answer::Declined => w.declined.to_owned(),
                Answer::Retracted(Some(total)) => format!("{total} {}", w.retracted),
                Answer::Retracted(None) => w.retracted.to_owned(),
            })
            .collect();
        if !said.is_empty() {
            return fact(said.join(", "));
        }
        self.due(score.due.iter().copied(), stretch).map_or_else(|| nothing(w.none_due), fact)
    }

    fn safety(&self, safety: &SafetyLane, stretch: &Stretch) -> Fact {
        let w = self.words;
        let mut points: Vec<&SafetyPoint> = safety.points.iter().filter(|point| within(stretch, point.on)).collect();
        points.sort_by_key(|point| point.on);
        let said: Vec<String> = points
            .iter()
            .map(|point| match point.value {
                Some(value) if point.retracted => format!("{value} {}", w.retracted),
                _ if point.retracted => w.retracted.to_owned(),
                Some(value) if value > 0 && !point.words.is_empty() => format!("{value} ({})", point.words),
                Some(value) => value.to_string(),
                None => w.not_answered.to_owned(),
            })
            .collect();
        if said.is_empty() { nothing(w.none_due) } else { fact(said.join(", ")) }
    }

    fn dose(&self, lane: &DoseLane, stretch: &Stretch) -> Fact {
        let w = self.words;
        let steps = in_order(lane, self.t.today);
        if stretch.first > self.t.today {
            return self.dose_ahead(lane, stretch);
        }
        if lane.stopped.is_some_and(|day| day < stretch.first) {
            return match self.level(lane, stretch) {
                Some(level) => fact(format!("{}; {level}", w.stopped)),
                None => nothing(w.stopped),
            };
        }
        let mut inside: Vec<String> = Vec::new();
        for (i, begun) in steps.iter().enumerate() {
            let next = steps.get(i + 1).map_or(stretch.end, |next| next.from);
            if begun.from < stretch.end && next > stretch.first {
                inside.push(self.step(begun.step, lane));
            }
        }
        if inside.is_empty() {
            return nothing(w.not_started);
        }
        let mut parts = vec![inside.join(&format!(", {} ", w.then))];
        if let Some(taking) = self.taking(lane, &steps, stretch) {
            parts.push(taking);
        }
        if lane.stopped.is_some_and(|day| within(stretch, day)) {
            parts.push(w.stopped.to_owned());
        }
        parts.extend(self.level(lane, stretch));
        fact(parts.join("; "))
    }

    /// "simulated level as on a steady 48 mg", at the end of a stretch; of the present one, today. Nothing where no level is
    /// simulated or none is left.
    fn level(&self, lane: &DoseLane, stretch: &Stretch) -> Option<String> {
        let last = shift(stretch.end, -1);
        let day = if stretch.first <= self.t.today { last.min(self.t.today) } else { last };
        self.level_on(lane, day)
    }

    /// The level at the end of a day, in words.
    pub(crate) fn level_on(&self, lane: &DoseLane, day: Date) -> Option<String> {
        let DoseLevel::Simulated(level) = &lane.level else { return None };
        let (least, most) = level.on(day)?;
        let highest = lane.steps.iter().filter_map(|step| step.dose).chain(lane.planned.iter().map(|step| step.dose)).max()?;
        let share =
            Decimal::from_f32(most).zip(Decimal::from_f32(least)).filter(|(most, _)| *most * Decimal::ONE_HUNDRED > highest);
        let (most, least) = share?;
        // Two digits: a simulation is not more exact than that.
        let two = |value: Decimal| value.round_sf(2).unwrap_or(value).normalize().to_string();
        let (most, least) = (two(most), two(least));
        let range = if most == least { most } else { format!("{least}–{most}") };
        Some(format!("{} {range} {}", self.words.level_as, lane.dose_unit))
    }

    /// The level at the end of a stretch ahead, where it is on its way: a steady one is said by the dose.
    fn level_ahead(&self, lane: &DoseLane, stretch: &Stretch) -> Option<String> {
        let DoseLevel::Simulated(level) = &lane.level else { return None };
        let (before, after) = level.on(shift(stretch.first, -1)).zip(level.on(shift(stretch.end, -1)))?;
        let moved = |from: f32, to: f32| (from - to).abs() > from.max(to) * 0.02;
        let step = lane.planned.iter().any(|step| within(stretch, step.from));
        (step || moved(before.0, after.0) || moved(before.1, after.1)).then(|| self.level(lane, stretch)).flatten()
    }

    fn step(&self, step: &DoseStep, lane: &DoseLane) -> String {
        match step.dose {
            None => self.words.strength_unknown.to_owned(),
            Some(dose) if step.words.is_empty() => format!("{} {}", dose.normalize(), lane.dose_unit),
            Some(dose) => format!("{} {}, {}", dose.normalize(), lane.dose_unit, step.words),
        }
    }

    /// "13 of 14 taken"; days about which nobody said anything are not counted but named.
    fn taking(&self, lane: &DoseLane, steps: &[Begun<'_>], stretch: &Stretch) -> Option<String> {
        let w = self.words;
        let begun = steps.first().map(|begun| number(begun.from))?;
        let ended = lane.stopped.map_or(i32::MAX, number);
        let from = stretch.from.max(begun);
        let to = stretch.to.min(number(self.t.today) + 1).min(ended.saturating_add(1));
        let missed = lane.missed.iter().filter(|day| (from..to).contains(&number(**day))).count() as i32;
        let unknown: i32 = lane
            .unknown
            .iter()
            .map(|span| {
                let end = span.to.map_or(to, |day| number(day) + 1);
                (end.min(to) - number(span.from).max(from)).max(0)
            })
            .sum();
        let known = to - from - unknown;
        let mut parts = Vec::new();
        if known > 0 {
            parts.push(format!("{} {} {known} {}", known - missed.min(known), w.of, w.taken));
        }
        if unknown > 0 {
            parts.push(format!("{}: {unknown} {}", w.taking_unknown, w.days));
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// "75 mg", or that it ends.
    fn planned_dose(&self, step: &PlannedStep, lane: &DoseLane) -> String {
        if step.dose.is_zero() {
            return format!("0 {}, {}", lane.dose_unit, self.words.plan_end);
        }
        let dose = format!("{} {}", step.dose.normalize(), lane.dose_unit);
        if step.words.is_empty() { dose } else { format!("{dose}, {}", step.words) }
    }

    /// The plan of a medicine in one sentence, with where its level would stand at the end of the window; nothing without one.
    pub(crate) fn plan(&self, lane: &DoseLane) -> Option<String> {
        let w = self.words;
        let firm = lane.planned.iter().filter(|step| step.condition.is_none());
        let steps: Vec<String> =
            firm.map(|step| format!("{} {} {}", self.planned_dose(step, lane), w.from_day, self.date(step.from))).collect();
        if steps.is_empty() {
            return None;
        }
        let last = shift(self.t.window.to, -1);
        let level = match &lane.level {
            DoseLevel::Simulated(level) => {
                let stands =
                    self.level_on(lane, last).map(|stands| format!("{} {stands}; ", self.date(last))).unwrap_or_default();
                format!("{stands}{} {}", w.from_half_life, level.source)
            }
            other => crate::legend::about(other, w).trim_end_matches('.').to_owned(),
        };
        Some(format!("{}: {}; {level}", w.planned, steps.join(", ")))
    }

    fn dose_ahead(&self, lane: &DoseLane, stretch: &Stretch) -> Fact {
        let w = self.words;
        let said: Vec<String> = lane
            .planned
            .iter()
            .filter(|step| within(stretch, step.from))
            .map(|step| {
                let condition = step.condition.as_deref().unwrap_or_default();
                format!("{}: {} {condition}", w.planned, self.planned_dose(step, lane)).trim_end().to_owned()
            })
            .chain(self.level_ahead(lane, stretch))
            .collect();
        self.listed(said.iter().map(String::as_str), "")
    }

    fn sessions(&self, lane: &SessionLane, stretch: &Stretch) -> Fact {
        let w = self.words;
        let mut sessions: Vec<&Session> = lane.sessions.iter().filter(|s| within(stretch, s.on)).collect();
        sessions.sort_by_key(|session| (session.on, session.at));
        let mut said: Vec<String> = Vec::new();
        for (state, words) in [
            (Attendance::Attended, w.came),
            (Attendance::DidNotAttend, w.did_not_attend),
            (Attendance::Cancelled, w.cancelled),
            (Attendance::Planned, w.planned),
        ] {
            let names: Vec<&str> = sessions.iter().filter(|s| s.state == state).map(|s| s.name.as_str()).collect();
            match names.len() {
                0 => {}
                1..=4 => said.push(format!("{}: {words}", names.join(", "))),
                many => said.push(format!("{many}: {words}")),
            }
        }
        let (mut set, mut done, mut could_not) = (0, 0, 0);
        for homework in sessions.iter().filter_map(|session| session.homework) {
            (set, done, could_not) = (set + homework.set, done + homework.done, could_not + homework.could_not);
        }
        if set > 0 {
            said.push(format!("{} {done} {} {set}", w.homework, w.of));
        }
        if could_not > 0 {
            said.push(format!("{} {could_not}", w.could_not));
        }
        self.listed(said.iter().map(String::as_str), w.none)
    }

    fn practice(&self, lane: &PracticeLane, stretch: &Stretch) -> Fact {
        let w = self.words;
        let entries: Vec<u32> = lane.minutes.iter().filter(|(day, _)| within(stretch, *day)).map(|e| e.1).collect();
        let mut said = Vec::new();
        if !entries.is_empty() {
            said.push(format!("{} {}", entries.iter().sum::<u32>(), w.minutes));
        }
        for (state, words) in [
            (Attendance::Attended, w.came),
            (Attendance::DidNotAttend, w.did_not_attend),
            (Attendance::Cancelled, w.cancelled),
            (Attendance::Planned, w.planned),
        ] {
            let visits: Vec<&Visit> = lane.visits.iter().filter(|v| v.state == state && within(stretch, v.on)).collect();
            match visits.as_slice() {
                [] => {}
                [one] => said.push(format!("{}: {words}", one.name)),
                many => said.push(format!("{}: {words}", many.len())),
            }
        }
        self.listed(said.iter().map(String::as_str), w.none)
    }

    fn sleep(&self, lane: &SleepLane, stretch: &Stretch) -> Fact {
        let w = self.words;
        let nights: Vec<u32> = lane.nights.iter().filter(|(day, _)| within(stretch, *day)).map(|n| n.1).collect();
        let (Some(low), Some(high)) = (nights.iter().min(), nights.iter().max()) else {
            return nothing(w.not_answered);
        };
        let hours = |minutes: u32| format!("{}.{}", minutes / 60, minutes % 60 / 6);
        let mean = nights.iter().sum::<u32>() / nights.len().max(1) as u32;
        if nights.len() == 1 {
            return fact(format!("{} {}", hours(mean), w.hours));
        }
        let range = format!("{} {} {}", hours(*low), w.to, hours(*high));
        fact(format!("{} {} ({range}, {} {})", hours(mean), w.hours, nights.len(), w.nights))
    }

    fn measurement(&self, lane: &MeasurementLane, stretch: &Stretch) -> Fact {
        let w = self.words;
        let mut values: Vec<&Measured> = lane.values.iter().filter(|m| within(stretch, m.on)).collect();
        values.sort_by_key(|measured| measured.on);
        let said: Vec<String> = values
            .iter()
            .map(|m| match (m.outside, m.words.is_empty()) {
                (false, true) => m.value.to_string(),
                (false, false) => format!("{} ({})", m.value, m.words),
                (true, true) => format!("{} ({})", m.value, w.key_outside),
                (true, false) => format!("{} ({}, {})", m.value, w.key_outside, m.words),
            })
            .collect();
        let due = lane.due.iter().filter(|due| within(stretch, due.on)).map(|due| self.due_words(due));
        let said: Vec<String> = said.into_iter().chain(due).collect();
        if said.is_empty() { nothing(w.none) } else { fact(said.join(", ")) }
    }

    /// "weight due", "weight, 9 days overdue".
    fn due_words(&self, due: &Due) -> String {
        match due.state {
            DueState::Overdue(days) => format!("{}, {days} {}", due.words, self.words.overdue_days),
            _ => due.words.clone(),
        }
    }

    fn checks(&self, lane: &ChecksLane, stretch: &Stretch) -> Fact {
        let w = self.words;
        let mut said = Vec::new();
        for check in &lane.checks {
            for (_, value) in check.done.iter().filter(|(day, _)| within(stretch, *day)) {
                said.push(match value {
                    Some(value) => format!("{} {value}", check.name),
                    None => format!("{} {}", check.name, w.done),
                });
            }
            said.extend(check.due.iter().filter(|due| within(stretch, due.on)).map(|due| self.due_words(due)));
        }
        self.listed(said.iter().map(String::as_str), w.none)
    }
}

fn within(stretch: &Stretch, day: Date) -> bool {
    stretch.first <= day && day < stretch.end
}

fn life_event(event: &LifeEvent) -> String {
    match &event.when {
        When::On(_) => event.words.clone(),
        When::Between { words, .. } => format!("{}, {words}", event.words),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::civil::date;

    fn fortnight() -> Stretch {
        let first = date(2026, 6, 29);
        Stretch { from: number(first), to: number(first) + 14, first, end: shift(first, 14) }
    }

    fn timeline() -> Timeline {
        Timeline::new(date(2026, 8, 20), Some(date(2026, 6, 1)))
    }

    #[test]
    fn days_nobody_spoke_of_are_not_counted_as_taken() {
        let t = timeline();
        let lane = DoseLane {
            class: String::new(),
            dose_unit: "mg".into(),
            steps: vec![DoseStep {
                from: date(2026, 6, 1).into(),
                dose: Some(Decimal::from(50)),
                words: "in the morning".into(),
            }],
            stopped: None,
            missed: vec![date(2026, 6, 30)],
            unknown: vec![Span { from: date(2026, 7, 10), to: None }],
            planned: Vec::new(),
            level: DoseLevel::NotDrawn("no half-life is on file".into()),
        };
        let said = Facts::new(&t).dose(&lane, &fortnight()).words;
        assert_eq!(said, "50 mg, in the morning; 10 of 11 taken; taking not known: 3 days");
    }

    #[test]
    fn none_due_not_answered_declined_left_out_and_zero_are_five_different_things() {
        let t = timeline();
        let facts = Facts::new(&t);
        let lane = |answer| ScoreLane {
            main: true,
            min: 0,
            max: 27,
            more_is_better: false,
            bands: Vec::new(),
            response: None,
            remission: None,
            look_closer: None,
            points: vec![ScorePoint { on: date(2026, 7, 1), answer, series: String::new(), mark: None }],
            due: Vec::new(),
            fan: None,
        };
        let mut said: Vec<String> =
            [Answer::Total(0), Answer::NotAnswered, Answer::Declined, Answer::NoTotal, Answer::Retracted(Some(0))]
                .into_iter()
                .map(|answer| facts.score(&lane(answer), &fortnight()).words)
                .collect();
        let mut silent = lane(Answer::Total(0));
        silent.points.clear();
        said.push(facts.score(&silent, &fortnight()).words);
        let count = said.len();
        said.sort();
        said.dedup();
        assert_eq!(said.len(), count, "{said:?}");
    }

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([letter(0), letter(25), letter(26), letter(701)], ["a", "z", "aa", "zz"]);
    }

    #[test]
    fn mood_is_said_with_its_sign() {
        assert_eq!([mood_words(0, 0), mood_words(-2, -2), mood_words(-1, 3)], ["0", "−2", "−1…+3"]);
    }
}
