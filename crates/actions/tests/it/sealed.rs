//! Sealed notes: one person's sign-in opens them, nothing else does, and the record does not know of them.

use crate::desk::*;
use concord_access::{MayWrite, Purpose, Role, Subject};
use concord_actions::{
    ActionError, Entry, KeyState, NewSealedNote, SealedNote, SealedSide, SignedIn, Typed, Visitor, WhyShut, hash_with_salt,
};
use concord_chart::{
    Draft, Event, EventId, IdempotencyKey, Sensitivity, When,
    note::{NoteSigned, Section},
};
use concord_sealed::{custodian::KeyFile, exits::Exit};
use concord_store::{Account, Append, EndSessions, MemoryStore, SealedStore, Store};
use std::sync::Arc;
use uuid::Uuid;

const PASSWORD: &str = "river stone window";
const SECRET: &str = "the sentence that nobody else may read";

fn open_note(text: &str) -> Event {
    let section = Section { heading: String::new(), text: text.to_owned() };
    Event::NoteSigned(NoteSigned { format: "free".into(), sections: vec![section], session: None })
}

fn account(who: &Subject, password: &str) -> Account {
    Account {
        id: who.account,
        organisation: who.organisation,
        login: who.name.to_lowercase().replace(' ', "."),
        name: who.name.clone(),
        role: who.role,
        staff: who.staff,
        chart: None,
        places: vec![],
        password: hash_with_salt(password, &[7; 16]).unwrap(),
        open: true,
        settings: "{}".into(),
    }
}

impl Practice {
    async fn with_authors() -> Self {
        let practice = Self::open().await;
        let accounts = [therapist(), prescriber(), staff(Role::FrontDesk, 20), staff(Role::Administrator, 21)];
        let accounts = accounts.iter().map(|who| account(who, PASSWORD)).collect();
        practice.clinic.store().put_accounts(accounts).await.unwrap();
        practice
    }

    async fn cookie(&self, who: &Subject, password: &str) -> String {
        let login = who.name.to_lowercase().replace(' ', ".");
        self.clinic.sign_in(&login, password, "here").await.unwrap().0
    }

    async fn known(&self, cookie: &str) -> SignedIn {
        match self.clinic.visitor(cookie, false).await.unwrap() {
            Visitor::SignedIn(who) => *who,
            other => panic!("{other:?}"),
        }
    }

    async fn signed_in(&self, who: &Subject, password: &str) -> SignedIn {
        self.known(&self.cookie(who, password).await).await
    }

    async fn side(&self, who: &SignedIn) -> SealedSide {
        let open = self.clinic.open_chart(&who.subject, self.chart, Purpose("sessions")).await.unwrap();
        self.clinic.sealed_side(who, &open, None).await.unwrap()
    }

    async fn notes(&self, who: &SignedIn) -> Vec<SealedNote> {
        match self.side(who).await {
            SealedSide::Open { notes, .. } => notes,
            other => panic!("{other:?}"),
        }
    }

    async fn seal(&self, who: &SignedIn, key: &str, text: &str) -> String {
        self.clinic.seal_note(who, self.chart, note(key, text)).await.unwrap()
    }

    async fn everything(&self) -> String {
        let mut lines = String::new();
        let sink = &mut |line| {
            lines.push_str(&format!("{line:?}\n"));
            Ok(())
        };
        self.clinic.store().dump(sink).await.unwrap();
        lines
    }
}

fn note(key: &str, text: &str) -> NewSealedNote {
    let typed = Typed { title: "Impressions".to_owned(), text: text.to_owned() };
    NewSealedNote { key: key.to_owned(), typed, ..NewSealedNote::default() }
}

