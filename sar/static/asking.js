// Answers while somebody writes: behaviours found and suggested, a time said back. Nothing waits for
// them, nothing that was written is changed, and each page works without them.
import { said } from './site.js';

const byId = id => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const say = text => { byId('page-status').textContent = text; };
const PAUSE_MS = 600;
const rows = all('[data-choice]');

// The form that a phone keeps is nobody's: who is signed in is asked for then, if there is a network.
const tokenOf = async form => form.elements.csrf_token?.value
  ?? (await (await import('./phone/sending.js')).session()).token;

// Ask the server once the writer pauses; an answer to words that were changed since is dropped.
function whenPaused(field, address, fieldsOf, show) {
  let timer;
  let asked = 0;
  const ask = async () => {
    const mine = ++asked;
    const fields = fieldsOf();
    if (!fields) return show(null);
    try {
      const body = new URLSearchParams({ ...fields, csrf_token: await tokenOf(field.form) });
      const answer = await fetch(address, { method: 'POST', body });
      const found = answer.ok ? await answer.json() : null;
      if (mine === asked) show(found);
    } catch { if (mine === asked) show(null); }
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE_MS); };
  field.addEventListener('input', later);
  return later;
}

// Find a behaviour by its name, its meaning, or words that people use for it.
for (const box of all('[data-find]')) {
  const field = box.querySelector('input');
  box.hidden = false;
  const none = box.querySelector('[data-none]');
  const shown = () => rows.filter(row => !row.hidden);
  field.addEventListener('input', () => {
    const words = field.value.toLowerCase().split(/\s+/);
    const fitting = rows.filter(row => {
      const text = row.textContent.toLowerCase();
      return words.every(word => text.includes(word));
    });
    for (const row of rows) row.hidden = !row.querySelector('input').checked && !fitting.includes(row);
    none.hidden = fitting.length > 0;
    for (const group of all('[data-choices]')) group.hidden = !shown().some(row => group.contains(row));
    say(field.value ? said('{0} found', fitting.length) : '');
  });
  field.addEventListener('keydown', event => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (!field.value || !shown().length) return;
    shown()[0].querySelector('input').checked = true;
    field.form.requestSubmit();
  });
}

// Behaviours that may fit a sentence move to the top, each with the words that speak for it.
for (const field of all('[data-suggest]')) {
  const box = byId('live-suggestions');
  const list = box.querySelector('[data-list]');
  const moved = [];
  whenPaused(field, field.dataset.suggest,
    () => field.value.trim().length >= 12 && { narrative: field.value },
    found => {
      for (const [row, place] of moved.splice(0)) {
        row.querySelector('.because')?.remove();
        place.replaceWith(row);
      }
      for (const { behaviour, words } of found ?? []) {
        const row = byId(behaviour)?.closest('[data-choice]');
        if (!row) continue;
        const place = document.createComment('');
        const because = Object.assign(document.createElement('p'), { className: 'hint because' });
        because.textContent = said('You wrote {0}.', words.map(each => `“${each}”`).join(', '));
        row.replaceWith(place);
        row.querySelector('.choice').append(because);
        list.append(row);
        moved.push([row, place]);
      }
      box.hidden = !moved.length;
      if (moved.length) say(box.dataset.said);
    });
}

// A time in words, said back with its zone.
for (const field of all('[data-read-time]')) {
  const note = byId(field.dataset.said);
  const zone = byId(field.dataset.zone);
  const kind = () => (field.name === 'occurred.words'
    && field.form.querySelector('[name="occurred.kind"]:checked')?.value) || 'at';
  const later = whenPaused(field, field.dataset.readTime,
    () => field.value.trim() && {
      'occurred.words': field.value, 'occurred.zone': zone.value, 'occurred.kind': kind(),
    },
    found => { note.textContent = (found ?? []).join(' / '); });
  zone.addEventListener('change', later);
}
