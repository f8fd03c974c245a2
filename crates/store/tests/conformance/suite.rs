//! What a store promises to one who uses it alone.

use super::{backends::Backend, support::*};
use concord_access::{MayList, MayRead, MayWrite};
use concord_chart::{ChartId, OrganisationId};
use concord_registry::{RowChange, Shelf};
use concord_store::*;
use uuid::Uuid;

pub async fn what_was_appended_is_read_back_as_it_was(backend: &Backend) {
    let store = backend.store();
    let drafts = vec![full_draft(), draft("plain")];
    assert_eq!(store.append(vec![append(chart(1), 0, drafts.clone())]).await.unwrap(), [2]);
    let log = store.load(&may_read(chart(1)), 0, None).await.unwrap();
    assert_eq!(log.iter().map(|recorded| recorded.draft.clone()).collect::<Vec<_>>(), drafts);
    assert!(log.iter().all(|recorded| recorded.recorded_at == at(0)));
    let later = store.load(&may_read(chart(1)), 1, None).await.unwrap();
    assert_eq!(later, log[1..]);
}

pub async fn positions_start_at_one_and_have_no_gaps(backend: &Backend) {
    let store = backend.store();
    for expected in 0..10 {
        let heads = store.append(vec![append(chart(1), expected, vec![draft(&format!("event {expected}"))])]).await.unwrap();
        assert_eq!(heads, [expected + 1]);
        assert_eq!(store.head(organisation(), chart(1)).await.unwrap(), expected + 1, "a reader sees what was just written");
    }
    let raw = store.raw_log(organisation(), chart(1)).await.unwrap();
    assert_eq!(raw.iter().map(|event| event.seq).collect::<Vec<_>>(), (1..=10).collect::<Vec<_>>());
    let mut link = Link::START;
    raw.iter().for_each(|event| link.follow(organisation(), chart(1), event).unwrap());
}

pub async fn a_chart_that_does_not_exist_is_empty(backend: &Backend) {
    let store = backend.store();
    assert!(store.load(&may_read(chart(9)), 0, None).await.unwrap().is_empty());
    assert!(store.raw_log(organisation(), chart(9)).await.unwrap().is_empty());
    assert!(store.kept(&may_read(chart(9))).await.unwrap().is_empty());
    assert_eq!(store.head(organisation(), chart(9)).await.unwrap(), 0);
}

pub async fn an_append_for_the_wrong_position_is_a_conflict_and_writes_nothing(backend: &Backend) {
    let store = backend.store();
    store.append(vec![append(chart(1), 0, vec![draft("first")])]).await.unwrap();
    for expected in [0, 2, 7] {
        let error = store.append(vec![append(chart(1), expected, vec![draft("second")])]).await.unwrap_err();
        match error {
            StoreError::Conflict { chart: on, expected: wanted, found } => {
                assert_eq!((on, wanted, found), (chart(1), expected, 1));
            }
            other => panic!("a conflict was expected: {other}"),
        }
    }
    assert!(matches!(
        store.append(vec![append(chart(2), 1, vec![draft("on nothing")])]).await.unwrap_err(),
        StoreError::Conflict { found: 0, .. }
    ));
    assert_eq!(store.head(organisation(), chart(1)).await.unwrap(), 1);
    assert_eq!(store.head(organisation(), chart(2)).await.unwrap(), 0);
}

pub async fn a_key_that_is_already_on_the_chart_is_told_even_when_the_position_is_old(backend: &Backend) {
    let store = backend.store();
    store.append(vec![append(chart(1), 0, vec![draft("tapped")])]).await.unwrap();
    for expected in [0, 1] {
        match store.append(vec![append(chart(1), expected, vec![draft("tapped")])]).await.unwrap_err() {
            StoreError::KeyUsed { chart: on, key } => assert_eq!((on, key.as_str()), (chart(1), "key of tapped")),
            other => panic!("the key is used: {other}"),
        }
    }
    assert_eq!(store.head(organisation(), chart(1)).await.unwrap(), 1);
}

