//! Security schemes and requirements (OpenAPI 3.0.4 sections 4.8.27 to 4.8.30).

use spectrait_source::{Diagnostic, Node, codes};

use super::fields::Fields;
use super::part::Part;
use super::value::{cut, invalid, unusual};
use super::{Loader, milder};
use crate::Version;
use spectrait_source::nearest;

const TYPES: [&str; 5] = ["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"];

impl<'t> Loader<'t, '_> {
    pub(super) fn load_security_scheme(&mut self, node: &'t Node) -> Option<Part<'t>> {
        let mut fields = Fields::open(self, node, "a security scheme")?;
        let kind = fields.required(self, "type")?;
        fields.text(self, "description");
        let written = kind.as_str().unwrap_or_default();
        if matches!(written, "basic" | "bearer") {
            self.report_scheme_type(kind, written);
            fields.put("type", Part::Text("http".into()));
            fields.put("scheme", Part::Text(written.into()));
            return Some(fields.close(self));
        }
        let complete = match written {
            "apiKey" => {
                let name = fields.required_text(self, "name").is_some();
                let location = fields.required(self, "in");
                let known = location.is_some_and(|node| self.load_key_location(&mut fields, node));
                name && known
            }
            "http" => {
                fields.text(self, "bearerFormat");
                fields.required_text(self, "scheme").is_some()
            }
            "oauth2" => {
                let flows = fields.get(self, "flows");
                if flows.is_none() {
                    let missing = milder(fields.missing("flows"));
                    let help = "say where tokens come from; a caller brings the token until then";
                    self.diagnostics.push(missing.help(help));
                }
                if let Some(flows) = flows {
                    self.load_flows(flows);
                }
                fields.put("flows", Part::Object(Vec::new()));
                true
            }
            "openIdConnect" => {
                let help =
                    "say where the provider describes itself; a caller brings the token until then";
                match fields.wanted_text(self, "openIdConnectUrl", help) {
                    None => fields.put("openIdConnectUrl", Part::Text("".into())),
                    Some(url) if is_url(&url) => {}
                    Some(_) => {
                        if let Some(entry) = fields.entry("openIdConnectUrl") {
                            self.report_no_url("openIdConnectUrl", &entry.value);
                        }
                    }
                }
                true
            }
            // `openapiv3` does not know it; `resolve` asks the tree before it looks at this.
            "mutualTLS" => {
                if self.version < Version::V3_1 {
                    self.report_scheme_type(kind, written);
                }
                fields.put("type", Part::Text("http".into()));
                fields.put("scheme", Part::Text("".into()));
                return Some(fields.close(self));
            }
            other => {
                self.report_scheme_type(kind, other);
                return None;
            }
        };
        fields.put("type", Part::Text(kind.as_str().unwrap_or_default().into()));
        // What belongs to another type is common and harmless.
        for name in [
            "name",
            "in",
            "scheme",
            "bearerFormat",
            "flows",
            "openIdConnectUrl",
        ] {
            fields.any(name);
        }
        let part = fields.close(self);
        complete.then_some(part)
    }

    fn report_scheme_type(&mut self, node: &Node, text: &str) {
        let mut diagnostic = invalid(
            "type",
            "`apiKey`, `http`, `mutualTLS`, `oauth2` or `openIdConnect`",
            node,
        );
        diagnostic = match text {
            "basic" => milder(diagnostic)
                .note("`type: basic` is Swagger 2.0")
                .help("write `type: http` and `scheme: basic`; it is read as that"),
            "bearer" => milder(diagnostic)
                .help("write `type: http` and `scheme: bearer`; it is read as that"),
            "mutualTLS" => milder(diagnostic)
                .note("OpenAPI 3.1 added `mutualTLS`")
                .help("write `openapi: 3.1.0`; it is read as in that"),
            _ => match nearest(text, TYPES) {
                Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                None => diagnostic,
            },
        };
        self.diagnostics.push(diagnostic);
    }

    fn load_key_location(&mut self, fields: &mut Fields<'t>, node: &'t Node) -> bool {
        if let Some(text @ ("query" | "header" | "cookie")) = node.as_str() {
            fields.put("in", Part::Text(text.into()));
            return true;
        }
        self.diagnostics
            .push(invalid("in", "`query`, `header` or `cookie`", node));
        false
    }

    /// Reads OAuth's flows, which `resolve` takes from the tree.
    fn load_flows(&mut self, node: &'t Node) {
        let Some(mut fields) = Fields::open(self, node, "`flows`") else {
            return;
        };
        let flows: [(&str, &[&str]); 4] = [
            ("implicit", &["authorizationUrl"]),
            ("password", &["tokenUrl"]),
            ("clientCredentials", &["tokenUrl"]),
            ("authorizationCode", &["authorizationUrl", "tokenUrl"]),
        ];
        for (name, needed) in flows {
            if let Some(node) = fields.get(self, name)
                && let Some(flow) = Fields::open(self, node, "a flow")
            {
                self.load_flow(flow, needed);
            }
        }
        fields.close(self);
    }

    /// Reads a flow, and warns of what is needed to get a token by it.
    fn load_flow(&mut self, mut flow: Fields<'t>, needed: &[&str]) {
        for name in ["authorizationUrl", "tokenUrl", "refreshUrl"] {
            let url = if needed.contains(&name) {
                let help = "add it; who asks for a token has to know it until then";
                flow.wanted_text(self, name, help)
            } else {
                flow.text(self, name)
            };
            if let Some(node) = flow.entry(name).map(|entry| &entry.value)
                && url.is_some_and(|url| !is_url(&url))
            {
                self.report_no_url(name, node);
            }
        }
        if flow.map(self, "scopes").is_none() && flow.entry("scopes").is_none() {
            let missing = milder(flow.missing("scopes"));
            let help = "list the scopes that there are; without any, write `scopes: {}`";
            self.diagnostics.push(missing.help(help));
        }
        flow.close(self);
    }

    fn report_no_url(&mut self, name: &str, node: &Node) {
        let diagnostic = unusual(name, "a URL, or a reference to one", node);
        self.diagnostics
            .push(diagnostic.help("who asks for a token has to know it until it is one"));
    }

    /// Checks the form of `security`; `resolve` takes it from the tree, where each name has its place.
    pub(super) fn load_security_requirements(&mut self, fields: &mut Fields<'t>) {
        let Some(node) = fields.get(self, "security") else {
            return;
        };
        if node.as_object().is_some() {
            let help = "write `- ` in front of each; it is read as one alternative";
            self.diagnostics
                .push(unusual("security", "an array of objects", node).help(help));
        } else if node.as_array().is_none() {
            self.diagnostics
                .push(invalid("security", "an array of objects", node));
        }
        for node in security_alternatives(node) {
            let Some(schemes) = node.as_object() else {
                self.diagnostics.push(match node.as_str() {
                    Some(name) => unusual("security", "an array of objects", node)
                        .help(format!("write `- {}: []`; it is read as that", cut(name))),
                    None => invalid("security", "an array of objects", node),
                });
                continue;
            };
            for entry in schemes {
                let Some(scopes) = entry.value.as_array() else {
                    self.diagnostics.push(
                        Diagnostic::warning(
                            codes::INVALID_VALUE,
                            format!(
                                "the scopes of `{}` must be an array, not {}",
                                cut(&entry.key.text),
                                super::value::shown(&entry.value)
                            ),
                        )
                        .at(entry.value.span, "read as `[]`")
                        .help("without scopes, write `[]`"),
                    );
                    continue;
                };
                for scope in scopes {
                    super::value::text(self.diagnostics, "scope", scope);
                }
            }
        }
    }
}

/// Whether a text has the characters of an absolute `http` or `https` URL, or of a reference that is relative to one
/// (RFC 3986 section 4.1).
fn is_url(text: &str) -> bool {
    let is_allowed = |char: char| char.is_ascii_graphic() && !"\"<>\\^`{|}".contains(char);
    let scheme = text.split(['/', '?', '#']).next().unwrap_or_default();
    let scheme = scheme.split_once(':').map(|(scheme, _)| scheme);
    let is_known = |scheme: &str| ["http", "https"].contains(&&*scheme.to_ascii_lowercase());
    !text.is_empty() && text.chars().all(is_allowed) && scheme.is_none_or(is_known)
}

/// The alternatives of `security`; an object in place of the array is the only one.
pub(crate) fn security_alternatives(node: &Node) -> &[Node] {
    match node.as_array() {
        Some(alternatives) => alternatives,
        None if node.as_object().is_some() => std::slice::from_ref(node),
        None => &[],
    }
}
