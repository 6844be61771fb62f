// What scripts of the admin say, in the language of the page: the server writes the words into a <template data-words>.

const found = new Map();

function told(key) {
  if (!found.size) {
    for (const template of document.querySelectorAll("template[data-words]")) {
      for (const word of template.content.querySelectorAll("[data-word]")) found.set(word.dataset.word, word.textContent.trim());
    }
  }
  return found.get(key);
}

/** The words of a key, with {name} replaced by what is given; {n} also chooses between "key-one" and "key-other". */
export function words(key, given = {}) {
  const plural = "n" in given && new Intl.PluralRules(document.documentElement.lang).select(given.n) === "one" ? "one" : "other";
  const text = told(key) ?? told(`${key}-${plural}`) ?? key;
  return text.replace(/\{(\w+)\}/g, (all, name) => (name in given ? String(given[name]) : all));
}
