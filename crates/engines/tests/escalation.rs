//! The calls of an alert, whatever the clock does and whoever leaves: they go on until somebody has it in hand.

#![allow(clippy::unwrap_used, missing_docs)]

use concord_chart::{
    EventId, StaffId,
    safety_alert::{Alert, AlertRaised, CameIn, Closed, Notified, Tier},
    work::{Act, CardFilled, CardSet, Target},
};
use concord_engines::escalation::{
    Answer, Hours, Member, Rules, Staff, TierRule,
    calendar::{Away, Calendar, Shift},
    calls, of_answers, of_card, respond_by, waits,
};
use jiff::{SignedDuration, Timestamp, civil::Time, tz::TimeZone};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn staff(number: u128) -> StaffId {
    format!("{number:032x}").parse().unwrap()
}

fn event(number: u128) -> EventId {
    format!("{number:032x}").parse().unwrap()
}

fn zone() -> TimeZone {
    TimeZone::get("America/New_York").unwrap()
}

fn rules() -> Rules {
    let shift = |level: u8, number| Shift {
        level,
        staff: staff(number),
        days: vec![1, 2, 3, 4, 5, 6, 7],
        from: Time::midnight(),
        until: Time::midnight(),
    };
    let calendar = Calendar { shifts: vec![shift(1, 1), shift(2, 2), shift(3, 3)], away: Vec::new() };
    Rules { calendar, lead: Some(staff(4)), ..Rules::default() }
}

/// Who of one to five still works there; 5 is on the patient's team.
fn people(active: [bool; 5]) -> Staff {
    let member = |(number, active): (u128, bool)| Member { staff: staff(number), name: format!("Member {number}"), active };
    Staff { members: (1..).zip(active).map(member).collect(), team: vec![staff(5)] }
}

fn alert(tier: Tier, raised_at: Timestamp) -> Alert {
    let respond_by = respond_by(tier, raised_at, Hours { opens: 8, closes: 17 }, &zone(), &rules());
    Alert {
        id: event(77),
        raised_at,
        what: AlertRaised {
            about: event(78),
            what: "PHQ-9 item 9: nearly every day".into(),
            tier,
            came: CameIn::Answered,
            respond_by,
            location: String::new(),
            call_back: String::new(),
        },
        notified: vec![],
        acknowledged: None,
        taken: vec![],
        tried: vec![],
        assessed: vec![],
        closed: None,
        closed_by: None,
        cosigned: vec![],
    }
}

/// Two in the morning of a Thursday.
fn night() -> Timestamp {
    "2026-08-20T06:00:00Z".parse().unwrap()
}

fn after(from: Timestamp, minutes: i64) -> Timestamp {
    from.checked_add(SignedDuration::from_mins(minutes)).unwrap()
}

/// Makes every call that is due, as the server does; answers who was called.
fn make(alert: &mut Alert, staff: &Staff, now: Timestamp) -> Vec<String> {
    let due = calls(alert, &rules(), staff, &zone(), now).due;
    for call in &due {
        let notified = Notified { alert: alert.id, level: call.level, to: call.to, to_name: call.name.clone() };
        alert.notified.push((now, notified));
    }
    due.into_iter().map(|call| call.name).collect()
}

#[test]
fn the_first_is_called_at_once_then_one_after_the_other_then_everybody_and_then_again() {
    let (mut alert, everybody) = (alert(Tier::Soon, night()), people([true; 5]));
    let mut called = BTreeMap::new();
    for minute in 0..=45 {
        let names = make(&mut alert, &everybody, after(night(), minute));
        if !names.is_empty() {
            called.insert(minute, names.join(", "));
        }
    }
    let all = "Member 1, Member 2, Member 3, Member 4, everybody";
    let expected: BTreeMap<i64, String> =
        [(0, "Member 1"), (5, "Member 2"), (10, "Member 3"), (15, "Member 4, everybody"), (30, all), (45, all)]
            .into_iter()
            .map(|(minute, names)| (minute, names.to_owned()))
            .collect();
    assert_eq!(called, expected);
}

