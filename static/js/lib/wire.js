/**
 * Reads the file of regions that the studio serves (editor.imaging.panoptic.to_wire): "BSL1", the header's length as u32, the
 * header as JSON, then pairs of u16 (label, run length - 1) in reading order. Little-endian, as every browser's
 * typed arrays are. Nothing goes through a canvas on the way: browsers that fight fingerprinting change pixels there.
 */

const MAGIC = "BSL1";
const HEADER_AT = 8;

/**
 * {rows, columns, labels: Uint8Array | Uint16Array (rows * columns), regions, merges, objects} from an ArrayBuffer.
 *
 * @param {ArrayBuffer} buffer
 */
export function decode(buffer) {
  const magic = String.fromCharCode(...new Uint8Array(buffer, 0, MAGIC.length));
  if (magic !== MAGIC) throw new Error("This is no file of regions.");
  const length = new DataView(buffer).getUint32(MAGIC.length, true);
  /** @type {{ size: [number, number], regions: Region[], merges: [number, number][], objects?: FoundObject[] }} */
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, HEADER_AT, length)));
  const [rows, columns] = header.size;
  const runs = new Uint16Array(buffer.slice(HEADER_AT + length));
  const highest = header.regions.reduce((most, region) => Math.max(most, region.id), 0);
  return {
    rows,
    columns,
    labels: expandRuns(runs, highest < 256 ? new Uint8Array(rows * columns) : new Uint16Array(rows * columns)),
    regions: header.regions,
    merges: header.merges,
    objects: header.objects ?? [],
  };
}

/**
 * The labels that the runs stand for, written into `labels`.
 *
 * @param {Uint16Array} runs
 * @param {Labels} labels
 */
function expandRuns(runs, labels) {
  let position = 0;
  for (let index = 0; index < runs.length; index += 2) {
    const end = position + runs[index + 1] + 1;
    labels.fill(runs[index], position, end);
    position = end;
  }
  if (position !== labels.length) throw new Error("The file of regions is incomplete.");
  return labels;
}
