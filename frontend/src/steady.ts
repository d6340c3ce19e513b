/**
 * Lists that change while somebody uses them stay in reach. An answer of htmx waits while the pointer is down on what
 * it replaces, for a click whose element goes between press and release is lost; and the focus stays on the link,
 * button or box that looks as before.
 */
type Asked = CustomEvent<{ xhr: XMLHttpRequest; target: Element }>;

// A tap becomes a click a moment after the finger has left.
const CLICK_MS = 50;
const RELEASES = ["pointerup", "pointercancel", "contextmenu"];
let pressed: Element | undefined;
let waiting: (() => void)[] = [];

export function startSteadySwaps(): void {
  document.addEventListener("pointerdown", (event) => (pressed = event.target as Element), true);
  for (const name of RELEASES) document.addEventListener(name, () => setTimeout(release, CLICK_MS), true);
  document.addEventListener("htmx:beforeSend", (event) => hold((event as Asked).detail));
  document.addEventListener("htmx:beforeSwap", (event) => keepFocus((event as Asked).detail.target));
}

function hold({ xhr, target }: Asked["detail"]): void {
  const answer = xhr.onload;
  xhr.onload = (event) => {
    const go = () => answer?.call(xhr, event);
    if (pressed && target.contains(pressed)) waiting.push(go);
    else go();
  };
}

function release(): void {
  pressed = undefined;
  const ready = waiting;
  waiting = [];
  for (const go of ready) go();
}

function keepFocus(target: Element): void {
  const focused = document.activeElement;
  // By its id htmx finds it itself.
  if (!focused || focused.id || !target.contains(focused)) return;
  const looks = looksOf(focused);
  const refocus = () => {
    const place = document.getElementById(target.id) ?? document.body;
    const again = [...place.querySelectorAll<HTMLElement>(focused.tagName)].find((one) => looksOf(one) === looks);
    if (!focused.isConnected) again?.focus({ preventScroll: true });
  };
  document.addEventListener("htmx:afterSwap", refocus, { once: true });
}

function looksOf(element: Element): string {
  const marks = ["href", "name", "value"].map((name) => element.getAttribute(name));
  return [...marks, element.textContent].join("\n");
}
