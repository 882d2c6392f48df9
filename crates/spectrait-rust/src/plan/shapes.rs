//! What kind of Rust type a schema becomes, before it has a name.

use std::collections::BTreeSet;

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, Diagnostics, codes};

/// Which side of the wire a type is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    /// What responses hold: plain, and open for what is not listed.
    Open,
    /// What requests hold: bounded.
    Strict,
}

/// What a schema becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A struct.
    Record,
    /// An enum.
    Enumeration,
    /// A type that is spelled out where it is used: `Vec<String>`, `i64`.
    Written,
}

/// Facts about the schemas of a document.
pub(crate) struct Shapes<'a> {
    api: &'a ir::Api,
    /// By schema: whether its two directions are two types.
    differs: Vec<bool>,
    /// By schema: the circle of records it belongs to.
    circle: Vec<usize>,
    /// By schema: whether it is a component that only refers to itself.
    is_endless: Vec<bool>,
}

impl<'a> Shapes<'a> {
    pub(crate) fn of(api: &'a ir::Api, diagnostics: &mut Diagnostics) -> Self {
        let count = api.schemas.len();
        let mut shapes = Self {
            api,
            differs: vec![false; count],
            circle: (0..count).collect(),
            is_endless: vec![false; count],
        };
        shapes.find_endless(diagnostics);
        shapes.find_differing();
        shapes.find_circles();
        shapes
    }

    pub(crate) fn shape(&self, id: ir::SchemaId) -> Shape {
        match &self.api.schema(id).kind {
            ir::SchemaKind::Enumeration(_) => Shape::Enumeration,
            ir::SchemaKind::Object(object) if !is_map(object) => Shape::Record,
            _ => Shape::Written,
        }
    }

    /// The schema that stands at the end of a chain of references.
    pub(crate) fn target(&self, mut id: ir::SchemaId) -> ir::SchemaId {
        while let ir::SchemaKind::Reference(next) = self.api.schema(id).kind
            && !self.is_endless(id)
        {
            id = next;
        }
        id
    }

    /// Whether `null` is valid, here or in what is referred to.
    pub(crate) fn is_nullable(&self, mut id: ir::SchemaId) -> bool {
        loop {
            let schema = self.api.schema(id);
            match schema.kind {
                ir::SchemaKind::Reference(next) if !schema.nullable && !self.is_endless(id) => {
                    id = next;
                }
                _ => return schema.nullable,
            }
        }
    }

    /// Whether the bounds of a schema make it a type of its own where requests hold it.
    pub(crate) fn is_bounded(&self, id: ir::SchemaId) -> bool {
        match &self.api.schema(id).kind {
            ir::SchemaKind::Integer(integer) => integer_range(integer) != IntegerRange::Whole,
            ir::SchemaKind::String(string) => {
                string.format == ir::StringFormat::Text
                    && (string.min_length.is_some_and(|min| min > 0) || string.max_length.is_some())
            }
            ir::SchemaKind::Array(array) => {
                array.min_items.is_some_and(|min| min > 0) || array.max_items.is_some()
            }
            _ => false,
        }
    }

    /// Whether requests and responses hold the schema, as two types.
    pub(crate) fn is_split(&self, id: ir::SchemaId) -> bool {
        let usage = self.api.schema(id).usage;
        let has_sides = usage.request && usage.response && self.differs[id.index()];
        has_sides && !self.is_bounds(id) && self.shape(self.target(id)) != Shape::Enumeration
    }

    /// The only direction of a schema that is not [split](Self::is_split).
    pub(crate) fn direction(&self, id: ir::SchemaId) -> Direction {
        let usage = self.api.schema(id).usage;
        if self.is_bounds(id) || (usage.request && !usage.response) {
            Direction::Strict
        } else {
            Direction::Open
        }
    }

    /// Whether its name would stand for the bounds of an inline schema. Only requests know it: responses may be
    /// out of bounds.
    pub(crate) fn is_bounds(&self, id: ir::SchemaId) -> bool {
        self.shape(id) == Shape::Written && !is_component(self.api, id)
    }

    /// Whether a field of the record `outer` with the schema `inner` must be boxed, or the record would
    /// hold itself.
    pub(crate) fn is_boxed(&self, outer: ir::SchemaId, inner: ir::SchemaId) -> bool {
        let inner = self.target(inner);
        self.shape(inner) == Shape::Record
            && self.circle[inner.index()] == self.circle[outer.index()]
    }

    /// Whether it is a component whose type would be an alias of itself.
    pub(crate) fn is_endless(&self, id: ir::SchemaId) -> bool {
        self.is_endless[id.index()]
    }

    /// A Rust alias cannot name itself, and a reference to itself says nothing.
    fn find_endless(&mut self, diagnostics: &mut Diagnostics) {
        for &component in &self.api.components {
            let mut seen = BTreeSet::new();
            let mut open = self.written_inside(component);
            while let Some(id) = open.pop() {
                if id == component {
                    let schema = self.api.schema(component);
                    self.is_endless[component.index()] = true;
                    diagnostics.push(
                        Diagnostic::error(codes::UNSUPPORTED, "an array or map that holds itself is not supported")
                            .at(schema.span, "holds itself without an object between")
                            .help("put an object with a property between the two; the rest of the document is not affected"),
                    );
                    break;
                }
                if seen.insert(id) && !self.is_endless(id) {
                    open.extend(self.written_inside(id));
                }
            }
        }
    }

