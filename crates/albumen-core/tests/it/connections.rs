//! Connections: signing in, again, badly, and out.

use albumen_core::view::{ConnectionHealth, JobState, Permission, SecretStoreKind, SignInWith};
use albumen_core::{Core, CoreError, Endpoints, SampleSignIn};
use photos_emulator::{LibrarySource, SAMPLE_CLIENT_ID, SAMPLE_CLIENT_SECRET};
use serde_json::json;

use crate::support::{
    ALL_SCOPES, MARA, TOMAS, WEB_CLIENT_PORT, World, answer, ended_at, other_client, typed,
};

#[tokio::test]
async fn signing_in_makes_a_connection_and_shows_it() {
    let world = World::new(LibrarySource::Empty).await;
    let made = world.sign_in(MARA).await;
    assert_eq!(
        (made.email.as_str(), made.account_name.as_str()),
        (MARA, "Mara Lindqvist")
    );
    assert_eq!(made.health, ConnectionHealth::Connected);
    assert!(made.missing.is_empty() && !made.is_sample && made.has_picture);
    let state = world.core.state().await.unwrap();
    assert_eq!(state.current, Some(made.key));
    assert_eq!(state.secret_store, SecretStoreKind::OwnerFile);
    assert_eq!(state.connections, [made]);
}

#[tokio::test]
async fn the_same_account_signs_in_to_the_same_connection_and_another_to_another() {
    let world = World::new(LibrarySource::Empty).await;
    let mara = world.sign_in(MARA).await.key;
    world.core.connections().rename(mara, "Mine").await.unwrap();
    let tomas = world.sign_in(TOMAS).await.key;
    let again = world.sign_in(MARA).await;
    assert_eq!(
        (again.key, again.name.as_str()),
        (mara, "Mine"),
        "the person's name for it stays"
    );
    assert_ne!(tomas, mara);
    let connections = world.core.connections();
    assert_eq!(
        connections.current().await.unwrap(),
        Some(mara),
        "who signed in last is shown"
    );
    connections.select(tomas).await.unwrap();
    assert_eq!(connections.current().await.unwrap(), Some(tomas));
    assert_eq!(
        connections
            .select(albumen_core::view::ConnectionKey(99))
            .await
            .unwrap_err()
            .code(),
        "notFound"
    );
}

