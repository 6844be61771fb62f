// Single keys, for who listens while reading. They can be switched off (WCAG 2.1.4); what has the focus comes first.

const KEYS = {
  " ": "toggle", k: "toggle", j: "back", ArrowLeft: "back", l: "forward", ArrowRight: "forward",
  p: "previous", n: "next", "<": "slower", ">": "faster", m: "mute", "?": "help",
};
const FIELDS = "input:not([type=range], [type=checkbox]), textarea, select, audio, video, [contenteditable]";
const OPERABLE = "a, button, summary, input, [tabindex]"; // have a use for space and arrows themselves

/** Calls act(name), or act("tenth", 0 to 9), for a key that is the player's while enabled() says so. */
export function obeyKeys(enabled, act) {
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || !enabled()) return;
    if (target.closest(FIELDS) || document.querySelector("dialog[open]")) return;
    if ((key === " " || key.startsWith("Arrow")) && (event.shiftKey || target.closest(OPERABLE))) return;
    if (/^\d$/.test(key)) act("tenth", Number(key));
    else if (Object.hasOwn(KEYS, key)) act(KEYS[key]);
    else return;
    event.preventDefault();
  });
}
