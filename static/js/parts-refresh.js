/** Have the page brought up to date now, by an element that asks for the parts that differ (templates/editor/picture.html). */
export function refresh() {
  document.querySelector("[data-refresh]")?.dispatchEvent(new Event("studio:return"));
}
