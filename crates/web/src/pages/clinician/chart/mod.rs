//! The chart: every treatment, score and event on one time axis, and what to decide together beside it.

mod findings;
pub mod lanes;
mod panel;
mod quick;

use super::frame::{self, RecordPage};
use crate::{
    app::Shared,
    chart_view::{self, Audience, Headline, WindowChoice},
    components::notice,
    guard::Who,
    pages::public::help_now,
};
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use concord_access::View;
use concord_actions::OpenChart;
use concord_chart::ChartId;
use concord_engines::course_state::CourseState;
use concord_timeline::{Form, LaneKind, Timeline, Window, decisions, legend, notes, render, shift, summary, table};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

/// What of the chart is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// One of [`WindowChoice`].
    #[serde(default)]
    window: String,
    /// First day of a window of one's own, as rows of long tables link to.
    #[serde(default)]
    from: Option<Date>,
    /// Day after its last one.
    #[serde(default)]
    to: Option<Date>,
    /// A lane to hide just now, without remembering it: the screen is turned to somebody.
    #[serde(default)]
    hide: String,
    /// What was just recorded: the word of its form.
    #[serde(default)]
    done: String,
    /// Set after answers that call for help at once.
    #[serde(default)]
    help: String,
}

/// What the page is made from.
struct Seen<'a> {
    app: &'a Shared,
    who: &'a Who,
    open: &'a OpenChart,
    state: &'a CourseState<'a>,
    today: Date,
}

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Query(asked): Query<Asked>) -> Response {
    let open = match frame::open(&app, &who, chart, "chart").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let state = CourseState::of(&open.chart, app.clinic.knowledge(), &zone).choosing(&app.clinic.practice().schedules);
    let seen = Seen { app: &app, who: &who, open: &open, state: &state, today };
    frame::page(&app, &who, &RecordPage { open: &open, tab: "", title: "Chart" }, seen.body(&asked)).into_response()
}

impl Seen<'_> {
    fn audience(&self) -> Audience {
        if matches!(self.open.view, View::Complementary(_)) { Audience::Complementary } else { Audience::Clinician }
    }

    fn base(&self) -> String {
        format!("/chart/{}", self.open.chart.id)
    }

    fn body(&self, asked: &Asked) -> Markup {
        let headline = Headline::of(self.state, self.today, self.audience());
        let (wide, phone) = self.pictures(asked);
        html! {
            (self.said(asked))
            div.chart-page {
                div {
                    header.page-head {
                        h2 { (headline.title) }
                        (self.windows(asked))
                        p.muted { (headline.line) }
                    }
                    (quick::bar(self))
                    (self.picture(&wide, &phone, asked))
                    section.card #decisions aria-labelledby="decisions-title" {
                        h2 #decisions-title { "Decisions so far" }
                        (decisions(&wide))
                    }
                    section.card #facts aria-labelledby="facts-title" {
                        h2 #facts-title { "The chart as a table" }
                        (table(&wide))
                    }
                }
                aside aria-label="Decide together" {
                    (panel::panel(self))
                    (findings::cards(self))
                }
            }
        }
    }

    /// What was just done, and help at once where an answer asks for it.
    fn said(&self, asked: &Asked) -> Markup {
        let done = match asked.done.as_str() {
            "" => None,
            "lanes" => Some("Kept: these lanes are shown to you from now on.".to_owned()),
            "taken" => Some("It is yours. Close it with what was found and done.".to_owned()),
            "closed" => Some("Closed, under your name, with your words.".to_owned()),
            "retracted" => Some("Retracted. The entry stays readable, struck through, and counts for nothing.".to_owned()),
            "answers" => Some("The answers are on the chart.".to_owned()),
            "left" => Some("Theirs stays. Nothing of yours was written.".to_owned()),
            what => super::forms::find(what).map(|form| format!("Recorded: {}.", form.title.to_lowercase())),
        };
        html! {
            @if let Some(done) = done { (notice::done(&done)) }
            @if !asked.help.is_empty() {
                section.danger aria-labelledby="help-at-once" {
                    h2 #help-at-once { "An answer asks for help at once" }
                    p { "Speak with " (frame::given_name(&self.open.chart)) " now, before anything else. The finding beside the chart stays open until a named person closes it." }
                    (help_now::lines(self.app))
                }
            }
        }
    }

    /// The picture for a wide and for a narrow screen: same data, another stretch of time.
    fn pictures(&self, asked: &Asked) -> (Timeline, Timeline) {
        let start = self.state.since();
        let choice = WindowChoice::parse(&asked.window);
        let own = asked.from.zip(asked.to).filter(|(from, to)| from < to).map(|(from, to)| Window { from, to });
        let draw = |window| {
            let mut timeline = chart_view::draw(self.state, self.today, window, self.audience());
            timeline.path = Some(self.base());
            let mut hidden = lanes::hidden(&self.who.settings);
            hidden.extend(asked.hide.split(',').filter(|id| !id.is_empty()).map(str::to_owned));
            timeline.hide(&hidden);
            timeline
        };
        let wide = draw(own.unwrap_or_else(|| choice.window(self.today, start)));
        let phone = draw(own.unwrap_or_else(|| choice.phone_window(self.today, start)));
        (wide, phone)
    }

    fn windows(&self, asked: &Asked) -> Markup {
        let own = asked.from.is_some() && asked.to.is_some();
        let current = WindowChoice::parse(&asked.window);
        html! {
            nav.seg aria-label="Time shown" {
                @for choice in WindowChoice::ALL {
                    a href=(format!("{}?window={}", self.base(), choice.as_str())) aria-current=[(!own && *choice == current).then_some("true")] {
                        span aria-hidden="true" { (choice.label()) } span.vh { (choice.words()) }
                    }
                }
            }
        }
    }

    fn picture(&self, wide: &Timeline, phone: &Timeline, asked: &Asked) -> Markup {
        let watched = wide.lanes.iter().find(|lane| matches!(lane.kind, LaneKind::Safety(_)));
        let window = WindowChoice::parse(&asked.window).as_str();
        html! {
            section.card.hero aria-label="Treatment and change over time" {
                p.vh { (summary(wide)) }
                div.chart-box {
                    div.only-wide { (render(wide, Form::Wide)) }
                    div.only-phone { (render(phone, Form::Phone)) }
                }
                (legend(wide))
                (notes(wide))
                p.row.small {
                    a href="#facts" { "The same facts as a table" }
                    @if let Some(lane) = watched { a href=(format!("{}?window={window}&hide={}", self.base(), lane.id)) { "Hide “" (lane.name) "” for now" } }
                    @if !asked.hide.is_empty() { a href=(format!("{}?window={window}", self.base())) { "Show everything again" } }
                    @if let (Some(from), Some(to)) = (asked.from, asked.to) { span.muted { "Shown: " (from) " to " (shift(to, -1)) } }
                }
                (lanes::form(self, wide))
            }
        }
    }
}
