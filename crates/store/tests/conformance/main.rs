//! One suite for all backends: what a store promises, each promise a sentence. The reference in memory, SQLite and
//! PostgreSQL run the same tests.
//!
//! PostgreSQL: `CONCORD_TEST_POSTGRES` names a server on which databases may be made (`scripts/postgres start`). Where
//! it is not set, those tests say so and pass; with `CI` or `CONCORD_PG_REQUIRED` set they fail instead.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/mod.rs"]
mod support;

mod backends;
mod machine;
mod races;
mod sealed;
mod suite;
mod tampering;

/// Each test of the suite, once for each backend.
macro_rules! for_each_backend {
    ($($file:ident :: $test:ident;)*) => {
        mod memory {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $test() {
                super::$file::$test(&super::backends::Backend::memory()).await;
            })*
        }
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $test() {
                super::$file::$test(&super::backends::Backend::sqlite()).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $test() {
                let Some(backend) = super::backends::Backend::postgres().await else { return };
                super::$file::$test(&backend).await;
                backend.close().await;
            })*
        }
    };
}

for_each_backend! {
    suite::what_was_appended_is_read_back_as_it_was;
    suite::positions_start_at_one_and_have_no_gaps;
    suite::a_chart_that_does_not_exist_is_empty;
    suite::an_append_for_the_wrong_position_is_a_conflict_and_writes_nothing;
    suite::a_key_that_is_already_on_the_chart_is_told_even_when_the_position_is_old;
    suite::a_key_twice_in_one_append_is_refused_whole;
    suite::the_same_key_on_another_chart_is_another_entry;
    suite::an_append_to_several_charts_is_all_or_nothing;
    suite::one_batch_may_go_on_on_the_same_chart;
    suite::rows_messages_and_kept_records_go_with_their_events_or_not_at_all;
    suite::an_append_without_events_still_looks_at_the_position;
    suite::an_entry_without_a_key_or_with_a_wrong_hash_is_refused;
    suite::charts_are_told_in_order_and_in_pages;
    suite::kept_records_are_verbatim_in_order_and_kept_once;
    suite::rows_lie_in_order_between_two_bounds;
    suite::rows_of_a_chart_are_its_own;
    suite::news_tells_what_was_put_and_removed_since;
    suite::rows_can_be_repaired_without_events;
    suite::reading_a_chart_leaves_its_line;
    suite::a_read_whose_line_cannot_be_written_does_not_happen;
    suite::lines_are_told_newest_first;
    suite::accounts_are_found_by_login_in_any_case;
    suite::a_login_that_is_taken_is_refused_and_nothing_is_put;
    suite::sessions_are_put_replaced_and_ended;
    suite::failed_sign_ins_are_counted_since_a_moment;
    suite::drafts_are_kept_and_taken_away;
    suite::settings_are_kept;
    suite::messages_wait_in_order_until_they_are_sent;
    suite::two_practices_do_not_see_each_other;
    suite::a_stream_fills_an_empty_store_with_the_same;
    suite::a_stream_is_refused_by_a_store_that_holds_something;
    suite::a_stream_that_breaks_leaves_the_store_empty;
    suite::a_stream_with_a_broken_chain_is_refused;
    suite::a_sound_store_has_no_damage;
    suite::what_is_kept_survives_closing_and_opening;
    sealed::an_author_has_one_public_key_for_ever;
    sealed::wrappings_are_changed_only_by_whoever_saw_the_latest;
    sealed::pieces_are_found_under_their_word_by_their_author_alone_and_in_order;
    sealed::a_piece_that_is_there_stays_as_it_is;
    sealed::a_piece_can_be_filed_under_another_word_and_changed_in_no_other_way;
    sealed::a_sealed_draft_takes_the_place_of_the_one_before;
    sealed::what_is_sealed_goes_through_a_stream_bit_for_bit;
    races::thirty_two_writers_on_one_chart_lose_nothing;
    races::thirty_two_writers_on_their_own_charts_all_succeed;
    races::a_key_raced_for_is_used_once;
    races::batches_over_the_same_charts_in_opposite_order_do_not_block_each_other;
    races::news_misses_nothing_while_many_write;
    tampering::a_flipped_byte_is_named;
    tampering::a_deleted_entry_is_named;
    tampering::two_swapped_entries_are_named;
    tampering::a_tail_cut_off_is_named;
    tampering::the_log_and_the_access_log_refuse_to_be_changed;
}
