//! The archives of office programs: looked through in bounded memory, by rule (SAFETY J2, J3, J9).

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::FileKind;

/// How much an archive may hold.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub entries: usize,
    /// Bytes that all of it inflates to, what lies in it included.
    pub inflated: u64,
    /// How many times its own size that may be.
    pub ratio: u64,
    /// Bytes of an archive in it: a chart has its table with it.
    pub inner: usize,
}

pub const LIMITS: Limits =
    Limits { entries: 2_000, inflated: 200 << 20, ratio: 100, inner: 16 << 20 };

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    #[error("cannot be read as an office document: it is damaged, or was made to look like one")]
    Unreadable,
    #[error("has more than 2,000 parts")]
    TooMany,
    #[error("inflates to more than a hundred times its size, or to more than 200 MB")]
    TooLarge,
    #[error("is encrypted: save it without a password")]
    Encrypted,
    #[error("contains names that lead outside the file")]
    Escapes,
    #[error("has macros: save it without them, or as PDF")]
    Macros,
    #[error("contains an archive within an archive")]
    Nested,
    #[error("is not the kind of file that its name says")]
    AnotherKind,
}

const TYPES: &str = "[content_types].xml";
const MIMETYPE: &str = "mimetype";
/// Where an ODT says which of its parts are encrypted.
const MANIFEST: &str = "meta-inf/manifest.xml";
const READ: [&str; 3] = [TYPES, MIMETYPE, MANIFEST];

/// The type that an archive states for itself.
#[derive(Debug, Default)]
struct ArchiveType {
    content_types: String,
    mimetype: String,
}

/// The entries and bytes that may still come, of an archive and all archives in it.
#[derive(Debug)]
struct Left {
    entries: usize,
    bytes: u64,
}

/// Reads the whole of an archive once and keeps next to nothing of it.
pub fn look(content: &[u8], kind: FileKind, limits: Limits) -> Result<(), Trouble> {
    let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
    let bytes = limits.inflated.min(size.saturating_mul(limits.ratio));
    let mut left = Left { entries: limits.entries, bytes };
    let found = walk(content, limits, &mut left, 0)?;
    let is = match kind {
        FileKind::Docx => found.content_types.contains("wordprocessingml.document.main+xml"),
        FileKind::Xlsx => found.content_types.contains("spreadsheetml.sheet.main+xml"),
        FileKind::Odt => found.mimetype == FileKind::Odt.media_type(),
        FileKind::Pdf | FileKind::Png | FileKind::Jpeg | FileKind::Text => false,
    };
    if is { Ok(()) } else { Err(Trouble::AnotherKind) }
}

fn walk(
    content: &[u8],
    limits: Limits,
    left: &mut Left,
    depth: u8,
) -> Result<ArchiveType, Trouble> {
    // Before anything is read into memory for each of them.
    let entries = content.windows(4).filter(|four| four == b"PK\x01\x02").count();
    left.entries = left.entries.checked_sub(entries).ok_or(Trouble::TooMany)?;
    let archive = ZipArchive::new(Cursor::new(content));
    let mut archive = archive.map_err(|_cause| Trouble::Unreadable)?;
    // Two parts of one name are two documents, of which readers choose.
    if archive.offset() != 0 || declared_entries(content) != Some(archive.len()) {
        return Err(Trouble::Unreadable);
    }
    let mut found = ArchiveType::default();
    for n in 0..archive.len() {
        let name = name_of(&mut archive, content, n)?;
        let mut part = archive.by_index(n).map_err(|_cause| Trouble::Unreadable)?;
        let before = left.bytes;
        let kept = inflate(&mut part, limits, left)?;
        let is_whole = u64::try_from(kept.len()).is_ok_and(|kept| kept == before - left.bytes);
        // What the rules go by is read to its end, or nothing is known.
        if READ.contains(&name.as_str()) && !is_whole {
            return Err(Trouble::Unreadable);
        }
        if kept.starts_with(b"PK\x03\x04") {
            if depth > 0 {
                return Err(Trouble::Nested);
            }
            walk(&kept, limits, left, depth + 1)?;
        } else if name == TYPES {
            found.content_types = types_in(kept)?;
        } else if name == MIMETYPE {
            found.mimetype = String::from_utf8(kept).map_err(|_cause| Trouble::Unreadable)?;
        } else if name == MANIFEST && text_of(kept)?.contains("encryption-data") {
            return Err(Trouble::Encrypted);
        }
    }
    Ok(found)
}

