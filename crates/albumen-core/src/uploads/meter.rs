//! How fast bytes leave, over the last seconds.

use std::collections::VecDeque;

const WINDOW_MS: i64 = 5_000;

/// Counts bytes by the time at which they left.
#[derive(Debug, Default)]
pub struct Meter {
    left: VecDeque<(i64, u64)>,
}

impl Meter {
    /// Bytes left now.
    pub fn add(&mut self, bytes: u64, now_ms: i64) {
        match self.left.back_mut() {
            // Many small pieces in a moment are one entry.
            Some((at, sum)) if now_ms - *at < 100 => *sum += bytes,
            _ => self.left.push_back((now_ms, bytes)),
        }
        self.forget(now_ms);
    }

    /// Bytes a second, over the window or over the time since the first byte in it.
    pub fn bytes_per_s(&mut self, now_ms: i64) -> u64 {
        self.forget(now_ms);
        let Some((first, _)) = self.left.front() else {
            return 0;
        };
        let span_ms = u64::try_from((now_ms - first).clamp(1_000, WINDOW_MS)).unwrap_or(1_000);
        self.left.iter().map(|(_, bytes)| bytes).sum::<u64>() * 1_000 / span_ms
    }

    fn forget(&mut self, now_ms: i64) {
        while self
            .left
            .front()
            .is_some_and(|(at, _)| now_ms - at > WINDOW_MS)
        {
            self.left.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_speed_is_that_of_the_last_seconds() {
        let mut meter = Meter::default();
        for second in 0..20 {
            meter.add(1_000_000, second * 1_000);
        }
        let speed = meter.bytes_per_s(19_000);
        assert!((1_000_000..=1_200_000).contains(&speed), "{speed}");
        assert_eq!(
            meter.bytes_per_s(60_000),
            0,
            "nothing has left for a long time"
        );
    }
}
