//! Shows that therapies and practices speak the words of their schools, that what they name is there, and that an entry
//! which names what is nowhere or contradicts itself does not load.
#![allow(clippy::unwrap_used)]

use concord_knowledge::ids::{InstrumentId, PracticeId, TherapyId};
use concord_knowledge::therapy::{CareUnit, HomeworkForm, RiskHabit, School};
use concord_knowledge::{Knowledge, ListName, Therapy, shipped};
use std::collections::BTreeSet;

fn therapy(id: &str) -> &'static Therapy {
    shipped().therapy(&TherapyId::from(id)).unwrap_or_else(|| panic!("{id} ships"))
}

#[test]
fn the_therapies_and_practices_that_were_asked_for_ship() {
    let therapies = [
        "cbt",
        "ba",
        "cbt-i",
        "cpt",
        "pe",
        "emdr",
        "dbt",
        "dbt-skills",
        "mbct",
        "psychodynamic",
        "psychodynamic-long",
        "mbt",
        "ipt",
        "act",
        "mi",
        "erp",
        "schema",
        "cbasp",
        "problem-solving",
        "supportive",
        "couple",
        "eft-couple",
        "family",
        "fft",
        "group-cbt",
        "process-group",
        "psychoeducation-group",
    ];
    therapies.iter().for_each(|id| assert!(!therapy(id).patient_about.is_empty(), "{id}"));
    let practices = [
        "mindfulness",
        "yoga",
        "art-therapy",
        "acupuncture",
        "exercise",
        "light-therapy",
        "music-therapy",
        "relaxation",
        "breathing",
        "tai-chi",
        "massage",
        "nature",
        "spiritual-care",
        "nutrition",
        "dance-movement",
    ];
    for id in practices {
        let practice = shipped().practice(&PracticeId::from(id)).unwrap_or_else(|| panic!("{id} ships"));
        assert!(!practice.credentials.is_empty() && !practice.protocols.is_empty(), "{id}");
        assert!(!practice.claims.is_empty() && !practice.cost.is_empty(), "{id}");
        assert!(practice.cautions.iter().any(|caution| caution.when.is_some()), "{id} says for whom it is not");
    }
    assert_eq!(shipped().therapy_by_name("couples therapy").unwrap().id.as_str(), "couple");
    assert_eq!(shipped().practice_by_name("Qigong").unwrap().id.as_str(), "tai-chi");
}

#[test]
fn a_therapist_of_each_school_finds_her_own_words() {
    for school in School::ALL {
        assert!(shipped().therapies().any(|therapy| therapy.school == *school), "nothing of the school “{}”", school.words());
    }
    for therapy in shipped().therapies() {
        assert!(therapy.techniques.len() >= 7, "{} has hardly any techniques", therapy.id);
        assert!(therapy.fidelity.as_ref().is_some_and(|fidelity| fidelity.elements.len() >= 3), "{}", therapy.id);
        assert!(!therapy.measures.is_empty() && !therapy.word_lists.is_empty() && !therapy.scales.is_empty(), "{}", therapy.id);
        assert!(therapy.own_measure.is_some(), "{}", therapy.id);
    }
}

#[test]
fn no_two_therapies_or_practices_answer_to_the_same_name() {
    let mut seen = BTreeSet::new();
    for therapy in shipped().therapies() {
        let names = therapy.synonyms.iter().chain([&therapy.name]).map(|name| name.to_lowercase()).collect::<BTreeSet<_>>();
        names.into_iter().for_each(|name| assert!(seen.insert(name.clone()), "{name} names two therapies"));
    }
    for practice in shipped().practices() {
        let names = practice.synonyms.iter().chain([&practice.name]).map(|name| name.to_lowercase()).collect::<BTreeSet<_>>();
        names.into_iter().for_each(|name| assert!(seen.insert(name.clone()), "{name} names two practices"));
    }
}

