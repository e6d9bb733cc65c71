//! Which customers are worth comparing: those that share a block.

use std::ops::Range;

use crate::directory::{Block, Record};
use crate::keys::NONE;

/// A customer in a block, to be compared with those in the rows after it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row {
    /// The customer's place in the directory.
    pub place: u32,
    /// Where the rows of the block end.
    pub end: u32,
    /// By which of the settings' fields it is a block.
    pub turn: u32,
}

/// All blocks, row by row: those of a block lie together, in the order of the directory.
#[derive(Debug, Default)]
pub struct Blocks {
    rows: Vec<Row>,
    starts: Vec<u32>,
}

impl Blocks {
    /// Put customers into those of the blocks that their records name which are compared here. The records then name no block that was left out.
    pub fn new(records: &mut [Record], sizes: &[u32], places: &[Block]) -> Self {
        let mut starts = vec![0];
        for (&size, &place) in sizes.iter().zip(places) {
            let kept = if place == Block::Here { size } else { 0 };
            starts.push(starts[starts.len() - 1] + kept);
        }
        let mut rows = vec![Row::default(); starts[sizes.len()] as usize];
        let mut free = starts.clone();
        for (place, record) in (0..).zip(records) {
            for (turn, block) in (0..)
                .zip(&mut record.blocks)
                .filter(|(_, block)| **block != NONE)
            {
                let number = *block as usize;
                match places[number] {
                    Block::Here => {
                        let end = starts[number + 1];
                        rows[free[number] as usize] = Row { place, end, turn };
                        free[number] += 1;
                    }
                    Block::Elsewhere => {}
                    Block::LeftOut => *block = NONE,
                }
            }
        }
        Blocks { rows, starts }
    }

    /// All rows.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The numbers of the rows of a block.
    pub fn of(&self, block: u32) -> Range<usize> {
        if block == NONE {
            return 0..0;
        }
        let block = block as usize;
        self.starts[block] as usize..self.starts[block + 1] as usize
    }
}
