//! What the system says of its power and its network. What it does not say is taken as good: mains power, a network that
//! nobody counts.

/// Power and network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Machine {
    /// The network counts what goes over it.
    pub metered: bool,
    /// The computer runs on its battery.
    pub on_battery: bool,
}

/// Asks the system.
pub async fn look() -> Machine {
    let on_battery = tokio::task::spawn_blocking(on_battery);
    Machine {
        metered: metered().await,
        on_battery: on_battery.await.unwrap_or(false),
    }
}

/// Asks NetworkManager: 1 is metered, 3 is guessed so; 2 and 4 are not, 0 is unknown.
/// Source: <https://networkmanager.dev/docs/api/latest/nm-dbus-types.html#NMMetered>
#[cfg(target_os = "linux")]
async fn metered() -> bool {
    const NAME: &str = "org.freedesktop.NetworkManager";
    let ask = async {
        let bus = zbus::Connection::system().await?;
        let manager = zbus::Proxy::new(&bus, NAME, "/org/freedesktop/NetworkManager", NAME).await?;
        manager.get_property::<u32>("Metered").await
    };
    let answer = tokio::time::timeout(std::time::Duration::from_secs(2), ask).await;
    matches!(answer, Ok(Ok(1 | 3)))
}

#[cfg(not(target_os = "linux"))]
async fn metered() -> bool {
    false
}

#[cfg(target_os = "linux")]
fn on_battery() -> bool {
    power::on_battery(std::path::Path::new("/sys/class/power_supply"))
}

#[cfg(not(target_os = "linux"))]
fn on_battery() -> bool {
    false
}

#[cfg(target_os = "linux")]
mod power {
    use std::fs;
    use std::path::Path;

    /// Whether no supply from outside is there and a battery of the computer itself is being emptied.
    /// Source: <https://www.kernel.org/doc/Documentation/ABI/testing/sysfs-class-power>
    pub(super) fn on_battery(supplies: &Path) -> bool {
        let Ok(entries) = fs::read_dir(supplies) else {
            return false;
        };
        let mut emptied = false;
        for entry in entries.flatten() {
            let says = |name: &str| {
                let text = fs::read_to_string(entry.path().join(name)).unwrap_or_default();
                text.trim().to_owned()
            };
            match says("type").as_str() {
                "Mains" | "USB" if says("online") == "1" => return false,
                // A battery of a mouse or a headset is no power of this computer.
                "Battery" if says("scope") != "Device" => {
                    emptied |= says("status") == "Discharging"
                }
                _ => {}
            }
        }
        emptied
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        fn supply(at: &Path, name: &str, files: &[(&str, &str)]) {
            let dir = at.join(name);
            fs::create_dir_all(&dir).unwrap();
            for (file, says) in files {
                fs::write(dir.join(file), format!("{says}\n")).unwrap();
            }
        }

        #[test]
        fn a_computer_runs_on_its_battery_only_without_mains_and_never_on_that_of_a_mouse() {
            let none = tempfile::tempdir().unwrap();
            assert!(!on_battery(none.path()), "a desktop computer has none");
            let mouse = tempfile::tempdir().unwrap();
            supply(
                mouse.path(),
                "hid",
                &[
                    ("type", "Battery"),
                    ("scope", "Device"),
                    ("status", "Discharging"),
                ],
            );
            assert!(!on_battery(mouse.path()));
            let laptop = tempfile::tempdir().unwrap();
            supply(
                laptop.path(),
                "BAT0",
                &[("type", "Battery"), ("status", "Discharging")],
            );
            supply(laptop.path(), "AC", &[("type", "Mains"), ("online", "0")]);
            assert!(on_battery(laptop.path()));
            supply(laptop.path(), "AC", &[("type", "Mains"), ("online", "1")]);
            assert!(!on_battery(laptop.path()), "it is plugged in");
        }
    }
}
