// The form keeps itself: after each answer what was typed is sealed on this phone. On the kept form it is also
// queued and sent from here; on a page of the server the browser sends it, and if that fails it is queued.
import { takeFiles } from './choosing.js';
import { moment } from './clock.js';
import { change, hear, idOf, newKey, read, remove } from './drafts.js';
import { fill, grow, lacking, pairsOf, valueOf } from './fields.js';
import { showMissing } from './findings.js';
import { hold } from './holding.js';
import { offerLately } from './lately.js';
import { openDraft } from './opening.js';
import { syncAndSend } from './sending.js';
import { inBackground } from './uploading.js';
import { say, word } from './words.js';

const PAUSE = 300;
const form = document.querySelector('[data-report-form]');
const isShell = form.hasAttribute('data-shell');
const note = form.querySelector('[data-draft-note]');
let id, key, told, timer, isLost = false, isOver = false;

const tell = text => { note.hidden = false; note.textContent = text; };

/** Keep what the form holds now. `more` says what else becomes of the draft. */
export async function save(more = {}) {
  clearTimeout(timer);
  timer = undefined;
  if (isLost || isOver) return undefined;
  const pairs = pairsOf(form);
  const set = Object.fromEntries(['set_id', 'version', 'sha256'].map(each => [each, valueOf(pairs, `set.${each}`)]));
  const kept = await change(id, before => ({
    key, set, pairs, told, state: 'draft', changed: Date.now(), problem: '', findings: [],
    told_at: before && before.told?.at === told?.at ? before.told_at : undefined, ...more }));
  tell(word(kept ? 'saved' : 'signed-out'));
  if (kept && isShell && location.hash.slice(1) !== id) history.replaceState(null, '', `#${id}`);
  return kept;
}

async function lose() {
  await save();
  isLost = true;
  form.inert = true;
  tell(word('elsewhere'));
}

/** Another tab has this draft: nothing is typed here until the officer wants it here. */
function showElsewhere() {
  form.inert = true;
  const notice = form.ownerDocument.querySelector('[data-elsewhere]');
  notice.hidden = false;
  notice.querySelector('button').onclick = async () => {
    await hold(id, lose, { isTaken: true });
    location.reload();
  };
}

async function begin() {
  const found = isShell && location.hash ? await read(location.hash.slice(1)) : undefined;
  key = found?.key ?? (form.elements.key.value || newKey());
  id = await idOf(key);
  form.elements.key.value = key;
  if (!await hold(id, lose)) return showElsewhere();
  if (isShell) await offerLately(form);
  if (found?.pairs) fill(form, found.pairs);
  if (isShell && !found) choosePlaceOfClock();
  ({ told } = found ?? await read(id) ?? {});
  // What is open here is being written: it is not sent under the officer's hands.
  await change(id, before => before && ['queued', 'sending', 'refused'].includes(before.state)
    && !(isShell && before.state === 'refused') ? { state: 'draft' } : undefined);
  await takeFiles(form, id, save);
  listen();
  if (new URLSearchParams(location.search).has('away')) showAway();
  form.dataset.kept = 'yes';
}

/** What was to be read back by the server is read here, and sent from here. */
function showAway() {
  const notice = form.ownerDocument.querySelector('[data-away]');
  notice.hidden = false;
  notice.focus();
}

/** The zone of the place is most likely that of the phone. */
function choosePlaceOfClock() {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  for (const select of form.querySelectorAll('select[name$="zone"]')) {
    if ([...select.options].some(each => each.value === timeZone)) select.value = timeZone;
  }
}

function listen() {
  const later = () => { clearTimeout(timer); timer = setTimeout(save, PAUSE); };
  form.addEventListener('input', later);
  form.addEventListener('change', async event => {
    later();
    if (!event.target.name?.startsWith('occurred.')) return;
    form.querySelector('input[type=hidden][name="occurred.told_at"]')?.remove();
    told = await moment();
  });
  const now = () => { if (timer) save(); };
  document.addEventListener('visibilitychange', now);
  addEventListener('pagehide', now);
  form.addEventListener('submit', isShell ? submitHere : submitThere);
  hear(async news => {
    if (news.changed !== id || isOver || (await read(id))?.state !== 'sent') return;
    isOver = form.inert = true;
    tell(word('sent-meanwhile'));
  });
}

/** The browser sends the form; what is kept waits for the answer. */
function submitThere({ submitter }) {
  if (submitter?.name === 'withdraw') { isOver = true; return void remove(id); }
  const attempt = { told_at: undefined, attempt: JSON.stringify([pairsOf(form), '']) };
  // The page that reads the answers back sends what this form holds now.
  if (submitter?.name === 'check') return void save(attempt);
  if (submitter?.name) return void save();
  void save({ state: 'sending', ...attempt });
}

async function submitHere(event) {
  event.preventDefault();
  const { submitter } = event;
  if (submitter?.name === 'add') { grow(form, submitter.value); return void save(); }
  const missing = lacking(form);
  if (showMissing(form, missing)) return void save();
  told ??= await moment();
  await save({ state: 'queued' });
  tell(word('queued'));
  say(word('queued'));
  await goOn();
}

/** Try to send at once; without a network it waits, and the worker sends it when there is one. */
async function goOn() {
  isOver = form.inert = true;
  inBackground();
  try {
    await syncAndSend();
  } catch {
    return location.assign('/reports/unsent?kept=1');
  }
  const draft = await read(id);
  if (draft.state === 'sent') location.assign(`/reports/${draft.receipt}?filed=1`);
  else if (draft.state === 'refused') await openDraft(draft);
  else location.assign('/reports/unsent?kept=1');
}

await begin();
