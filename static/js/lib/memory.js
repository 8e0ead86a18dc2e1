/** Something about each of the names used last, kept in this browser. What cannot be kept is forgotten. */
export class Memory {
  #key;
  #most;

  /**
   * `key`: where the browser keeps it; `most`: the number of names that are remembered.
   *
   * @param {string} key
   * @param {number} most
   */
  constructor(key, most) {
    this.#key = key;
    this.#most = most;
  }

  /**
   * What was kept for a name; null for nothing.
   *
   * @param {string} name
   */
  get(name) {
    return this.#entries.find(([other]) => other === name)?.[1] ?? null;
  }

  /**
   * Keep a value that JSON can say, or forget it (null).
   *
   * @param {string} name
   * @param {any} value
   */
  set(name, value) {
    const others = this.#entries.filter(([other]) => other !== name);
    const entries = value === null ? others : [...others, [name, value]].slice(-this.#most);
    try {
      localStorage.setItem(this.#key, JSON.stringify(entries));
    } catch {
      localStorage.removeItem(this.#key); // no room: what is kept here is worth less than what others keep
    }
  }

  get #entries() {
    try {
      const entries = JSON.parse(localStorage.getItem(this.#key) ?? "[]");
      return Array.isArray(entries) ? entries : [];
    } catch {
      return [];
    }
  }
}
