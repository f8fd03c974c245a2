//! A finished PDF as a reader by others sees it.

use lopdf::{Dictionary, Document, Object};

/// Its words, with single spaces.
pub fn text(document: &Document) -> String {
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    document.extract_text(&pages).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every element of the tree of tags in reading order: its role, with the element itself.
pub fn elements(document: &Document) -> Vec<(String, Dictionary)> {
    let root = document.catalog().unwrap().get(b"StructTreeRoot").unwrap();
    let mut into = Vec::new();
    walk(document, root, &mut into);
    into
}

fn walk(document: &Document, kids: &Object, into: &mut Vec<(String, Dictionary)>) {
    match kids {
        Object::Reference(id) => walk(document, document.get_object(*id).unwrap(), into),
        Object::Array(kids) => kids.iter().for_each(|kid| walk(document, kid, into)),
        Object::Dictionary(element) => {
            if let Ok(role) = element.get(b"S").and_then(Object::as_name) {
                into.push((String::from_utf8_lossy(role).into_owned(), element.clone()));
            }
            if let Ok(kids) = element.get(b"K") {
                walk(document, kids, into);
            }
        }
        _ => {}
    }
}
