// Entries dragged by their handles, with a mouse, a pen or a finger. A line shows where the entry will come to stand.

import { Row } from "./admin-segments-row.js";

const EDGE = 70; // pixels from the edge of the window, where the page follows
const PACE = 12; // pixels a frame

/** Calls dropped(row, after) when a row was dropped behind another, or before all (null). */
export function dragRows(list, dropped) {
  let dragged = null;
  let target = null; // { row, below }
  let pull = 0;

  const mark = (next) => {
    target?.row.element.classList.remove("row--above", "row--below");
    target = next;
    target?.row.element.classList.add(target.below ? "row--below" : "row--above");
  };

  const follow = () => {
    if (!dragged) return;
    if (pull) window.scrollBy({ top: pull, behavior: "instant" });
    requestAnimationFrame(follow);
  };

  const end = () => {
    dragged?.element.classList.remove("row--dragged");
    document.documentElement.classList.remove("is-dragging-row");
    mark(null);
    dragged = null;
    pull = 0;
  };

  list.element.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".row__grip");
    if (!grip || event.button !== 0) return;
    event.preventDefault(); // no text is selected
    grip.setPointerCapture(event.pointerId);
    dragged = Row.of(grip);
    dragged.element.classList.add("row--dragged");
    document.documentElement.classList.add("is-dragging-row");
    requestAnimationFrame(follow);
  });

  list.element.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const { clientX, clientY } = event;
    pull = clientY < EDGE ? -PACE : clientY > innerHeight - EDGE ? PACE : 0;
    const row = Row.of(document.elementFromPoint(clientX, clientY));
    if (!row || !list.element.contains(row.element)) return;
    const { top, height } = row.element.getBoundingClientRect();
    mark({ row, below: clientY > top + height / 2 });
  });

  list.element.addEventListener("pointerup", () => {
    const [row, place] = [dragged, target];
    end();
    if (!row || !place || place.row === row) return;
    const rows = list.rows;
    const after = place.below ? place.row : (rows[rows.indexOf(place.row) - 1] ?? null);
    if (after !== row && rows[rows.indexOf(row) - 1] !== (after ?? undefined)) dropped(row, after);
  });

  list.element.addEventListener("pointercancel", end);
  document.addEventListener("keydown", (event) => event.key === "Escape" && dragged && end());
  // The handle stands beside the line and opens nothing.
  list.element.addEventListener("click", (event) => event.target.closest(".row__grip") && event.preventDefault());
}
