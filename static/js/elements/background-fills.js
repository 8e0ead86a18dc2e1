/** What can be put behind the subject, painted into a rectangle {x, y, width, height} of a 2D context. */
import { contextOf, createCanvas } from "../lib/dom.js";
import { Mipmap } from "../lib/mipmap.js";

const STOPS = 16; // of a gradient: mixed in Oklab as the engine does, which canvases cannot by themselves
// Standard deviation of a Gaussian that looks like the engine's lens, for strengths 1 to 5, over the square root of the area.
const SIGMAS = [0.002, 0.004, 0.0065, 0.01, 0.015];
const LAYERS = 8; // of the blurred background over itself, until it is opaque where the subject was cut out of it

/**
 * One colour.
 *
 * @param {string | CanvasPattern} colour
 * @returns {Paint}
 */
export function plain(colour) {
  return (context, { x, y, width, height }) => {
    context.fillStyle = colour;
    context.fillRect(x, y, width, height);
  };
}

/**
 * Two colours, and the direction from the first to the second as the form has it.
 *
 * @param {string} first
 * @param {string} second
 * @param {string} direction
 * @returns {Paint}
 */
export function gradient(first, second, direction) {
  return (context, { x, y, width, height }) => {
    context.save();
    context.translate(x, y);
    context.scale(width, height);
    const ramp = rampOf(context, direction);
    for (let stop = 0; stop <= STOPS; stop += 1) addStop(ramp, stop / STOPS, first, second);
    context.fillStyle = ramp;
    context.fillRect(0, 0, 1, 1);
    context.restore();
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} direction
 */
function rampOf(context, direction) {
  if (direction === "radial") return context.createRadialGradient(0.5, 0.5, 0, 0.5, 0.5, Math.SQRT1_2);
  const [toX, toY] = { "left to right": [1, 0], diagonal: [1, 1] }[direction] ?? [0, 1];
  return context.createLinearGradient(0, 0, toX, toY);
}

/**
 * @param {CanvasGradient} ramp
 * @param {number} share
 * @param {string} first
 * @param {string} second
 */
function addStop(ramp, share, first, second) {
  try {
    ramp.addColorStop(share, `color-mix(in oklab, ${first}, ${second} ${share * 100}%)`);
  } catch {
    if (share === 0 || share === 1) ramp.addColorStop(share, share ? second : first);
  }
}

/**
 * A picture that covers the rectangle, cut evenly where its shape differs.
 *
 * @param {HTMLImageElement | HTMLCanvasElement} image
 * @returns {Paint}
 */
export function cover(image) {
  return (context, { x, y, width, height }) => {
    const scale = Math.max(width / image.width, height / image.height);
    const [w, h] = [width / scale, height / scale];
    context.drawImage(image, (image.width - w) / 2, (image.height - h) / 2, w, h, x, y, width, height);
  };
}

/**
 * The revision's own background out of focus.
 *
 * @param {string} address
 * @param {ImageBitmap} preview
 * @param {number} strength
 */
export async function blur(address, preview, strength) {
  const { width, height } = preview;
  const sigma = Math.max(0.5, SIGMAS[strength - 1] * Math.sqrt(width * height));
  const background = createCanvas(width, height);
  const context = contextOf(background);
  const picture = await Mipmap.recall(address);
  picture.draw(context, 0, 0, width, height);
  picture.release();
  const layer = soften(background, sigma);
  context.globalCompositeOperation = "destination-in";
  context.drawImage(preview, 0, 0);
  const parted = soften(background, sigma);
  const result = createCanvas(width, height);
  const onto = contextOf(result);
  onto.drawImage(layer, 0, 0);
  for (let index = 0; index < LAYERS; index += 1) onto.drawImage(parted, 0, 0);
  return cover(result);
}

/**
 * A canvas blurred; in browsers whose canvases have no filters by making it small and large again.
 *
 * @param {HTMLCanvasElement} source
 * @param {number} sigma
 */
function soften(source, sigma) {
  const { width, height } = source;
  const target = createCanvas(width, height);
  const context = contextOf(target);
  if ("filter" in context) {
    context.filter = `blur(${sigma}px)`;
    context.drawImage(source, 0, 0);
    return target;
  }
  const factor = Math.max(1, 2 * sigma);
  const small = createCanvas(Math.max(1, Math.round(width / factor)), Math.max(1, Math.round(height / factor)));
  scale(source, small);
  scale(small, target);
  return target;
}

/**
 * Draw one canvas as large as another.
 *
 * @param {HTMLCanvasElement} from
 * @param {HTMLCanvasElement} to
 */
function scale(from, to) {
  const context = contextOf(to);
  context.imageSmoothingQuality = "high";
  context.drawImage(from, 0, 0, to.width, to.height);
}
