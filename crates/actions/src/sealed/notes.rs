//! Writing and reading one's own sealed notes.

use super::{FROM_OTHERS, UNSENT, inside, key::writes_notes};
use crate::{ActionError, Clinic, OpenChart, SignedIn};
use concord_access::{Denied, Purpose};
use concord_chart::{AccountId, ChartId, Refusal};
use concord_sealed::{
    PublicKey, SecretKey,
    piece::{self, Contents, Draft, LONGEST_LINE, LONGEST_TEXT, LeftHere, Note, Origin, Trace},
};
use concord_store::{Account, SealedDraft, SealedPiece};
use sha2::{Digest, Sha256};

/// The shelves of an author's store, as the lookup words are worked out from them.
const NOTES: &str = "notes";
const JOURNAL: &str = "journal";
const DRAFT: &str = "draft";

/// What somebody finds on their own sealed side of a record.
#[derive(Clone, Debug)]
pub enum SealedSide {
    /// Their role writes none.
    NotTheirs,
    /// They write some, and cannot open them here and now.
    Shut(WhyShut),
    /// Their own notes, the newest first, and what they had typed.
    Open {
        /// The notes.
        notes: Vec<SealedNote>,
        /// What was typed and not sealed.
        draft: Typed,
        /// False while no custodian could help if the password were lost.
        has_custodian: bool,
    },
}

/// Why notes are shut to their own author.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyShut {
    /// This session holds no key: signing in again makes or opens one.
    SignInAgain,
    /// The password was set by somebody else since: the custodian has to help.
    AskCustodian,
}

/// A note with its earlier versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedNote {
    /// Id of the latest version.
    pub id: String,
    /// The latest version.
    pub note: Note,
    /// True when the author wrote it here; false for what came from elsewhere.
    pub own_hand: bool,
    /// Earlier versions, the newest first.
    pub earlier: Vec<Note>,
}

/// What is typed into the form of a sealed note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The title; may be empty.
    pub title: String,
    /// The words.
    pub text: String,
}

/// A note to be sealed.
#[derive(Clone, Debug, Default)]
pub struct NewSealedNote {
    /// From the form: the same key twice seals once.
    pub key: String,
    /// The session that it is about.
    pub session: Option<String>,
    /// Title and words.
    pub typed: Typed,
    /// The id of the note of which it is a later version.
    pub supersedes: Option<String>,
    /// What the word list pointed out and the author left, with the reason.
    pub left: Option<LeftHere>,
}

/// The author's own journal about one record, the newest first.
pub type Journal = Vec<Trace>;

impl Clinic {
    /// Seals a note. Writes nothing that anybody else can see: no event, no line, no draft.
    ///
    /// # Errors
    /// A sentence when it is empty, too long, or the notes are shut; not allowed on this record; the store could not.
    pub async fn seal_note(&self, who: &SignedIn, chart: ChartId, new: NewSealedNote) -> Result<String, ActionError> {
        let secret = self.author_on(who, chart).await?;
        check(&new.typed)?;
        let lookup = secret.lookup(NOTES, &chart.to_string());
        let known = self.store().sealed(who.subject.account, &lookup).await?;
        if new.supersedes.as_ref().is_some_and(|earlier| !known.iter().any(|piece| piece.id == *earlier)) {
            return Err(Refusal::new("The note that this is a later version of is not among yours on this record.").into());
        }
        // Without a key nothing tells a second tap from a second note: then each is one.
        let form = match new.key.trim() {
            "" => piece::new_id().map_err(inside)?,
            key => format!("{chart} {key}"),
        };
        let id = piece::id_of_form(&secret, &form);
        said_before(&secret, &known, &id, &new.typed)?;
        let about = draft_about(new.session.as_deref(), new.supersedes.as_deref());
        let note = Note {
            chart: chart.to_string(),
            session: new.session.clone(),
            at: self.now(),
            title: new.typed.title.trim().to_owned(),
            text: new.typed.text.trim().to_owned(),
            supersedes: new.supersedes,
            left: new.left.into_iter().collect(),
            from: None,
        };
        let trace = Trace { chart: note.chart.clone(), at: self.now(), what: "sealed".to_owned(), pieces: vec![id.clone()] };
        let trace_id = piece::id_of_form(&secret, &format!("trace of {form}"));
        let pieces = vec![
            self.piece(who, &secret, id.clone(), lookup, &Contents::Note(note))?,
            self.piece(who, &secret, trace_id, secret.lookup(JOURNAL, &chart.to_string()), &Contents::Trace(trace))?,
        ];
        self.store().seal(pieces).await?;
        self.forget_sealed_draft(who, &secret, chart, about.as_deref()).await?;
        Ok(id)
    }

