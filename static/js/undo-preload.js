/** What Undo and Redo would show is fetched once nothing else is wanted, so that they show it at once. */
import { targetOf } from "./lib/dom.js";
import { Mipmap } from "./lib/mipmap.js";
import { current } from "./current-revision.js";

const BUSY = 3000; // milliseconds after which a page that is never idle fetches them all the same
let ready = 0; // the revision whose neighbours were fetched last

document.addEventListener("studio:view", (event) => {
  const { number, undo, redo } = current.revision;
  if (Number(targetOf(event).dataset.shown) !== number || ready === number) return;
  ready = number;
  if (!navigator.connection?.saveData) whenIdle(() => preload([undo, redo].filter(Boolean)));
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

/**
 * Not every browser tells when it is idle.
 *
 * @param {() => void} work
 */
function whenIdle(work) {
  if ("requestIdleCallback" in window) requestIdleCallback(work, { timeout: BUSY });
  else setTimeout(work, 200);
}
