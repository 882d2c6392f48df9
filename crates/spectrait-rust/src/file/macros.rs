//! Calls of the runtime's macros. rustfmt leaves their bodies alone, so they are laid out here.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::{LitStr, Macro, MacroDelimiter};

use super::spacing::line;
use super::{WIDTH, doc_line, lists};

const INDENT: usize = 4;

/// A call with all its lines: `record! { … }` or `generated_for!(1);`.
pub(super) fn print(call: &Macro) -> String {
    let path = &call.path;
    let path = line(&quote::quote!(#path));
    if !matches!(call.delimiter, MacroDelimiter::Brace(_)) {
        return format!("{path}!({});\n", line(&call.tokens));
    }
    let entries = entries(&call.tokens);
    if let [entry] = entries.as_slice() {
        let text = format!("{path}! {{ {} }}\n", entry.line());
        if !entry.is_definition() && text.chars().count() <= WIDTH + 1 {
            return text;
        }
    }
    let mut out = format!("{path}! {{\n");
    block(&entries, INDENT, &mut out);
    out.push_str("}\n");
    out
}

/// A part of a macro's body: attributes, then tokens up to a comma, a semicolon or the end of a block.
struct Entry {
    /// The lines above it.
    attributes: Vec<String>,
    tokens: Vec<TokenTree>,
    /// `,` or `;`, or nothing after a block.
    end: &'static str,
}

impl Entry {
    fn line(&self) -> String {
        match self.tokens.as_slice() {
            // `rules [Never]`: a clause, and no index.
            [TokenTree::Ident(word), TokenTree::Group(list)]
                if list.delimiter() == Delimiter::Bracket =>
            {
                format!("{word} {}", line(&TokenTree::from(list.clone()).into()))
            }
            tokens => lists::text(tokens),
        }
    }

    /// Where a value follows.
    fn equals(&self) -> Option<usize> {
        let is_equals =
            |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '=');
        self.tokens.iter().position(is_equals)
    }

    /// `Request { … } -> Page { … }`, before and from the arrow on.
    fn at_arrow(&self) -> Option<(Self, Self)> {
        let is_arrow = |pair: &[TokenTree]| {
            matches!(pair, [TokenTree::Group(group), TokenTree::Punct(punct)]
                if punct.as_char() == '-' && group.delimiter() == Delimiter::Brace)
        };
        let at = self.tokens.windows(2).position(is_arrow)? + 1;
        let (before, after) = self.tokens.split_at(at);
        let part = |tokens: &[TokenTree], end| Self {
            attributes: Vec::new(),
            tokens: tokens.to_vec(),
            end,
        };
        Some((part(before, ""), part(after, self.end)))
    }

    /// Definitions are never written on one line.
    fn is_definition(&self) -> bool {
        let is_public =
            matches!(self.tokens.first(), Some(TokenTree::Ident(ident)) if ident == "pub");
        !self.attributes.is_empty() || is_public
    }

    /// The block or list at its end, and what is before it.
    fn split_last(&self) -> Option<(TokenStream, &Group)> {
        match self.tokens.split_last()? {
            (TokenTree::Group(group), head) => Some((head.iter().cloned().collect(), group)),
            _ => None,
        }
    }
}

fn entries(tokens: &TokenStream) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut tokens = tokens.clone().into_iter().peekable();
    while tokens.peek().is_some() {
        let mut entry = Entry {
            attributes: Vec::new(),
            tokens: Vec::new(),
            end: "",
        };
        // Commas between generic arguments part nothing.
        let mut depth = 0_usize;
        let mut before = ' ';
        while let Some(token) = tokens.next() {
            let mark = match &token {
                TokenTree::Punct(punct) => punct.as_char(),
                _ => ' ',
            };
            match mark {
                '<' => depth += 1,
                '>' if !"-=".contains(before) => depth = depth.saturating_sub(1),
                _ => {}
            }
            before = mark;
            match &token {
                _ if depth > 0 => {
                    entry.tokens.push(token);
                    continue;
                }
                TokenTree::Punct(punct) if punct.as_char() == '#' && entry.tokens.is_empty() => {
                    if let Some(TokenTree::Group(attribute)) = tokens.next() {
                        entry.attributes.push(self::attribute(&attribute));
                    }
                    continue;
                }
                TokenTree::Punct(punct) if punct.as_char() == ',' => entry.end = ",",
                TokenTree::Punct(punct) if punct.as_char() == ';' => entry.end = ";",
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    entry.tokens.push(token);
                    // `Request { … } -> Page { … }` goes on.
                    let goes_on = matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if "-,;".contains(punct.as_char()));
                    if goes_on {
                        continue;
                    }
                }
                _ => {
                    entry.tokens.push(token);
                    continue;
                }
            }
            break;
        }
        entries.push(entry);
    }
    entries
}

