//! What the invented practice set for itself.

use crate::{calendar::ZONE, people::PLACES, staff::by_login};
use concord_actions::{ConsentRule, MinorRules, Place, PracticeSettings};
use concord_chart::PlaceId;
use concord_engines::escalation::{
    Rules, Signed,
    calendar::{Calendar, Shift},
};
use jiff::{
    Timestamp,
    civil::{Time, date},
    tz::TimeZone,
};

/// The service to which a minor may consent alone.
pub(crate) const ALONE: &str = "outpatient psychotherapy";

/// Three places, Monday to Friday, 8 to 5, and the words on every page that nobody here is real.
pub(crate) fn settings() -> PracticeSettings {
    let phones = ["(845) 555-0110", "(845) 555-0120", "(845) 555-0130"];
    let place = |((id, name), phone): (&(&str, &str), &str)| Place {
        id: PlaceId::from(*id),
        name: (*name).to_owned(),
        phone: phone.to_owned(),
    };
    PracticeSettings {
        name: "Three Rivers Mental Health (an invented practice)".to_owned(),
        zone: ZONE.to_owned(),
        places: PLACES.iter().zip(phones).map(place).collect(),
        hours: "Monday to Friday, 8 to 5".to_owned(),
        open_hours: (8, 17),
        invented: true,
        safety: on_call(),
        minors: minors(),
        ..PracticeSettings::default()
    }
}

/// An invented practice has an invented table: what the place's law says, every real one checks for itself.
fn minors() -> MinorRules {
    let alone =
        ConsentRule { service: ALONE.to_owned(), from_age: 16, rule: "this invented practice’s own table, line 1".to_owned() };
    let checked = "Ingrid Solheim, for the demo, 8 January 2024".to_owned();
    MinorRules { may_consent: vec![alone], checked, ..MinorRules::default() }
}

/// Somebody is on call at every hour, a second and a third behind them; what happens out of hours is signed.
fn on_call() -> Rules {
    let hour = |hour: i8| Time::constant(hour, 0, 0, 0);
    let shift = |level: u8, login: &str, days: &[i8], from: i8, until: i8| Shift {
        level,
        staff: by_login(login).member().id(),
        days: days.to_vec(),
        from: hour(from),
        until: hour(until),
    };
    let (week, weekend, always) = ([1, 2, 3, 4, 5], [6, 7], [1, 2, 3, 4, 5, 6, 7]);
    let shifts = vec![
        shift(1, "ben.achebe", &week, 8, 17),
        shift(1, "tobias.hale", &week, 17, 8),
        shift(1, "ngozi.eze", &weekend, 8, 8),
        shift(2, "luz.santamaria", &always, 0, 0),
        shift(3, "rafael.quintero", &always, 0, 0),
    ];
    let signed = Signed {
        words: "At night and at weekends the person on call reads such an answer within 15 minutes and calls back. \
                If nobody answers, a second and a third are called, then the clinic lead."
            .to_owned(),
        by: "Ingrid Solheim".to_owned(),
        at: date(2024, 1, 8).at(9, 0, 0, 0).to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |at| at.timestamp()),
    };
    Rules {
        calendar: Calendar { shifts, away: Vec::new() },
        lead: Some(by_login("helena.brandvold").member().id()),
        signed: Some(signed),
        ..Rules::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_on_call_at_every_hour_of_the_week_and_the_rules_are_in_order() {
        let rules: Rules = on_call();
        assert_eq!(rules.wrong(), None);
        for day in date(2026, 8, 17).series(jiff::ToSpan::days(1)).take(7) {
            for at in 0..24 {
                for level in 1..=3 {
                    assert!(!rules.calendar.on_call(level, day.at(at, 0, 0, 0)).is_empty(), "{day} {at} {level}");
                }
            }
        }
    }
}