#[test]
fn a_clock_that_was_a_day_ahead_and_is_set_right_does_not_keep_the_calls_silent_until_then() {
    let (mut alert, everybody) = (alert(Tier::Soon, night()), people([true; 5]));
    make(&mut alert, &everybody, night());
    make(&mut alert, &everybody, after(night(), 24 * 60));
    let called = make(&mut alert, &everybody, after(night(), 31));
    assert!(called.contains(&"everybody".to_owned()), "half an hour in, everybody is called again: {called:?}");
}

#[test]
fn somebody_who_has_left_leaves_their_turn_to_the_next() {
    let mut first_gone = alert(Tier::AtOnce, night());
    assert_eq!(make(&mut first_gone, &people([false, true, true, true, true]), night()), ["Member 2"]);

    let mut leaves_later = alert(Tier::AtOnce, night());
    assert_eq!(make(&mut leaves_later, &people([true; 5]), night()), ["Member 1"]);
    let gone = people([false, true, true, true, true]);
    assert_eq!(make(&mut leaves_later, &gone, after(night(), 1)), ["Member 2"], "at once, not after five minutes");

    let mut taken = alert(Tier::AtOnce, night());
    taken.taken.push((after(night(), 2), "Member 1".into(), Some(staff(1))));
    assert!(!waits(&taken, &people([true; 5])));
    assert!(waits(&taken, &gone), "whoever had it in hand has left");
    assert!(!make(&mut taken, &gone, after(night(), 3)).is_empty());
}

#[test]
fn whoever_stands_in_for_an_absent_therapist_has_the_first_word_that_can_wait_for_the_working_period() {
    let day = night().to_zoned(zone()).date();
    let away = |stand_in| Away { staff: staff(5), from: day, until: day, stand_in };
    let called = |shifts: Vec<Shift>, stand_in, tier| {
        let rules = Rules { calendar: Calendar { shifts, away: vec![away(stand_in)] }, ..rules() };
        let due = calls(&alert(tier, night()), &rules, &people([true; 5]), &zone(), night()).due;
        due.into_iter().map(|call| call.name).collect::<Vec<_>>()
    };
    assert_eq!(called(rules().calendar.shifts, Some(staff(2)), Tier::NextWorkingPeriod), ["Member 2"]);
    assert_eq!(called(rules().calendar.shifts, None, Tier::NextWorkingPeriod), ["Member 1"], "nobody stands in: who is on call");
    assert_eq!(called(vec![], Some(staff(3)), Tier::Soon), ["Member 3"], "nobody is on call");
}

#[test]
fn where_nobody_is_on_call_the_team_is_asked_and_where_nobody_is_there_at_all_everybody_is() {
    let mut alert_of_team = alert(Tier::Soon, night());
    assert_eq!(make(&mut alert_of_team, &people([false, false, false, false, true]), night()), ["Member 5"]);
    let mut of_nobody = alert(Tier::Soon, night());
    assert_eq!(make(&mut of_nobody, &people([false; 5]), night()), ["everybody"]);
}

#[test]
fn what_can_wait_for_the_working_period_is_told_at_once_and_called_about_when_nobody_looked() {
    let (mut alert, everybody) = (alert(Tier::NextWorkingPeriod, night()), people([true; 5]));
    assert_eq!(make(&mut alert, &everybody, night()), ["Member 5"], "the patient's own team");
    let close = alert.what.respond_by;
    assert_eq!(close.to_zoned(zone()).strftime("%a %H:%M").to_string(), "Thu 17:00");
    assert!(make(&mut alert, &everybody, after(close, -1)).is_empty());
    assert_eq!(make(&mut alert, &everybody, close), ["Member 1"]);
    assert_eq!(make(&mut alert, &everybody, after(close, 15)), ["Member 2", "Member 3", "Member 4", "everybody"]);
}

