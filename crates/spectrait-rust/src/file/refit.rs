//! prettyplease breaks lines at 89 columns, rustfmt at 100 and by rules of its own: what they see
//! differently is laid out again as rustfmt does (its defaults, style edition 2024), so that `cargo fmt` has
//! nothing to change.

use super::WIDTH;

/// rustfmt's `array_width` and `chain_width`: longer ones are broken even where they fit.
const SHORT_WIDTH: usize = 60;
const INDENT: usize = 4;
const LOOSE_WIDTH: usize = WIDTH + 1;
/// Up to here rustfmt writes the `{` behind a result that stands on a line of its own.
const RESULT_WIDTH: usize = 94;

/// What is laid out again, by its first words.
const STATEMENTS: &[&str] = &[
    "const ",
    "fn ",
    "impl ",
    "impl<",
    "pub const ",
    "pub fn ",
    "pub trait ",
    "pub type ",
    "self.",
    "type ",
];

/// The text as rustfmt would leave it, for the items that `emit` writes.
pub(super) fn refit(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut source = text.lines().peekable();
    while let Some(first) = source.next() {
        let indent = first.len() - first.trim_start().len();
        let statement = first.trim_start();
        let before = lines.last().map_or("", String::as_str);
        if indent > 0 && needs_blank_between(before, statement) {
            lines.push(String::new());
        }
        if STATEMENTS.iter().any(|start| statement.starts_with(start)) {
            let mut statement = statement.to_owned();
            let goes_on =
                |statement: &str, next: &str| !is_whole(statement) || next.trim().starts_with('.');
            while let Some(next) = source.next_if(|next| goes_on(&statement, next)) {
                append(&mut statement, next.trim());
            }
            lay_out(&statement, indent, &mut lines);
        } else {
            lines.push(first.to_owned());
        }
    }
    lines
        .iter()
        .flat_map(|line| [line.as_str(), "\n"])
        .collect()
}

/// prettyplease writes the members of a block without blank lines. Those with documentation, and functions,
/// stand apart.
fn needs_blank_between(before: &str, statement: &str) -> bool {
    let begins_member = ["///", "#[", "fn ", "pub fn "]
        .iter()
        .any(|start| statement.starts_with(start));
    let ends_member = before.ends_with(['}', ';']) && !before.trim_start().starts_with("//");
    begins_member && ends_member
}

/// Whether a statement goes up to its `;` or to the `{` of its block.
fn is_whole(statement: &str) -> bool {
    let ends = statement.ends_with([';', '{', ')']) || statement.ends_with("{}");
    ends && depth_ends(statement)
}

