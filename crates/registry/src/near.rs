//! Who is near a chart, for permission: people who may act for the patient, and the members of a unit. Their rows stand
//! on the shelf of the care team, so that permission is worked out without opening the chart.

use crate::shelf::{ReadRow, Shelf};
use crate::team::{self, TeamRow};
use crate::written::written;
use concord_chart::{Chart, ChartId, ProxyId, When, proxy::ProxyMay};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Somebody who may act for the patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyRow {
    /// Who.
    pub proxy: ProxyId,
    /// What they may see and do.
    pub may: Vec<ProxyMay>,
    /// Since which day.
    pub since: Date,
    /// The last day, where one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The patient's day of birth, where it is known to the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<Date>,
}

/// A row of the team shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NearRow {
    /// A member of the care team.
    Team(TeamRow),
    /// Somebody who may act for the patient.
    Proxy(ProxyRow),
    /// The chart is a unit's, and these are its present members.
    Unit(Vec<ChartId>),
    /// These were members and have left.
    Former(Vec<ChartId>),
}

const PROXY: &str = "proxy:";
const UNIT: &str = "unit";
const FORMER: &str = "unit:former";

impl NearRow {
    /// Reads a row of the team shelf; `None` for any other, and for one that cannot be read.
    pub fn read(row: &ReadRow) -> Option<Self> {
        if row.shelf != Shelf::Team {
            return None;
        }
        match row.key.as_str() {
            UNIT => serde_json::from_str(&row.body).ok().map(Self::Unit),
            FORMER => serde_json::from_str(&row.body).ok().map(Self::Former),
            key if key.starts_with(PROXY) => serde_json::from_str(&row.body).ok().map(Self::Proxy),
            _ => serde_json::from_str(&row.body).ok().map(Self::Team),
        }
    }
}

/// Every row of the team shelf for one chart.
pub fn near(chart: &Chart) -> Vec<ReadRow> {
    let mut rows = team::rows(&chart.registration);
    rows.extend(proxies(chart));
    rows.extend(unit(chart));
    rows
}

fn proxies(chart: &Chart) -> Vec<ReadRow> {
    let born = chart.registration.person.as_ref().and_then(|person| person.birth_date).and_then(|born| match born {
        When::Day(day) => Some(day),
        _ => None,
    });
    let row = |proxy: &concord_chart::proxy::Proxy| {
        let (id, until) = (proxy.what.proxy, proxy.what.until);
        let row = ProxyRow { proxy: id, may: proxy.what.may.clone(), since: proxy.since.first_day(), until, born };
        let key = format!("{PROXY}{id}");
        ReadRow { shelf: Shelf::Team, sort: key.clone(), key, body: written(&row) }
    };
    chart.proxies.iter().filter(|proxy| proxy.ended.is_none()).map(row).collect()
}

fn unit(chart: &Chart) -> Vec<ReadRow> {
    let Some(unit) = &chart.unit else { return Vec::new() };
    let row = |key: &str, charts: &[ChartId]| {
        let (key, sort) = (key.to_owned(), key.to_owned());
        ReadRow { shelf: Shelf::Team, key, sort, body: written(&charts) }
    };
    // Who has left reads no more; what they are owed of the record is given out by a person.
    let members: Vec<ChartId> = unit.members.iter().map(|member| member.chart).collect();
    let former: Vec<ChartId> = unit.former.iter().map(|(_, member)| member.chart).collect();
    let former = (!former.is_empty()).then(|| row(FORMER, &former));
    [row(UNIT, &members)].into_iter().chain(former).collect()
}
