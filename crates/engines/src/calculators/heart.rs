//! QT corrected for the heart rate.

use super::{Answer, Fields};
use concord_knowledge::Knowledge;

/// QT in ms and the seconds between two beats, from the distance of two beats where that was measured, else from the rate.
fn qt_and_rr(fields: &Fields) -> Result<(f64, f64), String> {
    let qt = fields.positive("qt_ms")?;
    if fields.optional_number("rr_ms")?.is_some() {
        return Ok((qt, fields.positive("rr_ms")? / 1000.0));
    }
    if fields.optional_number("rr_s")?.is_some() {
        return Ok((qt, fields.positive("rr_s")?));
    }
    Ok((qt, 60.0 / fields.positive("hr")?))
}

/// QT ÷ √RR.
pub(super) fn bazett(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let (qt, rr) = qt_and_rr(fields)?;
    let answer = Answer::by(knowledge, "qtc_bazett", qt / rr.sqrt(), "ms");
    let rate = 60.0 / rr;
    Ok(if (60.0..=90.0).contains(&rate) {
        answer
    } else {
        answer.note("Below 60 and above 90 beats a minute Bazett corrects too much; use Fridericia.")
    })
}

/// QT ÷ ∛RR.
pub(super) fn fridericia(knowledge: &Knowledge, fields: &Fields) -> Result<Answer, String> {
    let (qt, rr) = qt_and_rr(fields)?;
    Ok(Answer::by(knowledge, "qtc_fridericia", qt / rr.cbrt(), "ms"))
}