    /// What the spelled-out type of a schema mentions.
    fn written_inside(&self, id: ir::SchemaId) -> Vec<ir::SchemaId> {
        match &self.api.schema(id).kind {
            ir::SchemaKind::Reference(target) => vec![*target],
            ir::SchemaKind::Array(array) => vec![array.items],
            ir::SchemaKind::Object(object) if is_map(object) => kept(object).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// A schema differs if anything in it does; cycles need several rounds.
    fn find_differing(&mut self) {
        let mut is_settled = false;
        while !is_settled {
            is_settled = true;
            for index in (0..self.differs.len()).rev() {
                if !self.differs[index] && self.differs_by_itself_or_inside(index) {
                    self.differs[index] = true;
                    is_settled = false;
                }
            }
        }
    }

    fn differs_by_itself_or_inside(&self, index: usize) -> bool {
        let differs = |id: &ir::SchemaId| self.differs[id.index()];
        let id = schema_id(index);
        match &self.api.schema(id).kind {
            ir::SchemaKind::Enumeration(_) => true,
            ir::SchemaKind::Object(object) => {
                object
                    .properties
                    .iter()
                    .any(|property| differs(&property.schema))
                    || kept(object).iter().any(differs)
            }
            ir::SchemaKind::Array(array) => self.is_bounded(id) || differs(&array.items),
            ir::SchemaKind::Reference(target) => differs(target),
            _ => self.is_bounded(id),
        }
    }

    /// The records that stand in a record's own memory.
    fn parts(&self, index: usize) -> Vec<usize> {
        let ir::SchemaKind::Object(object) = &self.api.schema(schema_id(index)).kind else {
            return Vec::new();
        };
        let targets = object
            .properties
            .iter()
            .map(|property| self.target(property.schema));
        targets
            .filter(|&target| self.shape(target) == Shape::Record)
            .map(ir::SchemaId::index)
            .collect()
    }

    /// Numbers the schemas so that those which hold each other in a circle have one number (Kosaraju's
    /// algorithm, without recursion: a document may nest as deep as it likes).
    fn find_circles(&mut self) {
        let count = self.api.schemas.len();
        let parts: Vec<Vec<usize>> = (0..count).map(|index| self.parts(index)).collect();
        let mut wholes = vec![Vec::new(); count];
        for (whole, parts) in parts.iter().enumerate() {
            for &part in parts {
                wholes[part].push(whole);
            }
        }
        let mut seen = vec![false; count];
        let mut finished = Vec::with_capacity(count);
        for start in 0..count {
            visit(start, &parts, &mut seen, &mut finished);
        }
        let mut seen = vec![false; count];
        for &start in finished.iter().rev() {
            let mut circle = Vec::new();
            visit(start, &wholes, &mut seen, &mut circle);
            for member in circle {
                self.circle[member] = start;
            }
        }
    }
}

/// Appends what can be reached from `start` and was not seen, the farthest first.
fn visit(start: usize, edges: &[Vec<usize>], seen: &mut [bool], finished: &mut Vec<usize>) {
    if std::mem::replace(&mut seen[start], true) {
        return;
    }
    let mut path = vec![(start, 0)];
    while let Some((node, next)) = path.last_mut() {
        if let Some(&edge) = edges[*node].get(*next) {
            *next += 1;
            if !std::mem::replace(&mut seen[edge], true) {
                path.push((edge, 0));
            }
        } else {
            finished.push(*node);
            path.pop();
        }
    }
}

/// Whether a schema is a component itself, and not inside one.
pub(crate) fn is_component(api: &ir::Api, id: ir::SchemaId) -> bool {
    let origin = &api.schema(id).origin;
    origin.steps.is_empty() && matches!(origin.root, ir::Root::Component(_))
}

/// Objects without declared properties are maps. One that forbids others too is an empty struct.
pub(crate) fn is_map(object: &ir::Object) -> bool {
    object.properties.is_empty() && object.additional != ir::Additional::Forbidden
}

fn kept(object: &ir::Object) -> Option<ir::SchemaId> {
    match object.additional {
        ir::Additional::Kept(schema) => Some(schema),
        ir::Additional::Ignored | ir::Additional::Forbidden => None,
    }
}

fn schema_id(index: usize) -> ir::SchemaId {
    // An `Api` numbers its schemas by u32.
    ir::SchemaId(u32::try_from(index).unwrap_or(u32::MAX))
}

/// The bounds of an integer that are narrower than its Rust type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IntegerRange {
    /// None.
    Whole,
    /// `minimum` only.
    AtLeast(i64),
    /// `maximum` only.
    AtMost(i64),
    /// Both.
    Between(i64, i64),
}

pub(crate) fn integer_range(integer: &ir::Integer) -> IntegerRange {
    let (least, greatest) = if integer.format == ir::IntegerFormat::Int32 {
        (i64::from(i32::MIN), i64::from(i32::MAX))
    } else {
        (i64::MIN, i64::MAX)
    };
    let minimum = integer.minimum.filter(|&minimum| minimum > least);
    let maximum = integer.maximum.filter(|&maximum| maximum < greatest);
    match (minimum, maximum) {
        (None, None) => IntegerRange::Whole,
        (Some(minimum), Some(maximum)) => IntegerRange::Between(minimum, maximum),
        // The other bound is that of the narrower type.
        (Some(minimum), None) if integer.format == ir::IntegerFormat::Int32 => {
            IntegerRange::Between(minimum, greatest)
        }
        (None, Some(maximum)) if integer.format == ir::IntegerFormat::Int32 => {
            IntegerRange::Between(least, maximum)
        }
        (Some(minimum), None) => IntegerRange::AtLeast(minimum),
        (None, Some(maximum)) => IntegerRange::AtMost(maximum),
    }
}
