//! Worrying answers: an alert in the same transaction, calls until somebody has it in hand, closed by a person.

mod abandoned;
mod alerts;
mod deliver;
mod drill;
mod escalate;
mod raise;
mod rules;
mod told;
mod unsent;

pub use alerts::OpenAlert;
pub use deliver::{Delivered, message_tries};
pub use drill::{Drill, DrillAnswer, Missing};
pub use escalate::Escalated;
pub use told::{Told, ToldCall};

pub(crate) use alerts::AlarmInMemory;