pub async fn a_key_twice_in_one_append_is_refused_whole(backend: &Backend) {
    let store = backend.store();
    let twice = vec![draft("once"), draft("again"), draft("again")];
    assert!(matches!(store.append(vec![append(chart(1), 0, twice)]).await.unwrap_err(), StoreError::KeyUsed { .. }));
    assert_eq!(store.head(organisation(), chart(1)).await.unwrap(), 0);
    store.append(vec![append(chart(1), 0, vec![draft("once")])]).await.unwrap();
}

pub async fn the_same_key_on_another_chart_is_another_entry(backend: &Backend) {
    let store = backend.store();
    store.append(vec![append(chart(1), 0, vec![draft("same")])]).await.unwrap();
    store.append(vec![append(chart(2), 0, vec![draft("same")])]).await.unwrap();
}

pub async fn an_append_to_several_charts_is_all_or_nothing(backend: &Backend) {
    let store = backend.store();
    store.append(vec![append(chart(2), 0, vec![draft("there")])]).await.unwrap();
    let before = everything(&*store).await;
    let batch = vec![
        append(chart(1), 0, vec![draft("one")]),
        append(chart(2), 0, vec![draft("two")]),
        append(chart(3), 0, vec![draft("three")]),
    ];
    assert!(matches!(store.append(batch).await.unwrap_err(), StoreError::Conflict { .. }));
    assert_eq!(everything(&*store).await, before);
    let batch = vec![append(chart(3), 0, vec![draft("three")]), append(chart(2), 1, vec![draft("two"), draft("more")])];
    assert_eq!(store.append(batch).await.unwrap(), [1, 3], "heads come in the order of the batch");
}

pub async fn one_batch_may_go_on_on_the_same_chart(backend: &Backend) {
    let store = backend.store();
    let batch = vec![append(chart(1), 0, vec![draft("one"), draft("two")]), append(chart(1), 2, vec![draft("three")])];
    assert_eq!(store.append(batch).await.unwrap(), [2, 3]);
    let again = vec![append(chart(1), 3, vec![draft("four")]), append(chart(1), 3, vec![draft("five")])];
    assert!(matches!(store.append(again).await.unwrap_err(), StoreError::Conflict { expected: 3, found: 4, .. }));
    assert_eq!(store.head(organisation(), chart(1)).await.unwrap(), 3);
}

pub async fn rows_messages_and_kept_records_go_with_their_events_or_not_at_all(backend: &Backend) {
    let store = backend.store();
    let with_all = |expected| Append {
        rows: vec![put(Shelf::Caseload, "row", "a")],
        kept: vec![kept("Patient/1", "{}")],
        outbox: vec![message("m", 1)],
        ..append(chart(1), expected, vec![draft("event")])
    };
    assert!(store.append(vec![with_all(5)]).await.is_err());
    assert!(everything(&*store).await.is_empty());
    store.append(vec![with_all(0)]).await.unwrap();
    let lines = everything(&*store).await;
    let counts = counts(&lines);
    for kind in ["Event", "Row", "Kept", "Outbox"] {
        assert_eq!(counts.get(kind), Some(&1), "{kind}");
    }
}

pub async fn an_append_without_events_still_looks_at_the_position(backend: &Backend) {
    let store = backend.store();
    let rows_only = |expected| Append { rows: vec![put(Shelf::Work, "w", "a")], ..append(chart(1), expected, Vec::new()) };
    assert!(matches!(store.append(vec![rows_only(3)]).await.unwrap_err(), StoreError::Conflict { .. }));
    assert_eq!(store.append(vec![rows_only(0)]).await.unwrap(), [0]);
    assert_eq!(store.rows_of(organisation(), chart(1)).await.unwrap().len(), 1);
    assert!(store.charts(organisation(), None, 10).await.unwrap().is_empty(), "a chart begins with its first entry");
}

pub async fn an_entry_without_a_key_or_with_a_wrong_hash_is_refused(backend: &Backend) {
    let store = backend.store();
    let mut nameless = draft("nameless");
    nameless.key.0.clear();
    let wrong = Kept { sha256: "0".repeat(64), ..kept("Patient/1", "{}") };
    let bad = [
        append(chart(1), 0, vec![nameless]),
        Append { kept: vec![wrong], ..append(chart(1), 0, vec![draft("event")]) },
        Append { rows: vec![put(Shelf::Name, &"k".repeat(3000), "s")], ..append(chart(1), 0, vec![draft("event")]) },
    ];
    for append in bad {
        assert!(matches!(store.append(vec![append]).await.unwrap_err(), StoreError::Refused(_)));
    }
    assert!(everything(&*store).await.is_empty());
}

