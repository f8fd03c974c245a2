//! Which articles a plan offers to its reader today, and why: what is taken, which therapies and practices are under way,
//! where the treatment stands, and what was read already. It takes plain facts, so that whoever holds a chart, a demo or
//! a test can ask.

mod from_chart;

pub use from_chart::Facts;

use concord_knowledge::Knowledge;
use concord_knowledge::article::{Article, Audience, LONG_ACTING, TeachBackResult, TreatmentPhase};
use concord_knowledge::ids::{ArticleId, PracticeId, SubstanceId, TherapyId};
use jiff::civil::Date;

/// Who would read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reader {
    /// The person in treatment.
    Patient,
    /// Somebody who lives with or cares for that person. Articles are offered to them by what they are about, never by
    /// the patient's medicines, therapies or conditions: the list itself would tell.
    Family,
}

/// A treatment that is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnderWay<Id> {
    /// Which.
    pub id: Id,
    /// Since when; none where nobody knows.
    pub since: Option<Date>,
}

/// A medicine that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Which.
    pub substance: SubstanceId,
    /// Since when; none where nobody knows.
    pub since: Option<Date>,
    /// Whether it is given as a long-acting injection.
    pub long_acting: bool,
}

/// An article that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WasRead {
    /// Which, in whatever language it was read: the id of the wording itself.
    pub article: ArticleId,
    /// In which wording.
    pub version: Date,
    /// How the teach-back went; none where it was not asked.
    pub result: Option<TeachBackResult>,
}

/// What the offer is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation<'a> {
    /// For whom.
    pub reader: Reader,
    /// In which language, as a two-letter code; English where an article has no other.
    pub language: &'a str,
    /// Medicines that are taken now.
    pub medicines: &'a [Taken],
    /// Therapies under way.
    pub therapies: &'a [UnderWay<TherapyId>],
    /// Practices under way.
    pub practices: &'a [UnderWay<PracticeId>],
    /// Conditions, as ids of `vocabulary/conditions.toml`.
    pub conditions: &'a [String],
    /// Where the treatment stands; none where nobody said.
    pub phase: Option<TreatmentPhase>,
    /// What was read already.
    pub read: &'a [WasRead],
}

/// Why an article is offered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// This medicine is taken.
    Medicine(SubstanceId),
    /// This therapy is under way.
    Therapy(TherapyId),
    /// This practice is under way.
    Practice(PracticeId),
    /// This condition is on the chart. Never said to the reader, see [`Reason::to_reader`].
    Condition(String),
    /// Medicine and therapy stand on the plan together.
    Combined,
    /// The treatment is in this phase.
    Phase(TreatmentPhase),
    /// It is for everybody.
    Everyone,
}

/// How the reader stands to an offered article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Not read yet.
    New,
    /// Read in an older wording.
    Changed,
    /// Read, but the teach-back showed that it was not clear.
    ExplainAgain,
}

/// One article that is offered.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer<'k> {
    /// The article, in the reader's language where there is one.
    pub article: &'k Article,
    /// Every reason, the most particular first; never empty.
    pub why: Vec<Reason>,
    /// Whether it is new, changed, or to be explained again.
    pub standing: Standing,
}

/// The articles to offer today: those that a particular treatment calls for first, then those for the phase, then those
/// for everybody; within these by topic and title. What was read in its present wording and understood is left out.
pub fn offered<'k>(situation: &Situation<'_>, knowledge: &'k Knowledge, today: Date) -> Vec<Offer<'k>> {
    let originals = knowledge.articles().filter(|article| article.translation_of.is_none());
    let mut offers: Vec<Offer<'k>> = originals
        .filter(|article| for_reader(article.audience, situation.reader))
        .filter_map(|original| {
            let why = reasons(original, situation, knowledge, today);
            let article = knowledge.article_in(&original.id, situation.language)?;
            let standing = standing(original, knowledge, situation.read)?;
            (!why.is_empty()).then_some(Offer { article, why, standing })
        })
        .collect();
    offers.sort_by(|one, other| {
        let key = |offer: &Offer<'k>| (rank(&offer.why[0]), offer.article.topic, offer.article.title.clone());
        key(one).cmp(&key(other))
    });
    offers
}

