//! The middle of many figures, and how far they spread.

use serde_json::{Value, json};

/// The quartiles of figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Quartiles {
    /// A quarter of the figures is below.
    pub(crate) low: f64,
    /// Half of them is.
    pub(crate) median: f64,
    /// Three quarters are.
    pub(crate) high: f64,
}

impl Quartiles {
    /// Of at least one figure.
    pub(crate) fn of(figures: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut figures: Vec<f64> = figures.into_iter().collect();
        figures.sort_by(f64::total_cmp);
        // The nearest figure: there are enough of them to need nothing between.
        let at = |quarter: usize| figures.get((figures.len().checked_sub(1)? * quarter + 2) / 4);
        Some(Self {
            low: *at(1)?,
            median: *at(2)?,
            high: *at(3)?,
        })
    }

    /// The quartiles in another unit.
    pub(crate) fn times(self, factor: f64) -> Self {
        Self {
            low: self.low * factor,
            median: self.median * factor,
            high: self.high * factor,
        }
    }

    /// The outer two, as `1.20 to 1.45`.
    pub(crate) fn spread(self) -> String {
        format!("{:.2} to {:.2}", self.low, self.high)
    }

    /// For the JSON.
    pub(crate) fn json(self) -> Value {
        json!({ "low": self.low, "median": self.median, "high": self.high })
    }
}

/// The quartiles of ratios near 1, and the outermost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spread {
    quartiles: Quartiles,
    least: f64,
    most: f64,
}

impl Spread {
    /// Of at least one ratio.
    pub(crate) fn of(ratios: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut ratios: Vec<f64> = ratios.into_iter().collect();
        ratios.sort_by(f64::total_cmp);
        Some(Self {
            least: *ratios.first()?,
            most: *ratios.last()?,
            quartiles: Quartiles::of(ratios)?,
        })
    }

    /// The median, the quartiles, and the extremes, each a cell of a table.
    pub(crate) fn cells(self) -> [String; 3] {
        let Quartiles { low, median, high } = self.quartiles;
        [
            format!("{median:.3}"),
            format!("{low:.3} to {high:.3}"),
            format!("{:.3} to {:.3}", self.least, self.most),
        ]
    }

    /// For the JSON.
    pub(crate) fn json(self) -> Value {
        let mut json = self.quartiles.json();
        json["least"] = self.least.into();
        json["most"] = self.most.into();
        json
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_quartiles(figures: &[f64], expected: Option<[f64; 3]>) {
        let found = Quartiles::of(figures.iter().copied());
        assert_eq!(found.map(|of| [of.low, of.median, of.high]), expected);
    }

    #[test]
    fn quartiles_are_the_nearest_figures() {
        assert_quartiles(&[], None);
        assert_quartiles(&[7.0], Some([7.0, 7.0, 7.0]));
        assert_quartiles(&[5.0, 1.0, 3.0, 2.0, 4.0], Some([2.0, 3.0, 4.0]));
        assert_quartiles(&[9.0, 1.0, 8.0], Some([8.0, 8.0, 9.0]));
    }

    #[test]
    fn a_spread_has_its_extremes() {
        let spread = Spread::of([1.25, 0.5, 1.0, 0.75, 2.0]);
        let cells = spread.map(Spread::cells);
        assert_eq!(
            cells,
            Some(["1.000", "0.750 to 1.250", "0.500 to 2.000"].map(str::to_owned))
        );
        assert_eq!(Spread::of([]), None);
    }
}
