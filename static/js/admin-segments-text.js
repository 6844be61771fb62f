// Words of a time index: cut, joined, counted, found and replaced. Pure: knows no page.

const LETTER = "[\\p{L}\\p{N}\\p{M}_]";

export const wordCount = (text) => text.split(/\s+/u).filter(Boolean).length;

/** What stands before a place and behind it, without the space between. Never parts a letter of two code units. */
export function parted(text, place) {
  const within = /[\uD800-\uDBFF]/.test(text[place - 1] ?? "") && /[\uDC00-\uDFFF]/.test(text[place] ?? "");
  const at = within ? place + 1 : place;
  return [text.slice(0, at).trimEnd(), text.slice(at).trimStart()];
}

/** Two texts with an empty line between. */
export const joined = (first, second) => [first.trim(), second.trim()].filter(Boolean).join("\n\n");

/** The names in a list with commas; one that holds a comma stands in quotation marks. */
export function namesIn(text) {
  const names = text.match(/"[^"]*"|[^,"]+/g) ?? [];
  return names.map((name) => name.replaceAll('"', "").trim()).filter(Boolean);
}

export const listed = (names) => names.map((name) => (name.includes(",") ? `"${name}"` : name)).join(", ");

/** The tags of both, each once, whatever its case. */
export function united(first, second) {
  const known = new Map();
  for (const name of [...namesIn(first), ...namesIn(second)]) {
    if (!known.has(name.toLowerCase())) known.set(name.toLowerCase(), name);
  }
  return listed([...known.values()]);
}

/** The places ({ start, end }) of plain words in a text. Composed and decomposed letters are the same. */
export function placesOf(wanted, text, { matchCase = false, wholeWords = false } = {}) {
  if (!wanted) return [];
  const plain = [...new Set([wanted, wanted.normalize("NFC"), wanted.normalize("NFD")])].map(escaped).join("|");
  // A mark that follows belongs to the last letter: “e” is not found in a decomposed “é”.
  const pattern = wholeWords ? `(?<!${LETTER})(?:${plain})(?!${LETTER})` : `(?:${plain})(?!\\p{M})`;
  const found = text.matchAll(new RegExp(pattern, matchCase ? "gu" : "giu"));
  return [...found].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** The text with other words at these places. */
export function replaced(text, places, words) {
  return [...places]
    .sort((one, other) => other.start - one.start)
    .reduce((now, { start, end }) => now.slice(0, start) + words + now.slice(end), text);
}

/** What stands around a place: so many letters on either side, on one line. */
export function around(text, { start, end }, most = 40) {
  const flat = (part) => part.replace(/\s+/gu, " ");
  const [before, after] = [flat(text.slice(0, start)), flat(text.slice(end))];
  return {
    before: before.length > most ? `…${before.slice(-most)}` : before,
    found: text.slice(start, end),
    after: after.length > most ? `${after.slice(0, most)}…` : after,
  };
}
