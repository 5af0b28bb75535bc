// Making and showing passkeys. The server sets a task, the device does it, the
// server sees whether it was done by the right key.
async function ask(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: body ? JSON.stringify(body) : null,
  });
  const said = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(said.detail), { said: said.detail });
  return said;
}

async function add(form) {
  const task = PublicKeyCredential.parseCreationOptionsFromJSON(await ask("/passkey/task"));
  const key = await navigator.credentials.create({ publicKey: task });
  return ask("/passkey/made?" + new URLSearchParams({ name: form.elements.name.value }), key.toJSON());
}

async function login(form) {
  const task = PublicKeyCredential.parseRequestOptionsFromJSON(await ask("/passkey/ask"));
  const key = await navigator.credentials.get({ publicKey: task });
  return ask("/passkey/login?" + new URLSearchParams({ next: form.elements.next.value }), key.toJSON());
}

export function begin() {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const cannot = !window.PublicKeyCredential?.parseCreationOptionsFromJSON;
    if (cannot) form.hidden = true;
    form.addEventListener("submit", async (e) => {
      e.preventDefault();
      const error = form.querySelector(".error");
      error.textContent = "";
      try {
        const done = await (form.dataset.passkey === "add" ? add(form) : login(form));
        location.assign(done.next);
      } catch (failed) {
        error.textContent = failed.said || error.dataset.failed;
      } finally {
        delete form.dataset.busy;
      }
    });
  }
}
