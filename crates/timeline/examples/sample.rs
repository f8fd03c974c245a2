//! Writes sample pages of the timeline: `cargo run --example sample -- <folder> <stylesheet>`.
//!
//! For looking at: wide, phone and print, from four weeks to ten years, light and dark.
#![allow(missing_docs)]

#[path = "../tests/people/mod.rs"]
mod people;

use concord_timeline::{Form, Reader, Timeline, Window, decisions, legend, render, shift, summary, table};
use jiff::civil::date;
use maud::{DOCTYPE, Markup, html};
use std::{env, error::Error, fs, path::Path};

fn page(css: &str, theme: &str, body: Markup) -> String {
    html! {
        (DOCTYPE)
        html lang="en" data-theme=(theme) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { "Sample" }
                style { (maud::PreEscaped(css)) }
            }
            body { (body) }
        }
    }
    .into_string()
}

fn wide(t: &Timeline) -> Markup {
    html! {
        main.page { section.card.hero { (render(t, Form::Wide)) (legend(t)) } section.card.pad { p { (summary(t)) } } section.card.pad { (decisions(t)) } section.card.pad { (table(t)) } }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().ok_or("first argument: the folder to write to")?;
    let css = fs::read_to_string(arguments.next().ok_or("second argument: the stylesheet")?)?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    let today = people::today();
    let maria = people::maria();
    let hanna = people::hanna();
    let mut patient = maria.clone();
    patient.reader = Reader::Patient;
    patient.hide(&["item-9"]);
    let year = people::within(hanna.clone(), date(2025, 8, 30), date(2026, 11, 25));
    let five = people::within(hanna.clone(), date(2021, 9, 1), date(2026, 10, 20));
    let ten = people::within(hanna.clone(), date(2016, 9, 1), date(2026, 11, 12));
    let four = people::within(maria.clone(), shift(today, -27), shift(today, 2));
    let phone = people::within(maria.clone(), date(2026, 6, 1), date(2026, 9, 28));
    let maria_year = people::within(maria.clone(), shift(today, -330), shift(today, 60));
    let empty = Timeline::new(today, None);
    for (name, t) in [
        ("maria", &maria),
        ("four-weeks", &four),
        ("one-year", &year),
        ("five-years", &five),
        ("ten-years", &ten),
        ("maria-year", &maria_year),
        ("empty", &empty),
    ] {
        for theme in ["light", "dark"] {
            fs::write(folder.join(format!("{name}-{theme}.html")), page(&css, theme, wide(t)))?;
        }
        let print = html! { main.sheet { (render(t, Form::Print)) } };
        fs::write(folder.join(format!("{name}-print.html")), page(&css, "light", print))?;
    }
    for (name, t) in [
        ("maria", &phone),
        ("patient", &Timeline { window: phone.window, ..patient }),
        ("ten-years", &ten),
        ("one-year", &year),
        ("five-years", &five),
        ("four-weeks", &Timeline { window: Window::around(today, 14, 14), ..maria.clone() }),
    ] {
        let body = html! { main.page { section.card.hero { (render(t, Form::Phone)) (legend(t)) } } };
        fs::write(folder.join(format!("{name}-phone.html")), page(&css, "light", body))?;
    }
    Ok(())
}
