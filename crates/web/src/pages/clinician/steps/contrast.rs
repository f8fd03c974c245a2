//! What speaks for withdrawal, what speaks for the illness coming back: side by side, with sources. Nobody but a person
//! decides which it is.

use concord_engines::days::day_words;
use concord_knowledge::Substance;
use jiff::civil::Date;
use maud::{Markup, html};

/// The two columns. `cut`: the last step down that was taken.
pub(super) fn columns(substance: Option<&Substance>, cut: Option<(Date, Date)>) -> Markup {
    let half_life = substance.and_then(Substance::half_life);
    html! {
        section.card.pad aria-labelledby="contrast" {
            h3 #contrast { "New complaints after a step down" }
            p.small.muted {
                "Two readings side by side; the program does not choose between them."
                @if let Some((cut, today)) = cut { " The last step down was on " (day_words(cut, today)) "." }
            }
            div.contrast {
                div {
                    h4 { "Speaks for withdrawal" }
                    ul {
                        li { "Begins within days of the step" @if let Some(known) = half_life { "; here the half-life is " (known.from.normalize()) " to " (known.to.normalize()) " h" } "." }
                        li { "New complaints that were no part of the illness: dizziness, electric-shock sensations, nausea, vivid dreams." }
                        li { "Comes in waves, peaks and fades; often one to two weeks, sometimes months." }
                        li { "Gets better soon after going back to the dose before." }
                    }
                }
                div {
                    h4 { "Speaks for relapse" }
                    ul {
                        li { "Begins later, over weeks to months." }
                        li { "The complaints of earlier episodes, as this person knows them." }
                        li { "Builds up and stays." }
                        li { "Going back to the dose before helps slowly, as at the beginning of treatment." }
                    }
                }
            }
            p.tiny { "Sources: NICE NG222, recommendations 1.4.14 and 1.4.15 (onset within a few days, usually one to two weeks, sometimes months; read there). "
                "Horowitz MA, Taylor D. Distinguishing relapse from antidepressant withdrawal. BJPsych Advances 2022 (onset, physical symptoms, response to reinstatement, course in waves; summary read). For medicines other than antidepressants this is carried over, not shown." }
        }
    }
}
