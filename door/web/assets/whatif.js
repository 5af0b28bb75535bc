// The percentages of the year-end page, worked out by the server as they are
// moved. Without this the button “Work it out” does the same.
const form = document.querySelector("form[data-whatif]");
let waiting, request;

function work() {
  const query = new URLSearchParams(new FormData(form));
  const page = `${form.action.split("?")[0]}?${query}`;
  request?.abort();
  request = new XMLHttpRequest(); // which makes a document of an answer without any text becoming a page here
  request.open("GET", `${page}&_part=1`);
  request.responseType = "document";
  request.onload = () => {
    const part = request.response?.getElementById(form.dataset.whatif);
    const old = document.getElementById(form.dataset.whatif);
    if (request.status !== 200 || !part || !old) return;
    old.replaceChildren(...[...part.childNodes].map((n) => document.adoptNode(n)));
    for (const input of form.querySelectorAll("input[aria-invalid]")) {
      input.removeAttribute("aria-invalid");
      document.getElementById(input.getAttribute("aria-describedby"))?.remove();
    }
    history.replaceState(null, "", page);
  };
  request.onloadend = () => form.removeAttribute("aria-busy");
  form.setAttribute("aria-busy", "true");
  request.send();
}

form?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(work, 250);
});
form?.addEventListener("submit", (e) => {
  e.preventDefault();
  clearTimeout(waiting);
  work();
});
