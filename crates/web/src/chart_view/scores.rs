//! Questionnaires: one lane a measure, the first one tall; the watched item in a lane of its own.

use super::{Audience, Seen, headline::half_is_asked, lane};
use concord_chart::questionnaire::Respondent;
use concord_engines::course_state::Measure;
use concord_engines::due::Agreed;
use concord_engines::outcomes::{self, OutcomeWord};
use concord_engines::series::{Mode, ScorePoint, Series};
use concord_knowledge::instrument::{Construct, Direction};
use concord_knowledge::{Instrument, OutcomeDefinition};
use concord_timeline::model::{
    Answer, Band, Lane, LaneKind, Mark, MarkKind, SafetyLane, SafetyPoint, ScoreLane, ScoreLine, ScorePoint as Point,
};

/// The lanes of every measure that this chart has used, the one that speaks first on top.
pub(super) fn lanes(seen: &Seen<'_>) -> Vec<Lane> {
    let mut lanes = Vec::new();
    for (index, measure) in seen.state.measures.iter().enumerate() {
        if measure.instrument.total.is_some() {
            lanes.push(total_lane(seen, measure, index == 0));
        }
        lanes.extend(safety_lane(seen, measure));
    }
    lanes
}

fn total_lane(seen: &Seen<'_>, measure: &Measure<'_>, main: bool) -> Lane {
    let Measure { instrument, definition, .. } = measure;
    let baseline = measure.baseline.as_ref().and_then(|point| point.total);
    let (min, max) = instrument.total_range().unwrap_or((0, 0));
    let kind = ScoreLane {
        main,
        min,
        max,
        more_is_better: instrument.direction == Direction::HigherIsBetter,
        bands: bands(instrument),
        response: baseline.zip(*definition).and_then(|(total, rule)| response_line(seen, rule, total)),
        remission: definition.and_then(remission_line),
        look_closer: None,
        points: points(seen, measure),
        due: due(seen, instrument),
        // No cited source of a usual course is among the knowledge, so none is drawn and the lane says so.
        fan: None,
    };
    let mut drawn = lane(instrument.id.as_str(), name(seen, instrument), unit(seen, instrument, min, max), LaneKind::Score(kind));
    drawn.latest = measure.latest.as_ref().map_or_else(|| "not answered".to_owned(), |point| latest_words(seen, point));
    drawn.context = measure.latest.as_ref().map_or_else(String::new, |point| context(seen, point, measure.baseline.as_ref()));
    drawn
}

fn name(seen: &Seen<'_>, instrument: &Instrument) -> String {
    if seen.audience == Audience::Patient { instrument.patient_name.clone() } else { instrument.short_name.clone() }
}

fn unit(seen: &Seen<'_>, instrument: &Instrument, min: i32, max: i32) -> String {
    let what = match instrument.construct {
        Construct::Wellbeing => "well-being, more is better",
        construct => construct.words(),
    };
    let agreed = Agreed::of(seen.state, &instrument.id).map(|(_, agreed)| format!(", {}", agreed.rhythm.words()));
    let every = agreed.filter(|_| seen.audience != Audience::Patient).or_else(|| usual_words(seen, instrument));
    format!("{what}, {min}–{max}{}", every.unwrap_or_default())
}

/// How often it comes round where nothing was agreed.
fn usual_words(seen: &Seen<'_>, instrument: &Instrument) -> Option<String> {
    let schedule = instrument.schedule.as_ref().filter(|_| seen.audience != Audience::Patient)?;
    Some(match schedule.every_days {
        7 => ", every week".to_owned(),
        days if days % 7 == 0 => format!(", every {} weeks", days / 7),
        days => format!(", every {days} days"),
    })
}

fn latest_words(seen: &Seen<'_>, point: &ScorePoint) -> String {
    let total = point.total.map_or_else(|| "no total".to_owned(), |total| total.to_string());
    match &point.band {
        Some(band) if seen.audience != Audience::Patient => format!("{total} {band}"),
        _ => total,
    }
}

fn context(seen: &Seen<'_>, latest: &ScorePoint, baseline: Option<&ScorePoint>) -> String {
    let date = seen.short(latest.day);
    match baseline.filter(|first| first.event != latest.event).and_then(|first| first.total) {
        Some(total) => format!("was {total}, {date}"),
        None => format!("only one so far, {date}"),
    }
}

fn bands(instrument: &Instrument) -> Vec<Band> {
    let mut bands: Vec<Band> =
        instrument.bands.iter().map(|band| Band { name: band.label.clone(), from: band.from, to: band.to }).collect();
    bands.sort_by_key(|band| band.from);
    if instrument.direction == Direction::HigherIsBetter {
        bands.reverse();
    }
    bands.truncate(5);
    bands
}

