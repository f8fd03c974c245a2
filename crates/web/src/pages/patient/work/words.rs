//! Every sentence of the own-work pages that a patient reads, in one place, so that they can be translated and read together.
//! Plain words; no severity; nothing worked out about the person. Labels of reasons, habits, feelings and skills come from the
//! knowledge files.

use super::thought_step::Step;
use concord_chart::therapy::WorkForm;

/// Defines sentences, each documented by itself.
macro_rules! sentences {
    ($($name:ident = $text:literal;)+) => { $(#[doc = $text] pub(super) const $name: &str = $text;)+ };
}

sentences! {
    QUIET_TITLE = "My pages";
    HOME = "Home";
    HELP_NOW = "Help now";
    MY_WORK = "My work";
    MY_WORK_LEAD = "What I do between visits. Every task can be done, stopped half-way and kept, or not be possible today.";
    ALL_OF_IT = "Everything I can do here";
    KEPT_SHEETS = "What I kept";
    MY_PROGRESS = "My progress in pictures";
    BETWEEN = "Between sessions";
    HOW_IT_WENT = "Say how it went";
    TODAY = "today";
    YES = "yes";
    NO = "no";
    DONE = "Done";
    KEEP_IT = "Keep it";
    SEND = "Send";
    THROW_AWAY = "Throw this away";
    IN_MY_WORDS = "In my words (can be left empty)";
    MAY_BE_EMPTY = "Can be left empty.";
    PLEASE_CHOOSE = "Please choose";
    NOT_ALONE = "You are not alone with this. You do not have to be in an emergency to use these.";
    THANK_YOU_FOR_TELLING = "Thank you for telling us.";
}

// Could not, because.
sentences! {
    COULD_NOT = "Could not, because…";
    COULD_NOT_SHORT = "Could not";
    COULD_NOT_LEAD = "Not a mark against you. Knowing what was in the way helps us change the task, its time or its size.";
    WHAT_GOT_IN_THE_WAY = "What got in the way";
    CHOOSE_A_TASK = "Choose the task on the page before: each one has this way out.";
    CHOOSE_A_REASON = "Choose what was in the way. The nearest one is good enough.";
    CHOOSE_A_BURDEN = "Choose how much the medicine bothers you, so that your prescriber knows.";
    HOW_MUCH_IT_BOTHERS = "How much the medicine bothers me";
    ONLY_IF_MEDICINE = "Only if it was the medicine.";
    ONLY_FOR_ME = "Only keep it for me";
    TRY_SMALLER = "Try a smaller one";
    KEPT_FOR_ME = "Below stands what you kept for yourself. Nobody else has seen it.";
    FOGGY_TOLD = "Foggy or sleepy from the medicine, told with work that could not be done";
}

// Thought record.
sentences! {
    THOUGHT = "Thought record";
    THOUGHT_ABOUT = "A hard moment, looked at slowly.";
    THOUGHT_LEAD = "One small step a page. Each is kept when you go on, so you can stop anywhere.";
    THOUGHT_SEVEN = "Begin, seven steps";
    THOUGHT_FIVE = "Five steps";
    THOUGHT_THREE = "Three steps";
    MY_RECORDS = "My records";
    MY_RECORDS_LEAD = "What I wrote, newest first.";
    NO_RECORDS = "Nothing is kept here yet.";
    WRITE_A_RECORD = "Write one";
    SO_FAR = "Written so far";
    STUCK = "Stuck?";
    STOP_HERE = "Stop here and keep it";
    SEE_WHAT_SHIFTED = "See what shifted";
    WHAT_SHIFTED = "What shifted";
    RING_AND_DOT = "From 0 to 100: a ring is before, a dot is after.";
    OLD_THOUGHT = "Old thought";
    OLD_THOUGHT_SHORT = "old thought";
    NOT_REACHED = "not reached";
    LEFT_OUT = "left out";
    NOT_IN_THIS_FORM = "not asked";
    IN_COLUMNS = "In columns";
    AS_COLUMNS = "All in columns";
    COLUMNS_LEAD = "Side by side, for a wide screen and for paper.";
    CHANGE_A_STEP = "Change a step";
    SITUATION_LABEL = "Who, what, when, where";
    FOR_LABEL = "Facts for the thought";
    AGAINST_LABEL = "Facts against the thought";
    FAIRER_LABEL = "A fairer sentence";
    OUTCOME_LABEL = "What came of it (can be left empty)";
    BELIEVED_NOW = "How much I believe it";
    FEELING = "Feeling";
    HOW_STRONG = "How strong";
    THOUGHT_LABEL = "Thought";
    HOW_BELIEVED = "How much I believed it";
    HOTTEST = "This one hurt most";
    OF_HUNDRED = "of 100";
    NOUGHT_TO_HUNDRED = "From 0 to 100. Can be left empty.";
    NUMBER_WITHOUT_WORDS = "There is a number without words. Write what it is about, or take the number out.";
    HABITS = "Thinking habits I can spot (can be left out)";
    HABITS_HINT = "Habits of a thought, not of a person. Everybody has them. Tick as many as fit.";
    HABITS_SPOTTED = "Thinking habits I spotted:";
    WHO_CAN_READ = "Who can read this";
}

// Lines.
sentences! {
    LINES = "About this, from one to the other";
    WRITE_A_LINE = "Write a line to my therapist";
    ANSWER = "Answer";
    SEND_LINE = "Send the line";
    LINES_READ_BY_TEAM = "Whoever of your team can read this can read these lines. Nobody watches them at night.";
    ME = "Me";
}

// Diary card.
sentences! {
    CARD = "Diary card";
    NO_CARD = "Your card is laid out together with your therapist: which rows it has is for the two of you to choose. Until then there is nothing to fill in here.";
    CARD_LEAD = "The strongest of the day: 0 is none, 5 is very strong.";
    CARD_WAITS = "Today’s card is open. A few taps; any row can be left out.";
    CARD_DONE_TODAY = "Today’s card is kept.";
    CARD_KEPT = "Your card is kept.";
    CARD_TOO_OLD = "A card can be filled in for the last seven days. What you chose stands here, for today; if it was about another day, choose that day first.";
    CARD_WORDS = "A few words about the day (can be left empty)";
    CHANGE_IT = "Change it";
    FILL_IN = "Fill it in";
    KEEP_CARD = "Keep this day’s card";
    THE_WEEK = "The week";
    WEEK_LEAD = "What I answered, day by day. A dash is a row I left out.";
    ROW = "Row";
    URGES = "Urges";
    ACTS = "What I did";
    FEELINGS = "Feelings";
    SKILLS = "Skills";
    OTHER_SKILLS = "Other skills";
    SKILLS_HINT = "One tap: I used it. Two taps: I used it and it helped.";
    SKILLS_RATED_HINT = "0: did not think of it. 7: came by itself and helped.";
    NOT_USED = "not used";
    USED = "used";
    USED_AND_HELPED = "helped";
    NOT_ANSWERED = "not answered";
    TAKE_OUT = "take out";
    SMALL_DOT = "The small dot is yesterday. Nothing is chosen for you.";
    YESTERDAY = "(yesterday)";
    HOW_OFTEN = "How often";
    OTHER_DAYS = "Other days";
    KEPT = "kept";
    TABLETS_SLEEP = "Medicines and sleep";
    FROM_TICKS = "as you ticked them";
    AS_AGREED = "I took my medicines as agreed";
    WHEN_NEEDED = "I took something that is only for when needed";
    FROM_THE_SHOP = "I took something from the shop";
    COMES_FIRST = "comes first.";
}

// Doing.
sentences! {
    DOING = "Things I plan to do";
    DOING_ABOUT = "With a time, a place, and a smaller version.";
    DOING_TODAY = "Planned for today";
    DOING_LEAD = "Going first, wanting later: often that is the order. Small counts.";
    NOTHING_PLANNED = "Nothing is planned yet. One small thing is a good start.";
    ADD_A_THING = "Add a small thing";
    DID_SOMETHING_ELSE = "I did something that was not planned";
    DID_IT = "Did it";
    MOVE_IT = "Choose another time";
    MAKE_IT_SMALLER = "A smaller version";
    PLAN_LEAD = "Something small enough that you would do it on a middling day.";
    SMALLER_LEAD = "Half of it, or a tenth. Two minutes are a real version.";
    WHAT = "What";
    WHICH_DAY = "On which day";
    WHAT_TIME = "At what time";
    WHERE_AND_WITH = "Where, and with whom";
    SMALLER = "A smaller version for a bad day";
    SMALLER_HINT = "If it is too much that day, this counts as done.";
    GOOD_FOR = "What it is good for";
    NOTHING_SPECIAL = "nothing in particular";
    CHOOSE_A_DAY = "Choose a day from today on, within a year.";
    CHOOSE_A_TIME = "Write the time like 16:00, or leave it empty.";
    WHAT_I_DID = "What I did";
    DID_LEAD = "The smaller version counts as well. Any row can be left out.";
    ENJOYED = "How much I enjoyed it";
    MANAGED = "How well I managed it";
    MOOD_BEFORE = "My mood before";
    MOOD_AFTER = "My mood after";
    NOT_AT_ALL = "not at all";
    VERY_MUCH = "very much";
    VERY_WELL = "very well";
    VERY_LOW = "very low";
    VERY_GOOD = "very good";
    MOOD_BEFORE_AND_AFTER = "Mood before and after";
    RING_AND_DOT_MOOD = "A ring is before, a dot is after; a short bar is a thing that could not be done.";
    BETTER = "better";
    MIDDLE = "middling";
    WORSE = "worse";
}

// Facing.
sentences! {
    FACING = "Facing it, step by step";
    FACING_ABOUT = "What I expect, what I do, what came of it.";
    FACING_LEAD = "Find out whether what you fear comes true. Being afraid while you do it is part of it.";
    NO_LADDER = "The steps are set together with your therapist. Then they stand here.";
    NOTHING_TRIED = "Nothing was tried yet.";
    TRY_IT = "Try this one";
    HOW_LIKELY_IT_SEEMED = "How likely the feared thing seemed";
    BEFORE = "Before I begin";
    BEFORE_LEAD = "Say what you expect. Afterwards you can see what came of it.";
    LEFT_OUT_WHILE = "To leave out while you do it:";
    HOW_LIKELY_NOW = "How likely it seems that what I fear happens";
    DISTRESS_NOW = "How hard it is right now";
    BEGIN_NOW = "Begin now";
    WE_COUNT = "We look at the clock for you. You can lock the phone and come back here afterwards.";
    DOING_IT = "Now do it";
    AFTERWARDS = "Afterwards";
    DID_IT_HAPPEN = "Did what I feared happen?";
    HOW_LIKELY_AFTER = "How likely it seems now, if I did it again";
    DISTRESS_PEAK = "How hard it was at its hardest";
    DISTRESS_END = "How hard it is now";
    DID_I_LEAVE_OUT = "Did I leave out what I wanted to leave out?";
    WHAT_I_LEARNT = "What I learnt";
    FINISH = "Finish and keep it";
    DISTRESS = "How hard";
    IT_HAPPENS = "It happens";
}

// Minutes.
sentences! {
    MINUTES = "Minutes of practice";
    PRACTICE = "Practice";
    MINUTES_LEAD = "Begin, put the phone away, and finish when you are done.";
    NO_PRACTICE = "No practice is going on. When one begins, its clock and its week stand here.";
    HOW_LONG = "For how long";
    FINISH_NOW = "Finish now";
    MINUTES_KEPT = "Kept.";
    HOW_MUCH_WAS_PRACTICE = "Minutes of practice";
    PHONE_PUT_AWAY = "More than two hours have gone since you began. How many minutes of it were practice?";
    WRITE_MINUTES = "Write the minutes as a number, not more than have gone since you began.";
    WHAT_DID_YOU_NOTICE = "What did you notice?";
    STIRRED_UP_NOW = "For this moment";
    LAST_SEVEN_DAYS = "Last 7 days";
    BARS_LEGEND = "Bar: minutes. Dot: class. Short line: could not.";
}

// Sheets, chains, progress.
sentences! {
    SHEET = "Own notes";
    SHEET_LEAD = "A page for a task without a form of its own.";
    CHAIN = "Chain of a hard moment";
    CHAIN_ABOUT = "Link by link, from what made the day harder to what followed.";
    CHAIN_LEAD = "How one thing led to the next, and where another link was possible. Leave out what you cannot say yet.";
    CHAIN_LED_TO = "What it led to";
    CHAIN_HARDER = "What made that day harder";
    CHAIN_SET_OFF = "What set it off";
    CHAIN_LINKS = "Link by link";
    CHAIN_FOLLOWED = "What followed";
    CHAIN_MENDS = "What mends it";
    LINK = "Link";
    WHAT_KIND = "Choose";
    WHAT_KIND_LABEL = "It was a";
    WHAT_WAS_IT = "What it was";
    WHAT_INSTEAD = "What could have been here instead (can be left empty)";
    WHAT_I_SAID_MATTERS = "What I said matters, and how it moved";
    TASKS_BY_WEEK = "Tasks, week by week";
    MINUTES_BY_WEEK = "Minutes of practice, week by week";
}

/// The fields of a sheet: name and label.
pub(super) const SHEET_FIELDS: [(&str, &str); 3] =
    [("did", "What I did or wrote"), ("noticed", "What I noticed"), ("bring", "What I want to talk about")];

/// What can be noticed after practice: as it is kept, and as it is read.
pub(super) const NOTICED: [(&str, &str); 4] =
    [("calmer", "Calmer"), ("the same", "The same"), ("restless", "Restless"), ("stirred_up", "It stirred things up")];

/// What to do at once when practice stirs things up.
pub(super) const STIRRED_UP_STEPS: [&str; 4] = [
    "Open your eyes and look around the room.",
    "Put both feet on the floor and press them down.",
    "Stop for today. Stopping is allowed, and it is practice too.",
    "Do something plain: wash a cup, step outside, call somebody you like.",
];

/// A card of which a row has to be put right, and a part could not wait.
pub(super) const PART_IS_KEPT: &str =
    "What could be read is in your record, for your team to read. One row below still has to be put right.";

/// A skill that was rated when the card asked for numbers.
pub(super) fn rated_before(rating: &str) -> String {
    format!("{rating} of 7, as before")
}

/// Before something kept is changed, while something else is half written.
pub(super) const ANOTHER_IS_BEGUN: &str =
    "Another record is half written. Finish it or throw it away first; then the kept one can be changed.";
/// On with the half-written one.
pub(super) const GO_ON_WITH_IT: &str = "Go on with it";
/// A choice of readers that was made from this page before.
pub(super) const CHOOSE_ANEW: &str =
    "This choice was sent from this page before, and another was made since. Open the page again to see who can read it now.";
/// A link of a chain with words and no kind.
pub(super) const LINK_WITHOUT_KIND: &str = "Choose what kind of link this was.";
/// A link of which only the other way is written.
pub(super) const LINK_WITHOUT_WORDS: &str = "Write what happened at this link, too.";

/// Where nobody is named to whom a message could go.
pub(super) const NOBODY_IS_CALLED: &str = "It stands in your record, and your team can read it.";

/// Who hears of a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hears {
    /// Whoever set the task reads it; nobody is told at once.
    Reads,
    /// Whoever set the task makes the next one smaller or clearer.
    Changes,
    /// Somebody is told and asks how the person is.
    Asks,
    /// The prescriber is told and answers by a promised time.
    Prescriber,
}

/// Who hears of a reason, by its code in the list of obstacles.
pub(super) fn hears(code: &str) -> Hears {
    match code {
        "foggy_medicine" => Hears::Prescriber,
        "stirred_up" => Hears::Asks,
        "too_hard" | "unclear" | "avoided" | "not_convinced" | "not_for_me" => Hears::Changes,
        _ => Hears::Reads,
    }
}

/// The same as a sentence that stands under the reason before it is chosen; empty where nothing follows but reading.
///
/// `asks` and `prescriber` are those to whom a message goes; where there is nobody, nothing is promised.
pub(super) fn who_hears(code: &str, helper: &str, asks: Option<&str>, prescriber: Option<&str>) -> String {
    match (hears(code), asks, prescriber) {
        (Hears::Reads, ..) => String::new(),
        (Hears::Changes, ..) => format!("{} looks for another or smaller task with you.", somebody(helper, "Your therapist")),
        (Hears::Asks, Some(name), _) => {
            format!("A message goes to {} today, to ask how you are.", somebody(name, "your therapist"))
        }
        (Hears::Prescriber, _, Some(name)) => {
            format!("A message goes to {} now, and you have an answer within one working day.", somebody(name, "your prescriber"))
        }
        (Hears::Asks | Hears::Prescriber, ..) => NOBODY_IS_CALLED.to_owned(),
    }
}

fn somebody<'a>(name: &'a str, otherwise: &'a str) -> &'a str {
    if name.is_empty() { otherwise } else { name }
}

/// Who reads what could not be done.
pub(super) fn could_not_read_by(helper: &str) -> String {
    format!(
        "{} reads what you send; the rest of your team sees that it could not be done, and the reason.",
        somebody(helper, "Your therapist")
    )
}

/// What a side effect kept the person from.
pub(super) fn kept_from(task: &str) -> String {
    format!("could not do: {task}")
}

/// "Write a whole number from 0 to 100, or leave it empty."
pub(super) fn from_to(most: u8) -> String {
    format!("Write a whole number from 0 to {most}, or leave it empty.")
}

/// A word with a capital first letter.
pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// "Feeling 2".
pub(super) fn numbered(word: &str, place: usize) -> String {
    format!("{word} {place}")
}

/// "10 min".
pub(super) fn minutes(minutes: u16) -> String {
    format!("{minutes} min")
}

/// Question and explanation of a step.
pub(super) fn thought_step(step: Step) -> (&'static str, &'static str) {
    match step {
        Step::Situation => ("What happened?", "Only what could be seen or heard, in two or three lines."),
        Step::Feelings => ("What did I feel?", "One word each, and how strong it was at its strongest."),
        Step::Thoughts => ("What went through my mind?", "The sentences or pictures as they came, also if they seem silly now."),
        Step::For => ("What speaks for the thought?", "What a camera would show. Guesses and feelings stay outside."),
        Step::Against => ("What speaks against it?", "Also small things, and things you would say to a friend."),
        Step::Fairer => ("What would be fairer?", "A sentence that leaves room for both sides. It need not be cheerful."),
        Step::Now => ("And now?", "Look again at the thought and the feelings. No change is an answer too."),
    }
}

/// The button that leads to a step.
pub(super) fn next_step(step: Step) -> &'static str {
    match step {
        Step::Situation => "Next: what happened",
        Step::Feelings => "Next: what I felt",
        Step::Thoughts => "Next: what I thought",
        Step::For => "Next: what speaks for it",
        Step::Against => "Next: what speaks against it",
        Step::Fairer => "Next: a fairer sentence",
        Step::Now => "Next: look again",
    }
}

