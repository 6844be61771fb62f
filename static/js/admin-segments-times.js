// Times of a time index, in whole milliseconds. Pure: knows no page. The notation is that of interviews/timecode.py.

const CLOCK = /^:?(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3}))?$/;
const AMOUNT = /^([-+−–]?)\s*(?:(\d{1,5})(?:[.,](\d{1,3}))?\s*s?|(.*:.*))$/;
export const SECOND = 1000;

/** Milliseconds of 57:15 or 1:01:06.500; null where nothing is written, NaN where it is no timecode. */
export function momentIn(text) {
  if (!text.trim()) return null;
  const match = CLOCK.exec(text.trim());
  if (!match) return NaN;
  const [hours, minutes, seconds] = match.slice(1, 4).map((part) => Number(part ?? 0));
  if (seconds > 59 || (match[1] !== undefined && minutes > 59)) return NaN;
  return ((hours * 60 + minutes) * 60 + seconds) * SECOND + Number((match[4] ?? "").padEnd(3, "0"));
}

/** Milliseconds, with a sign, of -2, +1.5, 0:12 or -1:02:03; NaN where it is none of these. */
export function amountIn(text) {
  const match = AMOUNT.exec(text.trim());
  if (!match) return NaN;
  const size = match[4] === undefined ? Number(match[2]) * SECOND + Number((match[3] ?? "").padEnd(3, "0")) : momentIn(match[4]);
  return match[1] && match[1] !== "+" ? -size : size;
}

/** 0:18, 57:15, 1:01:06; thousandths only where there are any. */
export function written(moment) {
  const two = (number) => String(number).padStart(2, "0");
  const [thousandths, whole] = [moment % SECOND, Math.floor(moment / SECOND)];
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const clock = hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
  return thousandths ? `${clock}.${String(thousandths).padStart(3, "0")}` : clock;
}

/** What an editor should look at: for each entry ({ start, awaits, answered }) the names of its flags.
    The rule is that of SegmentFormSet.mark; `length` is that of the recording, or null. */
export function flagsOf(entries, length) {
  const seen = new Set();
  let latest = null;
  return entries.map(({ start, awaits, answered }) => {
    const flags = [];
    if (start === null) flags.push("no-time");
    else if (Number.isNaN(start)) flags.push("no-timecode");
    else {
      if (seen.has(start)) flags.push("same-time");
      else if (latest !== null && start < latest) flags.push("out-of-order");
      if (length !== null && start > length) flags.push("beyond-end");
      seen.add(start);
      latest = Math.max(start, latest ?? 0);
    }
    if (awaits && !answered) flags.push("no-answer");
    return flags;
  });
}

/** Where each moment comes to stand that is moved by an amount, and stretched from `origin` on; null stays null. */
export function shifted(moments, { by = 0, factor = 1, origin = 0 }) {
  return moments.map((moment) => (moment === null ? null : Math.round(origin + (moment - origin) * factor) + by));
}

/** Whether a moment can be none of this recording: "negative", "beyond-end", or "". */
export function problemOf(moment, length) {
  if (moment === null) return "";
  return moment < 0 ? "negative" : length !== null && moment > length ? "beyond-end" : "";
}

/** The numbers of the entries ({ start, fresh }) by time; one without a time stays behind the one that it follows. */
export function orderByTime(entries) {
  let latest = -1;
  const timed = entries.map(({ start, fresh }, number) => {
    const none = start === null || Number.isNaN(start);
    if (!none) latest = start;
    return { number, time: none && fresh ? Infinity : latest };
  });
  return timed.sort((one, other) => one.time - other.time || one.number - other.number).map(({ number }) => number);
}
