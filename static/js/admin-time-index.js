// The time index in an interview's form: filter, open and close all, move and sort. Without this file each entry still
// opens, and its place is a number to type.
"use strict";
{
    const seconds = (text) => {
        const parts = text.trim().replace(/^:/, "").split(":");
        return /^\d+(:\d{2}){1,2}([.,]\d+)?$/.test(parts.join(":")) ?
            parts.reduce((sum, part) => sum * 60 + parseFloat(part.replace(",", ".")), 0) : null;
    };

    class TimeIndex {
        constructor(group) {
            this.group = group;
            this.list = group.querySelector(".row").parentElement;
            this.moves = group.querySelector("[data-rows-moves]").content;
            this.rows().forEach((row) => this.equip(row));
            this.tools = group.querySelector(".rows__tools");
            this.tools.hidden = false;
            group.addEventListener("click", (event) => this.clicked(event));
            group.addEventListener("keydown", (event) => this.pressed(event));
            group.addEventListener("input", (event) => this.typed(event.target));
            group.addEventListener("formset:added", (event) => this.added(event.target));
            // Django renumbers the forms in the order of the page when one is removed, and takes the first ones for
            // those that are stored: let it find them as it left them.
            group.addEventListener("click", (event) => {
                if (event.target.closest(".inline-deletelink")) {
                    this.put(this.rows().sort((a, b) => b.matches(".has_original") - a.matches(".has_original")));
                    setTimeout(() => this.putByPosition());
                }
            }, true);
            this.putByPosition(); // a form that is shown again keeps the order that was chosen
        }

        rows() {
            return [...this.list.querySelectorAll(":scope > .row:not(.empty-form)")];
        }

        field(row, name) {
            return row.querySelector(`[name$="-${name}"]`);
        }

        equip(row) {
            row.append(this.moves.cloneNode(true));
        }

        added(row) {
            this.equip(row);
            this.field(row, "start")?.focus();
            this.number();
        }

        /* Empty forms stay behind; the other rows follow the numbers in them. */
        putByPosition() {
            const place = (row) => this.field(row, "position")?.value || Infinity;
            this.put(this.rows().sort((a, b) => (place(a) - place(b)) || 0));
        }

        put(rows) {
            const end = this.list.querySelector(":scope > .empty-form, :scope > .add-row");
            const here = this.rows();
            if (rows.some((row, index) => row !== here[index])) {
                rows.forEach((row) => this.list.insertBefore(row, end));
            }
            this.number();
        }

        number() {
            this.rows().forEach((row, index) => {
                row.querySelector(".row__number").textContent = index + 1;
            });
        }

        /* The order on the page becomes the order that will be stored. New forms left empty get no number: a number
           alone would make an entry of them. */
        renumber() {
            this.rows().forEach((row, index) => {
                const blank = !row.matches(".has_original") &&
                    !["start", "label", "question", "answer"].some((name) => this.field(row, name)?.value);
                const position = this.field(row, "position");
                if (position) {
                    position.value = blank ? "" : index + 1;
                }
            });
            this.number();
        }

        move(row, step) {
            const rows = this.rows().filter((other) => !other.hidden);
            const other = rows[rows.indexOf(row) + step];
            if (other) {
                step < 0 ? other.before(row) : other.after(row);
                this.renumber();
            }
        }

        sortByTime() {
            let latest = -1;
            const timed = this.rows().map((row) => {
                const start = seconds(this.field(row, "start")?.value || "");
                latest = start === null ? latest : start;
                return { row, time: row.matches(".has_original") || start !== null ? latest : Infinity };
            });
            this.put(timed.sort((a, b) => (a.time - b.time) || 0).map((entry) => entry.row));
            this.renumber();
        }

        filter(words) {
            const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
            this.rows().forEach((row) => {
                const fields = [...row.querySelectorAll("textarea, input[type=text]")].map((field) => field.value);
                const text = [row.querySelector(".row__summary").textContent, ...fields].join(" ").toLocaleLowerCase();
                row.hidden = !wanted.every((word) => text.includes(word));
            });
        }

        open(open) {
            this.rows().filter((row) => !row.hidden).forEach((row) => { row.querySelector(".row__fold").open = open; });
        }

        clicked(event) {
            const button = event.target.closest("button");
            if (button?.matches("[data-row-up], [data-row-down]")) {
                this.move(button.closest(".row"), button.matches("[data-row-up]") ? -1 : 1);
                button.focus();
            } else if (button?.matches("[data-rows-open], [data-rows-close]")) {
                this.open(button.matches("[data-rows-open]"));
            } else if (button?.matches("[data-rows-sort]")) {
                this.sortByTime();
            }
        }

        pressed(event) {
            const line = event.target.closest(".row__summary");
            if (line && event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
                event.preventDefault();
                this.move(line.closest(".row"), event.key === "ArrowUp" ? -1 : 1);
                line.focus();
            } else if (event.key === "Enter" && event.target.matches("[data-rows-filter]")) {
                event.preventDefault(); // the whole form would be sent
            }
        }

        /* The line says what is typed below it. */
        typed(field) {
            const row = field.closest(".row");
            if (field.matches("[data-rows-filter]")) {
                this.filter(field.value);
            } else if (row && field === this.field(row, "start")) {
                row.querySelector(".row__time").textContent = field.value;
            }
        }
    }

    document.addEventListener("DOMContentLoaded", () => {
        const group = document.getElementById("segments-group");
        if (group?.querySelector(".rows__tools")) {
            new TimeIndex(group);
        }
    });
}