#[tokio::test]
async fn a_page_that_is_gone_back_to_and_sealed_with_other_words_loses_none_of_them() {
    let practice = Practice::with_authors().await;
    let ruth = practice.signed_in(&therapist(), PASSWORD).await;
    let first = practice.seal(&ruth, "one", SECRET).await;
    assert_eq!(practice.seal(&ruth, "one", SECRET).await, first, "a second tap is one note");
    let typed = Typed { title: "Impressions".to_owned(), text: "and one thought more".to_owned() };
    practice.clinic.keep_sealed_draft(&ruth, practice.chart, None, typed.clone()).await.unwrap();
    let again = practice.clinic.seal_note(&ruth, practice.chart, note("one", &typed.text)).await;
    assert!(matches!(again, Err(ActionError::Refused(_))), "it was not sealed, and says so");
    let SealedSide::Open { notes, draft, .. } = practice.side(&ruth).await else { panic!("shut") };
    assert_eq!((notes.len(), draft), (1, typed), "what was typed is still there");
}

// ── what lies in old logs ───────────────────────────────────────────────────────────────────────────────────────────

async fn with_an_old_note(text: &str) -> Practice {
    let practice = Practice::open().await;
    let draft = Draft {
        id: EventId(Uuid::from_u128(77)),
        occurred: When::Instant(practice.clinic.now()),
        author: therapist().author(),
        on_behalf_of: None,
        sensitivity: Sensitivity::PsychotherapyNote,
        key: IdempotencyKey("old".to_owned()),
        amends: None,
        source: None,
        event: open_note(text),
    };
    let (organisation, chart) = (practice.clinic.organisation(), practice.chart);
    let append = Append {
        may: MayWrite::import(organisation, chart, "an earlier version"),
        expected: practice.clinic.store().head(organisation, chart).await.unwrap(),
        events: vec![draft],
        recorded_at: practice.clinic.now(),
        rows: Vec::new(),
        kept: Vec::new(),
        outbox: Vec::new(),
    };
    practice.clinic.store().append(vec![append]).await.unwrap();
    practice
}

#[tokio::test]
async fn a_psychotherapy_note_in_an_old_log_is_shown_to_its_author_and_to_nobody_else() {
    let practice = with_an_old_note(SECRET).await;
    let seen = async |who: &Subject| {
        let open = practice.clinic.open_chart(who, practice.chart, Purpose("chart")).await.unwrap();
        (open.chart.notes.len(), open.chart.entries.len())
    };
    let (own, all) = seen(&therapist()).await;
    assert_eq!(own, 1);
    for other in [prescriber(), practice.patient(), staff(Role::FrontDesk, 20)] {
        let (notes, entries) = seen(&other).await;
        assert_eq!(notes, 0, "{}", other.name);
        assert!(entries < all, "{} can count it", other.name);
    }
}

#[tokio::test]
async fn no_new_note_goes_into_the_log_under_that_label() {
    let practice = Practice::open().await;
    let entry = Entry::new("sealed", open_note(SECRET)).labelled(Sensitivity::PsychotherapyNote);
    let refused = practice.clinic.record(&therapist(), practice.chart, None, vec![entry]).await.unwrap_err();
    assert!(refused.to_string().contains("your sealed note"), "{refused}");
    assert!(!practice.everything().await.contains(SECRET));
}

// ── writing and reading ─────────────────────────────────────────────────────────────────────────────────────────────

#[tokio::test]
async fn a_sealed_note_is_read_by_its_author_and_lies_nowhere_in_clear() {
    let practice = Practice::with_authors().await;
    let ruth = practice.signed_in(&therapist(), PASSWORD).await;
    let (head, lines) = (practice.head().await, practice.lines().await);
    let first = practice.seal(&ruth, "one", SECRET).await;
    assert_eq!(practice.seal(&ruth, "one", SECRET).await, first, "a double tap seals once");
    assert_eq!((practice.head().await, practice.lines().await), (head, lines), "the record and the access log know nothing");
    let later = NewSealedNote { supersedes: Some(first.clone()), ..note("two", "a second thought") };
    practice.clinic.seal_note(&ruth, practice.chart, later).await.unwrap();
    let notes = practice.notes(&ruth).await;
    assert_eq!((notes.len(), notes[0].note.text.as_str(), notes[0].own_hand), (1, "a second thought", true));
    assert_eq!(notes[0].earlier[0].text, SECRET, "the earlier version stays");
    let all = practice.everything().await;
    for words in [SECRET, "a second thought", "Impressions", &hex::encode(SECRET)] {
        assert!(!all.contains(words), "{words}");
    }
    let strange = NewSealedNote { supersedes: Some("not mine".to_owned()), ..note("three", "x") };
    assert!(practice.clinic.seal_note(&ruth, practice.chart, strange).await.is_err());
    assert!(practice.clinic.seal_note(&ruth, practice.chart, note("four", "  ")).await.is_err());
}

