/** What can be put behind the subject, painted into a rectangle {x, y, width, height} of a 2D context. */
import { Mipmap } from "../lib/mipmap.js";

const STOPS = 16; // of a gradient: mixed in Oklab as the engine does, which canvases cannot by themselves
// Standard deviation of a Gaussian that looks like the engine's lens, for strengths 1 to 5, over the square root of the area.
const SIGMAS = [0.002, 0.004, 0.0065, 0.01, 0.015];
const LAYERS = 8; // of the blurred background over itself, until it is opaque where the subject was cut out of it

/** One colour. */
export function plain(colour) {
  return (context, { x, y, width, height }) => {
    context.fillStyle = colour;
    context.fillRect(x, y, width, height);
  };
}

/** Two colours, and the direction from the first to the second as the form has it. */
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

function rampOf(context, direction) {
  if (direction === "radial") return context.createRadialGradient(0.5, 0.5, 0, 0.5, 0.5, Math.SQRT1_2);
  const [toX, toY] = { "left to right": [1, 0], diagonal: [1, 1] }[direction] ?? [0, 1];
  return context.createLinearGradient(0, 0, toX, toY);
}

function addStop(ramp, share, first, second) {
  try {
    ramp.addColorStop(share, `color-mix(in oklab, ${first}, ${second} ${share * 100}%)`);
  } catch {
    if (share === 0 || share === 1) ramp.addColorStop(share, share ? second : first);
  }
}

/** A picture that covers the rectangle, cut evenly where its shape differs. */
export function cover(image) {
  return (context, { x, y, width, height }) => {
    const scale = Math.max(width / image.width, height / image.height);
    const [w, h] = [width / scale, height / scale];
    context.drawImage(image, (image.width - w) / 2, (image.height - h) / 2, w, h, x, y, width, height);
  };
}

/** The revision's own background out of focus. */
export async function blurred(address, preview, strength) {
  const { width, height } = preview;
  const sigma = Math.max(0.5, SIGMAS[strength - 1] * Math.sqrt(width * height));
  const background = canvasOf(width, height);
  const context = background.getContext("2d");
  const picture = await Mipmap.recall(address);
  picture.draw(context, 0, 0, width, height);
  picture.release();
  const layer = softened(background, sigma);
  context.globalCompositeOperation = "destination-in";
  context.drawImage(preview, 0, 0);
  const parted = softened(background, sigma);
  const result = canvasOf(width, height);
  const onto = result.getContext("2d");
  onto.drawImage(layer, 0, 0);
  for (let index = 0; index < LAYERS; index += 1) onto.drawImage(parted, 0, 0);
  return cover(result);
}

/** A canvas blurred; in browsers whose canvases have no filters by making it small and large again. */
function softened(source, sigma) {
  const { width, height } = source;
  const target = canvasOf(width, height);
  const context = target.getContext("2d");
  if ("filter" in context) {
    context.filter = `blur(${sigma}px)`;
    context.drawImage(source, 0, 0);
    return target;
  }
  const factor = Math.max(1, 2 * sigma);
  const small = canvasOf(Math.max(1, Math.round(width / factor)), Math.max(1, Math.round(height / factor)));
  for (const [canvas, from] of [[small, source], [target, small]]) {
    const pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high";
    pen.drawImage(from, 0, 0, canvas.width, canvas.height);
  }
  return target;
}

function canvasOf(width, height) {
  return Object.assign(document.createElement("canvas"), { width, height });
}
