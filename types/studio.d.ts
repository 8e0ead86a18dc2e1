/**
 * Shapes that several scripts of static/js share; their JSDoc names them. Nothing of this reaches a browser.
 * x is a column and y a row; where nothing else is said, in pixels of the picture.
 */

type Point = { x: number; y: number };
type Size = { width: number; height: number };
type Rect = Point & Size;
/** Ends excluded. */
type Box = { left: number; top: number; right: number; bottom: number };
/** A box of the map of regions, as the server gives it: [row, column, height, width]. */
type MapBox = [number, number, number, number];
type Side = keyof Box;
type Direction = "left" | "right" | "up" | "down";

// The stage (lib/view.js, viewport.js)

/** A rectangle of the stage, in CSS pixels. */
type Place = { left: number; top: number; width: number; height: number };
/** Where the picture lies in the stage. */
type View = { scale: number; x: number; y: number };
type StageBox = Size & { insets: Box };
type Extent = Size & { left?: number; top?: number };
type ToStage = (at: Point) => Point;
type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
/** Paints into a rectangle. */
type Paint = (context: CanvasRenderingContext2D, rect: Rect) => void;

// The revision shown, and its regions (lib/wire.js)

type Revision = Size & {
  number: number;
  title: string;
  /** Addresses: of a rendition for the screen, of the image, of the original's rendition, and who knows the object inside a line. */
  screen: string;
  image: string;
  original: string;
  outline: string;
  /** Addresses of the same renditions of what Undo and Redo lead to; empty where there is nothing. */
  undo: string;
  redo: string;
  isTransparent: boolean;
};

type Region = {
  id: number;
  bbox: MapBox;
  /** [row, column] */
  anchor: [number, number];
  area: number;
  /** Of the picture, 0 to 1. */
  share: number;
  colour?: string;
  /** CIELAB. */
  lab?: number[];
  texture?: number;
};
type Labels = Uint8Array | Uint16Array;
type LabelMap = { rows: number; columns: number; labels: Labels };
/** What a person would call one thing: `parts` are ids of regions; a score of null is calm ground. */
type FoundObject = { id: number; score: number | null; parts: number[] };
/** `earlier` is what was shown before objects were found: no id is in both. */
type RegionMap = LabelMap & {
  regions: Region[];
  merges: [number, number][];
  objects?: FoundObject[];
  earlier?: RegionMap | null;
};

// Selections (editor/selections.py)

type Step = RegionsStep | BrushStep | ShapeStep | InvertStep;
type RegionsStep = { kind: "regions"; add: boolean; ids: number[]; points?: undefined };
type BrushStep = { kind: "brush"; add: boolean; points: number[]; radius: number; ids?: undefined };
type ShapeStep = { kind: "lasso" | "box"; add: boolean; points: number[]; ids?: undefined };
type InvertStep = { kind: "invert"; add?: undefined; ids?: undefined };
type Edges = { smooth: number; grow: number; feather: number };
/** (height * width) values of 0 to 255. */
type Mask = Size & { pixels: Uint8Array };
/** What a press with keys held does to what is selected. */
type How = "toggle" | "add" | "remove";

/** Something that may distract: a few regions. */
type Thing = { name: string; ids: number[]; box: MapBox; number: number; isAccepted: boolean };

/** What a person said of the subject, over the picture or whole regions: what is added is to be kept. */
type SubjectStroke = BrushStep | RegionsStep;
/** A stroke as browsers kept it before strokes were steps of a selection. */
type FormerStroke = { kind: "keep" | "remove"; add?: undefined; width: number; points: number[]; regions?: number[] };

// Modes (modes.js)

