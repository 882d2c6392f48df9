//! `paths` (OpenAPI 3.0.4 section 4.8.8).

use std::collections::BTreeMap;

use spectrait_source::{Diagnostic, Node, codes};

use super::Resolver;
use super::operation::Found;
use super::template::Template;
use crate::load::value::cut;
use crate::schema::Spanned;

impl<'d> Resolver<'d> {
    /// Every operation of `paths`, in document order.
    pub(super) fn resolve_paths(&mut self, paths: &'d openapiv3::Paths) -> Vec<Found<'d>> {
        let mut operations = Vec::new();
        let mut shapes: BTreeMap<String, Spanned<String>> = BTreeMap::new();
        let members = self.tree.get("paths").and_then(Node::as_object);
        for entry in members.into_iter().flatten() {
            if !paths.paths.contains_key(&*entry.key.text) {
                continue;
            }
            let template = self.resolve_template(&entry.key);
            self.check_ambiguity(&template, &mut shapes);
            self.resolve_path_item(&template, &entry.value, &mut operations);
        }
        operations
    }

    /// "Templated paths with the same hierarchy but different templated names MUST NOT exist as they
    /// are identical." The methods may tell them apart; where they do not, `lower` says what happens.
    fn check_ambiguity(
        &mut self,
        template: &Template<'d>,
        shapes: &mut BTreeMap<String, Spanned<String>>,
    ) {
        let shape = crate::lower::shape(&template.path.value);
        let Some(first) = shapes.get(&shape) else {
            shapes.insert(shape, template.path.clone());
            return;
        };
        if first.value == template.path.value {
            // They differ in their fragments, of which is warned.
            return;
        }
        let diagnostic = Diagnostic::warning(
            codes::AMBIGUOUS_PATH,
            format!(
                "`{}` and `{}` match the same paths",
                cut(&first.value),
                cut(&template.path.value)
            ),
        )
        .at(template.path.span, "")
        .also(first.span, "the other path")
        .help("move the operations of one to the other, or tell the paths apart");
        self.report(diagnostic);
    }
}