/// A step as the short name of a line.
pub(super) fn short(step: Step) -> &'static str {
    match step {
        Step::Situation => "Where",
        Step::Feelings => "Felt",
        Step::Thoughts => "Thought",
        Step::For => "For",
        Step::Against => "Against",
        Step::Fairer => "Fairer",
        Step::Now => "Now",
    }
}

/// A step as the heading of a column or of a line in the list.
pub(super) fn short_heading(step: Step) -> &'static str {
    match step {
        Step::Situation => "What happened",
        Step::Feelings => "What I felt",
        Step::Thoughts => "What I thought",
        Step::For => "What speaks for it",
        Step::Against => "What speaks against it",
        Step::Fairer => "Fairer",
        Step::Now => "And now",
    }
}

/// A nudge for somebody who is stuck at a step.
pub(super) fn stuck(step: Step) -> Option<&'static str> {
    match step {
        Step::Situation => None,
        Step::Feelings => Some("Where in the body was it? Tight, heavy, hot: that is a beginning."),
        Step::Thoughts => Some("What did it seem to say about you, about others, about what comes?"),
        Step::For => Some("What would somebody have noted down who stood beside you?"),
        Step::Against => Some("Was there ever a day on which it was not so?"),
        Step::Fairer => Some("Begin with “It is true that…, and it is also true that…”"),
        Step::Now => Some("The first number that comes is good enough."),
    }
}

