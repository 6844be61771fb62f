// The time index for who may only look at it: found by words, opened all at once.

export function readOnly(group) {
  const rows = [...group.querySelectorAll(".row:not(.empty-form)")];
  const tools = group.querySelector(".rows__tools");
  tools.hidden = false;
  tools.querySelector("[data-rows-filter]").addEventListener("input", (event) => {
    const wanted = event.target.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) row.hidden = !wanted.every((word) => row.textContent.toLocaleLowerCase().includes(word));
  });
  const button = tools.querySelector("[data-rows-open]");
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(open));
    for (const row of rows) row.querySelector(".row__fold").open = open && !row.hidden;
  });
}
