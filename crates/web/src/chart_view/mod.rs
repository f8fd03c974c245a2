//! From a chart to the picture of it: fills the view model of the co-timeline for one reader.
//!
//! Pure: `today` and the zone are arguments. Nothing clinical is decided here; scores, baselines and outcomes come from
//! the engines, names and limits from `knowledge/`. What a reader may not see is not on the chart that comes in.

mod checks;
mod decisions;
mod diary;
mod episodes;
mod headline;
mod life;
mod medicines;
mod own;
mod practices;
mod scores;
mod side_effects;
pub(crate) mod suspects;
pub(crate) mod taking;
mod therapies;
mod window;

pub use headline::Headline;
pub(crate) use medicines::{name as medicine_name, taken_lately};
pub use own::own_course;
pub use window::WindowChoice;

use concord_chart::{Chart, When};
use concord_engines::course_state::CourseState;
use concord_knowledge::Knowledge;
use concord_timeline::{Lane, LaneKind, Reader, Timeline, Window, model, shift};
use jiff::{civil::Date, tz::TimeZone};

/// Who looks at the picture; decides names and what is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Prescriber, therapist, care manager.
    Clinician,
    /// A complementary practitioner: the own arm; the other lanes say that they are not shared.
    Complementary,
    /// The patient: plain names, no band names, the own notes first.
    Patient,
}

/// What every lane is filled from.
pub(crate) struct Seen<'a> {
    pub state: &'a CourseState<'a>,
    pub chart: &'a Chart,
    pub knowledge: &'a Knowledge,
    pub today: Date,
    pub zone: &'a TimeZone,
    pub window: Window,
    pub audience: Audience,
}

/// The picture of a chart: every lane that has something to say, in the order of the page.
///
/// The reader's own choice of lanes is applied afterwards ([`Timeline::hide`]), so that hidden ones are named.
pub fn timeline_of(
    chart: &Chart,
    knowledge: &Knowledge,
    today: Date,
    zone: &TimeZone,
    window: Window,
    audience: Audience,
) -> Timeline {
    draw(&CourseState::of(chart, knowledge, zone), today, window, audience)
}

/// The same for a page that has worked out the state already and draws it more than once.
pub fn draw(state: &CourseState<'_>, today: Date, window: Window, audience: Audience) -> Timeline {
    let seen = Seen { state, chart: state.chart, knowledge: state.knowledge, today, zone: state.zone, window, audience };
    let mut timeline = Timeline::new(today, state.since());
    timeline.window = window;
    timeline.reader = if audience == Audience::Patient { Reader::Patient } else { Reader::Clinician };
    timeline.title = seen.title();
    timeline.headline = Headline::of(state, today, audience).sentence;
    timeline.decisions = decisions::all(&seen);
    timeline.episodes = episodes::all(&seen);
    timeline.lanes = seen.lanes();
    timeline
}

impl Seen<'_> {
    fn lanes(&self) -> Vec<Lane> {
        let mut lanes = Vec::new();
        if self.audience == Audience::Patient {
            lanes.extend(life::own_notes(self));
        }
        lanes.extend(scores::lanes(self));
        lanes.extend(medicines::lanes(self));
        lanes.extend(side_effects::burden(self));
        lanes.extend(therapies::sessions(self));
        lanes.extend(practices::lanes(self));
        lanes.extend(diary::sleep(self));
        lanes.extend(diary::mood(self));
        lanes.extend(episodes::weeks_well(self));
        lanes.extend(checks::lanes(self));
        lanes.extend(life::events(self));
        if self.audience == Audience::Complementary {
            lanes.extend(not_shared());
        }
        lanes
    }

    fn title(&self) -> String {
        let name = self
            .chart
            .registration
            .person
            .as_ref()
            .map_or_else(String::new, |person| format!("{} {}", person.given_name, person.family_name).trim().to_owned());
        let what = match self.audience {
            Audience::Patient => "what was done and what changed",
            _ => "treatment and change",
        };
        format!("{name}: {what}, {} to {}", month_words(self.window.from), month_words(shift(self.window.to, -1)))
    }

    /// The day on which something belongs in the practice's zone: exact, or the earliest and latest possible day.
    pub(crate) fn when(&self, at: When) -> model::When {
        match at.day_in(self.zone) {
            Some(day) => model::When::On(day),
            None => model::When::Between { earliest: at.first_day(), latest: at.last_day(), words: about_words(at) },
        }
    }

    /// One day for something, the first possible one where only a month or year is known.
    pub(crate) fn day(&self, at: When) -> Date {
        at.day_in(self.zone).unwrap_or_else(|| at.first_day())
    }

    /// A date for the right column: `10 Aug`, with the year when it is another one.
    pub(crate) fn short(&self, day: Date) -> String {
        concord_engines::days::day_words(day, self.today)
    }

    /// True when two stretches of days meet; `None` is "still going on".
    pub(crate) fn in_window(&self, from: Date, to: Option<Date>) -> bool {
        from < self.window.to && to.is_none_or(|to| to >= self.window.from)
    }
}

/// What a complementary practitioner is told about the arms that are not theirs.
fn not_shared() -> impl Iterator<Item = Lane> {
    [("scores", "Questionnaires"), ("medicines", "Medicines"), ("therapy", "Talking therapy")].into_iter().map(|(id, name)| {
        Lane {
            id: id.to_owned(),
            name: name.to_owned(),
            unit: String::new(),
            latest: String::new(),
            context: String::new(),
            kind: LaneKind::NotShared,
        }
    })
}

pub(crate) fn lane(id: impl Into<String>, name: impl Into<String>, unit: impl Into<String>, kind: LaneKind) -> Lane {
    Lane { id: id.into(), name: name.into(), unit: unit.into(), latest: String::new(), context: String::new(), kind }
}

fn month_words(day: Date) -> String {
    day.strftime("%B %Y").to_string()
}

/// "about March 2019", "about 2019", "between 1 Mar and 30 Sep 2018".
pub(crate) fn about_words(at: When) -> String {
    match at {
        When::Month(..) => format!("about {}", month_words(at.first_day())),
        When::Year(year) => format!("about {year}"),
        When::Between(from, to) => format!("between {} and {}", from.strftime("%-d %b %Y"), to.strftime("%-d %b %Y")),
        When::Instant(_) | When::Day(_) => at.first_day().strftime("%-d %b %Y").to_string(),
    }
}

#[cfg(test)]
mod tests;
