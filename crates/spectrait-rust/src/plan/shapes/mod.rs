//! What kind of Rust type a schema becomes, before it has a name.

mod edges;
mod find;

use std::collections::BTreeSet;

use edges::kept;
use spectrait_ir as ir;

use super::circles::Circles;
use super::integer::{IntegerRange, integer_range};

/// Which side of the wire a type is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    /// What responses hold: plain, and open for what is not listed.
    Open,
    /// What requests hold: bounded and checked.
    Strict,
}

/// What a schema becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A struct.
    Record,
    /// An enum of strings.
    Enumeration,
    /// An enum of types.
    Union,
    /// A struct around an array or map that holds itself, as a Rust alias cannot name itself; or around integers that the
    /// document names one by one.
    Wrapper,
    /// A type that is spelled out where it is used: `Vec<String>`, `i64`.
    Written,
}

/// Structs of fewer fields are not compared.
const FEW_FIELDS: usize = 3;

/// Facts about the schemas of a document.
pub(crate) struct Shapes<'a> {
    api: &'a ir::Api,
    /// By schema: the class of those that say the same.
    classes: Vec<usize>,
    /// By schema: whether a value of it has two types.
    differs: Vec<bool>,
    /// Which hold each other in their own memory.
    circles: Circles,
    /// The same where the branches of unions are boxed.
    record_circles: Circles,
    /// Which hold each other at all, in lists and maps too.
    all_circles: Circles,
    wrappers: BTreeSet<ir::SchemaId>,
    /// References and tuples that only lead to themselves.
    endless: BTreeSet<ir::SchemaId>,
    /// The branches that unions do without.
    left_out: BTreeSet<(ir::SchemaId, usize)>,
}

impl<'a> Shapes<'a> {
    pub(crate) fn shape(&self, id: ir::SchemaId) -> Shape {
        let schema = self.api.schema(id);
        if schema.rust_type.is_some() {
            return Shape::Written;
        }
        match &schema.kind {
            _ if self.wrappers.contains(&id) => Shape::Wrapper,
            ir::SchemaKind::Enumeration(_) => Shape::Enumeration,
            ir::SchemaKind::Object(object) if is_record(object) => Shape::Record,
            ir::SchemaKind::Union(_) => Shape::Union,
            _ => Shape::Written,
        }
    }

    /// The schema that stands at the end of a chain of references.
    pub(crate) fn target(&self, mut id: ir::SchemaId) -> ir::SchemaId {
        while let Some(next) = self.reference(id) {
            id = next;
        }
        id
    }

    /// What a schema refers to, if it is another name of it.
    pub(crate) fn reference(&self, id: ir::SchemaId) -> Option<ir::SchemaId> {
        let schema = self.api.schema(id);
        match schema.kind {
            ir::SchemaKind::Reference(next)
                if schema.rust_type.is_none() && !self.endless.contains(&id) =>
            {
                Some(next)
            }
            _ => None,
        }
    }

    /// The class of the schemas that may be one type with this one: structs of more than a few fields, and unions. What has
    /// few fields may be the same by chance.
    pub(crate) fn shared_class(&self, id: ir::SchemaId) -> Option<usize> {
        let is_shared = match &self.api.schema(id).kind {
            ir::SchemaKind::Object(object) => object.properties.len() >= FEW_FIELDS,
            ir::SchemaKind::Union(_) => true,
            _ => false,
        };
        let has_type = matches!(self.shape(id), Shape::Record | Shape::Union);
        (is_shared && has_type).then(|| self.classes[id.index()])
    }

    /// Whether two schemas say the same.
    pub(crate) fn is_same(&self, one: ir::SchemaId, other: ir::SchemaId) -> bool {
        self.classes[one.index()] == self.classes[other.index()]
    }

    /// Whether `null` is valid, here or in what is referred to.
    pub(crate) fn is_nullable(&self, mut id: ir::SchemaId) -> bool {
        while !self.api.schema(id).nullable
            && let Some(next) = self.reference(id)
        {
            id = next;
        }
        self.api.schema(id).nullable
    }