/// Where a response begins, from this course's baseline. Drawn in tenths, said in whole points.
fn response_line(seen: &Seen<'_>, definition: &OutcomeDefinition, baseline: i32) -> Option<ScoreLine> {
    let rule = definition.response.as_ref()?;
    let asked_tenths = match (rule.percent, rule.points) {
        (Some(percent), _) => (baseline - definition.percent_base) * i32::from(percent) / 10,
        (None, points) => points? * 10,
    };
    let lower = definition.direction == Direction::LowerIsBetter;
    let at_tenths = if lower { baseline * 10 - asked_tenths } else { baseline * 10 + asked_tenths };
    if seen.audience == Audience::Patient {
        let halves = lower && rule.percent == Some(50) && definition.percent_base == 0;
        return halves.then(|| ScoreLine { at_tenths, words: "half of my start".to_owned() });
    }
    let words = if lower {
        format!("response: {} or less", at_tenths.div_euclid(10))
    } else {
        format!("response: {} or more", (at_tenths + 9).div_euclid(10))
    };
    Some(ScoreLine { at_tenths, words })
}

fn remission_line(definition: &OutcomeDefinition) -> Option<ScoreLine> {
    let rule = definition.remission.as_ref()?;
    Some(ScoreLine { at_tenths: rule.below * 10 - 5, words: format!("remission: under {}", rule.below) })
}

/// Everything that was answered, declined, missed or taken back.
fn points(seen: &Seen<'_>, measure: &Measure<'_>) -> Vec<Point> {
    let mut points: Vec<Point> = measure.scores.series.iter().flat_map(|series| series_points(seen, measure, series)).collect();
    let struck = measure.scores.struck.iter().filter(|point| point.status.is_retracted());
    points.extend(struck.map(|point| Point {
        on: point.day,
        answer: Answer::Retracted(point.total),
        series: String::new(),
        mark: None,
    }));
    points.extend(unanswered(seen, measure.instrument));
    points
}

fn series_points(seen: &Seen<'_>, measure: &Measure<'_>, series: &Series) -> Vec<Point> {
    let name = series_name(&series.mode);
    let speaks = measure.scores.main(measure.instrument).is_some_and(|main| main.mode == series.mode);
    let mut marks = Marks::new(seen, measure.definition.filter(|_| speaks), measure.baseline.as_ref());
    let one = |point: &ScorePoint| Point {
        on: point.day,
        answer: point.total.map_or(Answer::NoTotal, Answer::Total),
        series: name.clone(),
        mark: marks.of(point),
    };
    series.points.iter().map(one).collect()
}

fn series_name(mode: &Mode) -> String {
    match mode {
        Mode::Answered { respondent, version } => {
            let who = match respondent {
                Respondent::Patient => "self",
                Respondent::Proxy => "proxy",
                Respondent::Clinician => "clinician",
            };
            format!("v{version} {who}")
        }
        Mode::Reported => "reported".to_owned(),
    }
}

/// Said no, or was asked and did not answer. Neither is a zero.
fn unanswered(seen: &Seen<'_>, instrument: &Instrument) -> Vec<Point> {
    let point = |on, answer| Point { on, answer, series: String::new(), mark: None };
    let questionnaires = &seen.chart.questionnaires;
    let declined = questionnaires.declined.iter().filter(|(_, declined)| declined.instrument == instrument.id);
    let missed = questionnaires.unanswered.iter().filter(|(id, _)| *id == instrument.id);
    let late = questionnaires.open.iter().filter(|open| open.what.instrument == instrument.id && open.what.due < seen.today);
    declined
        .map(|(at, _)| point(seen.day(*at), Answer::Declined))
        .chain(missed.map(|(_, due)| point(*due, Answer::NotAnswered)))
        .chain(late.map(|open| point(open.what.due, Answer::NotAnswered)))
        .collect()
}

/// The days on which the next ones fall due: what was offered, then the instrument's own rhythm.
fn due(seen: &Seen<'_>, instrument: &Instrument) -> Vec<jiff::civil::Date> {
    let open = seen.chart.questionnaires.open.iter().filter(|open| open.what.instrument == instrument.id);
    let offered = open.map(|open| open.what.due).filter(|due| *due >= seen.today).max();
    let last = seen.chart.questionnaires.of(&instrument.id).next_back().map(|done| seen.day(done.at));
    if let Some((_, agreed)) = Agreed::of(seen.state, &instrument.id) {
        return agreed.days(seen.today, seen.window.to).filter(|day| last.is_none_or(|last| *day > last)).take(12).collect();
    }
    let Some(every) = instrument.schedule.as_ref().map(|schedule| i32::from(schedule.every_days)).filter(|days| *days > 0) else {
        return offered.into_iter().collect();
    };
    let first = offered.or_else(|| last.map(|last| concord_timeline::shift(last, every)));
    let in_care = seen.chart.registration.episode_since.is_some() || offered.is_some();
    let Some(first) = first.filter(|_| in_care) else { return Vec::new() };
    let days = std::iter::successors(Some(first), |day| Some(concord_timeline::shift(*day, every)));
    days.take_while(|day| *day < seen.window.to).filter(|day| *day >= seen.today).take(12).collect()
}

