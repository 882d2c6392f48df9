//! A line through samples.

/// How fast a figure grows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Trend {
    /// By least squares.
    pub(super) slope: f64,
    /// Of that slope.
    pub(super) standard_error: f64,
    /// The median of the slopes between all pairs of samples (Theil and Sen): a few samples that are far off do not
    /// change it.
    pub(super) median_slope: f64,
}

impl Trend {
    /// Of samples at three times or more.
    pub(super) fn of(samples: &[(f64, f64)]) -> Option<Self> {
        let count = f64::from(u32::try_from(samples.len()).ok()?);
        if count < 3.0 {
            return None;
        }
        let mean = |of: fn(&(f64, f64)) -> f64| samples.iter().map(of).sum::<f64>() / count;
        let (mean_x, mean_y) = (mean(|sample| sample.0), mean(|sample| sample.1));
        let sum = |of: &dyn Fn(f64, f64) -> f64| {
            let centred = samples.iter().map(|(x, y)| (x - mean_x, y - mean_y));
            centred.map(|(x, y)| of(x, y)).sum::<f64>()
        };
        let squares = sum(&|x, _| x * x);
        if squares <= 0.0 {
            return None;
        }
        let slope = sum(&|x, y| x * y) / squares;
        let residuals = sum(&|x, y| (y - slope * x).powi(2));
        Some(Self {
            slope,
            standard_error: (residuals / (count - 2.0) / squares).sqrt(),
            median_slope: median_slope(samples)?,
        })
    }
}

fn median_slope(samples: &[(f64, f64)]) -> Option<f64> {
    let mut slopes = Vec::new();
    for (index, (x, y)) in samples.iter().enumerate() {
        let later = samples
            .iter()
            .skip(index + 1)
            .filter(|(later, _)| later > x);
        slopes.extend(later.map(|(later_x, later_y)| (later_y - y) / (later_x - x)));
    }
    slopes.sort_by(f64::total_cmp);
    let middle = slopes.get(slopes.len() / 2)?;
    let before = slopes.get(slopes.len().saturating_sub(1) / 2)?;
    Some(f64::midpoint(*middle, *before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_trend(samples: &[(f64, f64)], expected: Option<[f64; 3]>) {
        let found = Trend::of(samples).map(|trend| {
            let figures = [trend.slope, trend.standard_error, trend.median_slope];
            figures.map(|figure| (figure * 1e6).round() / 1e6)
        });
        assert_eq!(found, expected);
    }

    #[test]
    fn a_line_has_its_slope_and_no_error() {
        assert_trend(&[(0.0, 7.0), (1.0, 7.0), (2.0, 7.0)], Some([0.0, 0.0, 0.0]));
        assert_trend(
            &[(1.0, 5.0), (2.0, 3.0), (4.0, -1.0)],
            Some([-2.0, 0.0, -2.0]),
        );
    }

    /// The residuals are -0.1, 0.8, -1.3 and 0.6, their squares 2.7 in all; the error is √(2.7 / 2 / 5).
    #[test]
    fn scattered_samples_have_an_error() {
        let samples = [(0.0, 1.0), (1.0, 3.0), (2.0, 2.0), (3.0, 5.0)];
        assert_trend(&samples, Some([1.1, 0.519_615, 1.166_667]));
    }

    #[test]
    fn one_sample_far_off_does_not_change_the_median() {
        let mut samples: Vec<(f64, f64)> = (0..20).map(|x| (f64::from(x), 3.0)).collect();
        samples.push((20.0, 1000.0));
        let trend = Trend::of(&samples);
        assert_eq!(trend.map(|trend| trend.median_slope), Some(0.0));
        assert!(trend.is_some_and(|trend| trend.slope > 1.0));
    }

    #[test]
    fn too_few_samples_have_no_trend() {
        assert_trend(&[], None);
        assert_trend(&[(0.0, 1.0), (1.0, 2.0)], None);
        assert_trend(&[(1.0, 1.0), (1.0, 2.0), (1.0, 3.0)], None);
    }
}
