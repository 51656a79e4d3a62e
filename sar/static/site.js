// Enhancement of forms: every page works without it. Keys and reveals are fetched where they are used.
const byId = id => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const say = text => { byId('page-status').textContent = text; };

// What scripts say is written in English; a page in another language brings its words along.
const words = JSON.parse(byId('script-words')?.textContent ?? '{}');
export const said = (english, value) => (words[english] ?? english).replace('{0}', value);

if (document.querySelector('[data-key]')) import('./keys.js');
if (document.querySelector('[data-expires]')) import('./reveal.js');
if (document.querySelector('[data-find], [data-suggest], [data-read-time]')) import('./asking.js');
if ('phone' in document.body.dataset) import('./phone/app.js');

// To a field, with its label and what is said about it in view.
function show(field) {
  field.focus({ preventScroll: true });
  (field.closest('.callout') ?? field.closest('.field') ?? field).scrollIntoView();
  field.scrollIntoView({ block: 'nearest' });
}
for (const link of all('#error-summary a')) link.addEventListener('click', event => {
  const field = byId(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  show(field);
});

byId('error-summary')?.focus();

// A second tap on a slow line must not send a second report.
document.addEventListener('submit', event => {
  const form = event.target;
  if (form.method !== 'post' || event.defaultPrevented) return;
  // The form that a phone keeps is sent by its scripts alone.
  if ('shell' in form.dataset) return event.preventDefault();
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = 'yes';
  event.submitter?.setAttribute('aria-disabled', 'true');
  const label = event.submitter?.querySelector('span');
  if (label) [label.dataset.was, label.textContent] = [label.textContent, said('Sending…')];
  say(said('Sending…'));
});
addEventListener('pageshow', () => all('form[data-sent]').forEach(form => {
  delete form.dataset.sent;
  all('[aria-disabled]', form).forEach(button => button.removeAttribute('aria-disabled'));
  all('[data-was]', form).forEach(label => { label.textContent = label.dataset.was; });
  say('');
}));

// Characters left, counted as the server counts; spoken only near the end, when the writer pauses.
for (const area of all('textarea[data-max]')) {
  const count = byId(area.id + '-count');
  const max = Number(area.dataset.max);
  let pause;
  const update = () => {
    const left = max - [...area.value].length;
    const number = Math.abs(left).toLocaleString(document.documentElement.lang);
    count.textContent = left < 0 ? said('{0} characters too many', number) : said('{0} characters left', number);
    count.classList.toggle('is-over', left < 0);
    clearTimeout(pause);
    if (left < max / 10) pause = setTimeout(() => say(count.textContent), 1200);
  };
  area.addEventListener('input', update);
  if (area.value) update();
}

// "Now", in the zone that the form names.
for (const button of all('[data-now]')) {
  button.hidden = false;
  button.onclick = () => {
    const field = part => button.parentElement.querySelector(`[name$="-${part}"]`);
    const read = timeZone => new Intl.DateTimeFormat('sv-SE',
      { dateStyle: 'short', timeStyle: 'short', timeZone }).format(new Date()).split(' ');
    let now;
    try { now = read(field('zone')?.value || undefined); } catch { now = read(); }
    [field('date').value, field('time').value] = now;
    say(now.join(' '));
  };
}

// Where the phone is; the officer sees the numbers and can change them.
for (const button of all('[data-geolocate]')) {
  if (!navigator.geolocation || !isSecureContext) break;
  button.hidden = false;
  const note = document.createElement('p');
  note.className = 'hint';
  button.after(note);
  const tell = text => { note.textContent = text; say(text); };
  const fields = button.dataset.geolocate.split(' ').map(name => byId(name.replaceAll('.', '-')));
  button.onclick = () => {
    tell(said('Finding where you are…'));
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      const metres = Math.ceil(coords.accuracy);
      [coords.latitude.toFixed(5), coords.longitude.toFixed(5), metres]
        .forEach((value, index) => { if (fields[index]) fields[index].value = value; });
      choosePartOf(fields[0]);
      tell(said('Location filled in, correct to about {0} meters.', metres));
    }, () => tell(said('Your phone did not give its location. Type the place instead.')),
    { enableHighAccuracy: true, timeout: 15000 });
  };
}

// Parts that depend on an answer. One with data-when-name is not asked, so it is not sent either; one
// with data-show-for only steps aside; with data-stays-filled not even that while it holds something,
// because that is sent. A part that holds an error always shows.
const parts = all('[data-when-name], [data-show-for]').filter(part => !part.querySelector('.has-error'));
function settle() {
  for (const part of parts) {
    const { whenName, whenValues, showFor, showValues } = part.dataset;
    // A condition on a yes-or-no question says True or False; the field itself says yes or no.
    const values = (whenValues ?? showValues).replace('True', 'yes').replace('False', 'no').split(' ');
    const isAsked = all(`[name="${whenName ?? showFor}"]`).some(input => !input.disabled
      && (input.checked || input.matches('select')) && values.includes(input.value));
    const isKept = part.matches('[data-stays-filled]') && all('input, select', part).some(input => input.value);
    part.hidden = !isAsked && !isKept;
    if (whenName) all('input, select, textarea', part).forEach(input => { input.disabled = part.hidden; });
  }
}
// What was filled in for somebody is chosen for them too, so that they see it.
function choosePartOf(field) {
  const { showFor, showValues } = field.closest('[data-show-for]')?.dataset ?? {};
  if (showFor) document.querySelector(`[name="${showFor}"][value="${showValues}"]`).checked = true;
  field.dispatchEvent(new Event('change', { bubbles: true }));
}
settle();
document.addEventListener('change', settle);

// To the words in question, marked, ready to be written anew.
for (const link of all('[data-mark-words]')) link.addEventListener('click', event => {
  event.preventDefault();
  const field = byId(link.hash.slice(1));
  const start = field.value.indexOf(link.dataset.markWords);
  show(field);
  if (start >= 0) field.setSelectionRange(start, start + link.dataset.markWords.length);
});
addEventListener('pageshow', settle);
