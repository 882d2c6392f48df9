//! `example` and `examples`.

use spectrait_source::Node;

use super::Resolver;
use super::reference::Noun;

impl<'d> Resolver<'d> {
    /// The values of both fields of an object.
    pub(super) fn resolve_examples(&mut self, node: &'d Node) -> Vec<Node> {
        let mut examples: Vec<Node> = node.get("example").cloned().into_iter().collect();
        for entry in node
            .get("examples")
            .and_then(Node::as_object)
            .into_iter()
            .flatten()
        {
            let example = if entry.value.get("$ref").is_some() {
                self.follow(&entry.value, Noun::Example)
            } else {
                Some(&entry.value)
            };
            examples.extend(example.and_then(|example| example.get("value")).cloned());
        }
        examples
    }
}
