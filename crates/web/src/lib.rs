//! Server-rendered pages: one file a page, plain forms and links that work without script.
//!
//! Only this crate knows HTML. Nothing clinical is computed in a page. Every address is in a table ([`routes`]).

pub mod app;
pub mod assets;
pub mod chart_view;
pub mod components;
pub mod errors;
pub mod finish;
pub mod guard;
pub mod layout;
mod own_words;
pub mod pages;
pub mod paper;
pub mod rate;
pub mod routes;
pub mod serve;