/// How many parts the end of an archive says that it has.
fn declared_entries(content: &[u8]) -> Option<usize> {
    let end = content.windows(4).rposition(|four| four == b"PK\x05\x06")?;
    let count = content.get(end + 10..end + 12)?;
    Some(usize::from(u16::from_le_bytes(count.try_into().ok()?)))
}

/// A header of a part (APPNOTE 4.3.7 and 4.3.12): its own place in the archive, and within it the
/// places of the name and of the length of the name.
struct Header {
    start: u64,
    length_at: usize,
    name_at: usize,
}

/// The name as a header writes it. Another name beside it, which some programs read and others do
/// not (4.6.9), is no name.
fn written_name<'a>(content: &'a [u8], header: &Header) -> Option<&'a [u8]> {
    let head = content.get(usize::try_from(header.start).ok()?..)?;
    let length = head.get(header.length_at..header.length_at + 2)?;
    let length = usize::from(u16::from_le_bytes(length.try_into().ok()?));
    head.get(header.name_at..header.name_at.checked_add(length)?)
}

/// The name of a part in lower case, when nothing about the part is refused.
fn name_of(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    content: &[u8],
    n: usize,
) -> Result<String, Trouble> {
    let part = archive.by_index_raw(n).map_err(|_cause| Trouble::Unreadable)?;
    if part.encrypted() {
        return Err(Trouble::Encrypted);
    }
    let headers = [
        Header { start: part.central_header_start(), length_at: 28, name_at: 46 },
        Header { start: part.header_start(), length_at: 26, name_at: 30 },
    ];
    if headers.iter().any(|header| written_name(content, header) != Some(part.name_raw())) {
        return Err(Trouble::Escapes);
    }
    let name = std::str::from_utf8(part.name_raw()).map_err(|_cause| Trouble::Escapes)?;
    let climbs = name.split('/').any(|step| matches!(step, ".." | "."));
    if climbs || name.starts_with('/') || name.contains(['\\', ':', '\0']) || part.is_symlink() {
        return Err(Trouble::Escapes);
    }
    let name = name.to_lowercase();
    let macros = ["vbaproject.bin", "vbadata.xml"].iter().any(|end| name.ends_with(end))
        || ["basic/", "scripts/"].iter().any(|folder| name.starts_with(folder))
        || name.contains("macrosheets/");
    if macros { Err(Trouble::Macros) } else { Ok(name) }
}

/// Inflates a part and counts. What is not an archive itself is kept to its first pieces alone.
fn inflate(part: &mut impl Read, limits: Limits, left: &mut Left) -> Result<Vec<u8>, Trouble> {
    const KEPT: usize = 256 << 10;
    let mut kept = Vec::new();
    let mut piece = [0; 8 << 10];
    loop {
        let came = part.read(&mut piece).map_err(|_cause| Trouble::Unreadable)?;
        if came == 0 {
            return Ok(kept);
        }
        let size = u64::try_from(came).unwrap_or(u64::MAX);
        left.bytes = left.bytes.checked_sub(size).ok_or(Trouble::TooLarge)?;
        let is_archive = kept.starts_with(b"PK\x03\x04");
        if is_archive && kept.len() > limits.inner {
            return Err(Trouble::TooLarge);
        }
        if is_archive || kept.len() < KEPT {
            kept.extend_from_slice(piece.get(..came).unwrap_or_default());
        }
    }
}

/// XML in lower case, in which no word is hidden: by an entity, a character written as its number,
/// or two bytes for each letter.
fn text_of(content: Vec<u8>) -> Result<String, Trouble> {
    let text = String::from_utf8(content).map_err(|_cause| Trouble::Unreadable)?.to_lowercase();
    let hides = ["\0", "&#", "<!entity"].iter().any(|way| text.contains(way));
    if hides { Err(Trouble::Unreadable) } else { Ok(text) }
}

