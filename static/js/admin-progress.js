// How far long work is, without the page being loaded anew: it is asked every two seconds, told to who looks on at
// once, and read out now and then. Without this file the page loads itself.
"use strict";
{
    const EVERY = 2000;
    const SPOKEN_EVERY = 20000; // more often, it would be in the way of everything else that is read out

    const section = document.querySelector("[data-progress]");
    const spoken = document.querySelector("[data-progress-spoken]");
    let spokenAt = Date.now();

    const look = async () => {
        let now = null;
        try {
            const answer = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
            if (answer.ok) {
                now = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-progress]");
                if (!now) { // it is over, and the page is another one
                    location.reload();
                    return;
                }
            }
        } catch {
            // not reached: the next time it may be
        }
        if (now) {
            show(now);
        }
        setTimeout(look, document.hidden ? 5 * EVERY : EVERY);
    };

    const show = (now) => {
        const pace = now.querySelector("[data-progress-pace]").textContent;
        const heading = now.querySelector("h2").textContent;
        section.querySelector("h2").textContent = heading;
        section.querySelector("[data-progress-pace]").textContent = pace;
        const [bar, there] = [section.querySelector("progress"), now.querySelector("progress")];
        for (const name of ["value", "max"]) {
            if (there.hasAttribute(name)) {
                bar.setAttribute(name, there.getAttribute(name));
            } else {
                bar.removeAttribute(name);
            }
        }
        if (Date.now() - spokenAt >= SPOKEN_EVERY) {
            spokenAt = Date.now();
            spoken.textContent = `${heading}: ${pace}`;
        }
    };

    setTimeout(look, EVERY);
}
