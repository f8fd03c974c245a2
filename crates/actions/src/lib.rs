//! What people do, one file each, and each reads the same way: authorise → load → decide → append → project.
//!
//! [`Clinic`] holds the store, the knowledge, the clock and the source of ids; nothing else in the program asks the
//! machine for the time or for randomness, so a simulated practice can live two years in seconds and be the same
//! every time.

mod answer_questionnaire;
mod ask_for_change;
mod break_glass;
mod cache;
mod card_feedback;
mod caseload;
mod clinic;
mod clock;
mod complementary;
mod day;
mod drafts;
mod error;
mod find_patient;
mod fresh_ids;
mod give_patient_access;
mod instrument_texts;
mod minors;
mod open_chart;
mod own_account;
mod own_work;
mod passwords;
mod practice;
mod record;
mod register_patient;
mod release;
mod replay;
mod report_side_effect;
mod safety;
mod sealed;
mod sign_in;
mod staff;
mod take_in;
mod units;
mod what_follows;
mod who_looked;

pub use answer_questionnaire::{AnswerReceipt, Submission};
pub use break_glass::GLASS_MINUTES;
pub use card_feedback::{CardAnswer, CardCounts, CardOutcome};
pub use caseload::Listed;
pub use clinic::Clinic;
pub use clock::{Clock, OffsetClock, SetClock, SystemClock};
pub use complementary::ClassDone;
pub use day::DayVisit;
pub use error::ActionError;
pub use find_patient::Found;
pub use fresh_ids::{FreshIds, RandomIds, SeededIds};
pub use give_patient_access::{FirstSignIn, PatientAccess};
pub use instrument_texts::{ContentFile, LoadedContent, ShownInstrument};
pub use minors::{NewProxy, ProxyAccess};
pub use open_chart::OpenChart;
pub use own_account::{FIRST_PASSWORD_DAYS, PASSWORD_LENGTH, Theme};
pub use own_work::Medicine;
pub use passwords::{hash_password, hash_with_salt};
pub use practice::{ConsentRule, CrisisLine, MinorRules, Place, PracticeSettings};
pub use record::{Entry, Receipt};
pub use register_patient::NewPatient;
pub use replay::Difference;
pub use safety::{Delivered, Drill, DrillAnswer, Escalated, Missing, OpenAlert, Told, ToldCall, message_tries};
pub use sealed::{
    AuthorState, CustodianAct, Journal, KeyState, NewSealedNote, OwnKey, SealedNote, SealedSide, TakenOut, Typed, WhyShut,
    draft_about as sealed_draft_about, names_of_shareable_facts,
};
pub use sign_in::{SESSION_HOURS, STAFF_IDLE_MINUTES, SignedIn, Visitor};
pub use take_in::{TakeIn, TakenIn};
pub use units::{JointOutcome, JointPlan, NewMember, NewUnit, ReleasedNote, SharedRoom, SharedScore};
