//! What is looked for: one word that stands in every planted sentence, as it is and in every dress that a leak could wear.

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use std::io::Read;

/// In every planted sentence, and nowhere else in the world.
pub const MARK: &str = "qzvKWjxPmhT7vRbY";

/// A sentence for one field of one note.
pub fn sentence(note: usize, field: &str) -> String {
    format!("Note {note}, {field}: {MARK} & <she> “looked” at the clock.")
}

/// The mark in every dress.
pub fn needles() -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<(String, Vec<u8>)> = Vec::new();
    let reversed: String = MARK.chars().rev().collect();
    for (name, text) in [
        ("plain", MARK.to_owned()),
        ("reversed", reversed),
        ("small letters", MARK.to_lowercase()),
        ("capitals", MARK.to_uppercase()),
    ] {
        all.push((name.to_owned(), text.into_bytes()));
    }
    all.push(("hex".to_owned(), hex::encode(MARK).into_bytes()));
    all.push(("hex in capitals".to_owned(), hex::encode_upper(MARK).into_bytes()));
    all.push(("percent".to_owned(), MARK.bytes().flat_map(|byte| format!("%{byte:02X}").into_bytes()).collect()));
    all.push((
        "html numbers".to_owned(),
        MARK.chars().flat_map(|letter| format!("&#{};", u32::from(letter)).into_bytes()).collect(),
    ));
    all.push((
        "json numbers".to_owned(),
        MARK.chars().flat_map(|letter| format!("\\u{:04x}", u32::from(letter)).into_bytes()).collect(),
    ));
    all.push(("UTF-16, little end first".to_owned(), MARK.encode_utf16().flat_map(u16::to_le_bytes).collect()));
    all.push(("UTF-16, big end first".to_owned(), MARK.encode_utf16().flat_map(u16::to_be_bytes).collect()));
    // Base64 of a longer text holds the mark at one of three places; its middle letters are the same whatever stands around.
    for shift in 0..3 {
        let packed = STANDARD_NO_PAD.encode(format!("{}{MARK}", "-".repeat(shift)));
        let middle = packed[4..packed.len() - 4].to_owned();
        all.push((format!("base64 at {shift}"), middle.clone().into_bytes()));
        all.push((format!("base64 for addresses at {shift}"), middle.replace('+', "-").replace('/', "_").into_bytes()));
    }
    all
}

/// The first dress in which the mark stands in these bytes, also where parts of them are compressed.
pub fn found(bytes: &[u8]) -> Option<String> {
    let needles = needles();
    let look = |bytes: &[u8]| needles.iter().find(|(_, needle)| contains(bytes, needle)).map(|(name, _)| name.clone());
    look(bytes).or_else(|| unpacked(bytes).iter().find_map(|inner| look(inner).map(|name| format!("{name}, compressed"))))
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    let Some(first) = needle.first() else { return false };
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| byte == first) {
        rest = &rest[at..];
        if rest.starts_with(needle) {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

/// What gzip and zlib streams in it hold: a whole answer, a backup, the streams of a PDF.
fn unpacked(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut inner = Vec::new();
    for at in 0..bytes.len().saturating_sub(2) {
        let mut text = Vec::new();
        let read = match (bytes[at], bytes[at + 1]) {
            (0x1f, 0x8b) if bytes[at + 2] == 8 => flate2::read::MultiGzDecoder::new(&bytes[at..]).read_to_end(&mut text),
            (0x78, 0x01 | 0x5e | 0x9c | 0xda) => flate2::read::ZlibDecoder::new(&bytes[at..]).read_to_end(&mut text),
            _ => continue,
        };
        if read.is_ok() || !text.is_empty() {
            inner.push(text);
        }
    }
    inner
}

#[test]
fn every_dress_is_seen_through() {
    use flate2::{
        Compression,
        write::{GzEncoder, ZlibEncoder},
    };
    use std::io::Write;
    let text = sentence(1, "text");
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(text.as_bytes()).unwrap();
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(text.as_bytes()).unwrap();
    let escaped: String = text.chars().map(|letter| format!("\\u{:04x}", u32::from(letter))).collect();
    let dressed: Vec<Vec<u8>> = vec![
        text.clone().into_bytes(),
        text.chars().rev().collect::<String>().into_bytes(),
        hex::encode(&text).into_bytes(),
        STANDARD_NO_PAD.encode(&text).into_bytes(),
        STANDARD_NO_PAD.encode(format!("x{text}")).into_bytes(),
        STANDARD_NO_PAD.encode(format!("xy{text}")).into_bytes(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        escaped.into_bytes(),
        [b"%PDF stream ".to_vec(), zlib.finish().unwrap()].concat(),
        gzip.finish().unwrap(),
    ];
    for (number, bytes) in dressed.iter().enumerate() {
        assert!(found(bytes).is_some(), "dress {number} was not seen");
    }
    assert_eq!(found(b"an ordinary page about Maria"), None);
}
