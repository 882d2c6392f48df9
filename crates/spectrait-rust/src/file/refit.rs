//! prettyplease breaks lines at 89 columns, rustfmt at 100: what fits is joined again.

use super::WIDTH;

/// rustfmt's `chain_width` and `array_width`: longer ones are broken even where they fit.
const SHORT_WIDTH: usize = 60;

/// The text as rustfmt would leave it, for the items that `emit` writes.
pub(super) fn refit(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut index = 0;
    while index < lines.len() {
        if let Some((end, joined)) = join(&lines, index) {
            lines.splice(index..=end, [joined]);
        }
        index += 1;
    }
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 && needs_blank_before(&lines[index - 1], line) {
            text.push('\n');
        }
        text.push_str(&break_chain(line));
        text.push('\n');
    }
    text
}

/// prettyplease writes the members of a block without blank lines. Those with documentation, and functions,
/// stand apart.
fn needs_blank_before(before: &str, line: &str) -> bool {
    let text = line.trim_start();
    let begins_member = ["///", "#[", "fn ", "pub fn "]
        .iter()
        .any(|start| text.starts_with(start));
    let ends_member = before.ends_with(['}', ';']) && !before.trim_start().starts_with("//");
    indent(line) > 0 && begins_member && ends_member
}

/// What begins at a line as one line, if it is a list or a value that was broken and fits.
fn join(lines: &[String], start: usize) -> Option<(usize, String)> {
    let first = &lines[start];
    if first.trim_start().starts_with("//") {
        return None;
    }
    let indent = indent(first);
    let opening = first.chars().last()?;
    if opening == '=' {
        let joined = format!("{first} {}", lines.get(start + 1)?.trim_start());
        return (joined.chars().count() <= WIDTH).then_some((start + 1, joined));
    }
    let closing = match opening {
        '(' => ')',
        '[' => ']',
        '<' => '>',
        _ => return None,
    };
    let end = (start + 1..lines.len()).find(|&at| self::indent(&lines[at]) <= indent)?;
    if !lines[end].trim_start().starts_with(closing) {
        return None;
    }
    let mut joined = first.clone();
    for (position, line) in lines[start + 1..end].iter().enumerate() {
        if position > 0 && !joined.ends_with(['(', '[', '<']) {
            joined.push(' ');
        }
        let line = line.trim_start();
        if line.starts_with([')', ']', '>']) {
            joined.truncate(joined.trim_end_matches([' ', ',']).len());
        }
        joined.push_str(line);
    }
    joined.truncate(joined.trim_end_matches(',').len());
    let inner = joined.chars().count() - first.chars().count();
    joined.push_str(lines[end].trim_start());
    let fits = joined.chars().count() <= WIDTH && (opening != '[' || inner <= SHORT_WIDTH);
    fits.then_some((end, joined))
}

/// `self.field.unwrap_or(…)` is broken where it is long.
fn break_chain(line: &str) -> String {
    let text = line.trim_start();
    let is_long = text.chars().count() > SHORT_WIDTH;
    match text
        .strip_prefix("self.")
        .filter(|_| is_long)
        .and_then(|rest| rest.find('.'))
    {
        Some(first) => {
            let margin = " ".repeat(indent(line));
            let (field, mut calls) = text.split_at("self.".len() + first);
            let mut broken = format!("{margin}{field}");
            while let Some(rest) = calls.strip_prefix('.') {
                let end = rest.find(").").map_or(rest.len(), |end| end + 1);
                broken.extend(["\n", &margin, "    .", &rest[..end]]);
                calls = &rest[end..];
            }
            broken
        }
        None => line.to_owned(),
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::refit;

    #[test]
    fn what_fits_is_joined() {
        let broken = "\
impl Client {
    pub fn list(
        &self,
        request: &ListRequest,
    ) -> Call<ListResponse, ListError> {
        self.call(request)
    }
    const A: &str =
        \"text\";
    /// Text;
    const B: &[&[Scheme]] = &[
        &[A],
        &[B],
    ];
}
";
        let joined = "\
impl Client {
    pub fn list(&self, request: &ListRequest) -> Call<ListResponse, ListError> {
        self.call(request)
    }
    const A: &str = \"text\";

    /// Text;
    const B: &[&[Scheme]] = &[&[A], &[B]];
}
";
        assert_eq!(refit(broken), joined);
    }

    #[test]
    fn what_does_not_fit_stays() {
        let name = "x".repeat(90);
        let broken = format!("fn f(\n    &self,\n    {name}: u8,\n);\n");
        assert_eq!(refit(&broken), broken);
    }

    #[test]
    fn long_chains_are_broken() {
        let name = "x".repeat(30);
        let line = format!("        self.{name}.clone().unwrap_or(Open::Known(Self::A))\n");
        let broken = format!(
            "        self.{name}\n            .clone()\n            .unwrap_or(Open::Known(Self::A))\n"
        );
        assert_eq!(refit(&line), broken);
    }
}
