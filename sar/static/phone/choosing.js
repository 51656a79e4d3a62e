// Photos and files chosen on the form: kept with the draft at once, and sent after the text.
import { attach, NoRoomError } from './attached.js';
import { read } from './drafts.js';
import { showFiles, size } from './showing.js';
import { say, word } from './words.js';

const part = document.querySelector('[data-choose-files]');

/** Say why a file cannot be kept, or return '' if it can. */
function obstacle({ name, size: bytes }, count) {
  const most = Number(part.dataset.mostBytes);
  if (count >= Number(part.dataset.mostFiles)) return word('file-too-many', { name, most: part.dataset.mostFiles });
  if (bytes > most) return word('file-too-large', { name, most: size(most) });
  return bytes ? '' : word('file-empty', { name });
}

/** Keep a file with the draft, and what is typed by then; returns '', or why not. */
async function keep(id, file, save) {
  const { name, type } = file;
  try {
    await save();
    const { files = [] } = await read(id) ?? {};
    const why = obstacle(file, files.length);
    if (why) return why;
    return await attach(id, { name, type, bytes: await file.arrayBuffer() }) ? '' : word('signed-out');
  } catch (error) {
    const isFull = error instanceof NoRoomError || error?.name === 'QuotaExceededError';
    return word(isFull ? 'file-no-room' : 'file-unreadable', { name, size: size(file.size) });
  }
}

/** Take photos and files into the draft `id` of `form`; `save` keeps what is typed in it. */
export async function takeFiles(form, id, save) {
  // A form that was kept under an earlier release has no place for files.
  if (!part) return;
  const problems = part.querySelector('[data-file-problems]');
  let last = Promise.resolve(), pending = 0;
  const take = async file => {
    const why = await keep(id, file, save);
    if (why) problems.append(Object.assign(document.createElement('li'), { textContent: why }));
    say(why || word('file-chosen', { name: file.name }));
  };
  for (const input of part.querySelectorAll('input[type=file]')) {
    input.addEventListener('change', () => {
      problems.replaceChildren();
      const files = [...input.files];
      input.value = '';
      pending += 1;
      last = last.then(async () => { for (const each of files) await take(each); })
        .finally(() => { pending -= 1; });
    });
  }
  // What was chosen is kept within a moment; the page does not go before.
  form.addEventListener('submit', event => {
    if (!pending) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    last.then(() => form.requestSubmit(event.submitter));
  });
  part.querySelector('[data-files-later]').hidden = true;
  part.querySelector('[data-files-now]').hidden = false;
  await showFiles(part.querySelector('[data-kept-files]'), () => read(id));
}
