//! What somebody sent after they had been signed out for waiting: a call for help, a diary card. Their page says that it
//! waits for them to sign in again; what calls for a person does not wait for that.

use crate::{ActionError, Clinic, Entry};
use concord_access::{Purpose, Subject};
use concord_chart::{
    Event,
    safety_alert::HelpAsked,
    work::{Act, CardFilled, SkillUsed},
};
use concord_engines::escalation::of_card;
use concord_store::KeptDraft;
use serde_json::Value;
use std::collections::BTreeMap;

/// Where a call for help is sent.
const HELP: &str = "/my/help";
/// Where a day's diary card is sent.
const CARD: &str = "/my/work/card";

impl Clinic {
    /// Puts on the chart what calls for a person: every call for help, and a card with an urge or an act that does. `None`
    /// for every other form. The same form is recorded once, however often it is looked at.
    pub(super) async fn look_at_unsent(&self, subject: &Subject, draft: &KeptDraft) -> Result<Option<bool>, ActionError> {
        let (Some(chart), Some(sent)) = (subject.chart, Sent::read(&draft.body)) else { return Ok(None) };
        let event = match sent.path.as_str() {
            HELP if sent.get("words").is_empty() && sent.get("call_back").is_empty() => return Ok(None),
            HELP => Event::HelpAsked(sent.help()),
            CARD => {
                let Some(card) = sent.card() else { return Ok(None) };
                let (folded, _) = self.load(subject, chart, Purpose("record"), false).await?;
                let layout = folded.whole.work.card.as_ref().map(|piece| &piece.what);
                if of_card(layout, &card, self.knowledge(), &self.practice().safety).is_none() {
                    return Ok(None);
                }
                Event::DiaryCardFilled(card)
            }
            _ => return Ok(None),
        };
        let entry = Entry::new(format!("unsent:{}:{}", draft.account, draft.at), event).at(draft.at);
        let receipt = self.record(subject, chart, None, vec![entry]).await?;
        Ok(Some(!receipt.events.is_empty()))
    }
}

/// A form as it was sent.
struct Sent {
    path: String,
    fields: Vec<(String, String)>,
}

impl Sent {
    fn read(body: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(body).ok()?;
        let fields = serde_json::from_value(value.get("fields")?.clone()).ok()?;
        Some(Self { path: value.get("path")?.as_str()?.to_owned(), fields })
    }

    fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text.trim())
    }

    fn help(&self) -> HelpAsked {
        let field = |name: &str| self.get(name).to_owned();
        HelpAsked { words: field("words"), location: field("location"), call_back: field("call_back") }
    }

    /// Rows that were answered; a row that was left out is absent.
    fn card(&self) -> Option<CardFilled> {
        let rows = |prefix: &'static str| {
            let named = self.fields.iter().filter_map(move |(name, text)| Some((name.strip_prefix(prefix)?, text.trim())));
            named.filter(|(_, text)| !text.is_empty())
        };
        let rated = |prefix: &'static str, most: u8| -> BTreeMap<String, u8> {
            let number = |text: &str| text.parse().ok().filter(|value| *value <= most);
            rows(prefix).filter_map(|(code, text)| Some((code.to_owned(), number(text)?))).collect()
        };
        let acts = rows("a:").filter(|(_, text)| matches!(*text, "yes" | "no"));
        let act = |code: &str, text: &str| {
            let done = text == "yes";
            let times = self.get(&format!("t:{code}")).parse().ok().filter(|_| done);
            (code.to_owned(), Act { done, times, words: String::new() })
        };
        Some(CardFilled {
            on: self.get("on").parse().ok()?,
            urges: rated("u:", 5),
            acts: acts.map(|(code, text)| act(code, text)).collect(),
            emotions: rated("f:", 5),
            skills: rated("s:", 7).into_iter().map(|(skill, rating)| SkillUsed { skill, rating }).collect(),
            medicines: None,
            words: self.get("words").to_owned(),
        })
    }
}
