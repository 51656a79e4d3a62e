// Keeps bookmark and result by cmi5: launched with an address, a one-time token, the State resource,
// and the statements initialized, completed, passed, failed and terminated.
(() => {
  'use strict';
  const VERBS = 'http://adlnet.gov/expapi/verbs/';
  const CMI5 = 'https://w3id.org/xapi/cmi5/context/categories/cmi5';
  const MOVE_ON = 'https://w3id.org/xapi/cmi5/context/categories/moveon';
  const MASTERY = 'https://w3id.org/xapi/cmi5/context/extensions/masteryscore';
  const BOOKMARK = 'bookmark';
  const PAUSES_MS = [0, 500, 2000];
  const query = new URLSearchParams(location.search);
  const asked = name => query.get(name) ?? '';
  const began = Date.now();
  // What waits to be sent, oldest first.
  const waiting = [];
  let emptying = null;
  let actor;
  let token = '';
  let launch;
  let isOpen = false;
  // What earlier sittings of this registration have said already: it may be said once only.
  let said = { completed: false, passed: false };

  const tell = text => { document.querySelector('.trouble').textContent = text; };
  const wait = ms => new Promise(done => { setTimeout(done, ms); });
  const seconds = () => `PT${((Date.now() - began) / 1000).toFixed(2)}S`;
  const isNormal = () => isOpen && launch.launchMode === 'Normal';

  function address(path, values = {}) {
    const url = new URL(path, asked('endpoint').replace(/\/?$/, '/'));
    for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
    return url;
  }

  // With keepalive, what has been begun is finished even when the page has gone.
  function send(url, method = 'GET', body = undefined) {
    const headers = { 'Authorization': `Basic ${token}`, 'X-Experience-API-Version': '1.0.3' };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    return fetch(url, { method, headers, body, keepalive: body !== undefined, cache: 'no-store' });
  }

  const place = stateId => address('activities/state', {
    activityId: asked('activityId'), agent: JSON.stringify(actor), registration: asked('registration'), stateId,
  });

  const target = job => job.statement ? address('statements', { statementId: job.statement.id }) : place(BOOKMARK);
  const content = job => JSON.stringify(job.statement ?? job.bookmark);

  // Whether the system took it, refused it, or could not be reached in three tries.
  async function deliver(job) {
    for (const pause of PAUSES_MS) {
      if (pause) await wait(pause);
      if (job.isSent) return 'taken';
      job.isUnderWay = true;
      try {
        const answer = await send(target(job), 'PUT', content(job));
        if (answer.ok) return 'taken';
        if (answer.status < 500 && answer.status !== 429) return 'refused';
      } catch { /* the line is down; try again */ }
      job.isUnderWay = false;
    }
    return 'away';
  }

  // One at a time, because the order of statements matters. What could not be delivered stays, and
  // goes first the next time; what was refused is given up.
  async function empty() {
    let isTaken = true;
    while (waiting.length) {
      const outcome = await deliver(waiting[0]);
      isTaken &&= outcome === 'taken';
      if (outcome === 'away') break;
      waiting.shift();
    }
    emptying = null;
    tell(isTaken ? '' : 'The learning system did not take your result. Stay on this page, and check your connection.');
    return isTaken;
  }

  const flush = () => waiting.length ? (emptying ??= empty()) : Promise.resolve(true);

  function merged(category, extensions) {
    const context = structuredClone(launch.contextTemplate ?? {});
    context.registration = asked('registration');
    context.contextActivities ??= {};
    const known = [context.contextActivities.category ?? []].flat();
    const fresh = category.filter(id => !known.some(each => each.id === id));
    context.contextActivities.category = [...known, ...fresh.map(id => ({ id }))];
    context.extensions = { ...extensions, ...context.extensions };
    return context;
  }

  function state(verb, result) {
    const judged = result && ('success' in result || 'completion' in result);
    const scored = verb === 'passed' || verb === 'failed';
    const hasMastery = scored && launch.masteryScore !== undefined;
    const statement = {
      id: uuid(),
      timestamp: new Date().toISOString(),
      actor,
      verb: { id: VERBS + verb, display: { 'en-US': verb } },
      object: { objectType: 'Activity', id: asked('activityId') },
      context: merged(judged ? [CMI5, MOVE_ON] : [CMI5], hasMastery ? { [MASTERY]: launch.masteryScore } : {}),
    };
    if (result) statement.result = result;
    waiting.push({ statement });
  }

  // crypto.randomUUID exists on https only.
  function uuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }

  async function connect() {
    actor = JSON.parse(asked('actor'));
    const fetched = await fetch(asked('fetch'), { method: 'POST', cache: 'no-store' });
    const answer = await fetched.json();
    if (!answer['auth-token']) throw new Error('used');
    token = answer['auth-token'];
    launch = await (await send(place('LMS.LaunchData'))).json();
    // Preferences must be asked for; the course has one language and no sound, so none changes it.
    await send(address('agents/profile', { agent: JSON.stringify(actor), profileId: 'cmi5LearnerPreferences' }));
    const kept = await send(place(BOOKMARK));
    return kept.ok ? kept.json() : {};
  }

  function end() {
    if (isOpen) state('terminated', { duration: seconds() });
    isOpen = false;
  }

  window.sarKeeper = {
    mayRetry: false,
    mastery: () => Math.round(10000 * (launch?.masteryScore ?? Number(document.body.dataset.mastery) / 100)) / 100,
    async start() {
      if (!asked('endpoint') || !asked('fetch')) {
        tell('No learning system opened this course, so your result is not kept. Open it from there.');
        return { isKept: false, state: '', mode: 'normal' };
      }
      try {
        const kept = await connect();
        said = { completed: Boolean(kept.completed), passed: Boolean(kept.passed) };
        isOpen = true;
        state('initialized');
        await flush();
        return { isKept: true, state: kept.text ?? '', mode: (launch.launchMode ?? 'Normal').toLowerCase() };
      } catch {
        tell('This sitting has ended or cannot begin. Open the course again from your learning system.');
        return { isKept: false, state: '', mode: 'normal' };
      }
    },
    save(text) {
      if (!isNormal()) return;
      const bookmark = { text, ...said };
      const last = waiting.at(-1);
      // Of several bookmarks that wait, only the newest is sent.
      if (last?.bookmark && !last.isUnderWay) last.bookmark = bookmark;
      else waiting.push({ bookmark });
      flush();
    },
    finish({ percent, right, total, passed }) {
      if (!isNormal()) return;
      if (!said.completed) state('completed', { completion: true, duration: seconds() });
      said.completed = true;
      // One verdict in a sitting, and none after a pass.
      this.mayRetry = false;
      if (percent !== null && !said.passed) {
        said.passed = passed;
        const score = { scaled: right / total, raw: right, min: 0, max: total };
        state(passed ? 'passed' : 'failed', { score, success: passed, duration: seconds() });
      }
      flush();
    },
    async leave() {
      end();
      const isTaken = await flush();
      if (isTaken && /^https?:/.test(launch?.returnURL ?? '')) location.assign(launch.returnURL);
      return isTaken;
    },
    // Nobody is there any more to wait for an answer: what is left goes out at once, the statements
    // in one request, which keeps their order.
    go() {
      end();
      const left = waiting.filter(job => !job.isUnderWay);
      const statements = left.map(job => job.statement).filter(Boolean);
      left.forEach(job => { job.isSent = true; });
      const bookmark = left.findLast(job => job.bookmark);
      if (bookmark) send(target(bookmark), 'PUT', content(bookmark));
      if (statements.length === 1) send(target({ statement: statements[0] }), 'PUT', JSON.stringify(statements[0]));
      else if (statements.length) send(address('statements'), 'POST', JSON.stringify(statements));
    },
  };
})();
