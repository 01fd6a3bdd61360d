//! As little HTTP/1.1 as a load generator needs: it shares the machine with what it measures.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, SocketAddr, TcpStream},
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use serde_json::Value;

/// One connection, kept alive, opened again when it was lost.
pub struct Connection {
    address: SocketAddr,
    stream: Option<TcpStream>,
    buffer: Vec<u8>,
}

/// What came back; borrowed from the connection that it came on.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'c> {
    pub status: u16,
    head: &'c str,
    pub body: &'c [u8],
}

impl Answer<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (own, value) = line.split_once(": ")?;
            own.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    pub fn etag(&self) -> String {
        self.header("etag").unwrap_or_default().to_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(self.body).unwrap_or_default()
    }

    /// The body of an answer that had to have this status.
    #[track_caller]
    pub fn is(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(self.body));
        self.json()
    }
}

/// A request, ready to be sent as often as it is wanted.
pub fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: guildhall.test\r\n");
    for (name, value) in headers {
        text.extend([name, ": ", value, "\r\n"]);
    }
    if method != "GET" {
        text.push_str("content-type: application/json\r\n");
        text.extend(["content-length: ", &body.len().to_string(), "\r\n"]);
    }
    text.extend(["\r\n", body]);
    text.into_bytes()
}

pub fn get(path: &str) -> Vec<u8> {
    request("GET", path, &[], "")
}

impl Connection {
    pub const fn to(address: SocketAddr) -> Self {
        Self { address, stream: None, buffer: Vec::new() }
    }

    /// Sends a request and reads its answer. After an error the connection is opened anew.
    pub fn ask(&mut self, request: &[u8]) -> io::Result<Answer<'_>> {
        let asked = self.try_ask(request);
        if asked.is_err() {
            self.stream = None;
        }
        let (end, length) = asked?;
        let text = self.buffer.get(..end).unwrap_or_default();
        let head = std::str::from_utf8(text).map_err(io::Error::other)?;
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok());
        let status = status.ok_or_else(|| io::Error::other("no status"))?;
        let body = self.buffer.get(end..end + length).unwrap_or_default();
        Ok(Answer { status, head, body })
    }

    /// Sends a request and goes away before the answer comes.
    pub fn ask_and_leave(&mut self, request: &[u8]) -> io::Result<()> {
        let stream = self.open()?;
        stream.write_all(request)?;
        stream.shutdown(Shutdown::Both)?;
        self.stream = None;
        Ok(())
    }

    fn open(&mut self) -> io::Result<&mut TcpStream> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(self.address)?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(Duration::from_secs(70)))?;
            self.stream = Some(stream);
        }
        self.stream.as_mut().ok_or_else(|| io::Error::other("not connected"))
    }

    /// Where the head of the answer ends, and how long its body is; both are in the buffer then.
    fn try_ask(&mut self, request: &[u8]) -> io::Result<(usize, usize)> {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let stream = self.open()?;
        stream.write_all(request)?;
        let mut piece = [0; 16 * 1024];
        let mut whole = None;
        while whole.is_none_or(|(end, length)| buffer.len() < end + length) {
            let read = stream.read(&mut piece)?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            buffer.extend_from_slice(piece.get(..read).unwrap_or_default());
            if whole.is_none() {
                whole = head_of(&buffer);
            }
        }
        self.buffer = buffer;
        whole.ok_or_else(|| io::Error::other("no head"))
    }
}

/// The length of a head that is here whole, and what it says of its body's length.
fn head_of(buffer: &[u8]) -> Option<(usize, usize)> {
    let end = buffer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(buffer.get(..end)?).ok()?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("content-length").then(|| value.parse().ok())?
    });
    Some((end, length.unwrap_or(0)))
}

/// A recovery code of somebody that was not used yet, by anybody in this run.
fn next_code(name: &str) -> String {
    static USED: AtomicUsize = AtomicUsize::new(0);
    crate::fill::recovery_code(name, USED.fetch_add(1, Ordering::Relaxed))
}

/// Somebody who has signed in.
#[derive(Debug, Clone)]
pub struct Person {
    pub organisation: String,
    bearer: String,
}

impl Person {
    pub fn sign_in(to: &mut Connection, email: &str, organisation: &str) -> Self {
        let body = crate::fill::credentials(email);
        let begun = to.ask(&request("POST", "/v1/sessions", &[], &body)).unwrap();
        let told = if begun.status == 202 {
            let token = begun.json()["token"].clone();
            let code = next_code(email.split('@').next().unwrap_or_default());
            let body = serde_json::json!({ "token": token, "recovery_code": code }).to_string();
            to.ask(&request("POST", "/v1/sessions/second-factor", &[], &body)).unwrap().is(201)
        } else {
            begun.is(201)
        };
        let bearer = format!("Bearer {}", told["access_token"].as_str().unwrap());
        Self { organisation: organisation.to_owned(), bearer }
    }

    pub fn get(&self, path: &str) -> Vec<u8> {
        request("GET", path, &[("authorization", &self.bearer)], "")
    }

    pub fn post(&self, path: &str, body: &str) -> Vec<u8> {
        request("POST", path, &[("authorization", &self.bearer)], body)
    }

    /// A change to the version that was seen.
    pub fn change(&self, method: &str, path: &str, etag: &str, body: &str) -> Vec<u8> {
        request(method, path, &[("authorization", &self.bearer), ("if-match", etag)], body)
    }

    /// A POST that may be sent twice and acts once.
    pub fn act(&self, path: &str, etag: &str, key: &str) -> Vec<u8> {
        let headers =
            [("authorization", &*self.bearer), ("if-match", etag), ("idempotency-key", key)];
        request("POST", path, &headers, "")
    }
}
