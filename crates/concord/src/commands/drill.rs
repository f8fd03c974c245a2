//! `concord drill`: what would happen if a worrying answer came in now, step by step. Writes nothing.

use super::{Outcome, messages::Channels};
use anyhow::{Context, Result, bail};
use clap::Args;
use concord_actions::{Clinic, Drill, DrillAnswer};
use concord_chart::InstrumentId;
use concord_engines::escalation::{Answer, Call};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use serde_json::{Value, json};
use std::io::Write;

/// What to try.
#[derive(Args, Debug)]
pub struct Options {
    /// The moment, by the practice's clock (2026-08-22T02:00) or as an instant (…Z); now when left out.
    #[arg(long)]
    pub at: Option<String>,
    /// The answer: INSTRUMENT:ITEM=VALUE, several items with commas.
    #[arg(long, default_value = "phq-9:9=2")]
    pub answer: String,
    /// As JSON.
    #[arg(long)]
    pub json: bool,
    /// The ways in which the server sends messages, as it is started with them.
    #[command(flatten)]
    pub channels: Channels,
}

/// Works it out and says it.
///
/// # Errors
/// An answer or a moment that cannot be read, or a database that cannot.
pub async fn run(clinic: &Clinic, options: &Options, out: &mut impl Write) -> Result<Outcome> {
    let at = moment(options.at.as_deref(), clinic)?;
    let drill = clinic.drill(at, &answer(&options.answer)?, options.channels.any()).await?;
    let text = if options.json {
        format!("{:#}\n", as_json(clinic, &drill, &options.channels))
    } else {
        in_words(clinic, &drill, &options.channels)
    };
    out.write_all(text.as_bytes())?;
    Ok(Outcome::Done)
}

fn moment(text: Option<&str>, clinic: &Clinic) -> Result<Timestamp> {
    let Some(text) = text else { return Ok(clinic.now()) };
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant);
    }
    let local: DateTime = text.parse().with_context(|| format!("“{text}” is no moment: write 2026-08-22T02:00"))?;
    Ok(local.to_zoned(clinic.zone())?.timestamp())
}

fn answer(text: &str) -> Result<DrillAnswer> {
    let Some((instrument, items)) = text.split_once(':') else {
        bail!("“{text}” is no answer: write INSTRUMENT:ITEM=VALUE, for example phq-9:9=2")
    };
    let one = |item: &str| {
        let (item, value) = item.split_once('=')?;
        Some(Answer { item: item.trim().parse().ok()?, value: value.trim().parse().ok()? })
    };
    let answers: Option<Vec<Answer>> = items.split(',').map(one).collect();
    let answers = answers.with_context(|| format!("“{items}” is no answer: write ITEM=VALUE, for example 9=2"))?;
    Ok(DrillAnswer { instrument: InstrumentId::from(instrument.trim()), answers })
}

fn clock(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%a %-d %b %Y, %H:%M").to_string()
}

/// What stands on the page that the patient sees at once.
fn patient_sees(clinic: &Clinic) -> Vec<String> {
    let practice = clinic.practice();
    let lines = practice.crisis_lines.iter().map(|line| format!("{} ({})", line.label, line.address));
    let places = practice.places.iter().map(|place| format!("Call us, {} ({})", place.name, place.phone));
    let rest = ["Their own people and their own safety plan, where they wrote one".to_owned()];
    let danger = [format!("In danger: {} or the nearest emergency room", practice.emergency_number)];
    lines.chain(rest).chain(places).chain(danger).collect()
}

fn in_words(clinic: &Clinic, drill: &Drill, channels: &Channels) -> String {
    let zone = clinic.zone();
    let mut lines = vec![format!("{}: the practice is {}.", clock(drill.at, &zone), if drill.open { "open" } else { "closed" })];
    match drill.tier {
        None => lines.push("This answer calls for nobody: no alert is raised.".to_owned()),
        Some(tier) => {
            lines.push(format!("Reported: {}. Tier, as set by this practice: {}.", drill.what, tier.words()));
            lines.extend(drill.respond_by.map(|by| format!("A person is to have looked by {}.", clock(by, &zone))));
        }
    }
    if !drill.sent_to_patients {
        lines.push("This questionnaire is not sent to patients now: it is asked at the practice.".to_owned());
    }
    lines.push("The patient sees at once, from memory:".to_owned());
    lines.extend(patient_sees(clinic).into_iter().map(|line| format!("  - {line}")));
    if drill.tier.is_some() {
        lines.push("If nobody takes it in hand:".to_owned());
        lines.extend(drill.calls.iter().map(|call| format!("  {}", call_words(call, drill.at, &zone, channels))));
        lines.push(format!("  then all of them again every {} minutes, until somebody does.", drill.again));
    }
    if drill.missing.is_empty() {
        lines.push("Nothing is missing.".to_owned());
    } else {
        lines.push("Missing:".to_owned());
        lines.extend(drill.missing.iter().map(|missing| format!("  - {}", missing.words())));
    }
    lines.push("Nothing was written.".to_owned());
    lines.join("\n") + "\n"
}

fn call_words(call: &Call, from: Timestamp, zone: &TimeZone, channels: &Channels) -> String {
    let after = call.at.duration_since(from).as_mins();
    let time = call.at.to_zoned(zone.clone()).strftime("%H:%M");
    match call.to {
        Some(_) => format!("+{after} min ({time}): step {}, {} by {}", call.level, call.name, channels.words()),
        None => format!("+{after} min ({time}): a line on every page of the staff"),
    }
}

fn as_json(clinic: &Clinic, drill: &Drill, channels: &Channels) -> Value {
    let call = |call: &Call| {
        json!({
            "at": call.at.to_string(),
            "step": call.level,
            "staff": call.to.map(|staff| staff.to_string()),
            "name": call.name,
            "by": if call.to.is_some() { channels.words() } else { "every page of the staff".to_owned() },
        })
    };
    json!({
        "at": drill.at.to_string(),
        "open": drill.open,
        "reported": drill.what,
        "tier": drill.tier,
        "respond_by": drill.respond_by.map(|by| by.to_string()),
        "sent_to_patients": drill.sent_to_patients,
        "patient_sees": patient_sees(clinic),
        "calls": drill.calls.iter().map(call).collect::<Vec<_>>(),
        "again_every_minutes": drill.again,
        "missing": drill.missing.iter().map(|missing| json!({ "what": missing.as_str(), "words": missing.words() })).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_answer_names_its_instrument_items_and_values() {
        let read = answer("c-ssrs-screen:2=1, 4=1").unwrap();
        assert_eq!(read.instrument.as_str(), "c-ssrs-screen");
        assert_eq!(read.answers, [Answer { item: 2, value: 1 }, Answer { item: 4, value: 1 }]);
        for wrong in ["phq-9", "phq-9:9", "phq-9:nine=2", "phq-9:9=2;8=1"] {
            assert!(answer(wrong).unwrap_err().to_string().contains("write"), "{wrong}");
        }
    }
}
