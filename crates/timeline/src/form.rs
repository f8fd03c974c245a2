//! The three forms of the picture and their fixed measures.

/// For which surface the picture is drawn. Same data, same order, another layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// 1010 wide: names left, latest values right.
    Wide,
    /// 358 wide: names and latest values above each lane.
    Phone,
    /// 736 wide: one sheet of Letter or A4, greyscale.
    Print,
}

impl Form {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Wide, Self::Phone, Self::Print];

    /// Short name, used in ids and classes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Phone => "phone",
            Self::Print => "print",
        }
    }
}

/// Fixed measures of a form, in pixels of its viewBox.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Metrics {
    /// Width of the viewBox.
    pub width: f32,
    /// Left edge of the plot.
    pub x0: f32,
    /// Right edge of the plot.
    pub x1: f32,
    /// Room for names and units; 0: they stand above the lane.
    pub left: f32,
    /// Left edge of the right column.
    pub now_x: f32,
    /// Room in the right column.
    pub now_room: f32,
    /// Distance between two lines of small text.
    pub line: f32,
    /// Height of the line above a lane that carries name and latest value.
    pub header: f32,
}

impl Metrics {
    pub(crate) fn of(form: Form) -> Self {
        match form {
            Form::Wide => {
                Self { width: 1010.0, x0: 148.0, x1: 904.0, left: 143.0, now_x: 916.0, now_room: 94.0, line: 14.0, header: 0.0 }
            }
            Form::Phone => {
                Self { width: 358.0, x0: 4.0, x1: 354.0, left: 0.0, now_x: 354.0, now_room: 150.0, line: 14.0, header: 22.0 }
            }
            Form::Print => {
                Self { width: 736.0, x0: 112.0, x1: 650.0, left: 107.0, now_x: 662.0, now_room: 74.0, line: 12.0, header: 0.0 }
            }
        }
    }
}