    /// Whether no value is valid, `null` neither.
    pub(crate) fn is_never(&self, id: ir::SchemaId) -> bool {
        let schema = self.api.schema(self.target(id));
        let is_never = matches!(schema.kind, ir::SchemaKind::Never) && schema.rust_type.is_none();
        is_never && !self.is_nullable(id)
    }

    /// Whether the bounds of a schema are part of its type where requests hold it.
    pub(crate) fn is_bounded(&self, id: ir::SchemaId) -> bool {
        let schema = self.api.schema(id);
        if schema.rust_type.is_some() {
            return false;
        }
        match &schema.kind {
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

    /// Whether it is a struct of its own that checks rules, where requests hold it.
    pub(crate) fn is_checked(&self, id: ir::SchemaId) -> bool {
        let schema = self.api.schema(id);
        if schema.rust_type.is_some() || self.endless.contains(&id) {
            return false;
        }
        let has_rules = match &schema.kind {
            // No bounded integer is as wide as these.
            ir::SchemaKind::Integer(integer) => {
                !schema.rules.is_empty() || integer_range(integer) == IntegerRange::Wide
            }
            ir::SchemaKind::Never => true,
            _ => !schema.rules.is_empty(),
        };
        // Those of a struct are the struct's own, as are those of a wrapper.
        has_rules && !matches!(self.shape(id), Shape::Record | Shape::Wrapper)
    }

    /// Whether the struct that checks an enum needs an enum beside the one that responses hold.
    pub(crate) fn has_value_type(&self, id: ir::SchemaId) -> bool {
        let usage = self.api.schema(id).usage;
        let is_enum = matches!(self.shape(id), Shape::Enumeration | Shape::Union);
        let is_strict = usage.request || self.direction(id) == Direction::Strict;
        self.is_checked(id) && is_enum && is_strict && (!usage.response || self.enum_differs(id))
    }

    /// Whether requests hold another type than responses because of what the schema itself says.
    pub(crate) fn is_narrow(&self, id: ir::SchemaId) -> bool {
        self.is_bounded(id) || self.is_checked(id)
    }

    /// Whether responses hold it as `Open<E>` or `OpenUnion<U>`.
    pub(crate) fn is_open(&self, id: ir::SchemaId) -> bool {
        let schema = self.api.schema(id);
        let has_list = match &schema.kind {
            ir::SchemaKind::Enumeration(_) => true,
            ir::SchemaKind::Union(union) => union.tag.is_some(),
            _ => false,
        };
        has_list && schema.rust_type.is_none()
    }

    /// Whether requests and responses hold the schema, as two types.
    pub(crate) fn is_split(&self, id: ir::SchemaId) -> bool {
        let usage = self.api.schema(id).usage;
        usage.request && usage.response && !self.is_bounds(id) && self.declares_two(id)
    }

    /// Whether what is declared for a schema is not the same for requests and responses. That it is open is said where
    /// it is used.
    fn declares_two(&self, id: ir::SchemaId) -> bool {
        let target = self.target(id);
        if self.is_checked(id) || self.is_checked(target) {
            return true;
        }
        match self.shape(target) {
            Shape::Enumeration | Shape::Union => self.enum_differs(target),
            _ => self.differs[id.index()],
        }
    }

    /// Whether an enum has other variants in requests than in responses.
    fn enum_differs(&self, id: ir::SchemaId) -> bool {
        let branches = self.branches(id);
        let differs = |(_, branch): &(usize, &ir::Branch)| {
            self.differs[branch.schema.index()] && !self.is_listed_beside_text(id, branch.schema)
        };
        branches.iter().any(differs) || self.open_branches(id).len() < branches.len()
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

    /// Whether only responses of operations hold what a schema is in a direction.
    pub(crate) fn is_response(&self, id: ir::SchemaId, direction: Direction) -> bool {
        let usage = self.api.schema(id).usage;
        let is_apart = !usage.request || self.is_split(id);
        direction == Direction::Open && usage.response && is_apart && !usage.webhook
    }

    /// Whether its name would stand for the bounds and rules of an inline schema. Only requests know it: responses may
    /// be out of bounds.
    pub(crate) fn is_bounds(&self, id: ir::SchemaId) -> bool {
        self.shape(id) == Shape::Written && !is_component(self.api, id)
    }

    /// Whether a part of `outer` with the schema `inner` must be boxed, or the type would hold itself. Where a struct is in
    /// a circle with a union, it is the union's branches that are boxed. So are the structs of every union that values
    /// are nested in: each level would take the memory of the largest.
    pub(crate) fn is_boxed(&self, outer: ir::SchemaId, inner: ir::SchemaId) -> bool {
        let (outer_index, index) = (outer.index(), inner.index());
        if self.shape(outer) != Shape::Union {
            return self.record_circles.has(outer_index, index);
        }
        let is_nested = self.all_circles.has(outer_index, outer_index)
            && self.shape(self.target(inner)) == Shape::Record;
        is_nested || self.circles.has(outer_index, index)
    }

    /// Whether it only leads to itself.
    pub(crate) fn is_endless(&self, id: ir::SchemaId) -> bool {
        self.endless.contains(&id)
    }

    /// The branches of a union that have a variant, with their positions: where any text is valid, the listed ones are
    /// read first.
    pub(crate) fn branches(&self, id: ir::SchemaId) -> Vec<(usize, &'a ir::Branch)> {
        let ir::SchemaKind::Union(union) = &self.api.schema(id).kind else {
            return Vec::new();
        };
        let branches = union.branches.iter().enumerate();
        let mut branches: Vec<_> = branches
            .filter(|(position, _)| !self.left_out.contains(&(id, *position)))
            .collect();
        if takes_any_text(self.api, union) {
            branches.sort_by_key(|(_, branch)| !self.is_list(branch.schema));
        }
        branches
    }

    /// The positions of the branches that responses have a variant for: without a tag, two of one type cannot be told
    /// apart there.
    pub(crate) fn open_branches(&self, id: ir::SchemaId) -> Vec<usize> {
        let is_tagged = self.is_open(id);
        let mut seen = BTreeSet::new();
        let mut positions = Vec::new();
        for (position, branch) in self.branches(id) {
            let key = self.type_key(branch.schema, Direction::Open);
            if is_tagged || key.is_none_or(|key| seen.insert(key)) {
                positions.push(position);
            }
        }
        positions
    }

    /// Whether responses hold a union as the only type of its branches.
    pub(crate) fn is_one_type(&self, id: ir::SchemaId) -> bool {
        let branches = self.branches(id);
        branches.len() > 1 && self.open_branches(id).len() == 1
    }

    /// Whether a branch need not be open for what it does not list, as another takes any text.
    pub(crate) fn is_listed_beside_text(&self, union: ir::SchemaId, branch: ir::SchemaId) -> bool {
        match &self.api.schema(union).kind {
            ir::SchemaKind::Union(union) => takes_any_text(self.api, union) && self.is_list(branch),
            _ => false,
        }
    }

    fn is_list(&self, id: ir::SchemaId) -> bool {
        self.shape(self.target(id)) == Shape::Enumeration
    }

    /// The properties that a struct has a field for.
    pub(crate) fn properties<'b>(
        &self,
        object: &'b ir::Object,
        direction: Direction,
    ) -> impl Iterator<Item = &'b ir::Property> {
        let is_there = move |property: &&ir::Property| {
            !is_of_other_side(property, direction) && !self.is_never(property.schema)
        };
        object.properties.iter().filter(is_there)
    }

    /// The branches of a union of integers that have one value each, and how wide these are.
    pub(crate) fn named_integers(
        &self,
        id: ir::SchemaId,
    ) -> Option<(ir::IntegerFormat, Vec<(&'a ir::Branch, &'a ir::Value)>)> {
        let ir::SchemaKind::Union(union) = &self.api.schema(id).kind else {
            return None;
        };
        let mut width = None;
        let mut named = Vec::new();
        for branch in &union.branches {
            let schema = self.api.schema(branch.schema);
            let (ir::SchemaKind::Integer(integer), [ir::Rule::Enum(values)]) =
                (&schema.kind, schema.rules.as_slice())
            else {
                return None;
            };
            let [value] = values.as_slice() else {
                return None;
            };
            value.as_number()?.as_i64()?;
            let is_bare = !schema.nullable && schema.rust_type.is_none();
            if !is_bare || is_component(self.api, branch.schema) {
                return None;
            }
            if *width.get_or_insert(integer.format) != integer.format {
                return None;
            }
            named.push((branch, value));
        }
        let is_plain = union.tag.is_none() && self.api.schema(id).rust_type.is_none();
        Some((width.filter(|_| is_plain)?, named))
    }

    /// The type of a value, in a form that all spellings of one type share. `None` where it is written elsewhere.
    pub(crate) fn type_key(&self, id: ir::SchemaId, direction: Direction) -> Option<String> {
        let null = if self.is_nullable(id) { "?" } else { "" };
        let target = self.target(id);
        let schema = self.api.schema(target);
        let is_strict = direction == Direction::Strict;
        if schema.rust_type.is_some() {
            return None;
        }
        if is_strict && self.is_checked(target) {
            return Some(format!("{null}#{}", self.classes[target.index()]));
        }
        let is_bounded = is_strict && self.is_bounded(target);
        let key = match &schema.kind {
            ir::SchemaKind::Boolean => "bool".to_owned(),
            ir::SchemaKind::Number(number) => format!("{number:?}"),
            ir::SchemaKind::Integer(integer) if is_bounded => {
                format!("{:?}", integer_range(integer))
            }
            ir::SchemaKind::Integer(integer) => format!("{:?}", integer.format),
            ir::SchemaKind::String(string) if is_bounded => {
                format!("{:?}..{:?}", string.min_length, string.max_length)
            }
            ir::SchemaKind::String(string) => format!("{:?}", string.format),
            // Equal ones may be one type.
            ir::SchemaKind::Enumeration(enumeration) => {
                let values = enumeration.values.iter();
                format!(
                    "{:?}",
                    values.map(|value| &value.wire_name).collect::<Vec<_>>()
                )
            }
            _ if self.shape(target) != Shape::Written => {
                format!("#{}", self.classes[target.index()])
            }
            ir::SchemaKind::Array(array) => {
                let bounds = is_bounded.then_some((array.min_items, array.max_items));
                format!("[{}]{bounds:?}", self.type_key(array.items, direction)?)
            }
            ir::SchemaKind::Tuple(items) if !self.is_endless(target) => {
                let items = items.iter().map(|&item| self.type_key(item, direction));
                format!("({})", items.collect::<Option<Vec<String>>>()?.join(","))
            }
            ir::SchemaKind::Object(object) => match kept(object) {
                Some(value) => format!("{{{}}}", self.type_key(value, direction)?),
                None if !is_map(object) => "{}".to_owned(),
                None => "{any}".to_owned(),
            },
            _ => "any".to_owned(),
        };
        Some(format!("{null}{key}"))
    }
}

/// Whether any text is valid, and the listed ones only named.
fn takes_any_text(api: &ir::Api, union: &ir::Union) -> bool {
    let is_any_text = |branch: &ir::Branch| {
        let schema = api.schema(branch.schema);
        let is_plain = schema.rules.is_empty() && schema.rust_type.is_none();
        matches!(&schema.kind, ir::SchemaKind::String(string) if is_plain && *string == ir::StringSchema::default())
    };
    union.tag.is_none()
        && union.count == ir::UnionCount::AtLeastOne
        && union.branches.iter().any(is_any_text)
}

/// Whether a schema is a component itself, and not inside one.
pub(crate) fn is_component(api: &ir::Api, id: ir::SchemaId) -> bool {
    let origin = &api.schema(id).origin;
    origin.steps.is_empty() && matches!(origin.root, ir::Root::Component(_))
}

/// Objects without declared properties are maps. One that forbids others too is an `EmptyObject`.
pub(crate) fn is_map(object: &ir::Object) -> bool {
    object.properties.is_empty() && object.additional != ir::Additional::Forbidden
}

/// Whether an object is a struct of its own.
pub(crate) fn is_record(object: &ir::Object) -> bool {
    !object.properties.is_empty()
}

/// Whether a property is only in the messages of the other direction.
pub(crate) fn is_of_other_side(property: &ir::Property, direction: Direction) -> bool {
    match direction {
        Direction::Open => property.write_only && !property.read_only,
        Direction::Strict => property.read_only,
    }
}

fn schema_id(index: usize) -> ir::SchemaId {
    // An `Api` numbers its schemas by u32.
    ir::SchemaId(u32::try_from(index).unwrap_or(u32::MAX))
}
