//! Normalising and Soundex, of any text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use matching_core::text::{normalise_ascii, soundex};
use matching_core_fuzz::plain;

fuzz_target!(|text: &str| {
    let clean = normalise_ascii(text);
    assert_eq!(clean.as_deref(), plain::normalise_ascii(text).as_deref());
    assert_eq!(soundex(text), plain::soundex(text));
    if let Some(clean) = clean {
        assert_eq!(normalise_ascii(&clean).as_deref(), Some(&*clean), "clean is clean");
        assert_eq!(soundex(&clean), soundex(text), "what is dropped has no sound");
    }
});
