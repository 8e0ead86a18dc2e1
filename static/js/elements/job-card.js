/** <job-card>: says aloud what a job is doing or how it ended. */
import { announce } from "../announcer.js";

const told = new Map(); // job -> what was said of it last: the cards come anew whenever one of them changes

class JobCard extends HTMLElement {
  connectedCallback() {
    const { card, announcement = "" } = this.dataset;
    if (announcement !== told.get(card)) announce(announcement);
    told.set(card, announcement);
    sendChange();
  }

  disconnectedCallback() {
    sendChange();
  }
}

/** True while an edit is being made of the picture shown. */
export function isEditing() {
  return document.querySelector('job-card[data-job][data-kind="edit"]') !== null;
}

function sendChange() {
  queueMicrotask(() => document.dispatchEvent(new Event("studio:jobs")));
}

customElements.define("job-card", JobCard);
