//! Visits and sessions to come, as patients read them.

use super::frame;
use crate::{
    app::Shared,
    components::{icon::Icon, status_tag::tag},
};
use concord_chart::{
    Chart, PlaceId, When,
    therapy::{Format, Session, SessionState},
};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use maud::{Markup, html};

/// A visit or session to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Coming {
    pub(super) at: Timestamp,
    pub(super) minutes: u16,
    pub(super) with: String,
    pub(super) kind: Kind,
    pub(super) place: String,
}

/// Which arm it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Visit,
    TalkingTherapy,
}

impl Coming {
    pub(super) fn day(&self, zone: &TimeZone) -> Date {
        self.at.to_zoned(zone.clone()).date()
    }

    /// "talking therapy, 50 min, Riverside, room 3".
    fn line(&self) -> String {
        let kind = if self.kind == Kind::TalkingTherapy { "talking therapy".to_owned() } else { "visit".to_owned() };
        let minutes = if self.minutes > 0 { format!("{} min", self.minutes) } else { String::new() };
        [kind, minutes, self.place.clone()].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// Everything to come, soonest first; what began up to an hour ago is still shown.
pub(super) fn coming(app: &Shared, chart: &Chart) -> Vec<Coming> {
    let from = app.clinic.now().checked_sub(1.hour()).unwrap_or(app.clinic.now());
    let practice = app.clinic.practice();
    let place = |id: Option<&PlaceId>| id.map(|id| practice.place_name(id).to_owned()).unwrap_or_default();
    let visits =
        chart.visits.iter().filter(|visit| visit.outcome.is_none()).filter_map(|visit| visit.planned.as_ref()).map(|plan| {
            let place = place(plan.place.as_ref());
            let place = [place, plan.room.clone()].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ");
            Coming { at: plan.at, minutes: plan.minutes, with: plan.with_name.clone(), kind: Kind::Visit, place }
        });
    let sessions = chart.therapies.iter().flat_map(|course| course.sessions.iter().map(move |session| (course, session)));
    // What the front desk knows of a session, cancelled for example, stands on a visit at the same time.
    let off = |session: &Session| chart.visits.iter().any(|visit| visit.at == session.at && visit.outcome.is_some());
    let planned = sessions.filter(|(_, session)| session.state == SessionState::Planned && !off(session));
    let sessions = planned.filter_map(|(course, session)| {
        let When::Instant(at) = session.at else { return None };
        Some(Coming {
            at,
            minutes: session.minutes.unwrap_or_default(),
            with: course.what.therapist_name.clone(),
            // Who comes with others comes to a visit: a list or a reminder must not tell of a couple, a family or a group.
            kind: if is_joint(session.format) { Kind::Visit } else { Kind::TalkingTherapy },
            place: place(session.place.as_ref()),
        })
    });
    in_order(sessions.chain(visits).filter(|coming| coming.at >= from).collect())
}

fn is_joint(format: Format) -> bool {
    matches!(format, Format::Couple | Format::Family | Format::Group)
}

/// In order of time. A session that the front desk gave a room is one meeting, not two.
fn in_order(mut all: Vec<Coming>) -> Vec<Coming> {
    all.sort_by_key(|coming| coming.at);
    let mut shown: Vec<Coming> = Vec::with_capacity(all.len());
    for next in all {
        match shown.iter_mut().find(|known| known.at == next.at && known.with == next.with) {
            Some(known) if known.kind == Kind::TalkingTherapy => known.place = next.place,
            Some(known) => *known = Coming { place: known.place.clone(), ..next },
            None => shown.push(next),
        }
    }
    shown
}

/// Days with their visits; two on one day are drawn as one journey.
pub(super) fn days(visits: &[Coming], zone: &TimeZone) -> Markup {
    let mut days: Vec<(Date, Vec<&Coming>)> = Vec::new();
    for visit in visits {
        let day = visit.day(zone);
        match days.last_mut() {
            Some((known, of_day)) if *known == day => of_day.push(visit),
            _ => days.push((day, vec![visit])),
        }
    }
    html! {
        ol.visit-days {
            @for (day, visits) in &days {
                li {
                    p.row.between { b { (frame::day_words(*day)) } @if visits.len() > 1 { (tag("line", Some(Icon::Calendar), "one journey")) } }
                    ul.trip[visits.len() > 1] {
                        @for visit in visits {
                            li class=(if visit.kind == Kind::TalkingTherapy { "psy" } else { "med" }) {
                                b { (frame::clock_words(visit.at, zone)) " " (visit.with) }
                                span { (visit.line()) }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meeting(kind: Kind, place: &str) -> Coming {
        Coming { at: Timestamp::UNIX_EPOCH, minutes: 50, with: "Ruth".to_owned(), kind, place: place.to_owned() }
    }

    #[test]
    fn a_session_that_was_given_a_room_is_shown_once_with_the_room() {
        let session = || meeting(Kind::TalkingTherapy, "Riverside");
        let visit = || meeting(Kind::Visit, "Riverside, room 3");
        let expected = vec![meeting(Kind::TalkingTherapy, "Riverside, room 3")];
        assert_eq!(in_order(vec![session(), visit()]), expected);
        assert_eq!(in_order(vec![visit(), session()]), expected);
    }

    #[test]
    fn two_people_at_the_same_hour_are_two_meetings() {
        let other = Coming { with: "Kei".to_owned(), ..meeting(Kind::Visit, "") };
        assert_eq!(in_order(vec![meeting(Kind::Visit, ""), other]).len(), 2);
    }
}
