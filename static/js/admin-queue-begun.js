// Answers that were begun and ticks that were set are there again on the next page of the queue: a decision about one
// comment leads to it, and must cost nothing that was typed beside another.

const KEPT = "queue-begun";
const areas = [...document.querySelectorAll(".item__reply textarea")];
const ticks = [...document.querySelectorAll(".item__tick")];

function kept() {
  try {
    return { answers: {}, ticked: [], ...JSON.parse(sessionStorage.getItem(KEPT)) };
  } catch {
    return { answers: {}, ticked: [] };
  }
}

/** What was begun here, and on pages of the queue that are not shown now. */
function begun() {
  const { answers, ticked } = kept();
  for (const area of areas) {
    delete answers[area.id];
    if (area.value.trim() && !area.form.dataset.sent) answers[area.id] = area.value;
  }
  const here = new Set(ticks.map((tick) => tick.value));
  const set = ticks.filter((tick) => tick.checked).map((tick) => tick.value);
  return { answers, ticked: [...ticked.filter((token) => !here.has(token)), ...set] };
}

function keep() {
  const now = begun();
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(now));
    return true;
  } catch {
    return !Object.keys(now.answers).length && !now.ticked.length;
  }
}

const before = kept();
for (const area of areas) {
  if (area.value || !before.answers[area.id]) continue;
  area.value = before.answers[area.id];
  area.closest("details").open = true;
}
for (const tick of ticks) {
  // The token names the words and the state that were seen: what has changed since is not ticked again.
  if (!before.ticked.includes(tick.value)) continue;
  tick.checked = true;
  tick.dispatchEvent(new Event("change"));
}

addEventListener("pagehide", keep);
addEventListener("beforeunload", (event) => {
  if (!keep()) event.preventDefault(); // a browser that keeps nothing asks first
});