pub async fn charts_are_told_in_order_and_in_pages(backend: &Backend) {
    let store = backend.store();
    for number in [5, 1, 3, 2, 4] {
        let events = (0..number).map(|index| draft(&format!("{index}"))).collect();
        store.append(vec![append(chart(number), 0, events)]).await.unwrap();
    }
    let first = store.charts(organisation(), None, 2).await.unwrap();
    assert_eq!(first, [(chart(1), 1), (chart(2), 2)]);
    let rest = store.charts(organisation(), Some(chart(2)), 10).await.unwrap();
    assert_eq!(rest, [(chart(3), 3), (chart(4), 4), (chart(5), 5)]);
}

pub async fn kept_records_are_verbatim_in_order_and_kept_once(backend: &Backend) {
    let store = backend.store();
    let verbatim = "{\r\n  \"value\": 14.50, \"text\": \"ü\\u0000 🙂\" }\n";
    let first = Append {
        kept: vec![kept("Observation/2", verbatim), kept("Condition/1", "{}"), kept("Observation/2", verbatim)],
        ..append(chart(1), 0, vec![draft("event")])
    };
    store.append(vec![first]).await.unwrap();
    let newer = Append {
        kept: vec![kept("Condition/1", "{ }"), kept("Observation/2", verbatim)],
        ..append(chart(1), 1, vec![draft("newer")])
    };
    store.append(vec![newer]).await.unwrap();
    let found = store.kept(&may_read(chart(1))).await.unwrap();
    assert_eq!(found, [kept("Condition/1", "{}"), kept("Condition/1", "{ }"), kept("Observation/2", verbatim)]);
}

pub async fn rows_lie_in_order_between_two_bounds(backend: &Backend) {
    let store = backend.store();
    let sorts = ["b", "B", "a", "é", "ab", "z", "Z", "", "a b", "a-b"];
    for (index, sort) in sorts.iter().enumerate() {
        let rows = vec![put(Shelf::Name, &format!("k{index}"), sort), put(Shelf::Diary, "d", sort)];
        store.append(vec![Append { rows, ..append(chart(index as u128 + 1), 0, vec![draft("event")]) }]).await.unwrap();
    }
    let sorts_of = |rows: Vec<StoredRow>| rows.into_iter().map(|row| row.row.sort).collect::<Vec<_>>();
    let all = sorts_of(store.rows(&may_list(), Shelf::Name, "", "\u{10ffff}", 100).await.unwrap());
    assert_eq!(all, ["", "B", "Z", "a", "a b", "a-b", "ab", "b", "z", "é"], "byte by byte");
    assert_eq!(sorts_of(store.rows(&may_list(), Shelf::Name, "a", "b", 100).await.unwrap()), ["a", "a b", "a-b", "ab"]);
    assert_eq!(sorts_of(store.rows(&may_list(), Shelf::Name, "a", "z", 2).await.unwrap()), ["a", "a b"]);
    assert!(store.rows(&may_list(), Shelf::Name, "b", "b", 100).await.unwrap().is_empty());
    assert!(store.rows(&may_list(), Shelf::Name, "z", "a", 100).await.unwrap().is_empty());
    let moved = Append { rows: vec![put(Shelf::Name, "k0", "y")], ..append(chart(1), 1, vec![draft("moved")]) };
    store.append(vec![moved]).await.unwrap();
    assert_eq!(sorts_of(store.rows(&may_list(), Shelf::Name, "b", "zz", 9).await.unwrap()), ["y", "z"]);
}

pub async fn rows_of_a_chart_are_its_own(backend: &Backend) {
    let store = backend.store();
    furnish(&*store).await;
    let rows = store.rows_of(organisation(), chart(2)).await.unwrap();
    assert_eq!(rows, [row(Shelf::Caseload, "row", "sort 2"), row(Shelf::Team, "dr-a", "")]);
    assert_eq!(store.rows_on(organisation(), chart(2), Shelf::Team).await.unwrap(), [row(Shelf::Team, "dr-a", "")]);
    assert!(store.rows_on(organisation(), chart(2), Shelf::Work).await.unwrap().is_empty());
    assert!(store.rows_of(organisation(), chart(8)).await.unwrap().is_empty());
}