#[test]
fn every_questionnaire_that_a_course_names_is_there() {
    let of_therapies = shipped().therapies().flat_map(|therapy| {
        let own = therapy.measures.iter().chain(therapy.protocols.iter().flat_map(|protocol| &protocol.measures));
        own.map(move |id| (therapy.id.as_str(), id))
    });
    let of_practices = shipped()
        .practices()
        .flat_map(|practice| practice.own_measure.instruments.iter().map(move |id| (practice.id.as_str(), id)));
    let nowhere: BTreeSet<(&str, &InstrumentId)> =
        of_therapies.chain(of_practices).filter(|(_, id)| shipped().instrument(id).is_none()).collect();
    assert_eq!(nowhere, BTreeSet::new(), "named, and not in knowledge/instruments/");
}

#[test]
fn every_list_that_forms_ask_for_ships_with_its_words() {
    for name in ListName::ALL {
        assert!(!shipped().words(*name).is_empty(), "the list `{name}` is empty");
    }
    let distortions = shipped().word_list(ListName::Distortions).unwrap();
    assert!(distortions.words.iter().all(|word| word.plain.is_some()), "each thinking habit is explained");
    assert_eq!(distortions.word("mind_reading").unwrap().label, "mind reading");
    let policies = shipped().words(ListName::SecretsPolicies);
    let codes: Vec<&str> = policies.iter().map(|word| word.code.as_str()).collect();
    assert_eq!(codes, ["no_secrets", "limited_secrets", "confidential_individual"]);
    assert!(
        policies
            .iter()
            .all(|word| word.plain.as_ref().is_some_and(|text| text.contains("safety") || text.contains("between us")))
    );
}

#[test]
fn an_urge_to_die_of_four_is_looked_at_the_same_day_and_so_is_any_act_against_oneself() {
    let from = |list, code: &str| shipped().word_list(list).unwrap().word(code).unwrap().review_from;
    assert_eq!(from(ListName::DbtUrges, "suicide"), Some(4));
    assert_eq!(from(ListName::DbtActs, "self_harm"), Some(1));
    assert_eq!(from(ListName::DbtActs, "suicide_attempt"), Some(1));
    assert_eq!(from(ListName::DbtUrges, "quit_therapy"), None);
}

#[test]
fn four_modules_of_skills_ship_each_skill_with_a_hint() {
    let set = shipped().skill_set(therapy("dbt").skill_set.as_ref().unwrap()).unwrap();
    let modules: Vec<&str> = set.modules.iter().map(|module| module.id.as_str()).collect();
    assert_eq!(modules, ["mindfulness", "distress_tolerance", "emotion_regulation", "interpersonal_effectiveness"]);
    assert!(set.skills().all(|skill| skill.plain.len() > 20));
    let (module, skill) = set.skill("dear_man").unwrap();
    assert_eq!((module.id.as_str(), skill.label.as_str()), ("interpersonal_effectiveness", "DEAR MAN"));
    assert!(!set.skill("tip_temperature").unwrap().1.cautions.is_empty());
}

#[test]
fn the_use_of_skills_has_a_word_for_each_number_from_0_to_7() {
    let scale = shipped().scale("skills-use").unwrap();
    let words: BTreeSet<&str> = (0..=7).filter_map(|number| scale.words(number)).collect();
    assert_eq!(words.len(), 8);
    assert!(scale.admits(7) && !scale.admits(8));
    let suds = shipped().scale("suds").unwrap();
    assert_eq!((suds.words(0), suds.words(50), suds.words(100)), (Some("none"), None, Some("the most there can be")));
}

#[test]
fn a_session_proposes_the_phase_in_which_it_usually_lies() {
    let phase = |session| therapy("ipt").phase_at(Some("acute"), session).map(|phase| phase.id.as_str());
    assert_eq!(
        [phase(1), phase(4), phase(5), phase(13), phase(30)],
        ["opening", "opening", "middle", "ending", "ending"].map(Some)
    );
    assert_eq!(therapy("schema").phase_at(None, 3), None, "phases without numbers propose nothing");
    assert_eq!(therapy("emdr").phases.len(), 8);
}