fn for_reader(audience: Audience, reader: Reader) -> bool {
    match audience {
        Audience::Both => true,
        Audience::Patient => reader == Reader::Patient,
        Audience::Family => reader == Reader::Family,
    }
}

/// Whether to offer it although it may have been read; none: read, in the present wording, and not unclear. A reading in
/// any language counts.
fn standing(original: &Article, knowledge: &Knowledge, read: &[WasRead]) -> Option<Standing> {
    let wordings = knowledge
        .articles()
        .filter(|article| article.id == original.id || article.translation_of.as_ref() == Some(&original.id))
        .flat_map(|wording| read.iter().filter(move |was| was.article == wording.id).map(move |was| (wording, was)));
    let mut standing = Some(Standing::New);
    for (wording, was) in wordings {
        let here = match was.result {
            _ if was.version < wording.version => Some(Standing::Changed),
            Some(TeachBackResult::NotYet) => Some(Standing::ExplainAgain),
            _ => return None,
        };
        standing = standing.max(here);
    }
    standing
}

/// Every reason that applies today, the most particular first.
fn reasons(article: &Article, situation: &Situation<'_>, knowledge: &Knowledge, today: Date) -> Vec<Reason> {
    let when = &article.offered_when;
    if situation.reader == Reader::Family {
        let plain = when.everyone && when.phases.is_empty();
        return plain.then_some(Reason::Everyone).into_iter().collect();
    }
    let in_phase = when.phases.is_empty() || situation.phase.is_some_and(|phase| when.phases.contains(&phase));
    if !in_phase {
        return Vec::new();
    }
    let mut why = particular(article, situation, knowledge, today);
    let begun = when.within_weeks.is_none() || starts(situation).any(|since| within(when.within_weeks, Some(since), today));
    let general = (when.everyone && begun) || calls_by_phase_alone(article);
    let reason = if when.phases.is_empty() { Some(Reason::Everyone) } else { situation.phase.map(Reason::Phase) };
    why.extend(reason.filter(|_| general));
    why
}

/// The reasons that lie in this person's own treatment.
fn particular(article: &Article, situation: &Situation<'_>, knowledge: &Knowledge, today: Date) -> Vec<Reason> {
    let when = &article.offered_when;
    let early = |since: Option<Date>| within(when.within_weeks, since, today);
    let medicines = situation.medicines.iter().filter(|taken| early(taken.since) && names(article, taken, knowledge));
    let medicines = medicines.map(|taken| Reason::Medicine(taken.substance.clone()));
    let wanted = |id: &TherapyId| when.any_therapy || when.therapies.contains(id);
    let therapies = situation.therapies.iter().filter(|course| early(course.since) && wanted(&course.id));
    let therapies = therapies.map(|course| Reason::Therapy(course.id.clone()));
    let practices = situation.practices.iter().filter(|course| early(course.since) && when.practices.contains(&course.id));
    let practices = practices.map(|course| Reason::Practice(course.id.clone()));
    let conditions = situation.conditions.iter().filter(|condition| when.conditions.contains(condition));
    let conditions = conditions.cloned().map(Reason::Condition);
    let together = when.combined && !situation.medicines.is_empty() && !situation.therapies.is_empty();
    let mut why: Vec<Reason> = medicines.chain(therapies).chain(practices).chain(conditions).collect();
    why.extend(together.then_some(Reason::Combined));
    // The same medicine may be taken twice a day under two entries, and one therapy with two therapists.
    why.sort();
    why.dedup();
    why
}

/// Whether the phase is the article's only cause.
fn calls_by_phase_alone(article: &Article) -> bool {
    let when = &article.offered_when;
    let flags = when.everyone || when.combined || when.any_medicine || when.any_therapy;
    let lists = when.medicines.is_empty() && when.therapies.is_empty() && when.practices.is_empty() && when.conditions.is_empty();
    !flags && lists
}

