/**
 * What is selected in the picture shown: steps, each on what those before it made (editor/selections.py says what a step is),
 * and what is done to the edge. Whole regions alone stay with regions.js, where a selection is just ids; as soon as there is
 * anything else there is a bitmap of it, too. One per page. "change" is sent when the selection is another one, "paint"
 * while a stroke goes on (detail: the box of the bitmap that has changed, null for all of it).
 */
import { announce, toast } from "./announcer.js";
import { Bitmap, NO_EDGES } from "./lib/bitmap.js";
import { Memory } from "./lib/memory.js";
import { findSelectedRegions, findRegionsUnder, findSimilar } from "./lib/region-snap.js";
import { regions } from "./regions.js";
import { current } from "./current-revision.js";
import { words } from "./words.js";

const MOST_PAST = 200; // steps that can be taken back
const kept = new Memory("selections", 8); // visual -> what was selected in it

/** @typedef {{ paint: CustomEvent<Box | null> }} Events */

class Selection extends /** @type {EventTargetOf<Events>} */ (EventTarget) {
  /** @type {Step[]} */
  steps = [];
  /** @type {Edges} */
  edges = NO_EDGES;
  /** @type {Bitmap | null} */
  bitmap = null; // null while the selection is nothing but regions
  share = 0; // of the picture, 0 to 1
  /** @type {{ steps: Step[], edges: Edges }[]} */
  #past = []; // what can be taken back: {steps, edges}
  #visual = "";
  #number = 0;
  #erasing = 0; // the revision that the selection is being erased from; 0 for none
  #isSoftening = false;
  #shown = { wasBehind: false, hadObjects: false }; // of the regions shown last

