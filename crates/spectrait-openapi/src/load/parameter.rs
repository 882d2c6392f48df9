//! Parameters and headers (OpenAPI 3.0.4 sections 4.8.12 and 4.8.21).

use spectrait_source::{Diagnostic, Node, codes};

use super::fields::Fields;
use super::part::Part;
use super::value::{self, cut, invalid, unusual};
use super::{Loader, milder};
use spectrait_source::nearest;

/// Where a parameter can be, and the styles it can have there, the default first (section 4.8.12.3).
const LOCATIONS: [(&str, &[&str]); 4] = [
    ("path", &["simple", "label", "matrix"]),
    (
        "query",
        &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
    ),
    ("header", &["simple"]),
    ("cookie", &["form"]),
];

impl<'t> Loader<'t, '_> {
    pub(super) fn load_parameter(&mut self, node: &'t Node) -> Option<Part<'t>> {
        let mut fields = Fields::open(self, node, "a parameter")?;
        let name = fields.required_text(self, "name");
        let location = fields
            .required(self, "in")
            .and_then(|node| self.load_location(node));
        fields.text(self, "description");
        fields.flag(self, "deprecated");
        fields.flag(self, "allowEmptyValue");
        fields.flag(self, "allowReserved");
        let required = fields.flag(self, "required");
        if let Some(("path", _)) = location {
            self.check_path_parameter(&mut fields, name.as_deref(), required);
        }
        let styles = location.map_or(&[][..], |(_, styles)| styles);
        self.load_style(&mut fields, styles);
        self.load_shape(&mut fields);
        self.load_examples(&mut fields);
        if let Some((location, _)) = location {
            fields.put("in", Part::Text(location.into()));
        }
        let part = fields.close(self);
        (name.is_some() && location.is_some()).then_some(part)
    }

    pub(super) fn load_header(&mut self, node: &'t Node) -> Option<Part<'t>> {
        let mut fields = Fields::open(self, node, "a header")?;
        fields.text(self, "description");
        fields.flag(self, "required");
        fields.flag(self, "deprecated");
        fields.flag(self, "allowEmptyValue");
        fields.flag(self, "allowReserved");
        for name in ["name", "in"] {
            if let Some(entry) = fields.entry(name) {
                fields.any(name);
                self.diagnostics.push(
                    Diagnostic::warning(
                        codes::UNKNOWN_FIELD,
                        format!("a header has no field `{name}`"),
                    )
                    .at(entry.key.span, "ignored")
                    .help("its name is its key in `headers`; leave it out"),
                );
            }
        }
        self.load_style(&mut fields, &["simple"]);
        self.load_shape(&mut fields);
        self.load_examples(&mut fields);
        Some(fields.close(self))
    }

    fn load_location(&mut self, node: &Node) -> Option<(&'static str, &'static [&'static str])> {
        let text = node.as_str().unwrap_or_default();
        let location = LOCATIONS.iter().find(|(name, _)| *name == text);
        if location.is_none() {
            let mut diagnostic = invalid("in", "`path`, `query`, `header` or `cookie`", node);
            let names = LOCATIONS.iter().map(|(name, _)| *name);
            match text {
                "body" | "formData" => {
                    diagnostic = diagnostic
                        .note(format!("`in: {text}` is Swagger 2.0"))
                        .help("describe the body in `requestBody`");
                }
                _ => {
                    if let Some(name) = nearest(text, names) {
                        diagnostic = diagnostic.help(format!("did you mean `{name}`?"));
                    }
                }
            }
            self.diagnostics.push(diagnostic);
        }
        location.copied()
    }

    /// "If the parameter location is `path`, this field is REQUIRED and its value MUST be true."
    fn check_path_parameter(
        &mut self,
        fields: &mut Fields<'t>,
        name: Option<&str>,
        required: Option<bool>,
    ) {
        let name = cut(name.unwrap_or_default()).into_owned();
        match (required, fields.entry("required")) {
            (Some(false), Some(entry)) => self.diagnostics.push(
                Diagnostic::warning(
                    codes::INVALID_VALUE,
                    format!("the path parameter `{name}` must be required"),
                )
                .at(entry.value.span, "read as required")
                .help("a path without it is another path; write `required: true`"),
            ),
            (None, None) => {
                // The meaning is plain: there is no path without it.
                let mut diagnostic = Diagnostic::warning(
                    codes::MISSING_FIELD,
                    format!("the path parameter `{name}` must have `required: true`"),
                )
                .help("it is read as required; add `required: true`");
                if let Some(location) = fields.entry("in") {
                    diagnostic = diagnostic.at(location.value.span, "a path parameter");
                }
                self.diagnostics.push(diagnostic);
            }
            _ => {}
        }
    }

    /// Reads `style` and `explode`; `styles` is empty where the location is not known. `resolve` takes
    /// both from the tree, because `openapiv3` does not tell a default from what was written.
    fn load_style(&mut self, fields: &mut Fields<'t>, styles: &[&str]) {
        if let Some(node) = fields.get(self, "style")
            && !styles.is_empty()
            && !node.as_str().is_some_and(|style| styles.contains(&style))
        {
            let wanted = value::one_of(styles);
            let mut diagnostic = unusual("style", &wanted, node);
            if let Some(style) = node.as_str()
                && let Some(meant) = nearest(style, styles.iter().copied())
            {
                diagnostic = diagnostic.help(format!("did you mean `{meant}`?"));
            } else {
                diagnostic = diagnostic
                    .note("which styles there are depends on `in`")
                    .help(format!("leave it out; it is read as `{}`", styles[0]));
            }
            self.diagnostics.push(diagnostic);
        }
        fields.flag(self, "explode");
    }

    /// Reads `schema` or `content`: exactly one must be there. Of both, `schema` is read; without either, the part gets
    /// a `content` without media types, and is text.
    fn load_shape(&mut self, fields: &mut Fields<'t>) {
        let schema = fields
            .get(self, "schema")
            .map(|node| self.load_schema(node));
        let content = self.load_content(fields);
        let written = |name| fields.entry(name).filter(|entry| !entry.value.is_null());
        let shape = match (written("schema"), written("content")) {
            (Some(_), None) => schema.map(|id| ("schema", Part::schema(id))),
            (None, Some(entry)) => {
                if let Some(members) = entry.value.as_object()
                    && members.len() != 1
                {
                    self.report_contents(&entry.value, members.len());
                }
                content.map(|part| ("content", part))
            }
            (Some(first), Some(second)) => {
                self.diagnostics.push(
                    Diagnostic::warning(
                        codes::INVALID_VALUE,
                        "`schema` and `content` exclude each other",
                    )
                    .at(second.key.span, "ignored")
                    .also(first.key.span, "read in its place")
                    .help("leave one of the two out"),
                );
                schema.map(|id| ("schema", Part::schema(id)))
            }
            (None, None) => {
                let missing = milder(fields.missing("schema"));
                self.diagnostics.push(missing.help(
                    "write `schema: {type: string}`, as which it is read, or what its value is; `content` is another way",
                ));
                None
            }
        };
        let (name, part) = shape.unwrap_or(("content", Part::Object(Vec::new())));
        fields.put(name, part);
    }

    fn report_contents(&mut self, node: &Node, count: usize) {
        let label = if count == 0 {
            "read as text"
        } else {
            "the first is read"
        };
        self.diagnostics.push(
            Diagnostic::warning(
                codes::INVALID_VALUE,
                format!("`content` must list one media type here, not {count}"),
            )
            .at(node.span, label)
            .help("a parameter or a header is written in one form"),
        );
    }
}
