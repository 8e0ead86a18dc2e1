/**
 * <picture-stage>: the picture on a canvas as large as what is seen of it, with zoom and pan, and over it the regions that are
 * hovered and selected. Pointing at a region and choosing it ask nothing of the server.
 */
import { isBare } from "../lib/combination.js";
import { contextOf, find, layOver, targetOf } from "../lib/dom.js";
import { toast } from "../announcer.js";
import { comparison } from "../comparison.js";
import { FramePace } from "../lib/frame-pace.js";
import { Gestures } from "../lib/gestures.js";
import { followPinch } from "../lib/pinch.js";
import { visiblePart } from "../lib/view.js";
import { modes } from "../modes.js";
import { howOf, regions } from "../regions.js";
import { readShortcut } from "../shortcuts.js";
import { selection } from "../selection.js";
import { current } from "../current-revision.js";
import { Viewport } from "../viewport.js";
import { words } from "../words.js";
import { RegionOverlay } from "./region-overlay.js";
import { StagePicture } from "./stage-picture.js";

const STEP = 1.25; // zoom of one press of a key or button
const KEY_PAN = 60; // CSS pixels of one press of an arrow key
const PEEK = "b"; // shows the original while it is held
const REST = 120; // milliseconds without a movement after which the picture is as fine as the screen
const FINGER = 6; // CSS pixels by which a finger may miss something small
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

