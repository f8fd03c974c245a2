//! The knowledge that is compiled into the program.

use crate::load::Knowledge;
use std::sync::LazyLock;

// `FILES: &[(path below knowledge/, text)]`, written by the build script after the loader accepted every one of them.
include!(concat!(env!("OUT_DIR"), "/files.rs"));

static SHIPPED: LazyLock<Knowledge> = LazyLock::new(|| match Knowledge::load(FILES.iter().copied()) {
    Ok(knowledge) => knowledge,
    // The build script has run this same loader over these same files and would have ended the build.
    Err(refusals) => {
        unreachable!("knowledge was refused after it had been built in: {refusals:?}")
    }
});

/// What medicine says, as shipped with this program. Loaded once, at first use.
pub fn shipped() -> &'static Knowledge {
    &SHIPPED
}
