//! An Arrow file (IPC file format, Feather 2) or stream → batches of the columns that are asked for.
//!
//! ```text
//! file     ARROW1 … messages … footer (where each message stands) … ARROW1
//! stream   messages, one after another, to the mark of the end
//! message  length, what it says (flatbuffer), body: dictionary of a column, or the columns of some rows
//! ```
//!
//! The crate makes arrays of a body. Before it does, every buffer is checked to lie in the body, and unpacked.

use std::collections::HashMap;
use std::sync::Arc;

use ::bytes::Bytes;
use ::parquet::file::reader::Length;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_buffer::Buffer;
use arrow_ipc::convert::try_fb_to_schema;
use arrow_ipc::reader::{RecordBatchDecoder, read_dictionary};
use arrow_ipc::{CompressionType, MessageHeader, MetadataVersion, RecordBatchBuilder, root_as_footer, root_as_message};
use arrow_schema::{Schema, SchemaRef};
use flatbuffers::FlatBufferBuilder;

use super::store::Store;
use super::unpack::{Codec, unpack};
use super::{BATCH_ROWS, Batches, Content, Failed, Opened};

/// How a file begins and ends.
const MAGIC: &[u8; 6] = b"ARROW1";

/// How a file of Feather 1 begins.
const FEATHER_1: &[u8; 4] = b"FEA1";

/// What stands before the length of a message.
const CONTINUES: [u8; 4] = [0xff; 4];

/// Bytes of the largest description of a message or of a file.
const MOST_SAID: u64 = 1 << 28;

/// Rows of the largest batch.
const MOST_ROWS: i64 = 1 << 31;

/// A message: where it stands, bytes of what it says, bytes of its body.
#[derive(Debug, Clone, Copy)]
struct Block {
    at: u64,
    said: u64,
    body: u64,
}

/// The messages of a file.
pub struct Messages {
    store: Store,
    schema: SchemaRef,
    blocks: Vec<Block>,
}

/// Opens a file or a stream.
pub fn open(store: Store) -> Result<Opened, Failed> {
    let length = store.len();
    let head = read(&store, 0, length.min(8))?;
    let (schema, blocks) = if head.starts_with(MAGIC) {
        listed(&store, length)?
    } else if head.starts_with(FEATHER_1) {
        let remedy = Some("write it again as Feather 2, which is the Arrow file format");
        return Err(Failed { what: "it is of Feather 1".into(), remedy });
    } else if head.starts_with(&CONTINUES) {
        walked(&store)?
    } else {
        return Err("it does not begin as one".into());
    };
    let mut rows = 0_u64;
    for block in &blocks {
        rows += rows_of(&store, *block)?;
    }
    let schema: SchemaRef = Arc::new(schema);
    let said = schema.as_ref().clone();
    Ok(Opened { schema: said, rows, content: Content::Arrow(Messages { store, schema, blocks }) })
}

fn read(store: &Store, at: u64, length: u64) -> Result<Bytes, Failed> {
    Ok(store.read(at, length).map_err(|e| e.to_string())?)
}

/// The schema and the messages that a footer lists: dictionaries before the rows.
fn listed(store: &Store, length: u64) -> Result<(Schema, Vec<Block>), Failed> {
    if length < 20 {
        return Err(format!("{length} bytes are too few").into());
    }
    let tail = read(store, length - 10, 10)?;
    if tail[4..] != MAGIC[..] {
        return Err("it does not end as one".into());
    }
    let said = u64::from(u32::from_le_bytes([tail[0], tail[1], tail[2], tail[3]]));
    if said > length - 18 || said > MOST_SAID {
        return Err("its footer is longer than the file".into());
    }
    let footer = read(store, length - 10 - said, said)?;
    let footer = root_as_footer(&footer).map_err(|e| format!("its footer is damaged ({e})"))?;
    let schema = footer.schema().ok_or("its footer has no schema")?;
    let schema = checked_schema(schema)?;
    let dictionaries = footer.dictionaries().into_iter().flatten();
    let batches = footer.recordBatches().into_iter().flatten();
    let blocks = dictionaries.chain(batches).map(|block| {
        let number = |n: i64| u64::try_from(n).map_err(|_| "its footer is damaged".to_owned());
        let (at, body) = (number(block.offset())?, number(block.bodyLength())?);
        let said = number(block.metaDataLength().into())?;
        Ok(Block { at, said, body })
    });
    Ok((schema, blocks.collect::<Result<_, Failed>>()?))
}