#[tokio::test]
async fn reading_is_noted_in_the_authors_own_journal_alone() {
    let practice = Practice::with_authors().await;
    let ruth = practice.signed_in(&therapist(), PASSWORD).await;
    practice.seal(&ruth, "one", SECRET).await;
    practice.notes(&ruth).await;
    let open = practice.clinic.open_chart(&ruth.subject, practice.chart, Purpose("sessions")).await.unwrap();
    let journal = practice.clinic.sealed_journal(&ruth, &open).await.unwrap();
    assert_eq!(journal.iter().map(|trace| trace.what.as_str()).collect::<Vec<_>>(), ["read", "sealed"]);
    let osei = practice.signed_in(&prescriber(), PASSWORD).await;
    let open = practice.clinic.open_chart(&osei.subject, practice.chart, Purpose("sessions")).await.unwrap();
    assert!(practice.clinic.sealed_journal(&osei, &open).await.unwrap().is_empty());
    assert!(practice.notes(&osei).await.is_empty(), "another author of the same team has an empty page");
}

#[tokio::test]
async fn a_draft_is_sealed_too_and_goes_when_the_note_is_sealed() {
    let practice = Practice::with_authors().await;
    let ruth = practice.signed_in(&therapist(), PASSWORD).await;
    let typed = Typed { title: String::new(), text: SECRET.to_owned() };
    practice.clinic.keep_sealed_draft(&ruth, practice.chart, None, typed.clone()).await.unwrap();
    assert!(!practice.everything().await.contains(SECRET));
    let draft = async || match practice.side(&ruth).await {
        SealedSide::Open { draft, .. } => draft,
        other => panic!("{other:?}"),
    };
    assert_eq!(draft().await, typed);
    practice.seal(&ruth, "one", SECRET).await;
    assert_eq!(draft().await, Typed::default());
    assert!(practice.clinic.keep_unsent_sealed(ruth.subject.account, practice.chart, None, typed.clone()).await.unwrap());
    assert_eq!(draft().await, typed, "what arrived after a sign-out for waiting stands in the form again");
    practice.seal(&ruth, "two", SECRET).await;
    assert_eq!(draft().await, Typed::default());
}

#[tokio::test]
async fn whoever_may_not_open_the_record_writes_nothing_about_it() {
    let practice = Practice::with_authors().await;
    practice.clinic.store().put_accounts(vec![account(&outsider(), PASSWORD)]).await.unwrap();
    let outside = practice.signed_in(&outsider(), PASSWORD).await;
    let refused = practice.clinic.seal_note(&outside, practice.chart, note("one", SECRET)).await;
    assert!(matches!(refused, Err(ActionError::Denied(_))));
    let desk = practice.signed_in(&staff(Role::FrontDesk, 20), PASSWORD).await;
    let refused = practice.clinic.seal_note(&desk, practice.chart, note("one", SECRET)).await;
    assert!(matches!(refused, Err(ActionError::Denied(_))));
    assert!(matches!(practice.side(&desk).await, SealedSide::NotTheirs));
}

// ── keys ────────────────────────────────────────────────────────────────────────────────────────────────────────────

