// The number of a line leads to that line in the text to be corrected. Without this file the numbers are only numbers.
"use strict";
{
    const text = document.getElementById("id_text");

    const goTo = (number) => {
        const before = text.value.split("\n").slice(0, number - 1);
        const start = before.join("\n").length + (before.length ? 1 : 0);
        const end = text.value.indexOf("\n", start);
        text.focus();
        text.setSelectionRange(start, start); // so that the browser scrolls to the line's beginning
        text.scrollTop = text.scrollHeight * (before.length / text.value.split("\n").length) - text.clientHeight / 3;
        text.setSelectionRange(start, end < 0 ? text.value.length : end);
    };

    for (const number of text ? document.querySelectorAll("[data-line]") : []) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = number.className;
        button.textContent = number.textContent;
        button.title = text.dataset.edit || "";
        button.addEventListener("click", () => goTo(Number(number.dataset.line)));
        number.replaceWith(button);
    }
}
