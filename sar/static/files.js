// Photos and files are sent as soon as they are chosen, each by itself; the report is in already.
import { draw } from './phone/pictures.js';
import { said } from './site.js';

const PAUSES_MS = [1000, 4000, 15000];
const pause = ms => new Promise(done => setTimeout(done, ms));

function make(tag, className, text = '') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

// Resolves to what the server said of the file; rejects if the same request may work later.
function post(form, file, progress) {
  return new Promise((done, failed) => {
    const body = new FormData();
    body.append('files', file, file.name);
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('X-CSRFToken', form.elements.csrf_token.value);
    request.upload.onprogress = event => { progress.value = event.loaded / event.total; };
    request.onerror = failed;
    request.onload = () => {
      try { done(JSON.parse(request.responseText).files[0]); } catch { failed(); }
    };
    request.send(body);
  });
}

async function tryAll(form, file, progress) {
  for (const ms of PAUSES_MS) {
    try { return await post(form, file, progress); } catch { await pause(ms); }
  }
  return post(form, file, progress);
}

function show(form, list, file) {
  const sending = said('Sending…');
  const item = make('li', 'upload-item');
  const canvas = make('canvas', 'upload-thumb');
  const text = make('p', '', sending);
  const progress = make('progress', '');
  progress.max = 1;
  progress.ariaLabel = said('Sending {0}', file.name);
  const button = make('button', 'button button-secondary', said('Try again'));
  button.type = 'button';
  const words = make('div', '');
  words.append(make('p', 'upload-name', file.name), text, progress);
  item.append(canvas, words);
  list.append(item);
  draw(file, canvas);
  const send = async () => {
    button.remove();
    [text.textContent, progress.hidden, progress.value] = [sending, false, 0];
    try {
      const told = await tryAll(form, file, progress);
      text.textContent = told.said;
      item.classList.add(told.is_taken ? 'is-done' : 'is-refused');
    } catch {
      text.textContent = said('Not sent. The report itself is safe.');
      words.append(button);
    }
    progress.hidden = true;
  };
  button.onclick = send;
  return send;
}

for (const form of document.querySelectorAll('form[data-uploads]')) {
  const list = form.parentElement.querySelector('[data-upload-list]');
  let last = Promise.resolve();
  form.querySelector('[data-send]').hidden = true;
  for (const input of form.querySelectorAll('input[type=file]')) {
    input.classList.add('vh');
    input.addEventListener('change', () => {
      for (const file of input.files) last = last.then(show(form, list, file));
      input.value = '';
    });
  }
}
