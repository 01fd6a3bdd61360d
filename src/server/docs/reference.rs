//! Every operation and schema of the API, made ready for the page. What is HTML is named so in the
//! templates, where it stands with `safe`.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use serde_json::{Map, Value};
use utoipa::openapi::OpenApi;

use super::{
    prose::{Names, escaped},
    schemas::{Field, Named, Schemas, link, list, referred, text},
};
use crate::{
    access::Need,
    http::{Openness, Operation},
    kernel::{Kind, kinds},
};

#[derive(Template)]
#[template(path = "server/docs/templates/reference.html")]
pub struct ReferencePage<'a> {
    pub reference: &'a Reference,
}

/// The whole API.
pub struct Reference {
    pub version: String,
    pub about: String,
    pub parts: Vec<Part>,
    pub schemas: Vec<Named>,
    pub headers: BTreeMap<String, String>,
    pub refusals: Vec<SharedRefusal>,
}

/// The operations of one tag.
pub struct Part {
    pub name: String,
    pub about: String,
    pub operations: Vec<Entry>,
}

/// One operation.
pub struct Entry {
    pub id: &'static str,
    pub method: &'static str,
    pub path: &'static str,
    pub summary: String,
    pub about: String,
    /// Sentences about the callers that it serves.
    pub access: Vec<String>,
    pub parameters: Vec<Parameter>,
    pub body: Option<Body>,
    pub answers: Vec<Answer>,
    /// Refusals that mean something of its own.
    pub refusals: Vec<Answer>,
    /// The statuses of refusals that mean the same everywhere.
    pub shared: Vec<String>,
    pub curl: String,
    /// What the search looks through, and the part of it that counts most.
    pub words: String,
    pub head: String,
}

pub struct Parameter {
    pub place: String,
    pub field: Field,
}

pub struct Body {
    pub media_types: Vec<String>,
    pub kind: String,
    pub fields: Vec<Field>,
}

pub struct Answer {
    pub status: String,
    pub about: String,
    pub kind: Option<String>,
    pub media_type: Option<String>,
    pub headers: Vec<String>,
}

/// A status that refuses for the same reason wherever nothing else is said.
pub struct SharedRefusal {
    pub status: String,
    pub about: String,
    pub kinds: Vec<&'static Kind>,
}

impl Reference {
    pub fn of(api: &OpenApi, operations: &[&'static Operation]) -> Self {
        let api = &serde_json::to_value(api).unwrap_or_default();
        let none = Map::new();
        let all = at(api, "/components/schemas").as_object().unwrap_or(&none);
        let names = Names::of(operations, all.keys());
        let meanings = meanings(api);
        let writer = Writer { schemas: Schemas { all, names: &names }, meanings: &meanings };
        let parts = list(at(api, "/tags")).map(|tag| {
            let name = text(&tag["name"]);
            let own = operations.iter().filter(|operation| operation.tag == name);
            let entries = own.map(|operation| writer.entry(operation, described(api, operation)));
            let operations = entries.collect();
            Part { name: name.to_owned(), about: names.line(text(&tag["description"])), operations }
        });
        let parts: Vec<_> = parts.filter(|part| !part.operations.is_empty()).collect();
        let mut schemas = writer.schemas.named();
        let mut users = users(api, operations);
        for schema in &mut schemas {
            schema.users = users.remove(schema.name.as_str()).unwrap_or_default();
        }
        Self {
            version: text(at(api, "/info/version")).to_owned(),
            about: names.paragraphs(text(at(api, "/info/description"))),
            parts,
            schemas,
            headers: headers(api, &names),
            refusals: meanings
                .iter()
                .map(|(status, about)| shared(status, about, &names))
                .collect(),
        }
    }

    pub fn operations(&self) -> impl Iterator<Item = &Entry> {
        self.parts.iter().flat_map(|part| &part.operations)
    }
}

/// What each status of a refusal mostly means.
type Meanings = BTreeMap<String, String>;

fn described<'a>(api: &'a Value, operation: &Operation) -> &'a Value {
    let item = at(api, "/paths").get(operation.path);
    let method = operation.method.as_str().to_lowercase();
    item.and_then(|item| item.get(method)).unwrap_or(&Value::Null)
}

/// The part of a description to which a JSON pointer leads.
fn at<'a>(api: &'a Value, pointer: &str) -> &'a Value {
    api.pointer(pointer).unwrap_or(&Value::Null)
}

