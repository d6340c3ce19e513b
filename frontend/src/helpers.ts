/**
 * Small helpers that pages ask for by attributes; each is a no-op where it is not used.
 *
 *   <button data-theme-set="dark">            theme: light, dark, or auto; kept in the cookie "theme", from which
 *                                             the server writes <html data-theme>
 *   <button data-opens="dialog-id">           shows the <dialog id="dialog-id"> modally
 *   <button data-closes>                      closes the dialog that it is in
 *   <details class="menu">                    closes on Escape and on a click elsewhere
 *   <button data-copy="https://…">            copies the text; empty copies this page's address;
 *           data-copied="Đã sao chép">        what is said when it is done
 *   <button data-print>                       prints the page
 *   <form data-guard="Bạn chưa lưu …">        asks before a changed form is left
 *   <select data-submits>                     submits its form when it changes
 *   <input type="checkbox" data-checks="ids"> checks all boxes of that name in its form
 *   <p role="alert" id="request-error" hidden data-failed="…" data-offline="…">  says when a request of htmx failed
 *
 * An answer's header `HX-Trigger: {"toast": "…"}`, or `{"toast": {"text": "…", "tone": "bad"}}`, shows a message.
 */

type Theme = "light" | "dark" | "auto";
const YEAR_S = 31_536_000;
const TOAST_MS = 6_000;

export function startHelpers(): void {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("change", onChange);
  document.addEventListener("submit", onSubmit);
  document.addEventListener("htmx:responseError", () => sayFailed("failed"));
  document.addEventListener("htmx:sendError", () => sayFailed("offline"));
  document.addEventListener("htmx:beforeRequest", hideFailed);
  document.addEventListener("toast", onToast);
  window.addEventListener("beforeunload", onLeave);
  markTheme();
}

function onClick(event: MouseEvent): void {
  const target = event.target as Element | null;
  closeMenus(target);
  const button = target?.closest<HTMLElement>("button, a, [role=button]");
  if (!button) return;
  const { themeSet, opens, closes, copy, print } = button.dataset;
  if (themeSet !== undefined) setTheme(themeSet as Theme);
  if (opens !== undefined) openDialog(opens);
  if (closes !== undefined) button.closest("dialog")?.close();
  if (copy !== undefined) void copyText(button, copy || location.href);
  if (print !== undefined) window.print();
}

function onKey(event: KeyboardEvent): void {
  if (event.key !== "Escape") return;
  const menu = document.querySelector<HTMLDetailsElement>("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
}

function onChange(event: Event): void {
  const field = event.target as HTMLInputElement | HTMLSelectElement;
  const form = field.form;
  if (!form) return;
  if (form.dataset["guard"] !== undefined) form.dataset["changed"] = "";
  const name = field.dataset["checks"];
  if (name !== undefined && field instanceof HTMLInputElement) {
    for (const box of form.querySelectorAll<HTMLInputElement>(`input[type=checkbox][name="${CSS.escape(name)}"]`)) {
      box.checked = field.checked;
    }
  }
  if (field.dataset["submits"] !== undefined) form.requestSubmit();
}

function onSubmit(event: Event): void {
  delete (event.target as HTMLFormElement).dataset["changed"];
}

function onLeave(event: BeforeUnloadEvent): void {
  if (document.querySelector("form[data-guard][data-changed]")) event.preventDefault();
}

function closeMenus(target: Element | null): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    if (!target || !menu.contains(target)) menu.open = false;
  }
}

function openDialog(id: string): void {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

function setTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR_S}; samesite=lax`;
  markTheme();
  document.dispatchEvent(new CustomEvent("theme:change", { detail: { theme } }));
}

/** Show which theme is chosen. */
function markTheme(): void {
  const chosen = document.documentElement.dataset["theme"] || "auto";
  for (const button of document.querySelectorAll<HTMLElement>("[data-theme-set]")) {
    button.setAttribute("aria-pressed", String(button.dataset["themeSet"] === chosen));
  }
}

async function copyText(button: HTMLElement, text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  const said = button.dataset["copied"];
  if (!said) return;
  const before = button.textContent;
  button.textContent = said;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => (button.textContent = before), 2_000);
}

function onToast(event: Event): void {
  const said = (event as CustomEvent<{ value?: string; text?: string; tone?: string }>).detail;
  toast(said.text ?? said.value ?? "", said.tone);
}

/** Show a message for some seconds; a bad one stays until it is clicked. */
function toast(text: string, tone = "good"): void {
  if (!text) return;
  const line = document.createElement("p");
  line.className = `toast ${tone}`;
  line.textContent = text;
  line.addEventListener("click", () => line.remove());
  toasts().append(line);
  if (tone !== "bad") setTimeout(() => line.remove(), TOAST_MS);
}

function toasts(): HTMLElement {
  const found = document.getElementById("toasts");
  if (found) return found;
  const box = document.createElement("div");
  box.id = "toasts";
  box.className = "toasts";
  box.setAttribute("role", "status");
  document.body.append(box);
  return box;
}

function sayFailed(kind: "failed" | "offline"): void {
  const line = document.getElementById("request-error");
  if (!line) return;
  line.textContent = line.dataset[kind] ?? line.dataset["failed"] ?? "";
  line.hidden = false;
}

function hideFailed(): void {
  const line = document.getElementById("request-error");
  if (line) line.hidden = true;
}
