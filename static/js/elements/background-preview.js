/**
 * The preview over a picture's background, from the server: an image that is opaque where the background is. One question at a time;
 * what is asked meanwhile is asked next, the newest of it only. "change" is sent when the preview or what is said of it did.
 */

import { words } from "../words.js";

const KEPT = 6; // previews of about a megapixel, so that undoing a stroke takes no time

export class BackgroundPreview extends EventTarget {
  image = null; // an ImageBitmap, null as long as there is none
  isAsking = false;
  sentence = ""; // why there is none
  #wanted = null;
  #kept = new Map(); // what was asked -> ImageBitmap

  /** Ask `address` for the preview of `fields`, the posted ones. */
  ask(address, fields) {
    const name = JSON.stringify([address, fields]);
    this.#wanted = { name, address, fields };
    if (!this.isAsking) this.#answer();
  }

  async #answer() {
    this.isAsking = true;
    while (this.#wanted) {
      const { name, address, fields } = this.#wanted;
      if (!this.#kept.has(name)) this.dispatchEvent(new Event("change"));
      const found = await this.#find(name, address, fields);
      if (this.#wanted?.name !== name) continue;
      this.#wanted = null;
      this.image = found.image ?? null;
      this.sentence = found.sentence ?? "";
    }
    this.isAsking = false;
    this.dispatchEvent(new Event("change"));
  }

  async #find(name, address, fields) {
    if (this.#kept.has(name)) return { image: this.#kept.get(name) };
    try {
      const response = await fetch(address, { method: "POST", body: new URLSearchParams(fields) });
      if (response.headers.get("Content-Type")?.startsWith("text/plain")) return { sentence: await response.text() };
      if (!response.ok) throw new Error(`The preview answered ${response.status}.`);
      return { image: this.#keep(name, await createImageBitmap(await response.blob())) };
    } catch {
      return { sentence: words("background-unknown") };
    }
  }

  #keep(name, image) {
    this.#kept.set(name, image);
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value);
    return image;
  }
}