    /// The author's own side of a record that they have open; reading is noted in their sealed journal.
    ///
    /// # Errors
    /// When the store could not. A piece that does not open is left out and counted as damage in the log, without whose.
    pub async fn sealed_side(&self, who: &SignedIn, open: &OpenChart, session: Option<&str>) -> Result<SealedSide, ActionError> {
        if !writes_notes(who.subject.role) {
            return Ok(SealedSide::NotTheirs);
        }
        let Some(secret) = who.secret_key() else { return Ok(SealedSide::Shut(self.why_shut(who).await?)) };
        let chart = open.chart.id;
        self.file_what_others_sealed(who, &secret).await?;
        let lookup = secret.lookup(NOTES, &chart.to_string());
        let pieces = self.store().sealed(who.subject.account, &lookup).await?;
        let notes = versions(read_notes(&secret, pieces, chart));
        if !notes.is_empty() {
            let ids = notes.iter().map(|note| note.id.clone()).collect();
            self.note_in_journal(who, &secret, chart, "read", ids).await?;
        }
        let draft = self.sealed_draft_of(who, &secret, chart, session).await?;
        let has_custodian = self.own_key(who).await?.custodian.is_some();
        Ok(SealedSide::Open { notes, draft, has_custodian })
    }

    /// The author's own journal about a record that they have open, the newest first.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn sealed_journal(&self, who: &SignedIn, open: &OpenChart) -> Result<Journal, ActionError> {
        let Some(secret) = who.secret_key() else { return Ok(Vec::new()) };
        let lookup = secret.lookup(JOURNAL, &open.chart.id.to_string());
        let pieces = self.store().sealed(who.subject.account, &lookup).await?;
        let traces = pieces.iter().filter_map(|kept| match piece::open(&secret, &kept.id, &kept.sealed).ok()?.contents {
            Contents::Trace(trace) => Some(trace),
            _ => None,
        });
        let mut traces: Journal = traces.collect();
        traces.reverse();
        Ok(traces)
    }

    /// Keeps what is typed, sealed. Nothing typed takes the draft away.
    ///
    /// # Errors
    /// A sentence when it is too long or the notes are shut; not allowed on this record; the store could not.
    pub async fn keep_sealed_draft(
        &self,
        who: &SignedIn,
        chart: ChartId,
        session: Option<&str>,
        typed: Typed,
    ) -> Result<(), ActionError> {
        let secret = self.author_on(who, chart).await?;
        if typed.text.trim().is_empty() && typed.title.trim().is_empty() {
            return self.forget_sealed_draft(who, &secret, chart, session).await;
        }
        too_long(&typed)?;
        let lookup = draft_word(&secret, chart, session);
        let draft = self.draft(chart, session, typed);
        let sealed = piece::seal(&secret, &lookup, &Contents::Draft(draft)).map_err(inside)?;
        Ok(self.store().put_sealed_draft(SealedDraft { account: who.subject.account, lookup, sealed }).await?)
    }

    /// Keeps what somebody sent after they had been signed out for waiting: sealed to their public key, for nobody holds
    /// their secret one then. False where they have no key; then it is not kept.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn keep_unsent_sealed(
        &self,
        account: AccountId,
        chart: ChartId,
        session: Option<&str>,
        typed: Typed,
    ) -> Result<bool, ActionError> {
        let Some(key) = self.store().author_key(account).await? else { return Ok(false) };
        too_long(&typed)?;
        let public = PublicKey::parse(&key.public).map_err(inside)?;
        let sealed = piece::seal_for(&public, &Contents::Draft(self.draft(chart, session, typed))).map_err(inside)?;
        self.store().put_sealed_draft(SealedDraft { account, lookup: UNSENT.to_owned(), sealed }).await?;
        Ok(true)
    }

    /// The account of whoever wrote a note elsewhere, by the name that the note gives: one open account of a clinician
    /// with a key. `None` where there is none, or more than one.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn author_of_note(&self, name: &str) -> Result<Option<Account>, ActionError> {
        let plain = |text: &str| {
            text.to_lowercase()
                .split(|letter: char| !letter.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let titles = ["dr", "prof", "phd", "md", "psyd", "lcsw", "lmft"];
        let words = |text: &str| plain(text).into_iter().filter(|word| !titles.contains(&word.as_str())).collect::<Vec<_>>();
        let wanted = words(name);
        let accounts = self.store().accounts(self.organisation()).await?;
        let mut found = accounts
            .into_iter()
            .filter(|account| writes_notes(account.role) && account.open && !wanted.is_empty() && words(&account.name) == wanted);
        let (Some(account), None) = (found.next(), found.next()) else { return Ok(None) };
        Ok(self.store().author_key(account.id).await?.map(|_| account))
    }

    /// Seals to their author notes that another system sent. The same note twice is one.
    ///
    /// # Errors
    /// When the author has no key, a note is too long, or the store could not.
    pub async fn seal_notes_from_elsewhere(&self, author: &Account, notes: Vec<Note>) -> Result<usize, ActionError> {
        let key = self.store().author_key(author.id).await?.ok_or(ActionError::NotFound)?;
        let public = PublicKey::parse(&key.public).map_err(inside)?;
        let known = self.store().sealed_by(author.id).await?;
        let pieces: Vec<SealedPiece> = notes
            .into_iter()
            .map(|note| {
                let id = id_from_elsewhere(&key.public, &note);
                let sealed = piece::seal_for(&public, &Contents::Note(note)).map_err(inside)?;
                Ok(SealedPiece {
                    organisation: self.organisation(),
                    account: author.id,
                    id,
                    lookup: FROM_OTHERS.to_owned(),
                    sealed,
                })
            })
            .collect::<Result<_, ActionError>>()?;
        let new = pieces.iter().filter(|piece| !known.iter().any(|known| known.id == piece.id)).count();
        self.store().seal(pieces).await?;
        Ok(new)
    }

    /// Whoever may open the record may write their own notes about it. Asked without a line: nothing of it is shown.
    async fn author_on(&self, who: &SignedIn, chart: ChartId) -> Result<SecretKey, ActionError> {
        if !writes_notes(who.subject.role) {
            return Err(Denied::NotForRole.into());
        }
        self.load(&who.subject, chart, Purpose("sessions"), false).await?;
        who.secret_key().ok_or_else(|| {
            Refusal::new("Your sealed notes are shut here, so nothing was sealed. Copy your words, sign in again, and send them once more.")
                .into()
        })
    }

    async fn why_shut(&self, who: &SignedIn) -> Result<WhyShut, ActionError> {
        let key = self.store().author_key(who.subject.account).await?;
        let waits = key.as_ref().map(super::key::Keys::read).transpose()?.is_some_and(|keys| keys.waits);
        Ok(if waits { WhyShut::AskCustodian } else { WhyShut::SignInAgain })
    }

    fn piece(
        &self,
        who: &SignedIn,
        secret: &SecretKey,
        id: String,
        lookup: String,
        contents: &Contents,
    ) -> Result<SealedPiece, ActionError> {
        let sealed = piece::seal(secret, &id, contents).map_err(inside)?;
        Ok(SealedPiece { organisation: self.organisation(), account: who.subject.account, id, lookup, sealed })
    }

    async fn note_in_journal(
        &self,
        who: &SignedIn,
        secret: &SecretKey,
        chart: ChartId,
        what: &str,
        pieces: Vec<String>,
    ) -> Result<(), ActionError> {
        let trace = Trace { chart: chart.to_string(), at: self.now(), what: what.to_owned(), pieces };
        let id = piece::new_id().map_err(inside)?;
        let piece = self.piece(who, secret, id, secret.lookup(JOURNAL, &chart.to_string()), &Contents::Trace(trace))?;
        Ok(self.store().seal(vec![piece]).await?)
    }

    /// What others sealed for the author lies under a common word until the author's key says about whom it is.
    async fn file_what_others_sealed(&self, who: &SignedIn, secret: &SecretKey) -> Result<(), ActionError> {
        for kept in self.store().sealed(who.subject.account, FROM_OTHERS).await? {
            if let Ok(opened) = piece::open(secret, &kept.id, &kept.sealed)
                && let Contents::Note(note) = opened.contents
            {
                self.store().refile_sealed(who.subject.account, &kept.id, &secret.lookup(NOTES, &note.chart)).await?;
            }
        }
        Ok(())
    }

    async fn sealed_draft_of(
        &self,
        who: &SignedIn,
        secret: &SecretKey,
        chart: ChartId,
        session: Option<&str>,
    ) -> Result<Typed, ActionError> {
        for lookup in [draft_word(secret, chart, session), UNSENT.to_owned()] {
            let Some(sealed) = self.store().sealed_draft(who.subject.account, &lookup).await? else { continue };
            if let Ok(opened) = piece::open(secret, &lookup, &sealed)
                && let Contents::Draft(draft) = opened.contents
                && draft.chart == chart.to_string()
                && draft.session.as_deref() == session
            {
                return Ok(Typed { title: draft.title, text: draft.text });
            }
        }
        Ok(Typed::default())
    }

    async fn forget_sealed_draft(
        &self,
        who: &SignedIn,
        secret: &SecretKey,
        chart: ChartId,
        session: Option<&str>,
    ) -> Result<(), ActionError> {
        let account = who.subject.account;
        let lookup = draft_word(secret, chart, session);
        self.store().put_sealed_draft(SealedDraft { account, lookup, sealed: Vec::new() }).await?;
        if self.sealed_draft_of(who, secret, chart, session).await? != Typed::default() {
            self.store().put_sealed_draft(SealedDraft { account, lookup: UNSENT.to_owned(), sealed: Vec::new() }).await?;
        }
        Ok(())
    }

    fn draft(&self, chart: ChartId, session: Option<&str>, typed: Typed) -> Draft {
        Draft {
            chart: chart.to_string(),
            session: session.map(str::to_owned),
            at: self.now(),
            title: typed.title,
            text: typed.text,
        }
    }
}

