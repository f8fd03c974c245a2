//! The view model: what a timeline shows, in plain values and finished words.
//!
//! Whoever knows a chart fills this; whoever draws knows nothing else. Lanes are drawn in the order given.
//! Words that depend on the reader (a clinician's "PHQ-9", a patient's "My low-mood score") are put in by the filler;
//! words that belong to the picture itself ("weeks since start", "planned") come from [`Language`] and [`Reader`].

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

/// Everything one picture shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// The day the page is made: the past is solid up to here and dashed after.
    pub today: Date,
    /// The stretch of time that is drawn.
    pub window: Window,
    /// First day of the present treatment course; week 0 of the axis. `None`: the axis counts no weeks.
    pub course_start: Option<Date>,
    /// Short title for screen readers, e.g. "Maria Delgado: treatment and change, June to November 2026".
    pub title: String,
    /// The headline finding in one sentence, e.g. "PHQ-9 fell from 18 to 8 over ten weeks."
    pub headline: String,
    /// Who reads it; decides the picture's own words and what is left out (no bands' medical names for patients).
    pub reader: Reader,
    /// The language of the picture's own words.
    pub language: Language,
    /// Numbered decisions, any order.
    pub decisions: Vec<Decision>,
    /// Spans of illness, remission and hospital stay; drawn from 2 years up.
    pub episodes: Vec<Episode>,
    /// The lanes below the decisions, top to bottom.
    pub lanes: Vec<Lane>,
    /// Names of lanes the reader chose to hide; said under the picture, never silently gone.
    pub hidden: Vec<String>,
    /// Address of the chart page (`/people/…/chart`). If given, rows of long tables link to their own window
    /// as `{path}?from=2026-06-01&to=2026-11-15`.
    pub path: Option<String>,
}

impl Timeline {
    /// An empty timeline for `today` with the default window; fill the rest.
    pub fn new(today: Date, course_start: Option<Date>) -> Self {
        Self {
            today,
            window: Window::for_course(today, course_start),
            course_start,
            title: String::new(),
            headline: String::new(),
            reader: Reader::Clinician,
            language: Language::English,
            decisions: Vec::new(),
            episodes: Vec::new(),
            lanes: Vec::new(),
            hidden: Vec::new(),
            path: None,
        }
    }

    /// Takes the lanes with these ids out of the picture and the table; their names stay as "hidden".
    pub fn hide<S: AsRef<str>>(&mut self, ids: &[S]) {
        let hidden = &mut self.hidden;
        self.lanes.retain(|lane| {
            let hide = ids.iter().any(|id| id.as_ref() == lane.id);
            if hide {
                hidden.push(lane.name.clone());
            }
            !hide
        });
    }
}

/// A stretch of days: `from` is the first day drawn, `to` the first day no longer drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// First day.
    pub from: Date,
    /// Day after the last one.
    pub to: Date,
}

/// Who reads the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Reader {
    /// Prescriber, therapist, care manager: full names of bands and lines.
    #[default]
    Clinician,
    /// The patient: no severity names, a pale "well" zone, "half of my start".
    Patient,
}

/// Language of the picture's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Spanish.
    Spanish,
}

/// A moment that may be known only roughly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// The day is known.
    On(Date),
    /// Somewhere between two days; drawn as a dotted span with these words ("about spring 2019").
    Between {
        /// Earliest day it can have been.
        earliest: Date,
        /// Latest day it can have been.
        latest: Date,
        /// How the teller said it.
        words: String,
    },
}

impl From<Date> for When {
    fn from(day: Date) -> Self {
        Self::On(day)
    }
}

impl When {
    /// The first day it can have been.
    pub fn earliest(&self) -> Date {
        match self {
            Self::On(day) => *day,
            Self::Between { earliest, .. } => *earliest,
        }
    }

    /// The last day it can have been.
    pub fn latest(&self) -> Date {
        match self {
            Self::On(day) => *day,
            Self::Between { latest, .. } => *latest,
        }
    }
}

/// Days `from` up to and including `to`; `to = None`: still going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: Date,
    /// Last day, if it has ended.
    pub to: Option<Date>,
}

/// A numbered decision: one flag on the picture, one row under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its number, unique on this chart.
    pub number: u32,
    /// The day it was made, or is to be made.
    pub on: Date,
    /// One to three words for the flag, e.g. "Up to 100 mg".
    pub label: String,
    /// The whole of it, e.g. "Sertraline 50 to 100 mg".
    pub what: String,
    /// Why, in a sentence.
    pub why: String,
    /// By whom together, e.g. "Maria, Dr Osei".
    pub who: String,
    /// Still ahead: drawn dashed and round.
    pub planned: bool,
}

