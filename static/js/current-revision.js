/**
 * The revision that the page shows: {number, title, width, height, screen, image, original, undo, redo, isTransparent}, the facts
 * of <revision-facts>. "change" is sent when another one is shown, "expect" when another one was asked for whose picture is known.
 */

/** @typedef {{ change: Event, expect: CustomEvent<string> }} Events */

class CurrentRevision extends /** @type {EventTargetOf<Events>} */ (EventTarget) {
  /** @type {Revision} undefined until the page has said which it is */
  revision;

  /** @param {Revision} revision */
  show(revision) {
    this.revision = revision;
    this.dispatchEvent(new Event("change"));
  }

  /**
   * What lies behind an address is asked for, and will be shown once the server has agreed.
   *
   * @param {string} screen
   */
  expect(screen) {
    this.dispatchEvent(new CustomEvent("expect", { detail: screen }));
  }
}

export const current = new CurrentRevision();
