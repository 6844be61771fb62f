// What the dialogs of the time index share: they open, show a table of what would happen, and send no form.

/** Opens a dialog; Enter in one of its fields presses its main button and does not send the form around it. */
export function openDialog(dialog) {
  if (!dialog.dataset.ready) {
    dialog.dataset.ready = "true";
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.matches("input:not([type=checkbox])")) return;
      event.preventDefault();
      dialog.querySelector("[data-main]:not(:disabled)")?.click();
    });
    dialog.addEventListener("click", (event) => event.target.closest("[data-close]") && dialog.close());
  }
  dialog.showModal();
}

/** A row of a table: strings, elements, or [class, content]. */
export function tableRow(cells) {
  const row = document.createElement("tr");
  for (const cell of cells) {
    const [name, content] = Array.isArray(cell) ? cell : ["", cell];
    const place = document.createElement("td");
    if (name) place.className = name;
    place.append(content ?? "");
    row.append(place);
  }
  return row;
}

export function tick(label, checked, disabled = false) {
  const box = document.createElement("input");
  Object.assign(box, { type: "checkbox", checked, disabled });
  box.setAttribute("aria-label", label);
  return box;
}