#[test]
fn a_server_that_was_off_for_hours_calls_everybody_once_and_not_a_hundred_times() {
    let (mut alert, everybody) = (alert(Tier::Soon, night()), people([true; 5]));
    make(&mut alert, &everybody, night());
    let names = make(&mut alert, &everybody, after(night(), 6 * 60 + 3));
    assert!(names.len() <= 10, "{names:?}");
    for number in 1..=4 {
        assert!(names.contains(&format!("Member {number}")), "{names:?}");
    }
    assert!(make(&mut alert, &everybody, after(night(), 6 * 60 + 4)).is_empty(), "the same round is made once");
}

#[test]
fn the_second_call_comes_five_minutes_after_the_first_when_the_clock_goes_back_in_between() {
    // 01:58 daylight time; two minutes later the wall clock reads 01:00 again.
    let at: Timestamp = "2026-11-01T05:58:00Z".parse().unwrap();
    let (mut alert, everybody) = (alert(Tier::AtOnce, at), people([true; 5]));
    assert_eq!(make(&mut alert, &everybody, at), ["Member 1"]);
    assert!(make(&mut alert, &everybody, after(at, 4)).is_empty());
    assert_eq!(make(&mut alert, &everybody, after(at, 5)), ["Member 2"]);
}

#[test]
fn the_tier_is_the_practices_own_and_else_that_of_the_answer() {
    let knowledge = concord_knowledge::shipped();
    let of = |instrument: &str, answers: &[(u8, u8)], rules: &Rules| {
        let given: Vec<Answer> = answers.iter().map(|(item, value)| Answer { item: *item, value: *value }).collect();
        of_answers(knowledge.instrument(&instrument.into()).unwrap(), &given, rules)
    };
    let usual = Rules::default();
    assert_eq!(of("phq-9", &[(9, 0)], &usual), None);
    assert_eq!(of("phq-9", &[(9, 1)], &usual), Some(("PHQ-9 item 9: several days".into(), Tier::NextWorkingPeriod)));
    assert_eq!(of("phq-9", &[(9, 2)], &usual).unwrap().1, Tier::Soon);
    let screener = |answers: &[(u8, u8)]| of("c-ssrs-screen", answers, &usual).map(|(_, tier)| tier);
    assert_eq!(screener(&[(1, 0), (2, 0), (6, 0)]), None);
    assert_eq!(screener(&[(1, 1), (2, 0)]), Some(Tier::NextWorkingPeriod));
    assert_eq!(screener(&[(1, 1), (2, 1), (3, 1)]), Some(Tier::Soon));
    assert_eq!(screener(&[(6, 1), (7, 0)]), Some(Tier::Soon));
    assert_eq!(screener(&[(2, 1), (4, 1)]), Some(Tier::AtOnce));
    assert_eq!(screener(&[(6, 1), (7, 1)]), Some(Tier::AtOnce));
    let rule = TierRule { instrument: "phq-9".into(), item: 9, at_least: 1, tier: Tier::AtOnce };
    assert_eq!(of("phq-9", &[(9, 1)], &Rules { tiers: vec![rule], ..Rules::default() }).unwrap().1, Tier::AtOnce);
}

#[test]
fn every_instrument_that_asks_about_safety_calls_for_somebody_at_every_answer_that_counts() {
    for instrument in concord_knowledge::shipped().instruments() {
        for safety in &instrument.safety_items {
            let item = instrument.item(safety.item).unwrap();
            for option in instrument.options_of(item).iter().filter(|option| option.value >= safety.at_least) {
                let given = [Answer { item: safety.item, value: option.value }];
                assert!(of_answers(instrument, &given, &Rules::default()).is_some(), "{} {}", instrument.id, option.value);
            }
        }
    }
}

