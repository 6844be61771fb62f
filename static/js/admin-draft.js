// What is typed into the form of an interview is kept as a draft: on the server a few seconds after it is typed, in
// this browser where the server cannot be reached. Without this file a form is kept when it is saved.
"use strict";
{
    const PAUSE = 2000; // after the last key
    const APART = 5000; // between two drafts, and at most from the first key to its draft
    const LONGEST = 30000; // between two tries where nothing answers
    const LEAVING = 60000; // bytes that a browser sends for a page that is closed
    const KEPT = 30 * 24 * 3600 * 1000; // how long this browser keeps what nobody came back for
    const OWN = /^(csrf|_)/;

    const cookie = (name) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);

    const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))]
        .map((byte) => byte.toString(16).padStart(2, "0")).join("");

    class Draft {
        constructor(told) {
            this.told = told;
            this.form = told.closest("form");
            this.address = told.dataset.draft;
            this.place = `interview-draft:${told.dataset.draftUser}:${told.dataset.draftNumber}:`;
            this.key = this.form.elements.draft_key;
            this.key.value ||= newKey();
            this.kept = "draftDirty" in told.dataset ? "" : this.typed();
            this.wait = PAUSE;
            this.sentAt = this.changedAt = 0;
            for (const kind of ["input", "change", "click", "keyup", "drop", "formset:added", "formset:removed"]) {
                this.form.addEventListener(kind, () => this.touched());
            }
            this.form.addEventListener("submit", () => this.submitted());
            this.form.addEventListener("draft:now", () => this.send());
            addEventListener("pagehide", () => this.left());
            addEventListener("pageshow", (event) => event.persisted && location.reload());
            document.addEventListener("visibilitychange", () => document.hidden && this.send());
            addEventListener("online", () => this.send());
            addEventListener("beforeunload", (event) => this.problem && this.changed() && event.preventDefault());
            this.offerMirrored();
            if (!this.kept) {
                this.touched();
            }
        }

        /* Names and values as they would be sent, but for files. */
        typed() {
            const values = {};
            for (const [name, value] of new FormData(this.form)) {
                if (typeof value === "string" && !OWN.test(name)) {
                    values[name] = name === "asked" && values.asked ? `${values.asked}\n${value}` : value;
                }
            }
            return JSON.stringify(values);
        }

        changed() {
            return !this.done && this.typed() !== this.kept;
        }

        touched() {
            const now = Date.now();
            this.changedAt ||= now;
            const soonest = Math.max(this.sentAt + APART, now) - now;
            const latest = Math.max(this.changedAt + APART - now, 0);
            clearTimeout(this.timer);
            this.timer = setTimeout(() => this.send(), Math.max(soonest, Math.min(PAUSE, latest)));
        }

        /* One at a time: a draft never overtakes a newer one. */
        async send() {
            clearTimeout(this.timer);
            this.changedAt = 0;
            if (this.sending || !this.changed()) {
                return;
            }
            const body = this.typed();
            this.sending = new AbortController();
            this.sentAt = Date.now();
            try {
                const answer = await this.post(body, { signal: this.sending.signal });
                this.answered(answer.status, await answer.json().catch(() => ({})), body);
            } catch (error) {
                if (error.name !== "AbortError") {
                    this.failed(this.told.dataset.offline, body);
                }
            } finally {
                this.sending = null;
            }
            if (!this.problem && this.changed()) {
                this.touched();
            }
        }

        post(body, more) {
            const token = cookie(this.told.dataset.csrfCookie) || this.form.elements.csrfmiddlewaretoken.value;
            return fetch(this.address, {
                method: "POST",
                credentials: "same-origin",
                headers: { "content-type": "application/json", "X-CSRFToken": token },
                body,
                ...more,
            });
        }

        answered(status, said, body) {
            if (status === 200) {
                this.kept = body;
                this.problem = false;
                this.wait = PAUSE;
                this.forget(this.place + this.key.value);
                this.say(said.told || "");
            } else {
                this.failed(said.told || (status === 413 ? this.told.dataset.tooLarge : this.told.dataset.offline), body);
            }
        }

        failed(message, body) {
            this.problem = true;
            this.mirror(body);
            this.say(message);
            this.wait = Math.min(this.wait * 2, LONGEST);
            this.timer = setTimeout(() => this.send(), this.wait);
        }

        /* Read out when it is news, not each time that a draft is kept. */
        say(message) {
            const live = this.told.querySelector("[role=status]") || this.made("span", "together-draft__news");
            live.setAttribute("role", "status");
            const shown = this.told.querySelector("[aria-hidden]") || this.made("span", "together-draft__shown");
            shown.setAttribute("aria-hidden", "true");
            this.told.classList.toggle("together-draft--problem", Boolean(this.problem));
            shown.textContent = message;
            if (this.news !== (this.problem ? message : "kept")) {
                this.news = this.problem ? message : "kept";
                live.textContent = message;
            }
        }

        made(tag, name) {
            const element = document.createElement(tag);
            element.className = name;
            this.told.append(element);
            return element;
        }

        submitted() {
            this.mirror(this.typed()); // until the server says that it was saved
            this.done = true;
            clearTimeout(this.timer);
            this.sending?.abort();
            const token = cookie(this.told.dataset.csrfCookie);
            if (token) { // another window may have signed in since
                this.form.elements.csrfmiddlewaretoken.value = token;
            }
        }

        left() {
            if (this.changed()) {
                const body = this.typed();
                this.mirror(body);
                if (body.length < LEAVING) {
                    this.post(body, { keepalive: true }).catch(() => {});
                }
            }
        }

        // --- what this browser keeps ------------------------------------------------------------------------

        mirror(body) {
            try {
                localStorage.setItem(this.place + this.key.value, JSON.stringify({ at: Date.now(), body }));
            } catch {
                // full, or forbidden: the server has the last draft
            }
        }

        forget(name) {
            try {
                localStorage.removeItem(name);
            } catch {
                // forbidden: nothing was kept either
            }
        }

        mirrored() {
            try {
                const names = Object.keys(localStorage).filter((name) => name.startsWith("interview-draft:"));
                const found = names.map((name) => ({ name, ...JSON.parse(localStorage.getItem(name)) }));
                found.filter((one) => Date.now() - one.at > KEPT).forEach((one) => this.forget(one.name));
                return found.filter((one) => one.name.startsWith(this.place) && Date.now() - one.at <= KEPT);
            } catch {
                return [];
            }
        }

        /* What did not reach the server does now. What was saved since is dropped; the rest is offered. */
        async offerMirrored() {
            for (const one of this.mirrored().filter((each) => each.name !== this.place + this.key.value)) {
                const answer = await this.post(one.body).catch(() => null);
                if (answer?.ok) {
                    const said = await answer.json();
                    this.forget(one.name);
                    if (said.draft && !document.querySelector(`a[href="?draft=${said.draft}"]`)) {
                        this.offer(said.draft, one.at);
                    }
                }
            }
        }

        offer(draft, at) {
            const banner = document.querySelector("[data-draft-mirror]");
            banner.querySelector("[data-draft-mirror-time]").textContent = new Date(at).toLocaleString();
            banner.querySelector("a").href = `?draft=${draft}`;
            banner.querySelector("form").action = banner.dataset.draftMirror.replace("/0/", `/${draft}/`);
            banner.hidden = false;
        }
    }

    document.addEventListener("DOMContentLoaded", () => {
        const told = document.querySelector("[data-draft]");
        if (told) {
            setTimeout(() => new Draft(told)); // when other scripts have put the form in order
        }
    });
}
