//! Wording of questionnaires that the practice brings under its own licence: kept as a setting of the practice, shown at
//! once and after a restart. It adds words to questions; items, answers and scoring are those that ship.

use crate::{ActionError, Clinic};
use concord_access::Subject;
use concord_chart::{InstrumentId, Refusal};
use concord_knowledge::{Instrument, Knowledge};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, ops::Deref, sync::Arc};

const SETTING: &str = "instrument_texts";

/// No questionnaire is longer in any language; a file that is, is something else.
const LONGEST: usize = 200_000;

/// A content file that the practice loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentFile {
    /// Which instrument.
    pub instrument: InstrumentId,
    /// Language of the words, as a BCP 47 tag.
    pub language: String,
    /// Who holds the licence.
    pub holder: String,
    /// By which the licence can be found again.
    pub reference: String,
    /// Who loaded it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The file as it was loaded.
    pub text: String,
}

/// A content file, and why it is not shown where it is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadedContent {
    /// The file.
    pub file: ContentFile,
    /// What keeps it from being shown since the program changed, as sentences; empty while it is shown.
    pub misfits: Vec<String>,
}

/// An instrument with the words that may be shown here.
#[derive(Clone, Debug)]
pub enum ShownInstrument {
    /// As it ships.
    Shipped(&'static Instrument),
    /// With wording that the practice brought.
    Licensed(Arc<Instrument>),
}

impl Deref for ShownInstrument {
    type Target = Instrument;

    fn deref(&self) -> &Instrument {
        match self {
            Self::Shipped(instrument) => instrument,
            Self::Licensed(instrument) => instrument,
        }
    }
}

/// The practice's wording in memory.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    files: Vec<LoadedContent>,
    instruments: BTreeMap<InstrumentId, Arc<Instrument>>,
}

impl Texts {
    /// Lays each file over what ships. One that does not fit any more is kept, not shown, and says why.
    fn of(knowledge: &Knowledge, files: Vec<ContentFile>) -> Self {
        let misfits = |file: &ContentFile| match knowledge.with_texts(&[(file.instrument.as_str(), file.text.as_str())]) {
            Ok(_) => Vec::new(),
            Err(refusals) => refusals.into_iter().map(|refusal| refusal.sentence).collect(),
        };
        let files: Vec<LoadedContent> = files.into_iter().map(|file| LoadedContent { misfits: misfits(&file), file }).collect();
        let fitting = files.iter().filter(|loaded| loaded.misfits.is_empty()).map(|loaded| &loaded.file);
        let pairs: Vec<(&str, &str)> = fitting.map(|file| (file.instrument.as_str(), file.text.as_str())).collect();
        let laid_over = if pairs.is_empty() { None } else { knowledge.with_texts(&pairs).ok() };
        let instruments = pairs.iter().filter_map(|(id, _)| {
            let id = InstrumentId::from(*id);
            let instrument = laid_over.as_ref()?.instrument(&id)?.clone();
            Some((id, Arc::new(instrument)))
        });
        Self { instruments: instruments.collect(), files }
    }
}

impl Clinic {
    /// An instrument with the words that may be shown at this practice.
    pub fn instrument(&self, id: &InstrumentId) -> Option<ShownInstrument> {
        if let Some(licensed) = self.texts().instruments.get(id) {
            return Some(ShownInstrument::Licensed(Arc::clone(licensed)));
        }
        self.knowledge().instrument(id).map(ShownInstrument::Shipped)
    }

    /// Every instrument, with the words that may be shown at this practice.
    pub fn instruments(&self) -> Vec<ShownInstrument> {
        let texts = self.texts();
        let shown = |instrument: &'static Instrument| match texts.instruments.get(&instrument.id) {
            Some(licensed) => ShownInstrument::Licensed(Arc::clone(licensed)),
            None => ShownInstrument::Shipped(instrument),
        };
        self.knowledge().instruments().map(shown).collect()
    }

    /// The content files that are loaded.
    pub fn content_files(&self) -> Vec<LoadedContent> {
        self.texts().files.clone()
    }

    /// Loads a content file; one for the same instrument and language takes the place of the one before. It is shown from
    /// the next page on.
    ///
    /// # Errors
    /// Not the administrator; one sentence a line about everything that does not fit; or the store cannot be written.
    pub async fn load_content(&self, subject: &Subject, text: &str) -> Result<ContentFile, ActionError> {
        self.only_administrator(subject)?;
        let file = self.read_content(subject, text)?;
        self.log_admin(subject, format!("loaded licensed wording of {} ({})", file.instrument, file.language)).await?;
        let mut files = self.kept_files();
        files.retain(|known| (&known.instrument, &known.language) != (&file.instrument, &file.language));
        files.push(file.clone());
        self.keep_texts(files).await?;
        Ok(file)
    }

    /// Takes a content file away; the questions are then shown as they ship.
    ///
    /// # Errors
    /// Not the administrator, no such file, or the store cannot be written.
    pub async fn remove_content(&self, subject: &Subject, instrument: &InstrumentId, language: &str) -> Result<(), ActionError> {
        self.only_administrator(subject)?;
        let mut files = self.kept_files();
        let before = files.len();
        files.retain(|known| known.instrument != *instrument || known.language != language);
        if files.len() == before {
            return Err(ActionError::NotFound);
        }
        self.log_admin(subject, format!("took away the licensed wording of {instrument} ({language})")).await?;
        self.keep_texts(files).await
    }

    /// Reads the content files from the store into memory.
    pub(crate) async fn load_texts(&self) -> Result<(), ActionError> {
        if let Some(text) = self.store().setting(SETTING).await? {
            let files = serde_json::from_str(&text).map_err(|error| ActionError::Inside(format!("content files: {error}")))?;
            self.set_texts(Texts::of(self.knowledge(), files));
        }
        Ok(())
    }

    /// Checks a file against what ships.
    fn read_content(&self, subject: &Subject, text: &str) -> Result<ContentFile, ActionError> {
        let refused = |sentence: String| ActionError::from(Refusal::new(sentence).about("text"));
        if text.trim().is_empty() || text.len() > LONGEST {
            return Err(refused("Paste the whole content file, and nothing else.".to_owned()));
        }
        let line = |refusal: &concord_knowledge::Refusal| format!("{}: {}", capitalised(&refusal.entry), refusal.sentence);
        let content = concord_knowledge::read_content("file", text).map_err(|refusal| refused(line(&refusal)))?;
        if let Err(refusals) = self.knowledge().with_texts(&[("file", text)]) {
            return Err(refused(refusals.iter().map(line).collect::<Vec<_>>().join("\n")));
        }
        Ok(ContentFile {
            instrument: content.instrument,
            language: content.language,
            holder: content.licence_holder,
            reference: content.licence_reference,
            by: subject.name.clone(),
            at: self.now(),
            text: text.to_owned(),
        })
    }

    fn kept_files(&self) -> Vec<ContentFile> {
        self.texts().files.iter().map(|loaded| loaded.file.clone()).collect()
    }

    /// In the store first, so that what is shown is what a restart would show.
    async fn keep_texts(&self, files: Vec<ContentFile>) -> Result<(), ActionError> {
        let text = serde_json::to_string(&files).map_err(|error| ActionError::Inside(error.to_string()))?;
        self.store().put_setting(SETTING, &text).await?;
        self.set_texts(Texts::of(self.knowledge(), files));
        Ok(())
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