#[tokio::test]
async fn a_session_taken_from_the_database_opens_nothing() {
    let practice = Practice::with_authors().await;
    let cookie = practice.cookie(&therapist(), PASSWORD).await;
    let ruth = practice.known(&cookie).await;
    practice.seal(&ruth, "one", SECRET).await;
    let stolen = practice.store.session(&ruth.id_hash).await.unwrap().unwrap();
    assert!(stolen.state.contains("sealed") && !stolen.state.contains(&cookie));
    // Whoever writes to the database makes a session of their own and puts the stolen state into it.
    let forged_cookie = "a cookie of one’s own making";
    let id_hash = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(forged_cookie.as_bytes()));
    practice.store.put_session(concord_store::Session { id_hash, ..stolen }).await.unwrap();
    let thief = practice.known(forged_cookie).await;
    assert_eq!(thief.subject.account, ruth.subject.account, "the session itself is taken for hers");
    assert!(!thief.opens_sealed_notes() && matches!(practice.side(&thief).await, SealedSide::Shut(WhyShut::SignInAgain)));
    assert!(!format!("{ruth:?}").contains(&cookie), "the cookie is printed nowhere");
    practice.clinic.sign_out(&ruth).await.unwrap();
    assert!(matches!(practice.clinic.visitor(&cookie, false).await.unwrap(), Visitor::Stranger));
}

#[tokio::test]
async fn the_notes_outlast_sessions_and_a_change_of_password_and_a_wrong_one_opens_nothing() {
    let practice = Practice::with_authors().await;
    let ruth = practice.signed_in(&therapist(), PASSWORD).await;
    practice.seal(&ruth, "one", SECRET).await;
    let wrong = practice.clinic.sign_in("therapist.12", "river stone door", "here").await;
    assert!(matches!(wrong, Err(ActionError::WrongSignIn)));
    let new = "four odd paper boats";
    let cookie = practice.clinic.change_password(&ruth, PASSWORD, new, new).await.unwrap();
    let after = practice.known(&cookie).await;
    assert_eq!(practice.notes(&after).await[0].note.text, SECRET, "the new session opens them at once");
    let again = practice.signed_in(&therapist(), new).await;
    assert_eq!(practice.notes(&again).await[0].note.text, SECRET);
    let elsewhere = practice.clinic.end_other_sessions(&again).await.unwrap();
    assert!(practice.known(&elsewhere).await.opens_sealed_notes());
}

#[tokio::test]
async fn a_first_password_makes_no_key_and_the_own_one_does() {
    let practice = Practice::with_authors().await;
    let admin = staff(Role::Administrator, 21);
    let first = practice.clinic.add_staff(&admin, "New Therapist", "new", Role::Therapist, vec![]).await.unwrap();
    let (cookie, _) = practice.clinic.sign_in("new", &first, "here").await.unwrap();
    let who = practice.known(&cookie).await;
    assert!(practice.store.author_key(who.subject.account).await.unwrap().is_none(), "somebody else has seen that password");
    let own = "four odd paper boats";
    let cookie = practice.clinic.change_password(&who, &first, own, own).await.unwrap();
    assert!(practice.known(&cookie).await.opens_sealed_notes());
}

/// Somebody with the database in hand, or an administrator, sets another password.
async fn reset_password(practice: &Practice, who: &Subject, password: &str) {
    practice.clinic.store().put_accounts(vec![account(who, password)]).await.unwrap();
    practice.clinic.store().end_sessions(EndSessions::Of(who.account)).await.unwrap();
}

