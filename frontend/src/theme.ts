/** Loaded before the first paint, as a plain script, so that no page flashes in the other theme. */
{
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset["theme"] = chosen;
}
