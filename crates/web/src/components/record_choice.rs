//! The stop before signing when another record was opened meanwhile: both marks side by side, two verbs, one way out.

use super::icon::{Icon, sized};
use super::patient_banner::Banner;
use super::record_mark::record_mark;
use maud::{Markup, html};

/// One of the two records.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    /// Whose it is.
    pub banner: Banner<'a>,
    /// "This note was begun here, 14:31."
    pub remark: &'a str,
    /// The form with its button.
    pub action: Markup,
}

/// The page's content. `first_words` are the note's own; `way_out` keeps it as a draft.
pub fn record_choice(candidates: &[Candidate<'_>; 2], first_words: &str, way_out: Markup) -> Markup {
    html! {
        section.card.choose-record aria-labelledby="choose-record" {
            h1 #choose-record { (sized(Icon::Octagon, 22)) " Stopped before signing. Which is right?" }
            p.muted { "This was begun for one person, and since then you opened another. Nothing has been signed. Your words are kept." }
            div.pair {
                @for candidate in candidates {
                    @let banner = &candidate.banner;
                    @let initials: String = [banner.given_name, banner.family_name].iter().filter_map(|name| name.chars().next()).collect();
                    div.candidate {
                        (record_mark(banner.id, &initials, 84))
                        h2 { (banner.family_name.to_uppercase()) ", " (banner.given_name) }
                        p.small { "born " b { (banner.born) } @if !banner.pronouns.is_empty() { " · " (banner.pronouns) } br; "record " (banner.record) }
                        p.small.muted { (candidate.remark) }
                        (candidate.action)
                    }
                }
            }
            @if !first_words.is_empty() {
                blockquote { span.eyebrow { "The first words" } br; (first_words) }
            }
            div { (way_out) }
        }
    }
}
