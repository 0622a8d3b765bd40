//! `call`: any method of Google's two services, for scripts. The answer goes to stdout as it came, everything else to stderr.

use std::io::Read as _;

use albumen_core::Core;
use albumen_core::view::{
    CallForm, ConsoleApi, ConsoleMethod, ConsolePair, ConsoleRequest, ConsoleVerb,
};
use serde_json::Value;

use crate::args::CallArgs;
use crate::failure::Failure;
use crate::output::{Output, line, note, table};
use crate::terminal::{self, Lines};

/// What came, and how it is to be judged.
struct Came {
    text: String,
    status: u16,
    meaning: Option<String>,
}

/// Makes the call.
pub async fn run(core: &Core, args: CallArgs, out: Output) -> Result<(), Failure> {
    let console = core.console();
    let Some(method) = &args.method else {
        out.print(&console.methods(), |methods| listed(methods));
        return Ok(());
    };
    // Order: an expression that cannot be read is said before a request is spent.
    let part = args.query.as_deref().map(compiled).transpose()?;
    let request = request(&console.methods(), method, &args)?;
    let preview = console.preview(&request).await?;
    if let Some(problem) = preview.problem {
        return Err(Failure::Asked(problem));
    }
    if let Some(name) = preview.open.first() {
        return Err(Failure::Asked(format!(
            "{name} is not filled in. Nothing was sent. Add --set {name}=VALUE."
        )));
    }
    if args.curl {
        line(&console.written(&request, CallForm::Curl).await?);
        return Ok(());
    }
    if preview.changes && !args.yes {
        agreed(&preview.url).await?;
    }
    let came = if args.paginate {
        let tell = |pages| note(&format!("{pages} pages"));
        let all = console.send_all_pages(&request, true, tell).await?;
        Came {
            text: all.text,
            status: all.status,
            meaning: all.meaning,
        }
    } else {
        let answer = console.send(&request, true).await?;
        if args.include {
            note(&format!("{} {}", answer.status, answer.reason));
            for header in &answer.headers {
                note(&format!("{}: {}", header.name, header.value));
            }
            note(&format!(
                "{} ms, {} bytes",
                answer.took_ms, answer.size_bytes
            ));
        }
        Came {
            text: console.whole_answer(answer.id)?,
            status: answer.status,
            meaning: answer.meaning,
        }
    };
    match (came.meaning, part) {
        (Some(meaning), _) => {
            line(&came.text);
            Err(Failure::Answered(came.status, meaning))
        }
        (None, Some(part)) => {
            line(&found(&part, &came.text)?);
            Ok(())
        }
        (None, None) => {
            line(&came.text);
            Ok(())
        }
    }
}

fn listed(methods: &[ConsoleMethod]) -> Vec<String> {
    let rows: Vec<Vec<String>> = methods
        .iter()
        .map(|method| {
            let state = method
                .dead
                .as_ref()
                .map_or("", |_| "answers 403 since 31 March 2025");
            vec![
                method.id.clone(),
                verb_name(method.verb).to_owned(),
                method.path.clone(),
                state.to_owned(),
            ]
        })
        .collect();
    table(&rows)
}

fn verb_name(verb: ConsoleVerb) -> &'static str {
    match verb {
        ConsoleVerb::Get => "GET",
        ConsoleVerb::Post => "POST",
        ConsoleVerb::Patch => "PATCH",
        ConsoleVerb::Put => "PUT",
        ConsoleVerb::Delete => "DELETE",
    }
}

fn verb(text: &str) -> Option<ConsoleVerb> {
    let all = [
        ConsoleVerb::Get,
        ConsoleVerb::Post,
        ConsoleVerb::Patch,
        ConsoleVerb::Put,
        ConsoleVerb::Delete,
    ];
    all.into_iter()
        .find(|verb| text.eq_ignore_ascii_case(verb_name(*verb)))
}

