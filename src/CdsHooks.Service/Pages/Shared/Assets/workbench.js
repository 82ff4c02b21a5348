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

// The slider of a sweep moves over values that the page has already; without a script, the values are links.
const choose = (steps, index) => {
  for (const step of steps.querySelectorAll("[data-step]")) step.toggleAttribute("hidden", step.dataset.step !== index);
  for (const link of steps.querySelectorAll("[data-choose]")) {
    if (link.dataset.choose === index) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const slider = steps.querySelector("input[type=range]");
  slider.value = index;
  slider.setAttribute("aria-valuetext", slider.dataset.values.split(",")[index]);
};
document.addEventListener("input", event => {
  const slider = event.target.closest("[data-steps] input[type=range]");
  if (slider) choose(slider.closest("[data-steps]"), slider.value);
});
document.addEventListener("click", event => {
  const link = event.target.closest("[data-steps] a[data-choose]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  choose(link.closest("[data-steps]"), link.dataset.choose);
});
