//! From a worrying answer to a person who looks after it: which answers call for a person and how soon ([`of_draft`]),
//! who is on call ([`calendar`]), and who must have been called by now ([`calls`]).
//!
//! An alert is a reported answer and no computed risk. The thresholds are the practice's own: what ships is a beginning
//! that a practice looks over and signs, no evidence. Nothing here ends an alert; the calls stop when somebody takes it in
//! hand, begin again when that person leaves, and go round until then.

pub mod calendar;
mod calls;
mod hours;
mod rules;
mod worrying;

pub use calls::{Call, Calls, Member, Staff, calls, waits};
pub use hours::{Hours, respond_by};
pub use rules::{Chain, DiaryRule, Rules, Signed, TierRule, ToldRule};
pub use worrying::{Answer, Concern, Worry, asks_about_safety, of_answers, of_card, of_concern, of_draft, of_help};
