// What this browser keeps for its reader. Where it may not (blocked, full), listening goes on without it.

export function recall(name) {
  try {
    return localStorage.getItem(`player:${name}`);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`player:${name}`, value);
  } catch {}
}

/** Gives a field back what was chosen in it, and keeps what is chosen; chosen(value) hears of both. */
export function keepChoice(field, name, chosen) {
  const property = field.type === "checkbox" ? "checked" : "value";
  const kept = recall(name);
  if (kept !== null) {
    field[property] = property === "value" ? kept : kept === "true";
    chosen(field[property]);
  }
  field.addEventListener("input", () => {
    remember(name, field[property]);
    chosen(field[property]);
  });
}