/// All answers of all operations, by status.
fn answers(api: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let items = api["paths"].as_object().into_iter().flat_map(Map::values);
    let operations = items.flat_map(|item| item.as_object().into_iter().flat_map(Map::values));
    operations.flat_map(|operation| operation["responses"].as_object().into_iter().flatten())
}

fn meanings(api: &Value) -> Meanings {
    let mut counts: BTreeMap<&String, HashMap<&str, usize>> = BTreeMap::new();
    for (status, answer) in answers(api).filter(|(status, _)| status.starts_with(['4', '5'])) {
        *counts.entry(status).or_default().entry(text(&answer["description"])).or_default() += 1;
    }
    let mut all = Meanings::new();
    for (status, counts) in counts {
        let most = counts.into_iter().max_by_key(|&(about, count)| (count, about));
        if let Some((about, _)) = most.filter(|(_, count)| *count > 1) {
            all.insert(status.clone(), about.to_owned());
        }
    }
    all
}

fn shared(status: &str, about: &str, names: &Names) -> SharedRefusal {
    let kinds = kinds::ALL.iter().filter(|kind| kind.status.to_string() == status);
    SharedRefusal { status: status.to_owned(), about: names.line(about), kinds: kinds.collect() }
}

fn headers(api: &Value, names: &Names) -> BTreeMap<String, String> {
    let all = answers(api).filter_map(|(_, answer)| answer["headers"].as_object()).flatten();
    let all = all.map(|(name, header)| (name.clone(), names.line(text(&header["description"]))));
    all.collect()
}

/// The operations that take or give each schema, and the schemas that hold it, as links. Every
/// operation may answer with a problem.
fn users<'a>(api: &'a Value, operations: &[&'static Operation]) -> HashMap<&'a str, Vec<String>> {
    let mut all: HashMap<&str, Vec<String>> = HashMap::new();
    for operation in operations {
        let link = format!("<a href=\"#{0}\">{0}</a>", operation.id);
        for schema in referred(described(api, operation)) {
            all.entry(schema).or_default().push(link.clone());
        }
    }
    for (name, schema) in at(api, "/components/schemas").as_object().into_iter().flatten() {
        for schema in referred(schema) {
            all.entry(schema).or_default().push(link(name));
        }
    }
    all.insert("Problem", vec!["every refusal".to_owned()]);
    all
}

/// Writes the entries of operations.
struct Writer<'a> {
    schemas: Schemas<'a>,
    meanings: &'a Meanings,
}

impl Writer<'_> {
    fn entry(&self, operation: &'static Operation, described: &Value) -> Entry {
        let &Operation { id, path, .. } = operation;
        let method = operation.method.as_str();
        let summary = text(&described["summary"]);
        let lines = operation.doc.iter().skip(1).map(|line| line.trim());
        let about = lines.collect::<Vec<_>>().join("\n");
        let head = format!("{id} {} {method} {path} {summary}", id.replace('_', " "));
        let (refused, answers) = self.answers(described);
        let own = |answer: &Answer| self.meanings.get(&answer.status) != Some(&answer.about);
        let (mut refusals, shared): (Vec<_>, Vec<_>) = refused.into_iter().partition(own);
        for refusal in &mut refusals {
            refusal.about = self.schemas.names.line(&refusal.about);
        }
        Entry {
            id,
            method,
            path,
            summary: summary.to_owned(),
            words: format!("{head} {} {about}", operation.tag).to_lowercase(),
            head: head.to_lowercase(),
            about: self.schemas.names.paragraphs(&about),
            access: access(operation),
            parameters: list(&described["parameters"]).map(|one| self.parameter(one)).collect(),
            body: self.body(at(described, "/requestBody/content")),
            answers,
            refusals,
            shared: shared.into_iter().map(|refusal| refusal.status).collect(),
            curl: curl(operation, described),
        }
    }

    /// The refusals, described as they are, and the other answers.
    fn answers(&self, described: &Value) -> (Vec<Answer>, Vec<Answer>) {
        let all = described["responses"].as_object().into_iter().flatten();
        let all = all.map(|(status, answer)| {
            let content = answer["content"].as_object().and_then(|all| all.iter().next());
            let refuses = status.starts_with(['4', '5']);
            let about = text(&answer["description"]);
            let json = |media_type: &&String| *media_type != "application/json" && !refuses;
            Answer {
                status: status.clone(),
                about: if refuses { about.to_owned() } else { self.schemas.names.line(about) },
                kind: content.map(|(_, content)| self.schemas.kind(&content["schema"])),
                media_type: content.map(|(media_type, _)| media_type).filter(json).cloned(),
                headers: answer["headers"]
                    .as_object()
                    .into_iter()
                    .flat_map(|all| all.keys().cloned())
                    .collect(),
            }
        });
        all.partition(|answer| answer.status.starts_with(['4', '5']))
    }

    fn parameter(&self, parameter: &Value) -> Parameter {
        let schema = &parameter["schema"];
        let said = self.schemas.names.paragraphs(text(&parameter["description"]));
        let field = Field {
            name: text(&parameter["name"]).to_owned(),
            kind: self.schemas.kind(schema),
            required: parameter["required"] == true,
            about: said + &self.schemas.about(schema),
        };
        Parameter { place: text(&parameter["in"]).to_owned(), field }
    }

    fn body(&self, content: &Value) -> Option<Body> {
        let content = content.as_object()?;
        let schema = &content.values().next()?["schema"];
        Some(Body {
            media_types: content.keys().cloned().collect(),
            kind: self.schemas.kind(schema),
            fields: self.schemas.fields(self.schemas.target(schema)),
        })
    }
}

