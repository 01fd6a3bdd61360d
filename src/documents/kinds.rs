//! The kinds of files that are taken.

use crate::{
    kernel::{Problem, kinds},
    words,
};

words!(
    /// A kind of file, by its usual ending.
    FileKind {
        Pdf = "pdf", Png = "png", Jpeg = "jpg", Docx = "docx", Xlsx = "xlsx", Odt = "odt",
        Text = "txt",
    }
);

impl FileKind {
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Text => "text/plain; charset=utf-8",
        }
    }

    /// By the last part of a name, whatever its case.
    pub fn of_extension(extension: &str) -> Option<Self> {
        let extension = extension.to_ascii_lowercase();
        if extension == "jpeg" { Some(Self::Jpeg) } else { Self::parse(&extension) }
    }

    /// By a `Content-Type`. Text may say that it is UTF-8; nothing else has parameters.
    pub fn of_media_type(given: &str) -> Result<Self, Problem> {
        let mut parts = given.split(';').map(|part| part.trim().to_ascii_lowercase());
        let essence = parts.next().unwrap_or_default();
        let parameters: Vec<String> = parts.collect();
        let bare = |kind: &&Self| kind.media_type().split(';').next() == Some(essence.as_str());
        let kind = Self::ALL.iter().find(bare).copied().filter(|kind| match kind {
            Self::Text => parameters
                .iter()
                .all(|one| matches!(one.as_str(), "charset=utf-8" | "charset=\"utf-8\"")),
            Self::Pdf | Self::Png | Self::Jpeg | Self::Docx | Self::Xlsx | Self::Odt => {
                parameters.is_empty()
            }
        });
        kind.ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|kind| kind.media_type()).collect();
            let detail = format!("send the file as its Content-Type: {}", known.join(", "));
            Problem::new(kinds::MEDIA_TYPE, detail)
        })
    }

    /// Whether the content begins as a file of this kind does. The archives of office programs are
    /// looked into apart.
    pub fn begins(self, content: &[u8]) -> bool {
        let found = infer::get(content).map(|kind| kind.mime_type());
        match self {
            Self::Pdf => content.starts_with(b"%PDF-"),
            Self::Png | Self::Jpeg => found == Some(self.media_type()),
            Self::Docx | Self::Xlsx | Self::Odt => content.starts_with(b"PK\x03\x04"),
            Self::Text => found.is_none() && is_text(content),
        }
    }
}

/// UTF-8 without control characters, and no markup: a browser may take that for a page.
fn is_text(content: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(content) else { return false };
    let plain = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t' | '\u{c}');
    let begins = text.trim_start_matches('\u{feff}').trim_start();
    text.trim_start_matches('\u{feff}').chars().all(plain) && !begins.starts_with('<')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_those_of_the_list_and_carry_nothing_else() {
        for kind in FileKind::ALL {
            assert_eq!(FileKind::of_media_type(kind.media_type()).unwrap(), *kind);
            assert_eq!(FileKind::of_extension(&kind.as_str().to_uppercase()), Some(*kind));
        }
        assert_eq!(FileKind::of_media_type("TEXT/plain").unwrap(), FileKind::Text);
        for wrong in [
            "",
            "text/html",
            "image/svg+xml",
            "application/octet-stream",
            "application/zip",
            "application/pdf; x=y",
            "text/plain; charset=utf-16",
            "text/plain; charset=utf-8; a=b",
            "application/vnd.ms-word.document.macroenabled.12",
        ] {
            assert_eq!(
                FileKind::of_media_type(wrong).unwrap_err().kind,
                kinds::MEDIA_TYPE,
                "{wrong}"
            );
        }
    }
}
