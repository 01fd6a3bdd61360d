//! Mail goes out if, and only if, its cause is committed; once, whatever happens to the worker.

use diesel::prelude::*;
use guildhall::{
    db::schema::outbox as rows,
    outbox::{self, Mailer},
};
use serde_json::json;
use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    sync::{Arc, Mutex, mpsc},
};

use crate::story;

story! {
    async fn a_refused_registration_mails_nobody(world) {
        let bad = json!({ "email": "a@b.example", "password": "short", "full_name": "Ada" });
        world.stranger().post("/v1/users", bad).await.is(422);
        world.run_workers().await;
        assert!(world.mailer.sent().is_empty());
        assert_eq!(world.count("outbox"), 0);
    }
}

story! {
    async fn a_letter_is_sent_once_by_two_workers(world) {
        for n in 0..30 {
            let new = json!({ "email": format!("p{n}@x.example"), "password": "three random words", "full_name": "Pat" });
            world.stranger().post("/v1/users", new).await.is(201);
        }
        let (one, two) = (outbox::deliver_due(&world.app, &world.mailer), outbox::deliver_due(&world.app, &world.mailer));
        let (one, two) = futures_util::future::join(one, two).await;
        assert_eq!(one.unwrap() + two.unwrap(), 30);
        assert_eq!(world.mailer.sent().len(), 30);
    }
}

story! {
    async fn a_one_time_token_never_lies_open_in_the_outbox(world) {
        let new = json!({ "email": "a@b.example", "password": "three random words", "full_name": "Ada" });
        world.stranger().post("/v1/users", new).await.is(201);
        let kept = || world.app.pool.read_here(|db| Ok(rows::table.select(rows::body_text).load::<String>(db)?)).unwrap();
        assert!(kept().iter().all(|text| !text.is_empty() && !text.contains("Token")), "{:?}", kept());
        assert!(!world.token_for("a@b.example").await.is_empty());
        assert_eq!(kept(), [""], "it is forgotten once it is on its way");
    }
}

/// A mail server that answers each message as it is told: `2` takes it, `4` asks to come again,
/// `5` refuses it, `x` takes it and hangs up without a word.
struct Sink {
    url: String,
    taken: Arc<Mutex<Vec<String>>>,
    script: mpsc::Sender<char>,
}

fn sink() -> Sink {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let taken = Arc::new(Mutex::new(Vec::new()));
    let (script, told) = mpsc::channel();
    let kept = Arc::clone(&taken);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            converse(stream, &told, &kept);
        }
    });
    Sink { url, taken, script }
}

fn converse(
    stream: std::net::TcpStream,
    told: &mpsc::Receiver<char>,
    taken: &Mutex<Vec<String>>,
) -> Option<()> {
    let mut out = stream.try_clone().ok()?;
    let mut lines = BufReader::new(stream).lines();
    out.write_all(b"220 sink\r\n").ok()?;
    while let Some(Ok(line)) = lines.next() {
        let answer = match line.get(..4).unwrap_or("").to_ascii_uppercase().as_str() {
            "DATA" => {
                out.write_all(b"354 go on\r\n").ok()?;
                let message: Vec<String> =
                    lines.by_ref().map_while(Result::ok).take_while(|l| l != ".").collect();
                match told.try_recv().unwrap_or('2') {
                    '4' => "451 later\r\n",
                    '5' => "550 never\r\n",
                    verdict => {
                        taken.lock().unwrap().push(message.join("\n"));
                        if verdict == 'x' {
                            return None;
                        }
                        "250 taken\r\n"
                    }
                }
            }
            "QUIT" => return None,
            _ => "250 ok\r\n",
        };
        out.write_all(answer.as_bytes()).ok()?;
    }
    None
}

fn message_id(message: &str) -> &str {
    message.lines().find(|l| l.starts_with("Message-ID")).unwrap()
}

story! {
    async fn a_mail_server_that_hangs_up_gets_the_same_message_again(world) {
        let sink = sink();
        let mailer = Arc::new(Mailer::open(&sink.url, "Guildhall <g@guildhall.example>").unwrap());
        for verdict in "x45".chars() {
            sink.script.send(verdict).unwrap();
        }
        let new = |n| json!({ "email": format!("{n}@x.example"), "password": "three random words", "full_name": "Pat" });
        world.stranger().post("/v1/users", new("one")).await.is(201);
        // Taken, and the word lost: the worker cannot know.
        outbox::deliver_due(&world.app, &mailer).await.unwrap();
        world.later("PT1M");
        // 451: later.
        outbox::deliver_due(&world.app, &mailer).await.unwrap();
        assert_eq!(outbox::deliver_due(&world.app, &mailer).await.unwrap(), 0, "not before its time");
        world.later("PT5M");
        world.stranger().post("/v1/users", new("two")).await.is(201);
        // 550 for one of them: parked for good; the other goes out.
        outbox::deliver_due(&world.app, &mailer).await.unwrap();
        world.later("P1D");
        assert_eq!(outbox::deliver_due(&world.app, &mailer).await.unwrap(), 0);

        let taken = sink.taken.lock().unwrap().clone();
        assert_eq!(taken.len(), 2);
        let doubled = message_id(&taken[0]) == message_id(&taken[1]);
        let states = world.app.pool.read_here(|db| Ok(rows::table.order(rows::id).select(rows::state).load::<String>(db)?)).unwrap();
        assert!(doubled && states == ["sent", "parked"] || states == ["parked", "sent"], "{states:?} {taken:?}");
    }
}

story! {
    async fn a_mail_server_that_is_down_loses_nothing(world) {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mailer = Arc::new(Mailer::open(&format!("smtp://{port}"), "g@guildhall.example").unwrap());
        let new = json!({ "email": "a@b.example", "password": "three random words", "full_name": "Ada" });
        world.stranger().post("/v1/users", new).await.is(201);
        outbox::deliver_due(&world.app, &mailer).await.unwrap();
        world.later("PT10M");
        assert_eq!(world.letters_to("a@b.example").await.len(), 1);
    }
}

story! {
    /// Whoever follows the link of a letter gets somewhere, as the one it was sent to.
    async fn every_link_in_a_letter_leads_somewhere(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        otter.owner.put(&format!("/v1/organisations/{}/interests", otter.id), json!({ "themes": ["parks"] })).await.is(200);
        let lot = camden.published_lot().await;
        otter.submits(&lot, "t", "1.00").await;
        let panel = world.opened_lot(&camden, &lot).await;
        let mut followed = std::collections::BTreeSet::new();
        for person in [&camden.owner, &camden.author, &camden.approver, &camden.opener, &otter.owner, &otter.bidder, &panel.chair, &panel.observer] {
            for letter in world.letters_to(&person.email).await {
                let plain = letter.split("text/html").next().unwrap().to_owned();
                for part in plain.split(&world.base).skip(1) {
                    let path = part.split(|c: char| c.is_whitespace() || c == '#').next().unwrap();
                    if !path.is_empty() {
                        let told = person.get(path).await;
                        assert!(matches!(told.status, 200 | 303), "{path}: {}", told.text);
                        followed.insert(path.split('/').take(3).collect::<Vec<_>>().join("/"));
                    }
                }
            }
        }
        let wanted = ["/docs", "/docs/invitations", "/docs/verification", "/v1/bids", "/v1/lots", "/v1/opportunities"];
        assert_eq!(followed.into_iter().collect::<Vec<_>>(), wanted);
    }
}
