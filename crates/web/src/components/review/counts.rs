//! Interact, checked and clear, not checked: three different things that together are all pairs.

use crate::components::icon::{Icon, icon};
use concord_engines::safety::{PairOutcome, PairState};
use maud::{Markup, html};

/// How many pairs there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Something was found about the two.
    pub interact: usize,
    /// They were looked up, and nothing was found.
    pub clear: usize,
    /// Nobody can say.
    pub not_checked: usize,
}

impl Counts {
    /// Counts the pairs of a review.
    pub fn of(pairs: &[PairState]) -> Self {
        pairs.iter().fold(Self::default(), |mut counts, pair| {
            match pair.state {
                PairOutcome::Found(_) => counts.interact += 1,
                PairOutcome::Clear => counts.clear += 1,
                PairOutcome::NotChecked => counts.not_checked += 1,
            }
            counts
        })
    }

    /// All pairs.
    pub fn all(self) -> usize {
        self.interact + self.clear + self.not_checked
    }
}

/// The three tiles.
pub fn counts(counts: Counts) -> Markup {
    html! {
        dl.three {
            div.st.care { dt { (icon(Icon::Triangle)) " interact" } dd { (counts.interact) } }
            div.st.good { dt { (icon(Icon::Check)) " checked, clear" } dd { (counts.clear) } }
            div.st.unk { dt { (icon(Icon::Query)) " not checked" } dd { (counts.not_checked) } }
        }
    }
}
