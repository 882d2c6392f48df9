//! Which nodes of a graph reach each other (Kosaraju's algorithm, without recursion: a document may nest as deep
//! as it likes).

/// The circles of a graph.
pub(crate) struct Circles {
    /// By node: the circle that it belongs to.
    number: Vec<usize>,
    /// By circle: whether its nodes reach themselves.
    is_round: Vec<bool>,
}

impl Circles {
    /// The circles of a graph whose nodes have these edges.
    pub(crate) fn of(edges: &[Vec<usize>]) -> Self {
        let count = edges.len();
        let mut back = vec![Vec::new(); count];
        for (from, edges) in edges.iter().enumerate() {
            for &to in edges {
                back[to].push(from);
            }
        }
        let mut seen = vec![false; count];
        let mut finished = Vec::with_capacity(count);
        for start in 0..count {
            visit(start, edges, &mut seen, &mut finished);
        }
        let mut circles = Self {
            number: (0..count).collect(),
            is_round: vec![false; count],
        };
        let mut seen = vec![false; count];
        for &start in finished.iter().rev() {
            let mut circle = Vec::new();
            visit(start, &back, &mut seen, &mut circle);
            circles.is_round[start] = circle.len() > 1 || edges[start].contains(&start);
            for member in circle {
                circles.number[member] = start;
            }
        }
        circles
    }

    /// Whether one node reaches the other and the other the one, or itself.
    pub(crate) fn has(&self, one: usize, other: usize) -> bool {
        self.number[one] == self.number[other] && self.is_round[self.number[one]]
    }
}

/// Appends what can be reached from `start` and was not seen, the farthest first.
fn visit(start: usize, edges: &[Vec<usize>], seen: &mut [bool], finished: &mut Vec<usize>) {
    if std::mem::replace(&mut seen[start], true) {
        return;
    }
    let mut path = vec![(start, 0)];
    while let Some((node, next)) = path.last_mut() {
        if let Some(&edge) = edges[*node].get(*next) {
            *next += 1;
            if !std::mem::replace(&mut seen[edge], true) {
                path.push((edge, 0));
            }
        } else {
            finished.push(*node);
            path.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Circles;

    #[test]
    fn what_reaches_itself_is_a_circle() {
        let circles = Circles::of(&[vec![1], vec![2], vec![0, 3], vec![], vec![4]]);
        assert!(circles.has(0, 2) && circles.has(4, 4));
        assert!(!circles.has(2, 3) && !circles.has(3, 3));
    }
}
