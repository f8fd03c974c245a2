//! How well the kidneys clear, where it is not given but can be computed.

use super::circumstances::{Circumstances, Sex};
use rust_decimal::{Decimal, prelude::FromPrimitive, prelude::ToPrimitive};

/// What can be computed, in mL/min and mL/min/1.73 m².
pub(crate) struct Computed {
    pub crcl: Option<Decimal>,
    pub egfr: Option<Decimal>,
}

/// Creatinine clearance by Cockcroft and Gault 1976 from age, sex, weight and creatinine; filtration rate by CKD-EPI 2021
/// (without race). Where only one of the two is known, it stands in for the other.
pub(crate) fn computed(given: &Circumstances) -> Computed {
    let lab = |key: &str| given.labs.get(key).and_then(|lab| lab.value.to_f64());
    let adult = given.age.filter(|age| *age >= 18).map(f64::from);
    let creatinine = lab("creatinine_mg_dl").filter(|value| *value > 0.0);
    let crcl = adult.zip(given.sex).zip(creatinine.zip(lab("weight_kg"))).map(|((age, sex), (creatinine, weight))| {
        let clearance = (140.0 - age) * weight / (72.0 * creatinine);
        if sex == Sex::Female { clearance * 0.85 } else { clearance }
    });
    let egfr = adult.zip(given.sex).zip(creatinine).map(|((age, sex), creatinine)| ckd_epi(age, sex, creatinine));
    let known = |key: &str| given.labs.get(key).map(|lab| lab.value);
    let egfr = known("egfr").or(egfr.and_then(rounded));
    let crcl = known("crcl_ml_min").or(crcl.and_then(rounded));
    Computed { crcl: crcl.or(egfr), egfr: egfr.or(crcl) }
}

fn ckd_epi(age: f64, sex: Sex, creatinine: f64) -> f64 {
    let (kappa, alpha, factor) = match sex {
        Sex::Female => (0.7, -0.241, 1.012),
        Sex::Male => (0.9, -0.302, 1.0),
    };
    let relative: f64 = creatinine / kappa;
    142.0 * relative.min(1.0).powf(alpha) * relative.max(1.0).powf(-1.200) * 0.9938_f64.powf(age) * factor
}

fn rounded(value: f64) -> Option<Decimal> {
    Decimal::from_f64(value).map(|value| value.round_dp(1))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::safety::Lab;

    #[test]
    fn kidneys_are_judged_from_creatinine_where_nothing_better_is_known() {
        let lab = |value: &str| Lab { value: value.parse().unwrap(), days_old: None };
        let mut given = Circumstances { age: Some(80), sex: Some(Sex::Female), ..Circumstances::default() };
        given.labs.insert("creatinine_mg_dl".into(), lab("1.3"));
        assert_eq!(computed(&given).crcl, computed(&given).egfr, "without a weight the filtration rate stands in");
        given.labs.insert("weight_kg".into(), lab("55"));
        assert_eq!(computed(&given).crcl.unwrap().to_string(), "30.0");
        given.age = Some(70);
        given.labs.insert("creatinine_mg_dl".into(), lab("1.4"));
        assert_eq!(computed(&given).egfr.unwrap().to_string(), "40.5");
    }
}
