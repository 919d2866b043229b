//! Colours, and what WCAG 2.2 says of two of them.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

impl Colour {
    /// `#rrggbb`.
    pub fn read(hex: &str) -> Option<Colour> {
        let digits = hex.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Colour([red, green, blue]))
    }

    /// The two of `light-dark(…, …)`.
    pub fn read_both(value: &str) -> Option<[Colour; 2]> {
        let inner = value.strip_prefix("light-dark(")?.strip_suffix(')')?;
        let (light, dark) = inner.split_once(',')?;
        Some([Colour::read(light.trim())?, Colour::read(dark.trim())?])
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| match f64::from(part) / 255.0 {
            part if part <= 0.04045 => part / 12.92,
            part => ((part + 0.055) / 1.055).powf(2.4),
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    pub fn contrast(self, other: Colour) -> f64 {
        let (one, other) = (self.luminance() + 0.05, other.luminance() + 0.05);
        one.max(other) / one.min(other)
    }

    /// How far its largest part is above its smallest: a grey has next to nothing.
    pub fn chroma(self) -> u8 {
        let [red, green, blue] = self.0;
        red.max(green).max(blue) - red.min(green).min(blue)
    }

    /// In degrees; of a grey it means nothing.
    pub fn hue(self) -> f64 {
        let [red, green, blue] = self.0.map(f64::from);
        let chroma = f64::from(self.chroma()).max(1.0);
        let largest = red.max(green).max(blue);
        let sixth = match largest {
            _ if largest == red => (green - blue) / chroma,
            _ if largest == green => (blue - red) / chroma + 2.0,
            _ => (red - green) / chroma + 4.0,
        };
        (sixth * 60.0).rem_euclid(360.0)
    }

    pub fn is_of_the_hue_of(self, other: Colour) -> bool {
        let apart = (self.hue() - other.hue()).abs();
        apart.min(360.0 - apart) <= 4.0
    }
}

#[test]
fn contrast_and_hue_are_those_of_their_definitions() {
    let of = |hex| Colour::read(hex).expect("a colour");
    let ratio = |one, other| (of(one).contrast(of(other)) * 100.0).round() / 100.0;
    assert_eq!(ratio("#000000", "#ffffff"), 21.0);
    assert_eq!(ratio("#777777", "#ffffff"), 4.48);
    assert_eq!(ratio("#3a84ff", "#ffffff"), 3.54);
    assert_eq!(of("#ff0000").hue(), 0.0);
    assert_eq!(of("#00ff00").hue(), 120.0);
    assert_eq!(of("#0000ff").hue(), 240.0);
    assert!(of("#ff0004").is_of_the_hue_of(of("#ff0400")));
    assert!(!of("#ff0000").is_of_the_hue_of(of("#ff4000")));
    assert_eq!(Colour::read("#fff"), None);
}
