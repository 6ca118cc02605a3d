//! A Parquet file → batches of the columns that are asked for, row group by row group.
//!
//! The crate reads footer, pages and encodings. Pages reach it unpacked: it is told that columns are not compressed, and
//! what comes out of it is unpacked before it is decoded.

use std::sync::Arc;

use ::parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, RowGroups};
use ::parquet::arrow::{ProjectionMask, parquet_to_arrow_field_levels};
use ::parquet::basic::Compression;
use ::parquet::column::page::{Page, PageIterator, PageMetadata, PageReader};
use ::parquet::errors::{ParquetError, Result as Decoded};
use ::parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use ::parquet::file::reader::Length;
use ::parquet::file::serialized_reader::SerializedPageReader;
use arrow_array::RecordBatch;

use super::store::Store;
use super::unpack::{Codec, unpack};
use super::{BATCH_ROWS, Batches, Content, Failed, Opened};

/// How a Parquet file begins and ends, and one whose footer is encrypted.
const MAGIC: &[u8; 4] = b"PAR1";
const ENCRYPTED: &[u8; 4] = b"PARE";

/// The row groups of a file.
pub struct Group {
    store: Arc<Store>,
    metadata: ArrowReaderMetadata,
}

/// Opens a file: its footer.
pub fn open(store: Store) -> Result<Opened, Failed> {
    let length = store.len();
    let edge = |start: u64| store.read(start, 4).map_err(|e| e.to_string());
    if length < 12 {
        return Err(format!("{length} bytes are too few").into());
    }
    let (first, last) = (edge(0)?, edge(length - 4)?);
    if first == ENCRYPTED[..] || last == ENCRYPTED[..] {
        return Err(Failed { what: "it is encrypted".into(), remedy: Some("write it without encryption") });
    }
    if first != MAGIC[..] {
        return Err("it does not begin as one".into());
    }
    if last != MAGIC[..] {
        return Err("it does not end as one".into());
    }
    let metadata = ArrowReaderMetadata::load(&store, ArrowReaderOptions::new()).map_err(|e| words(&e))?;
    let groups = metadata.metadata().row_groups();
    for group in groups {
        for column in group.columns() {
            let (start, size) = column.byte_range();
            if start.checked_add(size).is_none_or(|end| end > length) {
                return Err(format!("column `{}` lies beyond its end", column.column_path().string()).into());
            }
        }
    }
    let mut rows = groups.iter().map(|group| u64::try_from(group.num_rows()));
    let rows = rows.try_fold(0_u64, |sum, rows| rows.ok().and_then(|rows| sum.checked_add(rows)));
    let rows = rows.ok_or("it counts fewer rows than none")?;
    let schema = metadata.schema().as_ref().clone();
    Ok(Opened { schema, rows, content: Content::Parquet(Group { store: Arc::new(store), metadata }) })
}

impl Group {
    /// The batches of some columns.
    pub fn batches(self, columns: &[usize]) -> Result<Batches, Failed> {
        let Group { store, metadata } = self;
        let schema = metadata.schema().clone();
        let metadata = metadata.metadata().clone();
        let described = metadata.file_metadata().schema_descr();
        let mask = ProjectionMask::roots(described, columns.iter().copied());
        let levels =
            parquet_to_arrow_field_levels(described, mask.clone(), Some(schema.fields())).map_err(|e| words(&e))?;
        for group in metadata.row_groups() {
            let asked = group.columns().iter().enumerate().filter(|(leaf, _)| mask.leaf_included(*leaf));
            for (_, chunk) in asked {
                codec_of(chunk.compression()).map_err(|name| Failed {
                    what: format!("column `{}` is compressed with {name}", chunk.column_path().string()),
                    remedy: Some("write the file with snappy, gzip, zstd, lz4_raw or no compression"),
                })?;
            }
        }
        let groups = 0..metadata.num_row_groups();
        Ok(Box::new(groups.flat_map(move |at| -> Batches {
            let group = OneGroup { store: store.clone(), metadata: metadata.clone(), at };
            match ParquetRecordBatchReader::try_new_with_row_groups(&levels, &group, BATCH_ROWS, None) {
                Ok(reader) => Box::new(reader.map(|batch| batch.map_err(|e| arrow_words(&e.to_string())))),
                Err(e) => Box::new(std::iter::once(Err::<RecordBatch, _>(words(&e)))),
            }
        })))
    }
}

fn words(e: &ParquetError) -> Failed {
    arrow_words(match e {
        ParquetError::General(text) | ParquetError::EOF(text) | ParquetError::NYI(text) => text,
        other => return arrow_words(&other.to_string()),
    })
}

