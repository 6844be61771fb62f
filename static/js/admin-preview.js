// The page beside the form, as what is typed would make it: made anew a moment after the last change, at the entry that
// is being edited. Without this file the button opens it in a window of its own.
"use strict";
{
    const WAITS = 1200; // milliseconds without a change
    const REMEMBERED = "admin-preview";

    class Preview {
        constructor(form, button, panel) {
            Object.assign(this, { form, button, panel });
            this.frame = panel.querySelector("iframe");
            this.told = panel.querySelector("[data-preview-told]");
            this.timer = 0;
            button.addEventListener("click", (event) => this.pressed(event));
            panel.addEventListener("click", (event) => this.chosen(event.target.closest("button")));
            form.addEventListener("input", () => this.isOpen && this.soon());
            form.addEventListener("change", () => this.isOpen && this.soon());
            form.addEventListener("focusin", (event) => this.isOpen && this.follow(event.target.closest(".row")));
            this.frame.addEventListener("load", () => this.loaded());
            addEventListener("resize", () => this.isOpen && this.fit());
            this.width = Number(sessionStorage.getItem(REMEMBERED)) || 390;
        }

        get isOpen() {
            return !this.panel.hidden;
        }

        pressed(event) {
            event.preventDefault();
            this.open(!this.isOpen);
        }

        open(open) {
            this.panel.hidden = !open;
            document.body.classList.toggle("has-preview", open);
            this.button.setAttribute("aria-expanded", open);
            if (open) {
                this.choose(this.width);
                this.refresh();
            } else {
                this.button.focus();
            }
        }

        chosen(button) {
            if (button?.dataset.previewWidth) {
                this.choose(Number(button.dataset.previewWidth));
            } else if (button?.matches("[data-preview-close]")) {
                this.open(false);
            } else if (button?.matches("[data-preview-again]")) {
                this.refresh();
            }
        }

        choose(width) {
            this.width = width;
            sessionStorage.setItem(REMEMBERED, width);
            this.panel.querySelectorAll("[data-preview-width]").forEach((button) => {
                button.setAttribute("aria-pressed", Number(button.dataset.previewWidth) === width);
            });
            this.fit();
        }

        /* The frame is as wide as the screen it stands for, and as large as the panel has room for. */
        fit() {
            const room = this.frame.parentElement;
            const scale = Math.min(1, room.clientWidth / this.width);
            this.frame.style.width = `${this.width}px`;
            this.frame.style.height = `${room.clientHeight / scale}px`;
            this.frame.style.transform = `scale(${scale})`;
        }

        soon() {
            clearTimeout(this.timer);
            this.timer = setTimeout(() => this.refresh(), WAITS);
        }

        /* What is typed, but for files: the preview stores nothing. One request at a time. */
        async refresh() {
            clearTimeout(this.timer);
            if (this.busy) {
                this.again = true;
                return;
            }
            this.busy = true;
            const sent = new FormData(this.form);
            [...sent.entries()].forEach(([name, value]) => value instanceof File && sent.delete(name));
            try {
                const response = await fetch(this.button.formAction, {
                    method: "POST", body: new URLSearchParams(sent), credentials: "same-origin", redirect: "error",
                });
                if (response.ok || response.status === 422) {
                    const seen = this.frame.contentWindow?.scrollY || 0;
                    this.place = seen;
                    this.frame.srcdoc = await response.text();
                    this.told.textContent = "";
                } else {
                    this.told.textContent = this.told.dataset.refused;
                }
            } catch {
                this.told.textContent = this.told.dataset.offline;
            }
            this.busy = false;
            if (this.again) {
                this.again = false;
                this.refresh();
            }
        }

        loaded() {
            if (this.segment && this.show(this.segment)) {
                return;
            }
            this.frame.contentWindow.scrollTo(0, this.place || 0);
        }

        follow(row) {
            const segment = row?.dataset.uid;
            if (segment && segment !== this.segment) {
                this.segment = segment;
                this.show(segment);
            }
        }

        show(segment) {
            const entry = this.frame.contentDocument?.getElementById(`segment-${segment}`);
            entry?.scrollIntoView({ block: "start" });
            return Boolean(entry);
        }
    }

    document.addEventListener("DOMContentLoaded", () => {
        const form = document.getElementById("interview_form");
        const button = form?.querySelector("[data-page-preview]");
        const panel = document.querySelector("[data-preview-panel]");
        if (button && panel) {
            button.setAttribute("aria-expanded", "false");
            button.setAttribute("aria-controls", panel.id);
            new Preview(form, button, panel);
        }
    });
}