/// Whether all brackets are closed again, the `{` of the block at the end left out.
fn depth_ends(statement: &str) -> bool {
    let statement = statement.strip_suffix('{').unwrap_or(statement);
    let mut depth = 0_i32;
    for (_, char) in code(statement) {
        match char {
            '(' | '[' | '<' | '{' => depth += 1,
            ')' | ']' | '>' | '}' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// The characters outside of strings; `->` left out.
fn code(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut in_string = false;
    let mut before = ' ';
    let mut is_escaped = false;
    text.char_indices().filter(move |&(_, char)| {
        let is_quote = char == '"' && !is_escaped;
        is_escaped = in_string && char == '\\' && !is_escaped;
        let is_arrow = char == '>' && before == '-';
        let is_code = !in_string && !is_quote && !is_arrow;
        if is_quote {
            in_string = !in_string;
        }
        before = char;
        is_code
    })
}

/// Joins a broken line: lists have no comma at their end on one line.
fn append(statement: &mut String, line: &str) {
    if line.starts_with([')', ']', '>']) {
        statement.truncate(statement.trim_end_matches(',').len());
    } else if !statement.ends_with(['(', '[', '<']) && !line.starts_with('.') {
        statement.push(' ');
    }
    statement.push_str(line);
}

fn lay_out(statement: &str, indent: usize, lines: &mut Vec<String>) {
    let margin = " ".repeat(indent);
    // rustfmt counts one more where a result ends in `;`.
    let end = usize::from(is_function(statement) && statement.ends_with(';'));
    let fits = indent + width(statement) + end <= WIDTH;
    if statement.starts_with("self.") {
        chain(statement, &margin, lines);
    } else if let Some((name, value)) = statement
        .split_once(" = ")
        .filter(|_| !is_function(statement))
    {
        assignment(name, value, indent, lines);
    } else if fits {
        lines.push(margin + statement);
    } else if is_function(statement) {
        function(statement, indent, lines);
    } else {
        header(statement, &margin, lines);
    }
}

fn is_function(statement: &str) -> bool {
    statement.starts_with("fn ") || statement.starts_with("pub fn ")
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// `const A: T = value;` and `type A = T;`
fn assignment(name: &str, value: &str, indent: usize, lines: &mut Vec<String>) {
    let margin = " ".repeat(indent);
    let array = value
        .strip_prefix("&[")
        .and_then(|rest| rest.strip_suffix("];"));
    if let Some(items) = array.filter(|items| width(items) > SHORT_WIDTH) {
        lines.push(format!("{margin}{name} = &["));
        lines.extend(
            split(items)
                .iter()
                .map(|item| format!("{margin}    {item},")),
        );
        lines.push(format!("{margin}];"));
    } else if indent + width(name) + 3 + width(value) <= WIDTH {
        lines.push(format!("{margin}{name} = {value}"));
    } else {
        let mut broken = Vec::new();
        angled(value, indent + INDENT, WIDTH, &mut broken);
        if broken.len() > 1 {
            // A type that has to be broken anyway is broken where it stands, if its beginning fits there.
            let mut in_place = Vec::new();
            angled(&format!("{name} = {value}"), indent, 0, &mut in_place);
            if in_place.iter().all(|line| width(line) <= WIDTH) {
                return lines.extend(in_place);
            }
        }
        let fits = broken.iter().all(|line| width(line) <= WIDTH);
        match name
            .split_once(": ")
            .filter(|_| indent + width(name) + 2 > WIDTH)
        {
            Some((name, ty)) if fits => {
                lines.extend([format!("{margin}{name}:"), format!("{margin}    {ty} =")]);
                lines.extend(broken);
            }
            _ if fits => {
                lines.push(format!("{margin}{name} ="));
                lines.extend(broken);
            }
            _ => lines.push(format!("{margin}{name} = {value}")),
        }
    }
}

/// Parameters on lines of their own, and the parts of a result that is too long.
fn function(statement: &str, indent: usize, lines: &mut Vec<String>) {
    let margin = " ".repeat(indent);
    let Some((head, parameters, tail)) = parts(statement, '(') else {
        return lines.push(margin + statement);
    };
    lines.push(format!("{margin}{head}("));
    lines.extend(
        split(parameters)
            .iter()
            .map(|parameter| format!("{margin}    {parameter},")),
    );
    let tail = format!("){tail}");
    match tail.strip_suffix(" {") {
        Some(result) if indent + width(result) > RESULT_WIDTH => {
            if result.contains('<') && indent + width(result) > WIDTH + 2 {
                angled(&tail, indent, 0, lines);
            } else {
                lines.extend([format!("{margin}{result}"), format!("{margin}{{")]);
            }
        }
        Some(_) => lines.push(margin + &tail),
        None => {
            // The first bound of `impl Future<…> + Send` is measured by itself, and its `>` may stand outside.
            let bound = tail.trim_end_matches(" + Send;");
            match indent + width(bound) {
                0..=WIDTH => lines.push(margin + &tail),
                LOOSE_WIDTH => {
                    lines.extend([format!("{margin}{bound}"), format!("{margin}+ Send;")]);
                }
                _ => angled(&tail, indent, 0, lines),
            }
        }
    }
}

/// Breaks the generic arguments of what is longer than a limit.
fn angled(text: &str, indent: usize, limit: usize, lines: &mut Vec<String>) {
    let margin = " ".repeat(indent);
    match parts(text, '<').filter(|_| indent + width(text) > limit) {
        Some((head, arguments, tail)) => {
            lines.push(format!("{margin}{head}<"));
            for argument in split(arguments) {
                angled(&format!("{argument},"), indent + INDENT, WIDTH, lines);
            }
            lines.push(format!("{margin}>{tail}"));
        }
        None => lines.push(margin + text),
    }
}

/// The head of an `impl` or a trait.
fn header(statement: &str, margin: &str, lines: &mut Vec<String>) {
    let (head, is_empty) = match statement.strip_suffix(" {}") {
        Some(head) => (head, true),
        None => (statement.strip_suffix(" {").unwrap_or(statement), false),
    };
    if let Some((before, bounds, after)) = parts(head, '<').filter(|(before, ..)| *before == "impl")
    {
        lines.push(format!("{margin}{before}<"));
        let mut bounds = bounds.split(" + ");
        lines.extend(bounds.next().map(|first| format!("{margin}    {first}")));
        lines.extend(bounds.map(|bound| format!("{margin}        + {bound}")));
        if let Some(last) = lines.last_mut() {
            last.push(',');
        }
        lines.push(format!("{margin}>{after}"));
    } else if let Some((name, parents)) = head
        .split_once(": ")
        .filter(|_| head.starts_with("pub trait "))
    {
        lines.push(format!("{margin}{name}:"));
        let mut parents = parents.split(" + ");
        lines.extend(parents.next().map(|first| format!("{margin}    {first}")));
        lines.extend(parents.map(|parent| format!("{margin}    + {parent}")));
    } else if let Some((implemented, target)) = head.split_once(" for ") {
        lines.push(format!("{margin}{implemented}"));
        lines.push(format!("{margin}    for {target}"));
    } else {
        return lines.push(format!("{margin}{statement}"));
    }
    lines.push(format!("{margin}{{"));
    if is_empty {
        lines.push(format!("{margin}}}"));
    }
}

/// `self.field.clone().unwrap_or(…)`: a long one has a line for each call.
fn chain(statement: &str, margin: &str, lines: &mut Vec<String>) {
    let mut depth = 0_i32;
    let mut dots = Vec::new();
    for (index, char) in code(statement) {
        match char {
            '(' => depth += 1,
            ')' => depth -= 1,
            '.' if depth == 0 => dots.push(index),
            _ => {}
        }
    }
    let calls: Vec<usize> = dots.into_iter().skip(1).collect();
    if width(statement) <= SHORT_WIDTH || calls.is_empty() {
        return lines.push(format!("{margin}{statement}"));
    }
    lines.push(format!("{margin}{}", &statement[..calls[0]]));
    for (position, &start) in calls.iter().enumerate() {
        let end = calls.get(position + 1).copied().unwrap_or(statement.len());
        lines.push(format!("{margin}    {}", &statement[start..end]));
    }
}

/// What stands before, inside and after the first brackets of a kind.
fn parts(text: &str, open: char) -> Option<(&str, &str, &str)> {
    let close = if open == '(' { ')' } else { '>' };
    let (start, _) = code(text).find(|&(_, char)| char == open)?;
    let mut depth = 0_i32;
    for (index, char) in code(text).filter(|&(index, _)| index >= start) {
        if char == open {
            depth += 1;
        } else if char == close {
            depth -= 1;
        }
        if depth == 0 {
            return Some((&text[..start], &text[start + 1..index], &text[index + 1..]));
        }
    }
    None
}

/// The items of a list, by the commas that stand in no brackets.
fn split(list: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    let mut start = 0;
    let mut items = Vec::new();
    for (index, char) in code(list) {
        match char {
            '(' | '[' | '<' | '{' => depth += 1,
            ')' | ']' | '>' | '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(list[start..index].trim());
                start = index + 1;
            }
            _ => {}
        }
    }
    items.push(list[start..].trim());
    items.retain(|item| !item.is_empty());
    items
}

#[cfg(test)]
mod tests {
    use super::refit;

    /// What prettyplease makes of the text becomes the text again.
    #[track_caller]
    fn keeps(text: &str) {
        let file = syn::parse_file(text).unwrap();
        assert_eq!(refit(&prettyplease::unparse(&file)), text);
    }

    #[test]
    fn members_stand_apart() {
        keeps(
            "\
impl Client {
    const A: &str = \"text;\";
    const B: &[&[Scheme]] = &[&[A], &[B]];

    /// Text;
    pub fn list(&self, request: &ListRequestOfALongName) -> Call<ListResponse, ListErrorsOfA> {
        self.call(request)
    }

    #[must_use]
    fn other(&self) {}
}
",
        );
    }

    #[test]
    fn functions_are_broken_by_parameter_and_argument() {
        keeps(
            "\
trait A {
    fn only_default(
        &self,
        request: OnlyDefaultRequest,
        context: Context,
    ) -> impl Future<Output = Result<OnlyDefaultSuccess, Failure<OnlyDefaultError>>> + Send;

    fn longer(
        &self,
        request: Bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb,
        context: Context,
    ) -> impl Future<
        Output = Result<
            Ccccccccccccccccccccccccccccccccccccccccccccccc,
            Failure<Dddddddddddddddddddddddddddddddddddddddddd>,
        >,
    > + Send;
}
",
        );
    }

    #[test]
    fn long_heads_and_values_are_broken() {
        let long = "A".repeat(70);
        keeps(&format!(
            "pub type {long} =\n    Bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb;\n"
        ));
        keeps(&format!("pub type {long} = List<{long}{long}, 1>;\n"));
        keeps(&format!(
            "impl Operation\n    for {long}{}\n{{\n    const A: u8 = 1;\n}}\n",
            &long[..20]
        ));
        keeps(&format!(
            "pub trait Api:\n    {long}\n    + {long}\n{{\n}}\n"
        ));
        keeps(&format!(
            "impl<\n    T: {long}\n        + {long},\n> Api for T\n{{\n}}\n"
        ));
        keeps(&format!(
            "const A: &[&[Scheme]] = &[\n    &[{}],\n    &[B],\n];\n",
            &long[..60]
        ));
    }

    #[test]
    fn long_chains_are_broken() {
        let name = "x".repeat(30);
        keeps(&format!(
            "fn f() {{\n    self.{name}\n        .clone()\n        .unwrap_or(Open::Known(Self::A))\n}}\n"
        ));
        keeps("fn f() {\n    self.x.clone().unwrap_or(Open::Known(Self::A))\n}\n");
    }
}