/// "Step 4 of 7. Saved as you go."
pub(super) fn saved_as_you_go(step: usize, of: usize) -> String {
    format!("Step {step} of {of}. Saved as you go.")
}

/// The way back to a step.
pub(super) fn step_back(step: usize) -> String {
    format!("Step {step}")
}

/// How far a record came.
pub(super) fn steps_reached(reached: u8, of: u8) -> String {
    if reached >= of { format!("All {of} steps.") } else { format!("Stopped after step {reached} of {of}, and kept.") }
}

/// A thought in quotation marks, and how far it is believed.
pub(super) fn believed(text: &str, belief: Option<u8>) -> String {
    belief.map_or_else(|| format!("“{text}”"), |belief| format!("“{text}” Believed {belief}."))
}

/// The label for the second look at a thought.
pub(super) fn believe_now(thought: &str) -> String {
    format!("“{thought}”: how much I believe it now")
}

/// The label for the second look at a feeling.
pub(super) fn how_strong_now(feeling: &str) -> String {
    format!("{}: how strong it is now", capital(feeling))
}

/// A line of the picture in words.
pub(super) fn shift(name: &str, before: Option<u8>, after: Option<u8>) -> String {
    match (before, after) {
        (Some(before), Some(after)) => format!("{name}: before {before}, after {after}"),
        (Some(before), None) => format!("{name}: before {before}"),
        (None, Some(after)) => format!("{name}: after {after}"),
        (None, None) => format!("{name}: not rated"),
    }
}

