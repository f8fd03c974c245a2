//! From the text of a file to the resources in it: a Bundle, a single resource, or NDJSON.

use crate::{
    datatypes::{list, text},
    json::{self, What},
    labels,
    refused::Refused,
    types,
};
use concord_chart::Sensitivity;
use serde::Deserialize;
use serde_json::{Value, value::RawValue};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, HashMap},
    io::Read,
};
use uuid::Uuid;

/// The largest text that is read, in bytes: a gzipped file may hold a thousand times what it weighs.
pub const MAX_BYTES: usize = 512 * 1024 * 1024;

/// Namespace of the ids that are made for resources that came without one.
const NAMELESS: Uuid = Uuid::from_u128(0x0c0c_04d0_f417_4f41_9d3a_0000_0000_0001);

/// One resource as it was found.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Name of the file.
    pub(crate) file: String,
    /// `entry 12`, `line 3`; empty for a file that is the resource.
    pub(crate) place: String,
    /// The entry's own address, where it had one.
    pub(crate) full_url: Option<String>,
    /// `Observation`.
    pub(crate) kind: String,
    /// Its id, given or made.
    pub(crate) id: String,
    /// The verbatim text, without white space between tokens; with its address where that cannot be told from the id.
    pub(crate) kept: String,
    /// SHA-256 of `kept`.
    pub(crate) sha256: String,
    /// How private it is.
    pub(crate) label: Sensitivity,
    /// The resource, read.
    pub(crate) value: Value,
}

impl Found {
    /// `Observation/123`.
    pub(crate) fn name(&self) -> String {
        format!("{}/{}", self.kind, self.id)
    }

    /// A refusal of the file because of this resource.
    pub(crate) fn refuse(&self, path: &str, sentence: impl Into<String>) -> Refused {
        Refused::whole(&self.file, sentence).in_place(&self.place).of(self.name(), path)
    }
}

/// The address that an export of ours gives to a record which others call by type and id. `.invalid` says that nobody
/// should look for a server there.
pub(crate) fn home_address(kind: &str, id: &str) -> String {
    format!("https://concord.invalid/fhir/{kind}/{id}")
}

/// What was found in one or several files that are read together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contents {
    pub(crate) found: Vec<Found>,
    /// Things a person should know, as sentences.
    pub(crate) notes: Vec<String>,
}

/// From the bytes of a file to its text: gzipped or not, with or without a byte order mark.
///
/// # Errors
/// A damaged archive, a text that is not UTF-8, or one that is too large.
pub fn unpack(name: &str, bytes: &[u8]) -> Result<String, Refused> {
    let mut raw = Vec::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX) + 1;
        let mut archive = flate2::read::MultiGzDecoder::new(bytes).take(limit);
        archive.read_to_end(&mut raw).map_err(|error| {
            Refused::whole(name, format!("It begins like a gzipped file, but is damaged ({error}). Fetch it again."))
        })?;
    } else {
        raw.extend_from_slice(bytes);
    }
    if raw.len() > MAX_BYTES {
        return Err(too_large(name));
    }
    if raw.starts_with(&[0xff, 0xfe]) || raw.starts_with(&[0xfe, 0xff]) {
        return Err(Refused::whole(name, "It is written in UTF-16. Save it as UTF-8."));
    }
    String::from_utf8(raw).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Refused::whole(name, format!("It is not UTF-8 text (byte {at}). Save it as UTF-8."))
    })
}

fn too_large(name: &str) -> Refused {
    Refused::whole(name, format!("It holds more than {} MB. Split it person by person.", MAX_BYTES / 1024 / 1024))
}

/// The resources of several files that are read together.
pub(crate) fn contents(files: &[(&str, &str)]) -> Result<Contents, Refused> {
    let mut contents = Contents::default();
    for (name, text) in files {
        contents.add_file(name, text.strip_prefix('\u{feff}').unwrap_or(text))?;
    }
    contents.without_repetitions()?;
    Ok(contents)
}

