//! A screen as a picture.
//!
//! Cells come in, an SVG in one of two palettes goes out: runs of cells that look alike, each as wide as its cells.

use std::fmt::Write;
use vt100::{Cell, Color, Screen};

/// Colours of a terminal.
pub(super) struct Palette {
    pub(super) name: &'static str,
    ground: &'static str,
    text: &'static str,
    /// The eight colours, then the eight bright ones.
    colors: [&'static str; 16],
}

pub(super) const PALETTES: &[Palette] = &[
    Palette {
        name: "light",
        ground: "#ffffff",
        text: "#1f2328",
        colors: [
            "#24292f", "#b3261e", "#116329", "#7a5200", "#0550ae", "#8250df", "#0b6e75", "#6e7781", "#57606a",
            "#a40e26", "#1a7f37", "#633c01", "#0969da", "#6639ba", "#1b7c83", "#8c959f",
        ],
    },
    Palette {
        name: "dark",
        ground: "#0d1117",
        text: "#e6edf3",
        colors: [
            "#484f58", "#ff7b72", "#3fb950", "#d29922", "#79b8ff", "#d2a8ff", "#56d4dd", "#b1bac4", "#6e7681",
            "#ffa198", "#56d364", "#e3b341", "#a5d6ff", "#e2c5ff", "#7ee7ee", "#f0f6fc",
        ],
    },
];

const WIDE: f32 = 8.4;
const HIGH: f32 = 18.0;

/// How a run of cells looks.
#[derive(Clone, PartialEq)]
struct Look {
    color: String,
    ground: Option<String>,
    is_bold: bool,
    is_dim: bool,
    is_italic: bool,
    is_underlined: bool,
}

impl Look {
    fn of(cell: &Cell, palette: &Palette) -> Look {
        let (mut color, mut ground) = (named(cell.fgcolor(), palette), named(cell.bgcolor(), palette));
        if cell.inverse() {
            (color, ground) = (ground.or(Some(palette.ground.to_owned())), color.or(Some(palette.text.to_owned())));
        }
        Look {
            color: color.unwrap_or_else(|| palette.text.to_owned()),
            ground,
            is_bold: cell.bold(),
            is_dim: cell.dim(),
            is_italic: cell.italic(),
            is_underlined: cell.underline(),
        }
    }

    fn style(&self) -> String {
        let mut style = format!("fill=\"{}\"", self.color);
        for (is, words) in [
            (self.is_bold, " font-weight=\"bold\""),
            (self.is_dim, " opacity=\"0.65\""),
            (self.is_italic, " font-style=\"italic\""),
            (self.is_underlined, " text-decoration=\"underline\""),
        ] {
            style.push_str(if is { words } else { "" });
        }
        style
    }
}

fn named(color: Color, palette: &Palette) -> Option<String> {
    match color {
        Color::Default => None,
        Color::Idx(at @ 0..16) => Some(palette.colors[usize::from(at)].to_owned()),
        Color::Idx(at @ 16..232) => {
            let part = |by: u8| [0, 95, 135, 175, 215, 255][usize::from((at - 16) / by % 6)];
            Some(format!("#{:02x}{:02x}{:02x}", part(36), part(6), part(1)))
        }
        Color::Idx(at) => Some(format!("#{0:02x}{0:02x}{0:02x}", 8 + 10 * u16::from(at - 232))),
        Color::Rgb(red, green, blue) => Some(format!("#{red:02x}{green:02x}{blue:02x}")),
    }
}

/// The rows of a screen down to the last that is not empty.
pub(super) fn picture(screen: &Screen, palette: &Palette) -> String {
    let columns = screen.size().1.get();
    let rows = super::looks::text(screen).lines().count();
    let (wide, high) = (f32::from(columns) * WIDE + 24.0, rows as f32 * HIGH + 22.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide:.0}\" height=\"{high:.0}\" viewBox=\"0 0 {wide:.0} {high:.0}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{}\"/>\n\
         <g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"14\" xml:space=\"preserve\">\n",
        palette.ground
    );
    for row in 0..rows as u16 {
        let mut column = 0;
        while column < columns {
            let Some(cell) = screen.cell(row, column) else { break };
            let (look, start, mut run) = (Look::of(cell, palette), column, String::new());
            while let Some(cell) = screen.cell(row, column).filter(|cell| Look::of(cell, palette) == look) {
                if !cell.is_wide_continuation() {
                    run.push_str(if cell.has_contents() { cell.contents() } else { " " });
                }
                column += 1;
            }
            let left = 12.0 + f32::from(start) * WIDE;
            let top = 11.0 + f32::from(row) * HIGH;
            if let Some(ground) = &look.ground {
                let wide = f32::from(column - start) * WIDE;
                writeln!(
                    svg,
                    "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{wide:.1}\" height=\"{HIGH}\" fill=\"{ground}\"/>"
                )
                .unwrap();
            }
            let blank = run.len() - run.trim_start().len();
            let words = run.trim();
            if !words.is_empty() {
                let left = left + blank as f32 * WIDE;
                let cells = f32::from(column - start) - blank as f32 - (run.len() - run.trim_end().len()) as f32;
                let words = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                writeln!(
                    svg,
                    "<text x=\"{left:.1}\" y=\"{:.1}\" textLength=\"{:.1}\" {}>{words}</text>",
                    top + 13.5,
                    cells * WIDE,
                    look.style()
                )
                .unwrap();
            }
        }
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}
