//! The safekeeping report as a script uses it.

use serde_json::Value;

use crate::{Home, picture};

#[test]
fn a_folder_is_told_in_words_as_a_table_and_as_json() {
    let home = Home::new();
    let folder = home.path().join("Lofoten");
    std::fs::create_dir_all(folder.join("more")).unwrap();
    std::fs::write(folder.join("=up.bmp"), picture(31)).unwrap();
    std::fs::write(folder.join("more/new, too.bmp"), picture(32)).unwrap();
    std::fs::write(folder.join("more/notes.txt"), "notes").unwrap();
    let path = folder.to_str().unwrap();
    let up = folder.join("=up.bmp");
    home.json(&[
        "upload",
        up.to_str().unwrap(),
        "--no-album",
        "--sample",
        "--json",
    ]);

    let told = home.json(&["safekeeping", path, "--ask", "--sample", "--json"]);
    assert_eq!(told["report"]["byState"]["seen"]["files"], 1, "{told}");
    assert_eq!(told["report"]["byState"]["absent"]["files"], 1);
    assert_eq!(told["files"].as_array().unwrap().len(), 3);
    assert_eq!(
        told["limits"].as_array().unwrap().len(),
        5,
        "one of them says that this is the sample"
    );

    let text = home.run(&["safekeeping", path, "--sample"]);
    assert!(text.status.success(), "{text:?}");
    let shown = String::from_utf8_lossy(&text.stdout).into_owned();
    assert!(
        shown.contains("3 files") && shown.contains("Could be deleted here: 1 file,"),
        "{shown}"
    );
    let more = shown.lines().find(|line| line.starts_with("more")).unwrap();
    assert!(more.ends_with("absent"), "{shown}");
    let said = String::from_utf8_lossy(&text.stderr).into_owned();
    assert!(
        said.contains("altered bytes"),
        "the limits are said: {said}"
    );

    assert!(said.contains("This is the sample library"), "{said}");

    let csv = home.run(&[
        "safekeeping",
        path,
        "--csv",
        "--state",
        "seen,absent",
        "--sample",
    ]);
    assert!(csv.status.success(), "{csv:?}");
    let csv = String::from_utf8(csv.stdout).unwrap();
    let lines: Vec<&str> = csv.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 3, "a line of names, two files: {csv}");
    assert!(lines[0].starts_with("path,state,can_be_deleted_here,"));
    assert!(lines[1].starts_with("'=up.bmp,seen,yes,"), "{csv}");
    assert!(
        lines[2].starts_with("\"more/new, too.bmp\",absent,no,"),
        "{csv}"
    );
    assert_eq!(
        std::fs::read(&up).unwrap(),
        picture(31),
        "nothing here is touched"
    );
}

#[test]
fn what_cannot_be_told_ends_with_a_sentence_and_a_code() {
    let home = Home::new();
    let gone = home.run(&["safekeeping", "/nowhere/at all", "--sample", "--json"]);
    assert_eq!(gone.status.code(), Some(1));
    let answer: Value = serde_json::from_slice(&gone.stdout).unwrap();
    let said = answer["error"]["message"].as_str().unwrap();
    assert!(said.starts_with("There is no such folder."), "{answer}");
    let wrong = home.run(&["safekeeping", ".", "--state", "safe", "--sample"]);
    assert_eq!(wrong.status.code(), Some(2), "{wrong:?}");
    let said = String::from_utf8_lossy(&wrong.stderr);
    assert!(said.contains("notFound"), "it says which there are: {said}");
}