/// Who can read a piece of work, in names.
pub(super) fn who_reads(readers: &[&str], others: &[&str]) -> String {
    let read = match readers {
        [] => "Nobody but you reads what it says.".to_owned(),
        names => format!("{} can read what it says.", names.join(", ")),
    };
    if others.is_empty() {
        read
    } else {
        format!("{read} Of the others, each sees only that it was done: {}.", others.join(", "))
    }
}

/// "5 of 6" beside the number.
pub(super) fn of_rows(rows: usize) -> String {
    format!("of {rows}")
}

/// What stands before the way to help on a card.
pub(super) fn urge_first(at_least: u8) -> String {
    format!("An urge of {at_least} or more?")
}

/// Who reads a card and when, and when nobody does.
pub(super) fn card_read_by(therapist: &str, next: Option<&str>, hours: &str) -> String {
    let therapist = somebody(therapist, "Your therapist");
    let when = next.map_or_else(|| "before you next meet".to_owned(), |day| format!("before you meet on {day}"));
    format!(
        "{therapist} reads this card {when}; your team can look at it {hours}. At night and outside these hours nobody watches it."
    )
}

/// A medicine as it was ticked.
pub(super) fn ticked(name: &str, taken: bool, left_out: bool) -> String {
    match (taken, left_out) {
        (true, _) => format!("{name}: taken."),
        (false, true) => format!("{name}: left out."),
        (false, false) => format!("{name}: not answered."),
    }
}

