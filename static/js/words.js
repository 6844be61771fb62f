// Words as a reader looks for them: without accents, in small letters, apostrophes straight. The server compares by the
// same rule (interviews/time_index.py).

export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase().toLowerCase().replaceAll("ς", "σ").replaceAll("’", "'");
}

/** The places of words (folded) in what stands below an element and is seen there, as ranges. */
export function* rangesOf(words, element) {
  const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let text = "";
  const from = []; // one letter may fold into several, or into none: where each of the text came from
  while (nodes.nextNode()) {
    const node = nodes.currentNode;
    if (node.parentElement.matches(".visually-hidden, [aria-hidden=true]")) continue;
    let place = 0;
    for (const letter of node.data) {
      const plain = letter < "\x80" ? letter.toLowerCase() : folded(letter);
      for (let count = 0; count < plain.length; count += 1) from.push([node, place, place + letter.length]);
      text += plain;
      place += letter.length;
    }
  }
  for (const word of words) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      const range = new Range();
      range.setStart(from[at][0], from[at][1]);
      range.setEnd(from[at + word.length - 1][0], from[at + word.length - 1][2]);
      yield range;
    }
  }
}
