/** <job-card>: says aloud what a job is doing or how it ended. */
import { announce } from "../announcer.js";

let last = "";

class JobCard extends HTMLElement {
  connectedCallback() {
    const { announcement } = this.dataset;
    if (announcement !== last) announce(announcement);
    last = announcement;
    changed();
  }

  disconnectedCallback() {
    changed();
  }
}

/** True while an edit is being made of the picture shown. */
export function isEditing() {
  return document.querySelector('job-card[data-job][data-kind="edit"]') !== null;
}

function changed() {
  queueMicrotask(() => document.dispatchEvent(new Event("studio:jobs")));
}

customElements.define("job-card", JobCard);
