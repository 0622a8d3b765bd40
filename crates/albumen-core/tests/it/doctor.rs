//! The doctor: every failure is made to happen, is named with what mends it, and is gone once that is done.

use albumen_core::view::{
    CheckKind, CheckState, CheckView, ConnectionHealth, ConnectionKey, DoctorState, DoctorView,
    JobState, Remedy, SignInWith,
};
use albumen_core::{CoreError, Paths};
use photos_emulator::{LibrarySource, SAMPLE_CLIENT_ID, SAMPLE_CLIENT_SECRET};
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{ALL_SCOPES, MARA, TOMAS, WEB_CLIENT_PORT, World, answer, job_end, until};

/// Somebody signed in just now, by the computer's own clock: that of the emulator shows the same.
pub async fn signed_in() -> (World, ConnectionKey) {
    let world = World::new(LibrarySource::Empty).await;
    let now_ms = jiff::Timestamp::now().as_millisecond();
    world.clock.advance_ms(now_ms - world.clock.now_ms());
    let key = world.sign_in(MARA).await.key;
    world.forget_stats().await;
    (world, key)
}

/// Signs in to the same connection again.
pub async fn sign_in_again(world: &World, key: ConnectionKey) {
    let again = SignInWith::Again { connection: key };
    world
        .sign_in_with(again, |page| answer(page, MARA, "allow", &ALL_SCOPES))
        .await
        .unwrap();
}

/// Checks, and sees that everything was looked at.
pub async fn check(world: &World, key: ConnectionKey) -> DoctorView {
    world.forget_stats().await;
    let view = world.core.doctor().check(key).await.unwrap();
    assert_eq!(view.state, DoctorState::Done);
    let kinds: Vec<CheckKind> = view.checks.iter().map(|check| check.kind).collect();
    assert_eq!(kinds, CheckKind::ALL, "everything is looked at, in order");
    for check in &view.checks {
        let bad = matches!(check.state, CheckState::Failed | CheckState::Warning);
        assert_eq!(check.remedy.is_some(), bad, "{check:?}");
        assert!(!check.sentence.contains('!'), "calm: {}", check.sentence);
    }
    view
}

pub fn of(view: &DoctorView, kind: CheckKind) -> CheckView {
    let found = view.checks.iter().find(|check| check.kind == kind);
    found.expect("it was looked at").clone()
}

/// What is not as it should be, and was looked at.
fn troubles(view: &DoctorView) -> Vec<(CheckKind, CheckState)> {
    let checks = view.checks.iter();
    checks
        .filter(|check| matches!(check.state, CheckState::Failed | CheckState::Warning))
        .map(|check| (check.kind, check.state))
        .collect()
}

fn well(view: &DoctorView) {
    assert!(troubles(view).is_empty(), "all is well: {view:?}");
}

#[tokio::test]
async fn a_connection_that_works_costs_four_requests_of_which_one_counts() {
    let (world, key) = signed_in().await;
    let view = check(&world, key).await;
    well(&view);
    assert_eq!(view.count(CheckState::Ok), CheckKind::ALL.len());
    let requests = world.requests().await;
    assert_eq!(
        requests.values().sum::<u64>(),
        4,
        "the fourth is of the other API: {requests:?}"
    );
    assert_eq!(view.requests, 4);
    assert_eq!(world.library_requests().await, 1);
    let quota = world.core.connections().get(key).await.unwrap().quota;
    assert_eq!(quota.requests, 1, "it counts like any other");
}

/// What mends a failure, done as a person would.
#[derive(Clone, Copy, Debug)]
enum Mend {
    /// Signing in again.
    SignIn,
    /// Something that the person does elsewhere, or that passes.
    Elsewhere,
}

fn taken(scope: &str) -> Value {
    json!({ "kind": "scopes_removed", "scopes": [scope], "count": 1 })
}

const FAILED: CheckState = CheckState::Failed;
const WARNING: CheckState = CheckState::Warning;

