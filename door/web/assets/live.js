// A page that follows what happens elsewhere: it asks again and again, and takes
// the new part in where it is another. Whoever types in it is not disturbed.
let room = document.getElementById("room");
const wide = document.querySelector(".wall, .presses");
const every = wide ? 1500 : 3000;

function seals(part) {
  for (const form of part.querySelectorAll("form[data-secret]")) import(form.dataset.module).then((m) => m.begin(form));
}

function ask() {
  const request = new XMLHttpRequest(); // which makes a document of an answer without any text becoming a page here
  const at = new URL(location.href);
  at.searchParams.set("_part", "1");
  request.open("GET", at);
  request.responseType = "document";
  request.timeout = 10000;
  request.onload = () => {
    const part = request.response?.getElementById("room");
    if (request.status !== 200 || !part || part.dataset.version === room.dataset.version) return;
    if (room.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) return;
    if (room.querySelector("[aria-busy]")) return;
    const next = document.adoptNode(part);
    for (const open of room.querySelectorAll("details[open] > summary")) {
      for (const s of next.querySelectorAll("details > summary")) if (s.textContent === open.textContent) s.parentNode.open = true;
    }
    room.replaceWith(next);
    room = next;
    seals(room);
  };
  request.onloadend = () => setTimeout(ask, every + Math.random() * every / 2); // a hall full of phones does not ask at once
  request.send();
}

if (room) seals(room);
if (room?.dataset.live) setTimeout(ask, every);