/// Whether an article is about a medicine that is taken: named by id, by a class, or by the way in which it is given.
fn names(article: &Article, taken: &Taken, knowledge: &Knowledge) -> bool {
    let when = &article.offered_when;
    let tags = knowledge.substance(&taken.substance).map(|substance| substance.tags.as_slice()).unwrap_or_default();
    when.any_medicine
        || when
            .medicines
            .iter()
            .any(|name| name == taken.substance.as_str() || tags.contains(name) || (taken.long_acting && name == LONG_ACTING))
}

/// Whether a treatment is still young enough. One whose beginning nobody knows is not taken for a young one.
fn within(weeks: Option<u16>, since: Option<Date>, today: Date) -> bool {
    let Some(weeks) = weeks else {
        return true;
    };
    let days = since.and_then(|since| today.since(since).ok()).map(|span| span.get_days());
    days.is_some_and(|days| (0..i32::from(weeks) * 7).contains(&days))
}

/// The days on which treatments began.
fn starts<'a>(situation: &'a Situation<'_>) -> impl Iterator<Item = Date> + 'a {
    let medicines = situation.medicines.iter().filter_map(|taken| taken.since);
    let therapies = situation.therapies.iter().filter_map(|course| course.since);
    medicines.chain(therapies).chain(situation.practices.iter().filter_map(|course| course.since))
}

/// Particular before general.
fn rank(reason: &Reason) -> u8 {
    match reason {
        Reason::Medicine(_) | Reason::Therapy(_) | Reason::Practice(_) | Reason::Condition(_) | Reason::Combined => 0,
        Reason::Phase(_) => 1,
        Reason::Everyone => 2,
    }
}

impl Reason {
    /// The reason as the reader sees it. It names no condition and no phase: neither is for a list on a phone.
    pub fn to_reader(&self, knowledge: &Knowledge) -> String {
        match self {
            Self::Medicine(id) => {
                let name = knowledge.substance(id).map_or(id.as_str(), |substance| &substance.name);
                format!("Because you take {name}.")
            }
            Self::Therapy(id) => {
                let name = knowledge.therapy(id).map_or(id.as_str(), |therapy| &therapy.patient_name);
                format!("Because your plan has this on it: {name}.")
            }
            Self::Practice(id) => {
                let name = knowledge.practice(id).map_or(id.as_str(), |practice| &practice.patient_name);
                format!("Because your plan has this on it: {name}.")
            }
            Self::Combined => "Because your plan has a medicine and a talking therapy.".to_owned(),
            Self::Condition(_) | Self::Phase(_) => "Because it fits where you are now.".to_owned(),
            Self::Everyone => "For everybody.".to_owned(),
        }
    }

    /// The reason as the team sees it.
    pub fn to_team(&self, knowledge: &Knowledge) -> String {
        match self {
            Self::Medicine(id) => format!("Takes {}.", knowledge.substance(id).map_or(id.as_str(), |one| &one.name)),
            Self::Therapy(id) => format!("In {}.", knowledge.therapy(id).map_or(id.as_str(), |one| &one.name)),
            Self::Practice(id) => format!("Practises: {}.", knowledge.practice(id).map_or(id.as_str(), |one| &one.name)),
            Self::Condition(id) => format!("On the chart: {}.", knowledge.condition(id).map_or(id.as_str(), |one| &one.name)),
            Self::Combined => "Medicine and therapy together.".to_owned(),
            Self::Phase(phase) => format!("Phase: {}.", phase_words(*phase)),
            Self::Everyone => "Offered to everybody.".to_owned(),
        }
    }
}

fn phase_words(phase: TreatmentPhase) -> &'static str {
    match phase {
        TreatmentPhase::Acute => "acute",
        TreatmentPhase::Continuation => "continuation",
        TreatmentPhase::Maintenance => "maintenance",
        TreatmentPhase::Tapering => "tapering",
    }
}
