// What is chosen where two changed the same is written into its field at once, and can be edited there. Without this
// file the server does that on saving.
"use strict";
{
    const put = (field, value, name) => {
        if (field.matches("select") && ![...field.options].some((option) => option.value === value)) {
            field.add(new Option(name, value));
        }
        field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
    };

    const equip = (question, form) => {
        const field = form.elements[question.dataset.questionField];
        if (!field) {
            return;
        }
        field.classList.add("together-asked");
        field.closest("details")?.setAttribute("open", "");
        question.addEventListener("change", (event) => {
            const side = event.target.closest(".together__side");
            const text = side.querySelector("[data-side-text]");
            put(field, text.content.textContent, side.querySelector(".together__words").textContent);
        });
        form.addEventListener("submit", () => {
            const chosen = question.querySelector("input:checked");
            if (chosen) {
                chosen.value = "typed"; // the field has it, and what was edited since
            }
        });
    };

    document.addEventListener("DOMContentLoaded", () => {
        const section = document.querySelector("[data-merge]");
        if (section) {
            section.querySelectorAll("[data-question-field]").forEach((one) => equip(one, section.closest("form")));
            section.focus();
        }
    });
}
