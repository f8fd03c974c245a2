//! Reads a page for controls that no words belong to.

/// Every control that is neither inside a label, nor named by one, nor named itself; as its tag.
pub fn unlabelled(page: &str) -> Vec<String> {
    let tags = tags(page);
    let labelled: Vec<&str> =
        tags.iter().filter(|tag| tag.starts_with("<label")).filter_map(|tag| attribute(tag, "for")).collect();
    let mut inside_label = 0_u32;
    let mut found = Vec::new();
    for tag in &tags {
        match tag.split([' ', '>', '/']).next().unwrap_or_default() {
            "<label" => inside_label += 1,
            _ if tag.starts_with("</label") => inside_label -= 1,
            "<input" | "<select" | "<textarea" => {
                let hidden = attribute(tag, "type") == Some("hidden");
                let named = attribute(tag, "id").is_some_and(|id| labelled.contains(&id)) || tag.contains("aria-label");
                if !hidden && !named && inside_label == 0 {
                    found.push((*tag).to_owned());
                }
            }
            _ => {}
        }
    }
    found
}

/// Attributes that name another element which is not on the page.
pub fn loose_ends(page: &str) -> Vec<String> {
    let tags = tags(page);
    let ids: Vec<&str> = tags.iter().filter_map(|tag| attribute(tag, "id")).collect();
    let mut found = Vec::new();
    for tag in &tags {
        for name in ["for", "aria-describedby", "aria-labelledby"] {
            let named = attribute(tag, name).unwrap_or_default();
            found.extend(named.split(' ').filter(|id| !id.is_empty() && !ids.contains(id)).map(|id| format!("{name}={id}")));
        }
        if let Some(id) = attribute(tag, "href").and_then(|href| href.strip_prefix('#')) {
            found.extend((!ids.contains(&id)).then(|| format!("href=#{id}")));
        }
    }
    found
}

fn tags(page: &str) -> Vec<&str> {
    page.match_indices('<').filter_map(|(start, _)| page[start..].find('>').map(|end| &page[start..=start + end])).collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let after = tag.split(&format!(" {name}=\"")).nth(1)?;
    after.split('"').next()
}

#[test]
fn a_control_without_words_is_noticed_and_one_with_words_is_not() {
    let page = r#"<label for="a">A</label><input id="a" name="a"><label>B <input name="b"></label><input type="hidden" name="c"><select name="d"></select>"#;
    assert_eq!(unlabelled(page), [r#"<select name="d">"#]);
    assert_eq!(
        loose_ends(r##"<a href="#there">x</a><p id="here"></p><input aria-describedby="here gone">"##),
        ["href=#there", "aria-describedby=gone"]
    );
}
