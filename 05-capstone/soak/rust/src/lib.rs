//! What the fuzz targets share: the definitions read a second time, as plainly as possible, and a way to make customers out of bytes.

pub mod draw;
pub mod plain;
