// What a page needs of a browser beyond HTML and htmx: copying a text. Every page works without this file.
document.addEventListener("click", async event => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  await navigator.clipboard.writeText(source.value ?? source.textContent);
  const words = button.textContent;
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = words; }, 1500);
});

// Buttons that only work with a script are shown by it.
document.documentElement.classList.add("scripted");

// A link to a page that takes some seconds says so while the browser waits for it.
document.addEventListener("click", event => {
  const link = event.target.closest("a[data-busy]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  link.dataset.words = link.textContent;
  link.textContent = link.dataset.busy;
  link.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const link of document.querySelectorAll("a[aria-busy]")) {
    link.textContent = link.dataset.words;
    link.removeAttribute("aria-busy");
  }
});

// The sandbox replaces what changed; a screen reader is told the new answer.
document.addEventListener("htmx:after:swap", () => {
  const announcement = document.getElementById("announcement");
  const answer = document.querySelector("#answer-region h3, #answer-region .silence, #answer-region .note-error, #answer-region .empty");
  if (announcement && answer) announcement.textContent = answer.textContent.trim();
});
