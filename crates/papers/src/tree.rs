//! What a document is made of, for those who hear it instead of seeing it: the tree of tags.

use krilla::tagging::{Identifier, ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};
use std::{collections::HashMap, num::NonZeroU16};

/// What a part of the document is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Part {
    /// A heading: its level and its words.
    Heading(u16, String),
    /// A paragraph.
    Paragraph,
    /// A section with its heading.
    Section,
    /// A list.
    List,
    /// An item of a list.
    Item,
    /// What an item says.
    ItemBody,
    /// A table: what it is about.
    Table(String),
    /// The rows of headings.
    Head,
    /// The rows of facts.
    Body,
    /// A row.
    Row,
    /// A heading of a column.
    ColumnHeading,
    /// A heading of a row.
    RowHeading,
    /// A fact.
    Cell,
}

impl Part {
    fn tag(&self) -> TagKind {
        let level = |level: u16| NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
        match self {
            Self::Heading(number, words) => Tag::Hn(level(*number), Some(words.clone())).into(),
            Self::Paragraph => Tag::P.into(),
            Self::Section => Tag::Section.into(),
            Self::List => Tag::L(ListNumbering::None).into(),
            Self::Item => Tag::LI.into(),
            Self::ItemBody => Tag::LBody.into(),
            Self::Table(about) => Tag::Table.with_summary(Some(about.clone())).into(),
            Self::Head => Tag::THead.into(),
            Self::Body => Tag::TBody.into(),
            Self::Row => Tag::TR.into(),
            Self::ColumnHeading => Tag::TH(TableHeaderScope::Column).into(),
            Self::RowHeading => Tag::TH(TableHeaderScope::Row).into(),
            Self::Cell => Tag::TD.into(),
        }
    }
}

/// Where a part stands in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PartId(usize);

/// A piece of text that was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct TextId(pub usize);

enum Child {
    Part(PartId),
    Text(TextId),
}

/// The parts in reading order.
#[derive(Default)]
pub(crate) struct Tree {
    parts: Vec<(Part, Vec<Child>)>,
    top: Vec<PartId>,
}

impl Tree {
    /// Adds a part, at the top or as the next one inside another.
    pub fn add(&mut self, part: Part, inside: Option<PartId>) -> PartId {
        let id = PartId(self.parts.len());
        self.parts.push((part, Vec::new()));
        match inside.and_then(|parent| self.parts.get_mut(parent.0)) {
            Some((_, children)) => children.push(Child::Part(id)),
            None => self.top.push(id),
        }
        id
    }

    /// Adds drawn text to a part.
    pub fn says(&mut self, part: PartId, text: TextId) {
        if let Some((_, children)) = self.parts.get_mut(part.0) {
            children.push(Child::Text(text));
        }
    }

    /// The tree as the document wants it.
    pub fn tags(&self, drawn: &HashMap<TextId, Identifier>) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some("en".to_owned()));
        for part in &self.top {
            if let Some(group) = self.group(*part, drawn) {
                tree.push(group);
            }
        }
        tree
    }

    fn group(&self, id: PartId, drawn: &HashMap<TextId, Identifier>) -> Option<TagGroup> {
        let (part, children) = self.parts.get(id.0)?;
        let nodes = children.iter().filter_map(|child| match child {
            Child::Part(part) => self.group(*part, drawn).map(Node::Group),
            Child::Text(text) => drawn.get(text).map(|identifier| Node::Leaf(*identifier)),
        });
        Some(TagGroup::with_children(part.tag(), nodes.collect()))
    }
}
