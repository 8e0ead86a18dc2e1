/** A press on [data-dismiss] puts away the [data-dismissable] around it. */
import { targetOf } from "./lib/dom.js";

document.addEventListener("click", (event) => {
  targetOf(event).closest("[data-dismiss]")?.closest("[data-dismissable]")?.remove();
});
