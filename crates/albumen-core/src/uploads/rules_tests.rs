use super::*;
use proptest::prelude::*;
use rstest::rstest;

const NOW: i64 = 1_800_000_000_000;

fn token(expires_ms: i64) -> Token {
    Token {
        token: "a-token".into(),
        expires_ms,
    }
}

fn any_stage() -> impl Strategy<Value = Stage> {
    let life = prop_oneof![Just(NOW - 1), Just(NOW + TOKEN_LIFE_MS)];
    prop_oneof![
        Just(Stage::Found),
        Just(Stage::Hashed),
        Just(Stage::Sending),
        life.clone().prop_map(|at| Stage::Sent(token(at))),
        life.prop_map(|at| Stage::Creating(token(at))),
        Just(Stage::Adding {
            item: "item".into()
        }),
        Just(Stage::Done {
            item: "item".into()
        }),
        Just(Stage::Skipped {
            why: Skip::Empty,
            item: None
        }),
        Just(Stage::Failed(FailKind::Damaged)),
        Just(Stage::Cancelled),
    ]
}

proptest! {
    #[test]
    fn restarting_twice_is_restarting_once(stage in any_stage()) {
        let once = stage.after_restart(NOW);
        prop_assert_eq!(once.name(), once.clone().after_restart(NOW).name(), "a second start finds nothing to repair");
    }

    #[test]
    fn a_restart_opens_nothing_that_was_settled_and_settles_nothing_that_was_open(stage in any_stage()) {
        prop_assert_eq!(stage.name().is_open(), stage.clone().after_restart(NOW).name().is_open());
    }

    #[test]
    fn waiting_never_shrinks_and_never_exceeds_its_cap(attempts in 0u32..200) {
        prop_assert!(backoff_ms(attempts, 1000) <= backoff_ms(attempts + 1, 1000));
        prop_assert!(backoff_ms(attempts, 1000) <= 64_000);
    }

    #[test]
    fn a_batch_holds_no_more_than_google_takes(ready in 0usize..500, in_order in 0usize..500, more: bool, waits in 0i64..100_000) {
        let size = batch_size(ready.max(in_order), in_order, more, waits, 10_000);
        prop_assert!(size <= MAX_BATCH && size <= ready.max(in_order));
    }
}

#[test]
fn a_dead_token_is_sent_again_after_a_restart() {
    let expired = Stage::Creating(token(NOW - 1)).after_restart(NOW);
    assert_eq!(
        expired.name(),
        StageName::Hashed,
        "Google refuses a token older than a day"
    );
    let dying = Stage::Sent(token(NOW + 1)).after_restart(NOW);
    assert_eq!(
        dying.name(),
        StageName::Hashed,
        "the call that offers it would arrive too late"
    );
}

#[test]
fn a_living_token_is_offered_again_after_a_restart() {
    let living = Stage::Creating(token(NOW + TOKEN_LIFE_MS)).after_restart(NOW);
    assert_eq!(
        living.name(),
        StageName::Sent,
        "the bytes are at Google and are not sent twice"
    );
}

#[test]
fn an_upload_token_is_not_in_debug_output() {
    let shown = format!("{:?}", Stage::Sent(token(NOW)));
    assert!(!shown.contains("a-token"), "{shown}");
}

#[test]
fn every_name_in_the_index_reads_back() {
    for stage in StageName::ALL {
        assert_eq!(StageName::parse(stage.as_str()), Some(stage));
    }
    for why in Skip::ALL {
        assert_eq!(Skip::parse(why.as_str()), Some(why));
    }
    for kind in FailKind::ALL {
        assert_eq!(FailKind::parse(kind.as_str()), Some(kind));
    }
    assert_eq!(
        StageName::parse("uploading"),
        None,
        "an unknown stage is an error, not a default"
    );
}

#[test]
fn a_settled_file_moves_only_when_the_person_says_so() {
    for from in StageName::ALL.into_iter().filter(|stage| !stage.is_open()) {
        for to in StageName::ALL {
            // Skipped to found: only what the person left out, see `Candidate::may_be_tried_again`.
            let tried_again = to == StageName::Found && from != StageName::Done;
            let left_out = (from, to) == (StageName::Failed, StageName::Skipped);
            let may = tried_again || left_out;
            assert_eq!(from.may_become(to), may, "{from:?} to {to:?}");
        }
    }
}

#[rstest]
#[case::corrupt(RefusalKind::Unsupported, 0, Refused::Failed(FailKind::Damaged))]
#[case::duplicate(RefusalKind::AlreadyExists, 0, Refused::AlreadyThere)]
#[case::internal_first(RefusalKind::Internal, 0, Refused::Again)]
#[case::internal_second(RefusalKind::Internal, 1, Refused::Again)]
#[case::internal_third(RefusalKind::Internal, 2, Refused::Failed(FailKind::GoogleFailed))]
#[case::no_word_about_it(RefusalKind::Missing, 0, Refused::Again)]
#[case::no_word_about_it_thrice(RefusalKind::Missing, 2, Refused::Failed(FailKind::NoResult))]
fn each_item_has_its_own_outcome(
    #[case] kind: RefusalKind,
    #[case] attempts: u32,
    #[case] want: Refused,
) {
    assert_eq!(refused(kind, attempts), want);
}

#[rstest]
#[case::a_full_batch_goes_at_once(60, 55, true, 0, 50)]
#[case::the_last_ones_go_at_once(7, 7, false, 0, 7)]
#[case::a_few_wait_for_more(7, 7, true, 0, 0)]
#[case::but_not_for_ever(7, 0, true, 10_000, 7)]
#[case::many_out_of_order_wait_too(70, 10, true, 0, 0)]
fn batches_are_full_or_last_or_old(
    #[case] ready: usize,
    #[case] in_order: usize,
    #[case] more: bool,
    #[case] waits: i64,
    #[case] want: usize,
) {
    assert_eq!(batch_size(ready, in_order, more, waits, 10_000), want);
}