class PictureStage extends HTMLElement {
  /** @type {RegionOverlay} */
  overlay;
  /** @type {Gestures} */
  gestures;
  /** @type {Size | undefined} */
  #shownSize;
  /** @type {HTMLElement} */
  stage;
  /** @type {HTMLCanvasElement} */
  canvas;
  /** @type {HTMLCanvasElement} */
  annotations;
  #seen = new Viewport(() => {
    this.#sharpen();
    this.#draw();
  });
  #picture = new StagePicture(() => this.#takePicture());
  #peekKey = ""; // the key, by its place: let go with Shift, it may write something else
  #frame = 0;
  #pace = new FramePace();
  #resting = 0;
  /** @type {Point | null} */
  #pointer = null; // where on the stage it hovers

  connectedCallback() {
    this.stage = find(this, "[data-view]");
    this.canvas = find(this, "[data-canvas]", HTMLCanvasElement);
    this.annotations = find(this, "[data-annotations]", HTMLCanvasElement);
    this.overlay = new RegionOverlay(find(this, "[data-overlay]", HTMLCanvasElement));
    this.gestures = new Gestures(this.stage, {
      hover: (point, event) => this.#hover(point, event),
      leave: () => this.#leave(),
      grab: (point, event) => this.#grab(point, event),
      tap: (point, event) => this.#tap(point, event),
      pan: (dx, dy) => this.#glide(() => this.#seen.pan(dx, dy)),
      zoom: (factor, point) => this.#glide(() => this.#seen.zoom(factor, point)),
    });
    followPinch(this.stage, (factor, point) => this.#seen.zoom(factor, point));
    this.canvas.addEventListener("keydown", (event) => this.#pressKey(event));
    this.addEventListener("click", (event) => this.#zoomButton(targetOf(event).closest("[data-zoom]")?.dataset.zoom));
    document.addEventListener("keydown", (event) => {
      if (readShortcut(event) !== PEEK) return;
      this.#peekKey = event.code;
      this.#peek(true);
    });
    document.addEventListener("keyup", ({ code, key }) => (code === this.#peekKey || key === "Meta") && this.#peek(false));
    window.addEventListener("blur", () => this.#peek(false));
    new ResizeObserver(() => this.#resize()).observe(this.stage);
    current.addEventListener("change", () => this.#show());
    current.addEventListener("expect", ({ detail }) => this.#picture.expect(detail, this.#seen.size));
    comparison.addEventListener("change", () => this.#draw());
    for (const name of ["load", "change"]) regions.addEventListener(name, () => this.#draw());
    selection.addEventListener("change", () => this.#draw());
    selection.addEventListener("paint", ({ detail }) => (detail ? this.overlay.repaintMask(detail) : this.#draw()));
    regions.addEventListener("hover", ({ detail }) => [detail.before, detail.now].forEach((ids) => this.overlay.repaint(ids)));
    modes.addEventListener("change", () => this.#changeMode());
    modes.addEventListener("redraw", () => this.#annotate());
    modes.addEventListener("room", () => this.#makeRoom());
    if (current.revision) this.#show();
  }

  /** @param {boolean} isPeeking */
  async #peek(isPeeking) {
    try {
      await comparison.peek(isPeeking, current.revision?.original);
    } catch {
      toast(words("original-missing"));
    }
  }

  /**
   * @param {Point} point
   * @param {PointerEvent} event
   */
  #hover(point, event) {
    if (!this.#seen.view || comparison.isOn) return;
    this.#pointer = point;
    modes.current?.hover?.(this.#seen.toPicture(point), event);
    if (modes.current?.regions !== false) this.#light(this.#regionAt(point), event.altKey);
  }

  /**
   * Light up what a press would take.
   *
   * @param {number} id
   * @param {boolean} [isPart]
   */
  #light(id, isPart = false) {
    regions.hover(id, id ? regions.reach(id, isPart) : []);
  }

  #leave() {
    this.#pointer = null;
    modes.current?.hover?.(null);
    regions.hover(0);
  }

  /**
   * The mode's stroke, told in the picture's coordinates.
   *
   * @param {Point} point
   * @param {PointerEvent} event
   * @returns {Stroke | null}
   */
  #grab(point, event) {
    if (!this.#seen.view || comparison.isOn) return null;
    const stroke = modes.current?.grab?.(this.#seen.toPicture(point), event);
    if (!stroke) return null;
    this.canvas.focus({ preventScroll: true });
    return {
      move: (points, moved) => stroke.move(points.map((at) => this.#seen.toPicture(at)), moved),
      end: (ended) => stroke.end(ended),
      cancel: () => stroke.cancel(),
    };
  }

  #changeMode() {
    this.stage.style.cursor = modes.current?.cursor ?? "";
    if (modes.current?.regions === false) regions.hover(0);
    this.#makeRoom();
    this.#annotate();
  }

  #makeRoom() {
    this.#seen.makeRoom(modes.current?.room?.() ?? null);
  }

  /**
   * @param {Point} point
   * @param {PointerEvent} event
   */
  #tap(point, event) {
    this.canvas.focus({ preventScroll: true });
    const at = this.#seen.toPicture(point);
    if (modes.current?.tap?.(at, event)) return;
    const isFace = !this.dispatchEvent(new CustomEvent("studio:tap", { bubbles: true, cancelable: true, detail: at }));
    if (isFace || comparison.isOn || modes.current?.regions === false) return;
    const isFinger = event.pointerType === "touch";
    const { width, height } = this.#seen.size;
    const id = isFinger ? regions.near(at, width, height, FINGER / this.#seen.scale) : this.#regionAt(point);
    regions.press(id, at, howOf(event), event.altKey);
    if (!isFinger) this.#light(id, event.altKey);
  }

  /** @param {Point} point */
  #regionAt(point) {
    const { width, height } = this.#seen.size;
    return regions.at(this.#seen.toPicture(point), width, height);
  }

  /** @param {KeyboardEvent} event */
  #pressKey(event) {
    if (modes.current?.key?.(event, this.#seen)) {
      event.preventDefault();
      return;
    }
    const arrow = ARROWS[event.key];
    if (!arrow || !isBare(event)) return;
    event.preventDefault();
    this.#seen.pan(arrow[0] * KEY_PAN, arrow[1] * KEY_PAN);
  }

  /** @param {string | undefined} kind */
  #zoomButton(kind) {
    if (kind === "fit") this.#seen.fit();
    if (kind === "actual") this.#seen.zoom(1 / (this.#seen.scale * devicePixelRatio));
    if (kind === "in") this.#seen.zoom(STEP);
    if (kind === "out") this.#seen.zoom(1 / STEP);
  }

  #resize() {
    const { paddingTop, paddingRight, paddingBottom, paddingLeft } = getComputedStyle(this.stage);
    const [top, right, bottom, left] = [paddingTop, paddingRight, paddingBottom, paddingLeft].map(parseFloat);
    const insets = { top, right, bottom, left };
    const wasFitted = !this.#seen.view || this.#isFitted();
    this.#seen.box = { width: this.stage.clientWidth, height: this.stage.clientHeight, insets };
    this.gestures.measure();
    if (!current.revision) return;
    if (wasFitted) this.#seen.fit();
    else this.#seen.clamp();
  }

  #isFitted() {
    return this.#seen.isFitted(this.#shownSize ?? this.#seen.size);
  }

  async #show() {
    const { width, height } = this.#seen.size;
    const isSameSize = this.#shownSize?.width === width && this.#shownSize?.height === height;
    const keepsView = isSameSize && this.#seen.view;
    this.#shownSize = { width, height };
    if (this.#seen.box && !keepsView) this.#seen.fit();
    await this.#picture.load(current.revision);
    this.#sharpen();
  }

  #takePicture() {
    find(this, "[data-first]").hidden = true;
    this.#draw();
  }

  #sharpen() {
    if (!this.#seen.view) return;
    this.#picture.sharpen(current.revision, this.#seen.size.width * this.#seen.scale * devicePixelRatio);
  }

  /**
   * Move by a gesture, of which more will follow. What comes under the pointer meanwhile lights up when it has come to rest.
   *
   * @param {() => void} move
   */
  #glide(move) {
    this.toggleAttribute("data-moving", true);
    regions.hover(0);
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#rest(), REST);
    move();
  }

  #rest() {
    this.removeAttribute("data-moving");
    if (this.#pace.isSlow) this.#draw();
    if (this.#pointer && modes.current?.regions !== false) this.#light(this.#regionAt(this.#pointer));
  }

  #draw() {
    this.#frame ||= requestAnimationFrame((begun) => {
      this.#frame = 0;
      if (!this.#seen.view || !this.#picture.isThere) return;
      this.#drawNow();
      if (this.hasAttribute("data-moving")) this.#pace.measure(begun);
    });
  }

  #drawNow() {
    const { view, size, box } = this.#seen;
    const rect = visiblePart(view, size, box, devicePixelRatio);
    const ratio = devicePixelRatio * (this.hasAttribute("data-moving") && this.#pace.isSlow ? 0.5 : 1);
    place(this.canvas, rect, ratio);
    const context = contextOf(this.canvas);
    const [x, y] = [view.x - rect.left, view.y - rect.top].map((side) => side * ratio);
    const [width, height] = [size.width, size.height].map((side) => side * view.scale * ratio);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.#picture.draw(context, x, y, width, height);
    this.dataset.shown = String(this.#picture.number);
    this.toggleAttribute("data-fitted", this.#isFitted());
    if (comparison.isOn) comparison.draw(context, { x, y, width, height });
    this.overlay.show(rect, view, size, comparison.isOn);
    this.#annotate();
    find(this, "[data-level]").textContent = words("percent", { share: Math.round(view.scale * devicePixelRatio * 100) });
    this.dispatchEvent(new CustomEvent("studio:view", { bubbles: true, detail: { view, rect } }));
  }

  /** Have the mode paint over the picture; its canvas is as large as the stage, for it may paint beside the picture too. */
  #annotate() {
    const mode = modes.current;
    this.annotations.hidden = !mode?.draw || comparison.isOn || !this.#seen.view;
    if (this.annotations.hidden || !mode?.draw) return;
    const { width, height } = this.#seen.box;
    place(this.annotations, { left: 0, top: 0, width, height }, devicePixelRatio);
    const context = contextOf(this.annotations);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, width, height);
    const { scale, x, y } = this.#seen.view;
    mode.draw(context, (at) => ({ x: x + at.x * scale, y: y + at.y * scale }), scale);
  }
}

/**
 * Put a canvas over a rectangle of the stage, with `ratio` pixels of its own per CSS pixel.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Place} rect
 * @param {number} ratio
 */
function place(canvas, rect, ratio) {
  const [width, height] = [Math.round(rect.width * ratio), Math.round(rect.height * ratio)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  layOver(canvas, rect);
}

customElements.define("picture-stage", PictureStage);
