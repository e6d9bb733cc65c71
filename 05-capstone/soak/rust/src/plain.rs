//! The definitions of the matching, written down once more from `scripts/matching.py`: no tricks, no crates, quadratic where that is simplest.

use matching_core::{FIELDS, Settings};

/// Lower case, and one space where there is anything but letters and digits; `None` for what is not ASCII.
pub fn normalise_ascii(text: &str) -> Option<String> {
    if !text.is_ascii() {
        return None;
    }
    let spaced: String = text
        .chars()
        .map(|letter| match letter {
            'A'..='Z' => letter.to_ascii_lowercase(),
            'a'..='z' | '0'..='9' => letter,
            _ => ' ',
        })
        .collect();
    let words: Vec<&str> = spaced.split(' ').filter(|word| !word.is_empty()).collect();
    Some(words.join(" "))
}

/// American Soundex.
pub fn soundex(name: &str) -> String {
    let digit = |letter| {
        ["", "BFPV", "CGJKQSXZ", "DT", "L", "MN", "R"]
            .iter()
            .position(|letters| letters.contains(letter))
            .unwrap_or(0)
    };
    let (mut code, mut last) = (String::new(), 0);
    for letter in name.to_uppercase().chars().filter(char::is_ascii_uppercase) {
        if code.is_empty() {
            code.push(letter);
        } else if digit(letter) != 0 && digit(letter) != last {
            code += &digit(letter).to_string();
        }
        if letter != 'H' && letter != 'W' {
            last = digit(letter);
        }
    }
    if code.is_empty() {
        return code;
    }
    format!("{code}000").chars().take(4).collect()
}

/// Jaro's similarity of two sequences of letters.
pub fn jaro(left: &[u32], right: &[u32]) -> f64 {
    if left == right {
        return 1.0;
    }
    let reach = (left.len().max(right.len()) / 2) as i64 - 1;
    let mut taken = vec![false; right.len()];
    let mut common = Vec::new();
    for (place, letter) in left.iter().enumerate() {
        let near = (0..right.len()).filter(|&other| (other as i64 - place as i64).abs() <= reach);
        if let Some(other) = near.into_iter().find(|&other| right[other] == *letter && !taken[other]) {
            taken[other] = true;
            common.push(*letter);
        }
    }
    if common.is_empty() {
        return 0.0;
    }
    let in_order = (0..right.len()).filter(|&place| taken[place]).map(|place| right[place]);
    let transposed = common.iter().zip(in_order).filter(|(a, b)| **a != *b).count() / 2;
    let matches = common.len() as f64;
    (matches / left.len() as f64 + matches / right.len() as f64 + (matches - transposed as f64) / matches) / 3.0
}

/// Winkler's raise for a common beginning of up to four letters.
pub fn jaro_winkler(left: &[u32], right: &[u32]) -> f64 {
    let similarity = jaro(left, right);
    if similarity <= 0.7 {
        return similarity;
    }
    let prefix = left.iter().zip(right).take(4).take_while(|(a, b)| a == b).count();
    similarity + prefix as f64 * 0.1 * (1.0 - similarity)
}

/// The optimal string alignment, by the whole table.
pub fn osa_distance(left: &[u32], right: &[u32]) -> usize {
    let mut table = vec![vec![0; right.len() + 1]; left.len() + 1];
    for row in 0..=left.len() {
        for column in 0..=right.len() {
            table[row][column] = if row == 0 || column == 0 {
                row + column
            } else {
                let (a, b) = (left[row - 1], right[column - 1]);
                let mut least = (table[row - 1][column] + 1)
                    .min(table[row][column - 1] + 1)
                    .min(table[row - 1][column - 1] + usize::from(a != b));
                if row > 1 && column > 1 && a == right[column - 2] && b == left[row - 2] {
                    least = least.min(table[row - 2][column - 2] + 1);
                }
                least
            };
        }
    }
    table[left.len()][right.len()]
}

/// One less the share of the letters that are edited.
pub fn osa_similarity(left: &[u32], right: &[u32]) -> f64 {
    match left.len().max(right.len()) {
        0 => 1.0,
        longest => 1.0 - osa_distance(left, right) as f64 / longest as f64,
    }
}

/// As before, but 0.9 for dates of which one has day and month the other way round.
pub fn date_similarity(left: &[u32], right: &[u32]) -> f64 {
    if left.len() == 8 && right.len() == 8 && left != right && left == [&right[..4], &right[6..], &right[4..6]].concat() {
        return 0.9;
    }
    osa_similarity(left, right)
}

/// The weighted mean over the fields known of both.
pub fn score(left: &[String; FIELDS], right: &[String; FIELDS], weights: &[f64; FIELDS]) -> f64 {
    let (mut total, mut known) = (0.0, 0.0);
    for field in 0..FIELDS {
        if left[field].is_empty() || right[field].is_empty() {
            continue;
        }
        let [a, b] = [&left[field], &right[field]].map(|text| text.chars().map(u32::from).collect::<Vec<_>>());
        let alike = match field {
            0 | 1 | 5 => jaro_winkler(&a, &b),
            7 => f64::from(u8::from(a == b)),
            8 => date_similarity(&a, &b),
            _ => osa_similarity(&a, &b),
        };
        total += weights[field] * alike;
        known += weights[field];
    }
    if known > 0.0 { total / known } else { 0.0 }
}

/// What a customer is blocked by in a field.
fn key(customer: &[String; FIELDS], field: usize) -> String {
    match field {
        0 | 1 | 5 => soundex(&customer[field]),
        _ => customer[field].clone(),
    }
}

/// Whether two customers share a block that is not too big for the settings.
pub fn meet(left: &[String; FIELDS], right: &[String; FIELDS], all: &[[String; FIELDS]], settings: &Settings) -> bool {
    settings.blocking.iter().any(|&field| {
        let own = key(left, field);
        let size = || all.iter().filter(|other| key(other, field) == own).count();
        !own.is_empty() && own == key(right, field) && settings.max_block.is_none_or(|most| size() <= most)
    })
}

/// The pairs that are alike enough, the most alike first, and how many were compared.
pub fn pairs(all: &[[String; FIELDS]], settings: &Settings) -> (Vec<(usize, usize, f64)>, u64) {
    let (mut found, mut compared) = (Vec::new(), 0);
    for left in 0..all.len() {
        for right in left + 1..all.len() {
            if meet(&all[left], &all[right], all, settings) {
                compared += 1;
                let alike = score(&all[left], &all[right], &settings.weights);
                if alike >= settings.threshold {
                    found.push((left, right, alike));
                }
            }
        }
    }
    found.sort_by(|a, b| b.2.total_cmp(&a.2)); // stable
    (found, compared)
}

/// Who hangs together, at least two each: everybody passes the smallest number that he knows of on, until nobody learns anything new.
pub fn clusters(total: usize, pairs: &[(usize, usize, f64)]) -> Vec<Vec<usize>> {
    let mut first: Vec<usize> = (0..total).collect();
    loop {
        let before = first.clone();
        for &(left, right, _) in pairs {
            let least = first[left].min(first[right]);
            (first[left], first[right]) = (least, least);
        }
        if first == before {
            break;
        }
    }
    (0..total)
        .map(|one| (0..total).filter(|&other| first[other] == one).collect::<Vec<_>>())
        .filter(|cluster| cluster.len() > 1)
        .collect()
}
