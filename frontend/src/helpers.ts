/**
 * Small helpers that pages ask for by attributes; each is a no-op where it is not used.
 *
 *   <button data-theme-switch aria-pressed>   light or dark; kept in this browser
 *   <button data-menu="id" aria-expanded>     opens and closes the element with that id (class "open")
 *   <button data-opens="dialog-id">           shows the <dialog id="dialog-id"> modally
 *   <button data-closes>                      closes the dialog that it is in
 *   <details class="menu">                    closes on Escape and on a click elsewhere
 *   <button data-copy="https://…">            copies the text; empty copies this page's address;
 *           data-copied="Đã sao chép">        what is said when it is done
 *   <button data-print>                       prints the page
 *   <form data-guard="Bạn chưa lưu …">        asks before a changed form is left
 *   <select data-submits>                     submits its form when it changes
 *   <input type="checkbox" data-checks="ids"> checks all boxes of that name in its form
 *   <div id="toasts" data-failed="…" data-offline="…">  shows messages: of a header HX-Trigger: {"toast": "…"}, or
 *                                             {"toast": {"text": "…", "tone": "bad"}}, and when a request failed
 */
import { isDark } from "./dark";

const TOAST_MS = 6_000;

export function startHelpers(): void {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("change", onChange);
  document.addEventListener("submit", onSubmit);
  document.addEventListener("htmx:responseError", () => sayFailed("failed"));
  document.addEventListener("htmx:sendError", () => sayFailed("offline"));
  document.addEventListener("toast", onToast);
  window.addEventListener("beforeunload", onLeave);
  markTheme();
}

function onClick(event: MouseEvent): void {
  const target = event.target as Element | null;
  closeMenus(target);
  const button = target?.closest<HTMLElement>("button, a, [role=button]");
  if (!button) return;
  const { themeSwitch, menu, opens, closes, copy, print } = button.dataset;
  if (themeSwitch !== undefined) setTheme(isDark() ? "light" : "dark");
  if (menu !== undefined) toggleMenu(button, menu);
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

function toggleMenu(button: HTMLElement, id: string): void {
  const isOpen = document.getElementById(id)?.classList.toggle("open") ?? false;
  button.setAttribute("aria-expanded", String(isOpen));
}

function setTheme(theme: "light" | "dark"): void {
  document.documentElement.dataset["theme"] = theme;
  localStorage.setItem("theme", theme);
  markTheme();
  document.dispatchEvent(new CustomEvent("theme:change", { detail: { theme } }));
}

function markTheme(): void {
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    button.setAttribute("aria-pressed", String(isDark()));
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
export function toast(text: string, tone = "good"): void {
  const box = document.getElementById("toasts");
  if (!box || !text) return;
  const line = document.createElement("p");
  line.className = `toast ${tone}`;
  line.textContent = text;
  line.addEventListener("click", () => line.remove());
  box.append(line);
  if (tone !== "bad") setTimeout(() => line.remove(), TOAST_MS);
}

function sayFailed(kind: "failed" | "offline"): void {
  const box = document.getElementById("toasts");
  toast(box?.dataset[kind] ?? box?.dataset["failed"] ?? "", "bad");
}
