//! Find a person by name, birth date or record number.

use crate::{ActionError, Clinic};
use concord_access::{MayList, Subject};
use concord_chart::ChartId;
use concord_registry::{NameRow, Shelf, search_words};
use std::collections::BTreeMap;

/// A person who was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The chart.
    pub chart: ChartId,
    /// Name, birth date, record number.
    pub person: NameRow,
    /// True when the finder is on the care team (or at the front desk) and may open the record as it is.
    pub on_team: bool,
}

/// More than this and the words were too few.
const AT_MOST: u32 = 400;

impl Clinic {
    /// People whose name, birth date or record number begin with every word of the query; at most 50, by name.
    ///
    /// # Errors
    /// Not for this role, or the store could not.
    pub async fn find_patient(&self, subject: &Subject, query: &str) -> Result<Vec<Found>, ActionError> {
        let may = MayList::search(subject)?;
        let words = search_words(query);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        self.log_list(&may, "find a person").await?;
        let mut found: Option<BTreeMap<ChartId, NameRow>> = None;
        for word in &words {
            let end = format!("{word}\u{10ffff}");
            let rows = self.store().rows(&may, Shelf::Name, word, &end, AT_MOST).await?;
            let with_word: BTreeMap<ChartId, NameRow> = rows
                .into_iter()
                .filter_map(|stored| Some((stored.chart, serde_json::from_str(&stored.row.body).ok()?)))
                .collect();
            found = Some(match found {
                None => with_word,
                Some(mut so_far) => {
                    so_far.retain(|chart, _| with_word.contains_key(chart));
                    so_far
                }
            });
        }
        let mut people: Vec<Found> = found
            .unwrap_or_default()
            .into_iter()
            .map(|(chart, person)| Found { chart, on_team: may.includes(&person.team), person })
            .collect();
        people.sort_by(|a, b| (&a.person.family_name, &a.person.given_name).cmp(&(&b.person.family_name, &b.person.given_name)));
        people.truncate(50);
        Ok(people)
    }
}