/// What a span of months meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EpisodeKind {
    /// An episode of low mood.
    Low,
    /// An episode of high mood.
    High,
    /// Both at once or in quick turns.
    Mixed,
    /// Well: in remission.
    Remission,
    /// Nights in hospital.
    Hospital,
}

/// A span of illness, wellness or hospital stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Episode {
    /// What it was.
    pub kind: EpisodeKind,
    /// When it began.
    pub from: When,
    /// When it ended; `None`: goes on.
    pub to: Option<When>,
    /// The worst day of it on the mood lane's scale (1 to 4, without sign); decides the height at ten years.
    pub worst: u8,
    /// Words drawn beside it, e.g. "hospital, 21 days", "well 23 months".
    pub words: String,
}

/// One lane of the picture, one column of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Stable id for hiding and for links, e.g. `phq-9`, `sertraline`.
    pub id: String,
    /// Name in the left column, e.g. "PHQ-9".
    pub name: String,
    /// Unit or scope under the name, e.g. "low mood, 0–27, every 2 weeks"; wrapped as needed.
    pub unit: String,
    /// Latest value, printed at the right edge, e.g. "8 mild". Missing is said: "not answered".
    pub latest: String,
    /// One line of context under it, e.g. "was 18, 10 Aug"; wrapped at commas as needed.
    pub context: String,
    /// What is drawn.
    pub kind: LaneKind,
}

/// What a lane draws.
#[derive(Clone, Debug, PartialEq)]
pub enum LaneKind {
    /// A questionnaire's total.
    Score(ScoreLane),
    /// One item that is watched by itself, e.g. thoughts of self-harm.
    Safety(SafetyLane),
    /// A medicine or supplement taken regularly.
    Dose(DoseLane),
    /// A medicine taken as needed.
    AsNeeded(AsNeededLane),
    /// Side-effect burden per week.
    Burden(BurdenLane),
    /// Talking therapy.
    Sessions(SessionLane),
    /// A complementary practice: classes or visits, and minutes.
    Practice(PracticeLane),
    /// Hours slept.
    Sleep(SleepLane),
    /// Daily mood around the person's usual.
    Mood(MoodLane),
    /// A laboratory value, a level or a vital sign, by its number.
    Measurement(MeasurementLane),
    /// Checks done and due.
    Checks(ChecksLane),
    /// Life events in the patient's words.
    LifeEvents(Vec<LifeEvent>),
    /// The patient's own notes on the picture; drawn as letters.
    Notes(Vec<Note>),
    /// Weeks well per calendar year.
    WeeksWell(Vec<YearWell>),
    /// Hidden by consent or role: shows its name and "not shared with you", never silence.
    NotShared,
}

/// A questionnaire's total over time. The whole range is drawn, the axis is never cut.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreLane {
    /// Tall lane with bands and fan; otherwise the short form.
    pub main: bool,
    /// Lowest possible total.
    pub min: i32,
    /// Highest possible total.
    pub max: i32,
    /// `true` for scales where more is better (WHO-5).
    pub more_is_better: bool,
    /// Severity bands from mildest to most severe; at most five.
    pub bands: Vec<Band>,
    /// Response line, e.g. at 9 with "response: 9 or less".
    pub response: Option<ScoreLine>,
    /// Remission line, e.g. at 4.5 (drawn between 4 and 5) with "remission: under 5".
    pub remission: Option<ScoreLine>,
    /// Further lines to look at, e.g. "6: look closer"; drawn in the colour of attention.
    pub look_closer: Option<ScoreLine>,
    /// All answers, refusals and gaps, any order.
    pub points: Vec<ScorePoint>,
    /// Days the next ones fall due.
    pub due: Vec<Date>,
    /// Usual course of people with this baseline; `None` where no cited source exists (and the lane then says so).
    pub fan: Option<Fan>,
}

/// One severity band, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Its name, e.g. "moderate".
    pub name: String,
    /// Lowest total in it.
    pub from: i32,
    /// Highest total in it.
    pub to: i32,
}

/// A horizontal line on a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreLine {
    /// Where, in tenths of a point (45 = 4.5), so that "under 5" can be drawn between 4 and 5.
    pub at_tenths: i32,
    /// Its name at the left end.
    pub words: String,
}

/// One occasion on which a questionnaire was, or should have been, answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScorePoint {
    /// The day it was answered, refused or missed.
    pub on: Date,
    /// What came of it.
    pub answer: Answer,
    /// Version and mode ("v1 self"). Points of different series are never joined.
    pub series: String,
    /// A change reached at this point.
    pub mark: Option<Mark>,
}

