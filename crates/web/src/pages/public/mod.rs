//! Pages for anybody.

pub mod account;
pub mod health;
pub mod help_now;
pub mod home;
pub mod kept;
pub mod offline;
pub mod reading;
pub mod sign_in;
