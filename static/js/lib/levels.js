/** A picture in halving sizes: {blob} in, bitmaps out, the picture's own size first. Whoever gets them closes them. */

const SMALLEST = 256; // pixels: below this, halving saves nothing

export async function levelsOf(blob) {
  const levels = [await createImageBitmap(blob)];
  try {
    while (Math.min(levels.at(-1).width, levels.at(-1).height) > SMALLEST) levels.push(await halved(levels.at(-1)));
  } catch (error) {
    for (const level of levels) level.close();
    throw error;
  }
  return levels;
}

function halved(bitmap) {
  const size = { resizeWidth: Math.ceil(bitmap.width / 2), resizeHeight: Math.ceil(bitmap.height / 2) };
  return createImageBitmap(bitmap, { ...size, resizeQuality: "medium" });
}
