//! The first patients of every practice, whatever its seed: the people that today is about, and names made to be mixed up.
//!
//! Their courses are drawn like everybody's, within what is said here; only Maria and Hanna have a course of their own, and those
//! of the stories a short one.

use crate::{calendar::plus, people::Allergy, staff::Skill, stories::STORIES, track::Track};
use jiff::civil::{Date, date};

/// What is to be so today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scene {
    /// Nothing in particular.
    Plain,
    /// The PHQ-9 was answered this morning, with this on item 9; whether somebody took it on already.
    ItemNineThisMorning { item_9: u8, taken: bool },
    /// A side effect was told to the therapist yesterday and waits for an answer.
    ToldTherapist(&'static str),
    /// A side effect was reported on the phone last night and waits for an answer.
    ToldOnPhone(&'static str),
    /// No questionnaire was answered for this many weeks.
    SilentFor(i64),
    /// The medicine had its trial and does not do enough.
    NotEnough,
    /// Well: a latest PHQ-9 of 0.
    Remission,
    /// Comes for the first time today.
    FirstVisit,
    /// Did not come to today's session.
    MissedToday,
}

/// Who somebody sees and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct With {
    pub login: &'static str,
    pub hour: i8,
    pub minute: i8,
}

/// One of the cast.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub given: &'static str,
    pub family: &'static str,
    pub born: Date,
    pub gender: &'static str,
    pub place: &'static str,
    pub languages: &'static [&'static str],
    pub allergy: Allergy,
    pub track: Track,
    /// Weeks since they came.
    pub weeks: i64,
    /// The medicine, where it is not drawn.
    pub medicine: Option<&'static str>,
    /// Seen today at this time.
    pub visit: Option<With>,
    /// Weekly, on today's weekday unless it is a couple's.
    pub session: Option<(With, Skill)>,
    pub practice: Option<Skill>,
    pub scene: Scene,
}

/// Somebody at a time.
pub(crate) const fn with(login: &'static str, hour: i8, minute: i8) -> With {
    With { login, hour, minute }
}

/// Maria's number.
pub(crate) const MARIA: usize = 0;
/// Hanna's number: years of lithium.
pub(crate) const HANNA: usize = 1;
/// So many of the cast have a life; the others have a short story written by hand, see [`crate::stories`].
pub(crate) const LIVES: usize = 18;

/// What is not said of a part.
pub(crate) const NOBODY: Part = Part {
    given: "",
    family: "",
    born: date(1980, 1, 1),
    gender: "F",
    place: "riverside",
    languages: &["English"],
    allergy: Allergy::NoneKnown,
    track: Track::DepressionBoth,
    weeks: 12,
    medicine: None,
    visit: None,
    session: None,
    practice: None,
    scene: Scene::Plain,
};

/// The cast, by number: those with a life, then those with a story.
pub(crate) fn cast() -> Vec<Part> {
    lives().into_iter().chain(STORIES.iter().map(|story| (story.part)())).collect()
}

