//! Names of files: words for people, never a path (SAFETY J1, J5).

use std::fmt;

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use unicode_normalization::UnicodeNormalization as _;

use super::FileKind;
use crate::kernel::{Faults, Line};

/// The name of a file of a kind that is taken: one line, no path, one meaning on every system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName {
    name: String,
    kind: FileKind,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    #[error("{0}")]
    Line(String),
    #[error("a name has none of / \\ : * ? \" < > | and nothing that looks like them")]
    Separator,
    #[error("a name begins and ends with something else than a full stop, and has no two together")]
    Dots,
    #[error("a name is written as it is read, without %-encoding")]
    Encoded,
    #[error("this name belongs to a device on some systems")]
    Device,
    #[error("the name has a second ending that programs are started by: .{0}")]
    Executable(String),
    #[error("files end in .pdf, .png, .jpg, .jpeg, .docx, .xlsx, .odt or .txt here")]
    Ending,
}

/// Endings by which some system starts a program or opens a page.
const EXECUTABLE: &[&str] = &[
    "app", "apk", "bat", "bin", "chm", "cmd", "com", "cpl", "dll", "dmg", "docm", "dotm", "elf",
    "exe", "gadget", "hta", "htm", "html", "img", "inf", "iso", "jar", "js", "jse", "jsp", "lnk",
    "mht", "msc", "msi", "msp", "pif", "php", "pl", "ps1", "py", "rb", "reg", "scf", "scr", "sh",
    "shtml", "svg", "swf", "url", "vb", "vbe", "vbs", "wsf", "wsh", "xht", "xhtml", "xlsm", "xltm",
    "xml",
];

/// Names that Windows takes for devices, whatever their extension.
fn is_device(first: &str) -> bool {
    let port = first.strip_prefix("com").or_else(|| first.strip_prefix("lpt"));
    let numbered = port.is_some_and(|n| n.len() == 1 && n.chars().all(|c| c.is_ascii_digit()));
    numbered || matches!(first, "con" | "prn" | "aux" | "nul")
}

/// Characters that separate folders on some system, or look like it.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        '/' | '\\'
            | ':'
            | '*'
            | '?'
            | '"'
            | '<'
            | '>'
            | '|'
            | '\u{2044}'
            | '\u{2215}'
            | '\u{2216}'
            | '\u{29F5}'
            | '\u{29F8}'
            | '\u{29F9}'
            | '\u{A789}'
    )
}

/// `%2F`, `%u002f`: another program may read it once more.
fn is_encoded(name: &str) -> bool {
    let reads_on = |c: char| c.is_ascii_hexdigit() || matches!(c, 'u' | 'U');
    name.split('%').skip(1).any(|rest| rest.starts_with(reads_on))
}

