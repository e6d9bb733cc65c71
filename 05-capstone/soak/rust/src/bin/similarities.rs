//! The comparisons, of any two sequences of code points: as such, as `str`, as bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use matching_core::similarity::{Text, date_similarity, equality, jaro, jaro_winkler, osa_distance, osa_similarity};
use matching_core_fuzz::plain;

/// All comparisons of two texts, as bits.
fn all<T: Text + ?Sized>(left: &T, right: &T) -> [u64; 6] {
    let scores = [jaro(left, right), jaro_winkler(left, right), osa_similarity(left, right), date_similarity(left, right)];
    assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)), "{scores:?}");
    let [a, b, c, d] = scores.map(f64::to_bits);
    [a, b, c, d, osa_distance(left, right) as u64, equality(left, right).to_bits()]
}

fuzz_target!(|bytes: &[u8]| {
    // The first byte says where the second text begins, and what a byte stands for.
    let Some((&how, bytes)) = bytes.split_first() else { return };
    let wide = how & 1 == 1;
    let points: Vec<u32> = bytes.iter().map(|&byte| if wide { 0xd7f0 + u32::from(byte) } else { u32::from(byte & 0x7f) }).collect();
    let (left, right) = points.split_at(usize::from(how >> 1) * points.len() / 127);

    let found = all(left, right);
    let scores = [plain::jaro(left, right), plain::jaro_winkler(left, right), plain::osa_similarity(left, right), plain::date_similarity(left, right)];
    assert_eq!(found[..4], scores.map(f64::to_bits));
    assert_eq!(found[4], plain::osa_distance(left, right) as u64);
    assert_eq!(found[5], f64::from(u8::from(left == right)).to_bits());
    let [as_str, other] = [left, right].map(|text| text.iter().map(|&point| char::from_u32(point)).collect::<Option<String>>());
    if let (Some(left), Some(right)) = (as_str, other) {
        assert_eq!(all(&*left, &*right), found);
        if !wide {
            assert_eq!(all(left.as_bytes(), right.as_bytes()), found);
        }
    }
});
