//! An array → the texts of its cells, as a CSV of the same answers has them.
//!
//! | kind | text |
//! |---|---|
//! | numbers | 3, 0.1: shortest in their own precision; decimals without trailing zeros; not a number is missing |
//! | dates and times | 2026-11-25, 2026-11-25 14:03:00 (in UTC where a time zone is given), 14:03:00 |
//! | true or false | true, false |
//! | dictionaries | the text of the value |

use std::fmt::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::{Array, ArrowPrimitiveType, PrimitiveArray};
use arrow_schema::{DataType, TimeUnit};

use super::super::labels::number_text;
use super::super::moment;

/// The texts of a column, one after another in one allocation.
#[derive(Default)]
pub struct Texts {
    all: String,
    ends: Vec<usize>,
}

/// What a column holds, in words; `None` where a cell is no single answer.
pub fn kind(data_type: &DataType) -> Option<&'static str> {
    use DataType::*;
    Some(match data_type {
        Null => "nothing",
        Boolean => "true or false",
        Int8 | Int16 | Int32 | Int64 | UInt8 | UInt16 | UInt32 | UInt64 | Float16 | Float32 | Float64 => "numbers",
        Decimal32(..) | Decimal64(..) | Decimal128(..) | Decimal256(..) => "numbers",
        Utf8 | LargeUtf8 | Utf8View | Binary | LargeBinary | BinaryView => "text",
        Date32 | Date64 | Timestamp(..) => "dates",
        Time32(_) | Time64(_) | Duration(_) => "times",
        Dictionary(_, values) => return kind(values),
        _ => return None,
    })
}

/// What a column holds that has no texts.
pub fn refused(data_type: &DataType) -> &'static str {
    use DataType::*;
    match data_type {
        List(_) | LargeList(_) | ListView(_) | LargeListView(_) | FixedSizeList(..) => "lists",
        Struct(_) => "records with fields of their own",
        Map(..) => "maps",
        Union(..) => "values of several types",
        FixedSizeBinary(_) => "bytes that are no text",
        Interval(_) => "calendar intervals",
        RunEndEncoded(..) => "values packed by runs",
        Dictionary(_, values) => refused(values),
        _ => "values that are no text",
    }
}

impl Texts {
    /// The texts of an array.
    ///
    /// # Errors
    /// In words, if it holds bytes that are no text, or values that have none.
    pub fn of(array: &dyn Array) -> Result<Self, String> {
        use DataType::*;
        let mut texts = Texts { all: String::new(), ends: Vec::with_capacity(array.len()) };
        match array.data_type() {
            Null => texts.ends.resize(array.len(), 0),
            Boolean => {
                texts.each(array, array.as_boolean().iter(), |yes, all| *all += if yes { "true" } else { "false" })
            }
            Int8 => texts.whole::<Int8Type>(array),
            Int16 => texts.whole::<Int16Type>(array),
            Int32 => texts.whole::<Int32Type>(array),
            Int64 => texts.whole::<Int64Type>(array),
            UInt8 => texts.whole::<UInt8Type>(array),
            UInt16 => texts.whole::<UInt16Type>(array),
            UInt32 => texts.whole::<UInt32Type>(array),
            UInt64 => texts.whole::<UInt64Type>(array),
            Float16 => texts.primitive::<Float16Type>(array, |number, all| single(number.to_f32(), all)),
            Float32 => texts.primitive::<Float32Type>(array, single),
            Float64 => texts.primitive::<Float64Type>(array, |number, all| {
                if !number.is_nan() {
                    *all += &number_text(number);
                }
            }),
            Decimal32(..) => texts.decimal(array.as_primitive::<Decimal32Type>(), PrimitiveArray::value_as_string),
            Decimal64(..) => texts.decimal(array.as_primitive::<Decimal64Type>(), PrimitiveArray::value_as_string),
            Decimal128(..) => texts.decimal(array.as_primitive::<Decimal128Type>(), PrimitiveArray::value_as_string),
            Decimal256(..) => texts.decimal(array.as_primitive::<Decimal256Type>(), PrimitiveArray::value_as_string),
            Utf8 => texts.each(array, array.as_string::<i32>().iter(), |text, all| *all += text),
            LargeUtf8 => texts.each(array, array.as_string::<i64>().iter(), |text, all| *all += text),
            Utf8View => texts.each(array, array.as_string_view().iter(), |text, all| *all += text),
            Binary => texts.bytes(array.as_binary::<i32>().iter())?,
            LargeBinary => texts.bytes(array.as_binary::<i64>().iter())?,
            BinaryView => texts.bytes(array.as_binary_view().iter())?,
            Date32 => texts.moment::<Date32Type>(array, |days| moment::date(f64::from(days))),
            Date64 => texts.moment::<Date64Type>(array, |milli| moment::date_time(milli as f64 / 1e3)),
            Timestamp(TimeUnit::Second, _) => {
                texts.moment::<TimestampSecondType>(array, |n| moment::date_time(n as f64))
            }
            Timestamp(TimeUnit::Millisecond, _) => {
                texts.moment::<TimestampMillisecondType>(array, |n| moment::date_time(n as f64 / 1e3))
            }
            Timestamp(TimeUnit::Microsecond, _) => {
                texts.moment::<TimestampMicrosecondType>(array, |n| moment::date_time(n as f64 / 1e6))
            }
            Timestamp(TimeUnit::Nanosecond, _) => {
                texts.moment::<TimestampNanosecondType>(array, |n| moment::date_time(n as f64 / 1e9))
            }
            Time32(TimeUnit::Second) => texts.clock::<Time32SecondType>(array, f64::from),
            Time32(_) => texts.clock::<Time32MillisecondType>(array, |n| f64::from(n) / 1e3),
            Time64(TimeUnit::Microsecond) => texts.clock::<Time64MicrosecondType>(array, |n| n as f64 / 1e6),
            Time64(_) => texts.clock::<Time64NanosecondType>(array, |n| n as f64 / 1e9),
            Duration(TimeUnit::Second) => texts.clock::<DurationSecondType>(array, |n| n as f64),
            Duration(TimeUnit::Millisecond) => texts.clock::<DurationMillisecondType>(array, |n| n as f64 / 1e3),
            Duration(TimeUnit::Microsecond) => texts.clock::<DurationMicrosecondType>(array, |n| n as f64 / 1e6),
            Duration(TimeUnit::Nanosecond) => texts.clock::<DurationNanosecondType>(array, |n| n as f64 / 1e9),
            Dictionary(..) => {
                let dictionary = array.as_any_dictionary();
                let taken = arrow_select::take::take(dictionary.values(), dictionary.keys(), None);
                return Texts::of(&taken.map_err(|e| e.to_string())?);
            }
            other => return Err(refused(other).to_owned()),
        }
        Ok(texts)
    }