pub async fn news_tells_what_was_put_and_removed_since(backend: &Backend) {
    let store = backend.store();
    let change = async |rows: Vec<RowChange>| store.repair_rows(organisation(), chart(1), rows).await.unwrap();
    change(vec![put(Shelf::Caseload, "a", "1"), put(Shelf::Caseload, "b", "2"), put(Shelf::Work, "w", "3")]).await;
    let first = store.changed_rows(organisation(), Shelf::Caseload, None).await.unwrap();
    assert_eq!((sorts(&first), removed(&first)), ("a 1, b 2".to_owned(), vec![]));

    change(vec![RowChange::Remove(Shelf::Caseload, "a".to_owned()), put(Shelf::Caseload, "c", "4")]).await;
    change(vec![put(Shelf::Caseload, "b", "9"), RowChange::Remove(Shelf::Caseload, "unknown".to_owned())]).await;
    let second = store.changed_rows(organisation(), Shelf::Caseload, Some(&first.token)).await.unwrap();
    assert_eq!((sorts(&second), removed(&second)), ("b 9, c 4".to_owned(), vec!["a"]));

    let all = store.changed_rows(organisation(), Shelf::Caseload, None).await.unwrap();
    assert_eq!((sorts(&all), removed(&all)), ("b 9, c 4".to_owned(), vec![]), "who asks for the first time is told no removals");
    change(vec![put(Shelf::Caseload, "a", "5")]).await;
    let back = store.changed_rows(organisation(), Shelf::Caseload, Some(&second.token)).await.unwrap();
    assert!(sorts(&back).contains("a 5"));
    assert!(!removed(&back).contains(&"a"));
    assert!(store.changed_rows(organisation(), Shelf::Caseload, Some("nonsense")).await.is_err());
}

fn sorts(news: &RowNews) -> String {
    let mut put: Vec<_> = news.put.iter().map(|row| format!("{} {}", row.row.key, row.row.sort)).collect();
    put.sort_unstable();
    put.join(", ")
}

fn removed(news: &RowNews) -> Vec<&str> {
    let mut removed: Vec<&str> = news.removed.iter().map(|(_, key)| key.as_str()).collect();
    removed.sort_unstable();
    removed
}

pub async fn rows_can_be_repaired_without_events(backend: &Backend) {
    let store = backend.store();
    furnish(&*store).await;
    let changes = vec![put(Shelf::Caseload, "row", "mended"), RowChange::Remove(Shelf::Team, "dr-a".to_owned())];
    store.repair_rows(organisation(), chart(1), changes).await.unwrap();
    assert_eq!(store.rows_of(organisation(), chart(1)).await.unwrap(), [row(Shelf::Caseload, "row", "mended")]);
    assert_eq!(store.head(organisation(), chart(1)).await.unwrap(), 6);
}

pub async fn reading_a_chart_leaves_its_line(backend: &Backend) {
    let store = backend.store();
    store.append(vec![append(chart(1), 0, vec![draft("event")])]).await.unwrap();
    store.load(&may_read(chart(1)), 0, Some(line(Some(chart(1)), "chart", 1))).await.unwrap();
    store.load(&may_read(chart(1)), 1, None).await.unwrap();
    assert_eq!(store.access_lines(organisation(), Some(chart(1)), 10).await.unwrap(), [line(Some(chart(1)), "chart", 1)]);
}

pub async fn a_read_whose_line_cannot_be_written_does_not_happen(backend: &Backend) {
    let store = backend.store();
    store.append(vec![append(chart(1), 0, vec![draft("event")])]).await.unwrap();
    assert_eq!(store.load(&may_read(chart(1)), 0, Some(line(Some(chart(1)), "chart", 1))).await.unwrap().len(), 1);
    backend.break_access_log().await;
    assert!(store.load(&may_read(chart(1)), 0, Some(line(Some(chart(1)), "chart", 2))).await.is_err());
    assert!(store.log_access(organisation(), line(None, "caseload", 3)).await.is_err());
}

