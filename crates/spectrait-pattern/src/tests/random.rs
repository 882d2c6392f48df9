//! Patterns and texts by chance, the same in every run.

/// Steele and others' `SplitMix64`.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((bits ^ (bits >> 31)) % limit as u64).unwrap_or(0)
    }

    pub(super) fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }

    /// A pattern that means the same in ECMA-262 and in Rust's dialect, unless there is look-around in it.
    pub(super) fn pattern(&mut self, depth: usize, look_around: bool) -> String {
        let mut text = String::new();
        for _ in 0..=self.below(3) {
            if self.below(6) == 0 {
                text.push('|');
            }
            let inner = |this: &mut Self| this.pattern(depth.saturating_sub(1), look_around);
            let (atom, can_repeat) = match self.below(if depth == 0 { 6 } else { 9 }) {
                0 | 1 => (self.pick(&["a", "b", "é", r"\.", "_"]).to_owned(), true),
                2 => (
                    self.pick(&["[ab]", "[^a]", r"[^\w]", "[a-z-]", r"[\d_é]"])
                        .to_owned(),
                    true,
                ),
                3 => (self.pick(&[".", "[^a-b]", "[0-9A-Za-z_]"]).to_owned(), true),
                4 => (
                    self.pick(&["^", "$", r"(?-u:\b)", r"(?-u:\B)"]).to_owned(),
                    false,
                ),
                5 => (self.pick(&["ab", "ba", "aab"]).to_owned(), false),
                6 if look_around => {
                    let sign = self.pick(&["?=", "?!", "?<=", "?<!"]);
                    (format!("({sign}{})", inner(self)), false)
                }
                _ => (format!("(?:{})", inner(self)), true),
            };
            text.push_str(&atom);
            if can_repeat {
                text.push_str(self.pick(&[
                    "", "", "", "*", "+", "?", "{2}", "{1,3}", "{2,}", "*?", "{0,2}", "{17,20}",
                    "{18,}",
                ]));
            }
        }
        text
    }

    pub(super) fn text(&mut self) -> String {
        let length = if self.below(8) == 0 { 40 } else { 8 };
        let of: &[&str] = if self.below(3) == 0 {
            &["a", "a", "a", "b"]
        } else {
            &["a", "b", "é", ".", "_", "1", "\n", " ", "-"]
        };
        (0..self.below(length)).map(|_| self.pick(of)).collect()
    }
}
