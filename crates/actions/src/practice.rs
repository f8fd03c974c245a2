//! The practice's own settings: its name, places, hours and the help it names.

use crate::{ActionError, Clinic};
use concord_chart::PlaceId;
use serde::{Deserialize, Serialize};

/// What the practice set for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeSettings {
    /// Its name.
    pub name: String,
    /// Time zone, e.g. `America/New_York`.
    pub zone: String,
    /// Its places.
    pub places: Vec<Place>,
    /// Opening hours in words, e.g. `Monday to Friday, 8 to 5`.
    pub hours: String,
    /// First and last hour of a working day, 0–24.
    pub open_hours: (i8, i8),
    /// Who to call in a crisis, in the order in which they are shown.
    pub crisis_lines: Vec<CrisisLine>,
    /// The emergency number.
    pub emergency_number: String,
    /// True for an invented practice: every page says so.
    pub invented: bool,
}

/// One place of the practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its id.
    pub id: PlaceId,
    /// Its name.
    pub name: String,
    /// Its telephone.
    pub phone: String,
}

/// One line to call or text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrisisLine {
    /// What to press, e.g. `Call 988`.
    pub label: String,
    /// One sentence about it.
    pub about: String,
    /// `tel:988` or `sms:988`.
    pub address: String,
}

impl Default for PracticeSettings {
    /// A practice before anybody set anything: the help that holds anywhere in the United States.
    fn default() -> Self {
        let line = |label: &str, about: &str, address: &str| CrisisLine {
            label: label.to_owned(),
            about: about.to_owned(),
            address: address.to_owned(),
        };
        Self {
            name: "Your practice".to_owned(),
            zone: "America/New_York".to_owned(),
            places: Vec::new(),
            hours: "Monday to Friday, 8 to 5".to_owned(),
            open_hours: (8, 17),
            crisis_lines: vec![
                line("Call 988", "Day and night. Press 2 for Spanish.", "tel:988"),
                line("Text 988", "When talking is too hard right now.", "sms:988"),
            ],
            emergency_number: "911".to_owned(),
            invented: false,
        }
    }
}

const SETTING: &str = "practice";

impl Clinic {
    /// Reads the practice's settings from the store into memory; keeps the defaults where nothing was set.
    ///
    /// # Errors
    /// When the store cannot be read or the setting is damaged.
    pub async fn load_practice(&self) -> Result<(), ActionError> {
        if let Some(text) = self.store().setting(SETTING).await? {
            let practice =
                serde_json::from_str(&text).map_err(|error| ActionError::Inside(format!("practice settings: {error}")))?;
            self.set_practice(practice)?;
        }
        Ok(())
    }

    /// Keeps the practice's settings.
    ///
    /// # Errors
    /// When the time zone is unknown or the store cannot be written.
    pub async fn save_practice(&self, practice: PracticeSettings) -> Result<(), ActionError> {
        let text = serde_json::to_string(&practice).map_err(|error| ActionError::Inside(error.to_string()))?;
        self.set_practice(practice)?;
        self.store().put_setting(SETTING, &text).await?;
        Ok(())
    }
}