/// Sleep as it was noted.
pub(super) fn slept(minutes: Option<u16>) -> String {
    match minutes {
        Some(minutes) if minutes % 60 == 0 => format!("Slept {} h.", minutes / 60),
        Some(minutes) => format!("Slept {} h {} min.", minutes / 60, minutes % 60),
        None => "Sleep: not answered.".to_owned(),
    }
}

/// Something done, or not, and how often.
pub(super) fn act(done: bool, times: Option<u16>) -> String {
    match (done, times) {
        (false, _) => NO.to_owned(),
        (true, Some(times)) => format!("{times}×"),
        (true, None) => YES.to_owned(),
    }
}

/// On how many of the days with a card a skill was used, and on how many it helped.
pub(super) fn skill_days(used: usize, helped: usize, cards: usize) -> String {
    format!("Used on {used} of {cards} days with a card; helped on {helped}.")
}

/// What became of a thing that was done.
pub(super) fn did_it(enjoyed: Option<u8>, managed: Option<u8>) -> String {
    let part = |word: &str, value: Option<u8>| value.map(|value| format!("{word} {value}"));
    let parts: Vec<String> = [part("enjoyed", enjoyed), part("managed", managed)].into_iter().flatten().collect();
    if parts.is_empty() { "Did it.".to_owned() } else { format!("Did it: {}.", parts.join(", ")) }
}