/// Hands out each change once, to the first point that reached it, counted from the baseline of this course.
struct Marks<'a> {
    definition: Option<&'a OutcomeDefinition>,
    baseline: Option<(jiff::civil::Date, i32)>,
    given: Vec<MarkKind>,
    patient: bool,
}

impl<'a> Marks<'a> {
    fn new(seen: &Seen<'_>, definition: Option<&'a OutcomeDefinition>, baseline: Option<&ScorePoint>) -> Self {
        let baseline = baseline.and_then(|point| Some((point.day, point.total?)));
        Self { definition, baseline, given: Vec::new(), patient: seen.audience == Audience::Patient }
    }

    fn of(&mut self, point: &ScorePoint) -> Option<Mark> {
        let (start, baseline) = self.baseline?;
        let total = point.total.filter(|_| point.day > start)?;
        let change = outcomes::compare(self.definition?, baseline, total);
        let kind = match change.headline {
            OutcomeWord::Remission => MarkKind::Remission,
            OutcomeWord::Response => MarkKind::Response,
            OutcomeWord::ReliableChange => MarkKind::ReliableChange,
            OutcomeWord::ReliablyWorse => MarkKind::Worse,
            OutcomeWord::Better { .. } | OutcomeWord::NoReliableChange | OutcomeWord::NotJudged(_) => return None,
        };
        if self.given.contains(&kind) {
            return None;
        }
        self.given.push(kind);
        let percent = change.percent.map_or_else(String::new, |percent| format!(", {}%", signed(percent.round() as i64)));
        let points = signed(i64::from(change.difference));
        let words = match (kind, self.patient) {
            (MarkKind::Remission, false) => "remission".to_owned(),
            (MarkKind::Response, false) => format!("response{percent}"),
            (MarkKind::ReliableChange, false) => format!("reliable change, {points}"),
            (MarkKind::Worse, false) => format!("worse, {points}"),
            (MarkKind::Remission, true) => "well".to_owned(),
            (MarkKind::Response, true) if half_is_asked(self.definition) => "half of my start".to_owned(),
            (MarkKind::Response | MarkKind::ReliableChange, true) => "clearly better".to_owned(),
            (MarkKind::Worse, true) => "harder".to_owned(),
        };
        Some(Mark { kind, words })
    }
}

/// With a real minus sign, so that it is not read as a hyphen.
pub(super) fn signed(value: i64) -> String {
    if value < 0 { format!("−{}", value.unsigned_abs()) } else { format!("+{value}") }
}

/// The item that may move against the total.
fn safety_lane(seen: &Seen<'_>, measure: &Measure<'_>) -> Option<Lane> {
    let Measure { instrument, scores, .. } = measure;
    let safety = instrument.safety_item()?;
    let points: Vec<SafetyPoint> = scores
        .points()
        .into_iter()
        .chain(scores.struck.iter().filter(|point| point.status.is_retracted()))
        .filter_map(|point| safety_point(instrument, point))
        .collect();
    let latest = points.iter().filter(|point| !point.retracted).max_by_key(|point| point.on);
    let (latest, context) = match latest {
        None => ("not answered".to_owned(), String::new()),
        Some(SafetyPoint { value: None, on, .. }) => ("left out".to_owned(), seen.short(*on)),
        Some(SafetyPoint { value: Some(value), words, .. }) => (value.to_string(), words.clone()),
    };
    let label = instrument.item(safety.item).map_or_else(String::new, |item| item.label.clone());
    let name = match (seen.audience, instrument.total.is_some()) {
        (Audience::Patient, _) => "Thoughts of self-harm".to_owned(),
        (_, true) => format!("Item {}", safety.item),
        (_, false) => instrument.short_name.clone(),
    };
    let unit = if instrument.total.is_some() { label } else { instrument.recall.clone() };
    let mut drawn = lane(format!("{}-item-{}", instrument.id, safety.item), name, unit, LaneKind::Safety(SafetyLane { points }));
    drawn.latest = latest;
    drawn.context = context;
    Some(drawn)
}

fn safety_point(instrument: &Instrument, point: &ScorePoint) -> Option<SafetyPoint> {
    let reading = point.safety.as_ref()?;
    let retracted = point.status.is_retracted();
    if instrument.total.is_some() {
        let value = reading.value.map(i32::from);
        return Some(SafetyPoint { on: point.day, value, words: reading.words.clone(), retracted });
    }
    // A screen without a total: how many of its items call for a person, with the level in words.
    let value = if point.flags.is_empty() && !point.missing.is_empty() { None } else { i32::try_from(point.flags.len()).ok() };
    Some(SafetyPoint { on: point.day, value, words: point.band.clone().unwrap_or_default(), retracted })
}
