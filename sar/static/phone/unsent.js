// The page of what this phone keeps: see it, send it, go on writing, save it as a file, delete it.
import { NoRoomError } from './attached.js';
import { offset, TOLERANCE } from './clock.js';
import { change, destroy, hear, isWaiting, list, read, remove } from './drafts.js';
import { valueOf } from './fields.js';
import { pack, unpack } from './files.js';
import { openDraft, post } from './opening.js';
import { AwayError, session, syncAndSend } from './sending.js';
import { showFiles } from './showing.js';
import { get, put } from './store.js';
import { inBackground, sendFiles } from './uploading.js';
import { say, when, word } from './words.js';

const DAY = 24 * 3600_000;
const page = document.querySelector('[data-unsent]');
const part = (name, root = page) => root.querySelector(`[data-${name}]`);
const fresh = name => part(name).content.firstElementChild.cloneNode(true);
const asked = new URLSearchParams(location.search);

const write = (root, slot, text) => {
  const found = part(`slot="${slot}"`, root);
  found.textContent = text;
  found.hidden = !text;
};

async function cardOf(draft, days) {
  // A card that says the same stays: somebody may be typing a passphrase in it.
  const count = draft.state === 'sent' ? (draft.files ?? []).filter(isWaiting).length : 0;
  const said = JSON.stringify([draft.id, draft.state, draft.changed, draft.problem, days, count]);
  const before = [...part('list').children].find(each => each.dataset.said === said);
  if (before) return before;
  const card = fresh('item');
  card.dataset.said = said;
  card.dataset.itemOf = draft.id;
  card.dataset.state = draft.state;
  const told = valueOf(draft.pairs, 'narrative').trim();
  write(card, 'title', told ? `${told.slice(0, 60)}${told.length > 60 ? '…' : ''}` : draft.receipt ?? word('no-words'));
  write(card, 'state', word(count ? 'state-sent-waiting' : `state-${draft.state}`, { count }));
  const { version } = draft.set;
  write(card, 'when', word(version ? 'changed' : 'changed-since', { when: await when(draft.changed), version }));
  write(card, 'told', told.length > 60 ? told : '');
  write(card, 'problem', draft.problem && draft.problem !== 'findings' ? word(`problem-${draft.problem}`, draft) || word('problem', draft) : '');
  const expires = ['draft', 'refused'].includes(draft.state) && days;
  write(card, 'expires', expires ? word('expires', { when: await when(draft.changed + days * DAY) }) : '');
  const findings = part('slot="findings"', card);
  findings.hidden = !draft.findings?.length;
  findings.replaceChildren(...(draft.findings ?? []).map(({ message, remedy }) =>
    Object.assign(document.createElement('li'), { textContent: `${message} ${remedy}` })));
  // Each card has the same buttons: which report they are about is said with them.
  part('slot="title"', card).id = `title-${draft.id}`;
  for (const each of card.querySelectorAll('button')) each.setAttribute('aria-describedby', `title-${draft.id}`);
  const link = part('slot="receipt"', card);
  link.parentElement.hidden = !draft.receipt;
  [link.href, link.textContent] = [`/reports/${draft.receipt}`, draft.receipt ?? ''];
  part('actions', card).hidden = draft.state === 'sent';
  watch(card, draft);
  await showFiles(part('kept-files', card), () => read(draft.id));
  return card;
}

function watch(card, draft) {
  const act = (name, work) => { part(`act="${name}"`, card).onclick = work; };
  act('open', () => openDraft(draft));
  act('send', async () => {
    await change(draft.id, before => before && { state: 'queued' });
    await send();
  });
  act('delete', async ({ currentTarget }) => {
    if (!currentTarget.dataset.sure) {
      currentTarget.dataset.sure = 'yes';
      currentTarget.querySelector('span').textContent = word('delete-sure');
      return;
    }
    await remove(draft.id);
    say(word('deleted'));
    await send();
  });
  const form = part('export', card);
  act('export', () => { form.hidden = !form.hidden; form.querySelector('input').focus(); });
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const { value } = form.querySelector('input');
    if ([...value].length < 12) return say(form.querySelector('[data-answer]').textContent = word('passphrase-short'));
    saveAs(await pack(draft, value), `unsent-report-${draft.id.slice(0, 8)}.json`);
    form.querySelector('[data-answer]').textContent = word('exported');
  });
}

