/**
 * The revision that the page shows: {number, title, width, height, screen, image, original, canUndo, canRedo, isTransparent},
 * the facts of <revision-facts>. "change" is sent when another one is shown.
 */
class CurrentRevision extends EventTarget {
  /** @type {Revision} undefined until the page has said which it is */
  revision;

  /** @param {Revision} revision */
  show(revision) {
    this.revision = revision;
    this.dispatchEvent(new Event("change"));
  }
}

export const current = new CurrentRevision();
