//! Pictures of practice: the ring as it was when the page was made, and the minutes of the last seven days.

use super::{own_work::Own, words};
use concord_chart::practice::PracticeCourse;
use concord_engines::days::{day_of, plus};
use jiff::civil::Date;
use maud::{Markup, html};

const RADIUS: f32 = 82.0;
const MIDDLE: (f32, f32) = (110.0, 104.0);

/// A place on the ring, from 0 at the top once around.
fn at(part: f32, radius: f32) -> (f32, f32) {
    let angle = part * std::f32::consts::TAU;
    (MIDDLE.0 + radius * angle.sin(), MIDDLE.1 - radius * angle.cos())
}

/// The ring: how much of the time has gone when the page was made. It needs no script and does not hurry anybody.
pub(super) fn ring(minutes: u16, elapsed_seconds: i64, began: &str) -> Markup {
    let whole = f32::from(minutes) * 60.0;
    let gone =
        u16::try_from(elapsed_seconds.clamp(0, i64::from(minutes) * 60)).map_or(1.0, |gone| f32::from(gone) / whole.max(1.0));
    let (x, y) = at(gone, RADIUS);
    let large = u8::from(gone > 0.5);
    html! {
        svg.wk.ring-clock viewBox="0 0 220 208" role="img" aria-label=(format!("{}, {began}", words::minutes(minutes))) {
            @for tick in 0_u8..10 {
                @let ((x1, y1), (x2, y2)) = (at(f32::from(tick) / 10.0, 92.0), at(f32::from(tick) / 10.0, 98.0));
                path.tick-mark d=(format!("M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}")) {}
            }
            circle.whole cx="110" cy="104" r="82" {}
            @if gone >= 1.0 { circle.gone cx="110" cy="104" r="82" {} }
            @else if gone > 0.0 { path.gone d=(format!("M110 22A82 82 0 {large} 1 {x:.1} {y:.1}")) {} }
            circle.hand cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="9" {}
            text.big x="110" y="106" text-anchor="middle" { (words::minutes(minutes)) }
            text.l x="110" y="130" text-anchor="middle" { (began) }
        }
    }
}

/// One day of the week.
struct Day {
    name: String,
    minutes: u32,
    class: bool,
    could_not: bool,
}

fn week(own: &Own, course: &PracticeCourse) -> Vec<Day> {
    let of = |day: Date| Day {
        name: day.strftime("%a").to_string(),
        minutes: course.practised.iter().filter(|(on, _)| *on == day).map(|(_, minutes)| u32::from(*minutes)).sum(),
        class: course.classes.iter().any(|(at, attended)| *attended && day_of(*at, &own.zone()) == day),
        could_not: course.rated.iter().any(|(_, rated)| rated.on == day && rated.obstacle.is_some()),
    };
    (0..7).rev().map(|back| of(plus(own.today(), -back))).collect()
}

/// The last seven days: minutes, classes, and days on which it could not be done.
pub(super) fn card(own: &Own, course: &PracticeCourse) -> Markup {
    let week = week(own, course);
    let sum: u32 = week.iter().map(|day| day.minutes).sum();
    let aim = course.home_minutes_week();
    html! {
        section.card {
            div.row.between { h2 { (words::LAST_SEVEN_DAYS) } span.small { (words::of_aim(sum, aim)) } }
            (bars(&week))
            p.tiny.muted { (words::BARS_LEGEND) }
        }
    }
}

fn bars(week: &[Day]) -> Markup {
    let most = week.iter().map(|day| day.minutes).max().unwrap_or(0).max(15);
    let said = week
        .iter()
        .map(|day| words::day_minutes(&day.name, day.minutes, day.class, day.could_not))
        .collect::<Vec<_>>()
        .join(", ");
    html! {
        svg.wk viewBox="0 0 314 86" role="img" aria-label=(said) {
            path.base d="M8 60.5H306" {}
            @for (day, place) in week.iter().zip(0_u32..) {
                @let x = 14 + place * 42;
                @if day.minutes > 0 {
                    @let height = (day.minutes * 44 / most).max(3);
                    rect.minutes x=(x) y=(60 - height) width="28" height=(height) rx="3" {}
                    text.is x=(x + 14) y=(55 - height) text-anchor="middle" { (day.minutes) }
                } @else if day.class { circle.class-dot cx=(x + 14) cy="52" r="7" {} }
                @else if day.could_not { path.could-not d=(format!("M{} 55h14", x + 7)) {} }
                text.l x=(x + 14) y="80" text-anchor="middle" { (day.name.chars().take(2).collect::<String>()) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ring_shows_what_has_gone_and_closes_at_the_end() {
        assert!(!ring(10, 0, "").into_string().contains("class=\"gone\""));
        assert!(ring(10, 300, "").into_string().contains("path class=\"gone\""));
        assert!(ring(10, 9_999, "").into_string().contains("circle class=\"gone\""));
    }

    #[test]
    fn a_day_that_could_not_be_is_a_short_bar_and_an_empty_day_is_nothing() {
        let day = |minutes, could_not| Day { name: "Mon".to_owned(), minutes, class: false, could_not };
        let drawn = bars(&[day(10, false), day(0, true), day(0, false)]).into_string();
        assert_eq!((drawn.matches("class=\"minutes\"").count(), drawn.matches("class=\"could-not\"").count()), (1, 1));
    }
}
