/** Safari's trackpads: a pinch is no wheel there but events of its own, and would zoom the page. */

/**
 * Tell `zoom` by what factor two fingers on a trackpad zoom, and where, in CSS pixels from the element's corner. Fingers on a screen
 * are pointers as well, and whoever follows those zooms already.
 *
 * @param {HTMLElement} element
 * @param {(factor: number, point: Point) => void} zoom
 */
export function followPinch(element, zoom) {
  let before = 1;
  const follow = (/** @type {GestureEvent} */ event) => {
    event.preventDefault();
    const { left, top } = element.getBoundingClientRect();
    const factor = event.scale / before;
    before = event.type === "gestureend" ? 1 : event.scale;
    if (!navigator.maxTouchPoints) zoom(factor, { x: event.clientX - left, y: event.clientY - top });
  };
  for (const name of /** @type {const} */ (["gesturestart", "gesturechange", "gestureend"])) element.addEventListener(name, follow);
}
