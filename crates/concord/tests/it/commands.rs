//! The commands that other programs rely on, called as they call them.

use serde_json::{Value, json};
use std::{
    io::Write as _,
    process::{Command, Output, Stdio},
};

fn concord(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_concord"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn answer(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn score_says_total_band_missing_and_safety_flag() {
    let scored = answer(&concord(&["score", "phq-9", "--answers", "2,2,2,2,2,0,0,0,0"], ""));
    assert_eq!((&scored["total"], &scored["band"], &scored["missing"]), (&json!(10), &json!("moderate"), &json!([])));
    assert_eq!(scored["meets"]["dsm_major_depression_algorithm"], json!(true));
    let gap = answer(&concord(&["score", "phq-9", "--answers", "0,,0,0,0,0,0,0,1"], ""));
    assert_eq!((&gap["total"], &gap["missing"]), (&Value::Null, &json!([2])));
    assert_eq!(gap["flags"][0]["item"], json!(9));
}

#[test]
fn a_batch_keeps_its_order_and_one_bad_item_does_not_end_it() {
    let lines = "{\"id\":\"a\",\"instrument\":\"gad-7\",\"answers\":[3,3,3,0,0,0,0]}\n\
                 {\"id\":\"b\",\"instrument\":\"gad-7\",\"answers\":[9,3,3,0,0,0,0]}\n\
                 {\"id\":\"c\",\"instrument\":\"phq-2\",\"answers\":[1,2]}\n";
    let output = concord(&["score", "--batch", "-"], lines);
    assert!(output.status.success());
    let answers: Vec<Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.iter().map(|one| one["id"].as_str().unwrap()).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(answers[0]["total"], json!(9));
    assert!(answers[1]["error"].as_str().unwrap().len() > 10);
    assert_eq!(answers[2]["total"], json!(3));
}

#[test]
fn an_array_in_gives_an_array_out() {
    let input = json!([{"id": 1, "instrument": "who-5", "answers": [3, 3, 2, 2, 2]}]).to_string();
    let scored = answer(&concord(&["score", "--batch", "-"], &input));
    assert_eq!(scored[0]["total"], json!(48));
}

#[test]
fn change_says_response_and_reliable_change() {
    let change = answer(&concord(&["change", "phq-9", "--before", "18", "--after", "9"], ""));
    assert_eq!((&change["difference"], &change["response"], &change["remission"]), (&json!(-9), &json!(true), &json!(false)));
    assert_eq!(change["reliable_change"]["category"], json!("reliably_improved"));
}

#[test]
fn a_change_down_to_zero_is_a_change() {
    let change = answer(&concord(&["change", "phq-9", "--before", "18", "--after", "0"], ""));
    assert_eq!((&change["difference"], &change["remission"]), (&json!(-18), &json!(true)));
}

#[test]
fn instruments_are_listed_with_items_licence_and_whether_the_wording_ships() {
    let all = answer(&concord(&["instruments"], ""));
    let phq9 = all.as_array().unwrap().iter().find(|one| one["id"] == json!("phq-9")).unwrap();
    assert_eq!(phq9["items"].as_array().map_or(phq9["items"].as_u64(), |items| Some(items.len() as u64)), Some(9));
}

#[test]
fn wrong_usage_is_2_and_what_cannot_be_done_is_1_with_a_sentence() {
    assert_eq!(concord(&["score"], "").status.code(), Some(2));
    assert_eq!(concord(&["nonsense"], "").status.code(), Some(2));
    let unknown = concord(&["score", "phq-99", "--answers", "1"], "");
    assert_eq!(unknown.status.code(), Some(1));
    assert!(String::from_utf8(unknown.stderr).unwrap().contains("phq-99"));
}
