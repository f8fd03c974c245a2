//! What can only be seen by looking at several resources of a file together. Worked out once, before any is taken up.

use crate::{
    context::Context,
    datatypes::{list, text},
    dates,
    file::Found,
    people::Person,
    references::Index,
    resources::{encounter::Sittings, medication::Chains, observation::Scores},
};
use concord_chart::{ChartId, When};
use concord_knowledge::Knowledge;
use jiff::civil::Date;
use std::collections::HashMap;

/// The file seen as a whole.
#[derive(Debug, Default)]
pub(crate) struct Across {
    /// Prescriptions that change the dose of an earlier one.
    pub(crate) chains: Chains,
    /// Scores and items of one sitting.
    pub(crate) scores: Scores,
    /// The first session of each course of therapy.
    pub(crate) sittings: Sittings,
    /// Goals that have their date only on the plan that they are part of: place → start.
    pub(crate) goals: HashMap<usize, When>,
    died: HashMap<ChartId, Date>,
}

impl Across {
    pub(crate) fn new(found: &[Found], index: &Index, people: &[Person], knowledge: &Knowledge) -> Self {
        let died = people.iter().filter_map(|person| {
            let died = person.patients.iter().find_map(|at| text(&found[*at].value, "deceasedDateTime").and_then(dates::read))?;
            Some((person.chart, died.last_day()))
        });
        Self {
            chains: Chains::new(found, index),
            scores: Scores::new(found, index, people, knowledge),
            sittings: Sittings::new(found, people, knowledge),
            goals: goals(found, index),
            died: died.collect(),
        }
    }

    /// The last day of which the person's record can speak, where it is not today.
    pub(crate) fn last_day_of(&self, context: &Context<'_>) -> Option<Date> {
        self.died.get(&context.chart).copied().filter(|died| *died <= context.reading.today)
    }
}

fn goals(found: &[Found], index: &Index) -> HashMap<usize, When> {
    let mut starts: HashMap<usize, When> = HashMap::new();
    for plan in found.iter().filter(|found| found.kind == "CarePlan") {
        let start = plan.value.get("period").and_then(|period| text(period, "start")).and_then(dates::read);
        let Some(start) = start else { continue };
        for goal in list(&plan.value, "goal").iter().filter_map(|goal| index.resolve(goal)) {
            let earliest = starts.get(&goal).is_none_or(|known| start.order(known).is_lt());
            if earliest {
                starts.insert(goal, start);
            }
        }
    }
    starts
}