#[derive(Deserialize)]
struct Shell<'a> {
    #[serde(rename = "resourceType", default)]
    resource_type: Option<String>,
    #[serde(rename = "type", borrow, default)]
    kind: Option<&'a RawValue>,
    #[serde(borrow, default)]
    entry: Option<Vec<Entry<'a>>>,
    #[serde(borrow, default)]
    meta: Option<&'a RawValue>,
    #[serde(borrow, default)]
    link: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(rename = "fullUrl", default)]
    full_url: Option<String>,
    #[serde(borrow, default)]
    resource: Option<&'a RawValue>,
    #[serde(default)]
    request: Option<Value>,
}

impl Contents {
    fn add_file(&mut self, name: &str, text: &str) -> Result<(), Refused> {
        if text.len() > MAX_BYTES {
            return Err(too_large(name));
        }
        if !is_ndjson(name, text) {
            return self.add_document(name, "", text);
        }
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            self.add_document(name, &format!("line {number}"), line)?;
        }
        Ok(())
    }

    /// A Bundle or a resource.
    fn add_document(&mut self, file: &str, place: &str, text: &str) -> Result<(), Refused> {
        let wrong = |sentence: String| Refused::whole(file, sentence).in_place(place);
        let tidy = json::tidy(text).map_err(|flaw| wrong(flaw_sentence(&flaw)))?;
        let shell: Shell<'_> = serde_json::from_str(&tidy).map_err(|error| wrong(shell_sentence(&tidy, &error)))?;
        match shell.resource_type.as_deref() {
            Some("Bundle") => self.add_bundle(file, place, &shell),
            Some(_) => self.add_resource(file, place.to_owned(), None, &tidy, Sensitivity::General),
            None => Err(wrong(
                "It is JSON, but not FHIR: it says no resourceType. Export it as a FHIR R4 Bundle or NDJSON.".to_owned(),
            )),
        }
    }

    fn add_bundle(&mut self, file: &str, place: &str, shell: &Shell<'_>) -> Result<(), Refused> {
        let wrong = |sentence: String| Refused::whole(file, sentence).in_place(place);
        let kind: String = shell.kind.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default();
        if !["transaction", "batch", "collection", "searchset", "document"].contains(&kind.as_str()) {
            return Err(wrong(format!(
                "A Bundle of type “{kind}” is not a record to take in. Send a transaction, batch, collection, searchset or document."
            )));
        }
        let outer = shell.meta.and_then(|meta| serde_json::from_str::<Value>(meta.get()).ok());
        let outer = outer.map_or(Sensitivity::General, |meta| labels::of(&serde_json::json!({"meta": meta})));
        if shell.link.is_some_and(|link| link.get().contains("\"next\"")) {
            self.notes.push(format!("{file} is one page of several: fetch the other pages too."));
        }
        for (number, entry) in (1..).zip(shell.entry.iter().flatten()) {
            let place = if place.is_empty() { format!("entry {number}") } else { format!("{place}, entry {number}") };
            let refuse = |sentence: String| Refused::whole(file, sentence).in_place(&place);
            check_request(entry).map_err(refuse)?;
            let Some(resource) = entry.resource else {
                return Err(refuse("The entry holds no resource. Ask the sender for a complete export.".to_owned()));
            };
            self.add_resource(file, place, entry.full_url.clone(), resource.get(), outer)?;
        }
        Ok(())
    }

    fn add_resource(
        &mut self,
        file: &str,
        place: String,
        full_url: Option<String>,
        raw: &str,
        outer: Sensitivity,
    ) -> Result<(), Refused> {
        let wrong = |sentence: String| Refused::whole(file, sentence).in_place(&place);
        let value: Value = serde_json::from_str(raw).map_err(|error| wrong(shell_sentence(raw, &error)))?;
        let kind = text(&value, "resourceType").unwrap_or_default().to_owned();
        if kind.is_empty() {
            let sentence = "A resource says no resourceType, so nobody knows what it is. Ask the sender for valid FHIR R4.";
            return Err(wrong(sentence.to_owned()));
        }
        if !types::is_r4(&kind) {
            let shown: String = kind.chars().take(40).collect();
            return Err(wrong(format!("“{shown}” is no resource type of FHIR R4. Ask the sender for an export in R4.")));
        }
        if kind == "OperationOutcome" {
            self.notes.push(format!("{file}, {place}: the sender reports: {}", outcome_words(&value)));
            return Ok(());
        }
        let id = identify(&value, &kind, full_url.as_deref(), raw).map_err(wrong)?;
        let kept = match &full_url {
            Some(url) if *url != format!("urn:uuid:{id}") && *url != home_address(&kind, &id) => {
                format!("{{\"fullUrl\":{},\"resource\":{raw}}}", Value::from(url.as_str()))
            }
            _ => raw.to_owned(),
        };
        let sha256 = hex::encode(Sha256::digest(kept.as_bytes()));
        let label = labels::of(&value).max(outer);
        self.found.push(Found { file: file.to_owned(), place, full_url, kind, id, kept, sha256, label, value });
        Ok(())
    }

    /// The same resource word for word counts once; the same name for two contents refuses the file.
    fn without_repetitions(&mut self) -> Result<(), Refused> {
        let mut first: HashMap<String, (String, String)> = HashMap::new();
        let mut addresses: HashMap<String, String> = HashMap::new();
        let mut repeated = 0;
        let mut kept = Vec::with_capacity(self.found.len());
        for found in self.found.drain(..) {
            match first.get(&found.name()) {
                Some((sha256, _)) if *sha256 == found.sha256 => {
                    repeated += 1;
                    continue;
                }
                Some((_, place)) => {
                    return Err(found.refuse(
                        "id",
                        format!(
                            "The same type and id stand already at {place}, with other content, so nobody knows which of them is meant. \
                             Ask the sender to give each its own id."
                        ),
                    ));
                }
                None => {}
            }
            if let Some(url) = &found.full_url
                && let Some(place) = addresses.insert(url.to_lowercase(), found.place.clone())
            {
                return Err(found.refuse(
                    "fullUrl",
                    format!("The same fullUrl stands already at {place}, so a reference to it could mean either. Ask the sender to put it right."),
                ));
            }
            first.insert(found.name(), (found.sha256.clone(), found.place.clone()));
            kept.push(found);
        }
        self.found = kept;
        if repeated > 0 {
            self.notes.push(format!("{repeated} resources stood there twice, word for word; each counts once."));
        }
        Ok(())
    }

    /// How many resources of each type there are.
    pub(crate) fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for found in &self.found {
            *counts.entry(found.kind.clone()).or_default() += 1;
        }
        counts
    }
}

