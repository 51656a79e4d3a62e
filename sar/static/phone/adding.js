// Photos and files for a report that is in: kept on this phone like those of a draft, and sent at once.
import { choose } from './choosing.js';
import { change, idOf, list, newKey } from './drafts.js';
import { showFiles } from './showing.js';
import { sendFiles } from './uploading.js';

/** Begin what keeps the files of a report that was written elsewhere, or long ago. */
async function begin(receipt) {
  const id = await idOf(newKey());
  await change(id, () => ({ state: 'sent', receipt, set: {}, pairs: [], problem: '', changed: Date.now() }));
  return id;
}

/** Take what is chosen in `part` for its report, and show what this phone still has for it. */
export async function addFiles(part) {
  const { of: receipt } = part.dataset;
  const find = async () => (await list()).find(each => each.receipt === receipt);
  choose(part, async () => (await find())?.id ?? begin(receipt), () => sendFiles().catch(() => {}));
  part.querySelector('[data-send]').hidden = true;
  await showFiles(part.querySelector('[data-kept-files]'), find);
}
