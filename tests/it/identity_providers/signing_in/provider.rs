//! The provider's process, and a browser that goes through it.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};

/// A provider of its own for each story; it ends with it.
pub struct Provider {
    pub issuer: String,
    process: Child,
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.stops();
    }
}

impl Provider {
    /// None, with a word of it, where node or its packages are missing; in CI they are not.
    pub fn start() -> Option<Self> {
        let home = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oidc"));
        let there = home.join("node_modules/oidc-provider").is_dir();
        let node = Command::new("node").arg("--version").stdout(Stdio::null()).status();
        if !there || !node.is_ok_and(|status| status.success()) {
            assert!(std::env::var_os("CI").is_none(), "no identity provider: npm ci in tests/oidc");
            println!("skipped: there is no identity provider (npm ci --prefix tests/oidc)");
            return None;
        }
        let mut process = Command::new("node")
            .arg(home.join("provider.mjs"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut port).unwrap();
        Some(Self { issuer: format!("http://127.0.0.1:{}", port.trim()), process })
    }

    /// A setting that lets it stand on this machine.
    pub fn trusted(&self) -> String {
        format!("trusted_issuers = {:?}\nallowed_origins = \"https://app.example\"", self.issuer)
    }

    pub fn stops(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }

    async fn control(&self, asked: Value) {
        let sent = awc::Client::default().post(format!("{}/control", self.issuer));
        let answer = sent.send_body(asked.to_string()).await.unwrap();
        assert_eq!(answer.status(), 204);
    }

    pub async fn sends_back_to(&self, page: &str) {
        self.control(json!({ "redirect_uris": [page] })).await;
    }

    pub async fn knows(&self, hint: &str, claims: Value) {
        self.control(json!({ "people": { hint: claims } })).await;
    }

    pub async fn rotates(&self) {
        self.control(json!({ "rotate": true })).await;
    }

    /// How long its ID tokens are good, in seconds.
    pub async fn vouches_for(&self, seconds: u64) {
        self.control(json!({ "id_token_life": seconds })).await;
    }

    /// Goes where a browser is sent, until it is sent back: code and state.
    pub async fn visit(&self, url: &str) -> (String, String) {
        let (mut url, mut cookies) = (url.to_owned(), BTreeMap::new());
        let client = awc::Client::builder().disable_redirects().finish();
        for _ in 0..10 {
            let pairs: Vec<String> = cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
            let asked = client.get(&url).insert_header(("cookie", pairs.join("; ")));
            let mut answer = asked.send().await.unwrap();
            for cookie in answer.headers().get_all("set-cookie") {
                let pair = cookie.to_str().unwrap().split(';').next().unwrap();
                let (name, value) = pair.split_once('=').unwrap();
                cookies.insert(name.to_owned(), value.to_owned());
            }
            let Some(to) = answer.headers().get("location").cloned() else {
                panic!("{url}: {}: {:?}", answer.status(), answer.body().await);
            };
            let to = to.to_str().unwrap();
            url = if to.starts_with('/') { format!("{}{to}", self.issuer) } else { to.to_owned() };
            if !url.starts_with(&self.issuer) {
                let query: BTreeMap<String, String> =
                    serde_urlencoded::from_str(url.split_once('?').unwrap().1).unwrap();
                return (query["code"].clone(), query["state"].clone());
            }
        }
        panic!("sent around in a circle: {url}");
    }
}