#[rstest]
#[case::revoked(json!({ "kind": "refresh_revoked", "count": 1 }), CheckKind::SignIn, FAILED, "SignInAgain", Mend::SignIn)]
#[case::admin(json!({ "kind": "admin_blocked" }), CheckKind::SignIn, FAILED, "OtherAccount", Mend::Elsewhere)]
#[case::token_trouble(
    json!({ "kind": "server_error", "status": 503, "methods": ["oauth.token"] }),
    CheckKind::SignIn, WARNING, "TryLater", Mend::Elsewhere
)]
#[case::token_cut(
    json!({ "kind": "cut", "after_bytes": 0, "methods": ["oauth.token"] }),
    CheckKind::SignIn, FAILED, "CheckNetwork", Mend::Elsewhere
)]
#[case::may_not_add(
    taken("photoslibrary.appendonly"),
    CheckKind::Add,
    FAILED,
    "GrantPermission",
    Mend::SignIn
)]
#[case::may_not_see(
    taken("photoslibrary.readonly.appcreateddata"),
    CheckKind::Read,
    FAILED,
    "GrantPermission",
    Mend::SignIn
)]
#[case::may_not_change(
    taken("photoslibrary.edit.appcreateddata"),
    CheckKind::Edit,
    FAILED,
    "GrantPermission",
    Mend::SignIn
)]
#[case::may_not_choose(
    taken("photospicker.mediaitems.readonly"),
    CheckKind::Pick,
    WARNING,
    "GrantPermission",
    Mend::SignIn
)]
#[case::client_deleted(json!({ "kind": "client_deleted" }), CheckKind::Client, FAILED, "EnterClient", Mend::Elsewhere)]
#[case::api_off(json!({ "kind": "api_disabled" }), CheckKind::Api, FAILED, "EnableApi", Mend::Elsewhere)]
#[case::picker_off(json!({ "kind": "picker_api_disabled" }), CheckKind::Picker, WARNING, "EnableApi", Mend::Elsewhere)]
#[case::picker_trouble(
    json!({ "kind": "server_error", "status": 503, "methods": ["picker"] }),
    CheckKind::Picker, WARNING, "TryLater", Mend::Elsewhere
)]
#[case::picker_cut(
    json!({ "kind": "lost_answer", "methods": ["picker"] }),
    CheckKind::Picker, WARNING, "CheckNetwork", Mend::Elsewhere
)]
#[case::api_slow(json!({ "kind": "rate_limited" }), CheckKind::Api, WARNING, "TryLater", Mend::Elsewhere)]
#[case::api_trouble(
    json!({ "kind": "server_error", "status": 500 }),
    CheckKind::Api, WARNING, "TryLater", Mend::Elsewhere
)]
#[case::api_page(json!({ "kind": "html_body", "status": 404 }), CheckKind::Api, FAILED, "TryLater", Mend::Elsewhere)]
#[case::api_cut(json!({ "kind": "lost_answer" }), CheckKind::Api, FAILED, "CheckNetwork", Mend::Elsewhere)]
#[case::no_photos(json!({ "kind": "photos_disabled" }), CheckKind::Photos, FAILED, "OtherAccount", Mend::Elsewhere)]
#[case::spent(json!({ "kind": "quota_spent" }), CheckKind::Quota, FAILED, "WaitUntilMidnight", Mend::Elsewhere)]
#[case::clock_off(json!({ "kind": "clock_skew", "s": 120 }), CheckKind::Clock, WARNING, "SetClock", Mend::Elsewhere)]
#[case::clock_far_off(json!({ "kind": "clock_skew", "s": -400 }), CheckKind::Clock, FAILED, "SetClock", Mend::Elsewhere)]
#[case::front_trouble(
    json!({ "kind": "server_error", "status": 502, "methods": ["page.other"] }),
    CheckKind::Network, WARNING, "TryLater", Mend::Elsewhere
)]
#[case::front_cut(
    json!({ "kind": "cut", "after_bytes": 0, "methods": ["page.other"] }),
    CheckKind::Network, FAILED, "RestartElsewhere", Mend::Elsewhere
)]
#[tokio::test]
async fn each_trouble_is_named_with_what_mends_it_and_is_gone_after(
    #[case] fault: Value,
    #[case] kind: CheckKind,
    #[case] state: CheckState,
    #[case] remedy: &str,
    #[case] mend: Mend,
) {
    let (world, key) = signed_in().await;
    world.fault(fault).await;
    let view = check(&world, key).await;
    assert_eq!(
        troubles(&view),
        [(kind, state)],
        "one trouble, named once: {view:?}"
    );
    let named = format!("{:?}", of(&view, kind).remedy.unwrap());
    assert!(named.starts_with(remedy), "{named}");
    let requests = world.requests().await;
    let sent = requests.values().sum::<u64>();
    assert!(
        sent <= 4 && sent == u64::from(view.requests),
        "{requests:?}"
    );
    match mend {
        Mend::SignIn => sign_in_again(&world, key).await,
        Mend::Elsewhere => world.no_faults().await,
    }
    let mended = check(&world, key).await;
    well(&mended);
    let after = world.core.connections().get(key).await.unwrap();
    assert_eq!(after.health, ConnectionHealth::Connected);
    assert!(after.missing.is_empty());
}