#[tokio::test]
async fn a_denied_sign_in_changes_nothing() {
    let world = World::new(LibrarySource::Empty).await;
    let denied = world
        .sign_in_with(typed(), |page| answer(page, MARA, "deny", &ALL_SCOPES))
        .await
        .unwrap_err();
    assert!(matches!(denied, CoreError::SignInDenied), "{denied:?}");
    assert!(world.core.connections().list().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_sign_in_that_nobody_answers_ends_and_so_does_a_cancelled_one() {
    let mut world = World::new(LibrarySource::Empty).await;
    world.core.close().await;
    let mut config = world.config();
    config.policy.sign_in_within = std::time::Duration::from_millis(20);
    world.core = Core::open(config).await.unwrap();
    let late = world.sign_in_with(typed(), |_| async {}).await.unwrap_err();
    assert!(matches!(late, CoreError::SignInTimedOut), "{late:?}");
    let connections = world.core.connections();
    let begun = connections.begin_sign_in(typed()).await.unwrap();
    connections.cancel_sign_in(begun.id).await;
    let cancelled = connections.finish_sign_in(begun.id).await.unwrap_err();
    assert_eq!(cancelled.code(), "cancelled");
}

#[tokio::test]
async fn cancelling_wakes_who_waits() {
    let world = World::new(LibrarySource::Empty).await;
    let connections = world.core.connections();
    let begun = connections.begin_sign_in(typed()).await.unwrap();
    let (finished, ()) = tokio::join!(
        connections.finish_sign_in(begun.id),
        connections.cancel_sign_in(begun.id)
    );
    assert_eq!(finished.unwrap_err().code(), "cancelled");
}

#[tokio::test]
async fn a_wrong_secret_and_half_credentials_are_named() {
    let world = World::new(LibrarySource::Empty).await;
    let wrong = SignInWith::Typed {
        client_id: SAMPLE_CLIENT_ID.to_owned(),
        client_secret: "GOCSPX-this-is-not-the-secret".to_owned(),
        is_web: false,
    };
    let refused = world
        .sign_in_with(wrong, |page| answer(page, MARA, "allow", &ALL_SCOPES))
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("does not belong"), "{refused}");
    assert!(
        !refused.to_string().contains("GOCSPX-this"),
        "no secret in a sentence"
    );
    let half = SignInWith::Typed {
        client_id: "123-abc".to_owned(),
        client_secret: String::new(),
        is_web: false,
    };
    let half = world
        .core
        .connections()
        .begin_sign_in(half)
        .await
        .unwrap_err();
    assert!(matches!(half, CoreError::BadCredentials { .. }), "{half:?}");
}

#[tokio::test]
async fn the_downloaded_file_signs_in_and_shows_no_secret() {
    let world = World::new(LibrarySource::Empty).await;
    let file = world.home.path().join("client_secret_x.json");
    let text = json!({ "installed": { "client_id": SAMPLE_CLIENT_ID, "client_secret": SAMPLE_CLIENT_SECRET } });
    std::fs::write(&file, text.to_string()).unwrap();
    let view = world
        .core
        .connections()
        .read_credentials_file(&file)
        .await
        .unwrap();
    assert!(view.is_desktop && view.client_id == SAMPLE_CLIENT_ID);
    assert_eq!(
        (view.project_id, view.missing_redirect),
        (None, None),
        "nothing has to be registered for a Desktop app"
    );
    let with = SignInWith::File {
        path: file.display().to_string(),
    };
    let made = world
        .sign_in_with(with, |page| answer(page, MARA, "allow", &ALL_SCOPES))
        .await
        .unwrap();
    assert_eq!(made.email, MARA);
    std::fs::write(&file, "{}").unwrap();
    let other = world
        .core
        .connections()
        .read_credentials_file(&file)
        .await
        .unwrap_err();
    assert!(matches!(other, CoreError::BadCredentials { .. }));
    let gone = world
        .core
        .connections()
        .read_credentials_file(&file.with_extension("gone"))
        .await
        .unwrap_err();
    assert!(matches!(gone, CoreError::File { .. }));
}

#[tokio::test]
async fn a_web_client_is_answered_at_its_registered_port_and_nowhere_else() {
    const WEB_ID: &str = "481516234200-web.apps.googleusercontent.com";
    const WEB_SECRET: &str = "GOCSPX-a-web-client-of-this-test";
    let _alone = WEB_CLIENT_PORT.lock().await;
    let world = World::new(LibrarySource::Empty).await;
    let connections = world.core.connections();
    let redirect = connections.web_redirect();
    assert_eq!(
        redirect, "http://127.0.0.1:8484",
        "people have registered this: it never changes"
    );
    assert_eq!(world.core.state().await.unwrap().web_redirect, redirect);
    let register = |redirects: serde_json::Value| json!({ "client_id": WEB_ID, "client_secret": WEB_SECRET, "kind": "web", "redirect_uris": redirects });
    let file = world.home.path().join("client_secret_web.json");
    let write = |redirects: &serde_json::Value| {
        let web = json!({ "client_id": WEB_ID, "client_secret": WEB_SECRET, "project_id": "albumen-4815", "redirect_uris": redirects });
        std::fs::write(&file, json!({ "web": web }).to_string()).unwrap();
    };
    let with = || SignInWith::File {
        path: file.display().to_string(),
    };

    write(&json!(["http://127.0.0.1:8484/"]));
    let lacking = connections.read_credentials_file(&file).await.unwrap();
    assert!(!lacking.is_desktop);
    assert_eq!(lacking.project_id.as_deref(), Some("albumen-4815"));
    assert_eq!(
        lacking.missing_redirect.as_deref(),
        Some(redirect.as_str()),
        "with a slash it is another address"
    );

    let good = json!([redirect.as_str()]);
    write(&good);
    let mended = connections.read_credentials_file(&file).await.unwrap();
    assert_eq!(mended.missing_redirect, None);
    world.post("client", register(good)).await;

    let other = tokio::net::TcpListener::bind("127.0.0.1:8484")
        .await
        .expect("nobody else uses the port of web clients on this computer");
    let taken = connections.begin_sign_in(with()).await.unwrap_err();
    assert!(
        taken.to_string().contains("8484"),
        "which port is taken is said: {taken}"
    );
    drop(other);

    let made = world
        .sign_in_with(with(), |page| answer(page, MARA, "allow", &ALL_SCOPES))
        .await
        .unwrap();
    assert_eq!(
        (made.email.as_str(), made.health),
        (MARA, ConnectionHealth::Connected)
    );
    let client = connections.client_of(made.key).await.unwrap();
    assert_eq!(
        (client.client_id.as_str(), client.is_desktop),
        (WEB_ID, false)
    );
    let again = SignInWith::Again {
        connection: made.key,
    };
    let again = world
        .sign_in_with(again, |page| answer(page, MARA, "allow", &ALL_SCOPES))
        .await
        .unwrap();
    assert_eq!(again.key, made.key, "the kind of the client is remembered");

    let typed = SignInWith::Typed {
        client_id: WEB_ID.to_owned(),
        client_secret: WEB_SECRET.to_owned(),
        is_web: true,
    };
    let typed = world
        .sign_in_with(typed, |page| answer(page, MARA, "allow", &ALL_SCOPES))
        .await
        .unwrap();
    assert_eq!(typed.key, made.key, "typed as a web client it is the same");
}

#[tokio::test]
async fn what_is_typed_is_checked_without_asking_anybody() {
    let world = World::new(LibrarySource::Empty).await;
    let connections = world.core.connections();
    let view = connections
        .check_typed(
            &format!(" {SAMPLE_CLIENT_ID}\n"),
            SAMPLE_CLIENT_SECRET,
            true,
        )
        .unwrap();
    assert_eq!(view.client_id, SAMPLE_CLIENT_ID, "spaces are taken off");
    assert!(!view.is_desktop && view.missing_redirect.is_none());
    let swapped = connections
        .check_typed(SAMPLE_CLIENT_SECRET, SAMPLE_CLIENT_ID, false)
        .unwrap_err();
    assert!(swapped.to_string().contains("swapped"), "{swapped}");
}

#[tokio::test]
async fn an_api_that_is_switched_off_is_said_of_the_connection_until_it_answers() {
    let (world, key) = World::signed_in(LibrarySource::Synthetic(10)).await;
    let health = async || world.core.connections().get(key).await.unwrap().health;
    assert_eq!(health().await, ConnectionHealth::Connected);
    world.fault(json!({ "kind": "api_disabled" })).await;
    let stopped = world.sync().await;
    assert_eq!(stopped.state, JobState::Failed);
    assert_eq!(health().await, ConnectionHealth::ApiOff);
    world.sign_in(MARA).await;
    assert_eq!(
        health().await,
        ConnectionHealth::Connected,
        "after a sign-in it is not known yet"
    );
    world.sync().await;
    assert_eq!(health().await, ConnectionHealth::ApiOff);
    world.no_faults().await;
    assert_eq!(world.sync().await.state, JobState::Done);
    assert_eq!(health().await, ConnectionHealth::Connected);
}

#[tokio::test]
async fn missing_permissions_are_named_and_only_the_needed_ones_trouble() {
    let world = World::new(LibrarySource::Empty).await;
    let without_pick = world
        .sign_in_with(typed(), |page| {
            answer(page, MARA, "allow", &ALL_SCOPES[..3])
        })
        .await
        .unwrap();
    assert_eq!(without_pick.missing, [Permission::Pick]);
    assert_eq!(
        without_pick.health,
        ConnectionHealth::Connected,
        "picking has its own screen"
    );
    let read_only = world
        .sign_in_with(typed(), |page| {
            answer(page, MARA, "allow", &ALL_SCOPES[1..2])
        })
        .await
        .unwrap();
    assert_eq!(
        read_only.missing,
        [Permission::Add, Permission::Edit, Permission::Pick]
    );
    assert_eq!(read_only.health, ConnectionHealth::ConsentMissing);
    let refused = world.core.albums().create("Lakes").await.unwrap_err();
    assert_eq!(refused.code(), "consentMissing");
    let mended = world.sign_in(MARA).await;
    assert_eq!(
        mended.health,
        ConnectionHealth::Connected,
        "signing in again mends it"
    );
    assert!(world.core.albums().create("Lakes").await.is_ok());
}

#[tokio::test]
async fn a_revoked_sign_in_is_asked_for_again_and_keeps_everything() {
    let (world, key) = World::synced(LibrarySource::Synthetic(120)).await;
    world
        .fault(json!({ "kind": "refresh_revoked", "count": 1 }))
        .await;
    world
        .fault(json!({ "kind": "tokens_expired", "count": 1 }))
        .await;
    let job = world.sync().await;
    assert_eq!(job.state, JobState::Failed);
    assert!(job.note.unwrap().contains("sign in again"));
    let connections = world.core.connections();
    assert_eq!(
        connections.get(key).await.unwrap().health,
        ConnectionHealth::SignInNeeded
    );
    assert_eq!(
        world.core.albums().list().await.unwrap().len(),
        3,
        "albums stay readable"
    );
    let again = || SignInWith::Again { connection: key };
    let other = world
        .sign_in_with(again(), |page| answer(page, TOMAS, "allow", &ALL_SCOPES))
        .await
        .unwrap_err();
    assert!(
        matches!(&other, CoreError::OtherAccount { expected, .. } if expected == MARA),
        "{other:?}"
    );
    assert_eq!(
        connections.list().await.unwrap().len(),
        1,
        "the other account was not connected by mistake"
    );
    let mended = world
        .sign_in_with(again(), |page| answer(page, MARA, "allow", &ALL_SCOPES))
        .await
        .unwrap();
    assert_eq!(
        (mended.key, mended.health),
        (key, ConnectionHealth::Connected)
    );
    assert_eq!(world.sync().await.state, JobState::Done);
}

#[tokio::test]
async fn a_sign_in_outlives_a_restart() {
    let (mut world, key) = World::synced(LibrarySource::Synthetic(10)).await;
    world.reopen().await;
    assert_eq!(world.sync().await.state, JobState::Done);
    assert_eq!(
        world.core.connections().get(key).await.unwrap().health,
        ConnectionHealth::Connected
    );
}

#[tokio::test]
async fn removing_a_connection_revokes_and_forgets_it_but_no_other() {
    let (mut world, mara) = World::synced(LibrarySource::Synthetic(10)).await;
    let tomas = world.sign_in(TOMAS).await.key;
    let connections = world.core.connections();
    let videos = albumen_core::Paths::under(world.home.path()).videos(mara);
    std::fs::create_dir_all(&videos).unwrap();
    connections.remove(mara).await.unwrap();
    assert_eq!(world.count("oauth.revoke").await, 1);
    assert!(!videos.exists(), "its pictures are gone from this computer");
    assert_eq!(connections.current().await.unwrap(), Some(tomas));
    assert_eq!(connections.get(mara).await.unwrap_err().code(), "notFound");
    world.stop_emulator().await;
    world.core.connections().remove(tomas).await.unwrap();
    let state = world.core.state().await.unwrap();
    assert!(state.connections.is_empty(), "also without Google");
    assert!(
        !albumen_core::Paths::under(world.home.path())
            .secrets()
            .exists(),
        "no secret is left"
    );
}

#[tokio::test]
async fn signing_out_keeps_the_library_to_look_at_and_asks_google_for_nothing() {
    let (mut world, key) = World::synced(LibrarySource::Synthetic(120)).await;
    let album = world.core.albums().list().await.unwrap()[0].key;
    let leaving = world.core.connections().leaving(key).await.unwrap();
    assert_eq!((leaving.made.items, leaving.made.albums), (120, 3));
    let out = world.core.connections().sign_out(key).await.unwrap();
    assert!(out.revoked, "Google took the permissions back");
    assert_eq!(out.permissions_page, None, "this service has no such page");
    let accounts = world.get("accounts").await;
    let mara = accounts.as_array().unwrap().iter();
    let mara = mara.clone().find(|one| one["email"] == MARA).unwrap();
    assert_eq!(mara["refresh_tokens"], 0, "Google forgot the sign-in");
    world.forget_stats().await;
    world.reopen().await;
    let shown = world.core.connections().get(key).await.unwrap();
    assert_eq!(shown.health, ConnectionHealth::SignedOut);
    assert_eq!(world.core.items().recent(200, 0).await.unwrap().len(), 120);
    let refused = world.core.albums().rename(album, "Lakes").await;
    let refused = refused.unwrap_err();
    assert!(matches!(refused, CoreError::SignedOut), "{refused:?}");
    assert_eq!(world.sync().await.state, JobState::Failed);
    assert_eq!(
        world.requests().await.values().sum::<u64>(),
        0,
        "nobody asked Google"
    );
    let kept = std::fs::read_to_string(albumen_core::Paths::under(world.home.path()).secrets());
    let kept = kept.unwrap();
    assert!(!kept.contains("refresh_token"), "no token is kept");
    assert!(
        kept.contains("client_secret"),
        "the client is, for renewing"
    );
}

#[tokio::test]
async fn a_signed_out_connection_signs_in_again_with_what_it_had() {
    let (world, key) = World::synced(LibrarySource::Synthetic(10)).await;
    world.core.connections().sign_out(key).await.unwrap();
    let again = SignInWith::Again { connection: key };
    let back = world
        .sign_in_with(again, |page| answer(page, MARA, "allow", &ALL_SCOPES))
        .await
        .unwrap();
    assert_eq!((back.key, back.health), (key, ConnectionHealth::Connected));
    assert_eq!(world.sync().await.state, JobState::Done);
    world.core.connections().sign_out(key).await.unwrap();
    let typed_in = world.sign_in(MARA).await;
    assert_eq!(
        (typed_in.key, typed_in.health),
        (key, ConnectionHealth::Connected),
        "the same account and client are the same connection"
    );
}

#[tokio::test]
async fn signing_out_without_google_says_so_and_forgets_the_tokens_all_the_same() {
    let (mut world, key) = World::synced(LibrarySource::Synthetic(10)).await;
    world.stop_emulator().await;
    let out = world.core.connections().sign_out(key).await.unwrap();
    assert!(!out.revoked, "Google did not answer");
    let secrets = albumen_core::Paths::under(world.home.path()).secrets();
    let kept = std::fs::read_to_string(&secrets).unwrap();
    assert!(!kept.contains("refresh_token"));
    let gone = world.core.connections().remove(key).await.unwrap();
    assert!(gone.revoked, "there was nothing left to take back");
    assert!(!secrets.exists(), "now the client is forgotten too");
}

#[tokio::test]
async fn another_client_of_the_same_account_is_another_connection_after_a_question() {
    let (world, first) = World::synced(LibrarySource::Synthetic(20)).await;
    let other = other_client(&world, "99-other").await;
    let connections = world.core.connections();
    let begin = || async {
        let begun = connections.begin_sign_in(other.clone()).await.unwrap();
        let page = begun.consent_url.parse().unwrap();
        let (_, ended) = tokio::join!(
            answer(page, MARA, "allow", &ALL_SCOPES),
            connections.finish_sign_in(begun.id)
        );
        (begun.id, ended.unwrap_err())
    };
    let (id, asked) = begin().await;
    assert_eq!(asked.code(), "otherClient", "{asked:?}");
    let question = connections.sign_in_question(id).await.unwrap();
    assert_eq!(question.email, MARA);
    assert_eq!(question.there.len(), 1);
    assert_eq!(
        (question.there[0].key, question.there[0].made.items),
        (first, 20),
        "what the new client will not reach"
    );
    connections.cancel_sign_in(id).await;
    assert_eq!(connections.list().await.unwrap().len(), 1);
    assert_eq!(
        world.count("oauth.revoke").await,
        1,
        "what was not wanted is given back to Google"
    );
    assert_eq!(
        world.sync().await.state,
        JobState::Done,
        "the first goes on"
    );

    let (id, _) = begin().await;
    let second = connections.add_beside(id, " With my own ").await.unwrap();
    assert_ne!(second.key, first);
    assert_eq!(second.name, "With my own");
    assert_ne!(
        second.client_id,
        connections.get(first).await.unwrap().client_id
    );
    assert_eq!(world.sync().await.state, JobState::Done);
    assert!(
        world.core.items().recent(99, 0).await.unwrap().is_empty(),
        "Google shows it nothing that the first one made"
    );
    let over = connections.add_beside(id, "").await.unwrap_err();
    assert_eq!(over.code(), "cancelled", "a sign-in is kept once");
    let again = world
        .sign_in_with(other.clone(), |page| {
            answer(page, MARA, "allow", &ALL_SCOPES)
        })
        .await
        .unwrap();
    assert_eq!(again.key, second.key, "known by now, so nothing is asked");
}

#[tokio::test]
async fn who_is_signed_out_by_google_along_with_one_is_named_before() {
    let (world, first) = World::synced(LibrarySource::Synthetic(5)).await;
    let project = SAMPLE_CLIENT_ID.split('-').next().unwrap();
    let other = other_client(&world, &format!("{project}-second")).await;
    let connections = world.core.connections();
    let begun = connections.begin_sign_in(other).await.unwrap();
    let page = begun.consent_url.parse().unwrap();
    let (_, ended) = tokio::join!(
        answer(page, MARA, "allow", &ALL_SCOPES),
        connections.finish_sign_in(begun.id)
    );
    assert!(ended.is_err(), "it is asked first");
    let second = connections.add_beside(begun.id, "Second").await.unwrap();
    let tomas = world.sign_in(TOMAS).await;
    let leaving = connections.leaving(first).await.unwrap();
    assert_eq!(
        leaving.also_signed_out,
        ["Second"],
        "not the other account: {}",
        tomas.name
    );
    connections.remove(first).await.unwrap();
    connections.select(second.key).await.unwrap();
    assert_eq!(world.sync().await.state, JobState::Failed);
    let health = connections.get(second.key).await.unwrap().health;
    assert_eq!(health, ConnectionHealth::SignInNeeded);
}

#[tokio::test]
async fn the_address_a_browser_elsewhere_ended_at_signs_in() {
    let world = World::new(LibrarySource::Empty).await;
    let connections = world.core.connections();
    let begun = connections.begin_sign_in(typed()).await.unwrap();
    let consent: url::Url = begun.consent_url.parse().unwrap();
    let back = ended_at(&consent, MARA).await;
    assert!(back.starts_with(&format!("http://127.0.0.1:{}", begun.port)));
    let pasted = async {
        let state = consent.query_pairs().find(|(name, _)| name == "state");
        let (_, state) = state.unwrap();
        let wrong = back.replace(&*state, "another");
        let refused = connections.answer_sign_in(begun.id, &wrong).await;
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains("another sign-in"), "{refused}");
        assert!(!refused.contains("code="), "nothing of it is quoted");
        let half = connections.answer_sign_in(begun.id, "4/0Acode").await;
        assert!(matches!(half, Err(CoreError::NotTheAnswer { .. })));
        connections.answer_sign_in(begun.id, &back).await.unwrap();
    };
    let (made, ()) = tokio::join!(connections.finish_sign_in(begun.id), pasted);
    assert_eq!(made.unwrap().email, MARA);
    let over = connections.answer_sign_in(begun.id, &back).await;
    assert!(over.unwrap_err().to_string().contains("is over"));
}