/// What came of one occasion. Five different things are kept apart; none of them is 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A total, 0 included.
    Total(i32),
    /// Items left out, so the form's rule gives no total.
    NoTotal,
    /// Asked, no answer.
    NotAnswered,
    /// Said no to this form.
    Declined,
    /// Taken back (wrong person, mistaken entry); drawn struck through, not joined.
    Retracted(Option<i32>),
}

/// A change that a point reached for the first time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Which change.
    pub kind: MarkKind,
    /// How it reads, e.g. "response, −56%".
    pub words: String,
}

/// Which change a mark speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// More than the measure's own noise, for the better.
    ReliableChange,
    /// Half or less of this course's baseline.
    Response,
    /// Under the remission line.
    Remission,
    /// More than the measure's own noise, for the worse.
    Worse,
}

/// The usual course of people who began where this person began, from a cited source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fan {
    /// Along time, in order.
    pub points: Vec<FanPoint>,
    /// How the legend names it, e.g. "usual course for people starting at 18 (half, 8 in 10)".
    pub words: String,
    /// The source, for the table and the tooltip.
    pub source: String,
}

/// One day of a fan; scores in tenths of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FanPoint {
    /// The day.
    pub on: Date,
    /// Eight in ten are above this.
    pub low80: i32,
    /// Half are above this.
    pub low50: i32,
    /// The middle one.
    pub median: i32,
    /// Half are below this.
    pub high50: i32,
    /// Eight in ten are below this.
    pub high80: i32,
}

/// One item that may move against the total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafetyLane {
    /// All occasions, any order.
    pub points: Vec<SafetyPoint>,
}

/// The item on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafetyPoint {
    /// The day.
    pub on: Date,
    /// The value, or `None` where the item was left unanswered.
    pub value: Option<i32>,
    /// The answer's words, e.g. "several days".
    pub words: String,
    /// Taken back.
    pub retracted: bool,
}

/// A medicine taken regularly.
#[derive(Clone, Debug, PartialEq)]
pub struct DoseLane {
    /// Class for the views of years, e.g. "Antidepressants".
    pub class: String,
    /// Unit of every dose here, e.g. "mg".
    pub dose_unit: String,
    /// What was prescribed from when, in order; what was held is a step of dose zero.
    pub steps: Vec<DoseStep>,
    /// Day of the last dose, where it has been stopped.
    pub stopped: Option<Date>,
    /// Days on which a dose is known to have been missed.
    pub missed: Vec<Date>,
    /// Stretches for which nobody said whether it was taken. Nothing is assumed about them: what is possible is hatched,
    /// what is sure is filled. Days that are neither missed nor unknown count as taken.
    pub unknown: Vec<Span>,
    /// Steps ahead.
    pub planned: Vec<PlannedStep>,
    /// What is filled under the doses.
    pub level: DoseLevel,
}

/// What is drawn under the doses of a medicine.
#[derive(Clone, Debug, PartialEq)]
pub enum DoseLevel {
    /// The simulated level, behind today and ahead of it.
    Simulated(SimulatedLevel),
    /// Measured levels exist in another lane: the fill is the plain dose, nothing is simulated.
    Measured,
    /// The fill is the plain dose; no level is drawn, for this reason ("no half-life is on file").
    NotDrawn(String),
}

/// A simulated level, worked out by whoever fills the lane.
#[derive(Clone, Debug, PartialEq)]
pub struct SimulatedLevel {
    /// The day of the first one.
    pub from: Date,
    /// One a day, at its end: the least and the most that it can be, as the steady dose a day that would hold it.
    pub days: Vec<(f32, f32)>,
    /// Where the half-life stands, e.g. "label of sertraline, 12.3 (not verified there)".
    pub source: String,
}

impl SimulatedLevel {
    /// The least and the most of a day, where it is simulated.
    pub fn on(&self, day: Date) -> Option<(f32, f32)> {
        usize::try_from(days_between(self.from, day)).ok().and_then(|place| self.days.get(place)).copied()
    }
}

/// One dose from one day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoseStep {
    /// From when.
    pub from: When,
    /// Amount a day; `None`: strength not known.
    pub dose: Option<Decimal>,
    /// Time of day or other words, e.g. "at night"; may be empty.
    pub words: String,
}

/// A dose that is planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedStep {
    /// From when.
    pub from: Date,
    /// Until when, for a box with a condition; `None`: until further notice.
    pub until: Option<Date>,
    /// Amount a day; zero: to be stopped.
    pub dose: Decimal,
    /// Time of day or other words.
    pub words: String,
    /// "if PHQ-9 over 9": drawn as a box of its own, the plan goes on without it.
    pub condition: Option<String>,
}