#[tokio::test]
async fn the_page_on_which_the_api_is_switched_on_is_googles_own() {
    let (world, key) = signed_in().await;
    world.fault(json!({ "kind": "api_disabled" })).await;
    let found = of(&check(&world, key).await, CheckKind::Api);
    let Some(Remedy::EnableApi { url }) = found.remedy else {
        panic!("{found:?}")
    };
    assert!(
        url.starts_with("https://console.developers.google.com/apis/api/photoslibrary"),
        "the page of this very project: {url}"
    );
    let health = async || world.core.connections().get(key).await.unwrap().health;
    assert_eq!(health().await, ConnectionHealth::ApiOff);
    world.no_faults().await;
    well(&check(&world, key).await);
    assert_eq!(health().await, ConnectionHealth::Connected);
}

#[tokio::test]
async fn the_picker_api_is_asked_only_where_photos_may_be_chosen_and_its_own_page_is_opened() {
    let (world, key) = signed_in().await;
    world.fault(json!({ "kind": "picker_api_disabled" })).await;
    let found = of(&check(&world, key).await, CheckKind::Picker);
    let Some(Remedy::EnableApi { url }) = found.remedy else {
        panic!("{found:?}")
    };
    assert!(
        url.starts_with("https://console.developers.google.com/apis/api/photospicker"),
        "the page of this API and this very project: {url}"
    );
    let view = world.core.connections().get(key).await.unwrap();
    assert_eq!(view.health, ConnectionHealth::Connected, "all else works");
    world.no_faults().await;
    world.fault(taken("photospicker.mediaitems.readonly")).await;
    let view = check(&world, key).await;
    assert_eq!(of(&view, CheckKind::Picker).state, CheckState::Skipped);
    assert_eq!(view.requests, 3, "nothing to ask");
    assert_eq!(world.count("picker.sessions.get").await, 0);
}

#[tokio::test]
async fn a_permission_that_was_taken_back_shows_at_the_connection_too() {
    let (world, key) = signed_in().await;
    world.fault(taken("photoslibrary.appendonly")).await;
    check(&world, key).await;
    let view = world.core.connections().get(key).await.unwrap();
    assert_eq!(view.health, ConnectionHealth::ConsentMissing);
    assert_eq!(view.missing, [albumen_core::view::Permission::Add]);
}