#[tokio::test]
async fn a_sample_connection_needs_no_browser_and_follows_its_service() {
    let mut world = World::new(LibrarySource::Synthetic(10)).await;
    let endpoints = Endpoints::loopback(world.url.as_str()).unwrap();
    let sample = SampleSignIn {
        endpoints: endpoints.clone(),
        client_id: SAMPLE_CLIENT_ID.to_owned(),
        client_secret: SAMPLE_CLIENT_SECRET.to_owned(),
        email: MARA.to_owned(),
        name: "Sample library".to_owned(),
    };
    let made = world.core.connections().add_sample(sample).await.unwrap();
    assert!(made.is_sample && made.name == "Sample library" && made.missing.is_empty());
    assert_eq!(world.sync().await.state, JobState::Done);
    assert!(world.core.connections().has_sample().await.unwrap());
    world.reopen().await;
    let connections = world.core.connections();
    assert_eq!(
        connections.get(made.key).await.unwrap().health,
        ConnectionHealth::Offline,
        "nobody said where it is"
    );
    assert_eq!(
        world
            .core
            .albums()
            .create("Early")
            .await
            .unwrap_err()
            .code(),
        "offline"
    );
    assert_eq!(
        world.core.items().recent(99, 0).await.unwrap().len(),
        10,
        "but it can be looked at"
    );
    connections.reopen_sample(endpoints).await.unwrap();
    assert_eq!(
        connections.get(made.key).await.unwrap().health,
        ConnectionHealth::Connected
    );
    assert!(world.core.albums().create("Later").await.is_ok());
}

#[tokio::test]
async fn tokens_of_one_service_never_go_to_another() {
    let (world, key) = World::synced(LibrarySource::Empty).await;
    world.core.close().await;
    let mut config = world.config();
    config.endpoints = Endpoints::google();
    let core = Core::open(config).await.unwrap();
    let view = core.connections().get(key).await.unwrap();
    assert_eq!(view.health, ConnectionHealth::Offline);
    let refused = core.albums().create("Lakes").await.unwrap_err();
    assert!(
        matches!(refused, CoreError::ServiceNotRunning),
        "nothing was sent: {refused:?}"
    );
    core.close().await;
}
