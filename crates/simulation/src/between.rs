//! What stands around a drawn session: the plan of the course, the shared face that is signed, and, in dialectical
//! behaviour therapy, the diary card of the last weeks.

use crate::{
    calendar::{TODAY, days_between, plus},
    chance::Chance,
    deed::{By, Line},
    life::{Life, minutes_after},
    roster::Talk,
    staff::Skill,
    words,
};
use concord_chart::{
    CourseId, Event, SessionId, TherapyId,
    course_plan::CoursePlanned,
    formulation::{FormulationWritten, RelationshipEpisode},
    note::Section,
    session::{Alliance, Content, Delivered, FidelityMark, RiskAsked, SessionWritten, ShareableFacts},
    work::{Act, CardFilled, CardSet, SkillUsed, Target},
};
use concord_knowledge::{ListName, therapy::Therapy};
use jiff::Timestamp;

/// Diary cards are kept for so many days before today.
const CARD_DAYS: i64 = 24;

fn therapy_of(skill: Skill) -> Option<&'static Therapy> {
    concord_knowledge::shipped().therapy(&TherapyId::from(words::therapy_of(skill).0))
}

/// The plan of a course, in the phase in which its session of this number lies.
pub(crate) fn plan(talk: Talk, course: CourseId, number: u16, words: &str) -> Option<Line> {
    let therapy = therapy_of(talk.skill)?;
    let phase = therapy.phase_at(None, number).or(therapy.phases.first())?;
    let planned = CoursePlanned {
        course,
        protocol: None,
        phase: Some(phase.id.clone()),
        targets: vec![phase.goal.trim_end_matches('.').to_owned()],
        goals: Vec::new(),
        planned_sessions: Some(talk.sessions),
        every_days: Some(if talk.skill == Skill::Family { 14 } else { 7 }),
        minutes: Some(therapy.expected.minutes),
        participants: Vec::new(),
        unit: None,
        measures: therapy.measures.iter().take(2).cloned().collect(),
        words: words.to_owned(),
    };
    Some(Event::CoursePlanned(planned).into())
}

/// True when a session of this number begins another phase than the one before.
pub(crate) fn turns(talk: Talk, number: u16) -> bool {
    let at = |number: u16| therapy_of(talk.skill).and_then(|therapy| therapy.phase_at(None, number)).map(|phase| &phase.id);
    number > 1 && at(number) != at(number - 1)
}

