//! The record mark: a tile made from a record's id. The same everywhere, so that a wrong record looks wrong.

use maud::{Markup, html};

/// Grounds and tones. Light in both themes, so that the mark is the same picture in each.
const GROUND: &str = "#EFEAE0";
const TONES: [&str; 4] = ["#C7D9EA", "#E7C98F", "#BFDCD3", "#E3C5DF"];

/// A mixing of the id's characters; neighbouring ids give unlike marks.
fn mixed(id: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in id.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash ^= hash >> 29;
    hash = hash.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash ^ (hash >> 32)
}

/// Takes the next choice out of `bits`.
fn choose(bits: &mut u64, from: u64) -> usize {
    let chosen = *bits % from;
    *bits /= from;
    usize::try_from(chosen).unwrap_or(0)
}

/// The mark at `size` pixels (20 to 84). `id` decides the picture, `initials` stand on it.
///
/// Which fields are filled, with which of four tones, and which accent lies over them all come from the id: shape differs
/// as well as colour, so marks stay apart in greyscale.
pub fn record_mark(id: &str, initials: &str, size: u32) -> Markup {
    let mut bits = mixed(id);
    let first = choose(&mut bits, 4);
    let second = (first + 1 + choose(&mut bits, 3)) % 4;
    let pattern = FIELDS[choose(&mut bits, FIELDS.len() as u64)];
    let accent = ACCENTS[choose(&mut bits, ACCENTS.len() as u64)];
    let initials: String = initials.chars().take(3).collect();
    html! {
        svg.mark width=(size) height=(size) viewBox="0 0 44 44" role="img" aria-label={ "Record mark " (initials) } {
            rect width="44" height="44" rx="9" fill=(GROUND) {}
            path d=(pattern) fill=(TONES[first]) {}
            path d=(accent) fill=(TONES[second]) {}
            rect x=".5" y=".5" width="43" height="43" rx="8.5" fill="none" stroke="#8A8F98" {}
            text.mark-text x="22" y="27.5" text-anchor="middle" { (initials) }
        }
    }
}

/// Filled fields. Corners are cut by a little more than the tile's own radius, so nothing stands out of it.
const FIELDS: [&str; 8] = [
    "M22 1h15a6 6 0 0 1 6 6v15H22ZM1 22h21v21H7a6 6 0 0 1-6-6Z",
    "M7 1h15v21H1V7a6 6 0 0 1 6-6ZM22 22h21v15a6 6 0 0 1-6 6H22Z",
    "M7 1h30a6 6 0 0 1 6 6v8H1V7a6 6 0 0 1 6-6Z",
    "M1 29h42v8a6 6 0 0 1-6 6H7a6 6 0 0 1-6-6Z",
    "M7 1h8v42H7a6 6 0 0 1-6-6V7a6 6 0 0 1 6-6Z",
    "M29 1h8a6 6 0 0 1 6 6v30a6 6 0 0 1-6 6h-8Z",
    "M1 43 43 1v36a6 6 0 0 1-6 6Z",
    "M22 3a19 19 0 1 1 0 38 19 19 0 0 1 0-38Z",
];

/// Accents over the fields.
const ACCENTS: [&str; 7] = [
    "M31 1h6a6 6 0 0 1 6 6v6A12 12 0 0 1 31 1Z",
    "M1 31a12 12 0 0 1 12 12H7a6 6 0 0 1-6-6Z",
    "M13 1A12 12 0 0 1 1 13V7a6 6 0 0 1 6-6Z",
    "M43 31v6a6 6 0 0 1-6 6h-6A12 12 0 0 1 43 31Z",
    "M1 18.500h42v7H1Z",
    "M18.5 1h7v42h-7Z",
    "M22 12 32 22 22 32 12 22Z",
];
