// Who else has this interview open, and who of them writes. Without this file a notice stands there, as of the moment
// when the page was opened.
"use strict";
{
    class Presence {
        constructor(section) {
            this.section = section;
            this.form = document.getElementById("interview_form");
            this.told = section.querySelector("[data-presence-told]");
            this.choice = section.querySelector("[data-presence-choice]");
            this.look = section.querySelector("[data-presence-look]");
            this.every = Number(section.dataset.presenceSeconds) * 1000;
            section.querySelector("[data-presence-take]").addEventListener("click", () => {
                this.looking = false;
                this.poll({ take_over: "1" });
            });
            this.look.addEventListener("click", () => {
                this.looking = true;
                this.poll();
            });
            addEventListener("pagehide", () => this.post({ leaving: "1" }, { keepalive: true }).catch(() => {}));
            this.poll();
        }

        post(given, more) {
            return fetch(this.section.dataset.presence, {
                method: "POST",
                credentials: "same-origin",
                headers: { "X-CSRFToken": this.token() },
                body: new URLSearchParams(given),
                ...more,
            });
        }

        token() {
            const name = document.querySelector("[data-csrf-cookie]")?.dataset.csrfCookie;
            const found = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
            return found?.slice(name.length + 1) || this.form.elements.csrfmiddlewaretoken.value;
        }

        async poll(given = {}) {
            clearTimeout(this.timer);
            try {
                const answer = await this.post(this.looking ? { looking: "1", ...given } : given);
                if (answer.ok) {
                    this.show(await answer.json());
                }
            } catch {
                // not reached: the next poll may be
            }
            this.timer = setTimeout(() => this.poll(), this.every);
        }

        show({ writes, others, taken }) {
            const lines = taken ? [taken] : others;
            if (lines.join("\n") !== this.lines) { // read out when it is news
                this.lines = lines.join("\n");
                this.told.replaceChildren(...lines.map((line) => {
                    const paragraph = document.createElement("p");
                    paragraph.textContent = line;
                    return paragraph;
                }));
            }
            if (this.writes && !writes) {
                this.form.dispatchEvent(new CustomEvent("draft:now"));
            }
            this.writes = writes;
            this.section.hidden = !lines.length && writes;
            this.choice.hidden = writes;
            this.look.hidden = Boolean(this.looking || taken);
            this.form.querySelectorAll(":scope > div, :scope > [data-merge]").forEach((part) => {
                part.inert = !writes;
            });
            this.form.classList.toggle("together-looking", !writes);
        }
    }

    document.addEventListener("DOMContentLoaded", () => {
        const section = document.querySelector("[data-presence]");
        if (section) {
            new Presence(section);
        }
    });
}
