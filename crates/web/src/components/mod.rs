//! Parts of pages: plain structs in, markup out. They know no chart and no request, so any page can use them.
//!
//! | Component | For | Classes it brings |
//! |---|---|---|
//! | [`page_shell`] | the frame of every page | `skip`, `invented`, `foot`; body `clinic`, `patient` or `plain` |
//! | [`top_bar`] | navigation of the staff | `bar`, `brand`, `find`, `me`, `ava`, `count` |
//! | [`foot_bar`] | navigation of patients, at the foot of the phone | `foot-bar` |
//! | [`patient_banner`] | whose record this is, always in sight; its tabs | `pt`, `side`, `tabs` |
//! | [`record_mark`] | the tile that belongs to one record | `mark` |
//! | [`status_tag`] | icon and word, never colour alone | `tag` + `good` `care` `stop` `line` `med` `psy` `cmp` |
//! | [`score_change`] | `18 → 8  ↓ 10 · response` | `pv`, `tag` |
//! | [`arm_clock`] | since when, and is it fair to judge yet; its short form | `arm`, `clk`, `dot`, `arms`, `a` |
//! | [`finding_card`] | what was found and what it rests on | `finding` + `stop` `care` `good` `unk`, `basis` |
//! | [`review`] | a safety review: counts, pairs, cards, not checked, not shown | `three`, `st`, `pair-grid`, `why-list`, `unshown` |
//! | [`sparkline`] | the course in a table cell | `spk` |
//! | [`trend`] | laboratory values in a table cell | `spk` |
//! | [`bars`] | pills, sessions, homework in a table cell | `exp` |
//! | [`form`] | text, long text, select, radios, scale, date, checkbox | `field`, `hint`, `wrong`, `choice`, `answers`, `scale` |
//! | [`error_summary`] | what has to be put right, with links | `error-summary` |
//! | [`empty_state`] | what would be here, why, one action | `empty` |
//! | [`quick_exit`] | the way out of a page that others should not see | `leave` |
//! | [`progress_segments`] | question 3 of 9 | `progress` |
//! | [`notice`] | kept, not sent, changed meanwhile | `note`, `lost`, `done-note` |
//! | [`record_choice`] | "which of these two?", before signing | `choose-record` |
//! | [`icon`] | small drawings | none |
//!
//! Page frames without a component of their own:
//!
//! - `page-head`; `two-columns` (main and `aside`); `chart-page` (chart left, `panel` right); `columns`
//! - `card`, `card flush` (no padding, for tables; `pad` inside), `facts-row` (whole-caseload numbers as links), `chips`, `pairs`
//! - `seg` or `windows`: a choice of windows
//! - `registry` and `visits`: tables that become cards on a phone; give each cell `data-label`, and class `half` where two
//!   cells share a line; `group` rows; rows `past`, `next`, `here`, `late`; `waiting` rows of Today
//! - `chart-box` with `only-wide`, `only-phone` and (for paper) `only-print` around the forms of the picture
//! - `merge`: two versions side by side, `clash` and `same` rows; `sheet`: a page of paper
//! - buttons: `button primary | secondary | quiet`, one primary a page
//! - text: `small tiny muted faint b nowrap eyebrow lead prose vh quote`; distance: `stack`, `row`, `between`
//!
//! What the script looks for, all of it optional:
//!
//! - `data-swap="#id"` on a link or GET form replaces that element by the one in the answer
//! - a POST form with a hidden `key` (or `data-keep`, where sending twice does no harm) is sent by the script: once, and again
//!   under the same key when the line was down, with its words kept
//! - `data-draft="name"` keeps a form's words in the tab until they were taken, for the account that body names (`data-account`)
//! - `data-guard` warns before leaving unsent words
//! - `data-review="#id" data-from="/address"` on a form asks that address with what is typed and puts the answer in place of the element
//! - `data-idle="900"` on body leads an unattended screen to sign-in
//! - `data-line-key` on body (patients) locks what waits on the phone while there is no line; nothing is kept in clear then
//! - `data-leave` on a link leaves the page without a way back to it
//! - a chart's picture gets its keys and hover words by itself

pub mod arm_clock;
pub mod bars;
pub mod empty_state;
pub mod error_summary;
pub mod finding_card;
pub mod foot_bar;
pub mod form;
pub mod icon;
pub mod notice;
pub mod page_shell;
pub mod patient_banner;
pub mod progress_segments;
pub mod quick_exit;
pub mod record_choice;
pub mod record_mark;
pub mod review;
pub mod score_change;
pub mod sparkline;
pub mod status_tag;
pub mod top_bar;
pub mod trend;

#[cfg(test)]
mod tests;