/// `/// …` or `#[…]`
fn attribute(attribute: &Group) -> String {
    let tokens: Vec<TokenTree> = attribute.stream().into_iter().collect();
    if let [TokenTree::Ident(name), _, TokenTree::Literal(text)] = tokens.as_slice()
        && name == "doc"
        && let Ok(text) = syn::parse_str::<LitStr>(&text.to_string())
    {
        return doc_line("///", &text.value());
    }
    format!("#[{}]", line(&attribute.stream()))
}

fn block(entries: &[Entry], indent: usize, out: &mut String) {
    let margin = " ".repeat(indent);
    for entry in entries {
        for attribute in &entry.attributes {
            out.extend([&margin, attribute, "\n"]);
        }
        let text = entry.line();
        let fits = margin.len() + text.chars().count() + entry.end.len() <= WIDTH;
        if let Some((before, after)) = entry.at_arrow().filter(|_| !fits) {
            out.extend([&margin, lists::text(&before.tokens).as_str(), "\n"]);
            block(&[after], indent, out);
            continue;
        }
        match entry.split_last() {
            Some((head, group))
                if group.delimiter() == Delimiter::Brace && !group.stream().is_empty() =>
            {
                if fits && !entry.is_definition() {
                    out.extend([&margin, &text, entry.end, "\n"]);
                } else {
                    out.extend([&margin, line(&head).as_str(), " {\n"]);
                    block(&self::entries(&group.stream()), indent + INDENT, out);
                    out.extend([&margin, "}", entry.end, "\n"]);
                }
            }
            Some((head, group)) if !fits && line(&head) == "new" => {
                out.extend([&margin, line(&head).as_str(), "(\n"]);
                for item in self::entries(&group.stream()) {
                    out.extend([&margin, "    ", item.line().as_str(), ",\n"]);
                }
                out.extend([&margin, ")", entry.end, "\n"]);
            }
            Some((_, group)) if !fits && group.delimiter() == Delimiter::Bracket => {
                lists::print(&entry.tokens, indent, entry.end, out);
            }
            _ => match entry.equals().filter(|_| !fits) {
                Some(at) => {
                    let (name, value) = entry.tokens.split_at(at + 1);
                    out.extend([&margin, lists::text(name).as_str(), "\n"]);
                    lists::print(value, indent + INDENT, entry.end, out);
                }
                None => out.extend([&margin, &text, entry.end, "\n"]),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::print;

    /// The tokens of a call are laid out as the text says.
    #[track_caller]
    fn keeps(text: &str) {
        let item: syn::ItemMacro = syn::parse_str(text).unwrap();
        assert_eq!(print(&item.mac), text);
    }

    #[test]
    fn definitions_have_a_line_for_each_field() {
        keeps(
            "\
record! {
    /// A pet.
    ///
    /// More of it.
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct Pet {
        /// Its number.
        pub id: i64 = \"id\",
        #[deprecated]
        pub tag: Option<Nullable<String>> = \"tag\",
        ..pub additional: Map<String>,
    }
    new(id: i64);
    closed;
}
",
        );
        keeps("responses! {\n    /// None.\n    pub enum ListBuildsError {}\n}\n");
    }

    #[test]
    fn short_calls_stay_on_one_line() {
        keeps(
            "pages! { ListRequest { cursor = after } -> Page { items: Build = (data??).builds, next } }\n",
        );
        keeps("pages! { ListRequest { link } -> Vec<Build> { items: Build = self } }\n");
        keeps(
            "\
pages! {
    ListRequest { page = page_number, size = per_page, first = 0 }
    -> ListResponse { items: Build = builds, total }
}
",
        );
        let name = "x".repeat(60);
        keeps(&format!(
            "\
pages! {{
    ListRequest {{ page }}
    -> ListResponse {{
        items: Build = builds,
        total = {name},
    }}
}}
"
        ));
        keeps("spectrait_runtime::generated_for!(1);\n");
        keeps("service! { Api = builds + lists }\n");
    }

    #[test]
    fn generic_arguments_stay_together() {
        keeps(
            "\
response! {
    /// A page.
    pub struct ListSuccess: WithHeaders<Page, ListHeaders> = 200 as json(\"a+json\");
}
",
        );
        keeps(
            "pages! { List { offset = at } -> WithHeaders<Page, Headers> { items: Item = value.items } }\n",
        );
        keeps(
            "record! {\n    pub struct A {\n        pub a: Map<Int<1, { usize::MAX }>> = \"a\",\n        pub b: i64 = \"b\",\n    }\n}\n",
        );
    }

    #[test]
    fn long_fields_are_broken_before_their_source() {
        let name = "x".repeat(60);
        keeps(&format!(
            "request! {{\n    pub struct A {{\n        pub {name}: Option<Vec<{name}>> =\n            query(\"sort\").explode(false),\n    }}\n}}\n"
        ));
    }

    #[test]
    fn lists_of_rules_are_nested() {
        keeps(
            r##"checked! {
    pub struct Postcode(String) = [Pattern(r"^[0-9]{5}\d;$"), Pattern(r#"","#), UniqueItems];
}
"##,
        );
        keeps(
            r#"record! {
    pub struct Pet {
        pub a: Option<String> = "a",
    }
    new(a: i64);
    closed;
    ignore ["createdAt", "href"];
    rules [
        MinProperties(1),
        If(&[Required(&["a_long_name_of_a_property"])], &[], &[Required(&["another_long_name"])]),
        AnyOf(&[
            &[Required(&["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"])],
            &[Required(&["bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"])],
        ]),
        Properties(&[("kind", &[
            Enum(&["\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"", "\"bbbbbbbbbbbbbbbbbbbbbbbbbbbb\""]),
            Ref(&rules::NODE),
        ])]),
    ];
}
"#,
        );
    }

    #[test]
    fn unions_list_their_variants() {
        keeps(
            r#"union! {
    /// A pet.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Pet: one_of by "petType" {
        /// A cat.
        Cat(Cat) = "cat" | "kitty",
        Dog(Box<Dog>) = "dog",
        Many(ManyManyMany) =
            "aaaaaaaaaaaaaaaaaaaaaaaaa" | "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" | "cccccccccccccccc" |
            "dddddd",
        Pair((i64, String)),
    }
    from [Cat(Cat), Dog(Box<Dog>)];
}
"#,
        );
    }

    #[test]
    fn long_lists_have_a_line_for_each_item() {
        let name = "x".repeat(60);
        keeps(&format!(
            "\
service! {{
    Api {{
        authenticate(Credentials),
        {name}(Request),
    }}
    public {{ status(StatusRequest) }}
}}
"
        ));
        keeps(&format!(
            "record! {{\n    pub struct A {{}}\n    new(\n        a: i64,\n        b: {name}{name},\n    );\n}}\n"
        ));
    }
}
