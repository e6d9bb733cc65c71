//! Find the records of a customer directory that mean the same person: the matching in plain Rust, without Python.
