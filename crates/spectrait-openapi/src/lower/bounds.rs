//! Two bounds of one quantity, and whether anything lies between them.

use spectrait_source::{Diagnostic, Span, codes};

use super::Lowering;
use crate::schema::Spanned;

/// A bound, ready to be shown.
pub(super) struct Shown {
    /// "`minimum` 10"
    pub(super) text: String,
    pub(super) span: Span,
}

impl Lowering<'_> {
    /// Reports that no value lies between two bounds. `noun` is what lies nowhere: "integer".
    pub(super) fn contradictory_bounds(&mut self, noun: &str, lower: &Shown, upper: &Shown) {
        self.report.push(
            Diagnostic::warning(
                codes::CONTRADICTORY_BOUNDS,
                format!(
                    "no {noun} is {} and {}: no value is valid",
                    lower.text, upper.text
                ),
            )
            .at(lower.span, lower.text.clone())
            .also(upper.span, upper.text.clone())
            .help("lower the one or raise the other"),
        );
    }

    /// The bounds of a count, the tightest of all parts, without those that say nothing: a minimum of 0. `None` where
    /// they contradict, which is reported.
    pub(super) fn lower_counts<'s>(
        &mut self,
        noun: &str,
        unit: &str,
        least: impl Iterator<Item = &'s Spanned<u64>>,
        most: impl Iterator<Item = &'s Spanned<u64>>,
    ) -> Option<(Option<u64>, Option<u64>)> {
        let least = least.max_by_key(|least| least.value);
        let most = most.min_by_key(|most| most.value);
        if let (Some(least), Some(most)) = (least, most)
            && least.value > most.value
        {
            let lower = Shown {
                text: format!("at least {} {unit}", least.value),
                span: least.span,
            };
            let upper = Shown {
                text: format!("at most {} {unit}", most.value),
                span: most.span,
            };
            self.contradictory_bounds(noun, &lower, &upper);
            return None;
        }
        let least = least.map(|least| least.value).filter(|&least| least > 0);
        Some((least, most.map(|most| most.value)))
    }
}