fn lives() -> Vec<Part> {
    let osei = |hour, minute| Some(with("amara.osei", hour, minute));
    let lindgren = |hour| Some((with("ruth.lindgren", hour, 0), Skill::Cbt));
    vec![
        Part {
            given: "Maria",
            family: "Delgado",
            born: date(1988, 3, 14),
            languages: &["Spanish", "English"],
            allergy: Allergy::To("Penicillin", "rash"),
            weeks: 12,
            visit: osei(14, 30),
            session: Some((with("ruth.lindgren", 10, 0), Skill::Cbt)),
            practice: Some(Skill::Mindfulness),
            ..NOBODY
        },
        Part {
            given: "Hanna",
            family: "Kowalczyk",
            born: date(1984, 2, 2),
            place: "old-mill",
            languages: &["Polish", "English"],
            track: Track::Bipolar,
            weeks: 104,
            visit: Some(with("yusuf.imani", 11, 0)),
            session: Some((with("gabriel.santangelo", 16, 0), Skill::Family)),
            ..NOBODY
        },
        Part {
            given: "Daniel",
            family: "Okafor",
            born: date(1974, 1, 17),
            gender: "M",
            weeks: 5,
            medicine: Some("escitalopram"),
            visit: osei(16, 0),
            session: lindgren(14),
            scene: Scene::ItemNineThisMorning { item_9: 2, taken: true },
            ..NOBODY
        },
        Part {
            given: "Noor",
            family: "Haddad",
            born: date(1997, 5, 30),
            place: "old-mill",
            languages: &["English", "Arabic"],
            track: Track::Dbt,
            weeks: 20,
            medicine: Some("lithium"),
            visit: Some(with("yusuf.imani", 15, 0)),
            session: Some((with("tobias.hale", 15, 0), Skill::Dbt)),
            scene: Scene::ToldTherapist("My hands shake, I spill my tea."),
            ..NOBODY
        },
        Part {
            given: "Tolu",
            family: "Adeyemi",
            born: date(2000, 4, 11),
            gender: "M",
            place: "riverside",
            weeks: 3,
            medicine: Some("sertraline"),
            visit: osei(11, 0),
            session: lindgren(15),
            scene: Scene::ToldOnPhone("Sick to my stomach every morning since Friday."),
            ..NOBODY
        },
        Part {
            given: "June",
            family: "Whitlock",
            born: date(1959, 6, 8),
            place: "north-hill",
            weeks: 16,
            medicine: Some("mirtazapine"),
            visit: Some(with("helena.brandvold", 10, 30)),
            session: Some((with("anneke.dewit", 11, 0), Skill::Ipt)),
            scene: Scene::SilentFor(6),
            ..NOBODY
        },
        Part {
            given: "Elias",
            family: "Brandt",
            born: date(1982, 7, 19),
            gender: "M",
            weeks: 15,
            medicine: Some("venlafaxine"),
            visit: osei(10, 30),
            session: Some((with("simone.duval", 9, 0), Skill::Psychodynamic)),
            scene: Scene::NotEnough,
            ..NOBODY
        },
        Part {
            given: "Lia",
            family: "Marchetti",
            born: date(1993, 2, 27),
            track: Track::Couple,
            weeks: 13,
            session: Some((with("ruth.lindgren", 16, 0), Skill::Couple)),
            practice: Some(Skill::Yoga),
            ..NOBODY
        },
        Part {
            given: "Tomas",
            family: "Marchetti",
            born: date(1991, 9, 3),
            gender: "M",
            track: Track::Couple,
            weeks: 13,
            session: Some((with("ruth.lindgren", 16, 0), Skill::Couple)),
            ..NOBODY
        },
        Part {
            given: "Per",
            family: "Lindqvist",
            born: date(1968, 3, 1),
            gender: "M",
            track: Track::TalkingOnly,
            weeks: 9,
            visit: osei(9, 0),
            session: lindgren(11),
            practice: Some(Skill::Acupuncture),
            ..NOBODY
        },
        Part {
            given: "Ana",
            family: "Ferreira",
            born: date(1985, 6, 30),
            weeks: 40,
            medicine: Some("sertraline"),
            visit: osei(15, 0),
            languages: &["English", "Portuguese"],
            session: Some((with("bronwyn.pryce", 9, 0), Skill::Cbt)),
            scene: Scene::Remission,
            ..NOBODY
        },
        Part {
            given: "Jonas",
            family: "Petersen",
            born: date(1989, 10, 11),
            gender: "M",
            allergy: Allergy::NotAskedYet,
            weeks: 0,
            visit: osei(15, 30),
            scene: Scene::FirstVisit,
            ..NOBODY
        },
        Part {
            given: "Mila",
            family: "Sorensen",
            born: date(2006, 11, 2),
            track: Track::AnxietyBoth,
            weeks: 13,
            medicine: Some("escitalopram"),
            visit: osei(13, 30),
            session: lindgren(13),
            ..NOBODY
        },
        Part {
            given: "Milla",
            family: "Sorenson",
            born: date(1996, 11, 2),
            track: Track::DepressionMedicine,
            weeks: 24,
            visit: Some(with("rafael.quintero", 15, 0)),
            ..NOBODY
        },
        Part {
            given: "Mariana",
            family: "Delgado",
            born: date(1998, 3, 14),
            languages: &["English", "Spanish"],
            track: Track::AnxietyBoth,
            weeks: 30,
            visit: Some(with("rafael.quintero", 14, 0)),
            session: Some((with("simone.duval", 15, 0), Skill::Ipt)),
            ..NOBODY
        },
        Part {
            given: "Irena",
            family: "Nowak",
            born: date(1965, 1, 22),
            languages: &["Polish", "English"],
            weeks: 10,
            session: lindgren(10),
            scene: Scene::MissedToday,
            ..NOBODY
        },
        Part {
            given: "Chidi",
            family: "Abara",
            born: date(2008, 11, 14),
            gender: "M",
            track: Track::TalkingOnly,
            weeks: 5,
            session: lindgren(8),
            ..NOBODY
        },
        Part {
            given: "Konstantina",
            family: "Papadimitriou-Vanderschaeghe",
            born: date(1979, 12, 5),
            place: "north-hill",
            weeks: 18,
            visit: Some(with("helena.brandvold", 9, 30)),
            session: Some((with("farid.rahmani", 14, 0), Skill::Cbt)),
            ..NOBODY
        },
    ]
}

impl Part {
    /// The day on which they came, seen from today.
    pub fn from(&self, today: Date) -> Date {
        plus(today, -self.weeks * 7)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_maria_delgado_and_people_she_could_be_mistaken_for() {
        let cast = cast();
        assert_eq!((cast[MARIA].given, cast[MARIA].family), ("Maria", "Delgado"));
        assert_eq!(cast.iter().filter(|part| (part.given, part.family) == ("Maria", "Delgado")).count(), 1);
        assert!(cast.iter().any(|part| part.given != "Maria" && part.family == "Delgado"));
    }

    #[test]
    fn stories_begin_where_lives_end() {
        assert_eq!(lives().len(), LIVES);
    }

    #[test]
    fn one_name_is_forty_characters_long() {
        assert!(cast().iter().any(|part| format!("{} {}", part.given, part.family).chars().count() >= 40));
    }
}
