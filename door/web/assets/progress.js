// A job's bar moves as the server tells; the page without this asks every two
// seconds.
const page = document.querySelector("[data-job]");
const bar = document.getElementById("progress");
const words = document.getElementById("progress-words");

if (page && bar.value < bar.max) {
  const told = new EventSource(`${page.dataset.job}/events`);
  told.onmessage = (e) => {
    const at = JSON.parse(e.data);
    bar.max = Math.max(at.total, 1);
    bar.value = at.done;
    words.textContent = at.words;
    if (at.state !== "runs") {
      told.close();
      location.reload();
    }
  };
}