/// What became of a thing that could not be done.
pub(super) fn could_not_because(why: &str) -> String {
    // What somebody wrote may end its own sentence.
    let why = why.trim_end_matches('.');
    if why.is_empty() { "Could not.".to_owned() } else { format!("Could not: {why}.") }
}

/// The smaller version, offered.
pub(super) fn too_much(smaller: &str) -> String {
    format!("If it is too much today: {smaller}. It counts as done.")
}

/// How often mood was higher afterwards.
pub(super) fn higher_after(higher: usize, of: usize) -> String {
    format!("Higher afterwards {higher} of {of} times. What could not be done is not counted.")
}

/// A day on which it could not be done.
pub(super) fn day_could_not(day: &str) -> String {
    format!("{day}: could not")
}

/// How often a step was tried.
pub(super) fn tried_times(times: usize) -> String {
    match times {
        0 => "Not tried yet.".to_owned(),
        1 => "Tried once.".to_owned(),
        times => format!("Tried {times} times."),
    }
}

/// How hard a step is expected to be.
pub(super) fn expected_distress(distress: u8) -> String {
    format!("Expected to be {distress} hard, of 100.")
}

/// What is feared.
pub(super) fn feared(what: &str) -> String {
    format!("What I fear: {what}.")
}

/// Whether what was feared happened.
pub(super) fn feared_happened(happened: bool) -> &'static str {
    if happened { "What I feared happened." } else { "What I feared did not happen." }
}

