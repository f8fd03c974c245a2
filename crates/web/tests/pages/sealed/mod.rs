//! Sealed notes as everybody else sees them: not at all. A practice on a database file, people who sign in with passwords,
//! notes written through the real addresses.

mod keys;
mod leak;
mod needles;
mod worlds;

use crate::{
    browser::Browser,
    practice::{self, Practice},
};
use concord_access::Subject;
use concord_actions::{Clinic, SeededIds, SetClock, hash_with_salt};
use concord_chart::ChartId;
use concord_store::{Account, BackupLine, SqliteStore, Store};
use concord_web::app::App;
use std::{path::PathBuf, sync::Arc};

pub const PASSWORD: &str = "river stone window";

/// The invented practice on a file, where everybody has a password.
pub struct World {
    pub practice: Practice,
    pub store: Arc<SqliteStore>,
    folder: tempfile::TempDir,
}

/// One person at a browser.
pub struct Seat {
    pub who: Subject,
    pub browser: Browser,
}

impl World {
    pub async fn open() -> Self {
        let practice = Practice::open().await;
        let mut lines: Vec<BackupLine> = Vec::new();
        practice
            .store
            .dump(&mut |line| {
                lines.push(line);
                Ok(())
            })
            .await
            .unwrap();
        let password = hash_with_salt(PASSWORD, &[3; 16]).unwrap();
        for line in &mut lines {
            if let BackupLine::Account(account) = line {
                *account = Account { password: password.clone(), ..account.clone() };
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(SqliteStore::open(folder.path().join("concord.db")).unwrap());
        store.fill(&mut lines.into_iter().map(Ok)).await.unwrap();
        let clock = Arc::new(SetClock::at(practice.clinic.now()));
        let clinic = Clinic::new(store.clone(), concord_knowledge::shipped(), clock, Arc::new(SeededIds::new(7)));
        clinic.load_practice().await.unwrap();
        let clinic = Arc::new(clinic);
        let app = App::new(clinic.clone(), false);
        Self { practice: Practice { clinic, app, ..practice }, store, folder }
    }

    pub async fn seat(&self, who: Subject) -> Seat {
        let login = who.name.to_lowercase().replace(' ', ".");
        let mut browser = Browser::stranger(&self.practice);
        browser.sign_in(&login, PASSWORD).await;
        Seat { who, browser }
    }

    /// Those who write sealed notes.
    pub async fn authors(&self) -> [Seat; 3] {
        [
            self.seat(practice::prescriber()).await,
            self.seat(practice::therapist()).await,
            self.seat(practice::care_manager()).await,
        ]
    }

    /// Everybody who never wrote one: of the team, outside it with a reason, without clinical access, and the patients.
    pub async fn others(&self) -> Vec<Seat> {
        let mut seats = Vec::new();
        let patients = [self.practice.patient(), self.practice.other_patient()];
        let staff = [practice::teacher(), practice::outsider(), practice::desk(), practice::administrator()];
        for who in staff.into_iter().chain(patients) {
            seats.push(self.seat(who).await);
        }
        let glass = format!("/chart/{}/glass", self.practice.maria);
        let opened = seats[1].browser.post(&glass, &[("why", "Something else"), ("reason", "On the phone now")]).await;
        assert!(opened.status.is_redirection(), "{}", opened.text);
        seats
    }

    pub fn charts(&self) -> [ChartId; 2] {
        [self.practice.maria, self.practice.noor]
    }

    /// Everything of the database that lies on the disk.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let files = std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        files.map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}
