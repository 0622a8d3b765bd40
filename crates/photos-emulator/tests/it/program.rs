//! The program itself.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    process::{Child, Command, Stdio},
};

use photos_emulator::{Config, StartError, start};

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_photos-emulator"));
    command
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn one_line_says_where_it_listens() {
    let mut child = program(&["--port", "0", "--library", "empty", "--rules", "today"])
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let _running = Running(child);
    let line = out.lines().next().unwrap().unwrap();
    let url = line.strip_prefix("listening on ").expect("the line");
    assert!(url.starts_with("http://127.0.0.1:"));
    let accounts = reqwest::get(format!("{url}/_control/accounts"))
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert_eq!(
        accounts.matches("\"today\"").count(),
        2,
        "--rules puts both under one set"
    );
}

#[cfg(unix)]
#[test]
fn a_polite_signal_ends_it_well() {
    let mut child = program(&["--port", "0", "--library", "empty"])
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let pid = child.id().to_string();
    let mut running = Running(child);
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert!(running.0.wait().unwrap().success(), "it ends with 0");
}

#[test]
fn a_taken_port_is_said_and_ends_with_1() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ended = program(&["--port", &port, "--library", "empty"])
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(1));
    let words = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(
        words.contains(&format!("port {port} on 127.0.0.1 is taken")),
        "{words}"
    );
    assert!(ended.stdout.is_empty());
}

#[test]
fn a_library_that_does_not_exist_is_refused() {
    let ended = program(&["--library", "synthetic:many"]).output().unwrap();
    assert!(!ended.status.success());
    assert!(String::from_utf8_lossy(&ended.stderr).contains("is not a number of items"));
}

#[tokio::test]
async fn errors_of_the_start_have_names() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let error = start(Config {
        port,
        ..Config::default()
    })
    .await
    .unwrap_err();
    assert!(matches!(error, StartError::PortTaken(found) if found == port));
    let file = tempfile::NamedTempFile::new().unwrap();
    let config = Config {
        data_dir: Some(file.path().into()),
        persist: true,
        ..Config::default()
    };
    assert!(
        matches!(start(config).await, Err(StartError::Data(_))),
        "a file is no folder"
    );
}

#[tokio::test]
async fn a_stopped_emulator_answers_no_more() {
    let emulator = start(Config::default()).await.unwrap();
    let url = emulator.url();
    assert!(reqwest::get(url.clone()).await.is_ok());
    emulator.stop().await;
    assert!(reqwest::get(url).await.is_err());
}