/// Since when.
pub(super) fn begun_at(time: &str) -> String {
    format!("Begun at {time}. Come back here when you have done it.")
}

/// Since when, in the ring.
pub(super) fn began(time: &str) -> String {
    format!("began {time}")
}

/// Until when.
pub(super) fn ends_about(time: &str) -> String {
    format!("Done at about {time}. You can lock the phone; the time between your two taps is what counts.")
}

/// The name of a course as the heading of its clock.
pub(super) fn minutes_of(name: &str) -> String {
    format!("{}, minutes", capital(name))
}

/// Minutes of the week, beside what was agreed.
pub(super) fn of_aim(sum: u32, aim: Option<u16>) -> String {
    aim.map_or_else(|| format!("{sum} min"), |aim| format!("{sum} of {aim} min"))
}

/// A day of the week in words.
pub(super) fn day_minutes(day: &str, minutes: u32, class: bool, could_not: bool) -> String {
    match (minutes, class, could_not) {
        (0, true, _) => format!("{day} class"),
        (0, false, true) => format!("{day} could not"),
        (0, false, false) => format!("{day} nothing noted"),
        (minutes, ..) => format!("{day} {minutes} minutes"),
    }
}

/// Minutes of today.
pub(super) fn minutes_today(minutes: u32) -> String {
    if minutes == 0 { "Nothing noted today.".to_owned() } else { format!("{minutes} min today.") }
}

