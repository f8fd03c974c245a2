//! Chores: `cargo run -p xtask -- coverage` says how far the medication knowledge is verified and tested.

mod coverage;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("coverage") => coverage::print(),
        _ => bail!("Write: cargo run -p xtask -- coverage"),
    }
}
