// A paper of a secret vote: written, put into an envelope, stamped unseen, taken
// out, and put into the box without a name. The stamp is RSABSSA-SHA384-PSS-
// Deterministic of RFC 9474; what is here is its client.
const text = new TextEncoder();
const hash = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
const join = (...parts) => Uint8Array.from(parts.flatMap((p) => [...p]));
const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
const fromBase64 = (s) => Uint8Array.from(atob(s), (c) => c.charCodeAt(0));
const toNumber = (bytes) => bytes.reduce((n, b) => (n << 8n) | BigInt(b), 0n);

function toBytes(n, length) {
  const bytes = new Uint8Array(length);
  for (let i = length - 1; i >= 0; i--, n >>= 8n) bytes[i] = Number(n & 255n);
  return bytes;
}

function power(base, exponent, n) {
  let result = 1n;
  for (base %= n; exponent > 0n; exponent >>= 1n, base = (base * base) % n) if (exponent & 1n) result = (result * base) % n;
  return result;
}

function inverse(a, n) {
  let [r, s, x, y] = [n, a % n, 0n, 1n];
  while (s) [r, s, x, y] = [s, r % s, y, x - (r / s) * y];
  if (r !== 1n) throw new Error("no inverse");
  return ((x % n) + n) % n;
}

// encode is EMSA-PSS-ENCODE of RFC 8017 with SHA-384 and a salt of 48 bytes.
async function encode(message, bits) {
  const length = Math.ceil(bits / 8), salt = crypto.getRandomValues(new Uint8Array(48));
  const h = await hash(join(new Uint8Array(8), await hash(message), salt));
  const block = new Uint8Array(length - 48 - 1);
  block[block.length - 49] = 1;
  block.set(salt, block.length - 48);
  for (let i = 0, counter = 0; i < block.length; i += 48, counter++) {
    const mask = await hash(join(h, toBytes(BigInt(counter), 4)));
    for (let j = 0; j < 48 && i + j < block.length; j++) block[i + j] ^= mask[j];
  }
  block[0] &= 255 >> (8 * length - bits);
  return join(block, h, [0xbc]);
}

async function modulus(key) {
  const jwk = await crypto.subtle.exportKey("jwk", key);
  const number = (s) => toNumber(fromBase64(s.replaceAll("-", "+").replaceAll("_", "/")));
  return { n: number(jwk.n), e: number(jwk.e) };
}

// seal writes a paper and gives its envelope, and what opens the stamp again.
async function seal(key, choice) {
  const { n, e } = await modulus(key);
  const size = n.toString(16).length / 2;
  const token = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
  const message = text.encode(`${choice}\n${token}`);
  const m = toNumber(await encode(message, n.toString(2).length - 1));
  let r;
  do r = toNumber(crypto.getRandomValues(new Uint8Array(size))); while (r < 2n || r >= n);
  const back = inverse(r, n);
  return {
    choice, token, envelope: toBase64(toBytes((m * power(r, e, n)) % n, size)),
    open: async (stamp) => {
      const proof = toBytes((toNumber(fromBase64(stamp)) * back) % n, size);
      if (!await crypto.subtle.verify({ name: "RSA-PSS", saltLength: 48 }, key, proof, message)) throw new Error("the stamp does not fit");
      return toBase64(proof);
    },
  };
}

async function send(path, body, named) {
  const answer = await fetch(path, {
    method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" },
    credentials: named ? "same-origin" : "omit", referrerPolicy: "no-referrer", body: JSON.stringify(body),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.detail);
  return said;
}

const kept = (d) => `artel paper ${d.unit} ${d.meeting} ${d.item} ${d.member}`;
const load = (d) => JSON.parse(localStorage.getItem(kept(d)) || "[]");
const save = (d, papers) => localStorage.setItem(kept(d), JSON.stringify(papers));

// begin makes a form vote secretly: its choice is sealed and stamped now, and
// cast when the box is open.
export async function begin(form) {
  const d = form.dataset, status = form.querySelector("[role=status]");
  if (!globalThis.crypto?.subtle) {
    status.textContent = d.unsafe;
    return;
  }
  const papers = load(d), choices = form.querySelector(".seal");
  const tell = () => { status.textContent = papers.every((p) => p.cast) ? d.cast + " " + papers.map((p) => p.token).join(", ") : d.sealed; };
  if (d.given === "true") papers.length ? tell() : (status.textContent = d.lost);
  if (d.secret === "box" && d.given === "true") {
    for (const p of papers) {
      if (p.cast) continue;
      await new Promise((done) => setTimeout(done, Math.random() * 2500)); // nobody casts in the order in which they asked
      await send(`/ballot/${d.unit}`, { meeting: Number(d.meeting), item: Number(d.item), choice: p.choice, token: p.token, proof: p.proof }, false);
      p.cast = true;
      save(d, papers);
    }
    if (papers.length) tell();
  }
  if (!choices || d.given === "true") return;
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    delete d.busy;
    const picked = [...form.querySelectorAll("input[name=pick]:checked")].map((i) => i.value).sort().join(",");
    const choice = e.submitter.value === "picked" ? picked || "abstain" : e.submitter.value;
    choices.disabled = true;
    form.setAttribute("aria-busy", "true"); // so that the page is not renewed under it
    try {
      const key = await crypto.subtle.importKey("spki", fromBase64(d.key), { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
      const sealed = [];
      for (let i = 0; i < Number(d.votes); i++) sealed.push(await seal(key, choice));
      const { stamps } = await send("/ballot/stamp", { meeting: Number(d.meeting), item: Number(d.item), member: d.member, blinded: sealed.map((s) => s.envelope) }, true);
      const mine = [];
      for (const [i, s] of sealed.entries()) mine.push({ choice: s.choice, token: s.token, proof: await s.open(stamps[i]), cast: false });
      save(d, mine);
      papers.push(...mine);
      tell();
    } catch (failed) {
      status.textContent = failed.message;
      choices.disabled = false;
    } finally {
      form.removeAttribute("aria-busy");
    }
  });
  choices.disabled = false;
}

// On the page of the papers, a voter's own is marked.
const found = document.getElementById("found");
if (found) {
  for (let i = 0; i < localStorage.length; i++) {
    const name = localStorage.key(i);
    if (!name.startsWith("artel paper ")) continue;
    for (const p of JSON.parse(localStorage.getItem(name))) {
      const row = document.querySelector(`tr[data-token="${CSS.escape(p.token)}"]`);
      if (!row) continue;
      row.classList.add("total");
      found.textContent = found.dataset.words + " " + row.cells[1].textContent;
    }
  }
}
