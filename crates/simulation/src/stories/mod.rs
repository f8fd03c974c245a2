//! Small stories written by hand, one file each: people whose medicines show one thing that everybody who prescribes has
//! to look after. They stand beside Maria's and Hanna's courses and are much shorter.
//!
//! What a story tells is invented; the doses, the steps and the days are such as occur in practice.

mod clozapine_and_a_quit_day;
mod clozapine_without_cigarettes;
mod cross_taper;
mod depot;
mod lamotrigine_with_valproate;
mod lithium_and_the_kidney;
mod methadone;
mod older_adult;
mod pen;
mod phenelzine;
mod pregnancy;
mod st_johns_wort;
mod stimulant_for_a_child;
mod tablets;
mod tranylcypromine_washout;
mod valproate_and_a_wish;
mod venlafaxine_taper;

use crate::{calendar::Calendar, cast::Part, deed::Deed, roster::Enrolled};
use pen::Pen;

/// Somebody and their story.
pub(crate) struct Story {
    /// Who it is.
    pub part: fn() -> Part,
    /// What happens.
    write: fn(&mut Pen<'_>),
}

/// Every story, in the order in which its people are enrolled after the rest of the cast.
pub(crate) static STORIES: &[Story] = &[
    Story { part: st_johns_wort::part, write: st_johns_wort::write },
    Story { part: lithium_and_the_kidney::part, write: lithium_and_the_kidney::write },
    Story { part: clozapine_without_cigarettes::part, write: clozapine_without_cigarettes::write },
    Story { part: clozapine_and_a_quit_day::part, write: clozapine_and_a_quit_day::write },
    Story { part: valproate_and_a_wish::part, write: valproate_and_a_wish::write },
    Story { part: lamotrigine_with_valproate::part, write: lamotrigine_with_valproate::write },
    Story { part: phenelzine::part, write: phenelzine::write },
    Story { part: tranylcypromine_washout::part, write: tranylcypromine_washout::write },
    Story { part: venlafaxine_taper::part, write: venlafaxine_taper::write },
    Story { part: cross_taper::part, write: cross_taper::write },
    Story { part: depot::part, write: depot::write },
    Story { part: methadone::part, write: methadone::write },
    Story { part: older_adult::part, write: older_adult::write },
    Story { part: stimulant_for_a_child::part, write: stimulant_for_a_child::write },
    Story { part: pregnancy::part, write: pregnancy::write },
];

/// The script of a story, in order of time.
pub(crate) fn script(number: usize, who: &Enrolled, calendar: &Calendar) -> Vec<Deed> {
    let mut pen = Pen::new(who, calendar);
    if let Some(story) = STORIES.get(number) {
        (story.write)(&mut pen);
    }
    pen.finish()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::{
        calendar::{TODAY, ZONE},
        simulate::told_stories,
    };
    use concord_chart::{Chart, steps::StepsKind};
    use concord_engines::{
        safety::{Review, from_chart, shipped_book},
        supply::Supply,
    };
    use jiff::tz::TimeZone;
    use std::{collections::BTreeSet, sync::OnceLock};

    fn charts() -> &'static [Chart] {
        static CHARTS: OnceLock<Vec<Chart>> = OnceLock::new();
        CHARTS.get_or_init(told_stories)
    }

    fn of(given: &str) -> &'static Chart {
        charts().iter().find(|chart| chart.registration.person.as_ref().unwrap().given_name == given).unwrap()
    }

    fn review(chart: &Chart) -> Review {
        let (regimen, known) = from_chart(chart, shipped_book(), TODAY, &TimeZone::get(ZONE).unwrap());
        shipped_book().review(&regimen, &known, None)
    }

    /// The rules that speak about this person, and of which substances.
    fn said(given: &str) -> Vec<String> {
        let review = review(of(given));
        review.findings.iter().map(|finding| format!("{}: {}", finding.id, finding.substances.join(" + "))).collect()
    }

    #[test]
    fn every_medicine_is_known_but_those_that_are_there_to_be_unknown() {
        let mut unknown = BTreeSet::new();
        for chart in charts() {
            let review = review(chart);
            let names = chart.medications.iter().map(|course| course.what.name.clone());
            unknown.extend(names.filter(|name| review.not_checked.iter().any(|not| not.what == *name)));
        }
        assert_eq!(unknown.into_iter().collect::<Vec<_>>(), ["Lion's mane mushroom", "Polyethylene glycol 3350"]);
    }

    #[test]
    fn each_story_shows_what_it_is_there_for() {
        for (given, word) in [
            ("Walter", "ibuprofen + lithium"),
            ("Anton", "smoking.stopped: clozapine"),
            ("Petra", "lamotrigine + valproate"),
            ("Greta", "dextromethorphan + phenelzine"),
            ("Marcus", "methadone"),
            ("Edith", "amitriptyline"),
            ("Ayla", "boxed: valproate"),
            ("Rosa", "contraception.inducer: combined oral contraceptive + st john's wort"),
            ("Camila", "sertraline"),
        ] {
            let said = said(given);
            assert!(said.iter().any(|line| line.to_lowercase().contains(word)), "{given}: {word} in {said:#?}");
        }
    }

    #[test]
    fn everything_that_belongs_to_medicines_happens_to_somebody() {
        let all = |found: &dyn Fn(&Chart) -> bool| charts().iter().any(found);
        let tasks =
            |found: &dyn Fn(&concord_chart::task::Task) -> bool| charts().iter().flat_map(|chart| &chart.tasks).any(found);
        assert!(tasks(&|task| task.is_overdue(TODAY)) && tasks(&|task| task.is_open()) && tasks(&|task| !task.is_open()));
        assert!(all(&|chart| chart.barriers.iter().any(|barrier| barrier.resolved.is_none())));
        assert!(all(&|chart| chart.barriers.iter().any(|barrier| barrier.resolved.is_some())));
        assert!(all(&|chart| chart.change_requests.iter().any(|request| request.answer.is_none())));
        assert!(all(&|chart| chart.change_requests.iter().any(|request| request.answer.is_some())));
        assert!(all(&|chart| !chart.acknowledged.is_empty()));
        let kinds: BTreeSet<StepsKind> =
            charts().iter().flat_map(|chart| &chart.medications).filter_map(|course| course.plan.as_ref()?.kind).collect();
        assert_eq!(
            kinds.into_iter().collect::<Vec<_>>(),
            [StepsKind::Titration, StepsKind::Taper, StepsKind::CrossTaper, StepsKind::Switch]
        );
        let paused =
            |chart: &Chart| chart.medications.iter().any(|course| course.plan.as_ref().is_some_and(|plan| plan.paused.is_some()));
        assert!(all(&paused));
        let supplies: Vec<Supply> =
            charts().iter().flat_map(|chart| &chart.medications).filter_map(|course| Supply::of(course, TODAY)).collect();
        assert!(supplies.iter().any(|supply| supply.covered < supply.days) && supplies.iter().any(|supply| supply.left_over > 0));
        assert!(all(&|chart| chart.medications.iter().any(|course| !course.counts.is_empty())));
    }
}