/// What a draft is about, as [`Clinic::sealed_side`] and [`Clinic::keep_sealed_draft`] take it: the note of which it is a
/// later version, else the session. What was begun about one note never becomes the version of another.
pub fn draft_about(session: Option<&str>, supersedes: Option<&str>) -> Option<String> {
    supersedes.map(|note| format!("version of {note}")).or_else(|| session.map(str::to_owned))
}

fn draft_word(secret: &SecretKey, chart: ChartId, session: Option<&str>) -> String {
    secret.lookup(DRAFT, &format!("{chart} {}", session.unwrap_or_default()))
}

fn check(typed: &Typed) -> Result<(), Refusal> {
    if typed.text.trim().is_empty() {
        return Err(Refusal::new("There is nothing written yet, so nothing was sealed.").about("sealed_text"));
    }
    too_long(typed)
}

/// A page that is gone back to and sent with other words is no second tap: its words would be lost if it were taken for one.
fn said_before(secret: &SecretKey, known: &[SealedPiece], id: &str, typed: &Typed) -> Result<(), Refusal> {
    let Some(kept) = known.iter().find(|piece| piece.id == id) else { return Ok(()) };
    let same = piece::open(secret, id, &kept.sealed).is_ok_and(|opened| {
        matches!(opened.contents, Contents::Note(note) if note.text == typed.text.trim() && note.title == typed.title.trim())
    });
    if same {
        return Ok(());
    }
    let sentence = "This page was sealed before, with other words. Open the record again and write these as a later version.";
    Err(Refusal::new(sentence).about("sealed_text"))
}