/// The schema and the messages of a stream.
fn walked(store: &Store) -> Result<(Schema, Vec<Block>), Failed> {
    let (mut at, mut schema, mut blocks) = (0_u64, None, Vec::new());
    loop {
        let head = read(store, at, 8).map_err(|_| "it ends before its mark of the end")?;
        let said = u64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]]));
        if head[..4] != CONTINUES || said > MOST_SAID {
            return Err(format!("no message begins at byte {at}").into());
        }
        if said == 0 {
            break;
        }
        let text = read(store, at + 8, said)?;
        let message = root_as_message(&text).map_err(|e| format!("the message at byte {at} is damaged ({e})"))?;
        let body = u64::try_from(message.bodyLength()).map_err(|_| format!("the message at byte {at} is damaged"))?;
        match message.header_as_schema() {
            Some(found) => schema = Some(checked_schema(found)?),
            None => blocks.push(Block { at, said: said + 8, body }),
        }
        at = at.checked_add(8 + said).and_then(|at| at.checked_add(body)).ok_or("it is damaged")?;
    }
    Ok((schema.ok_or("it has no schema")?, blocks))
}

fn checked_schema(schema: arrow_ipc::Schema<'_>) -> Result<Schema, Failed> {
    if !schema.endianness().equals_to_target_endianness() {
        return Err("its numbers are written from their other end (big-endian)".into());
    }
    Ok(try_fb_to_schema(schema).map_err(|e| format!("its schema is damaged ({e})"))?)
}

/// What a message says, without the length before it.
fn said(store: &Store, block: Block) -> Result<Bytes, Failed> {
    if block.said > MOST_SAID {
        return Err("it is damaged".into());
    }
    let all = read(store, block.at, block.said)?;
    let before = if all.starts_with(&CONTINUES) { 8 } else { 4 };
    if all.len() < before { Err("it is damaged".into()) } else { Ok(all.slice(before..)) }
}

fn rows_of(store: &Store, block: Block) -> Result<u64, Failed> {
    let text = said(store, block)?;
    let message = root_as_message(&text).map_err(|e| format!("a message is damaged ({e})"))?;
    let rows = message.header_as_record_batch().map_or(0, |batch| batch.length());
    match u64::try_from(rows) {
        Ok(rows) if rows <= MOST_ROWS as u64 => Ok(rows),
        _ => Err(format!("a batch claims to have {rows} rows").into()),
    }
}

impl Messages {
    /// The batches of some columns.
    pub fn batches(self, columns: &[usize]) -> Result<Batches, Failed> {
        let columns = columns.to_vec();
        let Messages { store, schema, blocks } = self;
        let mut dictionaries = HashMap::new();
        let decoded = blocks
            .into_iter()
            .filter_map(move |block| decode(&store, block, &schema, &columns, &mut dictionaries).transpose());
        Ok(Box::new(decoded.flat_map(|batch| -> Batches {
            match batch {
                Err(e) => Box::new(std::iter::once(Err(e))),
                Ok(batch) => Box::new(
                    (0..batch.num_rows())
                        .step_by(BATCH_ROWS)
                        .map(move |at| Ok(batch.slice(at, BATCH_ROWS.min(batch.num_rows() - at)))),
                ),
            }
        })))
    }
}

/// The rows of a message; none of a dictionary, which is kept.
fn decode(
    store: &Store,
    block: Block,
    schema: &SchemaRef,
    columns: &[usize],
    dictionaries: &mut HashMap<i64, ArrayRef>,
) -> Result<Option<RecordBatch>, Failed> {
    let text = said(store, block)?;
    let message = root_as_message(&text).map_err(|e| format!("a message is damaged ({e})"))?;
    let body = read(store, block.at.checked_add(block.said).ok_or("it is damaged")?, block.body)?;
    let version = message.version();
    if version < MetadataVersion::V4 {
        let remedy = Some("write it again with a library of this decade");
        return Err(Failed { what: "it is in a form of before Arrow 0.8".into(), remedy });
    }
    let broken = |e: arrow_schema::ArrowError| Failed::from(format!("a message is damaged ({e})"));
    match message.header_type() {
        MessageHeader::RecordBatch => {
            let batch = message.header_as_record_batch().ok_or("a message is damaged")?;
            let (builder, body) = unpacked(batch, body)?;
            let plain =
                flatbuffers::root::<arrow_ipc::RecordBatch>(builder.finished_data()).map_err(|e| e.to_string())?;
            RecordBatchDecoder::try_new(&body, plain, schema.clone(), dictionaries, &version)
                .and_then(|decoder| decoder.with_projection(Some(columns)).read_record_batch())
                .map(Some)
                .map_err(broken)
        }
        MessageHeader::DictionaryBatch => {
            let dictionary = message.header_as_dictionary_batch().ok_or("a message is damaged")?;
            let batch = dictionary.data().ok_or("a dictionary without values")?;
            let (body, builder) = {
                let (builder, body) = unpacked_dictionary(dictionary, batch, body)?;
                (body, builder)
            };
            let plain =
                flatbuffers::root::<arrow_ipc::DictionaryBatch>(builder.finished_data()).map_err(|e| e.to_string())?;
            read_dictionary(&body, plain, schema, dictionaries, &version).map(|()| None).map_err(broken)
        }
        other => Err(format!("a message is of kind {other:?}, which holds no rows").into()),
    }
}

