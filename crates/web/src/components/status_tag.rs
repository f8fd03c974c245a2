//! A state as icon and word on a tint. The words are these and no others.

use super::icon::{Icon, icon};
use maud::{Markup, html};

/// All states a tag can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Judged: it works.
    Working,
    /// Has had its trial and waits for a judgement.
    JudgeNow,
    /// Still within its trial.
    TooEarly,
    /// Judged: not enough.
    NotEnough,
    /// Judged: a side effect stands against it.
    SideEffect,
    /// Too little was given or taken to say.
    DoseTooLow,
    /// Half or less of the start.
    Response,
    /// Under the line.
    Remission,
    /// More than the measure's own noise.
    ReliableChange,
    /// Within the measure's own noise.
    NoChange,
    /// Reliably worse.
    Worse,
    /// To be done.
    Due,
    /// Late.
    Overdue,
    /// Not signed.
    Draft,
    /// Done.
    Done,
    /// Said no.
    Declined,
    /// Nobody has looked: the third answer.
    NotChecked,
}

impl Status {
    /// Every state, for lists and tests.
    pub const ALL: [Self; 17] = [
        Self::Working,
        Self::JudgeNow,
        Self::TooEarly,
        Self::NotEnough,
        Self::SideEffect,
        Self::DoseTooLow,
        Self::Response,
        Self::Remission,
        Self::ReliableChange,
        Self::NoChange,
        Self::Worse,
        Self::Due,
        Self::Overdue,
        Self::Draft,
        Self::Done,
        Self::Declined,
        Self::NotChecked,
    ];

    /// The word on the tag.
    pub fn words(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::JudgeNow => "judge now",
            Self::TooEarly => "too early",
            Self::NotEnough => "not enough",
            Self::SideEffect => "side effect",
            Self::DoseTooLow => "dose too low to judge",
            Self::Response => "response",
            Self::Remission => "remission",
            Self::ReliableChange => "reliable change",
            Self::NoChange => "no change",
            Self::Worse => "worse",
            Self::Due => "due",
            Self::Overdue => "overdue",
            Self::Draft => "draft",
            Self::Done => "done",
            Self::Declined => "declined",
            Self::NotChecked => "not checked",
        }
    }

    /// The words for a patient; nothing is *judged* there.
    pub fn patient_words(self) -> &'static str {
        match self {
            Self::Working => "helping",
            Self::JudgeNow => "time to look",
            Self::TooEarly | Self::DoseTooLow => "too early to say",
            other => other.words(),
        }
    }

    /// Class of its tint.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Working | Self::Response | Self::Remission | Self::ReliableChange | Self::Done => "good",
            Self::JudgeNow | Self::DoseTooLow | Self::Due => "care",
            Self::NotEnough | Self::SideEffect | Self::Worse | Self::Overdue => "stop",
            Self::TooEarly | Self::NoChange | Self::Declined => "",
            Self::Draft => "line",
            Self::NotChecked => "unk",
        }
    }

    /// Its drawing.
    pub fn icon(self) -> Icon {
        match self {
            Self::Working | Self::Response | Self::Remission | Self::Done => Icon::Check,
            Self::JudgeNow | Self::TooEarly | Self::Due | Self::Overdue => Icon::Clock,
            Self::NotEnough | Self::NoChange | Self::Declined => Icon::Level,
            Self::SideEffect | Self::DoseTooLow => Icon::Triangle,
            Self::ReliableChange => Icon::Down,
            Self::Worse => Icon::Up,
            Self::Draft => Icon::Pencil,
            Self::NotChecked => Icon::Query,
        }
    }
}

/// The tag.
pub fn status_tag(status: Status) -> Markup {
    tag(status.tone(), Some(status.icon()), status.words())
}

/// The tag as a patient reads it.
pub fn patient_status_tag(status: Status) -> Markup {
    tag(status.tone(), Some(status.icon()), status.patient_words())
}

/// A tag of another kind, e.g. "safety plan, reviewed 10 Aug"; `tone` is one of the classes of the stylesheet.
pub fn tag(tone: &str, drawing: Option<Icon>, words: &str) -> Markup {
    html! {
        span class={ "tag " (tone) } {
            @if let Some(drawing) = drawing { (icon(drawing)) }
            (words)
        }
    }
}
