// Sends the photos and files of reports that are in, one after the other, each tried again by itself. Apart from
// sending texts: no text waits until a picture is through.
import { bytesOf, settleFile } from './attached.js';
import { announce, isWaiting, list } from './drafts.js';
import { ask, AwayError, session, SignedOutError } from './sending.js';
import { alone } from './store.js';

// The largest file on a slow line: 20 MB at 50 kB a second take seven minutes.
const PATIENCE = 600_000;
const PAUSES = [2000];
const pause = ms => new Promise(done => setTimeout(done, ms));

/** List what waits, with its draft: files of reports that the server has. */
const waiting = async () => (await list()).flatMap(draft =>
  (draft.receipt ? draft.files ?? [] : []).filter(isWaiting).map(file => ({ draft, file })));

async function byFetch(path, body, token) {
  const headers = { Accept: 'application/json', 'X-CSRFToken': token };
  const answer = await ask(path, { method: 'POST', body, headers, signal: AbortSignal.timeout(PATIENCE) });
  return { status: answer.status, text: await answer.text() };
}

/** As `byFetch`, on a page: only this way a browser tells how far it is. */
const byRequest = (path, body, token, tell) => new Promise((done, failed) => {
  const request = new XMLHttpRequest();
  request.open('POST', path);
  request.timeout = PATIENCE;
  request.setRequestHeader('Accept', 'application/json');
  request.setRequestHeader('X-CSRFToken', token);
  request.upload.onprogress = event => tell(event.loaded / event.total);
  request.onerror = request.ontimeout = () => failed(new AwayError('line'));
  request.onload = () => {
    const { status, responseText: text, responseURL } = request;
    if (status === 429 || status >= 500) failed(new AwayError(String(status)));
    else if ([401, 403].includes(status) || !responseURL.endsWith(path)) failed(new SignedOutError());
    else done({ status, text });
  };
  request.send(body);
});

/** Send a file; returns what the server did with it and what it said. */
async function post(draft, file, bytes, token) {
  const body = new FormData();
  body.append('key', file.file_id);
  body.append('files', new Blob([bytes], { type: file.type }), file.name);
  const tell = part => announce({ file: file.file_id, part });
  const how = globalThis.XMLHttpRequest ? byRequest : byFetch;
  const { status, text } = await how(`/reports/${draft.receipt}/files`, body, token, tell);
  try {
    const [{ is_taken, said }] = JSON.parse(text).files;
    return { is_taken, said };
  } catch {
    return { is_taken: false, problem: String(status) };
  }
}

async function send({ draft, file }, token) {
  const bytes = await bytesOf(draft, file.file_id);
  if (!bytes) return settleFile(draft.id, file.file_id, { is_taken: false, problem: 'gone' });
  for (const ms of [...PAUSES, 0]) {
    announce({ file: file.file_id, part: 0 });
    try {
      return await settleFile(draft.id, file.file_id, await post(draft, file, bytes, token));
    } catch (error) {
      if (!ms || !(error instanceof AwayError)) throw error;
      await pause(ms);
    }
  }
  return undefined;
}

/**
 * Send every photo and file that waits for nothing but this. One that does not get through keeps none of the others
 * from being sent; raises AwayError or SignedOutError for it in the end.
 */
export const sendFiles = () => alone('files', async () => {
  const found = await waiting();
  if (!found.length) return;
  inBackground();
  const known = session();
  let failure;
  for (const each of found) {
    await known.then(({ token }) => send(each, token)).catch(error => {
      announce({ file: each.file.file_id, isAway: true });
      failure = error;
    });
  }
  if (failure) throw failure;
});

/** Have the browser send it when this page is gone, where it can. */
export async function inBackground() {
  const registration = await navigator.serviceWorker?.getRegistration();
  registration?.sync?.register('send').catch(() => {});
}
