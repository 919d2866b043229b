//! Icons as inline SVG: no font, no request, coloured like the text around.

use super::dom::{El, svg};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Alert,
    Calendar,
    Check,
    Chevron,
    Clock,
    Copy,
    Info,
    Moon,
    Plus,
    Undo,
    Up,
    Cross,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Icon::Alert => "M8 1.8 15 14H1zM8 6v4M8 11.8v.6",
            Icon::Calendar => "M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 1.8v3M10.5 1.8v3",
            Icon::Check => "M3 8.5 6.5 12 13 4.5",
            Icon::Chevron => "M4 6l4 4 4-4",
            Icon::Clock => "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM8 4.5V8l2.5 1.8",
            Icon::Copy => "M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1",
            Icon::Info => "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM8 7v4.2M8 4.6v.6",
            Icon::Moon => "M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z",
            Icon::Plus => "M8 3v10M3 8h10",
            Icon::Undo => "M5.5 3 2.5 6l3 3M2.5 6h7a3.5 3.5 0 0 1 0 7h-3",
            Icon::Up => "M4 10l4-4 4 4",
            Icon::Cross => "M4 4l8 8M12 4l-8 8",
        }
    }
}

/// Decoration only: what an icon says is always said in words beside it.
pub fn icon(icon: Icon) -> El {
    svg("svg")
        .class("icon")
        .attr("viewBox", "0 0 16 16")
        .attr("aria-hidden", "true")
        .child(svg("path").attr("d", icon.path()))
}