fn too_long(typed: &Typed) -> Result<(), Refusal> {
    if typed.text.chars().count() > LONGEST_TEXT {
        return Err(
            Refusal::new(format!("A sealed note has at most {LONGEST_TEXT} characters. Seal it in two.")).about("sealed_text")
        );
    }
    if typed.title.chars().count() > LONGEST_LINE {
        return Err(Refusal::new(format!("A title has at most {LONGEST_LINE} characters.")).about("sealed_title"));
    }
    Ok(())
}

/// Opens the notes about one record. What does not open, or says that it is about another, is not shown.
fn read_notes(secret: &SecretKey, pieces: Vec<SealedPiece>, chart: ChartId) -> Vec<(String, Note, bool)> {
    let mut notes = Vec::with_capacity(pieces.len());
    for kept in pieces {
        match piece::open(secret, &kept.id, &kept.sealed) {
            Ok(opened) => {
                if let Contents::Note(note) = opened.contents
                    && note.chart == chart.to_string()
                {
                    notes.push((kept.id, note, opened.own_hand));
                }
            }
            Err(error) => tracing::error!(%error, "a sealed piece does not open"),
        }
    }
    notes
}

/// Puts later versions over earlier ones; the newest note first.
fn versions(notes: Vec<(String, Note, bool)>) -> Vec<SealedNote> {
    let mut latest: Vec<SealedNote> = Vec::new();
    for (id, note, own_hand) in notes {
        let place = note.supersedes.as_ref().and_then(|earlier| latest.iter().position(|known| known.id == *earlier));
        match place {
            Some(place) => {
                let mut before = latest.remove(place);
                let mut earlier = vec![before.note];
                earlier.append(&mut before.earlier);
                latest.push(SealedNote { id, note, own_hand, earlier });
            }
            None => latest.push(SealedNote { id, note, own_hand, earlier: Vec::new() }),
        }
    }
    latest.reverse();
    latest
}

/// The same resource with the same text, for the same author, has the same id; to work it out one has to have the text.
fn id_from_elsewhere(public: &str, note: &Note) -> String {
    let Origin { system, resource, verbatim, .. } = note.from.clone().unwrap_or_default();
    let mut hash = Sha256::new();
    for part in [public, &system, &resource, &note.chart, &verbatim] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hex::encode(&hash.finalize()[..16])
}