impl FileName {
    pub fn parse(raw: &str) -> Result<Self, NameFault> {
        let name = Line::<150>::parse(raw).map_err(|why| NameFault::Line(why.to_string()))?;
        let name: String = name.as_str().nfc().collect();
        // Also what it would be once somebody makes it compatible: a full-width stroke is a stroke.
        for form in [name.clone(), name.nfkc().collect()] {
            if form.chars().any(is_separator) {
                return Err(NameFault::Separator);
            }
            if form.starts_with('.') || form.ends_with('.') || form.contains("..") {
                return Err(NameFault::Dots);
            }
        }
        if is_encoded(&name) {
            return Err(NameFault::Encoded);
        }
        let parts: Vec<String> = name.split('.').map(|part| part.trim().to_lowercase()).collect();
        let [first, middle @ .., last] = parts.as_slice() else { return Err(NameFault::Ending) };
        let kind = FileKind::of_extension(last).ok_or(NameFault::Ending)?;
        if is_device(first) {
            return Err(NameFault::Device);
        }
        match middle.iter().find(|part| EXECUTABLE.contains(&part.as_str())) {
            Some(part) => Err(NameFault::Executable(part.clone())),
            None => Ok(Self { name, kind }),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The kind that its extension names.
    pub const fn kind(&self) -> FileKind {
        self.kind
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Deserr<Faults> for FileName {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        at: ValuePointerRef<'_>,
    ) -> Result<Self, Faults> {
        let raw = String::deserialize_from_value(value, at)?;
        Self::parse(&raw).map_err(|why| Faults::at(at, "file-name", why.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn usual_names_are_taken() {
        for (name, kind) in [
            ("policy.pdf", FileKind::Pdf),
            ("Health & safety (v1.2, 50 %).PDF", FileKind::Pdf),
            ("Zertifikat für Gebäude – 2026.docx", FileKind::Docx),
            ("保険証書.jpeg", FileKind::Jpeg),
            ("com.example.report.txt", FileKind::Text),
            ("O'Neill_ISO-9001+27001.xlsx", FileKind::Xlsx),
        ] {
            let parsed = FileName::parse(name).unwrap();
            assert_eq!((parsed.as_str(), parsed.kind()), (name, kind));
        }
    }

    /// SAFETY J1: what a name must not be.
    #[test]
    fn names_that_mean_something_else_are_refused() {
        for name in [
            "",
            " ",
            "pdf",
            ".pdf",
            "..pdf",
            "policy",
            "policy.",
            "policy.pdf.",
            "policy.exe",
            "a.pdf.exe",
            "a.exe.pdf",
            "a.JS .pdf",
            "a.html.txt",
            "a.svg.png",
            "a.docm",
            "a.docm.docx",
            "pol\0icy.pdf",
            "policy.pdf\0.exe",
            "policy\u{202E}fdp.exe",
            "policy\u{202E}exe.pdf",
            "a\u{200B}.pdf",
            "a\nb.pdf",
            "a\tb.pdf",
            "nul.pdf",
            "COM1.pdf",
            "lpt9.txt",
            "con.a.pdf",
            "a|b.pdf",
            "a?.pdf",
            "a*.pdf",
            "<a>.pdf",
            "\"a\".pdf",
            "C:a.pdf",
            "a.pdf::$DATA",
            "a.zip",
            "a.svg",
            "a.html",
            "a.pdf ",
            "policy.pdf/",
        ] {
            // Blanks around a name are no part of it.
            if name == "a.pdf " {
                assert_eq!(FileName::parse(name).unwrap().as_str(), "a.pdf");
                continue;
            }
            assert!(FileName::parse(name).is_err(), "{name:?} was taken");
        }
        assert!(FileName::parse(&format!("{}.pdf", "a".repeat(147))).is_err());
    }

    /// SAFETY J5: forty ways to climb.
    #[test]
    fn forty_ways_out_of_a_folder_lead_nowhere() {
        let up = [
            "../",
            "..\\",
            "..%2f",
            "..%2F",
            "..%5c",
            "%2e%2e/",
            "%2e%2e%2f",
            "%2e%2e\\",
            "%2e%2e%5c",
            "..%252f",
            "%252e%252e%252f",
            "..%c0%af",
            "%c0%ae%c0%ae/",
            "..%ef%bc%8f",
            "..%u2215",
            "..%u2216",
            "%uff0e%uff0e%u2215",
            "....//",
            "....\\\\",
            "..;/",
            "..//",
            ".../",
            "./../",
            "/../",
            "\\..\\",
            "/",
            "//",
            "\\",
            "\\\\server\\share\\",
            "file:///",
            "C:\\",
            "C:/",
            "\u{FF0E}\u{FF0E}\u{FF0F}",
            "..\u{2215}",
            "..\u{2044}",
            "..\u{29F8}",
            "..\u{FF3C}",
            "..\u{FE68}",
            "\u{2025}\u{2215}",
            "\u{2024}\u{2024}/",
            "..\0/",
            "~/../",
        ];
        assert!(up.len() >= 40);
        for way in up {
            for name in [format!("{way}etc.pdf"), format!("{way}{way}etc/passwd.pdf")] {
                assert!(FileName::parse(&name).is_err(), "{name:?} was taken");
            }
        }
    }

    proptest! {
        #[test]
        fn a_name_that_is_taken_is_one_plain_line(name in "[\\PC./\\\\%:]{0,40}\\.(pdf|txt)") {
            if let Ok(taken) = FileName::parse(&name) {
                let text = taken.as_str();
                prop_assert!(!text.contains("..") && !text.contains(is_separator));
                prop_assert!(!text.starts_with('.') && text.chars().count() <= 150);
                prop_assert!(std::path::Path::new(text).file_name().is_some_and(|one| one == text));
            }
        }
    }
}
