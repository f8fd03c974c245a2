//! Whose record this is: a fixed block in sight on every page of a record, and the record's tabs.

use super::icon::Icon;
use super::record_mark::record_mark;
use super::status_tag::tag;
use maud::{Markup, html};

/// Identity as it stands in the banner. What is not known is said in words by the caller ("not asked yet").
#[derive(Clone, Debug, Default)]
pub struct Banner<'a> {
    /// The record's id; decides the mark.
    pub id: &'a str,
    /// Family name; shown in capitals.
    pub family_name: &'a str,
    /// Given name.
    pub given_name: &'a str,
    /// "14 Mar 1988 (38 y)".
    pub born: &'a str,
    /// "204 517".
    pub record: &'a str,
    /// "she / her".
    pub pronouns: &'a str,
    /// "Penicillin (rash)", "none known", "not asked yet".
    pub allergy: &'a str,
    /// "Spanish, English".
    pub languages: &'a str,
    /// State of the safety plan, e.g. "Safety plan, reviewed 10 Aug"; with `true` where it is in order.
    pub safety_plan: Option<(&'a str, bool)>,
    /// State of the sharing agreement.
    pub sharing: Option<&'a str>,
}

/// The banner. Its name is the page's `h1`; the page's own title is an `h2`.
pub fn patient_banner(banner: &Banner<'_>) -> Markup {
    let initials: String = [banner.given_name, banner.family_name].iter().filter_map(|name| name.chars().next()).collect();
    html! {
        section.pt aria-label="Patient" {
            (record_mark(banner.id, &initials, 44))
            div.who {
                h1 { span.fam { (banner.family_name.to_uppercase()) } ", " (banner.given_name) }
                dl {
                    @for (label, value) in [
                        ("Born", banner.born),
                        ("Record", banner.record),
                        ("Says", banner.pronouns),
                        ("Allergy", banner.allergy),
                        ("Language", banner.languages),
                    ] {
                        div { dt { (label) } dd { @if value.is_empty() { "not known" } @else { (value) } } }
                    }
                }
            }
            div.side {
                @match banner.safety_plan {
                    Some((words, true)) => (tag("good", Some(Icon::Shield), words)),
                    Some((words, false)) => (tag("care", Some(Icon::Shield), words)),
                    None => {}
                }
                @if let Some(words) = banner.sharing { (tag("line", Some(Icon::People), words)) }
            }
        }
    }
}

/// The small form beside a signing button: mark, name, birth date.
pub fn signing_for(banner: &Banner<'_>) -> Markup {
    let initials: String = [banner.given_name, banner.family_name].iter().filter_map(|name| name.chars().next()).collect();
    html! {
        p.signing-for {
            (record_mark(banner.id, &initials, 28))
            span { b { (banner.given_name) " " (banner.family_name.to_uppercase()) } ", born " (banner.born) }
        }
    }
}

/// The pages of a record: (address, words); `current` is the address of this one.
pub fn tabs(pages: &[(&str, &str)], current: &str) -> Markup {
    folded_tabs(pages, &[], current)
}

/// The same with the pages that are opened less often behind "More", which opens without script. The page that is open stands
/// among the first, so that one always sees where one is.
pub fn folded_tabs(pages: &[(&str, &str)], more: &[(&str, &str)], current: &str) -> Markup {
    let here = |page: &&(&str, &str)| page.0 == current;
    let link = |page: &(&str, &str)| html! { a href=(page.0) aria-current=[here(&page).then_some("page")] { (page.1) } };
    html! {
        nav.tabs aria-label="Record" {
            @for page in pages.iter().chain(more.iter().filter(here)) { (link(page)) }
            @if more.iter().any(|page| !here(&page)) {
                details { summary { "More" span.vh { " pages of this record" } } div { @for page in more.iter().filter(|page| !here(page)) { (link(page)) } } }
            }
        }
    }
}