/// What to do when practice stirs things up, before it does.
pub(super) fn if_it_stirs(teacher: &str) -> String {
    format!(
        "If it stirs things up: open your eyes, feel your feet, stop. Then tell {} or your therapist.",
        somebody(teacher, "your teacher")
    )
}

/// To whom a message went that practice stirred things up: only people of whom it is known how they are reached.
pub(super) fn stirred_up_told(teacher: Option<&str>, therapist: Option<&str>) -> String {
    let mut told: Vec<&str> = [teacher, therapist].into_iter().flatten().filter(|name| !name.is_empty()).collect();
    told.dedup();
    if told.is_empty() {
        NOBODY_IS_CALLED.to_owned()
    } else {
        format!("A message is on its way to {}, to ask you how you are.", told.join(" and "))
    }
}

/// What could have been in the place of a link.
pub(super) fn instead(words: &str) -> String {
    format!("Instead: {words}")
}

/// With whom a task was agreed, until when, how often.
pub(super) fn task_with(therapist: &str, due: Option<&str>, times: Option<u16>) -> String {
    let with = format!("With {}", somebody(therapist, "your therapist"));
    let due = due.map(|day| format!("for {day}"));
    let times = times.map(|times| if times == 1 { "once".to_owned() } else { format!("{times} times") });
    let all: Vec<String> = std::iter::once(with).chain(due).chain(times).collect();
    format!("{}.", all.join(", "))
}

/// The way to the form of a task.
pub(super) fn do_task(form: Option<WorkForm>) -> &'static str {
    match form {
        Some(WorkForm::ThoughtRecord) => "Write it",
        Some(WorkForm::ActivityPlan) => "Open my plan",
        Some(WorkForm::Exposure) => "Open my steps",
        Some(WorkForm::DiaryCard) => "Fill it in",
        Some(WorkForm::Chain | WorkForm::Sheet) => "Open the sheet",
        Some(WorkForm::Practice) => "Begin",
        Some(WorkForm::Reading) => "Open what to read",
        Some(WorkForm::Free) | None => HOW_IT_WENT,
    }
}

/// Tasks done and tasks that could not be done.
pub(super) fn tasks_done(done: usize, could_not: usize) -> String {
    format!("In these weeks: {done} done, whole or in part; {could_not} could not be done.")
}

/// Minutes of the weeks in words.
pub(super) fn minutes_by_week(sums: &[u32]) -> String {
    format!("Minutes, oldest week first: {}", sums.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use concord_knowledge::{ListName, shipped};

    #[test]
    fn every_reason_that_somebody_hears_of_is_in_the_list() {
        let list = shipped().words(ListName::HomeworkObstacles);
        for code in ["foggy_medicine", "stirred_up", "too_hard", "unclear", "avoided", "not_convinced", "not_for_me"] {
            assert!(list.iter().any(|word| word.code == code && word.plain.is_some()), "{code}");
        }
    }

    #[test]
    fn who_is_told_at_once_is_named_before_the_reason_is_chosen() {
        assert!(who_hears("foggy_medicine", "Ruth", Some("Ruth"), Some("Dr Osei")).contains("Dr Osei"));
        assert!(who_hears("stirred_up", "Ruth", Some("Ruth"), Some("Dr Osei")).contains("Ruth"));
        assert_eq!(who_hears("forgot", "Ruth", Some("Ruth"), Some("Dr Osei")), "");
    }

    #[test]
    fn where_nobody_can_be_reached_no_message_is_promised() {
        for code in ["foggy_medicine", "stirred_up"] {
            assert_eq!(who_hears(code, "Ruth", None, None), NOBODY_IS_CALLED);
        }
        assert!(!stirred_up_told(None, None).contains("message"));
        assert_eq!(stirred_up_told(Some("Ana"), None), "A message is on its way to Ana, to ask you how you are.");
    }
}