type Stroke = {
  move(points: Point[], event: PointerEvent): void;
  end(event: PointerEvent): void;
  cancel(): void;
};
/** What a mode may ask of the stage. */
type Stage = { scale: number; size: Size; middle: Point; reveal(at: Point): void };
type Mode = {
  cursor?: string;
  regions?: boolean;
  grab?(at: Point, event: PointerEvent): Stroke | null;
  tap?(at: Point, event: PointerEvent): boolean;
  key?(event: KeyboardEvent, stage: Stage): boolean;
  hover?(at: Point | null, event?: PointerEvent): void;
  draw?(context: CanvasRenderingContext2D, toStage: ToStage, scale: number): void;
  room?(): Box;
};

// Fields of forms

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

// Events

/** The class EventTarget, for one whose events are known by name. */
type EventTargetOf<Events> = { new (): TypedEventTarget<Events> };
interface TypedEventTarget<Events> {
  addEventListener<Name extends keyof Events>(
    name: Name,
    react: (event: Events[Name]) => void,
    options?: AddEventListenerOptions,
  ): void;
  addEventListener(name: string, react: (event: Event) => void, options?: AddEventListenerOptions): void;
  removeEventListener: EventTarget["removeEventListener"];
  dispatchEvent: EventTarget["dispatchEvent"];
}

/** What events of htmx tell, as far as it is used here. */
type HtmxDetail = {
  elt: HTMLElement;
  target: HTMLElement;
  xhr: XMLHttpRequest;
  successful: boolean;
  shouldSwap: boolean;
  headers: Record<string, string>;
  parameters: Record<string, string>;
  formData: FormData;
  requestConfig: { elt: HTMLElement };
};
type HtmxEvent = CustomEvent<HtmxDetail>;

interface StudioEvents {
  "htmx:configRequest": HtmxEvent;
  "htmx:beforeRequest": HtmxEvent;
  "htmx:afterRequest": HtmxEvent;
  "htmx:beforeOnLoad": HtmxEvent;
  "htmx:afterOnLoad": HtmxEvent;
  "htmx:beforeSwap": HtmxEvent;
  "htmx:afterSwap": HtmxEvent;
  "htmx:oobBeforeSwap": HtmxEvent;
  "htmx:responseError": HtmxEvent;
  "htmx:sendError": HtmxEvent;
  "htmx:timeout": HtmxEvent;
  "studio:view": CustomEvent<{ view: View; rect: Place }>;
  "studio:tap": CustomEvent<Point>;
  "studio:tab": Event;
  "studio:jobs": Event;
  "studio:people": Event;
  "studio:uploaded": Event;
}
interface DocumentEventMap extends StudioEvents {}
interface HTMLElementEventMap extends StudioEvents, PinchEvents {}

// A trackpad's pinch as Safari alone tells it.
interface GestureEvent extends MouseEvent {
  readonly scale: number;
}
interface PinchEvents {
  gesturestart: GestureEvent;
  gesturechange: GestureEvent;
  gestureend: GestureEvent;
}

// What stands in our pages is HTML, but for icons, which nothing looks for.
interface ParentNode {
  querySelector<Name extends keyof HTMLElementTagNameMap>(selectors: Name): HTMLElementTagNameMap[Name] | null;
  querySelector<Found extends Element = HTMLElement>(selectors: string): Found | null;
  querySelectorAll<Name extends keyof HTMLElementTagNameMap>(selectors: Name): NodeListOf<HTMLElementTagNameMap[Name]>;
  querySelectorAll<Found extends Element = HTMLElement>(selectors: string): NodeListOf<Found>;
}
interface Element {
  closest<Name extends keyof HTMLElementTagNameMap>(selectors: Name): HTMLElementTagNameMap[Name] | null;
  closest<Found extends Element = HTMLElement>(selectors: string): Found | null;
}

interface Navigator {
  /** Not in every browser. */
  readonly connection?: { saveData: boolean };
}

interface HTMLElementTagNameMap {
  "compare-bar": HTMLElement & { open(isOpen: boolean): void };
  "upload-queue": HTMLElement & { isBusy: boolean; take(items: (File | URL)[], form: HTMLFormElement, most: number): void };
  "time-ago": HTMLElement & { tell(): void };
  "face-strip": HTMLElement & { mark(): void };
}
