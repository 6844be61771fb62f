// Moments as addresses spell them (interviews/timecode.py reads the same forms), and as people read them.

const UNITS = /^(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6}(?:\.\d{1,3})?)s?)?$/;
const CLOCK = /^:?(?:(\d{1,3}):(?=[0-5]?\d:))?(\d{1,3}):([0-5]\d(?:\.\d{1,3})?)$/;
const LONGEST = 1000 * 3600 - 0.001;

const inSeconds = ([hours, minutes, seconds]) => hours * 3600 + minutes * 60 + seconds;
const inParts = (seconds) => [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);

function momentIn(text = "") {
  const match = text.trim() && (UNITS.exec(text.trim()) ?? CLOCK.exec(text.trim()));
  return match ? inSeconds(match.slice(1).map((part) => Number(part ?? 0))) : NaN;
}

/** { start, end } in seconds of 90, 1:30, 1:01:30, 1h1m30s, or of two with a comma between; else null. */
export function passageIn(text) {
  const [first, last, ...more] = (text ?? "").toLowerCase().replace("npt:", "").split(",");
  const start = momentIn(first || (last && "0"));
  const end = last === undefined ? LONGEST : momentIn(last);
  return start < end && end <= LONGEST && !more.length ? { start, end } : null;
}

/** 1:01:06 */
export function written(seconds) {
  const two = inParts(seconds).map((part) => String(part).padStart(2, "0"));
  return two.join(":").replace(/^(00:0?|0)/, "");
}

/** 1 hour 1 minute 6 seconds, in the language of the page */
export function inWords(seconds) {
  const units = ["hour", "minute", "second"];
  const say = (count, unit) =>
    count.toLocaleString(document.documentElement.lang, { style: "unit", unit, unitDisplay: "long" });
  const words = inParts(seconds).map((count, place) => (count ? say(count, units[place]) : ""));
  return words.filter(Boolean).join(" ") || say(0, "second");
}
