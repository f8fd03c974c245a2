//! Dialectical behaviour therapy is delivered in four ways. Where one of them is missing, what is done is informed by it.

use concord_chart::Chart;
use concord_chart::therapy::{Format, TherapyCourse};

/// One of the four ways, and whether this chart shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modes {
    /// Individual sessions are held or planned.
    pub individual: bool,
    /// Skills are taught in a group.
    pub skills_group: bool,
    /// Coaching between sessions was used or offered.
    pub phone_coaching: bool,
    /// The therapist has a consultation team. It stands outside every chart, so somebody has to say it.
    pub consultation_team: bool,
}

impl Modes {
    /// True when all four are there.
    pub fn is_whole(self) -> bool {
        self.individual && self.skills_group && self.phone_coaching && self.consultation_team
    }

    /// The codes of those that are missing, as the list of ways has them.
    pub fn missing(self) -> Vec<&'static str> {
        let all = [
            ("individual", self.individual),
            ("skills_group", self.skills_group),
            ("phone_coaching", self.phone_coaching),
            ("consultation_team", self.consultation_team),
        ];
        all.into_iter().filter(|(_, present)| !present).map(|(code, _)| code).collect()
    }
}

/// True for a course of this therapy that goes on.
fn runs(course: &TherapyCourse, therapy: &str) -> bool {
    course.is_current() && course.what.therapy.as_ref().is_some_and(|known| known.as_str() == therapy)
}

/// The ways that this chart shows over its running courses of one therapy and of its skills class.
pub fn modes(chart: &Chart, therapy: &str, skills: &str, consultation_team: bool) -> Modes {
    let whole: Vec<_> = chart.therapies.iter().filter(|course| runs(course, therapy)).collect();
    let sessions = || whole.iter().flat_map(|course| &course.sessions);
    let class = chart.therapies.iter().any(|course| runs(course, skills));
    let techniques = sessions().filter_map(|session| session.written.as_ref()).flat_map(|written| &written.what.techniques);
    Modes {
        individual: sessions().any(|session| session.format != Format::Group),
        skills_group: class || sessions().any(|session| session.format == Format::Group),
        phone_coaching: whole.iter().any(|course| !course.calls.is_empty())
            || techniques.into_iter().any(|technique| technique == "coaching_rules_agreed"),
        consultation_team,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_the_consultation_team_it_is_informed_by_it_and_the_page_can_say_what_is_missing() {
        let modes = Modes { individual: true, skills_group: true, phone_coaching: true, consultation_team: false };
        assert!(!modes.is_whole());
        assert_eq!(modes.missing(), ["consultation_team"]);
        assert!(Modes { consultation_team: true, ..modes }.is_whole());
    }
}