    /// The text of a row; empty where it is missing.
    pub fn get(&self, row: usize) -> &[u8] {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.all.as_bytes()[start..self.ends[row]]
    }

    fn each<T>(&mut self, _of: &dyn Array, values: impl Iterator<Item = Option<T>>, write: impl Fn(T, &mut String)) {
        for value in values {
            if let Some(value) = value {
                write(value, &mut self.all);
            }
            self.ends.push(self.all.len());
        }
    }

    fn bytes<'a>(&mut self, values: impl Iterator<Item = Option<&'a [u8]>>) -> Result<(), String> {
        for value in values {
            let text = std::str::from_utf8(value.unwrap_or_default());
            self.all += text.map_err(|_| "bytes that are no UTF-8 text")?;
            self.ends.push(self.all.len());
        }
        Ok(())
    }

    fn primitive<T: ArrowPrimitiveType>(&mut self, array: &dyn Array, write: impl Fn(T::Native, &mut String)) {
        self.each(array, array.as_primitive::<T>().iter(), write);
    }

    fn whole<T: ArrowPrimitiveType<Native: std::fmt::Display>>(&mut self, array: &dyn Array) {
        self.primitive::<T>(array, |number, all| {
            let _ = write!(all, "{number}");
        });
    }

    /// A number that is no date keeps its digits.
    fn moment<T: ArrowPrimitiveType<Native: std::fmt::Display>>(
        &mut self,
        array: &dyn Array,
        text: impl Fn(T::Native) -> Option<String>,
    ) {
        self.primitive::<T>(array, |number, all| *all += &text(number).unwrap_or_else(|| number.to_string()));
    }

    fn clock<T: ArrowPrimitiveType>(&mut self, array: &dyn Array, seconds: impl Fn(T::Native) -> f64) {
        self.primitive::<T>(array, |number, all| *all += &moment::clock(seconds(number)));
    }

    fn decimal<T: ArrowPrimitiveType>(
        &mut self,
        array: &PrimitiveArray<T>,
        text: impl Fn(&PrimitiveArray<T>, usize) -> String,
    ) {
        for row in 0..array.len() {
            if array.is_valid(row) {
                let digits = text(array, row);
                self.all +=
                    if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { &digits };
            }
            self.ends.push(self.all.len());
        }
    }
}

/// A number of single precision, as it is shortest in that.
fn single(number: f32, all: &mut String) {
    if !number.is_nan() {
        *all += &if number == 0.0 { "0".to_owned() } else { number.to_string() };
    }
}
