// Photos and files that are chosen: looked at, and kept on this phone with a draft, before anything is sent.
import { attach, NoRoomError } from './attached.js';
import { read } from './drafts.js';
import { showFiles, size } from './showing.js';
import { say, word } from './words.js';

// How what the server takes begins (privacy/files/kinds.py): JPEG, PNG, GIF, WebP, HEIC, PDF, UTF-16. Anything else
// may be plain text, unless there is a zero in it.
const BEGINNINGS = [/^\xff\xd8\xff/, /^\x89PNG/, /^GIF8/, /^RIFF.{4}WEBP/s, /^.{4}ftyp/s, /^(\xef\xbb\xbf)?%PDF/,
  /^(\xff\xfe|\xfe\xff)/];

async function isKnown(file) {
  const begin = String.fromCharCode(...new Uint8Array(await file.slice(0, 4096).arrayBuffer()));
  return BEGINNINGS.some(each => each.test(begin)) || !begin.includes('\0');
}

/** Say why a file cannot be sent, or return '' if nothing is known against it; the server has the last word. */
async function obstacle(part, file, count) {
  const { name } = file;
  const { mostFiles, mostBytes } = part.dataset;
  if (count >= Number(mostFiles)) return word('file-too-many', { name, most: mostFiles });
  if (/^(video|audio)\//.test(file.type)) return word('file-no-recording', { name });
  if (file.size > Number(mostBytes)) return word('file-too-large', { name, most: size(Number(mostBytes)) });
  if (!file.size) return word('file-empty', { name });
  return await isKnown(file) ? '' : word('file-unknown', { name });
}

/** Keep a file with the draft that `ready` makes sure of; returns '', or why not. */
async function keep(part, file, ready) {
  const { name, type } = file;
  try {
    const id = await ready();
    const { files = [] } = await read(id) ?? {};
    const why = await obstacle(part, file, files.length);
    if (why) return why;
    return await attach(id, { name, type, bytes: await file.arrayBuffer() }) ? '' : word('signed-out');
  } catch (error) {
    const isFull = error instanceof NoRoomError || error?.name === 'QuotaExceededError';
    return word(isFull ? 'file-no-room' : 'file-unreadable', { name, size: size(file.size) });
  }
}

/**
 * Keep what is chosen in `part` with the draft whose id `ready` resolves to, and call `then` after each choice.
 * Returns what resolves once everything chosen so far is kept; undefined if it is.
 */
export function choose(part, ready, then = () => {}) {
  const problems = part.querySelector('[data-file-problems]');
  let last = Promise.resolve(), pending = 0;
  const take = async file => {
    const why = await keep(part, file, ready);
    if (why) problems.append(Object.assign(document.createElement('li'), { textContent: why }));
    say(why || word('file-chosen', { name: file.name }));
  };
  const takeAll = async files => {
    for (const each of files) await take(each);
    pending -= 1;
    then();
  };
  for (const input of part.querySelectorAll('input[type=file]')) {
    const begin = () => {
      problems.replaceChildren();
      const files = [...input.files];
      input.value = '';
      pending += 1;
      last = last.then(() => takeAll(files));
    };
    input.classList.add('over');
    input.addEventListener('change', begin);
    // On a slow line a file may be chosen before this script is here.
    if (input.files.length) begin();
  }
  return () => (pending ? last : undefined);
}

/** Take photos and files into the draft `id` of `form`, which `save` keeps; they are sent after its text. */
export async function takeFiles(form, id, save) {
  const part = form.querySelector('[data-choose-files]');
  // A form that was kept under an earlier release has no place for files.
  if (!part) return;
  const isKept = choose(part, async () => { await save(); return id; });
  // What was chosen is kept within a moment; the page does not go before.
  form.addEventListener('submit', event => {
    const kept = isKept();
    if (!kept) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    kept.then(() => form.requestSubmit(event.submitter));
  });
  part.querySelector('[data-files-later]').hidden = true;
  part.querySelector('[data-files-now]').hidden = false;
  await showFiles(part.querySelector('[data-kept-files]'), () => read(id));
}