impl Life<'_> {
    /// The shared face of a session that was held.
    pub fn signed(&self, talk: Talk, course: CourseId, session: SessionId, number: u16, summary: &str) -> Option<Line> {
        let therapy = therapy_of(talk.skill)?;
        let mut chance = Chance::new(self.who.seed, &format!("face {number}"));
        let mut techniques: Vec<String> = Vec::new();
        for _ in 0..chance.between(1, 3) {
            let index = usize::try_from(chance.between(0, therapy.techniques.len() as i64 - 1)).unwrap_or(0);
            let technique = therapy.techniques.get(index).map(|technique| technique.id.clone());
            techniques.extend(technique.filter(|id| !techniques.contains(id)));
        }
        let asked = chance.happens(0.6);
        let rating = (7.2 + chance.bell() * 1.1 + f64::from(number.min(10)) * 0.08).round().clamp(3.0, 10.0);
        let fidelity = therapy.fidelity.iter().flat_map(|fidelity| &fidelity.elements).take(4);
        let written = SessionWritten {
            course,
            session,
            number: Some(number),
            view: "dap".to_owned(),
            agenda: Vec::new(),
            techniques,
            other_techniques: Vec::new(),
            homework_reviewed: Vec::new(),
            measures: Vec::new(),
            alliance: chance.happens(0.8).then(|| Alliance { rating: rating as u8, words: String::new() }),
            fidelity: fidelity
                .map(|element| FidelityMark {
                    element: element.id.clone(),
                    delivered: if chance.happens(0.8) { Delivered::Yes } else { Delivered::Partly },
                })
                .collect(),
            risk: asked.then(|| RiskAsked {
                asked: true,
                concern: false,
                words: "Asked; nothing new.".to_owned(),
                done: String::new(),
            }),
            participants: Vec::new(),
            content: Content { subjective: summary.to_owned(), ..Content::default() },
            facts: ShareableFacts::default(),
            summary: String::new(),
        };
        Some(Event::SessionWritten(written).into())
    }

    /// In psychodynamic work: an episode between the patient and somebody else, and from time to time what it comes to.
    pub fn understood(&self, course: CourseId, session: SessionId, number: u16) -> Vec<Line> {
        let mut chance = Chance::new(self.who.seed, &format!("episode {number}"));
        let knowledge = concord_knowledge::shipped();
        // Each life has a wish that comes back more often than the others.
        let mut own = Chance::new(self.who.seed, "central theme");
        let mut of = |list: ListName| {
            let words = knowledge.words(list);
            let last = words.len() as i64 - 1;
            let (usual, other) = (own.between(0, last), chance.between(0, last));
            let index = usize::try_from(if chance.happens(0.6) { usual } else { other }).unwrap_or(0);
            words.get(index).map(|word| word.code.clone()).unwrap_or_default()
        };
        let episode = RelationshipEpisode {
            course,
            session: Some(session),
            other: ["mother", "brother", "partner", "boss", "friend"][usize::from(number) % 5].to_owned(),
            wish: of(ListName::CcrtWishes),
            response_of_other: of(ListName::CcrtResponsesOfOther),
            response_of_self: of(ListName::CcrtResponsesOfSelf),
            positive: number.is_multiple_of(4),
        };
        let mut lines = Vec::new();
        if matches!(number, 4 | 9) {
            let part = |heading: &str, text: &str| Section { heading: heading.to_owned(), text: text.to_owned() };
            let written = FormulationWritten {
                course,
                kind: "ccrt".to_owned(),
                parts: vec![
                    part("Wish", &episode.wish.replace('_', " ")),
                    part("Response of the other", &episode.response_of_other.replace('_', " ")),
                    part("Response of the self", &episode.response_of_self.replace('_', " ")),
                ],
                words: if number == 4 { "First version." } else { "The same wish, also towards the partner." }.to_owned(),
            };
            lines.push(Event::FormulationWritten(written).into());
        }
        lines.push(Event::RelationshipEpisode(episode).into());
        lines
    }

    /// The diary card is laid out once it is close enough to today to be seen, and then filled in most evenings.
    pub fn diary_card_of_the_day(&mut self) {
        let Some(talk) = self.who.talk.filter(|talk| talk.skill == Skill::Dbt && self.full) else { return };
        let Some(course) = self.talking.as_ref().filter(|talking| !talking.ended).map(|talking| talking.course) else { return };
        let first = plus(TODAY, -CARD_DAYS).max(plus(talk.from, 7));
        match days_between(first, self.day) {
            0 => self.lay_out_card(talk, course),
            1.. => self.fill_card(),
            _ => {}
        }
    }

    fn lay_out_card(&mut self, talk: Talk, course: CourseId) {
        let rows = |list, level: fn(&str) -> Option<u8>| {
            let words = concord_knowledge::shipped().words(list).iter();
            words
                .take(5)
                .map(|word| {
                    let label = word.plain.clone().unwrap_or_else(|| word.label.clone());
                    Target { code: word.code.clone(), label, level: level(&word.code) }
                })
                .collect::<Vec<_>>()
        };
        let mut acts = rows(ListName::DbtActs, |_| Some(1));
        acts.retain_mut(|act| {
            act.level = Some(if act.code == "self_harm" { 1 } else { 3 });
            matches!(act.code.as_str(), "self_harm" | "substance" | "binge")
        });
        let set = CardSet {
            course: Some(course),
            urges: rows(ListName::DbtUrges, |code| Some(if code == "quit_therapy" { 2 } else { 1 })),
            acts,
            emotions: rows(ListName::DbtEmotions, |_| None),
            skills: SKILLS.iter().map(|skill| (*skill).to_owned()).collect(),
            skills_rated: true,
            asks_medicines: true,
        };
        let at = self.at(16, 52);
        self.record(at, By::Staff(talk.seat.staff), vec![Event::DiaryCardSet(set).into()]);
    }

    fn fill_card(&mut self) {
        let mut chance = Chance::new(self.who.seed, &format!("card {}", self.day));
        // One evening in six it stays empty; an empty row is not a zero.
        if chance.happens(0.17) {
            return;
        }
        let low = (self.illness.mood / 27.0).clamp(0.0, 1.0);
        let mut rate = |weight: f64| (weight * low * 5.0 + chance.bell() * 0.8).round().clamp(0.0, 3.0) as u8;
        let named = |codes: &[&str], values: Vec<u8>| codes.iter().map(|code| (*code).to_owned()).zip(values).collect();
        let urges =
            named(&["suicide", "self_harm", "substance", "quit_therapy"], vec![rate(0.4), rate(0.6), rate(0.4), rate(0.5)]);
        let emotions =
            named(&["misery", "physical", "joy", "shame", "anger"], vec![rate(1.1), rate(0.7), 2, rate(0.9), rate(0.8)]);
        let none = Act { done: false, times: None, words: String::new() };
        let skill = SKILLS[self.day.day() as usize % SKILLS.len()];
        let filled = CardFilled {
            on: self.day,
            urges,
            acts: [("self_harm".to_owned(), none)].into(),
            emotions,
            skills: vec![SkillUsed { skill: skill.to_owned(), rating: 4 + (self.day.day() as u8 % 4) }],
            medicines: None,
            words: String::new(),
        };
        let at: Timestamp = minutes_after(self.at(21, 3), i64::from(self.day.day()));
        self.record(at, By::Patient, vec![Event::DiaryCardFilled(filled).into()]);
    }
}

/// Skills that stand first on the card, by their codes.
const SKILLS: [&str; 6] = ["wise_mind", "stop", "tip_breathing", "check_the_facts", "opposite_action", "self_soothe"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_skill_of_the_card_is_one_that_the_knowledge_names() {
        let set = concord_knowledge::shipped().skill_set("dbt");
        for skill in SKILLS {
            assert!(set.is_some_and(|set| set.skills().any(|known| known.code == skill)), "{skill}");
        }
    }

    #[test]
    fn a_course_is_in_a_phase_from_its_first_session() {
        for skill in [Skill::Cbt, Skill::Dbt, Skill::Psychodynamic, Skill::Ipt, Skill::Act, Skill::Couple, Skill::Family] {
            assert!(therapy_of(skill).is_some_and(|therapy| !therapy.phases.is_empty()), "{skill:?}");
        }
    }
}