#[tokio::test]
async fn a_secret_that_was_replaced_is_entered_again_and_the_connection_stays() {
    let (world, key) = signed_in().await;
    let secret = "GOCSPX-the-secret-that-came-after";
    let client =
        json!({ "client_id": SAMPLE_CLIENT_ID, "client_secret": secret, "kind": "installed" });
    world.post("client", client).await;
    let view = check(&world, key).await;
    assert_eq!(troubles(&view), [(CheckKind::Secret, FAILED)]);
    assert_eq!(of(&view, CheckKind::Client).state, CheckState::Ok);
    assert_eq!(
        of(&view, CheckKind::Secret).remedy,
        Some(Remedy::EnterClient)
    );
    assert!(!view.report().contains(SAMPLE_CLIENT_SECRET) && !view.report().contains(secret));
    let with = SignInWith::Typed {
        client_id: SAMPLE_CLIENT_ID.to_owned(),
        client_secret: secret.to_owned(),
        is_web: false,
    };
    let mended = world
        .sign_in_with(with, |page| answer(page, MARA, "allow", &ALL_SCOPES))
        .await
        .unwrap();
    assert_eq!(mended.key, key, "what belongs to it stays");
    well(&check(&world, key).await);
}

#[tokio::test]
async fn secrets_that_are_gone_or_damaged_are_told_apart() {
    let (world, key) = signed_in().await;
    let file = Paths::under(world.home.path()).secrets();
    let kept = std::fs::read(&file).unwrap();
    std::fs::write(&file, "{ half").unwrap();
    let view = check(&world, key).await;
    assert_eq!(troubles(&view), [(CheckKind::Keychain, FAILED)], "{view:?}");
    assert_eq!(view.requests, 1, "nothing can be renewed");
    std::fs::write(&file, kept).unwrap();
    well(&check(&world, key).await);
    std::fs::remove_file(&file).unwrap();
    let view = check(&world, key).await;
    assert_eq!(troubles(&view), [(CheckKind::Secret, FAILED)], "{view:?}");
    assert_eq!(of(&view, CheckKind::SignIn).state, CheckState::Skipped);
    assert_eq!(world.sign_in(MARA).await.key, key);
    well(&check(&world, key).await);
}

#[tokio::test]
async fn nobody_there_is_one_failure_and_one_request() {
    let (mut world, key) = signed_in().await;
    world.stop_emulator().await;
    let view = world.core.doctor().check(key).await.unwrap();
    assert_eq!(troubles(&view), [(CheckKind::Network, FAILED)], "{view:?}");
    assert_eq!(view.requests, 1);
    assert_eq!(
        of(&view, CheckKind::Secret).state,
        CheckState::Ok,
        "what is on this computer can be seen without it"
    );
    let health = world.core.connections().get(key).await.unwrap().health;
    assert_eq!(health, ConnectionHealth::Offline);
}

#[tokio::test]
async fn a_web_client_needs_its_own_port_free() {
    const PORT: u16 = 8484;
    let _alone = WEB_CLIENT_PORT.lock().await;
    let (world, _) = signed_in().await;
    let (id, secret) = (
        "7-web.apps.googleusercontent.com",
        "GOCSPX-secret-of-the-web",
    );
    let back = format!("http://127.0.0.1:{PORT}");
    let client =
        json!({ "client_id": id, "client_secret": secret, "kind": "web", "redirect_uris": [back] });
    world.post("client", client).await;
    let file = world.home.path().join("client_secret_web.json");
    let text = json!({ "web": { "client_id": id, "client_secret": secret } });
    std::fs::write(&file, text.to_string()).unwrap();
    let with = SignInWith::File {
        path: file.display().to_string(),
    };
    let web = world
        .sign_in_with(with, |page| answer(page, TOMAS, "allow", &ALL_SCOPES))
        .await
        .unwrap()
        .key;
    let other = std::net::TcpListener::bind(("127.0.0.1", PORT)).unwrap();
    let view = check(&world, web).await;
    assert_eq!(troubles(&view), [(CheckKind::Port, FAILED)], "{view:?}");
    let remedy = of(&view, CheckKind::Port).remedy;
    assert_eq!(remedy, Some(Remedy::FreePort { port: PORT }));
    drop(other);
    well(&check(&world, web).await);
}