pub async fn lines_are_told_newest_first(backend: &Backend) {
    let store = backend.store();
    let written = [
        line(Some(chart(1)), "chart", 5),
        line(None, "caseload", 7),
        line(Some(chart(2)), "refused: chart", 6),
        AccessLine { account: None, reason: "urgent call".to_owned(), ..line(Some(chart(1)), "glass", 6) },
        line(Some(chart(1)), "same instant, later", 6),
    ];
    for line in &written {
        store.log_access(organisation(), line.clone()).await.unwrap();
    }
    let of_chart = store.access_lines(organisation(), Some(chart(1)), 10).await.unwrap();
    assert_eq!(of_chart, [written[4].clone(), written[3].clone(), written[0].clone()]);
    let all = store.access_lines(organisation(), None, 3).await.unwrap();
    assert_eq!(all, [written[1].clone(), written[4].clone(), written[3].clone()]);
}

pub async fn accounts_are_found_by_login_in_any_case(backend: &Backend) {
    let store = backend.store();
    let accounts = vec![account(1, "jörg", "Zoe"), account(2, "ben", "Adam"), account(3, "carla", "Adam")];
    store.put_accounts(accounts.clone()).await.unwrap();
    assert_eq!(store.account_by_login("JÖRG").await.unwrap().as_ref(), Some(&accounts[0]));
    assert_eq!(store.account_by_login("nobody").await.unwrap(), None);
    assert_eq!(store.account(account_id(2)).await.unwrap().as_ref(), Some(&accounts[1]));
    let by_name = store.accounts(organisation()).await.unwrap();
    assert_eq!(by_name, [accounts[1].clone(), accounts[2].clone(), accounts[0].clone()]);
}

pub async fn a_login_that_is_taken_is_refused_and_nothing_is_put(backend: &Backend) {
    let store = backend.store();
    store.put_accounts(vec![account(1, "ben", "Ben")]).await.unwrap();
    let error = store.put_accounts(vec![account(2, "eva", "Eva"), account(3, "BEN", "Other")]).await.unwrap_err();
    assert!(matches!(error, StoreError::Refused(_)), "{error}");
    assert_eq!(store.account_by_login("eva").await.unwrap(), None);
    let closed = Account { open: false, settings: "{\"theme\":\"dark\"}".to_owned(), ..account(1, "ben", "Ben") };
    store.put_accounts(vec![closed.clone()]).await.unwrap();
    assert_eq!(store.account(account_id(1)).await.unwrap(), Some(closed));
}

pub async fn sessions_are_put_replaced_and_ended(backend: &Backend) {
    let store = backend.store();
    let session = |hash: &str, of: u128, seen: i64| Session {
        id_hash: hash.to_owned(),
        account: account_id(of),
        created: at(0),
        seen: at(seen),
        state: "{}".to_owned(),
    };
    for (hash, of, seen) in [("a", 1, 10), ("b", 1, 20), ("c", 2, 30), ("d", 3, 40)] {
        store.put_session(session(hash, of, seen)).await.unwrap();
    }
    store.put_session(session("c", 2, 35)).await.unwrap();
    assert_eq!(store.session("c").await.unwrap(), Some(session("c", 2, 35)));
    store.end_sessions(EndSessions::Of(account_id(1))).await.unwrap();
    assert_eq!((store.session("a").await.unwrap(), store.session("b").await.unwrap()), (None, None));
    store.end_sessions(EndSessions::NotSeenSince(at(36))).await.unwrap();
    assert_eq!(store.session("c").await.unwrap(), None);
    assert!(store.session("d").await.unwrap().is_some());
    store.end_sessions(EndSessions::One("d".to_owned())).await.unwrap();
    assert_eq!(store.session("d").await.unwrap(), None);
}

pub async fn failed_sign_ins_are_counted_since_a_moment(backend: &Backend) {
    let store = backend.store();
    for (index, seconds) in [0, 100, 100, 200].into_iter().enumerate() {
        assert_eq!(store.count_failure("login:a", at(seconds), at(0)).await.unwrap(), index as u32 + 1);
    }
    assert_eq!(store.count_failure("login:b", at(200), at(0)).await.unwrap(), 1);
    assert_eq!(store.failures("login:a", at(100)).await.unwrap(), 3);
    assert_eq!(store.failures("login:a", at(201)).await.unwrap(), 0);
    assert_eq!(store.failures("login:c", at(0)).await.unwrap(), 0);
}

