// Who leaves a form with something typed in it is asked first. Nothing typed, nothing asked; saving asks nothing.

const form = document.getElementById("interview_form");

function written() {
  const pairs = [...new FormData(form)].map(([name, value]) => [name, value instanceof File ? value.name : value]);
  return JSON.stringify(pairs.filter(([name, value]) => value !== "" && !["csrfmiddlewaretoken", "draft_key"].includes(name)).sort());
}

function guard() {
  let leaving = false;
  // What was sent and came back to be corrected is stored nowhere.
  const saved = form.querySelector(".errornote, .errorlist") ? null : written();
  form.addEventListener("submit", (event) => (leaving = !event.defaultPrevented));
  window.addEventListener("beforeunload", (event) => {
    if (leaving || written() === saved) return;
    event.preventDefault();
  });
  window.addEventListener("pageshow", () => (leaving = false)); // brought back from the browser's memory
}

if (form?.querySelector("[type=submit]")) document.addEventListener("DOMContentLoaded", () => setTimeout(guard));
