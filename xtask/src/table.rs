//! Tables in Markdown, so that a terminal and a README show the same.

use std::fmt;

/// A heading, rows of text, and what has to be known to read them.
pub(crate) struct Table {
    title: String,
    /// The first column is text, all others are figures.
    rows: Vec<Vec<String>>,
    notes: Vec<String>,
}

impl Table {
    /// A table of these columns.
    pub(crate) fn new<'c>(
        title: impl Into<String>,
        columns: impl IntoIterator<Item = &'c str>,
    ) -> Self {
        Self {
            title: title.into(),
            rows: vec![columns.into_iter().map(str::to_owned).collect()],
            notes: Vec::new(),
        }
    }

    /// Adds a row, with a cell for each column.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Adds a line below the table.
    pub(crate) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// How many characters the widest cell of a column has.
    fn width(&self, column: usize) -> usize {
        let cells = self.rows.iter().filter_map(|row| row.get(column));
        // Markdown wants three dashes.
        cells
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or(0)
            .max(3)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{}\n", self.title)?;
        for (index, row) in self.rows.iter().enumerate() {
            for (column, cell) in row.iter().enumerate() {
                let width = self.width(column);
                if column == 0 {
                    write!(formatter, "| {cell:<width$} |")?;
                } else {
                    write!(formatter, " {cell:>width$} |")?;
                }
            }
            writeln!(formatter)?;
            if index == 0 {
                for column in 0..row.len() {
                    let dashes = "-".repeat(self.width(column));
                    if column == 0 {
                        write!(formatter, "|-{dashes}-|")?;
                    } else {
                        write!(formatter, "-{dashes}:|")?;
                    }
                }
                writeln!(formatter)?;
            }
        }
        for note in &self.notes {
            write!(formatter, "\n{note}\n")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut table = Table::new("Fruit", ["kind", "n"]);
        table.row(["äpple".into(), "12".into()]);
        table.row(["fig".into(), "12345".into()]);
        table.note("Counted twice.");
        assert_eq!(
            table.to_string(),
            "Fruit\n\
             \n\
             | kind  |     n |\n\
             |-------|------:|\n\
             | äpple |    12 |\n\
             | fig   | 12345 |\n\
             \n\
             Counted twice.\n"
        );
    }
}