pub async fn drafts_are_kept_and_taken_away(backend: &Backend) {
    let store = backend.store();
    store.put_draft(account_id(1), "note", "one", at(0)).await.unwrap();
    store.put_draft(account_id(1), "note", "two", at(1)).await.unwrap();
    store.put_draft(account_id(2), "note", "theirs", at(1)).await.unwrap();
    assert_eq!(store.draft(account_id(1), "note").await.unwrap().as_deref(), Some("two"));
    store.put_draft(account_id(1), "note", "", at(2)).await.unwrap();
    store.put_draft(account_id(1), "never there", "", at(2)).await.unwrap();
    assert_eq!(store.draft(account_id(1), "note").await.unwrap(), None);
    assert_eq!(store.draft(account_id(2), "note").await.unwrap().as_deref(), Some("theirs"));
}

pub async fn settings_are_kept(backend: &Backend) {
    let store = backend.store();
    assert_eq!(store.setting("practice").await.unwrap(), None);
    store.put_setting("practice", "one").await.unwrap();
    store.put_setting("practice", "two").await.unwrap();
    assert_eq!(store.setting("practice").await.unwrap().as_deref(), Some("two"));
}

pub async fn messages_wait_in_order_until_they_are_sent(backend: &Backend) {
    let store = backend.store();
    let first =
        Append { outbox: vec![message("x", 5), message("b", 3), message("a", 3)], ..append(chart(1), 0, vec![draft("e")]) };
    store.append(vec![first]).await.unwrap();
    let other = OutboxMessage { text: "another text".to_owned(), ..message("x", 9) };
    let again = Append { outbox: vec![other], ..append(chart(1), 1, vec![draft("f")]) };
    store.append(vec![again]).await.unwrap();
    let waiting = store.outbox(organisation(), 10).await.unwrap();
    assert_eq!(waiting, [message("a", 3), message("b", 3), message("x", 5)], "a message that is there stays as it is");
    store.sent(organisation(), "a", at(50)).await.unwrap();
    store.sent(organisation(), "a", at(60)).await.unwrap();
    store.sent(organisation(), "unknown", at(60)).await.unwrap();
    assert_eq!(store.outbox(organisation(), 1).await.unwrap(), [message("b", 3)]);
    let lines = everything(&*store).await;
    let when = lines.iter().find_map(|line| match line {
        BackupLine::Outbox { message, sent, .. } if message.id == "a" => *sent,
        _ => None,
    });
    assert_eq!(when, Some(at(50)), "the first sending counts");
}

pub async fn two_practices_do_not_see_each_other(backend: &Backend) {
    let store = backend.store();
    let theirs = OrganisationId(Uuid::from_u128(0xD0));
    let append_theirs = Append {
        may: MayWrite::import(theirs, chart(1), "test"),
        rows: vec![put(Shelf::Caseload, "row", "a")],
        kept: vec![kept("Patient/1", "{}")],
        outbox: vec![message("m", 1)],
        ..append(chart(1), 0, vec![draft("theirs")])
    };
    store.append(vec![append_theirs]).await.unwrap();
    store.log_access(theirs, line(Some(chart(1)), "chart", 1)).await.unwrap();
    store.put_accounts(vec![Account { organisation: theirs, ..account(1, "t", "T") }]).await.unwrap();

    store.append(vec![append(chart(1), 0, vec![draft("ours")])]).await.unwrap();
    assert_eq!(store.load(&may_read(chart(1)), 0, None).await.unwrap()[0].draft, draft("ours"));
    assert_eq!(store.load(&MayRead::operator(theirs, chart(1), "test"), 0, None).await.unwrap()[0].draft, draft("theirs"));
    assert!(store.kept(&may_read(chart(1))).await.unwrap().is_empty());
    assert!(store.rows(&may_list(), Shelf::Caseload, "", "z", 10).await.unwrap().is_empty());
    assert_eq!(store.rows(&MayList::operator(theirs), Shelf::Caseload, "", "z", 10).await.unwrap().len(), 1);
    assert!(store.rows_of(organisation(), chart(1)).await.unwrap().is_empty());
    assert!(store.changed_rows(organisation(), Shelf::Caseload, None).await.unwrap().put.is_empty());
    assert!(store.outbox(organisation(), 10).await.unwrap().is_empty());
    assert!(store.access_lines(organisation(), None, 10).await.unwrap().is_empty());
    assert!(store.accounts(organisation()).await.unwrap().is_empty());
    assert_eq!(store.charts(theirs, None, 10).await.unwrap(), [(chart(1), 1)]);
}

