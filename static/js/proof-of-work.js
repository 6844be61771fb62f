// The work that a doubtful comment is asked for (ALTCHA, version 2, PBKDF2): attempts until a derived key begins as the
// challenge says. Without this script the form can be sent as it is, and an editor looks at the comment first.

const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The counter whose key has the prefix, and that key. */
async function solve({ parameters }) {
  const nonce = bytes(parameters.nonce);
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(parameters.salt), iterations: parameters.cost };
  for (let counter = 0; ; counter += 1) {
    new DataView(password.buffer).setUint32(nonce.length, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const derivedKey = hex(await crypto.subtle.deriveBits(how, key, 8 * parameters.keyLength));
    if (derivedKey.startsWith(parameters.keyPrefix)) return { counter, derivedKey };
  }
}

class ProofOfWork extends HTMLElement {
  async connectedCallback() {
    const told = this.querySelector("[role=status]");
    if (!globalThis.crypto?.subtle) return; // a site without https
    told.textContent = this.dataset.working;
    const challenge = JSON.parse(this.dataset.challenge);
    const solution = await solve(challenge);
    this.querySelector("input").value = btoa(JSON.stringify({ challenge, solution }));
    told.textContent = this.dataset.done;
  }
}

customElements.define("proof-of-work", ProofOfWork);
