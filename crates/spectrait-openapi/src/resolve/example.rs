//! `example` and `examples`.

use spectrait_source::Node;

use super::Resolver;
use super::reference::Noun;
use crate::load::example::is_bare;

impl<'d> Resolver<'d> {
    /// The values of both fields of an object.
    pub(super) fn resolve_examples(&mut self, node: &'d Node) -> Vec<Node> {
        let mut examples: Vec<Node> = node.get("example").cloned().into_iter().collect();
        let listed = node.get("examples").and_then(Node::as_array);
        examples.extend(listed.into_iter().flatten().cloned());
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
            // One that is no Example Object is the value, of which `load` has warned.
            let value = example.and_then(|example| match example {
                bare if is_bare(bare) => Some(bare),
                example => example.get("value"),
            });
            examples.extend(value.cloned());
        }
        examples
    }
}
