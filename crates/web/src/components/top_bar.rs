//! The bar on top of the staff's pages: where one can go, whom one can find, who one is.

use super::icon::{Icon, icon};
use maud::{Markup, PreEscaped, html};

/// One place.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Its address.
    pub address: &'a str,
    /// Its word.
    pub words: &'a str,
    /// How many wait there; 0 shows nothing.
    pub waiting: u32,
}

/// The bar.
#[derive(Clone, Debug)]
pub struct TopBar<'a> {
    /// Where the name of the product leads.
    pub home: &'a str,
    /// The role's places, left to right.
    pub places: &'a [Place<'a>],
    /// Address of the page one is on.
    pub current: &'a str,
    /// Address of the search, and what its field says ("Find a patient"); `None`: this role does not search.
    pub find: Option<(&'a str, &'a str)>,
    /// Name of the person signed in; empty: nobody.
    pub name: &'a str,
    /// "Prescriber · Riverside".
    pub role: &'a str,
    /// Address the sign-out form posts to.
    pub sign_out: &'a str,
}

/// The bar as markup.
pub fn top_bar(bar: &TopBar<'_>) -> Markup {
    html! {
        header.bar {
            (brand(bar.home))
            nav aria-label="Main" {
                @for place in bar.places {
                    a href=(place.address) aria-current=[(place.address == bar.current).then_some("page")] {
                        (place.words)
                        @if place.waiting > 0 { span.count { span.vh { "waiting: " } (place.waiting) } }
                    }
                }
            }
            @if let Some((address, words)) = bar.find {
                form.find action=(address) method="get" role="search" {
                    (icon(Icon::Find))
                    label.vh for="find" { (words) }
                    input #find type="search" name="q" placeholder=(words) autocomplete="off";
                }
            }
            @if !bar.name.is_empty() {
                details.me {
                    summary {
                        span.ava aria-hidden="true" { (initials(bar.name)) }
                        span.who { b { (bar.name) } (bar.role) }
                    }
                    form method="post" action=(bar.sign_out) { button.button.secondary type="submit" { "Sign out" } }
                }
            }
        }
    }
}

/// The product's name with its drawing: three lines that become one.
pub fn brand(home: &str) -> Markup {
    html! {
        a.brand href=(home) {
            svg width="27" height="24" viewBox="0 0 27 24" fill="none" stroke-width="3" stroke-linecap="round" aria-hidden="true" {
                (PreEscaped(r##"<path d="M2 4c8 0 9 8 14 8h9" stroke="#7DBBEF"/><path d="M2 20c8 0 9-8 14-8" stroke="#5CC8BE"/><path d="M2 12h13" stroke="#E9A6D8"/><path class="one" d="M16 12h9"/>"##))
            }
            "Concord"
        }
    }
}

/// First letters of the first and the last word of a name, without titles.
pub fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().filter(|word| !matches!(*word, "Dr" | "Dr." | "Prof." | "Prof")).collect();
    let first = words.first().and_then(|word| word.chars().next());
    let last = words.last().filter(|_| words.len() > 1).and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}