/// A message of the crates, as one of ours.
fn arrow_words(text: &str) -> Failed {
    let text = text.trim();
    let text = ["Parquet argument error: ", "Parquet error: ", "EOF: "]
        .iter()
        .fold(text, |text, prefix| text.strip_prefix(prefix).unwrap_or(text));
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect::<String>().into(),
        None => "it is damaged".into(),
    }
}

struct OneGroup {
    store: Arc<Store>,
    metadata: Arc<ParquetMetaData>,
    at: usize,
}

impl OneGroup {
    fn group(&self) -> &RowGroupMetaData {
        self.metadata.row_group(self.at)
    }
}

impl RowGroups for OneGroup {
    fn num_rows(&self) -> usize {
        self.group().num_rows() as usize
    }

    fn column_chunks(&self, column: usize) -> Decoded<Box<dyn PageIterator>> {
        let chunk = self.group().column(column);
        let codec = codec_of(chunk.compression()).map_err(|name| ParquetError::NYI(name.into()))?;
        let most = u64::try_from(chunk.uncompressed_size()).unwrap_or(0);
        let plain = chunk.clone().into_builder().set_compression(Compression::UNCOMPRESSED).build()?;
        let pages = SerializedPageReader::new(self.store.clone(), &plain, self.num_rows(), None)?;
        Ok(Box::new(OneChunk(Some(Unpacked { pages, codec, most }))))
    }

    fn row_groups(&self) -> Box<dyn Iterator<Item = &RowGroupMetaData> + '_> {
        Box::new(std::iter::once(self.group()))
    }

    fn metadata(&self) -> &ParquetMetaData {
        &self.metadata
    }
}

/// How a column is compressed; the name of a way that is not unpacked here is the error.
fn codec_of(compression: Compression) -> Result<Option<Codec>, &'static str> {
    match compression {
        Compression::UNCOMPRESSED => Ok(None),
        Compression::SNAPPY => Ok(Some(Codec::Snappy)),
        Compression::GZIP(_) => Ok(Some(Codec::Gzip)),
        Compression::ZSTD(_) => Ok(Some(Codec::Zstd)),
        Compression::LZ4_RAW => Ok(Some(Codec::Lz4Block)),
        Compression::LZ4 => Err("the outdated lz4 of Hadoop"),
        Compression::BROTLI(_) => Err("brotli"),
        Compression::LZO => Err("lzo"),
    }
}

struct OneChunk(Option<Unpacked>);

impl Iterator for OneChunk {
    type Item = Decoded<Box<dyn PageReader>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.take().map(|pages| Ok(Box::new(pages) as Box<dyn PageReader>))
    }
}

impl PageIterator for OneChunk {}

/// The pages of a column, unpacked.
struct Unpacked {
    pages: SerializedPageReader<Store>,
    codec: Option<Codec>,
    most: u64,
}

impl Unpacked {
    fn unpacked(&self, page: Page) -> Decoded<Page> {
        let Some(codec) = self.codec else { return Ok(page) };
        let whole = |packed: &[u8]| unpack(codec, packed, self.most).map_err(ParquetError::General);
        Ok(match page {
            Page::DataPage { buf, num_values, encoding, def_level_encoding, rep_level_encoding, statistics } => {
                let buf = whole(&buf)?.into();
                Page::DataPage { buf, num_values, encoding, def_level_encoding, rep_level_encoding, statistics }
            }
            Page::DictionaryPage { buf, num_values, encoding, is_sorted } => {
                Page::DictionaryPage { buf: whole(&buf)?.into(), num_values, encoding, is_sorted }
            }
            Page::DataPageV2 {
                buf,
                num_values,
                encoding,
                num_nulls,
                num_rows,
                def_levels_byte_len,
                rep_levels_byte_len,
                is_compressed,
                statistics,
            } => {
                // Levels stand before the values and are never compressed.
                let levels = def_levels_byte_len as usize + rep_levels_byte_len as usize;
                let (before, packed) = buf
                    .split_at_checked(levels)
                    .ok_or_else(|| ParquetError::General("a page is shorter than its levels".into()))?;
                let buf =
                    if is_compressed && !packed.is_empty() { [before, &whole(packed)?].concat().into() } else { buf };
                Page::DataPageV2 {
                    buf,
                    num_values,
                    encoding,
                    num_nulls,
                    num_rows,
                    def_levels_byte_len,
                    rep_levels_byte_len,
                    is_compressed: false,
                    statistics,
                }
            }
        })
    }
}

impl Iterator for Unpacked {
    type Item = Decoded<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Unpacked {
    fn get_next_page(&mut self) -> Decoded<Option<Page>> {
        self.pages.get_next_page()?.map(|page| self.unpacked(page)).transpose()
    }

    fn peek_next_page(&mut self) -> Decoded<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Decoded<()> {
        self.pages.skip_next_page()
    }
}
