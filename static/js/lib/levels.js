/** A picture in halving sizes: {blob} in, bitmaps out, the largest first. Whoever gets them closes them. */

const SMALLEST = 256; // pixels: below this, halving saves nothing

/**
 * @param {Blob} blob
 * @param {number} [resizeWidth] of the largest; the picture's own by default
 */
export async function levelsOf(blob, resizeWidth) {
  let level = await createImageBitmap(blob, resizeWidth ? { resizeWidth } : {});
  const levels = [level];
  try {
    while (Math.min(level.width, level.height) > SMALLEST) {
      level = await halve(level);
      levels.push(level);
    }
  } catch (error) {
    for (const made of levels) made.close();
    throw error;
  }
  return levels;
}

/** @param {ImageBitmap} bitmap */
function halve(bitmap) {
  const size = { resizeWidth: Math.ceil(bitmap.width / 2), resizeHeight: Math.ceil(bitmap.height / 2) };
  return createImageBitmap(bitmap, { ...size, resizeQuality: "medium" });
}
