//! Objects: records, maps, and branches of unions.

use crate::json::encoder::{Encoder, Refused};
use crate::json::{Encode, Field, Keyword, Record, RecordShape, ToJson as _, cut, list};
use crate::rules;

/// The property that says which branch of a union an object is, and what it may hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tag {
    name: &'static str,
    values: &'static [&'static str],
}

/// The field that keeps undeclared properties, if there is one and it has any.
fn others<'v>(record: &RecordShape, values: &[&'v dyn Field]) -> Option<&'v dyn Field> {
    let last = values.last().filter(|value| !value.is_absent());
    last.copied().filter(|_| record.keeps_others)
}

impl Encoder {
    /// An object of the fields that are not absent.
    #[inline]
    pub fn record<T: Record>(&mut self, value: &T) {
        value.fields(&mut |fields| self.fields(T::RECORD, fields));
    }

    fn fields(&mut self, record: &'static RecordShape, values: &[&dyn Field]) {
        if !self.tags.is_empty() || self.checks_rules && !record.rules.is_empty() {
            self.fields_of_branch(record, values);
            return;
        }
        self.out.push('{');
        let mut first = true;
        for (name, value) in record.names.iter().zip(values) {
            if !value.is_absent() {
                self.key(name, &mut first);
                value.encode_into(self);
            }
        }
        if let Some(others) = others(record, values) {
            others.encode_members(self, &mut first, record.names);
        }
        self.out.push('}');
    }

    /// The same, with the tags of unions around it, and rules.
    fn fields_of_branch(&mut self, record: &'static RecordShape, values: &[&dyn Field]) {
        let (start, refused) = (self.out.len(), self.refused.len());
        let octets = self.beside.octets.len();
        let fields = || record.names.iter().copied().zip(values.iter().copied());
        let mut first = true;
        let tags = self.begin_object(&mut first, |name| {
            fields().any(|(field, value)| field == name && !value.is_absent())
        });
        for (name, value) in fields() {
            if !value.is_absent() {
                self.key(name, &mut first);
                self.member(name, value, &tags);
            }
        }
        if let Some(others) = others(record, values) {
            self.written = tags.iter().map(|tag| tag.name).collect();
            others.encode_members(self, &mut first, record.names);
        }
        self.out.push('}');
        // What was refused, or stands beside the text, is not in it.
        let is_whole = self.refused.len() == refused && self.beside.octets.len() == octets;
        if self.checks_rules && !record.rules.is_empty() && is_whole {
            self.check(start, record);
        }
    }

    #[cold]
    fn check(&mut self, start: usize, record: &'static RecordShape) {
        let Some(violations) = rules::violations(&self.out[start..], record.rules, &[]) else {
            return;
        };
        self.refused
            .extend(violations.iter().map(|violation| Refused {
                offset: start,
                pointer: violation.place.pointer().to_owned(),
                keyword: violation.keyword,
                message: violation.message.clone(),
                limit: violation.limit.clone(),
            }));
    }

    /// An object of members.
    pub fn object<'v>(&mut self, members: impl Iterator<Item = (&'v str, &'v dyn Encode)> + Clone) {
        let mut first = true;
        let tags = self.begin_object(&mut first, |name| {
            members.clone().any(|(key, _)| key == name)
        });
        for (key, value) in members {
            self.key(key, &mut first);
            self.member(key, value, &tags);
        }
        self.out.push('}');
    }

    /// Begins an object with the tags that it has no member for; the tags that it must have.
    fn begin_object(&mut self, first: &mut bool, has: impl Fn(&str) -> bool) -> Vec<Tag> {
        self.out.push('{');
        let tags = std::mem::take(&mut self.tags);
        for tag in &tags {
            if let Some(value) = tag.values.first().filter(|_| !has(tag.name)) {
                self.key(tag.name, first);
                self.string(value);
            }
        }
        tags
    }

    /// The value of a member. A tag of its own must say that it is the branch that it is.
    fn member(&mut self, name: &str, value: &dyn Encode, tags: &[Tag]) {
        let start = self.out.len();
        value.encode_into(self);
        let Some(tag) = tags.iter().find(|tag| tag.name == name) else {
            return;
        };
        let text = &self.out[start..];
        let inner = text
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        let is_listed = tag
            .values
            .iter()
            .any(|value| Some(*value) == inner || value.to_json().is_ok_and(|value| value == text));
        if !is_listed {
            let message = format!(
                "`{}` says that it is another branch; this one is of {}",
                cut(inner.unwrap_or(text)),
                list(tag.values),
            );
            self.out.truncate(start);
            self.refuse(Keyword::Enum, message);
        }
    }

    /// A branch of a union. Its tag is written once: where the value has no such property, it is added.
    pub fn branch(
        &mut self,
        tag: Option<&'static str>,
        values: &'static [&'static str],
        value: &dyn Encode,
    ) {
        if let Some(name) = tag {
            self.tags.retain(|tag| tag.name != name);
            self.tags.push(Tag { name, values });
            value.encode_into(self);
            self.tags.clear();
        } else {
            value.encode_into(self);
        }
    }

    /// Members of an object that has begun.
    pub(crate) fn members<'v>(
        &mut self,
        members: impl Iterator<Item = (&'v str, &'v dyn Encode)>,
        first: &mut bool,
        declared: &[&str],
    ) {
        let written = std::mem::take(&mut self.written);
        for (key, value) in members {
            if written.contains(&key) {
                continue;
            }
            self.key(key, first);
            if declared.contains(&key) {
                self.refuse(Keyword::Duplicate, "the property has a field of its own");
            } else {
                value.encode_into(self);
            }
        }
    }
}