function saveAs(text, name) {
  const href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  Object.assign(document.createElement('a'), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}

/** One notice with a sentence a line, and one button that lets it go; nothing where nothing is to say. */
function notice(texts, known) {
  if (!texts.length) return [];
  const shown = fresh('notice');
  const line = part('slot="text"', shown);
  line.replaceWith(...texts.map(text => Object.assign(line.cloneNode(), { textContent: text })));
  part('act="known"', shown).onclick = known;
  return [shown];
}

async function notices({ missing = [] }) {
  const off = await offset() ?? 0;
  const expired = await get('facts', 'expired') ?? [];
  const gone = await Promise.all(missing.map(async ({ was_here, begun_at }) =>
    word(was_here ? 'gone' : 'not-here', { when: await when(Date.parse(begun_at) - off) })));
  const over = await Promise.all(expired.map(async begun => word('expired', { when: await when(begun) })));
  const letGo = async () => {
    for (const { draft_id, set } of missing) {
      await change(draft_id, () => ({ state: 'deleted', set, changed: Date.now() }));
    }
    await send();
  };
  const forgetExpired = async () => {
    await put('facts', 'expired', []);
    await show();
  };
  return [...notice(gone, letGo), ...notice(over, forgetExpired)];
}

let turn = 0;

/** Show what is kept now. */
async function show() {
  const mine = ++turn;
  const drafts = (await list()).filter(each => each.state !== 'deleted');
  const standing = await get('facts', 'standing') ?? {};
  const cards = await Promise.all(drafts.map(each => cardOf(each, standing.draft_days)));
  const shown = await notices(standing);
  if (mine !== turn) return;
  part('list').replaceChildren(...cards);
  part('notices').replaceChildren(...shown);
  part('empty').hidden = drafts.length > 0;
  const off = await offset() ?? 0;
  part('clock').hidden = Math.abs(off) < TOLERANCE;
  write(page, 'off', word(off > 0 ? 'clock-behind' : 'clock-ahead', { minutes: Math.round(Math.abs(off) / 60_000) }));
  part('leaving').hidden = !asked.has('leaving');
  page.dataset.shown = 'yes';
}

let isSending = false;

async function send() {
  if (isSending) return;
  isSending = true;
  const isWaiting = (await list()).some(each => ['queued', 'sending'].includes(each.state));
  part('status').textContent = word('sending');
  try {
    await syncAndSend();
    part('status').textContent = isWaiting ? word('synced') : '';
    page.dataset.synced = 'yes';
  } catch (error) {
    if (isWaiting) inBackground();
    part('status').textContent = word(error instanceof AwayError ? 'away' : 'sign-in-first');
    part('sign-in').hidden = error instanceof AwayError;
  }
  isSending = false;
  say(part('status').textContent);
  await show();
  sendFiles().catch(() => {});
}

/** Sign out, and destroy what is kept; without a network neither happens. */
async function leave() {
  try {
    const { token } = await session();
    await destroy();
    post('/sign-out', [['csrf_token', token]]);
  } catch {
    say(part('status').textContent = word('away'));
  }
}

part('import').addEventListener('submit', async event => {
  event.preventDefault();
  const form = event.target;
  const answer = form.querySelector('[data-answer]');
  try {
    await unpack(await form.querySelector('[type="file"]').files[0].text(), form.querySelector('[type="password"]').value);
    answer.textContent = word('imported');
    form.reset();
  } catch (error) {
    answer.textContent = word(error instanceof NoRoomError ? 'imported-without' : 'not-opened');
  }
  await show();
});
part('act="leave"').onclick = leave;
hear(news => { if (!isSending && !news.file) show(); });
page.hidden = false;
await show();
await send();
