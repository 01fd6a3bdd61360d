//! Whether a file is taken: its content, its name and its declared type say the same.

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::{FileKind, FileName, archives};
use crate::{
    http::UPLOAD,
    kernel::{Faults, Problem},
};

/// A file as it came.
#[derive(Debug)]
pub struct Upload {
    pub name: FileName,
    pub declared: FileKind,
    /// The SHA-256 that its sender states.
    pub digest: Option<[u8; 32]>,
    pub content: Vec<u8>,
}

/// A file that is taken. Only [`check`] makes one.
#[derive(Debug, Clone)]
pub struct Checked {
    pub(super) name: FileName,
    pub(super) sha256: String,
    pub(super) content: Vec<u8>,
}

/// Looks at a file without decoding it, or says everything that is wrong with it. It may take a
/// second: see [`Checks`](super::Checks).
pub fn check(upload: Upload) -> Result<Checked, Problem> {
    let Upload { name, declared, digest, content } = upload;
    let mut faults = Faults::new();
    let hash = <[u8; 32]>::from(Sha256::digest(&content));
    if digest.is_some_and(|said| !bool::from(said.ct_eq(&hash))) {
        let why =
            "is not what Content-Digest says: it was changed or cut on its way; send it again";
        faults.add("", "digest", why);
    }
    if declared != name.kind() {
        let why =
            format!("ends in .{}, and Content-Type says {}", name.kind(), declared.media_type());
        faults.add("/name", "file-kind", why);
    }
    if let Err(why) = looks_right(declared, &content) {
        faults.add("", "file-content", why);
    }
    faults.none()?;
    Ok(Checked { name, sha256: hex::encode(hash), content })
}

fn looks_right(kind: FileKind, content: &[u8]) -> Result<(), String> {
    if content.is_empty() {
        return Err("is empty".to_owned());
    }
    if content.len() > UPLOAD {
        return Err(format!("has more than {UPLOAD} bytes"));
    }
    if !kind.begins(content) {
        return Err(format!("is no {}", kind.media_type()));
    }
    match kind {
        FileKind::Docx | FileKind::Xlsx | FileKind::Odt => {
            archives::look(content, kind, archives::LIMITS).map_err(|why| why.to_string())
        }
        FileKind::Pdf | FileKind::Png | FileKind::Jpeg | FileKind::Text => Ok(()),
    }
}

impl Checked {
    pub fn size(&self) -> usize {
        self.content.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0";
    const PDF: &[u8] = b"%PDF-1.7\n%%EOF";

    fn tried(name: &str, declared: FileKind, content: &[u8]) -> Result<Checked, Vec<&'static str>> {
        let name = FileName::parse(name).unwrap();
        let upload = Upload { name, declared, digest: None, content: content.to_vec() };
        check(upload).map_err(|problem| problem.errors.iter().map(|one| one.code).collect())
    }

    #[test]
    fn content_name_and_type_say_the_same_or_nothing_is_taken() {
        let kinds = [
            ("a.pdf", FileKind::Pdf, PDF),
            ("a.png", FileKind::Png, PNG),
            ("a.jpg", FileKind::Jpeg, JPEG),
            ("a.txt", FileKind::Text, "\u{feff}Ünser Plan:\r\n\t1 < 2".as_bytes()),
        ];
        let mut taken = 0;
        for (name, named, _) in kinds {
            for (_, declared, _) in kinds {
                for (_, is, content) in kinds {
                    let right = named == declared && declared == is;
                    assert_eq!(
                        tried(name, declared, content).is_ok(),
                        right,
                        "{name} {declared} {is}"
                    );
                    taken += usize::from(right);
                }
            }
        }
        assert_eq!(taken, kinds.len());
        assert_eq!(tried("a.png", FileKind::Pdf, JPEG).unwrap_err(), ["file-kind", "file-content"]);
    }

    /// SAFETY J1, J4, J9: nothing of this is taken as anything.
    #[test]
    fn what_is_on_no_list_is_taken_as_nothing() {
        let gif = b"GIF89a\x01\0\x01\0".as_slice();
        let wrong: [&[u8]; 24] = [
            b"",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            b"<?xml version='1.0'?><svg/>",
            b"<!DOCTYPE html><script>1</script>",
            b"  \n<html>",
            b"\xef\xbb\xbf<html>",
            b"<script>alert(1)</script>",
            b"<a>",
            gif,
            b"MZ\x90\0\x03\0",
            b"\x7fELF\x02\x01\x01\0",
            b"#!/bin/sh\nrm -rf /\n",
            b"\xca\xfe\xba\xbe\0\0",
            b"PK\x03\x04",
            b"PK\x05\x06\0\0\0\0",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"{\\rtf1 x}\0",
            b"Rar!\x1a\x07\0",
            b"\x1f\x8b\x08\0",
            b"7z\xbc\xaf\x27\x1c",
            b"\xff\xfea\0b\0",
            b"\0\0\0\0",
            b"a\0b",
            b"text with \x1b[31m",
        ];
        for content in wrong {
            for (name, kind) in [
                ("a.pdf", FileKind::Pdf),
                ("a.png", FileKind::Png),
                ("a.jpg", FileKind::Jpeg),
                ("a.txt", FileKind::Text),
                ("a.docx", FileKind::Docx),
                ("a.xlsx", FileKind::Xlsx),
                ("a.odt", FileKind::Odt),
            ] {
                assert!(tried(name, kind, content).is_err(), "{name}: {content:?}");
            }
        }
        // Something before the beginning makes another file of it.
        let before = [b"<html>".as_slice(), PDF].concat();
        assert!(tried("a.pdf", FileKind::Pdf, &before).is_err());
        assert!(tried("a.txt", FileKind::Text, &vec![b'a'; UPLOAD + 1]).is_err());
        assert!(tried("a.txt", FileKind::Text, &vec![b'a'; UPLOAD]).is_ok());
    }

    #[test]
    fn a_digest_is_held_against_the_content() {
        let name = || FileName::parse("a.pdf").unwrap();
        let sent = |digest| Upload {
            name: name(),
            declared: FileKind::Pdf,
            digest,
            content: PDF.to_vec(),
        };
        let right: [u8; 32] = Sha256::digest(PDF).into();
        assert_eq!(check(sent(Some(right))).unwrap().sha256, hex::encode(right));
        assert_eq!(check(sent(Some([0; 32]))).unwrap_err().errors[0].code, "digest");
    }
}
