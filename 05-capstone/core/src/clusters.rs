//! Who hangs together.

use crate::Found;

/// Return the places that hang together by pairs, at least two each, in the order of the directory (union-find).
pub fn clusters(total: usize, pairs: &[Found]) -> Vec<Vec<usize>> {
    let mut parents: Vec<usize> = (0..total).collect();
    for pair in pairs {
        let (a, b) = (
            root(&mut parents, pair.left as usize),
            root(&mut parents, pair.right as usize),
        );
        parents[a.max(b)] = a.min(b);
    }
    let roots: Vec<usize> = (0..total).map(|place| root(&mut parents, place)).collect(); // the first of each cluster
    let mut sizes = vec![0; total];
    for &root in &roots {
        sizes[root] += 1;
    }
    let mut found: Vec<Vec<usize>> = Vec::new();
    let mut numbers = vec![0; total];
    for (place, &root) in roots
        .iter()
        .enumerate()
        .filter(|&(_, &root)| sizes[root] > 1)
    {
        if place == root {
            numbers[root] = found.len();
            found.push(Vec::with_capacity(sizes[root]));
        }
        found[numbers[root]].push(place);
    }
    found
}

fn root(parents: &mut [usize], mut place: usize) -> usize {
    while parents[place] != place {
        parents[place] = parents[parents[place]];
        place = parents[place];
    }
    place
}