/// The callers that an operation serves, in sentences of HTML.
fn access(operation: &Operation) -> Vec<String> {
    let openness = match operation.openness {
        Openness::Open => "Anybody; signing in changes nothing.",
        Openness::Public => "Anybody; callers who have signed in may see more.",
        Openness::SignedIn => "Callers who have signed in.",
    };
    let key = match operation.need() {
        Need::Nothing if operation.openness == Openness::Open => None,
        Need::Nothing => Some("Any API key.".to_owned()),
        Need::Openly(None) => (operation.openness == Openness::Public)
            .then(|| "API keys see what the public sees.".to_owned()),
        Need::Openly(Some(scope)) => Some(format!(
            "API keys with the scope <code>{}</code> see what their holder sees.",
            scope.as_str()
        )),
        Need::Scope(scope) => {
            Some(format!("API keys with the scope <code>{}</code>.", scope.as_str()))
        }
        Need::Person => Some("No API key.".to_owned()),
    };
    let duty = operation.duty.map(|duty| {
        let (word, about) = (duty.as_str(), escaped(duty.about()));
        format!("Administrators with the duty <code>{word}</code> ({about}).")
    });
    [Some(openness.to_owned()), key, duty].into_iter().flatten().collect()
}

/// A request with `curl`: what is required, and the example of the body.
fn curl(operation: &Operation, described: &Value) -> String {
    let mut path = operation.path.to_owned();
    let mut headers = Vec::new();
    if operation.openness == Openness::SignedIn {
        headers.push("Authorization: Bearer $TOKEN".to_owned());
    }
    for parameter in list(&described["parameters"]).filter(|one| one["required"] == true) {
        let (name, example) = (text(&parameter["name"]), text(&parameter["example"]));
        match text(&parameter["in"]) {
            "path" => path = path.replace(&format!("{{{name}}}"), example),
            "header" => headers.push(format!("{name}: {}", example.replace('"', "\\\""))),
            _ => {
                let before = if path.contains('?') { '&' } else { '?' };
                path = format!(
                    "{path}{before}{name}={}",
                    if example.is_empty() { "..." } else { example }
                );
            }
        }
    }
    let content = at(described, "/requestBody/content").as_object();
    let content = content.and_then(|all| all.iter().next());
    headers.extend(content.map(|(media_type, _)| format!("Content-Type: {media_type}")));
    let method = operation.method.as_str();
    let method = if method == "GET" { String::new() } else { format!("-X {method} ") };
    let headers: Vec<_> =
        headers.into_iter().map(|header| format!(" \\\n  -H \"{header}\"")).collect();
    let data = content.map(|(_, content)| data(content)).unwrap_or_default();
    format!("curl {method}\"$GUILDHALL{path}\"{}{data}", headers.concat())
}

/// The body of a request: the example, or a file.
fn data(content: &Value) -> String {
    let Some(example) = content.get("example") else {
        return " \\\n  --data-binary @file".to_owned();
    };
    let json = serde_json::to_string_pretty(example).unwrap_or_default();
    format!(" \\\n  -d '{}'", json.replace('\'', "'\\''"))
}
