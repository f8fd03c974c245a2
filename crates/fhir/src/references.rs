//! Who is meant: references between the resources of a file.

use crate::{
    datatypes::{list, text},
    file::Found,
    refused::Refused,
};
use serde_json::Value;
use std::collections::HashMap;

/// A reference as it stands in a resource.
#[derive(Clone, Debug)]
pub(crate) struct Mention<'a> {
    /// Where, e.g. `participant.individual`.
    pub(crate) path: String,
    /// What it says.
    pub(crate) target: &'a str,
}

/// Finds resources by the ways in which others refer to them.
#[derive(Debug, Default)]
pub(crate) struct Index {
    by_address: HashMap<String, usize>,
    by_name: HashMap<String, usize>,
    by_id: HashMap<String, usize>,
    by_identifier: HashMap<(String, String, String), usize>,
}

impl Index {
    pub(crate) fn new(found: &[Found]) -> Self {
        let mut index = Self::default();
        for (at, resource) in found.iter().enumerate() {
            if let Some(url) = &resource.full_url {
                index.by_address.insert(url.to_lowercase(), at);
            }
            index.by_name.insert(resource.name(), at);
            index.by_id.insert(resource.id.to_lowercase(), at);
            for identifier in list(&resource.value, "identifier") {
                if let (Some(system), Some(value)) = (text(identifier, "system"), text(identifier, "value")) {
                    let key = (resource.kind.clone(), system.to_owned(), value.to_owned());
                    index.by_identifier.entry(key).or_insert(at);
                }
            }
        }
        index
    }

    /// The resource that a reference text names, if it is in the file.
    ///
    /// An absolute address of another server never finds `Patient/1` of this one: that may be somebody else.
    pub(crate) fn find(&self, reference: &str) -> Option<usize> {
        let reference = reference.split("/_history/").next().unwrap_or(reference);
        if let Some(at) = self.by_address.get(&reference.to_lowercase()) {
            return Some(*at);
        }
        if let Some((kind, query)) = reference.split_once('?') {
            let (system, value) = query.strip_prefix("identifier=")?.split_once('|')?;
            return self.by_identifier(kind, system, value);
        }
        if let Some(id) = reference.strip_prefix("urn:uuid:") {
            // Entries without an address are still known by the id that their neighbours use.
            return self.by_id.get(&id.to_lowercase()).copied();
        }
        self.by_name.get(reference).copied()
    }

    /// The resource with this business identifier.
    pub(crate) fn by_identifier(&self, kind: &str, system: &str, value: &str) -> Option<usize> {
        self.by_identifier.get(&(kind.to_owned(), system.to_owned(), value.to_owned())).copied()
    }

    /// The resource that a Reference element names: by its text, else by its identifier.
    pub(crate) fn resolve(&self, reference: &Value) -> Option<usize> {
        if let Some(target) = text(reference, "reference") {
            return self.find(target);
        }
        let identifier = reference.get("identifier")?;
        let (system, value) = (text(identifier, "system")?, text(identifier, "value")?);
        match text(reference, "type") {
            Some(kind) => self.by_identifier(kind, system, value),
            None => self.by_identifier("Patient", system, value),
        }
    }
}

/// Every reference in a resource.
pub(crate) fn mentions(resource: &Value) -> Vec<Mention<'_>> {
    let (mut found, mut path) = (Vec::new(), Vec::new());
    gather(resource, &mut path, &mut found);
    found
}

fn gather<'a>(value: &'a Value, path: &mut Vec<&'a str>, found: &mut Vec<Mention<'a>>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(target)) = fields.get("reference") {
                found.push(Mention { path: path.join("."), target });
            }
            // An attachment may lie in a Binary of its own.
            if let (Some(Value::String(target)), Some("attachment" | "valueAttachment")) =
                (fields.get("url"), path.last().copied())
            {
                found.push(Mention { path: path.join("."), target });
            }
            for (key, inner) in fields {
                path.push(key);
                gather(inner, path, found);
                path.pop();
            }
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, path, found)),
        _ => {}
    }
}

/// A reference that can only be meant inside the file must lead somewhere. One to another server may stay as words.
pub(crate) fn check_leads_somewhere(resource: &Found, index: &Index) -> Result<(), Refused> {
    for Mention { path, target } in mentions(&resource.value) {
        let leads = match target {
            "#" => true,
            _ if target.starts_with('#') => {
                list(&resource.value, "contained").iter().any(|inner| text(inner, "id") == Some(&target[1..]))
            }
            _ if target.starts_with("urn:uuid:") || target.starts_with("urn:oid:") => index.find(target).is_some(),
            _ => true,
        };
        if !leads {
            let shown: String = target.chars().take(80).collect();
            return Err(resource.refuse(
                &path,
                format!("It refers to “{shown}”, which is not in the file. Ask the sender for a complete export."),
            ));
        }
    }
    Ok(())
}