/// NDJSON by its name, or because its first line is a whole value and more follows.
fn is_ndjson(name: &str, text: &str) -> bool {
    let name = name.strip_suffix(".gz").unwrap_or(name);
    if name.ends_with(".ndjson") || name.ends_with(".jsonl") {
        return true;
    }
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let Some(first) = lines.next() else { return false };
    lines.next().is_some_and(|second| second.trim_start().starts_with('{')) && json::tidy(first).is_ok()
}

/// An import only adds, so a request to take away or to write under a condition is refused. Directories of people and
/// places are the exception: senders write `ifNoneExist` for them so as not to double them, and here nothing is doubled.
fn check_request(entry: &Entry<'_>) -> Result<(), String> {
    let Some(request) = &entry.request else { return Ok(()) };
    let method = text(request, "method").unwrap_or("POST");
    if !["POST", "PUT"].contains(&method) {
        return Err(format!("The entry asks to {method}. An import only adds to charts; take this entry out."));
    }
    let url = text(request, "url").unwrap_or_default();
    let kind = url.split(['/', '?']).next().unwrap_or_default();
    let conditional = ["ifNoneExist", "ifMatch", "ifNoneMatch", "ifModifiedSince"].iter().any(|key| request.get(*key).is_some());
    let directory =
        ["Practitioner", "PractitionerRole", "Organization", "Location", "HealthcareService", "Endpoint"].contains(&kind);
    if (conditional || url.contains('?')) && !directory {
        return Err(
            "The entry asks to be written only under a condition, which an import cannot judge. Send it as a plain POST or PUT."
                .to_owned(),
        );
    }
    Ok(())
}

