// Single keys press the link or button that names them in data-key; they can be turned off (WCAG 2.1.4).
const all = selector => [...document.querySelectorAll(selector)];
const keyed = all('[data-key]');
const areKeysOn = () => localStorage.getItem('sar-keys') !== 'off';
const showHints = () => document.documentElement.classList.toggle('keys', areKeysOn());
const add = (parent, tag, text, onclick) =>
  parent.appendChild(Object.assign(document.createElement(tag), { textContent: text, onclick }));
function showKeys() {
  const dialog = add(document.body, 'dialog', '');
  dialog.ariaLabel = 'Keyboard shortcuts';
  add(dialog, 'h2', 'Keyboard shortcuts');
  const list = add(dialog, 'dl', '');
  const line = (key, name) => {
    add(add(list, 'dt', ''), 'kbd', key);
    add(list, 'dd', name.trim());
  };
  for (const item of keyed) line(item.dataset.key, item.dataset.keyLabel ?? item.ariaLabel
    ?? (item.labels?.[0] ?? item.querySelector('span:not(.vh)') ?? item).textContent);
  line('?', 'Show this list');
  const row = add(dialog, 'p', '');
  row.className = 'actions';
  add(row, 'button', `Turn shortcuts ${areKeysOn() ? 'off' : 'on'}`, () => {
    localStorage.setItem('sar-keys', areKeysOn() ? 'off' : 'on');
    showHints();
    dialog.close();
  }).className = 'button button-secondary';
  add(row, 'button', 'Close', () => dialog.close()).className = 'button';
  dialog.onclose = () => dialog.remove();
  dialog.showModal();
}

showHints();
all('[data-show-keys]').forEach(button => { button.hidden = false; button.onclick = showKeys; });
document.addEventListener('keydown', event => {
  if (!areKeysOn() || event.ctrlKey || event.metaKey || event.altKey || event.repeat
    || event.target.closest('input:not([type=radio], [type=checkbox]), textarea, select, dialog')) return;
  const item = keyed.find(one => one.dataset.key === event.key);
  if (event.key !== '?' && !item) return;
  event.preventDefault();
  if (!item) showKeys();
  else if (item.matches('a, button, summary')) {
    item.focus();
    item.click();
  }
  else {
    item.focus();
    if (item.matches('[type=radio], [type=checkbox]')) item.click();
  }
});