/// A medicine taken when needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsNeededLane {
    /// Class for the views of years.
    pub class: String,
    /// When it was first prescribed.
    pub from: Date,
    /// Days it was taken, and how often on that day.
    pub taken: Vec<(Date, u32)>,
    /// Day it was stopped.
    pub stopped: Option<Date>,
}

/// Side-effect burden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BurdenLane {
    /// Top of the scale.
    pub max: i32,
    /// Line from which it is talked about.
    pub action: Option<ActionLine>,
    /// One entry a week (or an entry per report; the worst of a week is drawn).
    pub entries: Vec<BurdenEntry>,
}

/// A line at which something is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionLine {
    /// At or beyond this value.
    pub at: i32,
    /// What it says, e.g. "3: talk about it".
    pub words: String,
}

/// Burden as told on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BurdenEntry {
    /// The day it was told, or the first day of the week it speaks of.
    pub on: Date,
    /// How much, 0 to the lane's top.
    pub value: i32,
    /// The symptom in the patient's words, drawn beside the first high bar.
    pub words: String,
}

/// Talking therapy: sessions and what was done between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLane {
    /// Sessions, any order.
    pub sessions: Vec<Session>,
    /// Courses, for the views of years.
    pub courses: Vec<CourseBlock>,
}

/// One session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The day.
    pub on: Date,
    /// Time of day, shown in the view of days.
    pub at: Option<Time>,
    /// Which kind; decides the shape.
    pub modality: Modality,
    /// What became of it.
    pub state: Attendance,
    /// Homework set at this session.
    pub homework: Option<Homework>,
    /// Name for tooltip and table, e.g. "CBT 4".
    pub name: String,
}

/// Kind of therapy, as a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Modality {
    /// Square.
    Cbt,
    /// Triangle.
    DbtIndividual,
    /// Three dots.
    DbtSkills,
    /// Circle.
    Psychodynamic,
    /// Two overlapping circles.
    CoupleOrFamily,
    /// Open book.
    Psychoeducation,
    /// Any other talking therapy: hexagon.
    Other,
}

/// What became of a session, class or visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Attendance {
    /// Held.
    Attended,
    /// The patient did not come.
    DidNotAttend,
    /// Called off, by either side, beforehand.
    Cancelled,
    /// Ahead.
    Planned,
}

/// Homework set at one session. "Could not, because…" weighs as much as done and is left out of averages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Homework {
    /// Tasks set.
    pub set: u32,
    /// Tasks done, in full or in part counted by the filler.
    pub done: u32,
    /// Tasks that could not be done, with a reason given.
    pub could_not: u32,
}

/// A whole course of therapy, for the views of years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseBlock {
    /// Its name, e.g. "CBT".
    pub name: String,
    /// First day to last day (planned or done).
    pub span: Span,
    /// Sessions attended.
    pub done: u32,
    /// Sessions planned.
    pub of: u32,
}

/// A complementary practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PracticeLane {
    /// Classes or visits.
    pub visits: Vec<Visit>,
    /// Minutes practised, by day; bars are sums per week.
    pub minutes: Vec<(Date, u32)>,
    /// Weekly aim in minutes, if there is one.
    pub aim: Option<u32>,
    /// Its words, e.g. "aim 60 min".
    pub aim_words: String,
    /// From when the aim holds.
    pub from: Option<Date>,
}

/// One class or visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The day.
    pub on: Date,
    /// What became of it.
    pub state: Attendance,
    /// Name for the tooltip, e.g. "class 3".
    pub name: String,
}

/// Hours slept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SleepLane {
    /// Minutes slept by night; nights without an answer are absent.
    pub nights: Vec<(Date, u32)>,
    /// The band drawn behind, in minutes (7–9 hours: 420 to 540).
    pub band: Option<(u32, u32)>,
}

/// Daily mood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoodLane {
    /// Reach to both sides of usual: 3, or 4 on a bipolar plan.
    pub reach: u8,
    /// Days with an answer.
    pub days: Vec<MoodDay>,
    /// The person's own lines from the staying-well plan, e.g. at +2 "her step 2: two days at +2".
    pub actions: Vec<ActionLine>,
}

/// Mood on one day; two entries on one day become its lowest and highest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoodDay {
    /// The day.
    pub on: Date,
    /// Lowest of the day, −reach to +reach; 0 is usual.
    pub low: i8,
    /// Highest of the day.
    pub high: i8,
    /// The person's own note of the day; may be empty.
    pub words: String,
}