#[tokio::test]
async fn a_check_can_be_stopped_and_what_it_found_stays() {
    let (world, key) = signed_in().await;
    world
        .fault(json!({ "kind": "latency", "ms": 600_000, "methods": ["page.other"] }))
        .await;
    let doctor = world.core.doctor();
    let job = doctor.begin(key).await.unwrap();
    assert_eq!(doctor.begin(key).await.unwrap(), job, "one at a time");
    until(&world.core, "it waits for the service", || async {
        let view = doctor.view(key).await.unwrap().unwrap();
        assert_eq!((view.state, view.job), (DoctorState::Running, Some(job)));
        view.requests == 1
    })
    .await;
    world.core.jobs().cancel(job).await.unwrap();
    assert_eq!(job_end(&world.core, job).await.state, JobState::Cancelled);
    let view = doctor.view(key).await.unwrap().unwrap();
    assert_eq!((view.state, view.job), (DoctorState::Cancelled, None));
    assert_eq!(view.checks.len(), 3, "this computer was looked at");
    world.no_faults().await;
    well(&check(&world, key).await);
}

#[tokio::test]
async fn the_last_check_outlives_a_restart_and_goes_with_its_connection() {
    let (mut world, key) = signed_in().await;
    assert_eq!(world.core.doctor().view(key).await.unwrap(), None);
    let view = check(&world, key).await;
    world.reopen().await;
    assert_eq!(world.core.doctor().view(key).await.unwrap(), Some(view));
    world.core.connections().remove(key).await.unwrap();
    assert_eq!(world.core.doctor().view(key).await.unwrap(), None);
    let gone = world.core.doctor().check(key).await.unwrap_err();
    assert!(matches!(gone, CoreError::NotFound { .. }), "{gone:?}");
}

#[tokio::test]
async fn the_report_says_everything_but_who_it_is_and_no_secret() {
    let (world, key) = signed_in().await;
    world.fault(json!({ "kind": "api_disabled" })).await;
    let view = check(&world, key).await;
    let report = view.report();
    for check in &view.checks {
        assert!(report.contains(&check.sentence), "{report}");
    }
    assert!(report.contains("FAILED   Library API:"), "{report}");
    assert!(report.contains("To do: Enable it in the Google Cloud console: https://"));
    for hidden in [
        MARA,
        "Mara",
        SAMPLE_CLIENT_SECRET,
        SAMPLE_CLIENT_ID,
        "ya29.",
        "1//",
    ] {
        assert!(!report.contains(hidden), "{hidden} is nobody's business");
    }
}

#[tokio::test]
async fn a_new_client_comes_beside_a_deleted_one() {
    let (world, key) = signed_in().await;
    world
        .fault(json!({ "kind": "client_deleted", "client_id": SAMPLE_CLIENT_ID }))
        .await;
    let view = check(&world, key).await;
    assert_eq!(of(&view, CheckKind::Client).state, FAILED);
    let (id, secret) = (
        "8-new.apps.googleusercontent.com",
        "GOCSPX-secret-of-the-new",
    );
    let client = json!({ "client_id": id, "client_secret": secret, "kind": "installed" });
    world.post("client", client).await;
    let with = SignInWith::Typed {
        client_id: id.to_owned(),
        client_secret: secret.to_owned(),
        is_web: false,
    };
    let connections = world.core.connections();
    let begun = connections.begin_sign_in(with).await.unwrap();
    let page = begun.consent_url.parse().unwrap();
    let (_, asked) = tokio::join!(
        answer(page, MARA, "allow", &ALL_SCOPES),
        connections.finish_sign_in(begun.id)
    );
    assert_eq!(
        asked.unwrap_err().code(),
        "otherClient",
        "what the old client made is not the new one's, which is said first"
    );
    let made = connections.add_beside(begun.id, "New").await.unwrap();
    assert_ne!(made.key, key);
    well(&check(&world, made.key).await);
}
