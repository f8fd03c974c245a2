//! Boxes to write in. Each carries the head of the room into which it writes, and its fields are named after it, so that
//! what is typed in one can be read by no other.

use super::page::Seen;
use crate::components::{
    form::{self, Field},
    icon::{Icon, icon},
};
use concord_chart::ChartId;
use maud::{Markup, html};

/// Into which room a box writes.
#[derive(Clone, Copy)]
pub(super) enum Goes<'a> {
    /// The joint room.
    Both(&'a str),
    /// One member's own room.
    Only(ChartId, &'a str),
}

/// One box.
pub(super) struct Input<'a> {
    /// Where it goes.
    pub goes: Goes<'a>,
    /// What it does; [`super::acts`] reads it.
    pub act: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The words on its button.
    pub button: &'a str,
}

impl Input<'_> {
    /// The beginning of the names of its fields.
    pub fn prefix(&self) -> String {
        match self.goes {
            Goes::Both(_) => self.act.to_owned(),
            Goes::Only(member, _) => format!("{}-{}", self.act, member.0.simple()),
        }
    }

    /// The name of a field.
    pub fn name(&self, field: &str) -> String {
        format!("{}-{field}", self.prefix())
    }

    /// The box, closed until somebody wants it; open again where something was wrong in it.
    pub fn draw(&self, seen: &Seen<'_>, fields: Markup) -> Markup {
        let (class, drawing, words) = match self.goes {
            Goes::Both(words) => ("joint", Icon::People, words.to_owned()),
            Goes::Only(_, name) => ("own", Icon::Lock, format!("only {name}")),
        };
        let again = seen.typed.get("prefix") == self.prefix();
        let key = if again { seen.typed.get("key").to_owned() } else { seen.app.clinic.fresh().to_string() };
        html! {
            details class={ "goes " (class) } open[again] {
                summary id=(self.prefix()) { (self.title) }
                form.stack method="post" action=(format!("/unit/{}", seen.id)) data-once {
                    p.goes-to { (icon(drawing)) (words) }
                    input type="hidden" name="key" value=(key);
                    input type="hidden" name="act" value=(self.act);
                    input type="hidden" name="prefix" value=(self.prefix());
                    @if let Goes::Only(member, _) = self.goes { input type="hidden" name="member" value=(member); }
                    (fields)
                    button.button.primary type="submit" { (self.button) }
                }
            }
        }
    }

    /// A line of text in it.
    pub fn line(&self, seen: &Seen<'_>, field: &str, label: &str, kind: &str) -> Markup {
        let name = self.name(field);
        form::text(&Field { name: &name, label, value: seen.typed.get(&name), ..Field::default() }, kind)
    }

    /// Several lines of text in it.
    pub fn lines(&self, seen: &Seen<'_>, field: &str, label: &str, rows: u32) -> Markup {
        let name = self.name(field);
        form::textarea(&Field { name: &name, label, value: seen.typed.get(&name), ..Field::default() }, rows)
    }

    /// A choice in it: (value, words). Nothing is chosen beforehand, but where there is only one thing to choose.
    pub fn choice(&self, seen: &Seen<'_>, field: &str, label: &str, options: &[(&str, &str)]) -> Markup {
        let name = self.name(field);
        let is_open = options.len() > 1 && options.iter().all(|(value, _)| !value.is_empty());
        let blank = is_open.then_some(("", "Choose"));
        let options: Vec<(&str, &str)> = blank.into_iter().chain(options.iter().copied()).collect();
        form::select(&Field { name: &name, label, value: seen.typed.get(&name), ..Field::default() }, &options)
    }
}