/// The call that was meant: a method with its own path and query, or what was typed.
fn request(
    methods: &[ConsoleMethod],
    method: &str,
    args: &CallArgs,
) -> Result<ConsoleRequest, Failure> {
    let pairs = |all: &[(String, String)]| -> Vec<ConsolePair> {
        let pair = |(name, value): &(String, String)| ConsolePair {
            name: name.clone(),
            value: value.clone(),
        };
        all.iter().map(pair).collect()
    };
    let given = args.body.as_deref().map(body).transpose()?;
    let mut made = match (verb(method), &args.path) {
        (Some(verb), Some(path)) => ConsoleRequest {
            api: match args.picker {
                true => ConsoleApi::Picker,
                false => ConsoleApi::Library,
            },
            verb,
            path: path.clone(),
            query: pairs(&args.params),
            headers: Vec::new(),
            body: String::new(),
            blanks: Vec::new(),
            file: None,
        },
        (Some(_), None) => {
            return Err(Failure::Asked(format!(
                "{method} needs a path, such as /v1/albums. Nothing was sent."
            )));
        }
        (None, Some(_)) => {
            return Err(Failure::Asked(format!(
                "{method} is neither GET, POST, PATCH, PUT nor DELETE. Nothing was sent."
            )));
        }
        (None, None) => of_table(methods, method, pairs(&args.params))?,
    };
    made.headers = pairs(&args.headers);
    made.blanks = pairs(&args.blanks);
    made.body = given.unwrap_or(made.body);
    let file = args.file.as_ref();
    made.file = file.map(|file| file.to_string_lossy().into_owned());
    Ok(made)
}

/// A method of the table, with its first parameters where nothing else was given for them.
fn of_table(
    methods: &[ConsoleMethod],
    id: &str,
    mut query: Vec<ConsolePair>,
) -> Result<ConsoleRequest, Failure> {
    let found = methods
        .iter()
        .find(|method| method.id.eq_ignore_ascii_case(id));
    let method = found.ok_or_else(|| {
        Failure::Asked(format!(
            "There is no method {id}. Nothing was sent. `albumen-cli call` lists all."
        ))
    })?;
    for one in &method.query {
        let given = query.iter().any(|pair| pair.name == one.name);
        if !given && one.required {
            query.push(ConsolePair {
                name: one.name.clone(),
                value: one.first.clone(),
            });
        }
    }
    Ok(ConsoleRequest {
        api: method.api,
        verb: method.verb,
        path: method.path.clone(),
        query,
        headers: Vec::new(),
        body: method.body.clone().unwrap_or_default(),
        blanks: Vec::new(),
        file: None,
    })
}

/// The body as it was given, from a file, or from the standard input.
fn body(text: &str) -> Result<String, Failure> {
    let unread = |error: std::io::Error| {
        Failure::Asked(format!(
            "The body could not be read: {error}. Nothing was sent."
        ))
    };
    if text == "-" {
        let mut read = String::new();
        std::io::stdin().read_to_string(&mut read).map_err(unread)?;
        return Ok(read);
    }
    match text.strip_prefix('@') {
        Some(file) => std::fs::read_to_string(file).map_err(unread),
        None => Ok(text.to_owned()),
    }
}

async fn agreed(url: &str) -> Result<(), Failure> {
    if !terminal::is_there() {
        return Err(Failure::Asked(
            "This call changes something at Google. Nothing was sent. Add --yes to send it."
                .to_owned(),
        ));
    }
    let question = format!("This changes something at Google: {url}. Send it?");
    match Lines::listen().agrees(&question).await {
        true => Ok(()),
        false => Err(Failure::Asked("Nothing was sent.".to_owned())),
    }
}

fn compiled(expression: &str) -> Result<jmespath::Expression<'static>, Failure> {
    jmespath::compile(expression).map_err(|error| {
        let first = error.to_string();
        let first = first.lines().next().unwrap_or_default().to_owned();
        Failure::Asked(format!("--query cannot be read. Nothing was sent. {first}"))
    })
}

/// A part of an answer: a text by itself, anything else as JSON.
fn found(part: &jmespath::Expression<'_>, text: &str) -> Result<String, Failure> {
    let no_json =
        |_| Failure::Asked("The answer is not JSON, so --query finds nothing in it.".to_owned());
    let value: Value = serde_json::from_str(text).map_err(no_json)?;
    let found = part.search(&value).map_err(|error| {
        Failure::Asked(format!("--query does not fit the answer. {}", error.reason))
    })?;
    match found.as_string() {
        Some(text) => Ok(text.clone()),
        None => serde_json::to_string_pretty(&*found).map_err(|_| {
            Failure::Asked("What --query found cannot be written as JSON.".to_owned())
        }),
    }
}
