// Single keys press the link, button or choice that names them in data-key. Which keys, and whether there
// are any, is the account's choice (WCAG 2.1.4); the page simply has no data-key where they are off.
import { said } from './site.js';

const all = selector => [...document.querySelectorAll(selector)];
const keyed = () => all('[data-key]').filter(item => item.dataset.key && isSeen(item));
// The way to the page on which keys are settled; a page that only shows what buttons look like has none.
const help = document.querySelector('[data-show-keys]');
const isSeen = item => item.checkVisibility ? item.checkVisibility() : item.getClientRects().length > 0;
const add = (parent, tag, text, onclick) =>
  parent.appendChild(Object.assign(document.createElement(tag), { textContent: text, onclick }));

// One name can stand at several places of a page: what is open and near counts first.
function find(key) {
  const fits = keyed().filter(item => item.dataset.key === key && !item.disabled);
  const near = document.activeElement?.closest('[data-keys]');
  return fits.find(item => near?.contains(item)) ?? fits.find(item => !item.closest('[data-keys]') && item.closest('main'))
    ?? fits[0];
}

function showKeys() {
  const dialog = add(document.body, 'dialog', '');
  dialog.ariaLabel = said('Keyboard shortcuts');
  add(dialog, 'h2', dialog.ariaLabel);
  const list = add(dialog, 'dl', '');
  const line = (keys, name) => {
    const term = add(list, 'dt', '');
    for (const key of keys.split(' ')) add(term, 'kbd', key);
    add(list, 'dd', name.trim());
  };
  for (const item of keyed()) line(item.dataset.key, item.dataset.keyLabel ?? item.ariaLabel
    ?? (item.labels?.[0] ?? item.querySelector('span:not(.vh)') ?? item).textContent);
  for (const rows of all('[data-tick-key]')) {
    line(rows.dataset.tickKey, said('Tick the row and go on'));
    line(`${rows.dataset.downKey} ${rows.dataset.upKey}`, said('Next row, row before'));
  }
  line('?', said('Show this list'));
  const row = add(dialog, 'p', '');
  row.className = 'actions';
  if (help) Object.assign(add(row, 'a', said('Change them or switch them off')), { href: help.href, className: 'button button-secondary' });
  add(row, 'button', said('Close'), () => dialog.close()).className = 'button';
  dialog.onclose = () => dialog.remove();
  dialog.showModal();
}

function press(item) {
  item.scrollIntoView?.({ block: 'nearest' });
  item.focus();
  if (item.matches('a, button, summary, [type=radio], [type=checkbox]')) item.click();
  // A choice that one key makes can lead on to the field that is filled in next.
  document.getElementById(item.dataset.then)?.focus();
  // What a choice asks next, its reasons for example, comes into view with it.
  if (item.form) [...item.form.querySelectorAll('[data-show-for] fieldset')].find(isSeen)?.scrollIntoView({ block: 'nearest' });
}

// A list in which rows are ticked: the row with the focus, or else the first. The focus stands on its
// link, so that Enter opens it.
function walk(key) {
  const table = document.querySelector('[data-tick-key]');
  if (!table) return false;
  const { tickKey, downKey, upKey } = table.dataset;
  if (![tickKey, downKey, upKey].includes(key)) return false;
  const rows = [...table.querySelectorAll('tbody tr')];
  const at = rows.findIndex(row => row.contains(document.activeElement));
  if (key === tickKey) rows[Math.max(at, 0)]?.querySelector('[type=checkbox]').click();
  const to = at < 0 && key !== tickKey ? 0 : Math.max(at, 0) + (key === upKey ? -1 : 1);
  rows[Math.min(Math.max(to, 0), rows.length - 1)]?.querySelector('a').focus();
  return true;
}

// The first of two keys, until the next one comes or the hand has rested.
let begun = '';
let rest;
function begin(key) {
  begun = key;
  clearTimeout(rest);
  rest = setTimeout(() => { begun = ''; }, 5000);
}

function answer(key) {
  if (key === '?') return showKeys(), true;
  const item = find(key);
  if (item) return press(item), true;
  return walk(key);
}

document.documentElement.classList.add('keys');
help?.addEventListener('click', event => { event.preventDefault(); showKeys(); });
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing || event.key.length > 1
    || event.target.isContentEditable
    || event.target.closest('input:not([type=radio], [type=checkbox]), textarea, select, dialog')) return;
  const key = begun ? `${begun} ${event.key}` : event.key;
  begun = '';
  if (answer(key)) event.preventDefault();
  else if (keyed().some(item => item.dataset.key.startsWith(`${key} `))) begin(key);
});