  constructor() {
    super();
    regions.addEventListener("load", () => this.#load());
    regions.addEventListener("change", ({ detail }) => detail.isStep && this.#choose(detail));
    current.addEventListener("change", () => this.#show());
  }

  get isEmpty() {
    return this.share === 0;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  /** True while the selection is nothing but whole regions: then it is regions.selected. */
  get isOfRegions() {
    return this.bitmap === null;
  }

  /** The selection as the server reads it. */
  get wire() {
    return { ...(regions.visual && { visual: Number(regions.visual) }), steps: this.steps, edges: this.edges };
  }

  get #size() {
    return { width: current.revision.width, height: current.revision.height };
  }

  // What a person does

  /**
   * Paint on: from one point of the picture to another. What is painted counts when the whole stroke is added.
   *
   * @param {Point} start
   * @param {Point} end
   * @param {number} radius
   * @param {boolean} isAdded
   */
  paint(start, end, radius, isAdded) {
    const isFirst = !this.bitmap;
    const box = (this.bitmap ?? this.#drawBitmap()).extend(start, end, radius, isAdded);
    this.dispatchEvent(new CustomEvent("paint", { detail: isFirst ? null : box }));
  }

  /**
   * Add a step; `isPainted` where its stroke was painted already. It comes instead of regions that were selected until now.
   *
   * @param {Step} step
   * @param {boolean} [isPainted]
   * @param {number[]} [instead]
   */
  add(step, isPainted = false, instead = []) {
    this.#remember();
    /** @type {Step[]} */
    const steps = instead.length ? [{ kind: "regions", add: false, ids: instead }, step] : [step];
    this.steps = [...this.steps, ...steps];
    if (!isPainted) {
      if (this.bitmap) for (const each of steps) this.bitmap.add(each, regions.layers);
      else this.#drawBitmap();
    }
    this.#settle();
  }

  /**
   * Put a step in the place of another one, as if it had been meant from the first.
   *
   * @param {Step} step
   * @param {Step} other
   */
  exchange(step, other) {
    const changed = (/** @type {Step[]} */ steps) => steps.map((each) => (each === step ? other : each));
    this.steps = changed(this.steps);
    this.#past = this.#past.map((past) => ({ ...past, steps: changed(past.steps) }));
    this.#rebuild();
  }

  /**
   * Choose the regions that a shape covers, or take them out, instead of the shape itself.
   *
   * @param {BrushStep | ShapeStep} step
   */
  snap(step) {
    if (!regions.map) return this.add(step);
    const ids = findRegionsUnder(step, this.#size, regions.map);
    if (this.bitmap) this.#rebuild();
    if (step.add) regions.add(ids);
    else regions.choose([...regions.selected].filter((id) => !ids.includes(id)));
  }

  /** Forget what was painted since the last step. */
  cancel() {
    this.#rebuild();
  }

  addNeighbours() {
    regions.add(regions.around(regions.selected));
  }

  addSimilar() {
    regions.add(findSimilar(regions.selected, regions.all));
  }

  /** Select what is not selected; the other regions, where nothing but regions is. */
  invert() {
    if (!this.bitmap && regions.map) regions.choose(regions.all.map(({ id }) => id).filter((id) => !regions.selected.has(id)));
    else this.add({ kind: "invert" });
  }

  /**
   * Change the edge; `isOver` when the slider has come to rest.
   *
   * @param {Partial<Edges>} edges
   * @param {boolean} isOver
   */
  soften(edges, isOver) {
    if (!this.#isSoftening) this.#remember();
    this.#isSoftening = !isOver;
    this.edges = { ...this.edges, ...edges };
    if (!this.bitmap || !this.#needsBitmap) return this.#rebuild();
    this.bitmap.soften(this.edges);
    if (isOver) this.#settle();
    else this.dispatchEvent(new CustomEvent("paint", { detail: null }));
  }

  undo() {
    const before = this.#past.pop();
    if (!before) return;
    Object.assign(this, before);
    this.#rebuild();
  }

  clear() {
    if (!this.steps.length) return;
    this.#remember();
    this.#empty();
  }

  /** The selection is being erased: when that is done it is over. */
  erase() {
    this.#erasing = current.revision.number;
  }

  /** Nothing came of erasing it: it stays. */
  keep() {
    this.#erasing = 0;
  }

  // What happens around

  /**
   * Regions were chosen or left.
   *
   * @param {{ added: number[], removed: number[] }} ids
   */
  #choose({ added, removed }) {
    if (!added.length && !removed.length) return;
    this.#remember();
    /** @type {(Step & { ids: number[] })[]} */
    const choices = [
      { kind: "regions", add: true, ids: added },
      { kind: "regions", add: false, ids: removed },
    ];
    const made = choices.filter(({ ids }) => ids.length);
    this.steps = [...this.steps, ...made];
    if (!this.bitmap && this.#needsBitmap) return this.#rebuild();
    if (this.bitmap) for (const step of made) this.bitmap.add(step, regions.layers);
    this.#settle();
  }

  /** Another revision is shown: what was erased from the one before is over, and so are steps on a picture of another size. */
  #show() {
    const { number } = current.revision;
    if (number === this.#number) return;
    const isErased = this.#erasing && this.#erasing === this.#number && number > this.#number;
    const isOtherSize = this.bitmap && !this.bitmap.fits(this.#size);
    this.#number = number;
    this.#past = [];
    this.#erasing = 0;
    if (isErased || isOtherSize) this.#empty();
  }

  /** The picture has other regions: those that are gone are not selected any more, what was painted stays. */
  #load() {
    if (!regions.map) return;
    const before = this.#visual;
    this.#tellObjects(before === regions.visual);
    this.#visual = regions.visual;
    if (before !== this.#visual && this.steps.length) this.#drop(before);
    else if (before !== this.#visual) this.#restore();
    const still = this.steps.map((step) => (step.ids ? { ...step, ids: step.ids.filter((id) => regions.has(id)) } : step));
    this.steps = still.filter((step) => !step.ids || step.ids.length);
    // Whoever else shows the regions has to have heard of them first.
    queueMicrotask(() => this.#rebuild());
  }

  /**
   * Say that objects were found, or that they wait for the end of this selection.
   *
   * @param {boolean} isSame as before, the visual
   */
  #tellObjects(isSame) {
    const { wasBehind, hadObjects } = this.#shown;
    const { isBehind, hasObjects } = regions;
    this.#shown = { wasBehind: isBehind, hadObjects: hasObjects };
    if (isSame && isBehind && !wasBehind) toast(words("objects-wait"));
    if (isSame && hasObjects && !hadObjects) announce(words("objects-ready"));
  }

  /**
   * Forget the regions of the visual that was shown before, and say so; what was painted stays.
   *
   * @param {string} visual
   */
  #drop(visual) {
    const painted = this.steps.filter((step) => !step.ids);
    const isLost = painted.length < this.steps.length;
    const isLeft = painted.some((step) => step.add || step.kind === "invert");
    this.steps = isLeft ? painted : [];
    this.#past = [];
    kept.set(visual, null);
    if (isLost) toast(words(isLeft ? "selection-outdated" : "selection-gone"));
  }

  #restore() {
    const found = kept.get(this.#visual);
    if (!Array.isArray(found?.steps)) return;
    this.steps = found.steps;
    this.edges = { ...NO_EDGES, ...found.edges };
  }

  // Bookkeeping

  get #needsBitmap() {
    return this.steps.some((step) => step.kind !== "regions") || Object.values(this.edges).some((value) => value !== 0);
  }

  #remember() {
    this.#past = [...this.#past, { steps: this.steps, edges: this.edges }].slice(-MOST_PAST);
  }

  #empty() {
    this.steps = [];
    this.edges = NO_EDGES;
    this.#rebuild();
  }

  #drawBitmap() {
    this.bitmap ??= new Bitmap(this.#size);
    this.bitmap.redraw(this.steps, this.edges, regions.layers);
    return this.bitmap;
  }

  /** Make everything anew from the steps. */
  #rebuild() {
    if (this.#needsBitmap && this.steps.length) {
      this.#drawBitmap();
    } else {
      this.bitmap = null;
      /** @type {Set<number>} */
      const ids = new Set();
      for (const step of this.steps) for (const id of step.ids ?? []) ids[step.add ? "add" : "delete"](id);
      regions.mark([...ids].filter((id) => regions.has(id)));
    }
    this.#settle();
  }

  /** After a change: which regions count as selected, how much it is, and that it is kept. */
  #settle() {
    if (this.bitmap && regions.map) regions.mark(findSelectedRegions(this.bitmap, regions.map).filter((id) => regions.has(id)));
    this.share = this.bitmap ? this.bitmap.share : regions.share;
    regions.follow(this.isEmpty ? [] : this.steps.flatMap(({ ids }) => ids ?? []));
    if (this.#visual) kept.set(this.#visual, this.steps.length ? { steps: this.steps, edges: this.edges } : null);
    this.dispatchEvent(new Event("change"));
  }
}

export const selection = new Selection();
