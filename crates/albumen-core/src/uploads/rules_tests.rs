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
    fn a_batch_holds_no_more_than_google_takes_and_is_never_put_off_for_ever(
        ready in 1usize..=50, in_order in 0usize..=50, quick: bool, any: bool, waited_ms in 0i64..1_000_000,
    ) {
        let in_order = in_order.min(ready);
        let gathered = Gathered { ready, in_order, in_order_but_slow: in_order, quick_coming: quick && any, any_coming: any, waited_ms };
        match batch_size(gathered, Patience { gather_ms: 5_000, longest_ms: 600_000 }) {
            Ok(size) => prop_assert!(size <= MAX_BATCH && size == ready),
            Err(wait_ms) => prop_assert!(any && wait_ms > 0 && waited_ms + wait_ms <= 600_000),
        }
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

fn gathered(ready: usize, in_order: usize, waited_ms: i64) -> Gathered {
    Gathered {
        ready,
        in_order,
        in_order_but_slow: in_order,
        quick_coming: true,
        any_coming: true,
        waited_ms,
    }
}

#[rstest]
#[case::a_full_batch_goes_at_once(gathered(50, 50, 0), Ok(50))]
#[case::a_few_wait_for_more(gathered(7, 7, 5_000), Err(595_000))]
#[case::but_not_for_ever(gathered(7, 0, 600_000), Ok(7))]
#[case::many_out_of_order_wait_too(gathered(50, 10, 5_000), Err(595_000))]
#[case::the_last_ones_go_at_once(Gathered { quick_coming: false, any_coming: false, ..gathered(7, 7, 0) }, Ok(7))]
#[case::a_film_is_waited_for_a_moment(Gathered { quick_coming: false, ..gathered(7, 3, 1_000) }, Err(4_000))]
#[case::and_no_longer(Gathered { quick_coming: false, ..gathered(7, 3, 5_000) }, Ok(7))]
#[case::a_full_batch_waits_for_a_film_a_moment(Gathered { in_order_but_slow: 50, ..gathered(50, 0, 0) }, Err(5_000))]
#[case::and_goes_then(Gathered { in_order_but_slow: 50, ..gathered(50, 0, 5_000) }, Ok(50))]
fn batches_are_full_or_last_or_old(#[case] gathered: Gathered, #[case] want: Result<usize, i64>) {
    let patience = Patience {
        gather_ms: 5_000,
        longest_ms: 600_000,
    };
    assert_eq!(batch_size(gathered, patience), want);
}

#[rstest]
#[case::small(20 << 20, 262_144, 8 << 20)]
#[case::at_the_edge(128 << 20, 262_144, 8 << 20)]
#[case::above_it((128 << 20) + 1, 262_144, (8 << 20) + 262_144)]
#[case::a_gibibyte(1 << 30, 262_144, 64 << 20)]
#[case::a_long_film(20_000_000_000, 262_144, 64 << 20)]
#[case::an_odd_granularity(20 << 20, 3_000_000, 9_000_000)]
#[case::a_huge_granularity(20 << 20, 100 << 20, 100 << 20)]
#[case::no_granularity(20 << 20, 0, 8 << 20)]
fn chunks_grow_with_the_file_and_fit_the_granularity(
    #[case] size: u64,
    #[case] granularity: u64,
    #[case] want: u64,
) {
    assert_eq!(chunk_bytes(size, granularity), want);
}
