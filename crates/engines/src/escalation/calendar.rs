//! Who is on call: a weekly pattern, and for single days who stands in for whom.

use concord_chart::StaffId;
use jiff::civil::{Date, DateTime, Time, Weekday};
use serde::{Deserialize, Serialize};

/// The on-call calendar. Its times are those of the practice's wall clock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Calendar {
    /// The weekly pattern.
    pub shifts: Vec<Shift>,
    /// Days on which somebody is away.
    pub away: Vec<Away>,
}

/// A time of the week in which somebody is on call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// 1 is called first, 2 if the first does not answer, and so on.
    pub level: u8,
    /// Who.
    pub staff: StaffId,
    /// On which days of the week it begins: 1 is Monday, 7 Sunday.
    pub days: Vec<i8>,
    /// From when.
    pub from: Time,
    /// Until when; on the next day where that is not later than `from`.
    pub until: Time,
}

/// Somebody is away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Away {
    /// Who.
    pub staff: StaffId,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Who stands in, where somebody does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stand_in: Option<StaffId>,
}

/// As many stand-ins for stand-ins as anybody would plan.
const STAND_INS: usize = 4;

impl Calendar {
    /// Who is on call at this level, at this time of the practice's clock; whoever stands in for them where they are away.
    /// Several shifts at once name several people, in the order in which they are written.
    pub fn on_call(&self, level: u8, at: DateTime) -> Vec<StaffId> {
        let covering = self.shifts.iter().filter(|shift| shift.level == level && shift.covers(at));
        let mut people: Vec<StaffId> = Vec::new();
        for person in covering.filter_map(|shift| self.present(shift.staff, at.date())) {
            if !people.contains(&person) {
                people.push(person);
            }
        }
        people
    }

    /// The person, or who stands in for them on this day; `None` when nobody does.
    pub fn present(&self, staff: StaffId, on: Date) -> Option<StaffId> {
        let mut person = staff;
        for _ in 0..STAND_INS {
            match self.away.iter().find(|away| away.staff == person && (away.from..=away.until).contains(&on)) {
                None => return Some(person),
                Some(away) => person = away.stand_in?,
            }
        }
        None
    }

    /// The highest level that anybody is ever on call at.
    pub fn levels(&self) -> u8 {
        self.shifts.iter().map(|shift| shift.level).max().unwrap_or(0)
    }
}

impl Shift {
    /// True when the shift covers this time.
    pub fn covers(&self, at: DateTime) -> bool {
        let on = |date: Date| self.days.contains(&weekday(date.weekday()));
        let (time, date) = (at.time(), at.date());
        if self.from < self.until {
            return on(date) && (self.from..self.until).contains(&time);
        }
        (on(date) && time >= self.from) || (date.yesterday().is_ok_and(on) && time < self.until)
    }
}

fn weekday(day: Weekday) -> i8 {
    day.to_monday_one_offset()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use uuid_of::staff;

    mod uuid_of {
        use concord_chart::StaffId;

        pub fn staff(number: u8) -> StaffId {
            format!("00000000-0000-0000-0000-0000000000{number:02}").parse().unwrap_or_else(|_| unreachable!("it is an id"))
        }
    }

    fn nights() -> Calendar {
        let shift = |level, number, days: &[i8], from: i8, until: i8| Shift {
            level,
            staff: staff(number),
            days: days.to_vec(),
            from: Time::constant(from, 0, 0, 0),
            until: Time::constant(until, 0, 0, 0),
        };
        Calendar {
            shifts: vec![
                shift(1, 1, &[1, 2, 3, 4, 5], 8, 17),
                shift(1, 2, &[1, 2, 3, 4, 5], 17, 8),
                shift(1, 3, &[6, 7], 8, 8),
                shift(2, 4, &[1, 2, 3, 4, 5, 6, 7], 0, 0),
            ],
            away: vec![Away { staff: staff(2), from: date(2026, 8, 20), until: date(2026, 8, 21), stand_in: Some(staff(5)) }],
        }
    }

    #[test]
    fn a_night_belongs_to_the_day_on_which_it_began() {
        let calendar = nights();
        let at = |day: i8, hour: i8| calendar.on_call(1, date(2026, 8, day).at(hour, 0, 0, 0));
        assert_eq!(at(19, 12), [staff(1)]);
        assert_eq!(at(19, 23), [staff(2)]);
        assert_eq!(at(20, 2), [staff(5)], "on the 20th somebody stands in, also in its early morning");
        assert_eq!(at(22, 2), [staff(2)], "Saturday at two is Friday's night");
        assert_eq!(at(22, 9), [staff(3)]);
        assert_eq!(at(24, 3), [staff(3)], "Sunday's shift lasts until Monday at eight");
    }

    #[test]
    fn no_hour_of_the_year_is_without_somebody_where_the_pattern_has_no_hole() {
        let calendar = nights();
        for day in date(2026, 1, 1).series(jiff::ToSpan::days(1)).take(365) {
            for hour in 0..24 {
                assert!(!calendar.on_call(1, day.at(hour, 30, 0, 0)).is_empty(), "{day} {hour}");
                assert_eq!(calendar.on_call(2, day.at(hour, 30, 0, 0)), [staff(4)]);
            }
        }
    }

    #[test]
    fn two_who_stand_in_for_each_other_are_nobody_and_not_an_endless_search() {
        let day = date(2026, 8, 20);
        let away = |from, to| Away { staff: staff(from), from: day, until: day, stand_in: Some(staff(to)) };
        let calendar = Calendar { shifts: Vec::new(), away: vec![away(1, 2), away(2, 1)] };
        assert_eq!(calendar.present(staff(1), day), None);
        assert_eq!(calendar.present(staff(3), day), Some(staff(3)));
    }
}
