//! The co-timeline: everything that was done and everything that changed, on one time axis.
//!
//! One view model ([`Timeline`]) gives one picture in three forms ([`render`]) and the same facts as a table
//! ([`table`]), a sentence ([`summary`]), a list of decisions ([`decisions`]) and a legend ([`legend`]).
//! Pure: no clock (`today` is a field), no I/O, no randomness.
//!
//! ```
//! use concord_timeline::{Form, Timeline, render, table};
//! use jiff::civil::date;
//!
//! let timeline = Timeline::new(date(2026, 8, 20), Some(date(2026, 6, 1)));
//! let picture = render(&timeline, Form::Wide).into_string();
//! assert!(picture.starts_with("<svg"));
//! assert!(table(&timeline).into_string().contains("<table"));
//! ```

mod canvas;
mod days;
mod facts;
mod form;
mod frame;
mod lanes;
mod layout;
mod legend;
pub mod model;
mod render;
mod scene;
mod table;
mod text;
mod words;

pub use facts::letter;
pub use form::Form;
pub use legend::{legend, notes};
pub use model::*;
pub use render::render;
pub use table::{decisions, summary, table};
pub use text::{TextStyle, text_width};
