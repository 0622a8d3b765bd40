// The packages of the operating system that Albumen needs: which ones, whether they are there, how to get them.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * To build and to run. cmake and nasm build the JPEG decoder with the processor's vector instructions; without nasm it is not
 * built at all. The last three let the window play videos and show its icon among the system's.
 */
const DEBIAN_BUILD = [
  "build-essential",
  "cmake",
  "nasm",
  "pkg-config",
  "libdbus-1-dev",
  "libwebkit2gtk-4.1-dev",
  "gstreamer1.0-plugins-good",
  "gstreamer1.0-libav",
  "libayatana-appindicator3-1",
];

/** To test: a display, a browser for the front end alone, and the tools that drive the real window as a person would. */
const DEBIAN_TEST = [
  "xvfb",
  "xauth",
  "xdotool",
  "xclip",
  "openbox",
  "dbus",
  "gnome-keyring",
  "webkit2gtk-driver",
  "python3-gi",
  "python3-pip",
  "gir1.2-gtk-3.0",
  "fonts-dejavu-core",
  "chromium",
];

const FEDORA_BUILD =
  "gcc gcc-c++ make cmake nasm pkgconf-pkg-config dbus-devel webkit2gtk4.1-devel gstreamer1-plugins-good gstreamer1-plugin-libav libayatana-appindicator-gtk3";
const FEDORA_TEST =
  "xorg-x11-server-Xvfb xorg-x11-xauth xdotool xclip openbox dbus-daemon gnome-keyring webkit2gtk-driver python3-gobject gtk3 dejavu-sans-fonts chromium";
const ARCH_BUILD = "base-devel cmake nasm dbus webkit2gtk-4.1 gst-plugins-good gst-libav libayatana-appindicator";
const ARCH_TEST =
  "xorg-server-xvfb xorg-xauth xdotool xclip openbox gnome-keyring python-gobject gtk3 ttf-dejavu chromium";

/** Programs that build what Rust's own tools do not. */
const BUILD_TOOLS = ["cmake", "nasm"];

/** Makes sure the system packages are there; installs them where it may, and otherwise says the one line to run. */
export function ensureSystemPackages({ tests, say, stop }) {
  if (process.platform === "linux") ensureOnLinux({ tests, say, stop });
  else if (process.platform === "darwin") ensureOnMac({ say, stop });
  // Windows: the compiler comes with Rust, WebView2 with the system.
  else if (process.platform === "win32") checkOnWindows(stop);
}

function ensureOnLinux({ tests, say, stop }) {
  const os = osRelease();
  const family = `${os.ID ?? ""} ${os.ID_LIKE ?? ""}`;
  if (/debian|ubuntu/.test(family)) return ensureOnDebian({ tests, ubuntu: os.ID === "ubuntu", say, stop });
  const libraries = spawnSync("pkg-config", ["--exists", "webkit2gtk-4.1", "dbus-1"]).status === 0;
  if (libraries && BUILD_TOOLS.every(isThere)) return;
  const extra = (build, test) => (tests ? `${build} ${test}` : build);
  if (/fedora|rhel/.test(family)) say(`Needed, if not there yet: sudo dnf install ${extra(FEDORA_BUILD, FEDORA_TEST)}`);
  else if (/arch/.test(family))
    say(`Needed, if not there yet: sudo pacman -S --needed ${extra(ARCH_BUILD, ARCH_TEST)}`);
  else say(`Needed, under your system's names for them: ${extra(DEBIAN_BUILD.join(" "), DEBIAN_TEST.join(" "))}`);
}

function ensureOnMac({ say, stop }) {
  if (spawnSync("xcode-select", ["-p"]).status !== 0) {
    stop("Albumen needs Apple's command line tools. Run: xcode-select --install");
  }
  // Apple's own processors need no nasm.
  const missing = BUILD_TOOLS.filter((name) => !isThere(name) && (name !== "nasm" || process.arch === "x64"));
  if (missing.length === 0) return;
  if (!isThere("brew")) stop(`${missing.join(" and ")} are missing. With Homebrew: brew install ${missing.join(" ")}`);
  say(`Installing system packages: ${missing.join(" ")}`);
  if (spawnSync("brew", ["install", ...missing], { stdio: "inherit" }).status !== 0) {
    stop("They could not be installed. Run this line, then try again:", `  brew install ${missing.join(" ")}`);
  }
}

function checkOnWindows(stop) {
  const missing = BUILD_TOOLS.filter((name) => !isThere(name));
  if (missing.length === 0) return;
  stop(
    `Albumen's JPEG decoder is built with ${missing.join(" and ")}, not found here. Run these lines, open a new terminal, try again:`,
    ...missing.map((name) => `  winget install ${name === "cmake" ? "Kitware.CMake" : "NASM.NASM"}`),
  );
}

function isThere(program) {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
}

function ensureOnDebian({ tests, ubuntu, say, stop }) {
  const wanted = [...DEBIAN_BUILD, ...(tests ? DEBIAN_TEST : [])];
  const missing = missingOnDebian(wanted).map((name) => (ubuntu && name === "chromium" ? "chromium-browser" : name));
  const still = ubuntu ? missingOnDebian(missing) : missing;
  if (still.length === 0) return;
  const install = `apt-get install -y --no-install-recommends ${still.join(" ")}`;
  const sudo = howToBecomeRoot();
  if (sudo === null) {
    stop("System packages are missing. Run this line, then try again:", `  sudo apt-get update && sudo ${install}`);
  }
  say(`Installing system packages: ${still.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const asRoot = (line) => spawnSync([...sudo, line].join(" "), { shell: true, stdio: "inherit", env }).status;
  // A list that cannot be renewed is not the end: the packages may be in the old one.
  asRoot("apt-get update -qq");
  if (asRoot(install) !== 0) {
    stop(
      "The system packages could not be installed. Run this line, then try again:",
      `  sudo apt-get update && sudo ${install}`,
    );
  }
}

function missingOnDebian(names) {
  if (names.length === 0) return [];
  const asked = spawnSync("dpkg-query", ["-W", "-f", "${Package} ${db:Status-Status}\\n", ...names], {
    encoding: "utf8",
  });
  const there = new Set(
    (asked.stdout ?? "")
      .split("\n")
      .filter((line) => line.endsWith(" installed"))
      .map((line) => line.split(" ")[0]),
  );
  return names.filter((name) => !there.has(name));
}

/** The words before a command that make it root's, or null where the person has to do it. */
function howToBecomeRoot() {
  if (process.getuid?.() === 0) return [];
  if (spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0) return ["sudo", "-n"];
  const hasSudo = spawnSync("sudo", ["--version"], { stdio: "ignore" }).status === 0;
  return hasSudo && process.stdin.isTTY ? ["sudo"] : null;
}

function osRelease() {
  try {
    const lines = readFileSync("/etc/os-release", "utf8").split("\n");
    return Object.fromEntries(
      lines.filter((l) => l.includes("=")).map((l) => l.replace(/"/g, "").split(/=(.*)/).slice(0, 2)),
    );
  } catch {
    return {};
  }
}