/// A number that was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasurementLane {
    /// Values, any order.
    pub values: Vec<Measured>,
    /// Aim band, both ends included.
    pub aim: Option<(Decimal, Decimal)>,
    /// Its words, e.g. "aim 0.6–0.8".
    pub aim_words: String,
    /// A line that asks for a talk, e.g. eGFR 60 with "60: talk about it".
    pub line: Option<(Decimal, String)>,
    /// When it is next due.
    pub due: Vec<Due>,
    /// Harms slowly (kidney): stays as a line in the views of years.
    pub slow: bool,
}

/// One measured value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The day.
    pub on: Date,
    /// The value as it was reported.
    pub value: Decimal,
    /// Outside the aim.
    pub outside: bool,
    /// Words drawn beside it, e.g. "trembling"; may be empty.
    pub words: String,
}

/// Checks: laboratory, vital signs, screens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChecksLane {
    /// One per kind of check.
    pub checks: Vec<Check>,
}

/// One kind of check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its name, e.g. "sodium".
    pub name: String,
    /// When it was done, with its value if there is one; the filler says with it when a result is old.
    pub done: Vec<(Date, Option<String>)>,
    /// When it is due.
    pub due: Vec<Due>,
}

/// A due date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub on: Date,
    /// Due, overdue or conditional. Overdue is computed by the filler (it starts the day after due).
    pub state: DueState,
    /// Words beside it, e.g. "weight due", "pressure, if switching".
    pub words: String,
}

/// How pressing a due date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueState {
    /// Due, not late.
    Due,
    /// Past its day by so many days.
    Overdue(u32),
    /// Only if something else happens.
    Conditional,
}

/// Something that happened in the person's life, shared by them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifeEvent {
    /// When.
    pub when: When,
    /// How it felt.
    pub tone: Tone,
    /// In the patient's words.
    pub words: String,
    /// A known date ahead.
    pub ahead: bool,
}

/// How a life event felt to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Down triangle.
    Hard,
    /// Up triangle.
    Good,
    /// Not said: a square on its corner, half size.
    Unsaid,
}

/// A note the patient put on their own picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The day.
    pub on: Date,
    /// In their words; at most 16 characters are drawn, all of it is in the table.
    pub words: String,
}

/// Weeks well in one calendar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearWell {
    /// The year.
    pub year: i16,
    /// Weeks well.
    pub well: u32,
    /// Weeks low.
    pub low: u32,
    /// Weeks high.
    pub high: u32,
    /// Weeks that are known about (52, or as many as the year has lasted).
    pub of: u32,
    /// Told, not measured.
    pub told: bool,
}

impl Window {
    /// One week before the start of the course to twelve weeks after today, at least 24 weeks. Without a course:
    /// twelve weeks either side of today.
    pub fn for_course(today: Date, course_start: Option<Date>) -> Self {
        let start = course_start.unwrap_or_else(|| shift(today, -77)).min(today);
        // A course of years would squeeze the present: the default looks back at most 26 weeks.
        let from = shift(start, -7).max(shift(today, -182));
        let to = shift(today, 84).max(shift(from, 168));
        Self { from, to }
    }

    /// `back` days before today to `ahead` days after.
    pub fn around(today: Date, back: i32, ahead: i32) -> Self {
        Self { from: shift(today, -back.max(1)), to: shift(today, ahead.max(1)) }
    }

    /// Length in days, at least 1.
    pub fn days(&self) -> i32 {
        days_between(self.from, self.to).max(1)
    }

    /// Whether the day is drawn.
    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && day < self.to
    }

    /// The unit in which a window of this length is read.
    pub fn zoom(&self) -> Zoom {
        match self.days() {
            i32::MIN..=42 => Zoom::Days,
            43..=250 => Zoom::Weeks,
            251..=560 => Zoom::Fortnights,
            561..=2_300 => Zoom::Months,
            _ => Zoom::Quarters,
        }
    }
}

/// The unit of a view; what is drawn changes with it, not only its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zoom {
    /// About four weeks: every dose, daily values, session times.
    Days,
    /// 12 to 24 weeks.
    Weeks,
    /// A year.
    Fortnights,
    /// Two to five years.
    Months,
    /// Ten years and more.
    Quarters,
}

/// `day` moved by `days`, stopping at the ends of the calendar.
pub fn shift(day: Date, days: i32) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}

/// Whole days from `a` to `b`; negative if `b` is earlier.
pub fn days_between(a: Date, b: Date) -> i32 {
    a.until(b).map_or(0, |span| span.get_days())
}
