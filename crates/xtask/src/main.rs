//! Chores.
//!
//! - `cargo run -p xtask -- coverage`: how far the medication knowledge is verified, monitored and tested.
//! - `cargo run --release -p xtask -- cases`: proposes a case for every rule, one in which it speaks, one in which it is
//!   silent, one on each side of each threshold, and writes them to `cases/medication/rules/` to be read and kept.

mod cases;
mod coverage;
mod situation;
mod wishes;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("coverage") => coverage::print(),
        Some("cases") => cases::write(),
        _ => bail!("Write: cargo run -p xtask -- coverage, or cargo run --release -p xtask -- cases"),
    }
}