/// The resource's id: its own, else the last part of its address, else one made from its text.
fn identify(value: &Value, kind: &str, full_url: Option<&str>, raw: &str) -> Result<String, String> {
    let fits = |id: &str| {
        (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.')
    };
    let own = match value.get("id") {
        None => None,
        Some(Value::String(id)) if fits(id) => Some(id.clone()),
        Some(_) => {
            return Err(format!(
                "The id of this {kind} is none: letters, digits, “-” and “.”, at most 64. Ask the sender to put it right."
            ));
        }
    };
    let from_address = match full_url {
        Some(url) if url.starts_with("urn:") => url.rsplit(':').next().filter(|id| fits(id)).map(str::to_owned),
        Some(url) => {
            let mut parts = url.rsplit('/');
            match (parts.next(), parts.next()) {
                (Some(id), Some(addressed)) if fits(id) && addressed == kind => Some(id.to_owned()),
                (Some(_), Some(addressed)) if addressed.starts_with(|c: char| c.is_ascii_uppercase()) && addressed != kind => {
                    return Err(format!(
                        "Its fullUrl says {addressed} and its resourceType {kind}. Ask the sender which is true."
                    ));
                }
                _ => None,
            }
        }
        None => None,
    };
    if let (Some(own), Some(addressed), Some(url)) = (&own, &from_address, full_url)
        && own != addressed
        && !url.starts_with("urn:")
    {
        return Err(format!("Its fullUrl says {addressed} and its id {own}. Ask the sender which is true."));
    }
    Ok(own.or(from_address).unwrap_or_else(|| Uuid::new_v5(&NAMELESS, raw.as_bytes()).to_string()))
}

fn flaw_sentence(flaw: &json::Flaw) -> String {
    let text = flaw.to_string();
    let mut letters = text.chars();
    let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
    let advice = match flaw.what {
        What::TooDeep | What::NoSuchNumber(_) | What::SameKeyTwice(_) | What::Unexpected(_) => {
            " Ask the sender for a clean export."
        }
        _ => "",
    };
    format!("{first}{}.{advice}", letters.as_str())
}

fn shell_sentence(text: &str, error: &serde_json::Error) -> String {
    if !text.starts_with('{') {
        return "It is JSON, but not FHIR: a record is an object. Export it as a FHIR R4 Bundle or NDJSON.".to_owned();
    }
    format!("It cannot be read as FHIR: {error}. Ask the sender for valid FHIR R4.")
}

fn outcome_words(outcome: &Value) -> String {
    let issues = list(outcome, "issue").iter();
    let words: Vec<_> = issues.filter_map(|issue| text(issue, "diagnostics").or_else(|| text(issue, "code"))).collect();
    if words.is_empty() { "no words given".to_owned() } else { words.join("; ") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn refusal(name: &str, text: &str) -> String {
        contents(&[(name, text)]).unwrap_err().to_string()
    }

    #[test]
    fn the_same_resource_has_the_same_text_in_a_bundle_and_in_ndjson() {
        let bundle = "{\"resourceType\": \"Bundle\",\n \"type\": \"collection\", \"entry\": [{\"resource\": {\"resourceType\": \"Patient\", \"id\": \"a\"}}]}";
        let lines = "{\"resourceType\":\"Patient\",\"id\":\"a\"}\n\n{\"resourceType\":\"Patient\",\"id\":\"b\"}\n";
        let (bundle, lines) = (contents(&[("b.json", bundle)]).unwrap(), contents(&[("l.txt", lines)]).unwrap());
        assert_eq!(bundle.found[0].kept, lines.found[0].kept);
        assert_eq!(bundle.found[0].sha256, lines.found[0].sha256);
        assert_eq!(lines.found[1].place, "line 3");
    }

    #[test]
    fn an_address_that_the_id_does_not_tell_is_kept_with_the_resource() {
        let bundle = r#"{"resourceType":"Bundle","type":"collection","entry":[
            {"fullUrl":"urn:uuid:aaa","resource":{"resourceType":"Patient","id":"b"}},
            {"fullUrl":"urn:uuid:ccc","resource":{"resourceType":"Patient"}}]}"#;
        let found = contents(&[("x.json", bundle)]).unwrap().found;
        assert_eq!(found[0].kept, r#"{"fullUrl":"urn:uuid:aaa","resource":{"resourceType":"Patient","id":"b"}}"#);
        assert_eq!((found[1].id.as_str(), found[1].kept.as_str()), ("ccc", r#"{"resourceType":"Patient"}"#));
    }

    #[test]
    fn the_label_of_a_bundle_holds_for_everything_in_it() {
        let bundle = r#"{"resourceType":"Bundle","type":"collection","meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"ETH"}]},
            "entry":[{"resource":{"resourceType":"Patient","id":"b"}}]}"#;
        assert_eq!(contents(&[("x.json", bundle)]).unwrap().found[0].label, Sensitivity::SubstanceUse);
    }

    #[test]
    fn each_refusal_is_a_sentence() {
        let twice = r#"{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"a"}},{"resource":{"resourceType":"Patient","id":"a","gender":"male"}}]}"#;
        let delete =
            r#"{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"DELETE","url":"Patient/1"}}]}"#;
        let condition = r#"{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Patient"},"request":{"method":"PUT","url":"Patient?identifier=1"}}]}"#;
        let address = r#"{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"https://a/Patient/1","resource":{"resourceType":"Observation","id":"1"}}]}"#;
        let sentences: Vec<String> = [
            ("empty.json", ""),
            ("page.json", "<html>"),
            ("cut.json", "{\"resourceType\": \"Bundle\", \"entry\": ["),
            ("list.json", "[1, 2]"),
            ("table.json", "{\"rows\": []}"),
            ("history.json", r#"{"resourceType":"Bundle","type":"history"}"#),
            ("nothing.json", r#"{"resourceType":"Bundle","type":"batch","entry":[{}]}"#),
            ("nameless.json", r#"{"resourceType":"Bundle","type":"batch","entry":[{"resource":{"id":"1"}}]}"#),
            ("banana.json", r#"{"resourceType":"Banana","id":"1"}"#),
            ("strange-id.json", r#"{"resourceType":"Patient","id":"../../etc"}"#),
            ("shape.json", r#"{"resourceType":"Bundle","type":"batch","entry":{"resource":1}}"#),
            ("twice.json", twice),
            ("delete.json", delete),
            ("condition.json", condition),
            ("address.json", address),
            ("lines.ndjson", "{\"resourceType\":\"Patient\",\"id\":\"a\"}\n{\"resourceType\":\"Pat"),
        ]
        .iter()
        .map(|(name, text)| refusal(name, text))
        .collect();
        insta::assert_snapshot!(sentences.join("\n"));
    }

    #[test]
    fn a_gzipped_file_is_unpacked_and_a_damaged_one_is_refused() {
        use std::io::Write;
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all("\u{feff}{\"a\":1}".as_bytes()).unwrap();
        let packed = packed.finish().unwrap();
        assert_eq!(unpack("a.gz", &packed).unwrap(), "\u{feff}{\"a\":1}");
        assert!(unpack("a.gz", &packed[..packed.len() - 4]).unwrap_err().to_string().contains("damaged"));
        assert!(unpack("a", &[0x7b, 0xff]).unwrap_err().to_string().contains("not UTF-8"));
        assert!(unpack("a", &[0xff, 0xfe, 0x7b, 0]).unwrap_err().to_string().contains("UTF-16"));
    }
}