pub async fn a_stream_fills_an_empty_store_with_the_same(backend: &Backend) {
    let store = backend.store();
    furnish(&*store).await;
    let lines = everything(&*store).await;
    let counts = counts(&lines);
    assert_eq!((counts["Event"], counts["Kept"], counts["Row"], counts["Access"]), (18, 6, 6, 3));
    for target in [backend.another().await, Backend::memory(), Backend::sqlite()] {
        let filled = target.store();
        filled.fill(&mut lines.clone().into_iter().map(Ok)).await.unwrap();
        assert_eq!(everything(&*filled).await, lines, "every backend tells the same in the same order");
        assert_eq!(filled.check().await.unwrap(), []);
        assert_eq!(filled.charts(organisation(), None, 9).await.unwrap(), store.charts(organisation(), None, 9).await.unwrap());
        filled.append(vec![append(chart(1), 6, vec![draft("life goes on")])]).await.unwrap();
        drop(filled);
        target.close().await;
    }
}

pub async fn a_stream_is_refused_by_a_store_that_holds_something(backend: &Backend) {
    let store = backend.store();
    store.put_setting("practice", "{}").await.unwrap();
    let lines = vec![Ok(BackupLine::Setting { key: "other".to_owned(), value: "x".to_owned() })];
    assert!(matches!(store.fill(&mut lines.into_iter()).await.unwrap_err(), StoreError::Refused(_)));
    assert_eq!(store.setting("other").await.unwrap(), None);
}

pub async fn a_stream_that_breaks_leaves_the_store_empty(backend: &Backend) {
    let full = backend.another().await;
    furnish(&*full.store()).await;
    let mut lines: Vec<_> = everything(&*full.store()).await.into_iter().map(Ok).collect();
    lines.push(Err(StoreError::Damaged("line 99".to_owned())));
    let store = backend.store();
    let error = store.fill(&mut lines.into_iter()).await.unwrap_err();
    assert!(error.to_string().contains("line 99"), "the reason is told: {error}");
    assert!(everything(&*store).await.is_empty());
    furnish(&*store).await;
    full.close().await;
}

pub async fn a_stream_with_a_broken_chain_is_refused(backend: &Backend) {
    let full = backend.another().await;
    furnish(&*full.store()).await;
    let lines = everything(&*full.store()).await;
    let second = lines.iter().position(|line| matches!(line, BackupLine::Event { event, .. } if event.seq == 2)).unwrap();
    let mut changed = lines.clone();
    if let BackupLine::Event { event, .. } = &mut changed[second] {
        event.body = event.body.replace("event 1", "event !");
    }
    let mut missing = lines.clone();
    missing.remove(second);
    let store = backend.store();
    for broken in [changed, missing] {
        let error = store.fill(&mut broken.into_iter().map(Ok)).await.unwrap_err();
        assert!(matches!(error, StoreError::Damaged(_)), "{error}");
        assert!(everything(&*store).await.is_empty());
    }
    full.close().await;
}

pub async fn a_sound_store_has_no_damage(backend: &Backend) {
    let store = backend.store();
    furnish(&*store).await;
    assert_eq!(store.check().await.unwrap(), []);
}

pub async fn what_is_kept_survives_closing_and_opening(backend: &Backend) {
    furnish(&*backend.store()).await;
    let before = everything(&*backend.store()).await;
    let store = backend.reopen().await;
    assert_eq!(everything(&*store).await, before);
    let token = store.changed_rows(organisation(), Shelf::Caseload, None).await.unwrap().token;
    store.repair_rows(organisation(), chart(1), vec![put(Shelf::Caseload, "row", "new")]).await.unwrap();
    let news = store.changed_rows(organisation(), Shelf::Caseload, Some(&token)).await.unwrap();
    assert!(news.put.iter().any(|row| row.chart == ChartId(Uuid::from_u128(1)) && row.row.sort == "new"));
}