type Written = FlatBufferBuilder<'static>;

fn unpacked(batch: arrow_ipc::RecordBatch<'_>, body: Bytes) -> Result<(Written, Buffer), Failed> {
    let mut builder = FlatBufferBuilder::new();
    let (plain, body) = plain_batch(&mut builder, batch, body)?;
    builder.finish(plain, None);
    Ok((builder, body))
}

fn unpacked_dictionary(
    dictionary: arrow_ipc::DictionaryBatch<'_>,
    batch: arrow_ipc::RecordBatch<'_>,
    body: Bytes,
) -> Result<(Written, Buffer), Failed> {
    let mut builder = FlatBufferBuilder::new();
    let (plain, body) = plain_batch(&mut builder, batch, body)?;
    let mut of = arrow_ipc::DictionaryBatchBuilder::new(&mut builder);
    of.add_id(dictionary.id());
    of.add_isDelta(dictionary.isDelta());
    of.add_data(plain);
    let plain = of.finish();
    builder.finish(plain, None);
    Ok((builder, body))
}

/// The same batch over a body that is not compressed; every buffer lies within it.
fn plain_batch<'a>(
    builder: &mut FlatBufferBuilder<'a>,
    batch: arrow_ipc::RecordBatch<'_>,
    body: Bytes,
) -> Result<(flatbuffers::WIPOffset<arrow_ipc::RecordBatch<'a>>, Buffer), Failed> {
    let codec = match batch.compression().map(|compression| compression.codec()) {
        None => None,
        Some(CompressionType::LZ4_FRAME) => Some(Codec::Lz4Frame),
        Some(CompressionType::ZSTD) => Some(Codec::Zstd),
        Some(other) => return Err(format!("it claims to be compressed with {other:?}").into()),
    };
    let mut plain = Vec::new();
    let mut buffers = Vec::new();
    for buffer in batch.buffers().into_iter().flatten() {
        let place = usize::try_from(buffer.offset()).ok().zip(usize::try_from(buffer.length()).ok());
        let bytes = place.and_then(|(at, length)| body.get(at..at.checked_add(length)?));
        let bytes = bytes.ok_or("a column lies beyond the end of its message")?;
        let Some(codec) = codec else { continue };
        let start = plain.len();
        match bytes.split_at_checked(8) {
            None if bytes.is_empty() => {}
            None => return Err("a column is shorter than its length".into()),
            Some((length, packed)) => {
                let length = i64::from_le_bytes(length.try_into().unwrap_or_default());
                match u64::try_from(length) {
                    Ok(0) => {}
                    Ok(length) => {
                        let unpacked = unpack(codec, packed, length)?;
                        if unpacked.len() as u64 != length {
                            return Err(
                                format!("a column claims to have {length} bytes and has {}", unpacked.len()).into()
                            );
                        }
                        plain.extend(unpacked);
                    }
                    Err(_) if length == -1 => plain.extend_from_slice(packed),
                    Err(_) => return Err(format!("a column claims to have {length} bytes").into()),
                }
            }
        }
        buffers.push(arrow_ipc::Buffer::new(start as i64, (plain.len() - start) as i64));
        // Arrays begin at multiples of 64 bytes, so that none is copied to be aligned.
        plain.resize(plain.len().next_multiple_of(64), 0);
    }
    let nodes: Vec<arrow_ipc::FieldNode> = batch.nodes().into_iter().flatten().copied().collect();
    let variadic: Option<Vec<i64>> = batch.variadicBufferCounts().map(|counts| counts.iter().collect());
    if variadic.iter().flatten().any(|count| !(0..=batch_buffers(&batch)).contains(count)) {
        return Err("a message is damaged (counts of buffers)".into());
    }
    if codec.is_none() {
        buffers = batch.buffers().into_iter().flatten().copied().collect();
    }
    let (nodes, buffers) = (builder.create_vector(&nodes), builder.create_vector(&buffers));
    let variadic = variadic.map(|counts| builder.create_vector(&counts));
    let mut of = RecordBatchBuilder::new(builder);
    of.add_length(batch.length());
    of.add_nodes(nodes);
    of.add_buffers(buffers);
    if let Some(variadic) = variadic {
        of.add_variadicBufferCounts(variadic);
    }
    let body = if codec.is_some() { Buffer::from_vec(plain) } else { Buffer::from(body) };
    Ok((of.finish(), body))
}

fn batch_buffers(batch: &arrow_ipc::RecordBatch<'_>) -> i64 {
    batch.buffers().map_or(0, |buffers| buffers.len() as i64)
}