#[test]
fn couples_and_families_need_a_policy_about_secrets_and_everybody_is_asked_alone() {
    for therapy in shipped().therapies().filter(|therapy| matches!(therapy.unit, CareUnit::Couple | CareUnit::Family)) {
        assert!(therapy.needs_secrets_policy(), "{}", therapy.id);
        assert_eq!(therapy.risk_asked, RiskHabit::EachMemberAlone, "{}", therapy.id);
        assert!(therapy.word_lists.contains(&ListName::SecretsPolicies), "{}", therapy.id);
        let violence = therapy.cautions.iter().find(|caution| caution.id == "violence");
        assert!(violence.is_some_and(|caution| caution.action.is_some()), "{}", therapy.id);
    }
    assert!(!therapy("cbt").needs_secrets_policy());
}

#[test]
fn process_material_is_sealed_by_default_where_the_school_works_with_it() {
    let sealed: Vec<&str> =
        shipped().therapies().filter(|therapy| therapy.process_sealed).map(|therapy| therapy.id.as_str()).collect();
    assert_eq!(sealed, ["mbt", "process-group", "psychodynamic", "psychodynamic-long"]);
}

#[test]
fn groups_say_how_large_they_are_and_homework_says_on_which_page_it_is_done() {
    for therapy in shipped().therapies().filter(|therapy| therapy.unit == CareUnit::Group) {
        assert!(therapy.group.as_ref().is_some_and(|group| group.size_from >= 2 && group.size_to <= 12), "{}", therapy.id);
    }
    assert_eq!(therapy("cbt").homework_kind("thought_record").unwrap().form, HomeworkForm::ThoughtRecord);
    assert_eq!(therapy("cbt-i").homework_kind("sleep_diary").unwrap().form, HomeworkForm::SleepDiary);
    for form in HomeworkForm::ALL {
        let used = shipped().therapies().flat_map(|therapy| &therapy.homework).any(|kind| kind.form == *form);
        assert!(used, "no homework is done on the page “{}”", form.words());
    }
}

const FILES: [(&str, &str); 4] = [
    ("edition.toml", "edition = 2026-01-01"),
    (
        "sources/paper.toml",
        "id = \"paper\"\ntitle = \"A paper\"\ncitation = \"Somebody. 2001.\"\nverification = \"unverified\"\n",
    ),
    (
        "vocabulary/scales.toml",
        "[[scales]]\nid = \"nrs\"\nname = \"0 to 10\"\nquestion = \"How strong?\"\nfrom = 0\nto = 10\nlow = \"not\"\nhigh = \"very\"\nsource = \"paper\"\nverification = \"unverified\"\n",
    ),
    (
        "words/ipt-problem-areas.toml",
        "id = \"ipt-problem-areas\"\nname = \"Areas\"\npatient_name = \"Areas\"\nabout = \"Areas.\"\nscale = \"nrs\"\nsource = \"paper\"\nverification = \"unverified\"\n[[words]]\ncode = \"grief\"\nlabel = \"grief\"\n",
    ),
];

const TALKING: &str = r#"
id = "talking"
name = "Talking"
short_name = "Talking"
patient_name = "Talking"
patient_about = "You talk."
school = "other"
unit = "individual"
session_parts = ["talk"]
word_lists = ["ipt-problem-areas"]
scales = ["nrs"]
techniques = [{ id = "listening", label = "listening", group = "all" }]
[[phases]]
id = "first"
label = "First"
goal = "Begin."
sessions = { from = 1, to = 3, source = "paper", verification = "unverified" }
[[phases]]
id = "second"
label = "Second"
goal = "Go on."
sessions = { from = 4, to = 8, source = "paper", verification = "unverified" }
[expected]
sessions_from = 4
sessions_to = 8
days_between = 7
minutes = 50
source = "paper"
verification = "unverified"
[judge]
weeks_from = 4
weeks_to = 8
min_sessions = 4
source = "paper"
verification = "unverified"
[fidelity]
elements = [{ id = "heard", label = "heard" }]
[[fidelity.scales]]
id = "scale"
name = "Scale"
short_name = "S"
from = 0
to = 6
of = "total"
competent_from = 4
source = "paper"
verification = "unverified"
[group]
size_from = 6
size_to = 10
entry = "open"
source = "paper"
verification = "unverified"
[[cautions]]
id = "young"
text = "Not for the very young."
action = "Play."
when = { age_below = 6 }
source = "paper"
verification = "unverified"
"#;

