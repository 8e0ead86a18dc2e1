/** How long this machine takes to draw a frame: one that is slow draws a moving picture in fewer pixels. */

const SLOW = 8; // milliseconds of a frame
const SLOW_FRAMES = 3; // so many of them make a slow machine, for any stumbles now and then

export class FramePace {
  #slowFrames = 0; // how many there were

  get isSlow() {
    return this.#slowFrames >= SLOW_FRAMES;
  }

  /**
   * Measure the frame whose callbacks are at work, from `begun` until it is drawn: the message that follows them is handled then.
   *
   * @param {number} begun
   */
  measure(begun) {
    if (this.isSlow) return;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      if (performance.now() - begun > SLOW) this.#slowFrames += 1;
    };
    port2.postMessage(null);
  }
}