/// The list of types. Macros under another name have their type there.
fn types_in(content: Vec<u8>) -> Result<String, Trouble> {
    let text = text_of(content)?;
    let macros = ["vbaproject", "macroenabled", "macrosheet"];
    if macros.iter().any(|word| text.contains(word)) { Err(Trouble::Macros) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use proptest::prelude::*;
    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    const DOCX: &str = r#"<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;

    /// An archive of these parts, deflated.
    fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(content).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn docx(more: &[(&str, &[u8])]) -> Vec<u8> {
        let own: [(&str, &[u8]); 2] =
            [("[Content_Types].xml", DOCX.as_bytes()), ("word/document.xml", b"<w:document/>")];
        zip(&[&own, more].concat())
    }

    fn looked(content: &[u8]) -> Result<(), Trouble> {
        look(content, FileKind::Docx, LIMITS)
    }

    /// The same bytes with a change wherever this stands.
    fn with(content: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
        let mut changed = content.to_vec();
        let places: Vec<usize> =
            (0..content.len()).filter(|at| content[*at..].starts_with(old)).collect();
        assert!(!places.is_empty() && old.len() == new.len());
        for at in places {
            changed[at..at + new.len()].copy_from_slice(new);
        }
        changed
    }

    #[test]
    fn documents_of_each_program_are_what_they_say() {
        assert_eq!(looked(&docx(&[])), Ok(()));
        let sheet = DOCX.replace("wordprocessingml.document", "spreadsheetml.sheet");
        let xlsx = zip(&[("[Content_Types].xml", sheet.as_bytes()), ("xl/workbook.xml", b"<x/>")]);
        let odt =
            zip(&[("mimetype", FileKind::Odt.media_type().as_bytes()), ("content.xml", b"<x/>")]);
        let plain = zip(&[("readme.txt", b"hello")]);
        let all = [
            (docx(&[]), Some(FileKind::Docx)),
            (xlsx, Some(FileKind::Xlsx)),
            (odt, Some(FileKind::Odt)),
            (plain, None),
        ];
        for (content, is) in &all {
            for kind in [FileKind::Docx, FileKind::Xlsx, FileKind::Odt] {
                let wanted = if *is == Some(kind) { Ok(()) } else { Err(Trouble::AnotherKind) };
                assert_eq!(look(content, kind, LIMITS), wanted);
            }
        }
        // A chart with its table in it is one document; what lies in that is not looked for.
        let chart = docx(&[("word/embeddings/Sheet1.xlsx", &all[1].0)]);
        assert_eq!(looked(&chart), Ok(()));
        assert_eq!(looked(&docx(&[("word/embeddings/a.docx", &chart)])), Err(Trouble::Nested));
    }

    /// SAFETY J2: what inflates to more than it should is found out while it is read.
    #[test]
    fn a_bomb_is_not_inflated_further_than_its_limit() {
        let bomb = docx(&[("word/media/a.bin", &vec![0; 4 << 20])]);
        assert!(bomb.len() < 16 << 10, "{}", bomb.len());
        assert_eq!(looked(&bomb), Err(Trouble::TooLarge));
        // In an archive in it, too; and by its size alone.
        let inner = zip(&[("a", &vec![0; 4 << 20])]);
        assert_eq!(looked(&docx(&[("word/embeddings/a.xlsx", &inner)])), Err(Trouble::TooLarge));
        let few = Limits { inflated: 1 << 20, ratio: u64::MAX, ..LIMITS };
        assert_eq!(look(&bomb, FileKind::Docx, few), Err(Trouble::TooLarge));
        // A size that lies about itself changes nothing: it is what comes out that counts.
        let size = u32::try_from(4 << 20).unwrap().to_le_bytes();
        assert!(looked(&with(&bomb, &size, &[1, 0, 0, 0])).is_err());
    }

    #[test]
    fn an_archive_of_too_many_parts_is_not_begun() {
        let names: Vec<String> = (0..=LIMITS.entries).map(|n| n.to_string()).collect();
        let parts: Vec<(&str, &[u8])> =
            names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
        assert_eq!(looked(&zip(&parts)), Err(Trouble::TooMany));
        // Nor are its parts spread over archives that lie in it.
        let some = zip(&parts[..LIMITS.entries / 2]);
        assert_eq!(looked(&docx(&[("word/embeddings/a.xlsx", &some)])), Ok(()));
        let twice = docx(&[("word/embeddings/a.xlsx", &some), ("word/embeddings/b.xlsx", &some)]);
        assert_eq!(looked(&twice), Err(Trouble::TooMany));
    }

    /// SAFETY J3.
    #[test]
    fn parts_that_lead_out_of_an_archive_are_refused() {
        for name in [
            "../evil.sh",
            "word/../../evil",
            "/etc/passwd",
            "C:/evil",
            "..",
            "word/./a",
            "a\\..\\b",
        ] {
            // The writer may put a name right, so that it is written over.
            let stand_in = "x".repeat(name.len());
            let honest = docx(&[(&stand_in, b"x")]);
            let evil = with(&honest, stand_in.as_bytes(), name.as_bytes());
            assert_eq!(looked(&evil), Err(Trouble::Escapes), "{name}");
        }
        // One of the two names that each part has is not what the other says: readers would choose.
        let honest = docx(&[("word/aa.xml", b"x")]);
        let names = |at: &usize| honest[*at..].starts_with(b"word/aa.xml");
        let places: Vec<usize> = (0..honest.len()).filter(names).collect();
        assert_eq!(places.len(), 2);
        for at in places {
            let mut two = honest.clone();
            two[at..at + 7].copy_from_slice(b"../../a");
            assert_eq!(looked(&two), Err(Trouble::Escapes));
        }
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("[Content_Types].xml", SimpleFileOptions::default()).unwrap();
        archive.write_all(DOCX.as_bytes()).unwrap();
        archive.add_symlink("word/link", "/etc/passwd", SimpleFileOptions::default()).unwrap();
        assert_eq!(looked(&archive.finish().unwrap().into_inner()), Err(Trouble::Escapes));
    }

    #[test]
    fn what_is_encrypted_or_has_macros_is_refused() {
        let mut encrypted = docx(&[]);
        for (mark, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
            let places: Vec<usize> =
                (0..encrypted.len()).filter(|at| encrypted[*at..].starts_with(mark)).collect();
            for at in places {
                encrypted[at + flags] |= 1;
            }
        }
        assert_eq!(looked(&encrypted), Err(Trouble::Encrypted));
        for part in [
            "word/vbaProject.bin",
            "word/VBAPROJECT.BIN",
            "word/vbaData.xml",
            "Basic/Standard/Module1.xml",
            "Scripts/python/a.py",
            "xl/macrosheets/sheet1.xml",
        ] {
            assert_eq!(looked(&docx(&[(part, b"x")])), Err(Trouble::Macros), "{part}");
            // Also where the document lies in another one.
            let inner = docx(&[(part, b"x")]);
            assert_eq!(looked(&docx(&[("word/embeddings/a.docx", &inner)])), Err(Trouble::Macros));
        }
        let renamed = DOCX.replace("</Types>", r#"<Override PartName="/word/a.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>"#);
        assert_eq!(
            looked(&zip(&[("[Content_Types].xml", renamed.as_bytes())])),
            Err(Trouble::Macros)
        );
        let far = renamed.replace("<Types>", &format!("<Types>{}", " x".repeat(200_000)));
        let far = zip(&[("[Content_Types].xml", far.as_bytes())]);
        let any = Limits { ratio: u64::MAX, ..LIMITS };
        assert_eq!(look(&far, FileKind::Docx, any), Err(Trouble::Unreadable));
        let manifest = b"<manifest:file-entry><manifest:encryption-data/>".as_slice();
        assert_eq!(looked(&docx(&[("META-INF/manifest.xml", manifest)])), Err(Trouble::Encrypted));
        let hidden = renamed.replace("vbaProject", "vba&#80;roject");
        assert_eq!(
            looked(&zip(&[("[Content_Types].xml", hidden.as_bytes())])),
            Err(Trouble::Unreadable)
        );
    }

    #[test]
    fn a_document_that_is_damaged_or_two_things_at_once_is_refused() {
        let whole = docx(&[]);
        let cut = &whole[..whole.len() - 30];
        assert_eq!(looked(cut), Err(Trouble::Unreadable));
        let before = [b"%PDF-1.7\n".as_slice(), &whole].concat();
        assert_eq!(looked(&before), Err(Trouble::Unreadable));
        // Two parts of one name: readers would choose.
        let twice = with(
            &docx(&[("word/documenx.xml", b"<evil/>")]),
            b"word/documenx.xml",
            b"word/document.xml",
        );
        assert_eq!(looked(&twice), Err(Trouble::Unreadable));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        /// Whatever stands in it, an archive is looked at and not a panic.
        #[test]
        fn no_bytes_break_the_look(at in 0usize..600, byte: u8, cut in 0usize..600) {
            let mut content = docx(&[("word/media/image1.png", b"\x89PNG")]);
            let last = content.len() - 1;
            content[at.min(last)] = byte;
            content.truncate(content.len().saturating_sub(cut));
            let _judged = looked(&content);
        }
    }
}
