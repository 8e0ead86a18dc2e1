/** What Undo and Redo would show is fetched once the picture is shown, behind all that is wanted, so that they show it at once. */
import { targetOf } from "./lib/dom.js";
import { Mipmap } from "./lib/mipmap.js";
import { current } from "./current-revision.js";

const PAUSE = 200; // milliseconds for what the page asks for as it shows a picture
let ready = 0; // the revision whose neighbours were fetched last

document.addEventListener("studio:view", (event) => {
  const { number, undo, redo } = current.revision;
  if (Number(targetOf(event).dataset.shown) !== number || ready === number) return;
  ready = number;
  if (!navigator.connection?.saveData) setTimeout(() => preload([undo, redo].filter(Boolean)), PAUSE);
});

/** @param {string[]} addresses */
async function preload(addresses) {
  for (const address of addresses) {
    try {
      (await Mipmap.recall(address, undefined, "low")).release();
    } catch {
      return; // it is fetched again, and complained about, when it is wanted
    }
  }
}