/// The one refusal of the entry after one change to it. The change has to apply, or the test would show nothing.
fn refused(from: &str, to: &str) -> String {
    assert!(TALKING.contains(from), "the text to change is not there: {from}");
    let changed = TALKING.replacen(from, to, 1);
    let refusals = Knowledge::load(FILES.into_iter().chain([("therapies/talking.toml", changed.as_str())])).unwrap_err();
    assert_eq!(refusals.len(), 1, "exactly one reason is expected: {refusals:?}");
    refusals[0].to_string()
}

#[test]
fn a_sound_therapy_loads() {
    let know = Knowledge::load(FILES.into_iter().chain([("therapies/talking.toml", TALKING)])).unwrap();
    assert_eq!(know.words(ListName::IptProblemAreas).len(), 1);
    assert!(know.words(ListName::Distortions).is_empty());
}

#[test]
fn names_that_are_nowhere_are_refused() {
    assert!(refused("scales = [\"nrs\"]", "scales = [\"ncs\"]").contains("there is no scale `ncs`"));
    assert!(refused("[\"ipt-problem-areas\"]", "[\"mi-rulers\"]").contains("there is no list in words/ `mi-rulers`"));
    assert!(refused("[\"ipt-problem-areas\"]", "[\"problems\"]").contains("unknown variant"));
    assert!(
        refused("unit = \"individual\"\n", "unit = \"individual\"\nskill_set = \"dbt\"\n")
            .contains("there is no set in skills/ `dbt`")
    );
    assert!(refused("age_below = 6", "conditions = [\"dropsy\"]").contains("there is no condition `dropsy`"));
    assert!(refused("age_below = 6", "taking = [\"snake oil\"]").contains("there is no substance or class `snake oil`"));
}

#[test]
fn a_caution_says_of_whom_it_speaks_and_what_to_do() {
    assert!(refused("when = { age_below = 6 }", "when = {}").contains("its `when` names nobody"));
    assert!(refused("action = \"Play.\"\n", "").contains("not in `action` what to do"));
}

#[test]
fn numbers_that_contradict_each_other_are_refused() {
    assert!(refused("competent_from = 4", "competent_from = 7").contains("its cut lies outside its range"));
    assert!(refused("sessions = { from = 4, to = 8", "sessions = { from = 9, to = 8").contains("the range runs backwards"));
    assert!(refused("sessions = { from = 1, to = 3", "sessions = { from = 5, to = 8").contains("before an earlier one"));
    assert!(refused("size_from = 6", "size_from = 12").contains("the range runs backwards"));
    assert!(refused("min_sessions = 4", "min_sessions = 9").contains("more sessions than a usual course has"));
}

#[test]
fn a_number_of_a_course_without_a_source_is_refused() {
    assert!(refused("to = 3, source = \"paper\", ", "to = 3, ").contains("there is no `source`"));
    assert!(
        refused("to = 3, source = \"paper\"", "to = 3, source = \"rumour\"")
            .contains("sessions of phase first: the source `rumour`")
    );
}

#[test]
fn an_id_that_stands_there_twice_is_refused() {
    let twice = "techniques = [{ id = \"listening\", label = \"hearing\", group = \"all\" }, ";
    assert!(refused("techniques = [", twice).contains("techniques: `listening` stands there twice"));
}
