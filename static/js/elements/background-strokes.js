/**
 * What a person said of the picture's subject, as steps of a selection (editor/selections.py): strokes of a brush {kind: "brush",
 * add, radius, points: [column, row, …]} in pixels of the picture, and whole regions {kind: "regions", add, ids}; what they add is
 * kept. They belong to one revision and survive a reload. "change" is sent when there are others.
 */

class Strokes extends EventTarget {
  all = [];
  #place = "";

  /** Take up the strokes of a revision, by the name that they are kept under. */
  open(place) {
    if (place === this.#place) return;
    this.#place = place;
    this.all = kept(place);
    this.dispatchEvent(new Event("change"));
  }

  add(stroke) {
    this.#set([...this.all, stroke]);
  }

  undo() {
    this.#set(this.all.slice(0, -1));
  }

  clear() {
    this.#set([]);
  }

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

function kept(place) {
  try {
    return JSON.parse(localStorage.getItem(place) ?? "[]").map(stepOf);
  } catch {
    return [];
  }
}

/** A stroke as a step; browsers that painted before strokes were steps hold {kind: "keep" or "remove", width, points or regions}. */
function stepOf(stroke) {
  const { kind, width, points, regions } = stroke;
  if (kind !== "keep" && kind !== "remove") return stroke;
  const add = kind === "keep";
  return regions ? { kind: "regions", add, ids: regions } : { kind: "brush", add, radius: width / 2, points };
}
