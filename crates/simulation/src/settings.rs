//! What the invented practice set for itself.

use crate::{calendar::ZONE, people::PLACES};
use concord_actions::{Place, PracticeSettings};
use concord_chart::PlaceId;

/// Three places, Monday to Friday, 8 to 5, and the words on every page that nobody here is real.
pub(crate) fn settings() -> PracticeSettings {
    let phones = ["(845) 555-0110", "(845) 555-0120", "(845) 555-0130"];
    let place = |((id, name), phone): (&(&str, &str), &str)| Place {
        id: PlaceId::from(*id),
        name: (*name).to_owned(),
        phone: phone.to_owned(),
    };
    PracticeSettings {
        name: "Three Rivers Mental Health (an invented practice)".to_owned(),
        zone: ZONE.to_owned(),
        places: PLACES.iter().zip(phones).map(place).collect(),
        hours: "Monday to Friday, 8 to 5".to_owned(),
        open_hours: (8, 17),
        invented: true,
        ..PracticeSettings::default()
    }
}
