// Keeps bookmark and result by cmi5: launched with an address, a one-time token, the State resource,
// and the statements initialized, completed, passed, failed and terminated.
(() => {
  'use strict';
  const VERBS = 'http://adlnet.gov/expapi/verbs/';
  const CMI5 = 'https://w3id.org/xapi/cmi5/context/categories/cmi5';
  const MOVE_ON = 'https://w3id.org/xapi/cmi5/context/categories/moveon';
  const MASTERY = 'https://w3id.org/xapi/cmi5/context/extensions/masteryscore';
  const BOOKMARK = 'bookmark';
  const query = new URLSearchParams(location.search);
  const asked = name => query.get(name) ?? '';
  const began = Date.now();
  let actor;
  let token = '';
  let launch;
  let isOpen = false;
  // What earlier sittings of this registration have said already: it may be said once only.
  let said = { completed: false, passed: false };
  let queue = Promise.resolve();
  let latest = 0;

  const tell = text => { document.querySelector('.trouble').textContent = text; };
  const wait = ms => new Promise(done => { setTimeout(done, ms); });
  const seconds = () => `PT${((Date.now() - began) / 1000).toFixed(2)}S`;

  function address(path, values = {}) {
    const url = new URL(path, asked('endpoint').replace(/\/?$/, '/'));
    for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
    return url;
  }

  function send(url, { method = 'GET', body, isLast = false } = {}) {
    const headers = { 'Authorization': `Basic ${token}`, 'X-Experience-API-Version': '1.0.3' };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    return fetch(url, { method, headers, body, keepalive: isLast, cache: 'no-store' });
  }

  const place = stateId => address('activities/state', {
    activityId: asked('activityId'), agent: JSON.stringify(actor), registration: asked('registration'), stateId,
  });

  // One after the other, each tried three times: the order of statements matters. The last one is
  // tried once and at once, because the page may be going.
  function later(work, isLast) {
    queue = queue.then(async () => {
      for (const pause of isLast ? [0] : [0, 500, 2000]) {
        if (pause) await wait(pause);
        try {
          const answer = await work();
          if (answer.ok) return;
          if (answer.status < 500 && answer.status !== 429) break;
        } catch { /* the line is down; try again */ }
      }
      tell('The learning system did not take your result. Stay on this page, check your connection, and press "Save and close".');
    });
    return queue;
  }

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

  function tellVerb(verb, result, isLast = false) {
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
    const url = address('statements', { statementId: statement.id });
    const body = JSON.stringify(statement);
    return later(() => send(url, { method: 'PUT', body, isLast }), isLast);
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

  window.sarKeeper = {
    mayRetry: false,
    mastery: () => Math.round(10000 * (launch?.masteryScore ?? Number(document.body.dataset.mastery) / 100)) / 100,
    async start() {
      if (!asked('endpoint') || !asked('fetch')) {
        tell('No learning system opened this course, so your result is not kept. Open it from there.');
        return { state: '', mode: 'normal' };
      }
      try {
        const kept = await connect();
        said = { completed: Boolean(kept.completed), passed: Boolean(kept.passed) };
        isOpen = true;
        await tellVerb('initialized');
        return { state: kept.text ?? '', mode: (launch.launchMode ?? 'Normal').toLowerCase() };
      } catch {
        tell('This sitting has ended or cannot begin. Open the course again from your learning system.');
        return { state: '', mode: 'normal' };
      }
    },
    save(text) {
      if (!isOpen || launch.launchMode !== 'Normal') return;
      const body = JSON.stringify({ text, ...said });
      // Of several bookmarks that wait, only the newest is sent.
      const turn = latest += 1;
      later(async () => turn === latest ? send(place(BOOKMARK), { method: 'PUT', body }) : { ok: true });
    },
    finish({ percent, right, total, passed }) {
      if (!isOpen || launch.launchMode !== 'Normal') return;
      if (!said.completed) tellVerb('completed', { completion: true, duration: seconds() });
      said.completed = true;
      // One verdict in a sitting, and none after a pass.
      this.mayRetry = false;
      if (percent === null || said.passed) return;
      said.passed = passed;
      const score = { scaled: right / total, raw: right, min: 0, max: total };
      tellVerb(passed ? 'passed' : 'failed', { score, success: passed, duration: seconds() });
    },
    leave() {
      if (!isOpen) return;
      isOpen = false;
      tellVerb('terminated', { duration: seconds() }, true).then(() => {
        if (/^https?:/.test(launch.returnURL ?? '')) location.assign(launch.returnURL);
      });
    },
  };
})();
