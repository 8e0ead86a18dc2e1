/** Decodes and halves pictures beside the page, which would stand still meanwhile. Told {id, blob, width}, it answers {id, levels or error}. */
import { levelsOf } from "./lib/levels.js";

self.addEventListener("message", async ({ data: { id, blob, width } }) => {
  try {
    const levels = await levelsOf(blob, width);
    self.postMessage({ id, levels }, { transfer: levels });
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  }
});