#[tokio::test]
async fn a_password_set_by_somebody_else_shuts_the_notes_until_the_custodian_helps() {
    let practice = Practice::with_authors().await;
    let file = KeyFile::make("custodian phrase", practice.clinic.now()).unwrap();
    let custodian = file.open("custodian phrase").unwrap();
    practice.clinic.name_custodian(&custodian.public(), false).await.unwrap();
    let ruth = practice.signed_in(&therapist(), PASSWORD).await;
    practice.seal(&ruth, "one", SECRET).await;

    reset_password(&practice, &therapist(), "set by the admin").await;
    let ruth = practice.signed_in(&therapist(), "set by the admin").await;
    assert!(matches!(practice.side(&ruth).await, SealedSide::Shut(WhyShut::AskCustodian)));
    let admin = staff(Role::Administrator, 21);
    let state = async || {
        let states = practice.clinic.author_states(&admin).await.unwrap();
        states.into_iter().find(|state| state.login == "therapist.12").unwrap().key
    };
    assert_eq!(state().await, KeyState::Waits);

    let other = KeyFile::make("another phrase!!", practice.clinic.now()).unwrap().open("another phrase!!").unwrap();
    assert!(practice.clinic.recover_author(&other, "therapist.12", "x").await.is_err(), "only the right custodian");
    let code = practice.clinic.recover_author(&custodian, "therapist.12", "she forgot it").await.unwrap();
    assert!(practice.clinic.has_news_about_key(&ruth).await.unwrap());
    let wrong = practice.clinic.open_key_with_code(&ruth, "AAAAA-AAAAA-AAAAA-AAAAA", "set by the admin").await;
    assert!(matches!(wrong, Err(ActionError::Refused(_))));
    let wrong = practice.clinic.open_key_with_code(&ruth, &code, PASSWORD).await;
    assert!(matches!(wrong, Err(ActionError::Refused(_))), "the code alone is not enough");
    practice.clinic.open_key_with_code(&ruth, &code.to_lowercase(), "set by the admin").await.unwrap();
    let ruth = practice.signed_in(&therapist(), "set by the admin").await;
    assert_eq!(practice.notes(&ruth).await[0].note.text, SECRET, "everything is there");
    let again = practice.clinic.open_key_with_code(&ruth, &code, "set by the admin").await;
    assert!(matches!(again, Err(ActionError::Refused(_))), "once");
    assert_eq!(state().await, KeyState::WithCustodian);

    let own = practice.clinic.own_key(&ruth).await.unwrap();
    assert_eq!((own.acts.len(), own.acts[0].reason.as_str()), (1, "she forgot it"), "she sees that it was done");
    practice.clinic.see_custodian_acts(&ruth).await.unwrap();
    assert!(!practice.clinic.has_news_about_key(&ruth).await.unwrap());
    let lines = practice.store.access_lines(practice.clinic.organisation(), None, 100).await.unwrap();
    let line = lines.iter().find(|line| line.what.contains("one-time code")).expect("operators see the act");
    assert!(!line.what.contains("note") && line.chart.is_none(), "{}", line.what);
}

#[tokio::test]
async fn another_custodian_gets_no_key_before_its_author_agrees() {
    let practice = Practice::with_authors().await;
    let make = || KeyFile::make("custodian phrase", practice.clinic.now()).unwrap().open("custodian phrase").unwrap();
    let (first, second) = (make(), make());
    practice.clinic.name_custodian(&first.public(), false).await.unwrap();
    practice.signed_in(&therapist(), PASSWORD).await;
    practice.clinic.name_custodian(&second.public(), true).await.unwrap();
    let ruth = practice.signed_in(&therapist(), PASSWORD).await;
    assert!(
        practice.clinic.recover_author(&second, "therapist.12", "x").await.is_err(),
        "a key that was slipped in opens nothing"
    );
    let own = practice.clinic.own_key(&ruth).await.unwrap();
    assert_eq!(own.new_custodian, Some(second.public().fingerprint()));
    assert!(practice.clinic.agree_to_custodian(&ruth, &first.public().fingerprint()).await.is_err());
    practice.clinic.agree_to_custodian(&ruth, &second.public().fingerprint()).await.unwrap();
    practice.clinic.recover_author(&second, "therapist.12", "x").await.unwrap();
}

#[tokio::test]
async fn when_the_author_has_left_nobody_reads_until_the_custodian_acts_and_the_act_is_seen() {
    let practice = Practice::with_authors().await;
    let file = KeyFile::make("custodian phrase", practice.clinic.now()).unwrap();
    let custodian = file.open("custodian phrase").unwrap();
    practice.clinic.name_custodian(&custodian.public(), false).await.unwrap();
    let ruth = practice.signed_in(&therapist(), PASSWORD).await;
    practice.seal(&ruth, "one", SECRET).await;
    let admin = staff(Role::Administrator, 21);
    practice.clinic.set_account_open(&admin, ruth.subject.account, false).await.unwrap();
    assert!(practice.clinic.sign_in("therapist.12", PASSWORD, "here").await.is_err());
    let osei = practice.signed_in(&prescriber(), PASSWORD).await;
    assert!(practice.notes(&osei).await.is_empty());
    let unsaid = practice.clinic.take_out_notes(&custodian, "therapist.12", None, Exit::Law, " ").await;
    assert!(unsaid.is_err(), "an exit needs its reason");
    let out = practice.clinic.take_out_notes(&custodian, "therapist.12", Some(practice.chart), Exit::Law, "court order 12").await;
    let out = out.unwrap();
    assert_eq!((out.len(), out[0].note.text.as_str(), out[0].own_hand), (1, SECRET, true));
    let lines = practice.store.access_lines(practice.clinic.organisation(), None, 1).await.unwrap();
    assert!(lines[0].what.contains("164.512(a)") && lines[0].reason == "court order 12", "{:?}", lines[0]);
    assert!(!lines[0].what.contains("note"));
}

