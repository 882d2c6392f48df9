//! What is told at the end.

use std::fmt;

use super::MAX_REFUSED_PERCENT;
use super::driver::Verdict;
use super::known::Known;
use super::suite::{Set, State};
use crate::table::Table;

/// The figures of a file, or of all.
#[derive(Debug, Clone, Copy, Default)]
struct Figures {
    groups: usize,
    refused: usize,
    instances: usize,
    agree: usize,
}

/// All that there is to tell.
pub(super) struct Outcome {
    tables: Vec<Table>,
    total: Figures,
    refused: Vec<String>,
    /// Not as the suite says, and not known.
    disagreements: Vec<String>,
    /// Not as the suite says, as is known.
    known: usize,
    /// Known failures that are none.
    passed: Vec<String>,
}

impl Outcome {
    pub(super) fn new(sets: &[Set], verdicts: &[Verdict], known: &[Known]) -> Self {
        let mut outcome = Self {
            tables: Vec::new(),
            total: Figures::default(),
            refused: Vec::new(),
            disagreements: Vec::new(),
            known: 0,
            passed: Vec::new(),
        };
        let mut verdicts = verdicts.iter().copied();
        let mut failed = Vec::new();
        for set in sets {
            outcome.add_set(set, &mut verdicts, known, &mut failed);
        }
        // A set that was not asked for says nothing.
        let is_asked = |known: &Known| sets.iter().any(|set| set.name == known[0]);
        outcome.passed = known
            .iter()
            .filter(|known| is_asked(known) && !failed.contains(known))
            .map(|known| known.join(" | "))
            .collect();
        outcome
    }

    fn add_set<'k>(
        &mut self,
        set: &Set,
        verdicts: &mut impl Iterator<Item = Verdict>,
        known: &'k [Known],
        failed: &mut Vec<&'k Known>,
    ) {
        let columns = ["file", "groups", "refused", "instances", "agree", "%"];
        let mut table = Table::new(format!("### {}", set.name), columns);
        for groups in set.groups.chunk_by(|one, other| one.file == other.file) {
            let mut figures = Figures::default();
            for group in groups {
                figures.groups += 1;
                let place = format!("{}/{}: {}", set.name, group.file, group.description);
                let uncompiled = match &group.state {
                    State::Refused(why) => {
                        figures.refused += 1;
                        self.refused
                            .push(format!("{place} ({}): {why}", group.name));
                        continue;
                    }
                    State::Uncompiled(why) => Some(why),
                    State::Generated => None,
                };
                for test in &group.tests {
                    figures.instances += 1;
                    let verdict = match uncompiled {
                        Some(_) => None,
                        None => verdicts.next(),
                    };
                    let agreed = if test.valid {
                        Verdict::Accepted
                    } else {
                        Verdict::Refused
                    };
                    if verdict == Some(agreed) {
                        figures.agree += 1;
                        continue;
                    }
                    let key = [
                        &set.name,
                        &group.file,
                        &group.description,
                        &test.description,
                    ];
                    if let Some(known) = known.iter().find(|known| known.each_ref() == key) {
                        failed.push(known);
                        self.known += 1;
                        continue;
                    }
                    let said = match (verdict, uncompiled) {
                        (Some(Verdict::Accepted), _) => "accepted, but not valid".to_owned(),
                        (Some(Verdict::Refused), _) => "refused, but valid".to_owned(),
                        (Some(Verdict::Crashed), _) => "crashed".to_owned(),
                        (None, why) => format!("not compiled: {}", why.map_or("", String::as_str)),
                    };
                    self.disagreements.push(format!(
                        "{place} ({}): {}: {}: {said}",
                        group.name, test.description, test.data
                    ));
                }
            }
            table.row(figures.row(groups[0].file.clone()));
            self.total.add(figures);
        }
        self.tables.push(table);
    }

    /// Whether nothing is wrong that is not known.
    pub(super) fn is_well(&self) -> bool {
        self.disagreements.is_empty()
            && self.passed.is_empty()
            && self.total.refused * 100 <= self.total.groups * MAX_REFUSED_PERCENT
    }
}

impl Figures {
    fn add(&mut self, other: Self) {
        self.groups += other.groups;
        self.refused += other.refused;
        self.instances += other.instances;
        self.agree += other.agree;
    }

    fn row(self, name: String) -> [String; 6] {
        // Tenths, rounded down: only all is 100.
        let thousandths = (self.agree * 1000)
            .checked_div(self.instances)
            .unwrap_or(1000);
        [
            name,
            self.groups.to_string(),
            self.refused.to_string(),
            self.instances.to_string(),
            self.agree.to_string(),
            format!("{}.{}", thousandths / 10, thousandths % 10),
        ]
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for table in &self.tables {
            writeln!(formatter, "{table}")?;
        }
        for (title, lines) in [
            ("Refused", &self.refused),
            ("Not as the suite says", &self.disagreements),
            ("Listed as known failures, but they pass", &self.passed),
        ] {
            if !lines.is_empty() {
                writeln!(formatter, "{title}:")?;
                for line in lines {
                    writeln!(formatter, "- {line}")?;
                }
                writeln!(formatter)?;
            }
        }
        if self.known > 0 {
            writeln!(formatter, "{} disagreements are known.\n", self.known)?;
        }
        let Figures {
            groups,
            refused,
            instances,
            agree,
        } = self.total;
        writeln!(
            formatter,
            "agree {agree} of {instances} instances; refused {refused} of {groups} groups"
        )
    }
}
