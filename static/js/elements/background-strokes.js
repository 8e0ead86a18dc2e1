/**
 * What a person said of the picture's subject: strokes {kind, width, points: [column, row, …]} in pixels of the picture, and marks
 * {kind, regions} over whole regions; kind is "keep" or "remove". They belong to one revision and survive a reload.
 * "change" is sent when there are others.
 */

class Strokes extends EventTarget {
  /** @type {SubjectStroke[]} */
  all = [];
  #place = "";

  /**
   * Take up the strokes of a revision, by the name that they are kept under.
   *
   * @param {string} place
   */
  open(place) {
    if (place === this.#place) return;
    this.#place = place;
    this.all = loadStrokes(place);
    this.dispatchEvent(new Event("change"));
  }

  /** @param {SubjectStroke} stroke */
  add(stroke) {
    this.#set([...this.all, stroke]);
  }

  undo() {
    this.#set(this.all.slice(0, -1));
  }

  clear() {
    this.#set([]);
  }

  /** @param {SubjectStroke[]} all */
  #set(all) {
    this.all = all;
    try {
      if (all.length) localStorage.setItem(this.#place, JSON.stringify(all));
      else localStorage.removeItem(this.#place);
    } catch {
      // The browser keeps no more: the strokes count all the same, until the page is left.
    }
    this.dispatchEvent(new Event("change"));
  }
}

export const strokes = new Strokes();

/** @param {string} place */
function loadStrokes(place) {
  try {
    return JSON.parse(localStorage.getItem(place) ?? "[]");
  } catch {
    return [];
  }
}
