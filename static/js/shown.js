/**
 * The revision that the page shows: {number, title, width, height, screen, image, original, canUndo, canRedo, isTransparent},
 * the facts of <shown-revision>. "change" is sent when another one is shown.
 */
class Shown extends EventTarget {
  revision = null;

  show(revision) {
    this.revision = revision;
    this.dispatchEvent(new Event("change"));
  }
}

export const shown = new Shown();
