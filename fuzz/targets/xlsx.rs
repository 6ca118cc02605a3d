//! Any bytes as a workbook, or as one part of a workbook that is otherwise whole: a changed byte in an archive is found by
//! its checksum, and what reads the parts would never be reached. The first byte chooses.

#![no_main]

use libfuzzer_sys::fuzz_target;
use paradox::load::Format;

/// Parts of a small workbook that is read.
const PARTS: [(&str, &str); 6] = [
    ("xl/worksheets/sheet1.xml", include_str!("../seeds/workbook/sheet1.xml")),
    ("xl/sharedStrings.xml", include_str!("../seeds/workbook/sharedStrings.xml")),
    ("xl/styles.xml", include_str!("../seeds/workbook/styles.xml")),
    ("xl/workbook.xml", include_str!("../seeds/workbook/workbook.xml")),
    ("xl/_rels/workbook.xml.rels", include_str!("../seeds/workbook/workbook.xml.rels")),
    ("[Content_Types].xml", include_str!("../seeds/workbook/types.xml")),
];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    // Seeds begin with a digit.
    let chosen = usize::from(first.wrapping_sub(b'0')) % (PARTS.len() + 1);
    let Some((name, _)) = PARTS.get(chosen) else { return paradox_fuzz::read(Format::Xlsx, bytes.to_vec()) };
    let parts = PARTS.map(|part| if part.0 == *name { (part.0, bytes) } else { (part.0, part.1.as_bytes()) });
    paradox_fuzz::read(Format::Xlsx, stored(&parts));
});

/// A zip archive whose parts are not compressed (PKWARE, APPNOTE.TXT, 4.3).
fn stored(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let mut sum = flate2::Crc::new();
        sum.update(content);
        let size = (content.len() as u32).to_le_bytes();
        // Version 2.0, no flags, stored, no time.
        let common = [
            &[20, 0, 0, 0, 0, 0, 0, 0, 0, 0][..],
            &sum.sum().to_le_bytes(),
            &size,
            &size,
            &(name.len() as u16).to_le_bytes(),
            &[0, 0],
        ]
        .concat();
        let offset = (archive.len() as u32).to_le_bytes();
        archive.extend([b"PK\x03\x04", &common[..], name.as_bytes(), content].concat());
        directory.extend([b"PK\x01\x02\x14\x00", &common[..], &[0; 10], &offset, name.as_bytes()].concat());
    }
    let count = (parts.len() as u16).to_le_bytes();
    let (size, offset) = ((directory.len() as u32).to_le_bytes(), (archive.len() as u32).to_le_bytes());
    [&archive[..], &directory, b"PK\x05\x06\0\0\0\0", &count, &count, &size, &offset, &[0, 0]].concat()
}
