//! The JSON Schema of the results, made from the types.