#[test]
fn a_diary_card_calls_for_somebody_where_a_row_that_comes_first_is_strong_or_done() {
    let target = |code: &str, level| Target { code: code.into(), label: format!("my {code}"), level };
    let layout = CardSet {
        urges: vec![target("suicide", Some(1)), target("quit_therapy", Some(2))],
        acts: vec![target("self_harm", Some(1)), target("lying", None)],
        ..CardSet::default()
    };
    let card = |urges: &[(&str, u8)], acts: &[&str]| CardFilled {
        on: jiff::civil::date(2026, 8, 20),
        urges: urges.iter().map(|(code, strength)| ((*code).to_owned(), *strength)).collect(),
        acts: acts.iter().map(|code| ((*code).to_owned(), Act { done: true, times: None, words: String::new() })).collect(),
        emotions: BTreeMap::new(),
        skills: vec![],
        medicines: None,
        words: String::new(),
    };
    let of = |card: CardFilled| of_card(Some(&layout), &card, concord_knowledge::shipped(), &Rules::default());
    assert_eq!(of(card(&[("suicide", 3), ("quit_therapy", 5)], &["lying"])), None);
    assert_eq!(of(card(&[("suicide", 4)], &[])).unwrap().0, "diary card, my suicide: 4 of 5");
    assert_eq!(of(card(&[("suicide", 5)], &["self_harm"])).unwrap(), ("diary card, my self_harm: done".into(), Tier::Soon));
}

fn tiers() -> impl Strategy<Value = Tier> {
    prop_oneof![Just(Tier::NextWorkingPeriod), Just(Tier::Soon), Just(Tier::AtOnce)]
}

proptest! {
    /// Whoever comes and goes and however the clock jumps: while nobody has it in hand there is always a next call, and
    /// after the chain everybody has been called; nothing that was called is ever uncalled.
    #[test]
    fn the_calls_never_end_and_never_go_back(
        tier in tiers(),
        steps in prop::collection::vec((-30_i64..120, any::<[bool; 5]>()), 1..40),
    ) {
        let mut alert = alert(tier, night());
        let mut now = night();
        let mut made = 0;
        for (minutes, active) in steps {
            now = after(now, minutes);
            let staff = people(active);
            let before = alert.notified.clone();
            make(&mut alert, &staff, now);
            prop_assert_eq!(&alert.notified[..before.len()], &before[..]);
            prop_assert!(alert.notified.len() >= made);
            made = alert.notified.len();
            let calls = calls(&alert, &rules(), &staff, &zone(), now);
            prop_assert!(calls.due.is_empty(), "what was made is due no more: {:?}", calls.due);
            prop_assert!(calls.next.is_some_and(|next| next > now), "there is always a next call");
            let past = now >= after(alert.what.respond_by.max(night()), 15 + 15);
            prop_assert!(!past || alert.notified.iter().any(|(_, call)| call.to.is_none()), "everybody was told");
        }
    }

    /// In hand or closed: silence, at any moment.
    #[test]
    fn in_hand_or_closed_nobody_is_called(tier in tiers(), minutes in 0_i64..100_000, closes in any::<bool>()) {
        let mut alert = alert(tier, night());
        if closes {
            let closed = Closed { alert: alert.id, reason: "spoke with her".into() };
            alert.closed = Some((night().into(), "Member 1".into(), closed.reason));
        } else {
            alert.taken.push((night(), "Member 1".into(), Some(staff(1))));
        }
        let calls = calls(&alert, &rules(), &people([true; 5]), &zone(), after(night(), minutes));
        prop_assert!(calls.due.is_empty() && calls.next.is_none());
    }

    /// The later it is, the more people have been called, when nobody answers and nothing jumps.
    #[test]
    fn a_minute_later_no_fewer_have_been_called(tier in tiers(), until in 1_i64..200) {
        let (mut alert, everybody) = (alert(tier, night()), people([true; 5]));
        let mut highest = 0;
        for minute in 0..until {
            make(&mut alert, &everybody, after(night(), minute));
            let reached = alert.notified.iter().map(|(_, call)| call.level).max().unwrap_or(0);
            prop_assert!(reached >= highest);
            highest = reached;
        }
    }
}
