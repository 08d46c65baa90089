//! Time limits as people type them.
//!
//! `10`, `500ms`, `2m` or `never` comes in, a duration or none goes out, and back.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// A time limit, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Timeout(pub(crate) Option<Duration>);

impl FromStr for Timeout {
    type Err = String;

    fn from_str(text: &str) -> Result<Timeout, String> {
        let wrong =
            || "a time is a number with ms, s or m behind it, or nothing for seconds; 0 is for never".to_owned();
        if text == "never" {
            return Ok(Timeout(None));
        }
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let number: f64 = digits.parse().map_err(|_| wrong())?;
        let unit = match text.strip_prefix(digits).unwrap_or("").trim() {
            "" | "s" => 1.0,
            "ms" => 0.001,
            "m" => 60.0,
            _ => return Err(wrong()),
        };
        if number == 0.0 {
            return Ok(Timeout(None));
        }
        Duration::try_from_secs_f64(number * unit).map(|time| Timeout(Some(time))).map_err(|_| wrong())
    }
}

impl fmt::Display for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => f.write_str("never"),
            Some(time) if time.subsec_millis() == 0 && time.as_secs() > 0 => write!(f, "{}s", time.as_secs()),
            Some(time) => write!(f, "{}ms", time.as_millis()),
        }
    }
}

/// How long something took: `0.4 ms`, `12 ms`, `3.1 s`.
pub(crate) fn took(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds >= 1.0 {
        format!("{seconds:.1} s")
    } else if seconds >= 0.01 {
        format!("{:.0} ms", seconds * 1e3)
    } else {
        format!("{:.1} ms", seconds * 1e3)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn times_are_read_with_their_units() {
        let time = |text: &str| text.parse::<Timeout>();
        assert_eq!(time("0").unwrap(), Timeout(None));
        assert_eq!(time("never").unwrap(), Timeout(None));
        assert_eq!(time("500ms").unwrap(), Timeout(Some(Duration::from_millis(500))));
        assert_eq!(time("0.5").unwrap(), Timeout(Some(Duration::from_millis(500))));
        assert_eq!(time("2m").unwrap(), Timeout(Some(Duration::from_secs(120))));
        for wrong in ["", "s", "-1", "1h", "NaN", "inf", "1e300"] {
            assert!(time(wrong).is_err(), "{wrong}");
        }
        for text in ["never", "60s", "500ms", "1500ms"] {
            assert_eq!(time(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn durations_have_two_digits_that_matter() {
        assert_eq!(took(Duration::from_micros(412)), "0.4 ms");
        assert_eq!(took(Duration::from_micros(12_400)), "12 ms");
        assert_eq!(took(Duration::from_millis(3_120)), "3.1 s");
    }
}
