/**
 * <div data-drop data-most-mb="200" data-too-large="…"><input type="file"></div>: files dropped anywhere on it are
 * chosen, and one that is too large is told before it is sent.
 */
export function startDrops(): void {
  for (const box of document.querySelectorAll<HTMLElement>("[data-drop]")) {
    const input = box.querySelector<HTMLInputElement>("input[type=file]");
    if (input) watch(box, input);
  }
}

function watch(box: HTMLElement, input: HTMLInputElement): void {
  const mark = (isOver: boolean) => box.classList.toggle("over", isOver);
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  box.addEventListener("dragleave", () => mark(false));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    if (!event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", () => {
    const most = Number(box.dataset["mostMb"]) * 1_000_000;
    const isLarge = [...(input.files ?? [])].some((file) => file.size > most);
    input.setCustomValidity(isLarge ? (box.dataset["tooLarge"] ?? "") : "");
    if (isLarge) input.reportValidity();
  });
}
