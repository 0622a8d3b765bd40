//! `doctor`

use albumen_core::Core;
use albumen_core::view::{CheckState, CheckView, ConnectionView, DoctorState, DoctorView, Remedy};

use crate::failure::Failure;
use crate::output::{Output, note, table};

/// Checks a connection and prints what was found.
pub async fn run(core: &Core, connection: &ConnectionView, out: Output) -> Result<(), Failure> {
    note(&format!("Checking “{}”", connection.name));
    let view = core.doctor().check(connection.key).await?;
    out.print(&view, |view| lines(view, connection));
    if view.state != DoctorState::Done {
        return Err(Failure::Asked(
            "The check was stopped before its end.".into(),
        ));
    }
    match view.count(CheckState::Failed) {
        0 => Ok(()),
        failed => Err(Failure::Unwell(failed)),
    }
}

/// A row for each check, then what mends what is not as it should be.
fn lines(view: &DoctorView, connection: &ConnectionView) -> Vec<String> {
    let row = |check: &CheckView| {
        vec![
            mark(check.state).to_owned(),
            check.title.clone(),
            check.sentence.clone(),
        ]
    };
    let mut lines = table(&view.checks.iter().map(row).collect::<Vec<_>>());
    for check in &view.checks {
        let Some(remedy) = &check.remedy else {
            continue;
        };
        lines.push(String::new());
        lines.push(format!("{} {}", mark(check.state), check.sentence));
        lines.extend(check.detail.iter().map(|detail| format!("  {detail}")));
        lines.push(format!("  → {}", in_words(remedy, connection)));
    }
    lines
}

fn mark(state: CheckState) -> &'static str {
    match state {
        CheckState::Ok => "✓",
        CheckState::Warning => "!",
        CheckState::Failed => "✗",
        CheckState::Skipped => "–",
    }
}

/// What to do, with the command that does it where there is one.
fn in_words(remedy: &Remedy, connection: &ConnectionView) -> String {
    let key = connection.key.0;
    match remedy {
        Remedy::SignInAgain => format!("Sign in again: `connection renew {key}`"),
        Remedy::GrantPermission => {
            format!("Sign in again and leave all boxes ticked: `connection renew {key}`")
        }
        Remedy::EnterClient => {
            "Enter the client again: `connection add --credentials FILE`".to_owned()
        }
        Remedy::OpenSample => "Add --sample to start the sample library.".to_owned(),
        Remedy::OtherAccount => {
            "Ask the administrator of this account, or connect another one: `connection add`"
                .to_owned()
        }
        other => other.sentence(),
    }
}
