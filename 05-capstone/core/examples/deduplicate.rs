//! The whole job as a program without Python: what the same core takes when nothing stands before it.

use std::borrow::Cow;
use std::error::Error;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use matching_core::text::normalise_ascii;
use matching_core::{Directory, FIELDS, Job, NAMES, Outcome, Plan, Settings};

const HELP: &str = "\
Find the likely duplicates in customer directories, and say how long that takes.

deduplicate CSV... [--serial] [--no-prune] [--rounds N]

CSV          files as the Febrl sets have them: a header, `, ` between the fields, nothing quoted, ASCII only; they make up one directory
--serial     use one core
--no-prune   compare all pairs in all fields
--rounds N   do the job so often (3)

The time is that of the job: texts in memory -> cleaned, put into blocks, compared, in clusters. Prints a line of JSON: `ms` of each round,
`stages`, the same by parts (clean; build the directory; compare, sort, cluster), `customers`, `compared`, `scored`, `pairs`, `clusters`, and
`checksum`, over the pairs in order (FNV-1a, 64 bits, little-endian: u32 left, u32 right, the score's u64 bits).
";

type Customer = [String; FIELDS];

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: impl Iterator<Item = String>) -> Result<String, Box<dyn Error>> {
    let (mut customers, mut plan, mut rounds) = (Vec::new(), Plan::default(), 3);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--help" => return Ok(HELP.trim_end().into()),
            "--serial" => plan.on_threads = false,
            "--no-prune" => plan.pruning = false,
            "--rounds" => rounds = arguments.next().ok_or("--rounds: how many?")?.parse()?,
            option if option.starts_with('-') => {
                return Err(format!("unknown: {option}\n\n{HELP}").into());
            }
            path => read(path, &mut customers).map_err(|problem| format!("{path}: {problem}"))?,
        }
    }
    if customers.is_empty() || rounds == 0 {
        return Err(HELP.into());
    }
    if cfg!(debug_assertions) {
        return Err("this is a debug build, many times slower: cargo run --release …".into());
    }
    let (mut times, mut stages) = (Vec::new(), Vec::new());
    let mut outcome = None;
    for _ in 0..rounds {
        let begin = Instant::now();
        let (found, parts) = black_box(deduplicate(&customers, plan)?);
        times.push(format!("{:.3}", begin.elapsed().as_secs_f64() * 1e3));
        stages.push(format!(
            "[{:.3}, {:.3}, {:.3}]",
            parts[0], parts[1], parts[2]
        ));
        outcome = Some(found);
    }
    let outcome = outcome.ok_or("no round")?;
    Ok(format!(
        r#"{{"ms": [{}], "stages": [{}], "customers": {}, "compared": {}, "scored": {}, "pairs": {}, "clusters": {}, "checksum": "{:016x}"}}"#,
        times.join(", "),
        stages.join(", "),
        customers.len(),
        outcome.compared,
        outcome.scored,
        outcome.found.len(),
        outcome.clusters.len(),
        checksum(&outcome),
    ))
}

fn read(path: &str, customers: &mut Vec<Customer>) -> Result<(), Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?;
    let mut lines = text
        .lines()
        .map(|line| line.split(',').map(str::trim).collect::<Vec<_>>());
    let header = lines.next().ok_or("is empty")?;
    let mut places = [0; FIELDS];
    for (place, column) in places.iter_mut().zip(NAMES) {
        *place = header
            .iter()
            .position(|name| *name == column)
            .ok_or_else(|| format!("no column {column}"))?;
    }
    for (line, row) in lines.enumerate() {
        if row.len() != header.len() || row.iter().any(|field| field.contains('"')) {
            return Err(format!(
                "line {}: {} fields without quotes expected",
                line + 2,
                header.len()
            )
            .into());
        }
        customers.push(places.map(|place| row[place].to_owned()));
    }
    Ok(())
}

/// Does the job, and says how many milliseconds each of its parts took.
fn deduplicate(customers: &[Customer], plan: Plan) -> Result<(Outcome, [f64; 3]), Box<dyn Error>> {
    let begin = Instant::now();
    let mut cleaned: Vec<[Cow<'_, str>; FIELDS]> = Vec::with_capacity(customers.len());
    for customer in customers {
        let mut clean = [const { Cow::Borrowed("") }; FIELDS];
        for (clean, text) in clean.iter_mut().zip(customer) {
            *clean = normalise_ascii(text).ok_or_else(|| {
                format!("not ASCII, and only Python knows how to clean that: {text}")
            })?;
        }
        cleaned.push(clean);
    }
    let clean = Instant::now();
    let settings = Settings {
        threshold: 0.7,
        weights: [2.0, 3.0, 1.0, 2.0, 1.0, 1.0, 1.0, 0.5, 3.0],
        blocking: vec![1, 0, 5, 6, 8],
        max_block: None,
    };
    let directory = Directory::new(cleaned, settings);
    let built = Instant::now();
    let outcome = directory.compare_all(&Job::new(), plan).ok_or("stopped")?;
    let parts = [
        clean.duration_since(begin),
        built.duration_since(clean),
        built.elapsed(),
    ];
    Ok((outcome, parts.map(|part| part.as_secs_f64() * 1e3)))
}

fn checksum(outcome: &Outcome) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    for pair in &outcome.found {
        let numbers = [
            u64::from(pair.left) | u64::from(pair.right) << 32,
            pair.score.to_bits(),
        ];
        for byte in numbers.into_iter().flat_map(u64::to_le_bytes) {
            sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    sum
}