#[tokio::test]
async fn an_opened_glass_opens_no_sealed_note() {
    let practice = Practice::with_authors().await;
    practice.clinic.store().put_accounts(vec![account(&outsider(), PASSWORD)]).await.unwrap();
    let ruth = practice.signed_in(&therapist(), PASSWORD).await;
    practice.seal(&ruth, "one", SECRET).await;
    let cookie = practice.cookie(&outsider(), PASSWORD).await;
    practice.clinic.break_glass(&practice.known(&cookie).await, practice.chart, "on the phone, shaking").await.unwrap();
    let outside = practice.known(&cookie).await;
    assert!(practice.notes(&outside).await.is_empty());
}

#[tokio::test]
async fn notes_of_another_system_are_sealed_to_their_author_once() {
    let practice = Practice::with_authors().await;
    practice.signed_in(&therapist(), PASSWORD).await;
    let author = practice.clinic.author_of_note("Dr. Therapist 12, PhD").await.unwrap().expect("titles do not matter");
    assert!(practice.clinic.author_of_note("Therapist 99").await.unwrap().is_none());
    assert!(practice.clinic.author_of_note("").await.unwrap().is_none());
    let from = concord_sealed::piece::Origin { resource: "DocumentReference/1".to_owned(), ..Default::default() };
    let note = concord_sealed::piece::Note {
        chart: practice.chart.to_string(),
        text: SECRET.to_owned(),
        from: Some(from),
        ..Default::default()
    };
    for (new, again) in [(1, "at first"), (0, "a second time")] {
        let sealed = practice.clinic.seal_notes_from_elsewhere(&author, vec![note.clone()]).await.unwrap();
        assert_eq!(sealed, new, "{again}");
    }
    let ruth = practice.signed_in(&therapist(), PASSWORD).await;
    let notes = practice.notes(&ruth).await;
    assert_eq!((notes.len(), notes[0].note.text.as_str(), notes[0].own_hand), (1, SECRET, false));
    assert_eq!(practice.notes(&ruth).await.len(), 1, "filed under the record, it is found there again");
}

#[tokio::test]
async fn notes_survive_backup_and_restore() {
    let practice = Practice::with_authors().await;
    let ruth = practice.signed_in(&therapist(), PASSWORD).await;
    practice.seal(&ruth, "one", SECRET).await;
    let mut lines = Vec::new();
    practice
        .clinic
        .store()
        .dump(&mut |line| {
            lines.push(Ok(line));
            Ok(())
        })
        .await
        .unwrap();
    let store = Arc::new(MemoryStore::new());
    store.fill(&mut lines.into_iter()).await.unwrap();
    let ids = Arc::new(concord_actions::SeededIds::new(9));
    let clinic = concord_actions::Clinic::new(store.clone(), concord_knowledge::shipped(), practice.clock.clone(), ids);
    let restored = Practice { clinic: Arc::new(clinic), clock: practice.clock.clone(), store, chart: practice.chart };
    let ruth = restored.signed_in(&therapist(), PASSWORD).await;
    assert_eq!(restored.notes(&ruth).await[0].note.text, SECRET);
}

impl Practice {
    async fn head(&self) -> u64 {
        self.store.head(self.clinic.organisation(), self.chart).await.unwrap()
    }

    async fn lines(&self) -> usize {
        self.store.access_lines(self.clinic.organisation(), None, 10_000).await.unwrap().len()
    }
}
