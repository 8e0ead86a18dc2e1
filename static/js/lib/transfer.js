/** What a drop or the clipboard brings: files, those of folders among them, or addresses of pictures. */

const PICTURE = /\.(jpe?g|jfif|png|webp|gif|bmp|tiff?|avif|hei[cf])$/i;
const DEEPEST = 8; // folders within folders
const MOST = 1000; // pictures of folders

/**
 * The addresses of pictures in what pages, address bars and texts give: a link leads to a page, so the picture in it is what is meant.
 *
 * @param {DataTransfer} transfer
 */
export function addressesIn(transfer) {
  const pictures = picturesIn(transfer.getData("text/html"));
  const listed = addressesOf(linesIn(transfer.getData("text/uri-list")).filter((line) => !line.startsWith("#")));
  if (listed.length) return [...new Set(listed.map((address) => pictures.find(({ link }) => link === address)?.address ?? address))];
  if (pictures.length) return [...new Set(pictures.map(({ address }) => address))];
  const lines = linesIn(transfer.getData("text/plain"));
  return lines.every((line) => /^(https?:\/\/|data:image\/)\S+$/i.test(line)) ? addressesOf(lines) : [];
}

/**
 * The files among the items, and of folders the pictures in them; `left` counts what else was in there. To be called at once: items
 * are gone after the event.
 *
 * @param {DataTransferItem[]} items
 */
export async function filesIn(items) {
  const given = items.filter(({ kind }) => kind === "file").map((item) => ({ entry: item.webkitGetAsEntry?.(), file: item.getAsFile() }));
  /** @type {{ files: File[], left: number }} */
  const found = { files: [], left: 0 };
  for (const { entry, file } of given) {
    if (entry?.isDirectory) await walk(entry, 0, found);
    else if (file) found.files.push(file);
  }
  return found;
}

/**
 * @param {FileSystemEntry} entry
 * @param {number} depth
 * @param {{ files: File[], left: number }} found
 */
async function walk(entry, depth, found) {
  try {
    if (entry.isDirectory && depth <= DEEPEST) {
      for (const inside of await entriesIn(/** @type {FileSystemDirectoryEntry} */ (entry))) await walk(inside, depth + 1, found);
    } else if (entry.isFile && PICTURE.test(entry.name) && found.files.length < MOST) {
      found.files.push(await fileOf(/** @type {FileSystemFileEntry} */ (entry)));
    } else found.left += 1;
  } catch {
    found.left += 1; // it may not be read
  }
}

/**
 * What is in a folder; browsers tell about a hundred at a time.
 *
 * @param {FileSystemDirectoryEntry} folder
 */
async function entriesIn(folder) {
  const reader = folder.createReader();
  /** @type {FileSystemEntry[]} */
  const all = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!some.length) return all;
    all.push(...some);
  }
}

/**
 * @param {FileSystemFileEntry} entry
 * @returns {Promise<File>}
 */
function fileOf(entry) {
  return new Promise((done, fail) => entry.file(done, fail));
}

/**
 * The pictures of a page's piece, each with what it links to.
 *
 * @param {string} html
 */
function picturesIn(html) {
  const pictures = [...new DOMParser().parseFromString(html, "text/html").images];
  return pictures.flatMap((picture) => {
    const [address] = addressesOf([picture.getAttribute("src") ?? ""]);
    const [link] = addressesOf([picture.closest("a")?.getAttribute("href") ?? ""]);
    return address ? [{ address, link }] : [];
  });
}

/**
 * Those that are whole addresses, in one spelling; a page's own shorthand for its scheme stands for https.
 *
 * @param {string[]} texts
 */
function addressesOf(texts) {
  return texts.map((text) => text.trim().replace(/^\/\//, "https://")).filter((text) => URL.canParse(text)).map((text) => new URL(text).href);
}

/** @param {string} text */
function linesIn(text) {
  return text.trim().split(/\s*[\r\n]\s*/).filter(Boolean);
}
