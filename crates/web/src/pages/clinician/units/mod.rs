//! Couples, families and groups, and the consultation team, as their therapists see them: rooms and walls.
//!
//! Every box says into which room it writes, by its head; a box of one room can write to no other.

mod acts;
mod banner;
mod group;
mod inputs;
pub mod list;
mod member;
pub mod new;
pub mod page;
mod rooms;
mod team;
