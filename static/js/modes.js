/**
 * What a press on the picture means besides choosing a region: one mode at a time, set by the panel that is open. A mode is
 *
 *   cursor      CSS cursor over the picture; optional
 *   regions     false where regions are neither hovered nor chosen by a tap; optional
 *   grab(at, event)   a press at {x: column, y: row} of the picture: a stroke {move(points, event), end(event), cancel()}, the points
 *               like `at`, or null to leave the press to panning and choosing; optional
 *   tap(at, event)    a press without movement; true where the mode has made use of it; optional
 *   key(event, stage)   a key while the picture has the focus; true where the mode has made use of it; optional
 *   hover(at)   the pointer, null when it leaves; optional
 *   draw(context, toStage, scale)   paints over the picture, in CSS pixels of the stage: toStage({x, y}) gives the point for one of the
 *               picture, scale the CSS pixels per pixel of the picture; optional
 *   room()      what is to be seen around the picture: {left, top, right, bottom} in its pixels; optional
 *
 * "change" is sent when there is another mode, "redraw" when the same one wants to be painted anew, "room" when it
 * needs other room.
 */
class Modes extends EventTarget {
  /** @type {Mode | null} */
  current = null;

  /** @param {Mode | null} mode */
  set(mode) {
    if (mode === this.current) return;
    this.current = mode;
    this.dispatchEvent(new Event("change"));
  }

  /**
   * End a mode, unless another one has taken over already.
   *
   * @param {Mode | null} mode
   */
  clear(mode) {
    if (mode === this.current) this.set(null);
  }

  redraw() {
    this.dispatchEvent(new Event("redraw"));
  }

  /** Have the room that the mode needs shown. */
  fit() {
    this.dispatchEvent(new Event("room"));
  }
}

export const modes = new Modes();
