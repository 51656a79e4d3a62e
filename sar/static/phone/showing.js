// Shows the photos and files that this phone keeps with a draft, what became of each, and what can be done.
import { bytesOf, settleFile } from './attached.js';
import { hear, isWaiting } from './drafts.js';
import { draw } from './pictures.js';
import { sendFiles } from './uploading.js';
import { say, word } from './words.js';

function make(tag, className, text = '') {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

/** Write a number of bytes as people do. */
export function size(bytes) {
  const [unit, many] = bytes < 1_000_000 ? ['kilobyte', 1000] : ['megabyte', 1_000_000];
  const how = { style: 'unit', unit, maximumFractionDigits: bytes < 10_000_000 ? 1 : 0 };
  return new Intl.NumberFormat(document.documentElement.lang, how).format(Math.max(bytes / many, 0.1));
}

function said(draft, file) {
  if (file.said) return file.said;
  if (file.problem) return word(`file-${file.problem}`, file) || word('file-problem', file);
  return word(draft.receipt ? 'file-waiting' : 'file-kept');
}

function button(item, name, file, work) {
  const made = make('button', 'button button-secondary', word(name));
  made.type = 'button';
  made.append(make('span', 'vh', ` ${file.name}`));
  made.onclick = work;
  item.querySelector('.actions').append(made);
}

function begin(draft, file) {
  const item = make('li', 'upload-item');
  item.dataset.file = file.file_id;
  const canvas = make('canvas', 'upload-thumb');
  const progress = make('progress', '');
  Object.assign(progress, { max: 1, hidden: true, ariaLabel: word('file-sending') });
  const words = make('div', '');
  words.append(make('p', 'upload-name', file.name), make('p', 'upload-said'), progress, make('div', 'actions'));
  item.append(canvas, words);
  if (file.type.startsWith('image/')) bytesOf(draft, file.file_id).then(bytes => draw(new Blob([bytes ?? '']), canvas));
  else canvas.remove();
  return item;
}

/** Bring an item in line with its file, and leave alone what is right already. */
function bring(item, draft, file) {
  const text = `${size(file.size)}. ${said(draft, file)}`;
  const state = JSON.stringify([text, file.is_taken]);
  if (item.dataset.state === state) return;
  item.dataset.state = state;
  item.querySelector('.upload-said').textContent = text;
  item.classList.toggle('is-done', file.is_taken === true);
  item.classList.toggle('is-refused', file.is_taken === false);
  item.querySelector('progress').hidden = true;
  item.querySelector('.actions').replaceChildren();
  item.querySelector('.actions').hidden = false;
  if (file.is_taken) return;
  const again = async () => {
    await settleFile(draft.id, file.file_id, { is_taken: undefined, said: '', problem: '' });
    await sendFiles().catch(() => {});
  };
  if (draft.receipt && file.problem !== 'gone') button(item, 'file-again', file, again);
  button(item, 'file-remove', file, async () => {
    await settleFile(draft.id, file.file_id);
    say(word('file-removed', file));
    // What was pressed is gone with its file.
    item.closest('section, li.card')?.querySelector('input[type=file], button')?.focus();
    item.remove();
  });
}

/** Show how the sending of a file goes. */
function follow(item, { part, isAway }) {
  const progress = item.querySelector('progress');
  [progress.hidden, progress.value] = [isAway === true, part ?? 0];
  item.querySelector('.actions').hidden = !isAway;
  delete item.dataset.state;
  item.querySelector('.upload-said').textContent = word(isAway ? 'file-away' : 'file-sending');
}

/** Show in `list` the files of the draft that `find` resolves to, and go on while it is on the page. */
export async function showFiles(list, find) {
  let turn = 0;
  const itemOf = id => [...list.children].find(each => each.dataset.file === id);
  const show = async () => {
    const mine = ++turn;
    const draft = await find();
    if (mine !== turn) return;
    const files = draft?.files ?? [];
    for (const each of [...list.children]) if (!files.some(file => file.file_id === each.dataset.file)) each.remove();
    for (const file of files) {
      const item = itemOf(file.file_id) ?? begin(draft, file);
      if (!item.isConnected) list.append(item);
      if (item.querySelector('progress').hidden || !isWaiting(file)) bring(item, draft, file);
    }
  };
  hear(async news => {
    if (!list.isConnected) return;
    const item = itemOf(news.file);
    if (item) follow(item, news);
    else if (!news.file) await show();
  });
  await show();
}
