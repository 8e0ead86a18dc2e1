/**
 * The order in which regions join into larger ones. Nodes 0 … n-1 are the regions in the order of the index; the
 * merge at position i makes node n + i of two earlier nodes.
 */
export class MergeTree {
  #ids;
  #merges;
  #parents;

  /**
   * @param {Region[]} regions
   * @param {[number, number][]} merges
   */
  constructor(regions, merges) {
    this.#ids = regions.map((region) => region.id);
    this.#merges = merges;
    this.#parents = new Map();
    merges.forEach((pair, index) => pair.forEach((node) => this.#parents.set(node, regions.length + index)));
  }

  /**
   * The ids of the regions in the smallest node around region `id` that `wanted` accepts; null where none does.
   *
   * @param {number} id
   * @param {(ids: number[]) => boolean} wanted
   */
  around(id, wanted) {
    let node = this.#parents.get(this.#ids.indexOf(id));
    while (node !== undefined) {
      const ids = this.leaves(node);
      if (wanted(ids)) return ids;
      node = this.#parents.get(node);
    }
    return null;
  }

  /**
   * The ids of all regions below a node.
   *
   * @param {number} node
   */
  leaves(node) {
    const ids = [];
    const open = [node];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next < this.#ids.length) ids.push(this.#ids[next]);
      else open.push(...this.#merges[next - this.#ids.length]);
    }
    return ids;
  }
}
